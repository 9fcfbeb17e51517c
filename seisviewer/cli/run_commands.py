"""`seisviewer runs`: list, show, use, rename, pin, unpin, delete, check, repeat and compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.checked_table import show_check
from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.learning_commands import OnDevice
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.cli.plain_table import entry_text, table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.workflows.runs.run_facts import RunFacts

app = typer.Typer(help=tr("What was learned, and what to do with it."), no_args_is_help=True)
LIVE = "live"  # in place of a number
Number = Annotated[int, typer.Argument(help="Number of the run, as “runs list” says.", metavar="RUN")]


@app.command("list")
def list_command(project: ProjectFolder, as_json: AsJson = False) -> None:
    """List the runs, newest first, with their scores on what was held back."""
    from seisviewer.workflows.runs.run_facts import run_facts

    with opened_project(project) as (held, _):
        facts = run_facts(held)
    if as_json:
        say_json(
            [
                {
                    "run": each.run.number,
                    "title": each.run.title,
                    "kind": each.run.kind,
                    "state": each.run.state,
                    "pinned": each.run.pinned,
                    "in_use": each.in_use,
                    "labels_version": each.run.labels_version,
                    "began": each.run.started,
                    "checked": each.run.metrics.get("checked"),
                    "repeat": each.repeat,
                }
                for each in facts
            ]
        )
        return
    if not facts:
        typer.echo(tr("{project} has no runs: “train” makes one.").format(project=project))
        return
    rows = [
        (
            " ".join([str(each.run.number), *marks_of(each)]),
            each.title,
            each.kind,
            each.state,
            each.began,
            each.took,
            each.score,
        )
        for each in facts
    ]
    columns = (tr("Run"), tr("Name"), tr("Kind"), tr("State"), tr("Began"), tr("Took"), tr("Mean IoU held back (95 %)"))
    typer.echo(table_text(tr("Runs of {project}").format(project=project), columns, rows, 5))


def marks_of(each: RunFacts) -> list[str]:
    """What is said of a run beside its number."""
    return [tr("in use")] * each.in_use + ["pinned"] * each.run.pinned


@app.command("use")
def use_command(
    project: ProjectFolder,
    run: Annotated[
        int | None, typer.Argument(help="Number of a finished run.", metavar="RUN", show_default=False)
    ] = None,
    newest: Annotated[bool, typer.Option("--newest", help="The newest run again, whichever that is.")] = False,
) -> None:
    """Let an earlier run answer wherever none is named: in predict, export, report and over the sections of the window."""
    from seisviewer.workflows.runs.model_names import run_name

    if (run is None) is not newest:
        raise BadRequest(tr("Name either the number of a run or --newest."))
    with opened_project(project) as (held, _):
        held.choose_run(run)
        used = held.chosen_run
    said = (
        tr("The newest run is used again")
        if used is None
        else tr("From now on {run_name} is used").format(run_name=run_name(used))
    )
    typer.echo(tr("{said} by predict, export, report and the window.").format(said=said))


@app.command("show")
def show_command(project: ProjectFolder, run: Number) -> None:
    """Say what a run learned from, how it was made, what it is worth and how to repeat it."""
    from seisviewer.workflows.runs.run_facts import run_facts

    with opened_project(project) as (held, _):
        held.run(run)
        (each,) = (facts for facts in run_facts(held) if facts.run.number == run)
    lines = [(tr("Name"), each.title), (tr("Kind"), each.kind), (tr("State"), each.state), (tr("Labels"), each.labels)]
    lines += [(tr("Began"), each.began), (tr("Took"), each.took), (tr("Mean IoU held back"), each.score)]
    lines += [(name.capitalize(), value) for name, value in each.settings]
    if each.losses:
        lines += [
            (
                tr("Last loss"),
                tr("{losses:.4f} ({losses2}, step {losses3})").format(
                    losses=each.losses[-1][2], losses2=each.losses[-1][0], losses3=each.losses[-1][1]
                ),
            )
        ]
    lines += [(tr("Folder"), str(each.run.folder)), (tr("Repeat"), each.repeat or each.how_to_repeat)]
    typer.echo("\n".join(entry_text(name, value) for name, value in lines))


@app.command("rename")
def rename_command(
    project: ProjectFolder, run: Number, name: Annotated[str, typer.Argument(help="What to call it; “” for nothing.")]
) -> None:
    """Give a run a name."""
    with opened_project(project) as (held, _):
        found = held.rename_run(run, name)
    typer.echo(
        tr("Run {run} is called “{title}”.").format(run=run, title=found.title)
        if found.title
        else tr("Run {run} has no name of its own.").format(run=run)
    )


@app.command("pin")
def pin_command(project: ProjectFolder, run: Number) -> None:
    """Keep a run, and what it predicted, from being deleted."""
    with opened_project(project) as (held, _):
        held.pin_run(run, pinned=True)
    typer.echo(tr("Run {run} is pinned.").format(run=run))


@app.command("unpin")
def unpin_command(project: ProjectFolder, run: Number) -> None:
    """Let a run be deleted again."""
    with opened_project(project) as (held, _):
        held.pin_run(run, pinned=False)
    typer.echo(tr("Run {run} is not pinned.").format(run=run))


@app.command("delete")
def delete_command(
    project: ProjectFolder,
    run: Number,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete a run with its models and predictions."""
    with opened_project(project) as (held, _):
        found = held.run(run)
        if not yes:
            typer.confirm(
                tr("Delete run {run} ({title}) with its models and predictions?").format(
                    run=run, title=found.title or found.kind
                ),
                abort=True,
            )
        held.delete_run(run)
    typer.echo(tr("Run {run} is deleted.").format(run=run))


