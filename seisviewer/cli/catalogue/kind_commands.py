"""`seisviewer event-type` and `train-event-type`: the kind of events, suggested and learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from seisviewer.cli.catalogue.motion_commands import Records
from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.learning_commands import check_place
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.progress import Notice, Progress
    from seisviewer.workflows.event_kinds.kind_learning import LearnedKinds
    from seisviewer.workflows.event_kinds.kind_suggesting import KindSuggestion

Catalogues = Annotated[
    list[Path],
    typer.Argument(
        help="Events, with their picks where there are some: QuakeML, a table with time and event_type, or a project of traces."
    ),
]
Threshold = Annotated[
    float, typer.Option(help="Probability below which an event is undecided.", min=0, max=1, show_default=True)
]


def register(app: typer.Typer) -> None:
    app.command(name="event-type")(event_type)
    app.command(name="train-event-type")(train_event_type)


def event_type(
    events: Catalogues,
    data: Records,
    model: Annotated[Path, typer.Option(help="Classifier that “seisviewer train-event-type” has written.")],
    out: Annotated[Path, typer.Option(help="QuakeML file to write, with the kinds that were found.")],
    threshold: Threshold = 0.7,
    as_json: AsJson = False,
) -> None:
    """Suggest what kind of event each was (earthquake, explosion, … as the classifier learned), from its stations' verticals.

    Kinds that somebody has said are never changed; what the classifier is not sure of stays undecided.
    """
    from seisviewer.workflows.catalogue.catalogue_files import check_catalogue_name

    check_place(out)
    check_catalogue_name(out)
    found, names = run_work(_suggested(events, data, model, out, threshold))
    if as_json:
        listed = [{**vars(each), "event": names[each.event]} for each in found]
        say_json({"out": out, "suggested": listed})
        return
    counts = Counter(each.kind or "undecided" for each in found)
    said = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or tr("none was asked about")
    output().print(
        tr("Of {count} events without a kind: {said}. They are in {out}.").format(count=len(found), said=said, out=out)
    )


def train_event_type(
    events: Catalogues,
    data: Records,
    out: Annotated[Path, typer.Option(help="File of the classifier to write (.pt).")],
    method: Annotated[
        Literal["best", "forest", "cnn"],
        typer.Option(
            help="forest: on spectra and P/S ratios; cnn: on spectrograms and ratios; best: by the area under the curve."
        ),
    ] = "best",
    start: Annotated[
        Path | None, typer.Option(help="Classifier (cnn) whose weights to begin with: transfer from other events.")
    ] = None,
    seeds: Annotated[
        int, typer.Option(help="How often it is judged, with other folds and weights.", min=1, max=20)
    ] = 3,
    steps: Annotated[int, typer.Option(help="Training steps of the cnn.", min=1)] = 300,
    threshold: Threshold = 0.7,
    as_json: AsJson = False,
) -> None:
    """Learn the kind of events from those whose kind is known, and say how well others are told.

    Both methods are judged on whole events that were held out: area under the curve with its 95 % interval, balanced accuracy,
    and what is left when undecided ones are set aside.
    """
    check_place(out)
    learned = run_work(_learned(events, data, out, method, start, seeds, steps, threshold))
    if as_json:
        say_json({"out": out, "method": learned.model.method, "events": learned.counts, "judged": _plain(learned)})
        return
    counts = ", ".join(f"{count} {kind}" for kind, count in learned.counts.items())
    rows = [
        (row["method"], str(row["seed"]), f"{row['auc']:.3f}", f"{row['low']:.2f}–{row['high']:.2f}",
         f"{row['balanced accuracy']:.3f}", f"{row['decided']:.0%}", _shown(row["balanced accuracy of decided"]))
        for row in _plain(learned)
    ]  # fmt: skip
    heads = ("method", "seed", "AUC", "95 %", "balanced", "decided", tr("balanced of decided"))
    typer.echo(table_text(tr("Held-out events ({counts})").format(counts=counts), heads, rows, texts=1))
    output().print(
        tr("The {method} learned all of them; it is {out}. Figures hold for events like these.").format(
            method=learned.model.method, out=out
        )
    )


def _suggested(
    paths: list[Path], data: list[Path], model: Path, out: Path, threshold: float
) -> Generator[Progress | Notice, None, tuple[tuple[KindSuggestion, ...], dict[int, str]]]:
    from seisviewer.picks.text_values import iso_time
    from seisviewer.workflows.catalogue.catalogue_files import write_catalogue
    from seisviewer.workflows.event_kinds.kind_gathering import read_events_of
    from seisviewer.workflows.event_kinds.kind_suggesting import suggest_kinds
    from seisviewer.workflows.traces.trace_opening import read_records

    read = yield from read_events_of(paths)
    archive = yield from read_records(data)
    found = yield from suggest_kinds(read.events, read.picks, archive, model, threshold)
    kinds = {each.event: each.kind for each in found if each.kind}
    events = tuple(
        replace(event, kind=kinds[event.id], found=replace(event.found, kind_model=model.name))
        if event.id in kinds
        else event
        for event in read.events
    )
    yield from write_catalogue(out, replace(read, events=events))
    return found, {event.id: event.name or iso_time(event.time) for event in events}


def _learned(
    paths: list[Path],
    data: list[Path],
    out: Path,
    method: str,
    start: Path | None,
    seeds: int,
    steps: int,
    threshold: float,
) -> Generator[Progress | Notice, None, LearnedKinds]:
    from seisviewer.learning.event_kinds.kind_training import KindSettings
    from seisviewer.workflows.event_kinds.kind_gathering import examples_of, read_events_of
    from seisviewer.workflows.event_kinds.kind_learning import learn_kinds, save_kinds, starting_weights
    from seisviewer.workflows.traces.trace_opening import read_records

    settings = KindSettings(steps=steps, start=starting_weights(start) if start is not None else {})
    read = yield from read_events_of(paths)
    archive = yield from read_records(data)
    examples = yield from examples_of(read.events, read.picks, archive)
    learned = yield from learn_kinds(examples, None if method == "best" else method, settings, seeds, threshold)
    save_kinds(out, learned.model)
    return learned


def _plain(learned: LearnedKinds) -> list[dict[str, float | str | int]]:
    return [
        {
            "method": judged.method, "seed": seed, "auc": score.auc.value, "low": score.auc.low, "high": score.auc.high,
            "balanced accuracy": score.balanced, "decided": score.decided,
            "balanced accuracy of decided": score.balanced_decided,
        }
        for judged in learned.judged
        for seed, score in enumerate(judged.scores)
    ]  # fmt: skip


def _shown(value: float | str | int) -> str:
    return "–" if value != value else f"{value:.3f}"
