"""Which lines of a pool are labelled: drawn evenly, or by how like a reference they are."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np

from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, SectionId
from seisviewer.volumes.volume import Volume

RANDOM, PSNR = "random", "psnr"
CHOICES = (RANDOM, PSNR)


def random_lines(pool: Sequence[SectionId], count: int, seed: int) -> tuple[SectionId, ...]:
    """Each as likely as any other; of one seed fewer lines are part of more."""
    order = np.random.default_rng([seed, 1]).permutation(len(pool))
    return tuple(pool[place] for place in order[:count])


def lines_by_psnr(
    volume: Volume, pool: Sequence[SectionId], count: int, seed: int
) -> Generator[Progress, None, tuple[SectionId, ...]]:
    """Of each direction its share of `count`, so that their PSNR to the line in the middle follows a normal distribution.

    The distribution has the mean and the deviation of the PSNR of all lines of the direction; for each value drawn from
    it the nearest line that is still free is taken. The line in the middle, the reference, is labelled too.
    """
    chosen: list[SectionId] = []
    draw = np.random.default_rng([seed, 2])
    for direction in LINES:
        lines = sorted((section for section in pool if section.direction is direction), key=lambda line: line.number)
        share = round(count * len(lines) / len(pool)) if direction is LINES[0] else count - len(chosen)
        if not lines or share < 1:
            continue
        middle = len(lines) // 2
        reference = volume.section(lines[middle])
        values = np.empty(len(lines))
        for place, line in enumerate(lines):
            yield Progress(place, len(lines), tr("Comparing {direction}s").format(direction=tr(direction)))
            values[place] = psnr(volume.section(line), reference)
        chosen += [lines[place] for place in _following_a_normal(values, middle, share, draw)]
    return tuple(chosen)


def psnr(section: np.ndarray, reference: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB, the range of the reference's amplitudes as the peak; infinite where both are
    the same."""
    peak = float(np.nanmax(reference) - np.nanmin(reference))
    error = float(np.nanmean(np.square(section - reference, dtype=np.float64)))
    return 10 * float(np.log10(peak**2 / error)) if error > 0 else float("inf")


def _following_a_normal(values: np.ndarray, reference: int, count: int, draw: np.random.Generator) -> list[int]:
    """Places of `count` values, that of the reference first."""
    free = np.ones(len(values), bool)
    free[reference] = False
    chosen = [reference]
    known = values[np.isfinite(values)]
    mean, deviation = (float(known.mean()), float(known.std())) if known.size else (0.0, 0.0)
    for wanted in draw.normal(mean, deviation, min(count, len(values)) - 1):
        away = np.where(free, np.abs(np.nan_to_num(values, posinf=np.finfo(float).max) - wanted), np.inf)
        nearest = int(away.argmin())
        free[nearest] = False
        chosen.append(nearest)
    return chosen
