"""What else is at hand while one sample is augmented: other events, recorded noise, the length of a training window."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.datasets.phase_sample import Draw, PhaseSample

WINDOW = 3001  # samples; what PhaseNet sees at once
CLEAR = 1.0  # seconds before a P that its own noise ends: an analyst's P may be late


@dataclass(frozen=True)
class Pool:
    """events: whole windows, as long as the data set has them. noise: windows without an event; without any, noise is what
    was recorded before the P of the events. window: samples of a training window."""

    events: tuple[PhaseSample, ...] = field(default=(), repr=False)
    noise: tuple[PhaseSample, ...] = field(default=(), repr=False)
    window: int = WINDOW

    def draw_event(self, draw: Draw) -> PhaseSample | None:
        return self.events[draw.integers(len(self.events))] if self.events else None

    def draw_noise(self, draw: Draw) -> PhaseSample | None:
        """A window of recorded noise; None where there is none. A stretch that is too short is continued by its mirror
        image, which for noise is as good and makes no step."""
        if self.noise:
            stretch = self.noise[draw.integers(len(self.noise))]
        else:
            stretch = self._before_an_event(draw)
        if stretch is None:
            return None
        array = stretch.array
        if array.shape[1] < self.window:
            array = np.pad(array, ((0, 0), (0, self.window - array.shape[1])), mode="reflect")
        offset = int(draw.integers(array.shape[1] - self.window + 1))
        cut = array[:, offset : offset + self.window]
        return PhaseSample(cut, stretch.rate, is_noise=True, name=stretch.name)

    def _before_an_event(self, draw: Draw) -> PhaseSample | None:
        """The stretch before a P and whatever else may have arrived, at least a third of a training window long."""
        event = self.draw_event(draw)
        if event is None or event.p is None:
            return None
        first = min([at for _, at in event.arrivals] + [begin for _, begin, _ in event.doubts])
        end = int(first - CLEAR * event.rate)
        if end < self.window // 3:
            return None
        return PhaseSample(event.array[:, :end], event.rate, is_noise=True, name=event.name)
