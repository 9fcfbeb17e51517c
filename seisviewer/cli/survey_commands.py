"""`seisviewer info`, `seisviewer ingest` and `seisviewer trust`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seisviewer.cli.console import output, plain, run_work, say_json
from seisviewer.cli.plain_console import printable
from seisviewer.cli.plain_table import NO_BREAK, entry_text
from seisviewer.cli.survey_options import with_survey_options
from seisviewer.cli.worker_options import Processes, Scheduler, workers_of
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.project.project import Project

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]


def register(app: typer.Typer) -> None:
    app.command()(info)
    app.command()(ingest)
    app.command()(trust)


def trust(project: Annotated[Path, typer.Argument(help="The project folder, such as f3.seis.")]) -> None:
    """Agree, once, that a project which was made elsewhere reads a survey or waveforms outside its own folder."""
    from seisviewer.workflows.outside_sources.trusted_sources import agree_to_sources

    folder = project.expanduser().absolute()
    if not folder.is_dir():
        raise BadRequest(tr("{project} is no project folder.").format(project=project))
    files = agree_to_sources(folder)
    named = "".join(f"\n  {file}" for file in files)
    typer.echo(
        printable(
            tr("{folder_name} may read{named}").format(folder_name=folder.name, named=named)
            if files
            else tr("{folder_name} reads nothing outside its folder.").format(folder_name=folder.name)
        )
    )


@with_survey_options
def info(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="A survey (.sgy, .npy, .zarr, or its address), files and folders of waveforms, a SeisBench data set, or a project (.seis).",
        ),
    ],
    as_json: AsJson = False,
    survey: Annotated[
        Path | None,
        typer.Option(help="Where the survey of a project is now; the project remembers it."),
    ] = None,
    all_headers: Annotated[
        bool,
        typer.Option(
            "--all-headers",
            help="Of a large SEG-Y file on a server: read all trace headers, which brings the whole file, and not a sample.",
        ),
    ] = False,
    **choices: Any,
) -> None:
    """Say what is in a survey or in waveforms.

    Of a survey: format, axes, sampling, coordinates, amplitudes, text header. Of waveforms: stations, channels, rates,
    times, gaps and coordinates. Of a project also what was labelled or picked, and its runs.
    """
    from seisviewer.volumes.describe_survey import describe
    from seisviewer.workflows.first_look import at_a_glance
    from seisviewer.workflows.survey_opening import open_path
    from seisviewer.workflows.traces.trace_opening import is_trace_path

    file = files[0]
    surveys = [path for path in files if not is_trace_path(path)]
    if surveys and len(files) > 1:
        raise BadRequest(
            tr("{name} is a survey, and is described by itself: name it alone.").format(name=surveys[0].name)
        )
    if not surveys and (file.exists() or len(files) > 1):
        answer = about_traces(files)
        if as_json:
            say_json(answer)
        else:
            show(
                plain(answer | {"records": {record["record"]: record_in_words(record) for record in answer["records"]}})
            )
        return
    choices["survey"] = survey
    work = open_path(file, edit=survey is not None, **choices) if all_headers else at_a_glance(file, **choices)
    opened = run_work(work)
    answer = describe(opened.volume)
    if not opened.volume.is_sure:
        answer["notices"].append(
            tr("This is what a sample of the trace headers says: --all-headers reads all of them, and so the whole file.")
        )
    if opened.project is not None:
        answer["project"] = about_project(opened.project)
        opened.project.close()
    opened.volume.close()
    if as_json:
        say_json(answer)
    else:
        show(plain(answer))


@with_survey_options
def ingest(
    file: Annotated[
        Path, typer.Argument(help="The survey: .sgy, .segy, .npy or .zarr, or its address (https://, s3://, gs://).")
    ],
    project: Annotated[Path, typer.Argument(help="The project folder to make, such as f3.seis.")],
    store: Annotated[
        bool,
        typer.Option(
            "--store",
            help="Also make a store (Zarr) in it, from which every direction is read fast; with a project of this survey that "
            "is there already, only the store is made, or gone on with.",
        ),
    ] = False,
    dips: Annotated[
        bool,
        typer.Option(
            "--dips",
            help="Also work out the dips of the survey, which layers and horizons follow; they are kept in the cache folder. With "
            "a project that is there already, only that is done.",
        ),
    ] = False,
    workers: Processes = 1,
    scheduler: Scheduler = "",
    **choices: Any,
) -> None:
    """Make a project folder for a survey. The survey stays where it is and is never changed."""
    from seisviewer.workflows.by_blocks.slope_blocks import slopes_by
    from seisviewer.workflows.stores.survey_store import make_store
    from seisviewer.workflows.survey_opening import ingest as make_project
    from seisviewer.workflows.survey_opening import open_path
    from seisviewer.workflows.survey_slopes import kept_slopes

    shared = workers_of(workers, scheduler)
    if not shared.is_alone and not (store or dips):
        raise BadRequest(tr("--workers and --scheduler share the work of --store and --dips: name one of these."))
    if (store or dips) and project.is_dir():
        opened = run_work(open_path(project, edit=False, **choices))
        if not file.exists() or not opened.volume.path.samefile(file):
            opened.project.close()
            opened.volume.close()
            raise BadRequest(
                tr("{project} is the project of {volume_path}, not of {file}: name another folder.").format(
                    project=project, volume_path=opened.volume.path, file=file
                )
            )
    else:
        opened = run_work(make_project(file, project, **choices))
        inlines, crosslines, samples = opened.volume.geometry.shape
        output().print(
            tr("Made {project}: {inlines} inlines × {crosslines} crosslines × {samples} samples.").format(
                project=project, inlines=inlines, crosslines=crosslines, samples=samples
            )
        )
    opened.project.close()
    try:
        if store:
            made = run_work(make_store(opened.volume, project.expanduser().absolute(), workers=shared))
            output().print(tr("The store is {made}.").format(made=made))
        if dips:
            found = kept_slopes(opened.volume) or run_work(slopes_by(opened.volume, shared))
            name = opened.volume.name
            output().print(
                tr("The dips of {name} are kept.").format(name=name)
                if found
                else tr("{name} has too few lines side by side to have dips of its own.").format(name=name)
            )
    finally:
        opened.volume.close()


def about_traces(paths: Sequence[Path]) -> dict[str, Any]:
    """What lies in waveform files, a folder of them, a data set or a project of traces."""
    from seisviewer.waveforms.describe_records import describe
    from seisviewer.workflows.traces.trace_opening import open_traces

    opened = run_work(open_traces(paths, edit=False))
    answer = describe(opened.archive)
    if opened.project is not None:
        with opened.project as project:
            runs = [{"number": run.number, "kind": run.kind, "state": run.state} for run in project.runs()]
            counts = {"picks": len(project.picks), "events": len(project.events)}
            answer["project"] = {"folder": str(project.folder), **counts, "runs": runs}
    return answer


def record_in_words(record: dict[str, Any]) -> str:
    """Channels, rate, time, gaps and place of a record in one line."""
    channels = record["channels"]
    rates = sorted({channel["rate"] for channel in channels})
    gaps = sum(len(channel["gaps"]) for channel in channels)
    place = tr("no coordinates")
    if record["latitude"] is not None:
        place = f"{record['latitude']:.4f}°, {record['longitude']:.4f}°"
    return tr("{channels} at {rates} Hz, {start} to {end}, {gaps} gaps, {place}").format(
        channels=", ".join((channel["channel"] for channel in channels)),
        rates=" / ".join((f"{rate:g}" for rate in rates)),
        start=record["start"],
        end=record["end"],
        gaps=gaps,
        place=place,
    )


def about_project(project: Project) -> dict[str, Any]:
    """What a project holds beside its survey: classes with their labelled samples, labelled sections, runs."""
    from seisviewer.labels.shown_counts import shown_counts

    snapshot = project.snapshot()
    counts = shown_counts(snapshot)
    return {
        "folder": str(project.folder),
        "labelled_samples": {each.name: counts.get(each.number, 0) for each in snapshot.classes},
        "labelled_sections": [str(section) for section in snapshot.labelled_sections],
        "runs": [{"number": run.number, "kind": run.kind, "state": run.state} for run in project.runs()],
    }


def show(answer: dict[str, Any]) -> None:
    """The description as an indented list, the text header last."""
    console = output()
    text = answer.pop("text_header", None)
    for key, value in answer.items():
        if isinstance(value, dict):
            console.print(f"{title(key)}:")
            for inner, item in value.items():
                console.print(entry_text(title(inner), in_words(item), indent=2))
        else:
            console.print(entry_text(title(key), in_words(value)))
    if text:
        lines = text.splitlines() if isinstance(text, str) else text
        console.print(tr("text header:"), *lines, sep="\n")  # each is 80 characters wide


def title(key: str) -> str:
    return tr(key.replace("_", " "))


def in_words(value: Any) -> str:
    """A value in one line: numbers short, lists with semicolons, dictionaries as `key value`."""
    if value is None:
        return tr("not known")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return "; ".join(in_words(item) for item in value) or tr("none")
    if isinstance(value, dict):
        return ", ".join(f"{title(key)}{NO_BREAK}{in_words(item)}" for key, item in value.items())
    return str(value)
