"""How strong the amplitudes of a survey are, from a sample of its live traces."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from seisviewer.progress import Progress, drive
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.volume import Volume

PERCENTILES = (0.5, 1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0, 99.5)
TAILS = (0.0, 0.5, 1.0, 5.0, 25.0)  # percent at each end, whose limits are known
FAR_CELLS = 1 << 30  # of a survey that no memory holds
SAMPLES_A_SECTION = 200_000
SECTIONS = 24
FAR_SECTIONS = 2  # of a large survey elsewhere
LIMIT_IN_SCALES = 3.0  # the clip of ordinary surveys lies at 2.8 to 4.2 standard deviations


@dataclass(frozen=True)
class AmplitudeStatistics:
    """limit: the amplitude that 0.5 % of the samples exceed at the stronger end, a symmetric clip. percentiles: percent
    to amplitude. zero_share: share of the samples of live traces that are exactly 0."""

    limit: float
    percentiles: dict[float, float]
    mean: float
    std: float
    minimum: float
    maximum: float
    zero_share: float

    @property
    def scale(self) -> float:
        """The amplitude that a network takes as 1, about a standard deviation of an ordinary survey. It comes from the
        clip, since a few damaged samples decide a standard deviation."""
        return self.limit / LIMIT_IN_SCALES

    def limit_for(self, tail: float) -> float:
        """The amplitude that `tail` percent of the samples exceed on the stronger side, symmetric about zero.

        Between the percentiles that were estimated it is interpolated; 0 percent is the strongest sample seen.
        """
        limits = [max(abs(self.minimum), abs(self.maximum))]
        limits += [max(abs(self.percentiles[percent]), abs(self.percentiles[100 - percent])) for percent in TAILS[1:]]
        limit = float(np.interp(tail, TAILS, limits))
        return limit if limit > 0 else self.limit


def amplitude_statistics(volume: Volume, sections: int = SECTIONS, seed: int = 0) -> AmplitudeStatistics:
    """Estimate the statistics from about `sections` lines spread over the live traces; the same seed, the same result."""
    return drive(statistics_steps(volume, sections, seed))


def statistics_steps(
    volume: Volume, sections: int = SECTIONS, seed: int = 0
) -> Generator[Progress, None, AmplitudeStatistics]:
    """`amplitude_statistics` step by step."""
    chosen = spread_sections(volume, sections, seed)
    samples = []
    for done, section in enumerate(chosen):
        yield Progress(done, len(chosen), tr("Estimating the amplitudes"))
        samples.append(sampled_section(volume, section, seed, done))
    return summarise(np.concatenate(samples))


def sampled_section(volume: Volume, section: SectionId, seed: int, number: int) -> np.ndarray:
    """Amplitudes of live traces of one of the sections that are looked at, float32 (samples,): all, or so many of them.
    number: which of the sections it is, so that each has its own chance whoever reads it."""
    values = volume.section(section)[volume.geometry.section_live(section)].ravel()
    if len(values) <= SAMPLES_A_SECTION:
        return values
    return np.random.default_rng((seed, number)).choice(values, SAMPLES_A_SECTION)


def summarise(values: np.ndarray) -> AmplitudeStatistics:
    """Statistics of amplitudes that are all finite."""
    found = np.percentile(values, PERCENTILES)
    limit = max(abs(found[0]), abs(found[-1]))
    if limit == 0:
        limit = np.abs(values).max() or 1.0
    return AmplitudeStatistics(
        limit=float(limit),
        percentiles={percent: float(value) for percent, value in zip(PERCENTILES, found, strict=True)},
        mean=float(values.mean(dtype=np.float64)),
        std=float(values.std(dtype=np.float64)),
        minimum=float(values.min()),
        maximum=float(values.max()),
        zero_share=float(np.mean(values == 0)),
    )


def spread_sections(volume: Volume, sections: int, seed: int) -> list[SectionId]:
    """Lines in both directions at even steps through the live traces, so that sparse lines count for little."""
    geometry, random = volume.geometry, np.random.default_rng(seed)
    sections = sections if volume.may_be_read_whole else min(sections, FAR_SECTIONS)
    # Of a survey beyond memory crosslines are read trace by trace from all over the disk, of one elsewhere by many requests.
    lines_only = geometry.is_2d or volume.is_far or int(np.prod(geometry.shape, dtype=np.int64)) > FAR_CELLS
    directions = [Direction.INLINE] if lines_only else [Direction.INLINE, Direction.CROSSLINE]
    chosen = []
    for axis, direction in enumerate(directions):
        halved = lines_only and not (geometry.is_2d or volume.is_far)
        count = max(1, sections // 2 if halved else sections // len(directions))
        through = np.cumsum(geometry.live.sum(axis=1 - axis))
        targets = (np.arange(count) + random.random(count)) / count * through[-1]
        lines = np.unique(np.searchsorted(through, targets, side="right"))
        chosen += [geometry.section(direction, line) for line in lines]
    return chosen
