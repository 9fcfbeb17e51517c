"""Events whose kind is known, as a classifier learns them: each counts the same, however many stations recorded it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from seisviewer.catalogue.event_kinds.kind_trace import KindTrace
from seisviewer.errors import LabelsError
from seisviewer.translation import tr

FEWEST = 4  # events of a kind, below which it cannot be learned and judged


@dataclass(frozen=True)
class KindExample:
    """name: of the event, for reports. kind: QuakeML's word. traces: of its stations, at least one."""

    name: str
    kind: str
    traces: tuple[KindTrace, ...] = field(repr=False)


@dataclass(frozen=True)
class KindTable:
    """Traces of many events in rows. features: (traces, 24). spectrograms: float32 (traces, 1, frequencies, frames). ratios:
    float32 (traces, 8). events: (traces,) which event each is of. kinds: (events,) place of its kind in `names`."""

    names: tuple[str, ...]
    features: np.ndarray = field(repr=False)
    spectrograms: np.ndarray = field(repr=False)
    ratios: np.ndarray = field(repr=False)
    events: np.ndarray = field(repr=False)
    kinds: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, examples: Sequence[KindExample], names: Sequence[str]) -> KindTable:
        """names: of the kinds, in the order of a classifier's answers."""
        traces = [trace for example in examples for trace in example.traces]
        places = {name: place for place, name in enumerate(names)}
        return cls(
            tuple(names),
            np.array([trace.features for trace in traces]),
            np.array([trace.spectrogram for trace in traces], np.float32)[:, None],
            np.array([trace.ratios for trace in traces], np.float32),
            np.repeat(np.arange(len(examples)), [len(example.traces) for example in examples]),
            np.array([places[example.kind] for example in examples]),
        )

    @property
    def weights(self) -> np.ndarray:
        """(traces,) such that every kind counts the same, and every event of a kind."""
        traces = np.bincount(self.events, minlength=len(self.kinds))
        events = np.bincount(self.kinds, minlength=len(self.names))
        return 1.0 / (traces[self.events] * events[self.kinds[self.events]])


def kinds_in(examples: Sequence[KindExample]) -> tuple[str, ...]:
    """The kinds that can be learned, in the order of the alphabet. Raises LabelsError where there are not two."""
    counts = Counter(example.kind for example in examples)
    kinds = tuple(sorted(kind for kind, count in counts.items() if count >= FEWEST))
    if len(kinds) < 2:
        found = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "none"
        raise LabelsError(
            tr(
                "Two kinds with at least {fewest} events each are needed, whose P and S stand out on a "
                "vertical (found: {found}): name the kind of more events, or add records."
            ).format(fewest=FEWEST, found=found)
        )
    return kinds


def mean_by_event(values: np.ndarray, events: np.ndarray, count: int) -> np.ndarray:
    """(count, kinds): the mean over each event's traces of (traces, kinds)."""
    sums = np.zeros((count, values.shape[1]))
    np.add.at(sums, events, values)
    return sums / np.maximum(np.bincount(events, minlength=count), 1)[:, None]
