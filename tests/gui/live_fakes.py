"""A survey, a project and a training that need no file and no torch, for the tests of the live room."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.labels.classes import ClassTable, FaciesClass
from seisviewer.labels.label_volume import LabelSnapshot, LabelVolume
from seisviewer.labels.stroke import Stroke
from seisviewer.learning.events import Loss, ModelReady, SectionPredicted, Waiting
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.predictions.passes.section_pass import SectionPass, quantised
from seisviewer.progress import Notice
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.live_layers import LayerInbox

SHAPE = (12, 16, 20)


class PlainVolume(Volume):
    """Amplitudes that count upwards; every trace is live."""

    def __init__(self) -> None:
        self.name = "plain"
        self.path = Path("plain.sgy")
        live = np.ones(SHAPE[:2], bool)
        self.geometry = Geometry(
            LineAxis(100, 1, SHAPE[0]), LineAxis(200, 1, SHAPE[1]), SampleAxis(0, 4, SHAPE[2]), live
        )
        self._values = np.arange(np.prod(SHAPE), dtype=np.float32).reshape(SHAPE)

    def section(self, section: SectionId) -> np.ndarray:
        index = self.geometry.index(section)
        return np.take(self._values, index, list(Direction).index(section.direction))

    def close(self) -> None:
        pass


class PaintedProject:
    """Labels in memory. kept: what stands for its runs."""

    painted_at: float | None = None
    read_only = False
    can_edit = False
    folder = Path("/nowhere/painted.seis")

    def __init__(self, volume: Volume, kept: tuple[Any, ...] = ()) -> None:
        self.kept = kept
        self.classes = ClassTable((FaciesClass(1, "Sand", "#ff0000"), FaciesClass(2, "Shale", "#0000ff")))
        self._labels = LabelVolume(volume.geometry)
        self._version = 0
        self._strokes: list[Stroke] = []

    def paint(
        self, section: SectionId, label: int, row: int, column: int, rows: int = 3, columns: int = 3, held: bool = False
    ) -> None:
        mask = np.ones((rows, columns), bool)
        before = self.label_section(section)[row : row + rows, column : column + columns]
        self._version += 1
        self._strokes.append(Stroke(section, label, row, column, mask, before, id=self._version, held=held))
        self._labels.apply(self._strokes[-1])

    def undo(self) -> None:
        self._version += 1
        self._labels.revert(self._strokes.pop())

    def label_section(self, section: SectionId) -> np.ndarray:
        return self._labels.section(section.direction, self._labels.geometry.index(section))

    def runs(self) -> tuple[Any, ...]:
        return self.kept

    def snapshot(self) -> LabelSnapshot:
        return self._labels.snapshot(self._version, self.classes)


def predicted(
    section: SectionId, version: int, labels: int, geometry: Geometry, label: int = 1, share: float = 0.9
) -> SectionPredicted:
    """Class 1 in the upper half and 2 in the lower, or `label` (1–3) all over where it is not 1, with probability
    `share`."""
    shape = geometry.section_shape(section.direction)
    classes = np.full(shape, label, np.uint8)
    if label == 1:
        classes[:, shape[1] // 2 :] = 2
    others = (1 - share) / 2
    shares = np.stack([np.where(classes == number, share, others) for number in (1, 2, 3)])
    return SectionPredicted(SectionPass(section, quantised(shares), (1, 2, 3), "live", version, labels, time.time()))


class FakeEngine:
    """Stands where `workflows.live_training` stands: waits for two classes, then predicts whatever is wanted, over and
    over.

    failing: an error to raise at the first step of learning. seen: the snapshots it has learned from. wanted: the sections
    it was asked for. ended: set to True when the generator was closed properly. step: of the model, which outlives a
    training as the one in a project does; timed: how often a round was timed, which gave `seconds`; while paused it predicts without learning. announced: what it says first. inbox:
    of the training that runs. improved, dropped: how often it was asked to.
    """

    def __init__(self, failing: Callable[[], BaseException] | None = None) -> None:
        self.failing = failing
        self.warmed = self.timed = 0
        self.seconds: float | None = None
        self.seen: list[LabelSnapshot] = []
        self.wanted: list[tuple[SectionId, ...]] = []
        self.improved = 0
        self.dropped = 0
        self.announced: tuple[Any, ...] = ()
        self.inbox: LiveInbox | None = None
        self.ended = False
        self.step = 0

    def warm_up(self) -> Generator[Any, None, None]:
        self.warmed += 1
        yield from ()

    def round_seconds(self, volume: Volume, snapshot: LabelSnapshot) -> Generator[Any, None, float | None]:
        self.timed += 1
        while self.seconds is None:
            time.sleep(0.002)
            yield Notice("still timing")
        return self.seconds

    def start_live(self, volume: Volume, inbox: LiveInbox, *, project: Any) -> Generator[Any, None, None]:
        self.ended = False
        self.inbox = inbox
        try:
            yield Notice("The processor computes.")
            yield from self.announced
            yield from self._learn(volume, inbox)
        finally:
            self.ended = True

    def _learn(self, volume: Volume, inbox: LiveInbox) -> Generator[Any, None, None]:
        while inbox.paused.get() or not inbox.finishing.get():
            time.sleep(0.002)
            self.dropped += inbox.stop_round_asked.take()
            labels = inbox.labels.get()
            if inbox.paused.get() or labels is None or len(labels.counts()) < 2:
                yield Waiting("paused" if inbox.paused.get() else "waiting for strokes of two classes")
                if self.step and labels is not None:
                    yield from self._predict(volume, inbox, labels)
                continue
            if self.failing is not None:
                raise self.failing()
            self.step += 1
            self._look(inbox, labels)
            yield Loss("live", self.step, 0, 1.0 / self.step)
            yield ModelReady("live", self.step, labels.version, None)
            yield from self._predict(volume, inbox, labels)

    def _predict(self, volume: Volume, inbox: LiveInbox, labels: LabelSnapshot) -> Generator[Any, None, None]:
        for section in inbox.wanted.get():
            if section.direction is not Direction.TIME:
                yield predicted(section, self.step, labels.version, volume.geometry)

    def _look(self, inbox: LiveInbox, labels: LabelSnapshot) -> None:
        if not self.seen or labels is not self.seen[-1]:
            self.seen.append(labels)
        if not self.wanted or inbox.wanted.get() != self.wanted[-1]:
            self.wanted.append(inbox.wanted.get())
        if inbox.improve_asked.take():
            self.improved += 1


def carry_nothing(volume: Volume, inbox: LayerInbox) -> Generator[Any, None, None]:
    """Stands where `workflows.live_layers` stands, for tests of the network alone."""
    yield from ()


def out_of_memory() -> BaseException:
    return RuntimeError("out of memory\nat some address")


def unreadable() -> BaseException:
    return BadRequest("The survey has no line 7.")
