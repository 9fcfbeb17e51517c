"""How many events are as large as that: frequency of magnitudes, magnitude of completeness, b-value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.translation import tr

STEP = 0.1  # of magnitude
FEWEST = 30  # events at or above the magnitude of completeness, below which a b-value says nothing


@dataclass(frozen=True)
class MagnitudeDistribution:
    """magnitudes: middles of the steps, from the smallest to the largest event. counts: events in each. cumulative: events
    in it and above. completeness: magnitude from which all events are held to be in the catalogue. used: events at or above
    it."""

    magnitudes: np.ndarray
    counts: np.ndarray
    completeness: float
    used: int
    step: float = STEP

    @property
    def cumulative(self) -> np.ndarray:
        return self.counts[::-1].cumsum()[::-1]


@dataclass(frozen=True)
class BValue:
    """The line log10 N = a − b M of the events at or above a magnitude. error: one standard deviation of b."""

    a: float
    b: float
    error: float

    def events_above(self, magnitudes: np.ndarray) -> np.ndarray:
        return 10 ** (self.a - self.b * magnitudes)


def distribution(
    magnitudes: Sequence[float], completeness: float | None = None, step: float = STEP
) -> MagnitudeDistribution | None:
    """None of no magnitudes. completeness: None for the magnitude of the fullest step, the largest of several (maximum
    curvature; Wiemer & Wyss, 2000)."""
    values = np.asarray([each for each in magnitudes if np.isfinite(each)], float)
    if not len(values):
        return None
    steps = _steps(values, step)
    counts = np.bincount(steps - steps.min())
    middles = np.round((np.arange(len(counts)) + steps.min()) * step, 6)
    if completeness is None:
        completeness = float(middles[len(counts) - 1 - int(np.argmax(counts[::-1]))])
    used = int(counts[middles >= completeness - step / 2].sum())
    return MagnitudeDistribution(middles, counts, completeness, used, step)


def b_value(found: MagnitudeDistribution, fewest: int = FEWEST) -> BValue | None:
    """By maximum likelihood (Aki, 1965) with half a step taken off the least magnitude (Utsu, 1966); its error after
    Shi & Bolt (1982, equation 5). None for fewer events, or where all are of one size."""
    above = found.magnitudes >= found.completeness - found.step / 2
    counts, middles = found.counts[above], found.magnitudes[above]
    number = int(counts.sum())
    if number < max(fewest, 2) or np.count_nonzero(counts) < 2:
        return None
    mean = float((counts * middles).sum() / number)
    b = float(np.log10(np.e) / (mean - (float(middles[0]) - found.step / 2)))
    squares = float((counts * (middles - mean) ** 2).sum())
    error = float(np.log(10.0) * b**2 * np.sqrt(squares / (number * (number - 1))))
    return BValue(float(np.log10(number)) + b * float(middles[0]), b, error)


def distribution_words(found: MagnitudeDistribution, line: BValue | None) -> str:
    """What the distribution says, or why it says nothing."""
    begin = f"Mc {found.completeness:.1f}".replace("-", "−")
    if line is not None:
        return tr("{begin}, b = {b:.2f} ± {error:.2f} from {used:,} events at or above it (a = {a:.2f})").format(
            begin=begin, b=line.b, error=line.error, used=found.used, a=line.a
        )
    if found.used < FEWEST:
        return tr("{begin}: {used:,} events at or above it are too few for a b-value, {fewest} are needed.").format(
            begin=begin, used=found.used, fewest=FEWEST
        )
    return tr("{begin}: all events at or above it are of one magnitude, so that there is no b-value.").format(
        begin=begin
    )


def _steps(values: np.ndarray, step: float) -> np.ndarray:
    """The number of the step that each lies in; half way between two it is the upper one."""
    return np.floor(values / step + 0.5 + 1e-9).astype(int)
