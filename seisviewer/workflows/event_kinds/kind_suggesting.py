"""A kind suggested for events of which nobody has said it."""

from __future__ import annotations

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from seisviewer.picks.pick import Event, Pick
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.event_kinds.kind_gathering import gather_traces, is_known
from seisviewer.workflows.event_kinds.kind_learning import THRESHOLD, load_kinds

VALUE = 4  # decimals of a probability


@dataclass(frozen=True)
class KindSuggestion:
    """event: its id. kind: QuakeML's word, "" where undecided. probability: of the most probable kind, likeliest. stations:
    how many told something; 0 leaves it undecided."""

    event: int
    kind: str
    likeliest: str
    probability: float
    stations: int


def suggest_kinds(
    events: Sequence[Event],
    picks: Sequence[Pick],
    archive: Archive,
    model: Path,
    threshold: float = THRESHOLD,
    chosen: Collection[int] | None = None,
) -> Generator[Progress | Notice, None, tuple[KindSuggestion, ...]]:
    """chosen: ids of events to ask about, None for all; those whose kind somebody said are left alone. Raises ModelError."""
    from seisviewer.learning.event_kinds.kind_examples import KindExample, KindTable

    classifier = yield from waited(lambda: load_kinds(model), tr("Reading {model_name}").format(model_name=model.name))
    asked = [event for event in events if not is_known(event) and (chosen is None or event.id in chosen)]
    traces = yield from gather_traces(asked, picks, archive)
    told = [event for event in asked if event.id in traces]
    found = {event.id: KindSuggestion(event.id, "", "", 0.0, 0) for event in asked}
    if told:
        examples = [KindExample(event.name, classifier.names[0], traces[event.id]) for event in told]
        answers = yield from waited(
            lambda: classifier.answer(KindTable.of(examples, classifier.names)), tr("Telling the kind of events")
        )
        for event, answer in zip(told, answers, strict=True):
            place, likely = int(answer.argmax()), round(float(answer.max()), VALUE)
            name = classifier.names[place]
            kind = name if likely >= threshold else ""
            found[event.id] = KindSuggestion(event.id, kind, name, likely, len(traces[event.id]))
    silent = len(asked) - len(told)
    if silent:
        yield Notice(
            tr("{silent:,} of {count:,} events stay undecided: no vertical shows their P and S clearly.").format(
                silent=silent, count=len(asked)
            )
        )
    return tuple(found.values())
