"""Test-time augmentation: a record is picked as it is and through filters, and the probabilities are combined.

Zhu, Mousavi and Beroza 2020, doi:10.1016/bs.agph.2020.07.003: an onset that hides under low-frequency noise shows in one of
the bands, and what only one band takes for an onset is outvoted by the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

ORDER = 2
HIGHEST = 0.9  # of the Nyquist frequency: a corner above it changes nothing that matters and makes the filter unstable


@dataclass(frozen=True)
class Band:
    """Corner frequencies in Hz; None for none."""

    low: float | None = None
    high: float | None = None


REGISTRY: dict[str, Band] = {
    "raw": Band(),
    "high-pass 1 Hz": Band(1.0),
    "high-pass 3 Hz": Band(3.0),
    "band-pass 1–20 Hz": Band(1.0, 20.0),
    "band-pass 2–10 Hz": Band(2.0, 10.0),
}
COMBINATIONS = ("mean", "max")


def check(names: Sequence[str], how: str = "mean") -> None:
    """Raise BadRequest for a filter or a way to combine that is not in the tables."""
    for name in names:
        if name not in REGISTRY:
            raise BadRequest(
                tr("There is no test-time filter “{name}”: choose among {registry}.").format(
                    name=name, registry=", ".join(REGISTRY)
                )
            )
    if how not in COMBINATIONS:
        raise BadRequest(
            tr("Probabilities cannot be combined by “{how}”: choose {combinations}.").format(
                how=how, combinations=tr(" or ").join(COMBINATIONS)
            )
        )


def filtered(array: np.ndarray, rate: float, name: str) -> np.ndarray:
    """An unbroken stretch through one of the filters, float32, same shape.

    array: (…, samples), finite, not changed. Butterworth of second order, run forward and backward: a causal filter would
    delay every onset by a different time, and probabilities that peak at different times cannot be combined. Raises
    BadRequest for an unknown name, or a filter whose lower corner the sampling rate cannot show.
    """
    check((name,))
    band = REGISTRY[name]
    top = HIGHEST * rate / 2
    if band.low is not None and band.low >= top:
        raise BadRequest(
            tr("“{name}” needs more than {rate:g} samples per second: leave this test-time filter out.").format(
                name=name, rate=rate
            )
        )
    high = band.high if band.high is not None and band.high < top else None
    sections = _sections(band.low, high, rate)
    if sections is None or not array.shape[-1]:
        return np.array(array, np.float32)
    padding = min(round(rate), array.shape[-1] - 1)
    return scipy.signal.sosfiltfilt(sections, array.astype(np.float64), axis=-1, padlen=padding).astype(np.float32)


def _sections(low: float | None, high: float | None, rate: float) -> np.ndarray | None:
    if low is not None and high is not None:
        return scipy.signal.butter(ORDER, (low, high), "bandpass", fs=rate, output="sos")
    if low is not None:
        return scipy.signal.butter(ORDER, low, "highpass", fs=rate, output="sos")
    if high is not None:
        return scipy.signal.butter(ORDER, high, "lowpass", fs=rate, output="sos")
    return None


def combined(probabilities: Sequence[np.ndarray], how: str = "mean") -> np.ndarray:
    """One curve of those that the filters gave, float32, same shape.

    probabilities: one array for each filter, NaN where the picker said nothing. how: "mean", where the bands vote, or
    "max", where one band is enough: more onsets, and more false ones. Raises BadRequest for another word.
    """
    check((), how)
    stacked = np.stack(probabilities)
    said = np.isfinite(stacked)
    count = said.sum(axis=0)
    if how == "max":
        value = np.where(said, stacked, -np.inf).max(axis=0)
    else:
        value = np.where(said, stacked, 0.0).sum(axis=0) / np.maximum(count, 1)
    return np.where(count > 0, value, np.nan).astype(np.float32)
