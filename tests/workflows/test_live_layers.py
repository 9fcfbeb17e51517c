"""Reflectors carry the strokes while the user paints: what is answered when, and for which labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.learning.events import SectionPredicted, Waiting
from seisviewer.predictions import screen
from seisviewer.predictions.passes.kept_passes import KeptPasses
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.live_layers import LayerInbox, LayersApart, LayersGone, LayersSolved, live_layers

from ..events_until import events_until
from ..structure.layered_lines import CLASSES, LAYERS, boundary_depths, layered_volume, line, strokes, truth

PAINTED = SectionId(Direction.INLINE, 10)
SHOWN = SectionId(Direction.CROSSLINE, 90)
OTHER = SectionId(Direction.INLINE, 40)
SLICE = SectionId(Direction.TIME, 50)


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Volume]:
    with layered_volume(tmp_path_factory.mktemp("live_layers")) as opened:
        yield opened


class Painter:
    """Labels that change, and the carrying that follows them."""

    def __init__(self, volume: Volume) -> None:
        self.volume, self.inbox = volume, LayerInbox()
        self.labels, self.version = LabelVolume(volume.geometry), 0
        self.made: list[Stroke] = []
        self.inbox.want((SHOWN,), (10, 90))
        self.work = live_layers(volume, self.inbox)

    def paint(
        self,
        *layers: int,
        section: SectionId = PAINTED,
        heights: tuple[float, ...] = (0.5,),
        held: bool = False,
    ) -> None:
        painted = strokes(line(str(section.direction), section.number), heights)
        for layer in layers:
            mask = painted == layer
            before = np.full(mask.shape, UNLABELLED, np.int8)
            self.apply(Stroke(section, layer, 0, 0, mask, before, held=held))
        self.tell()

    def apply(self, stroke: Stroke) -> None:
        self.labels.apply(stroke)
        self.made.append(stroke)

    def undo(self) -> None:
        self.labels.revert(self.made.pop())
        self.tell()

    def tell(self) -> None:
        self.version += 1
        self.inbox.put_labels(self.labels.snapshot(self.version, CLASSES))

    def until(self, wanted: Callable[[Any], bool]) -> list[Any]:
        return events_until(self.work, wanted)


@pytest.fixture
def painter(volume: Volume) -> Iterator[Painter]:
    made = Painter(volume)
    yield made
    made.work.close()


def answers(events: list[Any]) -> list[Any]:
    return [event.prediction for event in events if isinstance(event, SectionPredicted)]


def is_whole(event: Any) -> bool:
    return isinstance(event, LayersSolved) and event.whole


def is_answer(event: Any) -> bool:
    return isinstance(event, SectionPredicted)


def right(answer: Any) -> float:
    section = answer.section
    return float((answer.classes == truth(line(str(section.direction), section.number))).mean())


def test_it_waits_for_a_second_class_and_then_answers_what_is_on_screen_before_anything_else(painter: Painter) -> None:
    painter.paint(1)
    painter.until(lambda event: isinstance(event, Waiting))
    painter.paint(0, 2, 3)
    events = painter.until(is_answer)
    solved = next(event for event in events if isinstance(event, LayersSolved))
    assert not solved.whole and solved.labels_version == 2 and solved.order == (0, 1, 2, 3)
    (answer,) = answers(events)
    assert (answer.section, answer.model, answer.labels_version) == (SHOWN, "layers", 2)
    assert right(answer) > 0.9


def test_the_whole_survey_follows_and_the_screen_is_answered_anew(painter: Painter) -> None:
    painter.paint(*range(LAYERS))
    events = painter.until(is_whole)
    assert events[-1].held_out.score > 0.9 and events[-1].held_out.widening < 3
    (first,) = answers(events)
    (second,) = answers(painter.until(is_answer))
    assert second.section == SHOWN and second.model_version != first.model_version
    assert right(second) > 0.95


def test_a_line_that_is_stepped_to_is_answered_while_the_survey_is_solved(painter: Painter) -> None:
    painter.paint(*range(LAYERS))
    painter.until(is_answer)
    painter.inbox.want((OTHER,), (40, 90))
    events = painter.until(is_answer)
    assert events[-1].prediction.section == OTHER and not any(map(is_whole, events))
    assert right(events[-1].prediction) > 0.9


@pytest.mark.slow
def test_the_newest_labels_win_and_what_was_begun_for_older_ones_is_dropped(painter: Painter) -> None:
    painter.paint(*range(LAYERS))
    painter.until(is_answer)
    for _ in range(3):
        next(painter.work)  # the whole survey is being solved
    painter.paint(*range(LAYERS), section=OTHER)
    painter.paint(2, section=SectionId(Direction.CROSSLINE, 20))
    events = painter.until(is_whole)
    assert [event.labels_version for event in events if isinstance(event, LayersSolved)] == [3, 3]
    assert {answer.labels_version for answer in answers(events)} == {3}


@pytest.mark.slow
def test_labels_that_say_the_same_as_ones_that_were_dropped_are_carried_all_the_same(painter: Painter) -> None:
    painter.paint(0, 1, 2)
    painter.until(is_whole)
    painter.paint(3)
    next(painter.work)
    painter.tell()  # a class was renamed, say, before the fourth one was answered
    (answer,) = answers(painter.until(is_answer))
    assert answer.labels_version == 3 and answer.channels == (0, 1, 2, 3)


def test_undone_to_one_class_there_is_no_answer_and_with_two_there_is_again(painter: Painter) -> None:
    painter.paint(0, 1)
    painter.until(is_answer)
    painter.undo()
    assert painter.until(lambda event: isinstance(event, LayersGone))[-1].labels_version == 2
    assert not answers(painter.until(lambda event: isinstance(event, Waiting)))
    painter.paint(3)
    assert painter.until(is_answer)[-1].prediction.channels == (0, 3)


@pytest.mark.slow
def test_paint_on_a_time_slice_alone_is_no_layer_and_changes_no_answer(painter: Painter) -> None:
    shape = painter.volume.geometry.section_shape(Direction.TIME)
    mask = np.ones(shape, bool)
    for number, half in enumerate((slice(0, 30), slice(30, 60))):
        mask = np.zeros(shape, bool)
        mask[half] = True
        painter.apply(Stroke(SLICE, number, 0, 0, mask, np.full(shape, UNLABELLED, np.int8)))
    painter.tell()
    assert not answers(painter.until(lambda event: isinstance(event, Waiting)))
    painter.paint(*range(LAYERS))
    painter.until(is_whole)
    painter.until(is_answer)
    painter.apply(Stroke(SLICE, LAYERS, 0, 0, np.ones((1, 1), bool), np.full((1, 1), UNLABELLED, np.int8)))
    painter.tell()
    events = painter.until(is_answer)
    assert [event.labels_version for event in events if isinstance(event, LayersSolved)] == [3]
    assert events[-1].prediction.labels_version == 3, "it is as new as the labels"


@pytest.mark.slow
def test_the_lines_that_make_up_a_time_slice_are_filled_in_while_nothing_else_is_asked(
    painter: Painter, monkeypatch
) -> None:
    monkeypatch.setattr(screen, "CALM", 0.0)
    painter.inbox.want((SLICE,), (30, 80))
    painter.paint(*range(LAYERS))
    painter.until(is_whole)
    filled: set[SectionId] = set()
    while len(filled) < 20:
        filled.add(painter.until(is_answer)[-1].prediction.section)
    assert {section.direction for section in filled} == {Direction.INLINE}, "one direction is enough"
    painter.inbox.resting.put(True)
    assert all(isinstance(next(painter.work), Waiting) for _ in range(3))
    painter.inbox.resting.put(False)
    painter.until(is_answer)
    painter.inbox.want((SHOWN,), (30, 80))
    painter.until(is_answer)
    assert all(isinstance(next(painter.work), Waiting) for _ in range(3)), "a line needs no others"


def test_the_boundaries_of_a_section_come_with_what_is_said_of_it(painter: Painter) -> None:
    painter.paint(0, 1, 2, 3)
    said = painter.until(is_answer)
    found = next(event for event in said if isinstance(event, SectionBoundaries))
    assert found.section == said[-1].prediction.section == SHOWN and found.order == (0, 1, 2, 3)
    across = line("crossline", SHOWN.number)
    known = boundary_depths(*across.places.T).T - 0.5
    assert np.median(np.abs(found.depths - known)) < 2.0


def test_strokes_that_are_not_honoured_are_told(painter: Painter) -> None:
    painter.paint(0, 1, 2, 3)
    mask = np.zeros(truth(line("inline", 10)).shape, bool)
    mask[100:130, 100:104] = True  # in layer 2, said to be layer 0
    painter.apply(Stroke(PAINTED, 0, 0, 0, mask, np.full(mask.shape, UNLABELLED, np.int8)))
    painter.paint(3)
    (told,) = painter.until(is_whole)[-1].doubted
    assert (told.line, told.classes, told.first, told.last) == ("inline_10", (0,), 100, 129)


def is_apart(event: Any) -> bool:
    return isinstance(event, LayersApart)


@pytest.mark.slow
def test_for_a_network_the_layers_are_solved_once_more_without_the_strokes_held_back(painter: Painter) -> None:
    painter.paint(*range(LAYERS))
    wrong = SectionId(Direction.CROSSLINE, 20)
    shape = (30, 4)  # in layer 2, said to be layer 1
    before = np.full(shape, UNLABELLED, np.int8)
    painter.apply(Stroke(wrong, 1, 20, 100, np.ones(shape, bool), before, held=True))
    painter.tell()
    seen = painter.until(is_whole)
    seen += painter.until(lambda event: isinstance(event, Waiting))
    assert not any(map(is_apart, seen)), "nobody learns from them"
    painter.inbox.teaching.put(True)
    apart = painter.until(is_apart)[-1]
    assert apart.labels_version == 2
    doubted = [stroke.line for stroke in seen[[*map(is_whole, seen)].index(True)].doubted]
    assert doubted == [str(wrong)] and not apart.predictor.model.doubted, "they know nothing of that stroke"
    found = apart.predictor.predict(SHOWN, painter.volume.section(SHOWN)).classes
    assert (found == truth(line("crossline", SHOWN.number))).mean() > 0.95
    assert not any(map(is_apart, painter.until(lambda event: isinstance(event, Waiting)))), "once is enough"
    painter.undo()
    whole = painter.until(is_whole)
    assert whole[-1].labels_version == 3
    assert not any(map(is_apart, painter.until(lambda event: isinstance(event, Waiting)))), (
        "that stroke was not in them"
    )


@pytest.mark.slow
def test_where_nothing_is_held_back_the_layers_themselves_teach(painter: Painter) -> None:
    painter.inbox.teaching.put(True)
    painter.paint(*range(LAYERS))
    whole = painter.until(is_whole)[-1]
    began = painter.until(is_apart)
    assert began[-1].predictor.model is whole.predictor.model
    assert not any(isinstance(event, Progress) for event in began), "they are not solved again"


@pytest.mark.slow
def test_new_strokes_come_before_what_a_network_may_learn(painter: Painter) -> None:
    painter.inbox.teaching.put(True)
    painter.paint(*range(LAYERS))
    painter.paint(1, 2, section=OTHER, held=True)
    painter.until(is_whole)
    for _ in range(3):
        next(painter.work)  # they are being solved again
    painter.paint(0, section=OTHER)
    seen = painter.until(is_apart)
    solved = [event.labels_version for event in seen if isinstance(event, LayersSolved | LayersApart)]
    assert solved == [3, 3, 3]


@pytest.mark.slow
def test_while_both_directions_are_compared_the_lines_that_cross_the_screen_are_filled_in(
    painter: Painter, monkeypatch
) -> None:
    monkeypatch.setattr(screen, "CALM", 0.0)
    painter.inbox.comparing.put(True)
    painter.inbox.want((OTHER, SHOWN), (40, 90))
    painter.paint(*range(LAYERS))
    painter.until(is_whole)
    geometry = painter.volume.geometry
    passes = KeptPasses(geometry)
    while len(passes) < geometry.count(Direction.INLINE) + geometry.count(Direction.CROSSLINE):
        passes.put(painter.until(is_answer)[-1].prediction)
    assert passes.apart(OTHER).known.all() and passes.apart(SHOWN).known.all(), "nothing is left hatched"
    painter.inbox.comparing.put(False)
    painter.paint(1, section=OTHER)
    painter.until(is_whole)
    seen = {painter.until(is_answer)[-1].prediction.section for _ in range(2)}
    assert seen == {OTHER, SHOWN} and all(isinstance(next(painter.work), Waiting) for _ in range(3))
