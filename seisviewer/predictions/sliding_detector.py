"""Sliding an event detector over hours of data, and making events of the windows it stops at."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from seisviewer.networks.convnetquake import ConvNetQuake, DetectorSpec
from seisviewer.networks.device import DeviceChoice
from seisviewer.picks.detections import Detection
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.waveforms.continuous_stretches import Stretch

WINDOWS_AT_ONCE = 256
NEARLY = 0.98


@dataclass(frozen=True)
class WindowProbabilities:
    """starts: float (windows,), seconds since 1970 UTC, in the order of time. values: float32 (windows, classes), class 0
    noise."""

    starts: np.ndarray = field(repr=False)
    values: np.ndarray = field(repr=False)


def normalised(windows: np.ndarray) -> np.ndarray:
    """float32 (windows, components, samples): without the mean of each component, and all components of a window divided by
    their greatest sample together, so that none is raised above another. A dead window stays zero."""
    windows = windows - windows.mean(-1, keepdims=True)
    peak = np.abs(windows).max((-2, -1), keepdims=True)
    return (windows / np.where(peak > 0, peak, 1.0)).astype(np.float32)


def slide(
    model: ConvNetQuake,
    spec: DetectorSpec,
    stretches: Sequence[Stretch],
    device: DeviceChoice,
    step: float = 1.0,
    message: str = tr("looking for events"),
) -> Generator[Progress, None, WindowProbabilities]:
    """The probabilities of windows that begin `step` seconds after one another. stretches: prepared as in training."""
    model = model.to(device.device).eval()
    hop = max(1, round(step * spec.rate))
    views = [
        (stretch.start, np.lib.stride_tricks.sliding_window_view(stretch.samples, spec.samples, axis=1)[:, ::hop])
        for stretch in stretches
        if stretch.samples.shape[1] >= spec.samples
    ]
    total = sum(view.shape[1] for _, view in views)
    starts, values, done = [np.zeros(0)], [np.zeros((0, spec.classes), np.float32)], 0
    for start, view in views:
        for first in range(0, view.shape[1], WINDOWS_AT_ONCE):
            yield Progress(done, total, message)
            windows = normalised(view[:, first : first + WINDOWS_AT_ONCE].swapaxes(0, 1))
            values.append(_answer(model, windows, device))
            starts.append(start + (first + np.arange(len(windows))) * hop / spec.rate)
            done += len(windows)
    return WindowProbabilities(np.concatenate(starts), np.concatenate(values))


def detections(probabilities: WindowProbabilities, spec: DetectorSpec, threshold: float) -> tuple[Detection, ...]:
    """One event for each run of neighbouring windows that see one.

    An event shows in every window that it stands in as in training, so the probability is averaged over windows that begin
    within that range of each other; a run lasts as long as this mean is `threshold` or more. An event's time is where the
    run first comes near its greatest mean, its score that mean, its kind the cluster most probable in those windows.
    """
    found = []
    for stretch in _unbroken(probabilities, spec):
        starts, values = probabilities.starts[stretch], probabilities.values[stretch]
        step = starts[1] - starts[0] if len(starts) > 1 else 1.0
        reach = max(1, round((spec.last - spec.first) / step))
        mean = np.convolve(1.0 - values[:, 0], np.full(reach, 1.0 / reach))[(reach - 1) // 2 :][: len(starts)]
        flagged = np.flatnonzero(mean >= threshold)
        for run in np.split(flagged, np.flatnonzero(np.diff(flagged) > 1) + 1):
            if len(run):
                found.append(_one(starts, values, mean, run, reach, spec))
    return tuple(found)


def _unbroken(probabilities: WindowProbabilities, spec: DetectorSpec) -> list[np.ndarray]:
    """Numbers of the windows between two gaps of the record."""
    if not len(probabilities.starts):
        return []
    breaks = np.flatnonzero(np.diff(probabilities.starts) > spec.samples / spec.rate) + 1
    return np.split(np.arange(len(probabilities.starts)), breaks)


def _one(
    starts: np.ndarray, values: np.ndarray, mean: np.ndarray, run: np.ndarray, reach: int, spec: DetectorSpec
) -> Detection:
    score = float(mean[run].max())
    # A large event's coda keeps the mean high for long: the event is where it first was so.
    near = run[mean[run] >= NEARLY * score]
    place = round(float(near[near <= near[0] + reach].mean()))
    around = slice(max(0, place - reach // 2), place + reach // 2 + 1)
    kind = int(values[around, 1:].sum(0).argmax())
    return Detection(float(starts[place]) + (spec.first + spec.last) / 2, min(score, 1.0), kind)


def _answer(model: ConvNetQuake, windows: np.ndarray, device: DeviceChoice) -> np.ndarray:
    with torch.inference_mode(), device.autocast():
        logits = model(torch.from_numpy(windows).to(device.device))
    return logits.float().softmax(1).cpu().numpy()
