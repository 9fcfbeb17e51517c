"""A long stretch asked window by window, with no more than some windows in memory beside it."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.waveforms.record import Record

if TYPE_CHECKING:
    from seisviewer.networks.pickers import Picker

FIRST_BATCH = 8  # windows; fewer take longer each
MOST_SAMPLES = 1 << 16  # of a batch and component, some 20 windows of 3001 samples: more leave the cache and take twice as long
SECONDS_A_BATCH = 0.25


def window_by_window(
    picker: Picker, samples: np.ndarray, letters: str, record: Record
) -> Generator[int, None, np.ndarray]:
    """Probabilities (labels that are phases, samples) of an unbroken stretch (components, samples); yields how many
    samples are done.

    letters: what each component is to the picker. Windows lie where SeisBench's annotate lays them: every `step` samples,
    and one more at the very end.
    """
    from seisviewer.networks.picker_windows import ask_windows, stacked

    width, step, count = picker.in_samples, picker.step, samples.shape[-1]
    offsets = np.arange(0, count - width + 1, step)
    if offsets[-1] + width < count:
        offsets = np.append(offsets, count - width)
    rows = [picker.labels.index(label) for label in picker.phases]
    order = _order(picker, letters)
    values = np.full((len(rows), count), np.nan, np.float32)
    beside = -(-width // step) - 1  # windows before one that reach into it
    before = np.zeros((0, width, len(picker.labels)), np.float32)
    most = max(1, MOST_SAMPLES // width)
    first, size = 0, min(FIRST_BATCH, most)
    while first < len(offsets):
        began = time.monotonic()
        end = min(first + size, len(offsets))
        if end == len(offsets) - 1:
            end = len(offsets)  # the last one may begin anywhere in the one before it
        windows = np.stack([_window(samples, order, offset, width) for offset in offsets[first:end]])
        known = np.concatenate([before, ask_windows(picker, windows, record.rate)])
        places = offsets[end - len(known) : end]
        whole = stacked(picker, known, places - places[0])
        kept = slice(offsets[first], count if end == len(offsets) else offsets[end])
        values[:, kept] = whole[kept.start - places[0] : kept.stop - places[0], rows].T
        yield int(kept.stop)
        before = known[len(known) - min(beside, len(known)) :]
        pace = (end - first) / max(time.monotonic() - began, 1e-3)
        size = max(min(FIRST_BATCH, most), min(4 * size, most, round(pace * SECONDS_A_BATCH)))
        first = end
    return values


def _order(picker: Picker, letters: str) -> list[int]:
    """For each component of the picker's order the row of it, -1 where it was not recorded."""
    return [letters.find(letter) for letter in picker.component_order]


def _window(samples: np.ndarray, order: list[int], offset: int, width: int) -> np.ndarray:
    """float32 (components in the picker's order, width), 0 where a component is missing."""
    found = np.zeros((len(order), width), np.float32)
    for row, component in enumerate(order):
        if component >= 0:
            found[row] = samples[component, offset : offset + width]
    return found
