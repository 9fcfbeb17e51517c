"""Live training on a survey with many labelled lines, each of which takes its time to read."""

from __future__ import annotations

import time

import numpy as np
import pytest

from seisviewer.learning.events import Loss
from seisviewer.learning.sections.live import LiveSettings, live
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.learning.sections.live_sections import LiveSections
from seisviewer.learning.sections.section_samples import SampleReader
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.predictions.network_input import Preparation
from seisviewer.progress import drive
from seisviewer.volumes.geometry import SectionId

from ..conftest import LayeredVolume, Painter

READING = 0.03  # seconds for a line
TRAIN = TrainSettings(crop=32, held_back=True, depth=False)


class SlowVolume(LayeredVolume):
    """Notes which lines are read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def section(self, section):
        time.sleep(READING)
        self.read.append(str(section))
        return super().section(section)


@pytest.fixture
def slow():
    return SlowVolume()


def painted(volume: LayeredVolume) -> Painter:
    """Both layers on nineteen inlines."""
    painter = Painter(volume.geometry)
    for number in range(10, 29):
        painter.paint(f"inline_{number}", 0, slice(0, 20), slice(4, 16))
        painter.paint(f"inline_{number}", 1, slice(0, 20), slice(30, 42))
    return painter


@pytest.mark.slow
def test_learning_begins_before_all_lines_are_read_and_says_something_meanwhile(slow):
    inbox = LiveInbox()
    inbox.put_labels(painted(slow).snapshot())
    work = live(slow, 1.0, inbox, LiveSettings(TRAIN, improve_after=0))
    read = [0]
    for event in work:
        read.append(len(slow.read))
        if isinstance(event, Loss):
            break
    assert max(np.diff(read)) <= 3, "the window may want something between two events"
    assert 0 < len(slow.read) <= 10
    while len(slow.read) < 19:
        next(work)
    work.close()
    assert len(set(slow.read)) == len(slow.read) == 19, "in the end all take part, each read once"


def test_the_line_of_a_new_stroke_is_read_before_those_that_wait(slow):
    painter = painted(slow)
    sections = LiveSections(SampleReader(slow, Preparation(1.0)), TRAIN)
    drive(sections.set_labels(painter.snapshot(), (0, 1)))
    before = len(slow.read)
    painter.paint("inline_29", 1, slice(0, 20), slice(30, 42))
    drive(sections.set_labels(painter.snapshot(), (0, 1)))
    drive(sections.read_for(0.0))
    assert before < 19 and slow.read[before:] == ["inline_29"]


def test_a_stroke_reads_nothing_again_and_keeps_pseudo_labels_where_nothing_was_painted(slow):
    painter, other = painted(slow), SectionId.parse("crossline_105")
    sections = LiveSections(SampleReader(slow, Preparation(1.0)), TRAIN)
    drive(sections.set_labels(painter.snapshot(), (0, 1)))
    sections.set_pseudo({other: np.ones((48, 20), np.uint8)})
    while list(sections.read_for(1.0)):
        pass
    slow.read.clear()
    painter.paint("inline_12", 0, slice(22, 30), slice(0, 4))
    drive(sections.set_labels(painter.snapshot(), (0, 1)))
    batch = sections.source.batch(40, np.random.default_rng(0))
    assert not slow.read
    assert (batch.pseudo == 1).flatten(1).any(1).sum() == 20
