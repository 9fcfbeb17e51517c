"""Windows that teach an event detector: events of a catalogue cut out of records, and noise between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from seisviewer.learning.detection.detector_settings import WindowPlan
from seisviewer.translation import tr
from seisviewer.waveforms.continuous_stretches import Stretch, find_window

NOISE = 0


@dataclass(frozen=True)
class Missing:
    """An event that could not be cut out of a record. time: expected arrival, seconds since 1970 UTC."""

    time: float
    record: str
    why: str


@dataclass(frozen=True)
class LabelledWindows:
    """samples: float32 (windows, components, samples), each longer than a window by the plan's slack. labels: int
    (windows,), NOISE or 1 + the event's cluster. missing: what was skipped."""

    samples: np.ndarray = field(repr=False)
    labels: np.ndarray = field(repr=False)
    missing: tuple[Missing, ...] = field(repr=False, default=())

    @property
    def events(self) -> int:
        return int((self.labels != NOISE).sum())

    @property
    def noise(self) -> int:
        return int((self.labels == NOISE).sum())

    @staticmethod
    def together(parts: Sequence[LabelledWindows]) -> LabelledWindows:
        """The windows of several records."""
        return LabelledWindows(
            np.concatenate([part.samples for part in parts]),
            np.concatenate([part.labels for part in parts]),
            tuple(each for part in parts for each in part.missing),
        )


def cut(
    record: str,
    stretches: Sequence[Stretch],
    arrivals: Sequence[float],
    clusters: Sequence[int],
    plan: WindowPlan,
    draw: np.random.Generator,
    busy: Sequence[float] = (),
) -> LabelledWindows:
    """Event and noise windows of one record.

    arrivals: when each event is expected there. clusters: of each event. An event whose window is not wholly recorded is
    skipped and listed. Noise lies at drawn times between the events, and not where one of the skipped ones would be.
    busy: arrivals of more events, of no cluster, that noise keeps away from too.
    """
    rate, components = stretches[0].rate, len(stretches[0].samples)
    length = plan.samples(rate) + plan.slack(rate)
    windows, labels, missing = [], [], []
    for time, cluster in zip(arrivals, clusters, strict=True):
        window = find_window(stretches, time - plan.last, length)
        if window is None:
            missing.append(Missing(time, record, tr("samples are missing")))
        elif not window.any():
            missing.append(Missing(time, record, tr("the traces are dead")))
        else:
            windows.append(window)
            labels.append(1 + cluster)
    noise = _noise(stretches, [*arrivals, *busy], plan.noise * len(windows), length, plan, draw)
    samples = np.stack(windows + noise) if windows or noise else np.zeros((0, components, length), np.float32)
    return LabelledWindows(samples, np.array(labels + [NOISE] * len(noise), np.int64), tuple(missing))


def quiet(stretch: Stretch, arrivals: Sequence[float], length: float, plan: WindowPlan) -> list[tuple[float, float]]:
    """(start, end) of the times in which a cut of `length` seconds may begin so that it meets no event."""
    free = []
    begin = stretch.start
    for time in sorted(arrivals):
        end = min(time - plan.before, stretch.end)
        if end - length >= begin:
            free.append((begin, end - length))
        begin = max(begin, time + plan.after)
    if stretch.end - length >= begin:
        free.append((begin, stretch.end - length))
    return free


def _noise(
    stretches: Sequence[Stretch],
    arrivals: Sequence[float],
    count: int,
    length: int,
    plan: WindowPlan,
    draw: np.random.Generator,
) -> list[np.ndarray]:
    """Up to `count` windows, at any quiet time with the same chance; none where the events leave no room."""
    seconds = length / stretches[0].rate
    free = [span for stretch in stretches for span in quiet(stretch, arrivals, seconds, plan)]
    rooms = np.array([end - start for start, end in free])
    if not rooms.sum():
        return []
    windows = []
    for number in draw.choice(len(free), count, p=rooms / rooms.sum()):
        window = find_window(stretches, draw.uniform(*free[number]), length)
        if window is not None and window.any():
            windows.append(window)
    return windows
