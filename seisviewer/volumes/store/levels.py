"""Amplitudes in 8 bits, as the display cube has them, and halved for zoomed-out views."""

from __future__ import annotations

import numpy as np

from seisviewer.volumes.display_cube import LEVELS, MISSING, ZERO

BATCH = 1 << 15  # values that stay in a processor's cache through all steps


def put_levels(amplitudes: np.ndarray, limit: float, live: np.ndarray, target: np.ndarray) -> None:
    """Write amplitudes, float32 (inlines, crosslines, samples), as levels into uint8 of that shape; MISSING where the
    trace is not live. live: bool (inlines, crosslines)."""
    scale = np.float32(LEVELS / limit)
    flat, whole = np.empty(BATCH, np.float32), np.empty(BATCH, np.int32)
    for values, levels in zip(amplitudes, target, strict=True):
        source, into = values.reshape(-1), levels.reshape(-1)  # a view: an inline of the target lies in one piece
        for start in range(0, len(source), BATCH):
            part = source[start : start + BATCH]
            here, number = flat[: len(part)], whole[: len(part)]
            np.multiply(part, scale, out=here)
            here += np.float32(ZERO + 0.5)
            np.fmax(here, np.float32(ZERO - LEVELS + 0.5), out=here)  # the cast cuts off; NaN is set below
            np.minimum(here, np.float32(ZERO + LEVELS + 0.5), out=here)
            np.copyto(number, here, casting="unsafe")  # straight to 8 bits it would take twice as long
            np.copyto(into[start : start + len(part)], number, casting="unsafe")
    if not live.all():
        target[~live] = MISSING


def halved(sections: np.ndarray) -> np.ndarray:
    """uint8 (sections, rows, columns) with the average of every 2 × 2 levels, of those that are not missing; an odd last
    row or column stands for itself."""
    return _halved_columns(_halved_rows(sections))


def _halved_rows(levels: np.ndarray) -> np.ndarray:
    rows = levels.shape[1] // 2
    upper, lower = levels[:, 0 : 2 * rows : 2], levels[:, 1 : 2 * rows : 2]
    # The average of bytes, rounded up, without wider numbers in between.
    found = upper ^ lower
    found >>= np.uint8(1)
    np.subtract(upper | lower, found, out=found)
    if found.size and levels.min() == MISSING:
        _mend(found, upper, lower)
    return found if levels.shape[1] % 2 == 0 else np.concatenate([found, levels[:, -1:]], axis=1)


def _halved_columns(levels: np.ndarray) -> np.ndarray:
    columns = levels.shape[2] // 2
    # Neighbours lie side by side: as the halves of numbers of 16 bits they are reached without a stride.
    pairs = np.ascontiguousarray(levels[:, :, : 2 * columns]).view(np.uint16)
    left, right = pairs & np.uint16(255), pairs >> np.uint16(8)
    found = ((left + right) >> np.uint16(1)).astype(np.uint8)  # rounded down, as the step before rounded up
    if found.size and levels.min() == MISSING:
        _mend(found, left, right)
    return found if levels.shape[2] % 2 == 0 else np.concatenate([found, levels[:, :, -1:]], axis=2)


def _mend(found: np.ndarray, one: np.ndarray, other: np.ndarray) -> None:
    """Where one of two is missing, the other stands for both."""
    missing = (one == MISSING) | (other == MISSING)
    found[missing] = np.maximum(one, other)[missing]
