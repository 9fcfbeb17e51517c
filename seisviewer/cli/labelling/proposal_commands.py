"""`seisviewer review clean`, `copy` and `interpolate`: labels that are proposed for a section, told first and stored as accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.console import run_work
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.review_commands import Run, Section, app
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

if TYPE_CHECKING:
    from seisviewer.project.project import Project
    from seisviewer.workflows.proposals.label_proposal import LabelProposal

DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change; store nothing.")]


@app.command("clean")
def clean_command(
    project: ProjectFolder,
    section: Section,
    smallest: Annotated[int, typer.Option(min=0, help="Bodies of fewer samples go to what surrounds them.")] = 50,
    holes: Annotated[int, typer.Option(min=0, help="Holes of at most this many samples are filled.")] = 50,
    smooth: Annotated[float, typer.Option(min=0, max=20, help="Smooth boundaries over this many samples.")] = 1.0,
    order: Annotated[
        bool, typer.Option(help="Let every trace meet the layers in their order, that of the last run with layers.")
    ] = False,
    run: Run = None,
    dry_run: DryRun = False,
) -> None:
    """Clean what the labels and the model say of a section. What you painted stays; what changes becomes accepted labels."""
    from seisviewer.predictions.cleaning.class_cleaning import CleaningRules
    from seisviewer.workflows.layer_run import latest_layers, layer_predictor
    from seisviewer.workflows.proposals.section_proposals import order_of_layers, predicted_cleaning

    with opened_project(project, edit=not dry_run) as (held, volume):
        layers: tuple[int, ...] = ()
        if order:
            model = layer_predictor(latest_layers(held), volume).model
            layers = order_of_layers(model.order, model.kinds)
        rules = CleaningRules(smallest, holes, smooth, layers)
        _settle(held, run_work(predicted_cleaning(held, volume, SectionId.parse(section), rules, run)), dry_run)


@app.command("copy")
def copy_command(
    project: ProjectFolder,
    section: Section,
    above: Annotated[float, typer.Option(min=0, max=100, help="Leave out what is less sure, in percent.")] = 0,
    run: Run = None,
    dry_run: DryRun = False,
) -> None:
    """Make accepted labels of all that a run says of a section, or of what is that sure."""
    from seisviewer.workflows.proposals.section_proposals import predicted_labels

    with opened_project(project, edit=not dry_run) as (held, volume):
        _settle(held, run_work(predicted_labels(held, volume, SectionId.parse(section), above / 100, run)), dry_run)


@app.command("interpolate")
def interpolate_command(project: ProjectFolder, section: Section, dry_run: DryRun = False) -> None:
    """Make accepted labels on a line of those on the nearest labelled lines before and after it."""
    from seisviewer.workflows.proposals.line_interpolation import interpolated_labels

    with opened_project(project, edit=not dry_run) as (held, volume):
        _settle(held, run_work(interpolated_labels(held, volume, SectionId.parse(section))), dry_run)


def _settle(held: Project, proposal: LabelProposal, dry_run: bool) -> None:
    """Say what is proposed, and store it unless it was only to be said."""
    section, how = str(proposal.section), f" ({proposal.by})" if proposal.by else ""
    if not proposal.samples:
        typer.echo(tr("Nothing changes on {section}{how}.").format(section=section, how=how))
        return
    table = held.classes
    if not dry_run:
        held.commit(proposal.strokes())
    rows = [
        (tr("no class") if before == UNLABELLED else table.name_of(before), table.name_of(after), f"{samples:,}")
        for (before, after), samples in proposal.counts.items()
    ]
    typer.echo(
        table_text(
            tr("Labels proposed for {section}").format(section=section),
            (tr("Before"), tr("After"), tr("Samples")),
            rows,
            2,
        )
    )
    done = tr("would change") if dry_run else tr("are accepted labels now")
    typer.echo(
        tr("{folder}: {samples:,} samples in {places:,} places {done}{how}.").format(
            folder=held.folder, samples=proposal.samples, places=proposal.places, done=done, how=how
        )
    )
