"""`seisviewer labels`: import, export, add-boundary, add-fault, doubts, judge and checking."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seisviewer.cli.checking_command import checking_command
from seisviewer.cli.console import output, run_work
from seisviewer.cli.labelling.boundary_commands import add_boundary_command
from seisviewer.cli.labelling.doubt_commands import doubts_command, judge_command
from seisviewer.cli.labelling.fault_commands import add_fault_command
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.errors import BadRequest, LabelsError, UnclearLabels
from seisviewer.translation import tr

app = typer.Typer(help=tr("Bring labels into a project, and take them out."), no_args_is_help=True)
app.command("add-boundary")(add_boundary_command)
app.command("add-fault")(add_fault_command)
app.command("doubts")(doubts_command)
app.command("judge")(judge_command)
app.command("checking")(checking_command)


@app.command("import")
def import_command(
    project: ProjectFolder,
    file: Annotated[
        Path,
        typer.Argument(
            help=".npz with inline_130, crossline_575, …: uint8 (traces, samples), 255 = unlabelled.",
        ),
    ],
    unlabelled: Annotated[
        str | None,
        typer.Option(
            help="Value that means “unlabelled” besides 255 and -1, such as 0; “none” where every value is a class.",
            metavar="VALUE|none",
        ),
    ] = None,
    reach: Annotated[
        int,
        typer.Option(help="Carry what was painted along the dips to so many lines on each side.", min=0, max=20),
    ] = 0,
) -> None:
    """Import labels; they count as strokes drawn in those sections. One undo takes the whole import back."""
    from seisviewer.labels.shown_counts import shown_counts
    from seisviewer.workflows.label_exchange import import_labels
    from seisviewer.workflows.reach.carrying import carry_waiting
    from seisviewer.workflows.reach.stroke_copies import why_not_reach

    values = values_of(unlabelled)
    with opened_project(project, edit=True) as (held, volume):
        if reach and (refusal := why_not_reach(volume.geometry)):
            raise BadRequest(tr("--reach {reach} cannot be: {refusal}").format(reach=reach, refusal=refusal))
        try:
            run_work(import_labels(held, volume, file, values, reach))
        except UnclearLabels as unclear:
            raise LabelsError(
                tr("{unclear} (--unlabelled {unclear2}, or --unlabelled none).").format(
                    unclear=str(unclear).rstrip("."), unclear2=tr(unclear.value)
                )
            ) from unclear
        run_work(carry_waiting(held, volume))
        counts = shown_counts(held.snapshot())
    output().print(
        tr("{project}: {values} labelled samples in {count} classes.").format(
            project=project, values=sum(counts.values()), count=len(counts)
        )
    )


@app.command("export")
def export_command(
    project: ProjectFolder,
    out: Annotated[Path, typer.Argument(help=".npz of the painted sections, or .sgy for a volume of classes.")],
    provenance: Annotated[
        Path | None,
        typer.Option(
            help="Also write who said it as a SEG-Y volume: 0 no label, 1 painted, 2 accepted, 3 carried.",
            metavar="FILE",
        ),
    ] = None,
) -> None:
    """Export labels as sections in an .npz, or as a SEG-Y volume."""
    from seisviewer.workflows.label_exchange import export_labels, export_provenance

    with opened_project(project) as (held, volume):
        run_work(export_labels(held, volume, out))
        if provenance is not None:
            run_work(export_provenance(held, volume, provenance))
    output().print(tr("Wrote {out}.").format(out=out))


def values_of(text: str | None) -> tuple[int, ...] | None:
    """The values that --unlabelled names, None where it is not given; raises BadRequest."""
    if text is None:
        return None
    if text.strip().lower() == "none":
        return ()
    try:
        return (int(text),)
    except ValueError:
        raise BadRequest(
            tr("--unlabelled {text} is no value: write a whole number such as 0, or none.").format(text=text)
        ) from None
