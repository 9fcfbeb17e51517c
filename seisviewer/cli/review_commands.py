"""`seisviewer review`: list, accept and reject what a model says about a section."""

from __future__ import annotations

from typing import Annotated

import typer

from seisviewer.cli.console import run_work, say_json
from seisviewer.cli.labelling.class_commands import class_named
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

app = typer.Typer(help=tr("Accept or reject what a model says: regions of a section, or picks."), no_args_is_help=True)

Section = Annotated[str, typer.Argument(help="Such as inline_130 or crossline_575.", metavar="SECTION")]
Run = Annotated[int | None, typer.Option(help="Number of the run that answers; the last finished one if not given.")]
Class = Annotated[str, typer.Option("--class", help="Only regions of this class, by name or number.")]
Numbers = Annotated[list[int] | None, typer.Option("--region", help="Number in the list; may be given several times.")]
ABOVE = typer.Option(min=0, max=100, help=tr("Samples that are less sure, in percent, belong to no region."))


@app.command("list")
def list_command(
    project: ProjectFolder,
    section: Section,
    above: Annotated[float, ABOVE] = 50,
    run: Run = None,
    as_json: AsJson = False,
) -> None:
    """List the regions of a section, the largest first."""
    from seisviewer.workflows.review.section_review import predicted_regions

    with opened_project(project) as (held, volume):
        found = run_work(predicted_regions(held, volume, SectionId.parse(section), above / 100, run))
        table = held.classes
    rows = [
        {
            "region": each.number,
            "class": each.label,
            "name": table.name_of(each.label),
            "samples": each.samples,
            "traces": each.traces,
            "confidence": round(each.confidence, 4),
        }
        for each in found.regions
    ]
    if as_json:
        say_json({"section": section, "regions": rows})
    elif not rows:
        typer.echo(
            tr("Nothing to review on {section}: it is labelled, rejected or less sure than {above:g} %.").format(
                section=section, above=above
            )
        )
    else:
        titles = (tr("Region"), tr("Class"), tr("Samples"), tr("Traces"), tr("Confidence"))
        cells = [
            (str(row["region"]), row["name"], f"{row['samples']:,}", str(row["traces"]), f"{row['confidence']:.0%}")
            for row in rows
        ]
        typer.echo(table_text(tr("Regions of {section}").format(section=section), titles, cells, 2))


@app.command("accept")
def accept_command(
    project: ProjectFolder,
    section: Section,
    above: Annotated[float, ABOVE] = 95,
    facies: Class = "",
    region: Numbers = None,
    run: Run = None,
) -> None:
    """Make labels of regions, told apart from painted ones. One undo in the window takes them back."""
    _decide(project, section, above, facies, region, run, accept=True)


@app.command("reject")
def reject_command(
    project: ProjectFolder,
    section: Section,
    above: Annotated[float, ABOVE] = 50,
    facies: Class = "",
    region: Numbers = None,
    run: Run = None,
) -> None:
    """Say that regions are not of the class that the model gives them; name them with --region or --class."""
    if not region and not facies:
        raise typer.BadParameter(tr("say which regions are wrong, with --region or --class"))
    _decide(project, section, above, facies, region, run, accept=False)


def _decide(
    project: ProjectFolder,
    section: str,
    above: float,
    facies: str,
    numbers: list[int] | None,
    run: int | None,
    *,
    accept: bool,
) -> None:
    from seisviewer.workflows.review.section_review import acceptance, chosen, predicted_regions, rejection

    with opened_project(project, edit=True) as (held, volume):
        label = class_named(held.classes, facies).number if facies else None
        found = run_work(predicted_regions(held, volume, SectionId.parse(section), above / 100, run))
        regions = chosen(found, numbers or (), label)
        held.commit([acceptance(each) if accept else rejection(each) for each in regions])
    done, samples = "accepted" if accept else "rejected", sum(each.samples for each in regions)
    typer.echo(
        tr("{project}: {done} {count} regions of {section}, {samples:,} samples.").format(
            project=project, done=done, count=len(regions), section=section, samples=samples
        )
    )
