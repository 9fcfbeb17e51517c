"""Line numbers of traces turned into regular axes."""

from __future__ import annotations

import numpy as np

from seisviewer.volumes.geometry import LineAxis

LARGEST_NUMBER = 10_000_000  # of a line of any survey
FEWEST = 100  # traces, of fewer each counts
FEW_ASTRAY = 0.005  # share of the traces that may have got wrong numbers
SPREAD = 4  # times as many positions, that these must not take
FEW_ZEROS = 3  # traces at line 0, crossline 0 that may be copies of one


def line_axis(numbers: np.ndarray) -> LineAxis:
    """The smallest regular axis that holds every number; step 1 where all are the same."""
    different = np.unique(numbers).astype(np.int64)
    if len(different) == 1:
        return LineAxis(int(different[0]), 1, 1)
    step = int(np.gcd.reduce(np.diff(different)))
    return LineAxis(int(different[0]), step, int((different[-1] - different[0]) // step + 1))


def follows_path(inline: np.ndarray, crossline: np.ndarray) -> bool:
    """Whether traces, in the order of the file, walk over the grid as an arbitrary line does.

    A walk meets at most about as many positions as there are lines, each a few steps from the one before. A sparse
    survey of complete lines also has few traces, but it jumps from line to line.
    """
    different = [np.unique(inline), np.unique(crossline)]
    if len(inline) > len(different[0]) + len(different[1]):
        return False
    for numbers, unique in zip((inline, crossline), different, strict=True):
        usual = np.median(np.diff(unique)) if len(unique) > 1 else 1
        if np.abs(np.diff(numbers.astype(np.int64))).max(initial=0) > 4 * usual:
            return False
    return True


def count_positions(inline: np.ndarray, crossline: np.ndarray) -> int:
    """Number of different pairs."""
    return len(np.unique(inline.astype(np.int64) << 32 | crossline.astype(np.int64) & 0xFFFFFFFF))


def far_off(inline: np.ndarray, crossline: np.ndarray) -> np.ndarray:
    """Bool (traces,): the few traces whose numbers lie outside of those of all others by more than these span, where the
    grid would spread several times as far for them."""
    aside = np.zeros(len(inline), bool)
    if len(inline) < FEWEST:
        return aside
    for numbers in (inline, crossline):
        low, high = np.quantile(numbers, (FEW_ASTRAY, 1 - FEW_ASTRAY), method="nearest")
        room = max(float(high) - float(low), 10.0)
        aside |= (numbers < low - room) | (numbers > high + room)
    if not 0 < np.count_nonzero(aside) <= max(1.0, FEW_ASTRAY * len(inline)):
        return np.zeros(len(inline), bool)
    cells = [_cells(inline[part], crossline[part]) for part in (slice(None), ~aside)]
    return aside if cells[0] > SPREAD * cells[1] else np.zeros(len(inline), bool)


def _cells(inline: np.ndarray, crossline: np.ndarray) -> int:
    return line_axis(inline).count * line_axis(crossline).count


def unnumbered(inline: np.ndarray, crossline: np.ndarray) -> np.ndarray:
    """Bool (traces,): both numbers are 0 and that is no line number, since several traces carry it while almost all
    others have a position of their own, or since no line lies near 0. A number that is the same everywhere says nothing.
    """
    varied = [numbers for numbers in (inline, crossline) if len(numbers) and np.ptp(numbers)]
    none = np.zeros(len(inline), bool)
    zero = np.all([numbers == 0 for numbers in varied], axis=0) if varied else none
    count = np.count_nonzero(zero)
    if not 0 < count <= 0.9 * len(inline):
        return none
    if count <= FEW_ZEROS and all(_is_beside_zero(numbers[~zero]) for numbers in varied):
        return none
    return zero if count_positions(inline[~zero], crossline[~zero]) >= 0.95 * np.count_nonzero(~zero) else none


def _is_beside_zero(numbers: np.ndarray) -> bool:
    """Whether 0 is one of the numbers, or the next one."""
    axis = line_axis(numbers)
    return axis.start - axis.step <= 0 <= axis.stop + axis.step
