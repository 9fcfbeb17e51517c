"""Which traces of a SEG-Y file hold nothing: zeros, no numbers, or one value in a trace that is marked as dead."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.segy.segy_layout import SegyLayout
from seisviewer.volumes.segy.stored_traces import StoredTraces
from seisviewer.volumes.volume import IMPOSSIBLE

UNDEFINED = (-999.25, -999.0, -9999.0, -99999.0)  # what programs write for no value, where a whole trace holds it
LOOKED_AT = 16  # samples in the middle of a trace: where one is not zero, the rest need not be looked at
AT_ONCE = 500  # traces that are read whole
DEAD, DUMMY = 2, 3  # trace identification codes (bytes 29–30)
FEW = 0.5  # share of the live traces, up to which those that are unlike the others are worth a word


@dataclass(frozen=True, eq=False)
class TraceContents:
    """Of all traces, bool (traces,) each. alive: any sample says something. numberless: it does not, and yet not all are
    zero. constant: every sample is the same, and not zero. values: float32, of the first sample of the constant ones."""

    alive: np.ndarray = field(repr=False)
    numberless: np.ndarray = field(repr=False)
    constant: np.ndarray = field(repr=False)
    values: np.ndarray = field(repr=False)

    @classmethod
    def unread(cls, count: int) -> TraceContents:
        return cls(*(np.zeros(count, bool) for _ in range(3)), np.zeros(count, np.float32))

    def read(self, traces: StoredTraces, start: int, stop: int, layout: SegyLayout) -> None:
        """Look through the traces `start` up to `stop`."""
        middle = max(0, layout.samples // 2 - LOOKED_AT // 2)
        looked_at = traces.parts(start, stop, middle, min(middle + LOOKED_AT, layout.samples))
        informative = _informative(looked_at, layout)
        alive = self.alive[start:stop]
        alive[:] = informative.any(axis=1)
        doubtful = np.flatnonzero(~alive)
        alive[doubtful] = _informative(traces.samples(start + doubtful), layout).any(axis=1)
        dead = start + np.flatnonzero(~alive)
        self.numberless[dead] = _filled(traces.samples(dead), layout)
        if not layout.holds_classes:
            self._find_constant(traces, start, np.flatnonzero(alive & _are_same(looked_at)), looked_at, layout)

    def _find_constant(
        self, traces: StoredTraces, start: int, maybe: np.ndarray, looked_at: np.ndarray, layout: SegyLayout
    ) -> None:
        """maybe: traces, counted from `start`, whose middle is constant: they are read only where both ends are so too."""
        if not len(maybe):
            return
        last = layout.samples - 1
        ends = [traces.parts(start, start + len(looked_at), place, place + 1)[maybe, 0] for place in (0, last)]
        same = np.all([_are_equal(end, looked_at[maybe, 0]) for end in ends], axis=0)
        places = start + maybe[same]
        for some in (places[begin : begin + AT_ONCE] for begin in range(0, len(places), AT_ONCE)):
            samples = traces.samples(some)
            self.constant[some] = _are_same(samples)
            self.values[some] = layout.amplitudes(samples[:, :1])[:, 0]

    def without_dead(self, identity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bool (traces,) twice: the live traces, and those that are none for being constant and marked as dead or dummy.

        identity: bytes 29–30, (traces,).
        """
        empty = self.alive & self.constant & np.isin(identity, (DEAD, DUMMY))
        return (self.alive & ~empty, empty) if (self.alive & ~empty).any() else (self.alive, np.zeros_like(empty))

    def said(self, name: str, identity: np.ndarray, swings: bool) -> list[str]:
        """Sentences for the user. swings: samples have both signs, so that they are amplitudes and a trace of one value is
        none."""
        alive, empty = self.without_dead(identity)
        said = [_said_of(np.count_nonzero(self.numberless), name, _NUMBERLESS)]
        said.append(_said_of(np.count_nonzero(empty), name, _EMPTY))
        marked = alive & (identity == DEAD)
        if np.count_nonzero(marked) <= FEW * np.count_nonzero(alive):
            said.append(_said_of(np.count_nonzero(marked), name, _MARKED))
        constant = alive & self.constant
        if swings and np.count_nonzero(constant) <= FEW * np.count_nonzero(alive):
            value = f"{self.values[constant][0]:g}" if constant.any() else ""
            said.append(_said_of(np.count_nonzero(constant), name, _CONSTANT).replace("VALUE", value))
        return [each for each in said if each]


# For one trace, and for several.
_NUMBERLESS = tuple(
    tr(
        "{hold} (NaN, infinite, beyond {impossible:.0e} or a value such as {undefined}) and so {count} as missing."
    ).format(hold=hold, impossible=IMPOSSIBLE, undefined=UNDEFINED[0], count=count)
    for hold, count in (("holds no number", "counts"), ("hold no numbers", "count"))
)
_EMPTY = (
    tr("is marked as dead and holds one value throughout, and so counts as missing."),
    tr("are marked as dead and hold one value throughout, and so count as missing."),
)
_MARKED = (
    tr("is marked as dead (bytes 29–30), but holds data and is shown."),
    tr("are marked as dead (bytes 29–30), but hold data and are shown."),
)
_CONSTANT = (
    tr("holds one value throughout (VALUE) and is shown, but may be empty."),
    tr("hold one value throughout (such as VALUE) and are shown, but may be empty."),
)


def _said_of(count: int, name: str, told: tuple[str, ...]) -> str:
    if not count:
        return ""
    return (
        tr("1 trace of {name} {told}").format(name=name, told=told[0])
        if count == 1
        else tr("{count:,} traces of {name} {told}").format(count=count, name=name, told=told[1])
    )


def _are_same(stored: np.ndarray) -> np.ndarray:
    """Bool (traces,): all samples of a trace are the same."""
    same = stored == stored[:, :1]
    return same.reshape(len(stored), -1).all(axis=1)


def _are_equal(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one == other).reshape(len(one), -1).all(axis=1)


def _filled(stored: np.ndarray, layout: SegyLayout) -> np.ndarray:
    """Bool (traces,): True where a dead trace is not simply zero, so that it holds what is no number."""
    if not layout.format.is_float:
        return np.zeros(len(stored), bool)
    return (stored != 0).any(axis=1)


def _informative(stored: np.ndarray, layout: SegyLayout) -> np.ndarray:
    """Bool, of every sample: neither zero nor infinite, NaN, impossible or undefined; of class numbers, those that are
    a class."""
    if layout.holds_classes:
        return stored >= 0
    if layout.format.is_bytes:
        return stored.any(axis=-1)
    if layout.format.is_float:
        amplitudes = layout.amplitudes(stored)
        informative = (amplitudes != 0) & (np.abs(amplitudes) < IMPOSSIBLE)
        for value in UNDEFINED:
            informative &= amplitudes != np.float32(value)
        return informative
    return stored != 0
