"""Strokes that are held back are not learned, on whatever section they lie."""

import numpy as np
import pytest

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.learning.events import HeldBackScored
from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.facies_task import facies_task
from seisviewer.learning.sections.held_back_scores import held_back_paint, score
from seisviewer.learning.sections.live_sections import LiveSections
from seisviewer.learning.sections.section_samples import Sample, SampleReader
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.networks.device import choose_device
from seisviewer.predictions.network_input import Preparation
from seisviewer.progress import drive
from seisviewer.volumes.geometry import SectionId

from ..conftest import LayeredVolume, Painter

CLASSES = (0, 1)


@pytest.fixture
def snapshot(painter: Painter) -> LabelSnapshot:
    """Both layers painted on inline 15, and a stroke of each held back."""
    painter.paint("inline_15", 0, slice(24, 36), slice(6, 10), held=True)
    return painter.paint("inline_15", 1, slice(24, 36), slice(30, 34), held=True).snapshot()


def read(volume: LayeredVolume, section: str, snapshot: LabelSnapshot, hold_back: bool = True) -> Sample:
    return SampleReader(volume, Preparation(1.0)).read(SectionId.parse(section), snapshot, CLASSES, hold_back)


def test_a_stroke_held_back_is_learned_neither_as_paint_nor_as_a_pseudo_label(layers, snapshot):
    sample = read(layers, "inline_15", snapshot)
    assert (sample.held == 0).sum() == (sample.held == 1).sum() == 48
    assert (sample.paint[sample.held != IGNORE] == IGNORE).all()
    assert (sample.paint != IGNORE).sum() == 2 * 16 * 12
    answered = sample.with_pseudo(np.zeros_like(sample.paint))
    assert (answered.pseudo[sample.held != IGNORE] == IGNORE).all()


def test_it_is_held_back_on_every_line_that_meets_it(layers, snapshot):
    crossing = read(layers, "crossline_130", snapshot)
    assert np.flatnonzero(crossing.held[:, 5] != IGNORE).tolist() == [6, 7, 8, 9, 30, 31, 32, 33]
    assert (crossing.paint == IGNORE).all()


def test_a_training_that_holds_nothing_back_learns_all_of_it(layers, snapshot):
    sample = read(layers, "inline_15", snapshot, hold_back=False)
    assert (sample.held == IGNORE).all() and (sample.paint != IGNORE).sum() == 2 * 16 * 12 + 2 * 48


@pytest.mark.parametrize("hold_back", [True, False])
def test_trainings_and_the_live_model_learn_it_or_not_as_they_are_told(layers, snapshot, hold_back):
    device, inline = choose_device("cpu"), SectionId.parse("inline_15")
    settings = TrainSettings(crop=32, depth=False, held_back=hold_back).decided(device)
    task, _ = facies_task(layers, snapshot, settings, device, 1.0)
    live = LiveSections(SampleReader(layers, Preparation(1.0)), settings)
    drive(live.set_labels(snapshot, CLASSES))
    for sample in (task.labelled[inline], task.sample(inline), live.samples[inline]):
        learned, held = int(sample.counts.sum()), int(sample.held_counts.sum())
        assert (learned, held) == ((384, 96) if hold_back else (480, 0))


def test_held_back_strokes_of_a_dead_trace_count_for_nothing(snapshot):
    dead = LayeredVolume(dead=(5,))
    assert (read(dead, "inline_15", snapshot).held[:, 5:] == IGNORE).all()


class Says:
    """Answers one class everywhere."""

    name, version = "says", 3

    def __init__(self, channel: int, classes: tuple[int, ...] = CLASSES) -> None:
        self.channel, self.classes = channel, classes

    def channels(self, image: np.ndarray) -> np.ndarray:
        return np.full(image.shape[-2:], self.channel, np.uint8)


def test_a_model_is_scored_on_what_is_held_back_and_on_nothing_else(layers, painter):
    painter.paint("inline_15", 1, slice(24, 36), slice(30, 34), held=True)
    samples = {SectionId.parse("inline_15"): read(layers, "inline_15", painter.snapshot())}
    assert drive(score(Says(1), samples, CLASSES)) == 1.0
    assert drive(score(Says(0), samples, CLASSES)) == 0.0
    whole = {SectionId.parse("inline_15"): read(layers, "inline_15", painter.snapshot(), hold_back=False)}
    assert drive(score(Says(1), whole, CLASSES)) is None


def test_a_model_with_its_classes_in_another_order_is_scored_by_class(layers, painter):
    painter.paint("inline_15", 1, slice(24, 36), slice(30, 34), held=True)
    samples = {SectionId.parse("inline_15"): read(layers, "inline_15", painter.snapshot())}
    assert drive(score(Says(0, (1, 0)), samples, CLASSES)) == 1.0
    assert drive(score(Says(0, (0,)), samples, CLASSES)) == 0.0, "it has never heard of the class"


def test_what_a_score_rests_on_is_counted_by_class(layers, snapshot):
    samples = {SectionId.parse("inline_15"): read(layers, "inline_15", snapshot)}
    found = held_back_paint(samples, (4, 7), painted=3)
    assert (found.voxels, found.painted, found.sections, found.strokes) == ({4: 48, 7: 48}, 3, 1, 2)
    assert not found.is_enough, "48 voxels of a class are few"
    nothing = read(layers, "inline_15", snapshot, hold_back=False)
    assert held_back_paint({nothing.section: nothing}, (4, 7), 2).voxels == {}


def test_the_score_of_six_strokes_comes_with_an_interval_and_that_of_fewer_without(layers, painter):
    for place in range(3):
        rows = slice(21 + 6 * place, 25 + 6 * place)
        painter.paint("inline_15", 0, rows, slice(6, 10), held=True)
        painter.paint("inline_15", 1, rows, slice(30, 34), held=True)
        told: list[object] = []
        sample = read(layers, "inline_15", painter.snapshot())
        assert drive(score(Says(1), {sample.section: sample}, CLASSES), told.append) == 0.5
        intervals = [event for event in told if isinstance(event, HeldBackScored)]
        assert len(intervals) == (place == 2)
    (interval,) = intervals
    assert (interval.model, interval.version) == ("says", 3) and 0 <= interval.low <= 0.5 <= interval.high <= 1
