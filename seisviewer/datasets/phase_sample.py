"""A window of three components with its arrivals, as augmentation takes it and gives it back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from seisviewer.translation import tr

Draw = np.random.Generator
Target = tuple[str, float]  # phase and sample index
Doubt = tuple[str, float, float]  # a phase, and the first and last sample between which it may arrive unpicked

CODA = 1.4  # an event ends this many S-P times after S: as EQTransformer's detection label (Mousavi et al. 2020) has it


@dataclass(frozen=True)
class PhaseSample:
    """One event, or noise, at one station.

    array: float32 (3 components Z N E, samples), finite (gaps filled with zeros), not written to. rate: samples per
    second. p, s: sample index of the onsets, None where nobody picked one; after a cut they may lie outside the window.
    snr: dB, see `signal_to_noise`, of the original recording. others: arrivals of events that were superposed. doubts:
    where nobody knows whether a phase arrives, so that neither answer is wrong.
    """

    array: np.ndarray = field(repr=False, compare=False)
    rate: float = 100.0
    p: float | None = None
    s: float | None = None
    snr: float | None = None
    magnitude: float | None = None
    is_noise: bool = False
    name: str = ""
    others: tuple[Target, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def length(self) -> int:
        return self.array.shape[1]

    @property
    def arrivals(self) -> tuple[Target, ...]:
        """Every arrival, inside the window or not."""
        own = tuple((phase, at) for phase, at in (("P", self.p), ("S", self.s)) if at is not None)
        return own + self.others

    @property
    def targets(self) -> tuple[Target, ...]:
        """The arrivals that lie inside the window: what a picker should find, and nothing else."""
        return tuple((phase, at) for phase, at in self.arrivals if 0 <= at <= self.length - 1)

    @property
    def end(self) -> float | None:
        """Sample at which the event has died down, estimated from P and S; None where one of them is not known."""
        if self.p is None or self.s is None:
            return None
        return self.s + CODA * (self.s - self.p)

    def with_array(self, array: np.ndarray) -> PhaseSample:
        """The same arrivals on other samples."""
        return replace(self, array=np.ascontiguousarray(array, np.float32))

    def cut(self, offset: int, count: int) -> PhaseSample:
        """`count` samples from `offset` on, all of them recorded; arrivals are counted from the new beginning."""
        if not 0 <= offset <= self.length - count:
            raise ValueError(
                tr("{count} samples from {offset} on are not all in a window of {length}").format(
                    count=count, offset=offset, length=self.length
                )
            )
        return replace(
            self,
            array=self.array[:, offset : offset + count],
            p=None if self.p is None else self.p - offset,
            s=None if self.s is None else self.s - offset,
            others=tuple((phase, at - offset) for phase, at in self.others),
            doubts=tuple((phase, first - offset, last - offset) for phase, first, last in self.doubts),
        )


def signal_to_noise(array: np.ndarray, onset: float | None, rate: float, seconds: float = 5.0) -> float | None:
    """20·log10 of the root mean squares after and before an onset, all components together, in dB.

    array: (components, samples). None without an onset, or with less than a second on either side of it, or where one side
    is dead.
    """
    if onset is None:
        return None
    at, reach = round(onset), round(seconds * rate)
    before = array[:, max(at - reach, 0) : max(at, 0)]
    after = array[:, max(at, 0) : max(at + reach, 0)]
    if min(before.shape[1], after.shape[1]) < rate:
        return None
    mean = before.mean(axis=1, keepdims=True)
    noise, signal = strength(before - mean), strength(after - mean)
    return float(20 * np.log10(signal / noise)) if noise > 0 and signal > 0 else None


def strength(array: np.ndarray) -> float:
    """Root mean square of all components together."""
    return float(np.sqrt(np.mean(np.square(array, dtype=np.float64)))) if array.size else 0.0


def centred(array: np.ndarray) -> np.ndarray:
    """Each component without its mean."""
    return array - array.mean(axis=1, keepdims=True)