@app.command("check")
def check_command(project: ProjectFolder, run: Number, device: OnDevice = "auto", as_json: AsJson = False) -> None:
    """Score a run on strokes held back and lines for checking that it did not learn."""
    show_check(project, run, device, as_json)


@app.command("repeat")
def repeat_command(project: ProjectFolder, run: Number, as_json: AsJson = False) -> None:
    """Make a run again, with the labels, settings and seed that lie in its folder."""
    from seisviewer.workflows.runs.repeating import repeat_run

    with opened_project(project) as (held, volume):
        made = run_work(repeat_run(held, volume, run))
    if as_json:
        say_json({"run": made.number, "folder": made.folder, "metrics": made.metrics})
    else:
        output().print(
            tr("Run {made_number} repeats run {run}; it is in {folder}.").format(
                made_number=made.number, run=run, folder=made.folder
            )
        )


def _number(text: str) -> int:
    if not text.isdigit():
        raise BadRequest(
            tr("“{text}” is no run: give a number, as “runs list” says, or “{live}”.").format(text=text, live=LIVE)
        )
    return int(text)


@app.command("compare")
def compare_command(
    project: ProjectFolder,
    one: Annotated[int, typer.Argument(help="Number of a run.", metavar="RUN")],
    other: Annotated[
        str,
        typer.Argument(
            help="Number of another run, or “live”: what the reflectors said in the window, as far as it is stored.",
            metavar="OTHER",
        ),
    ],
    sections: Annotated[
        str | None, typer.Option(help="Sections such as inline:241; some of the survey when not given.", metavar="LIST")
    ] = None,
    device: OnDevice = "auto",
    as_json: AsJson = False,
) -> None:
    """Say where two runs, or a run and the reflectors of the window, differ: the share of the samples, by class, and their
    scores."""
    from seisviewer.cli.learning_commands import section_list
    from seisviewer.predictions.stored.prediction_store import PredictionStore
    from seisviewer.project.prediction_folders import LAYERS
    from seisviewer.workflows.exporting.export_answer import Answer
    from seisviewer.workflows.prediction import latest_run
    from seisviewer.workflows.runs.comparing import compare_runs, compare_with_stored
    from seisviewer.workflows.runs.model_names import LIVE_LAYERS
    from seisviewer.workflows.runs.run_facts import score_of

    with opened_project(project) as (held, volume):
        first, wanted = latest_run(held, one), section_list(sections)
        if other == LIVE:
            store = PredictionStore(held.folder, LAYERS, volume.geometry, read_only=True)
            work, second = compare_with_stored(volume, store, Answer.of(first), wanted, device), None
        else:
            second = latest_run(held, _number(other))
            work = compare_runs(volume, Answer.of(first), Answer.of(second), wanted, device)
        found = run_work(work)
        names = [
            tr("run {one}").format(one=one),
            LIVE_LAYERS if second is None else tr("run {other}").format(other=other),
        ]
        scores = [score_of(first), "" if second is None else score_of(second)]
        table = held.classes
    if as_json:
        say_json({"one": one, "other": other if second is None else second.number, "scores": scores, **found.as_json()})
        return
    rows = [(tr("mean IoU held back (95 %)"), *scores, "")]
    rows += [
        (tr("share of {number}").format(number=table.name_of(number)), f"{first:.3f}", f"{second:.3f}", f"{apart:.3f}")
        for number, first, second, apart in found.by_class
    ]
    typer.echo(
        table_text(
            tr("They differ on {share:.1f} % of {samples:,} samples on {count} sections").format(
                share=100 * found.share, samples=found.samples, count=len(found.sections)
            ),
            ("", *names, tr("differs")),
            rows,
        )
    )
