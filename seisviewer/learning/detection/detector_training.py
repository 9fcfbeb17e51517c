"""Teaching ConvNetQuake (Perol et al. 2018, doi:10.1126/sciadv.1700578) which cluster a window's event is of, or noise."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from seisviewer.errors import LabelsError
from seisviewer.learning.detection.detector_settings import DetectorSettings
from seisviewer.learning.detection.detector_windows import NOISE, LabelledWindows
from seisviewer.learning.fitting import FitPlan, fit, polynomial_rate
from seisviewer.networks.convnetquake import ConvNetQuake, DetectorSpec
from seisviewer.networks.device import DeviceChoice
from seisviewer.predictions.sliding_detector import normalised
from seisviewer.translation import tr

STAGE = "event detector"


@dataclass(frozen=True)
class WindowBatch:
    """windows: float32 (batch, components, samples), normalised. labels: int64 (batch,)."""

    windows: torch.Tensor = field(repr=False)
    labels: torch.Tensor = field(repr=False)

    def __len__(self) -> int:
        return len(self.labels)

    def part(self, rows: slice) -> WindowBatch:
        return WindowBatch(self.windows[rows], self.labels[rows])


class DetectionLesson:
    """Teaches a detector windows in their natural ratio: three of noise to an event, as they were cut."""

    piece = "window"

    def __init__(
        self,
        model: ConvNetQuake,
        windows: LabelledWindows,
        samples: int,
        settings: DetectorSettings,
        device: DeviceChoice,
    ) -> None:
        self.model = model.to(device.device)
        self.device = device
        self._windows = windows
        self._samples = samples
        self._gaussian = (0.0, *settings.gaussian)
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=settings.rate, weight_decay=settings.decay)
        for group in self.optimiser.param_groups:
            group["initial_lr"] = settings.rate

    def batch(self, size: int, draw: np.random.Generator) -> WindowBatch:
        """Windows at a drawn place of their cuts, normalised, with Gaussian noise of a drawn strength, normalised again."""
        rows = draw.integers(len(self._windows.labels), size=size)
        slack = self._windows.samples.shape[2] - self._samples
        places = draw.integers(slack + 1, size=size)
        chosen = [
            self._windows.samples[row, :, place : place + self._samples]
            for row, place in zip(rows, places, strict=True)
        ]
        windows = normalised(np.stack(chosen))
        strength = draw.choice(self._gaussian, size=size).astype(np.float32)[:, None, None]
        noise = strength * draw.standard_normal(windows.shape, dtype=np.float32)
        return WindowBatch(torch.from_numpy(normalised(windows + noise)), torch.from_numpy(self._windows.labels[rows]))

    def loss(self, batch: WindowBatch) -> torch.Tensor:
        windows = batch.windows.to(self.device.device, non_blocking=True)
        labels = batch.labels.to(self.device.device, non_blocking=True)
        with self.device.autocast():
            logits = self.model(windows)
        return functional.cross_entropy(logits.float(), labels)

    def set_rate(self, step: int, steps: int) -> None:
        polynomial_rate(self.optimiser, step, steps)


def train_detector(
    windows: LabelledWindows, spec: DetectorSpec, settings: DetectorSettings, device: DeviceChoice
) -> Generator[Any, None, ConvNetQuake]:
    """A detector trained on `windows`, on the CPU. Raises LabelsError where there are no events or no noise."""
    if not windows.events:
        raise LabelsError(
            tr("None of the catalogue's events lies in these records: choose another catalogue or other records.")
        )
    if not windows.noise:
        raise LabelsError(
            tr("The events follow each other too closely for windows of noise between them: add quieter records.")
        )
    model = spec.build(settings.seed)
    lesson = DetectionLesson(model, windows, spec.samples, settings, device)
    plan = FitPlan(STAGE, settings.steps, settings.batch, seed=settings.seed)
    (state,) = yield from fit(lesson, plan)
    trained = spec.build()
    trained.load_state_dict(state)
    return trained.eval()


def class_counts(windows: LabelledWindows, clusters: int) -> tuple[int, ...]:
    """Windows of noise, then of each cluster."""
    return tuple(int((windows.labels == number).sum()) for number in range(NOISE, clusters + 1))
