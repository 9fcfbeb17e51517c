"""Live training as the user meets it: panel, overlays, errors, closing; with a training that computes nothing."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from PyQt6.QtCore import QSettings, Qt, QTimer
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMessageBox

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.background.job_signals import coalesced
from seisviewer.app.live import prediction_layer
from seisviewer.app.live.doubts.doubt_controller import DoubtController
from seisviewer.app.live.filling.stored_source import StoredSource
from seisviewer.app.live.held_back_line import HeldBackLine
from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.live.prediction_layer import PredictionLayer
from seisviewer.app.live.training_panel import TrainingPanel
from seisviewer.app.live.training_status import Phase
from seisviewer.app.main_window.close_questions import may_end
from seisviewer.app.main_window.closing_stages import ClosingStages
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import SectionState
from seisviewer.jobs.lanes import Lanes
from seisviewer.learning.events import (
    HeldBackPaint,
    HeldBackScored,
    Loss,
    ModelReady,
    ModelRejected,
    RoundCutOff,
    RoundEnded,
    RoundOutlook,
    RoundStarted,
    RoundTimeLeft,
    StageStarted,
)
from seisviewer.progress import Progress
from seisviewer.structure.layer_model import HeldOut
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.live_layers import LayersSolved

from . import live_fakes as fakes

INLINE = SectionId(Direction.INLINE, 105)
CROSSLINE = SectionId(Direction.CROSSLINE, 207)
SLICE = SectionId(Direction.TIME, 4)
WHOLE = (1.0, 1.0)


class Room:
    """A desk with a painted survey on it, and live training with a fake engine."""

    def __init__(self, qtbot, engine) -> None:
        self.qtbot = qtbot
        self.state = SectionState()
        self.engine = engine
        self.lanes = Lanes()
        self.live = LiveController(self.state, self.lanes, engine=engine)
        self.background = Background(self.state, self.lanes)
        qtbot.addWidget(self.background)
        self.closing = ClosingStages(self.state.closing)
        self.closing.on_ask(self.background.unfinished)
        self.layer = PredictionLayer(self.state, self.live.predictions)
        self.layers = LayerController(self.state, self.lanes, self.live.predictions, carrying=fakes.carry_nothing)
        self.doubts = DoubtController(self.state, self.layers, LabelEditor(self.state))
        self.stored = StoredSource(self.state, self.live.predictions)
        self.panel = TrainingPanel(self.state, self.live, self.layers, self.doubts, self.stored)
        qtbot.addWidget(self.panel)
        self.problems: list[str] = []
        self.state.problem.connect(self.problems.append)
        self.volume = fakes.PlainVolume()
        self.project = fakes.PaintedProject(self.volume)
        self.state.set_volume(self.volume, self.project)
        self.state.set_shown((INLINE,))

    def paint(self, label: int, row: int, column: int, held: bool = False) -> None:
        self.project.paint(INLINE, label, row, column, held=held)
        self.state.labels_changed.emit()

    def paint_two_classes(self) -> None:
        self.paint(1, 2, 2)
        self.paint(2, 2, 14)

    def wait(self, condition) -> None:
        self.qtbot.waitUntil(condition, timeout=5000)

    def learn(self) -> None:
        """Train until the section on screen is predicted."""
        self.paint_two_classes()
        self.live.start()
        self.wait(lambda: self.live.predictions.get(INLINE) is not None)


@pytest.fixture
def make_room(qtbot):
    rooms = []

    def make(**choices) -> Room:
        rooms.append(Room(qtbot, fakes.FakeEngine(**choices)))
        return rooms[-1]

    yield make
    for room in rooms:
        room.live.abandon()
        room.layers.abandon()
        room.background.stop()
        assert room.lanes.shutdown(5.0), "a thread was left behind"
    QSettings().clear()
    assert not [thread for thread in threading.enumerate() if thread.name == "seisviewer gpu"]


@pytest.fixture
def room(make_room) -> Room:
    return make_room()


def test_it_waits_for_two_classes_and_says_so(room: Room) -> None:
    room.paint(1, 2, 2)
    room.live.start()
    room.wait(lambda: "two classes" in room.panel._now.text())
    assert room.live.predictions.get(INLINE) is None
    room.paint(2, 2, 14)
    room.wait(lambda: room.live.predictions.get(INLINE) is not None)
    assert room.panel._now.text() == "Learning"


def test_the_panel_names_the_classes_that_models_are_not_scored_on(room: Room) -> None:
    line = room.panel.findChild(HeldBackLine)
    assert line.isHidden()
    room.paint_two_classes()
    room.wait(lambda: "No stroke of “Sand” or “Shale” is held back" in line.text())
    assert not line.isHidden()
    room.paint(1, 2, 6, held=True)
    room.wait(lambda: "No stroke of “Shale” is held back" in line.text())
    room.paint(2, 2, 10, held=True)
    room.wait(line.isHidden)


def test_the_panel_says_where_nothing_of_a_class_is_left_to_learn(room: Room) -> None:
    room.paint(1, 2, 2, held=True)
    line = room.panel.findChild(HeldBackLine)
    room.wait(lambda: "What is left of “Sand” is held back and not learned" in line.text())


def test_the_caption_names_a_class_that_was_deleted_since(room: Room) -> None:
    room.learn()
    answer = room.live.predictions.get(INLINE)
    number = int(np.bincount(answer.classes.ravel())[:255].argmax())
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    room.project.classes = room.project.classes.remove(number)
    room.state.classes_changed.emit(room.project.classes)
    assert f"deleted class “{room.project.classes.name_of(number)}”" in room.layer.details(INLINE)
    assert (room.layer.rgba(INLINE, WHOLE)[..., 3] > 0).any(), "drawn in the colour that it had"


def test_the_prediction_is_drawn_but_never_over_paint(room: Room) -> None:
    room.learn()
    image = room.layer.rgba(INLINE, WHOLE)
    painted = room.project.label_section(INLINE) != -1
    assert (image[painted, 3] == 0).all()
    assert (image[0, 2, :3] == (255, 0, 0)).all()
    assert (image[0, 18, :3] == (0, 0, 255)).all()


def test_a_section_newly_shown_is_asked_for_and_drawn(room: Room) -> None:
    room.learn()
    drawn = []
    room.state.prediction_changed.connect(drawn.append)
    room.state.set_shown((CROSSLINE, INLINE))
    room.wait(lambda: CROSSLINE in drawn)
    assert room.layer.rgba(CROSSLINE, WHOLE) is not None


def test_a_line_of_which_only_crossings_are_known_says_how_much_that_is(room: Room) -> None:
    room.learn()
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    known = room.live.predictions.get(CROSSLINE).known_share
    assert 0 < known < 0.5
    assert room.layer.caption(CROSSLINE).startswith(f"{100 * known:.0f} % predicted ")


def test_sections_only_scrolled_past_are_not_asked_for(room: Room) -> None:
    room.learn()
    for number in range(100, 112):
        room.state.set_shown((SectionId(Direction.INLINE, number),))
    room.wait(lambda: room.engine.wanted[-1] == (SectionId(Direction.INLINE, 111),))
    assert len(room.engine.wanted) <= 3


def test_new_strokes_reach_training(room: Room) -> None:
    room.learn()
    room.paint(1, 8, 8)
    room.wait(lambda: room.engine.seen[-1].version == 3)


def test_a_time_slice_is_assembled_and_the_rest_is_hatched(room: Room) -> None:
    room.learn()
    room.state.set_shown((INLINE, SLICE))
    image = room.layer.rgba(SLICE, WHOLE)
    known = image[5]
    assert (known[8:, 3] > 0).all()
    rest = np.delete(image, 5, axis=0)
    lines = {tuple(colour) for colour in rest[rest[..., 3] > 0][:, :3]}
    assert 0.05 < (rest[..., 3] > 0).mean() < 0.7
    darkest, lightest = min(map(max, lines)), max(map(min, lines))
    assert darkest < 90 and lightest > 165, "seen over black, grey and white amplitudes"
    assert "% predicted" in room.layer.caption(SLICE)


def test_views_and_slice_say_the_same_where_they_cross(room: Room) -> None:
    """A model that says class 2 along the inline and, more surely, class 3 along the crossline."""
    room.state.set_shown((INLINE, CROSSLINE, SLICE))
    geometry = room.volume.geometry
    for section, label, share in ((INLINE, 2, 0.6), (CROSSLINE, 3, 0.9)):
        room.live._take(fakes.predicted(section, 1, 1, geometry, label, share))
    inline, crossline, time_slice = (room.live.predictions.get(each) for each in (INLINE, CROSSLINE, SLICE))
    assert (inline.classes[7] == crossline.classes[5]).all()
    assert np.array_equal(inline.confidence[7], crossline.confidence[5])
    assert time_slice.classes[5, 7] == inline.classes[7, 4] == 3
    assert time_slice.confidence[5, 7] == inline.confidence[7, 4] == pytest.approx((0.9 + 0.2) / 2, abs=0.005)


def test_what_only_one_direction_was_asked_about_is_paler_until_the_other_is_known(room: Room) -> None:
    room.state.set_shown((INLINE,))
    room.state.set_overlays(contours=False)
    geometry = room.volume.geometry
    room.live._take(fakes.predicted(INLINE, 1, 1, geometry, 2))
    opacities = np.unique(room.layer.rgba(INLINE, WHOLE)[..., 3]).tolist()
    assert len(opacities) == 1
    assert room.layer.caption(INLINE).endswith("\nPaler: one direction so far")
    assert "100 % was predicted along one direction only" in room.layer.details(INLINE)
    for number in range(200, 216):
        room.live._take(fakes.predicted(SectionId(Direction.CROSSLINE, number), 1, 1, geometry, 2))
    room.wait(lambda: "one direction" not in room.layer.caption(INLINE))
    (settled,) = np.unique(room.layer.rgba(INLINE, WHOLE)[..., 3])
    assert opacities[0] < 0.8 * settled


def test_every_section_on_screen_is_drawn_again_while_lines_keep_coming(room: Room, monkeypatch) -> None:
    monkeypatch.setattr(room.live.predictions._renewal_timer, "start", lambda: None)
    shown = (INLINE, CROSSLINE, SLICE, SectionId(Direction.TIME, 5), SectionId(Direction.INLINE, 109))
    room.state.set_shown(shown)
    geometry = room.volume.geometry
    drawn = []
    for number in (INLINE, CROSSLINE, *(SectionId(Direction.INLINE, 100 + index) for index in range(5))):
        room.live._take(fakes.predicted(number, 1, 1, geometry))
        [room.live.predictions.get(section) for section in shown]
    room.state.prediction_changed.connect(drawn.append)
    for index in range(12):
        across = SectionId(*((Direction.INLINE, 100), (Direction.CROSSLINE, 200))[index % 2])
        room.live.predictions.put(fakes.predicted(across, 2 + index, 1, geometry).prediction)
        [room.live.predictions.get(section) for section in shown]
        room.live.predictions._renew_next()
    assert set(shown) <= set(drawn)


def test_a_section_left_and_seen_again_shows_what_was_learned_meanwhile(room: Room) -> None:
    geometry = room.volume.geometry
    room.live._take(fakes.predicted(INLINE, 1, 1, geometry, 2))
    before = room.layer.rgba(INLINE, WHOLE)
    room.state.set_shown((CROSSLINE,))
    room.live._take(fakes.predicted(CROSSLINE, 2, 2, geometry, 1))
    room.state.set_shown((INLINE,))
    after = room.layer.rgba(INLINE, WHOLE)
    assert (after[7] != before[7]).any() and (after[3] == before[3]).all()


def test_a_slice_says_how_much_of_it_the_newest_model_knows_and_how_old_its_oldest_line_is(room: Room) -> None:
    room.state.set_shown((SLICE,))
    room.live.predictions._held_timer.setInterval(20)
    geometry = room.volume.geometry
    old = fakes.predicted(INLINE, 1, 1, geometry).prediction
    room.live.predictions.put(replace(old, seconds=time.time() - 18 * 60))
    for index in (0, 2, 4):
        room.live.predictions.put(fakes.predicted(SectionId(Direction.INLINE, 100 + index), 3, 2, geometry).prediction)
    room.wait(lambda: room.layer.caption(SLICE).startswith("33 % predicted, 2 versions, oldest 18 min ago\n"))
    details = room.layer.details(SLICE)
    assert "the newest of it by the model “live 3”" in details and "75 % of what is predicted" in details
    assert "put together from lines of 2 versions of the model" in details
    room.live.predictions.put(fakes.predicted(INLINE, 3, 2, geometry).prediction)
    room.wait(lambda: room.layer.caption(SLICE).startswith("33 % predicted, oldest "))
    assert "versions" not in room.layer.details(SLICE), "all of one model"


def test_lines_filled_in_are_shown_a_block_at_a_time(room: Room) -> None:
    """One after the other, they would draw teeth at every boundary."""
    room.state.set_overlays(contours=False)
    geometry = room.volume.geometry
    room.live._take(fakes.predicted(INLINE, 1, 1, geometry, 2))
    alone = room.layer.rgba(INLINE, WHOLE)
    for number in range(200, 215):
        room.live._take(fakes.predicted(SectionId(Direction.CROSSLINE, number), 1, 1, geometry, 3, 0.99))
        room.live._take(fakes.predicted(INLINE, 1, 1, geometry, 2))
        assert (room.layer.rgba(INLINE, WHOLE) == alone).all()
    room.live._take(fakes.predicted(SectionId(Direction.CROSSLINE, 215), 1, 1, geometry, 3, 0.99))
    room.wait(lambda: (room.layer.rgba(INLINE, WHOLE) != alone).any(axis=-1).all())


def test_a_line_that_is_held_back_is_there_when_the_user_goes_to_it(room: Room) -> None:
    geometry = room.volume.geometry
    room.live._take(fakes.predicted(INLINE, 1, 1, geometry, 2))
    room.live._take(fakes.predicted(CROSSLINE, 1, 1, geometry, 3))
    assert (room.live.predictions.get(CROSSLINE).classes[0] == 3).all()


def test_a_block_that_is_not_filled_up_counts_after_a_while(room: Room) -> None:
    geometry = room.volume.geometry
    room.live.predictions._held_timer.setInterval(20)
    room.live._take(fakes.predicted(INLINE, 1, 1, geometry, 2))
    room.live._take(fakes.predicted(CROSSLINE, 1, 1, geometry, 3, 0.99))
    room.wait(lambda: room.live.predictions.get(INLINE).classes[7, 4] == 3)


def test_what_lines_in_the_background_changed_waits_while_the_user_steps(room: Room, monkeypatch) -> None:
    geometry, drawn, rest = room.volume.geometry, [], room.live.predictions._renewal_timer
    room.state.set_shown((INLINE, SLICE))
    rest.setInterval(60_000)
    begun: list[int] = []

    def start() -> None:
        begun.append(rest.interval())
        QTimer.start(rest)

    monkeypatch.setattr(rest, "start", start)
    room.live._take(fakes.predicted(INLINE, 1, 1, geometry))
    for section in room.state.shown:
        room.live.predictions.get(section)
    room.state.prediction_changed.connect(drawn.append)
    for number in range(200, 216):
        room.live._take(fakes.predicted(SectionId(Direction.CROSSLINE, number), 1, 1, geometry))
    for step in range(1, 4):
        before = len(begun)
        room.state.set_position(replace(room.state.position, sample=step))
        assert len(begun) == before + 1, "each step makes it wait from the beginning"
        assert rest.isActive() and SLICE not in drawn
    rest.setInterval(1)
    room.wait(lambda: {INLINE, SLICE} <= set(drawn))


def test_training_hears_of_predictions_that_were_dropped_to_make_room(room: Room) -> None:
    room.learn()
    dropped = (SectionId(Direction.INLINE, 101),)
    room.live.predictions.put = lambda newer: dropped
    inbox = room.live._inbox
    room.live._take(fakes.predicted(INLINE, 1, 1, room.volume.geometry))
    assert inbox.take_dropped() == [*dropped] and inbox.take_dropped() == []


def test_training_is_told_where_the_crosshair_is(room: Room) -> None:
    room.learn()
    room.state.set_position(replace(room.state.position, crossline=3))
    room.wait(lambda: room.live._inbox.crosshair.get() == (room.state.position.inline, 3))


def test_switching_overlays_changes_the_picture(room: Room) -> None:
    room.learn()
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    plain = room.layer.rgba(INLINE, WHOLE)
    room.state.set_overlays(confidence=True)
    confidence = room.layer.rgba(INLINE, WHOLE)
    assert (confidence != plain).any()
    room.state.set_overlays(confidence=False, contours=False)
    without = room.layer.rgba(INLINE, WHOLE)
    opaque = int(255 * 0.45)
    assert set(np.unique(without[..., 3])) == {0, int(opaque * 0.7)}, "paler, since one direction was asked"
    room.state.set_overlays(fade=True)
    assert room.layer.rgba(INLINE, WHOLE)[..., 3].max() < int(255 * 0.45)
    room.state.set_overlays(prediction=False)
    assert room.layer.rgba(INLINE, WHOLE) is None
    room.state.set_overlays(contours=True)
    alone = room.layer.rgba(INLINE, WHOLE)
    assert (alone[0, 9:11, 3] == int(255 * 0.7)).all(), "boundaries need no class colours"
    assert not alone[:, :6].any()
    room.state.set_overlays(labels=False, prediction=True)
    assert room.layer.rgba(INLINE, WHOLE)[..., 3].all(), "hidden labels leave no holes"


def test_a_large_section_is_drawn_in_the_same_colours(room: Room) -> None:
    """There only one of some rows and columns is drawn."""
    room.learn()
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    room.state.set_overlays(contours=False)
    for looks in ({}, {"fade": True}, {"confidence": True}, {"labels": False}, {"stability": True}, {"disagreement": True}):
        room.state.set_overlays(**looks)
        coarse = room.layer.coarse_rgba(INLINE, (3.0, 2.0), (3, 2))
        np.testing.assert_array_equal(coarse, room.layer.rgba(INLINE, (3.0, 2.0))[::3, ::2])
    assert coarse.any()


def test_a_stroke_takes_its_place_out_of_a_picture_that_is_not_drawn_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawing a section of a large survey takes so long that a brush would stumble over it."""
    room.learn()
    before = room.layer.rgba(INLINE, WHOLE)
    drawn = []
    monkeypatch.setattr(prediction_layer, "picture", lambda *asked: drawn.append(asked))
    assert before[9, 9].any()
    room.paint(1, 9, 9)
    after = room.layer.rgba(INLINE, WHOLE)
    assert not drawn and not after[9, 9].any() and before[9, 9].any()
    kept = before[..., 3] & after[..., 3]
    assert (kept[after[..., 3] > 0] == before[..., 3][after[..., 3] > 0]).all() and kept.any()
    assert after[..., 0].strides == before[..., 0].strides, "laid out as it is drawn"


def test_strokes_not_learned_in_time_make_a_prediction_fainter(room: Room) -> None:
    room.learn()
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    before = room.layer.rgba(INLINE, WHOLE)[..., 3].max()
    room.live.predictions._grace_timer.setInterval(10)
    room.live.predictions._grace_timer.stop()
    room.paint(1, 9, 9)
    room.wait(lambda: "Newest strokes not learned" in room.layer.caption(INLINE))
    assert room.layer.rgba(INLINE, WHOLE)[..., 3].max() < 0.8 * before, "fainter still than what one direction says"


def test_a_stroke_that_was_undone_leaves_what_was_said_before_it_up_to_date(room: Room) -> None:
    room.live.predictions._grace_timer.setInterval(10)
    room.paint_two_classes()
    made = fakes.predicted(INLINE, 1, room.project.snapshot().version, room.volume.geometry)
    room.live.predictions.put(made.prediction)
    room.state.set_shown((SLICE,))
    room.paint(1, 8, 8)
    room.wait(lambda: "Newest strokes not learned" in room.layer.caption(SLICE))
    looks_different: list[SectionId] = []
    room.layer.changed.connect(looks_different.append)
    room.project.undo()
    room.state.labels_changed.emit()
    room.wait(lambda: "Newest strokes not learned" not in room.layer.caption(SLICE))
    room.wait(lambda: bool({SLICE, None} & set(looks_different)))
    room.qtbot.wait(50)
    room.live.predictions._grace_timer.setInterval(5000)
    room.paint(2, 9, 9)
    assert "Newest strokes not learned" not in room.layer.caption(SLICE), "training gets some time, as after any stroke"
    room.live.predictions._grace_over()
    assert "Newest strokes not learned" in room.layer.caption(SLICE)


@pytest.mark.parametrize(
    ("failing", "said"),
    [(fakes.out_of_memory, "unexpected error (out of memory)"), (fakes.unreadable, "The survey has no line 7.")],
)
def test_an_error_in_training_is_one_sentence_and_it_can_start_again(make_room, failing, said: str) -> None:
    room = make_room(failing=failing)
    room.paint_two_classes()
    room.live.start()
    room.wait(lambda: len(room.problems) > 0)
    assert len(room.problems) == 1
    assert said in room.problems[0]
    assert "\n" not in room.problems[0]
    assert not room.live.status.is_on
    room.engine.failing = None
    room.live.start()
    room.wait(lambda: room.live.predictions.get(INLINE) is not None)


def test_the_buttons_start_pause_and_stop(room: Room) -> None:
    room.paint_two_classes()
    room.panel.show()
    buttons = room.panel._buttons

    def click(name: str) -> None:
        room.qtbot.mouseClick(buttons[name], Qt.MouseButton.LeftButton)

    click("start")
    room.wait(lambda: room.live.status.phase is Phase.RUNNING)
    assert buttons["start"].text() == "Stop"
    assert room.panel._figures["device"].text() == "The processor computes."
    click("pause")
    room.wait(lambda: room.live.status.waiting == "paused")
    assert room.panel._now.text() == "Paused: predicts, learns nothing"
    step = room.live.status.step
    room.qtbot.wait(80)
    assert room.live.status.step == step
    click("pause")
    room.wait(lambda: room.live.status.step > step)
    click("improve")
    room.wait(lambda: room.engine.improved == 1)
    click("start")
    room.wait(lambda: not room.live.status.is_on)
    assert room.engine.ended
    assert buttons["start"].text() == "Start"


def test_what_was_predicted_stays_after_stopping(room: Room) -> None:
    room.learn()
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    assert room.layer.rgba(INLINE, WHOLE) is not None
    assert room.panel._figures["model"].text().startswith("live, version")


def test_the_second_class_starts_it_only_if_the_user_chose_so(room: Room) -> None:
    room.paint_two_classes()
    assert not room.live.status.is_on
    room.project.paint(INLINE, -1, 0, 0, *fakes.SHAPE[1:])
    room.state.labels_changed.emit()
    room.panel._auto.click()
    room.paint(1, 2, 2)
    assert not room.live.status.is_on
    room.paint(2, 2, 14)
    assert room.live.status.is_on
    room.live.stop()
    room.state.set_volume(room.volume)
    room.state.project = fakes.PaintedProject(room.volume)  # others in the window hear of it first, and say so
    room.state.project.paint(INLINE, 1, 2, 2)
    room.state.project.paint(INLINE, 2, 2, 14)
    room.state.labels_changed.emit()
    assert not room.live.status.is_on, "a project that is opened has been painted before"


def test_torch_is_loaded_once_and_only_when_there_are_labels(room: Room) -> None:
    assert room.engine.warmed == 0
    room.paint_two_classes()
    room.wait(lambda: room.engine.warmed == 1)
    room.paint(1, 9, 9)
    room.qtbot.wait(30)
    assert room.engine.warmed == 1


def test_another_survey_ends_training_and_forgets_what_was_predicted(room: Room) -> None:
    room.learn()
    assert room.panel._curve.listDataItems()
    other = fakes.PlainVolume()
    room.state.set_volume(other, fakes.PaintedProject(other))
    assert not room.panel._curve.listDataItems(), "the loss was that of the other survey"
    assert not room.live.status.is_on
    room.wait(lambda: room.engine.ended)
    room.qtbot.wait(60)
    assert room.layer.rgba(INLINE, WHOLE) is None


def test_what_was_said_of_the_survey_before_is_never_shown_under_the_next_one(room: Room) -> None:
    room.learn()
    other = fakes.PlainVolume()
    room.state.set_volume(other, fakes.PaintedProject(other))
    nearby = SectionId(Direction.INLINE, 101)
    room.live.predictions.put(fakes.predicted(nearby, 1, 1, other.geometry).prediction)
    assert room.live.predictions.get(nearby) is not None and room.live.predictions.get(INLINE) is None


def test_training_is_given_no_project_of_a_survey_that_was_opened_since(room: Room, monkeypatch) -> None:
    asked, start = [], room.engine.start_live

    def start_live(volume, inbox, *, project):
        asked.append(project)
        return start(volume, inbox, project=project)

    monkeypatch.setattr(room.engine, "start_live", start_live)
    room.learn()
    (project,) = asked
    assert project() is room.project
    other = fakes.PlainVolume()
    room.state.set_volume(other, fakes.PaintedProject(other))
    assert project() is None, "a model would be kept in it that never saw its survey"


def test_closing_asks_once_and_only_while_a_round_runs(room: Room, monkeypatch) -> None:
    asked = []
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *rest: asked.append(rest[2]) or answers[len(asked) - 1])
    assert may_end(room.closing, "close")
    assert asked == []
    room.learn()
    assert may_end(room.closing, "close") and not asked, "the model that is learned live is kept"
    room.live._take(RoundStarted("round 2", 1, (1, 2)))
    room.live._take(StageStarted("teacher", 1, 6))
    assert not may_end(room.closing, "close")
    assert room.live.status.is_on
    assert asked == ["Round 2 has not ended: it goes on where it was the next time. Stop it and close?"]
    assert may_end(room.closing, "close")
    room.project.read_only = True
    answers.append(QMessageBox.StandardButton.Cancel)
    assert not may_end(room.closing, "close")
    assert "would be lost" in asked[2], "nothing is kept in a project that can only be looked at"
    room.closing.stop()
    assert room.closing.wait(5.0)
    assert room.engine.ended


def test_closing_asks_while_a_file_is_written(room: Room, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(
        QMessageBox, "question", lambda *rest: asked.append(rest[2]) or QMessageBox.StandardButton.Cancel
    )
    written = threading.Event()

    def write():
        while not written.is_set():
            time.sleep(0.01)
            yield Progress(0, 0)

    room.background.run("Exporting labels.npz", write, awaited=True)
    assert not may_end(room.closing, "close")
    assert "Exporting labels.npz" in asked[0]
    written.set()
    room.wait(lambda: not room.background.busy)
    assert may_end(room.closing, "close")
    assert len(asked) == 1


def test_a_round_can_be_finished_from_a_pause_and_predicting_goes_on(room: Room) -> None:
    room.learn()
    room.live.finish_round()
    assert room.live.status.phase is Phase.RUNNING, "there is no round to finish"
    room.live._take(StageStarted("first student", 4, 6))
    room.live.set_paused(True)
    room.live.finish_round()
    assert room.live.status.phase is Phase.FINISHING
    room.wait(lambda: room.live.status.phase is Phase.PAUSED)
    assert room.panel._figures["model"].text().startswith("live, version")
    step = room.engine.step
    room.state.set_shown((CROSSLINE,))
    room.wait(lambda: room.live.predictions.get(CROSSLINE) is not None)
    assert room.engine.step == step, "nothing is learned any more"
    assert may_end(room.closing, "close"), "nothing is lost, so nothing is asked"
    room.live.toggle()
    room.wait(lambda: room.engine.step > step)
    room.live.toggle()
    room.wait(lambda: not room.live.status.is_on)


@pytest.mark.parametrize("kind", ["live", "st++"])
def test_a_project_with_a_live_model_is_predicted_when_it_is_opened(room: Room, kind: str) -> None:
    room.engine.step = 5
    room.live._resume.setInterval(10)
    kept = SimpleNamespace(kind=kind, state="finished", metrics={})
    again = fakes.PaintedProject(room.volume, (kept,))
    again.paint(INLINE, 1, 2, 2)
    again.paint(INLINE, 2, 2, 14)
    room.state.set_volume(room.volume, again)
    if kind == "live":
        room.wait(lambda: room.live.predictions.get(INLINE) is not None)
        assert room.live.status.phase is Phase.PAUSED
    else:
        room.qtbot.wait(60)
        assert not room.live.status.is_on
    assert room.engine.step == 5


def test_ages_are_those_of_the_labels_and_of_the_oldest_line(room: Room) -> None:
    again = fakes.PaintedProject(room.volume)
    again.paint(INLINE, 1, 2, 2)
    again.paint(INLINE, 2, 2, 14)
    again.painted_at = time.time() - 7200
    room.state.set_volume(room.volume, again)
    geometry = room.volume.geometry
    room.live.predictions.put(fakes.predicted(INLINE, 1, 2, geometry).prediction)
    for section in (INLINE, SLICE):
        assert "made 0 s ago.\nThe labels that it had learned are 2 h 00 min old." in room.layer.details(section)
    room.live.predictions._grace_timer.setInterval(10)
    room.live.predictions._grace_timer.stop()
    again.paint(INLINE, 1, 9, 9)
    room.state.set_shown((SLICE,))
    room.state.labels_changed.emit()
    room.wait(lambda: "Newest strokes not learned" in room.layer.caption(SLICE))
    room.live.predictions.put(fakes.predicted(CROSSLINE, 2, 3, geometry).prediction)
    assert "learned are 0 s old" in room.layer.details(CROSSLINE)


def test_every_view_has_its_caption_read_again_as_time_goes(room: Room) -> None:
    room.state.set_shown((INLINE, SLICE))
    room.live.predictions.put(fakes.predicted(INLINE, 1, 0, room.volume.geometry).prediction)
    looked_at: list[SectionId] = []
    room.layer.changed.connect(looked_at.append)
    room.wait(lambda: {INLINE, SLICE} <= set(looked_at))


def test_looking_through_time_slices_does_not_pile_them_up(room: Room) -> None:
    room.live.predictions.put(fakes.predicted(INLINE, 1, 0, room.volume.geometry).prediction)
    for number in range(20):
        assert room.layer.rgba(SectionId(Direction.TIME, number), WHOLE) is not None
    assert len(room.live.predictions._sections) < 10


def test_the_panel_follows_a_round(room: Room) -> None:
    room.panel.resize(360, 900)
    room.panel.show()
    assert room.panel._now.text().startswith("Training is off")
    room.paint_two_classes()
    assert "Start lets a network learn" in room.panel._now.text()
    room.live.start()
    for event in (
        Loss("teacher", 30, 300, 0.5, 10.0),
        StageStarted("stability ranking", 2, 6),
    ):
        room.live._take(event)
    assert room.panel._figures["loss"].text() == "–", "nothing is learned while sections are ranked"
    for event in (
        StageStarted("first student", 4, 6),
        Loss("first student", 30, 300, 0.5, 10.0),
        RoundTimeLeft(630.0),
        Loss("first student", 31, 300, 0.5, 9.0),
        Loss("live", 7, 0, 0.1),
        ModelRejected("round 1", 0.7, 0.8),
    ):
        room.live._take(event)
    texts = {name: label.text() for name, label in room.panel._figures.items()}
    assert (texts["stage"], texts["step"], texts["left"]) == (
        "First student (4 of 6)",
        "31 of 300",
        "10 min of the whole round",
    )
    assert "round 1 kept back with 70 %" in texts["score"]
    room.live._take(ModelReady("round 2", 9, 2, 0.9))
    assert "kept back" not in room.panel._figures["score"].text()
    assert room.panel._buttons["finish"].isEnabled()
    room.live._take(RoundEnded("round 1", True))
    assert not room.panel._buttons["finish"].isEnabled() and room.panel._figures["left"].text() == "–"


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        (
            RoundEnded("round 1", True, True, 0.934, 0.91),
            "Round 1: student 0.93 against 0.91 on held-back strokes, now on screen",
        ),
        (
            RoundEnded("round 2", True, False, 0.88, 0.91),
            "Round 2: kept the model before: student 0.88 against 0.91 on held-back strokes",
        ),
        (RoundEnded("round 3", True, True), "Round 3: student now on screen; no held-back strokes to compare it on"),
        (RoundEnded("round 4", False), "Round 4 was dropped"),
    ],
)
def test_what_became_of_a_round_stays_in_the_panel(room: Room, ended: RoundEnded, said: str) -> None:
    room.panel.show()
    room.learn()
    assert not room.panel._round.isVisible()
    room.live._take(StageStarted("final student", 6, 6))
    room.live._take(ended)
    assert room.panel._round.isVisible() and room.panel._round.text() == said
    step = room.live.status.step
    room.wait(lambda: room.live.status.step > step + 5)
    assert room.panel._round.text() == said, "the live model says nothing about it"
    room.live._take(StageStarted("teacher", 1, 6))
    assert room.panel._round.text() == said, "until the next round has ended"
    room.live._take(RoundEnded("round 9", False))
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    assert room.panel._round.text() == "Round 9 was dropped"
    room.state.set_volume(room.volume, fakes.PaintedProject(room.volume))
    assert not room.panel._round.isVisible()


def test_a_round_that_was_cut_off_is_offered_and_can_be_dropped(room: Room, monkeypatch) -> None:
    room.live._resume.setInterval(10)
    kept = SimpleNamespace(kind="live", state="stopped", metrics={"round": {"number": 2}})
    again = fakes.PaintedProject(room.volume, (kept,))
    again.paint(INLINE, 1, 2, 2)
    again.paint(INLINE, 2, 2, 14)
    begun = RoundStarted("round 2", again.snapshot().version, (1, 2))
    room.engine.announced = (RoundCutOff(begun, "first student", 4, 6),)
    room.state.set_volume(room.volume, again)
    said = "Round 2 was cut off in the first student (stage 4 of 6): Improve goes on with it"
    room.wait(lambda: room.panel._round.text() == said)
    assert room.live.status.phase is Phase.PAUSED
    assert room.panel._buttons["improve"].isEnabled() and room.panel._buttons["drop"].isEnabled()
    again.paint(INLINE, 1, 9, 9)
    room.state.labels_changed.emit()
    assert "its labels have changed since, so Improve begins that training anew" in room.panel._round.text()
    again.paint(INLINE, 3, 9, 9)
    room.state.labels_changed.emit()
    assert "so Improve begins the round anew" in room.panel._round.text()
    asked, answers = [], [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *rest: asked.append(rest[2:]) or answers[len(asked) - 1])
    room.panel._buttons["drop"].click()
    room.qtbot.wait(30)
    assert room.engine.dropped == 0 and asked[0][0].startswith("Drop round 2?")
    assert asked[0][2] == QMessageBox.StandardButton.Cancel, "what Enter chooses"
    room.panel._buttons["drop"].click()
    room.wait(lambda: room.engine.dropped == 1)
    room.live._take(RoundEnded("round 2", False))
    assert not room.panel._buttons["drop"].isEnabled()


def test_a_round_that_training_was_stopped_in_can_be_taken_up(room: Room) -> None:
    room.learn()
    room.live._take(RoundStarted("round 3", room.project.snapshot().version, (1, 2)))
    room.live._take(StageStarted("first student", 4, 6))
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    assert "cut off in the first student (stage 4 of 6)" in room.panel._round.text()
    room.live.improve()
    room.live._take(StageStarted("first student", 4, 6))
    assert "cut off" not in room.panel._round.text()


def test_a_stability_map_of_a_few_lines_leaves_the_classes_of_the_others(room: Room) -> None:
    """Stability is known of one line of the slice: the rest shows what is known of it, and the caption says so."""
    room.state.set_shown((SLICE,))
    room.state.set_overlays(contours=False)
    room.live.predictions._held_timer.setInterval(20)
    for number in range(100, 112):
        made = fakes.predicted(SectionId(Direction.INLINE, number), 1, 0, room.volume.geometry).prediction
        room.live.predictions.put(made)
    room.wait(lambda: room.layer.caption(SLICE).startswith("Predicted, oldest"))
    classes = room.layer.rgba(SLICE, WHOLE)
    stable = {"stability": np.full(made.classes.shape, 0.5, np.float16), "stability_of": "this and the last 3 versions"}
    room.live.predictions.put(replace(made, **stable))
    room.state.set_overlays(stability=True)
    room.wait(lambda: (room.layer.rgba(SLICE, WHOLE)[11] != classes[11]).any(axis=-1).all())
    assert (room.layer.rgba(SLICE, WHOLE)[:11] == classes[:11]).all()
    assert room.layer.caption(SLICE).endswith("\nStability of 8 %, else classes")
    room.state.set_overlays(prediction=False)
    assert not room.layer.rgba(SLICE, WHOLE)[:11].any()


def test_a_map_has_its_scale_in_the_view(room: Room) -> None:
    made = fakes.predicted(INLINE, 1, 0, room.volume.geometry).prediction
    room.live.predictions.put(made)
    assert room.layer.scale(INLINE) is None
    room.state.set_overlays(confidence=True)
    assert room.layer.scale(INLINE).high == "100 % sure"
    room.state.set_overlays(stability=True)
    assert room.layer.scale(INLINE).high == "100 % sure", "no stability yet"
    shares = np.full(made.classes.shape, 0.5, np.float16)
    room.live.predictions.put(replace(made, stability=shares, stability_of="this and the last version"))
    assert room.layer.scale(INLINE).high == "100 % stable"


def test_a_caption_never_has_more_than_two_lines(room: Room) -> None:
    room.state.set_shown((SLICE,))
    room.live.predictions.put(fakes.predicted(INLINE, 1, 2, room.volume.geometry).prediction)
    room.live.predictions.put(fakes.predicted(SectionId(Direction.INLINE, 107), 3, 3, room.volume.geometry).prediction)
    room.state.set_overlays(stability=True)
    for section in (INLINE, SLICE):
        lines = room.layer.caption(section).split("\n")
        assert len(lines) <= 2 and all(len(line) <= 45 for line in lines)
        assert len(room.layer.details(section).split("\n")) > 2


def test_the_caption_says_whose_agreement_the_stability_is(room: Room) -> None:
    made = fakes.predicted(INLINE, 1, 0, room.volume.geometry).prediction
    room.live.predictions.put(made)
    assert "tability" not in room.layer.caption(INLINE)
    room.state.set_overlays(stability=True)
    assert "Stability not known yet" in room.layer.caption(INLINE)
    shares = np.full(made.classes.shape, 0.5, np.float16)
    for of in ("this and the last 3 versions", "3 checkpoints of round 1"):
        room.live.predictions.put(replace(made, stability=shares, stability_of=of))
        assert room.layer.details(INLINE).endswith(f"Stability is how far {of} agree.")


def test_checkpoints_are_asked_for_only_while_stability_is_on_screen(room: Room) -> None:
    room.learn()
    assert not room.engine.inbox.stability.get()
    room.state.set_overlays(stability=True)
    assert room.engine.inbox.stability.get()
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    room.live.start()
    room.wait(lambda: room.live.status.phase is Phase.RUNNING)
    assert room.engine.inbox.stability.get()


def test_what_a_first_use_does_not_need_is_folded_and_stays_as_it_was_left(room: Room) -> None:
    room.panel.show()
    assert not room.panel._figures["loss"].isVisible() and not room.panel._buttons["drop"].isVisible()
    assert room.panel._buttons["start"].isVisible()
    QTest.mouseClick(room.panel.details.button, Qt.MouseButton.LeftButton)
    assert room.panel._figures["loss"].isVisible() and room.panel._auto.isVisible()
    again = TrainingPanel(room.state, room.live, room.layers, room.doubts, room.stored)
    room.qtbot.addWidget(again)
    again.show()
    assert again._figures["loss"].isVisible()


def test_the_buttons_of_a_round_are_there_while_there_is_one(room: Room) -> None:
    room.panel.show()
    room.learn()
    room.live._take(StageStarted("teacher", 1, 6))
    assert room.panel._buttons["finish"].isVisible() and room.panel._buttons["drop"].isVisible()
    room.live._take(RoundTimeLeft(630.0))
    assert room.panel._now.text() == "Teacher (1 of 6), 10 min left of the round"
    room.live._take(RoundEnded("round 1", True))
    assert not room.panel._buttons["finish"].isVisible() and not room.panel._buttons["drop"].isVisible()


def test_start_stays_where_it_is_while_sentences_come_and_go(room: Room) -> None:
    room.panel.resize(300, 700)
    room.panel.show()
    room.qtbot.wait(20)
    place = room.panel._buttons["start"].geometry(), room.panel._buttons["improve"].geometry()
    room.learn()
    room.layers._take(LayersSolved(1, (1, 2), HeldOut({}, None), True, 0.9))
    room.live._take(RoundEnded("round 4", False))
    room.qtbot.wait(20)
    assert place == (room.panel._buttons["start"].geometry(), room.panel._buttons["improve"].geometry())


def test_rounds_by_themselves_are_a_switch_that_is_remembered(room: Room) -> None:
    assert room.panel._auto_rounds.isChecked()
    room.learn()
    room.panel._auto_rounds.click()
    assert room.engine.inbox.auto_rounds.get() is False
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    again = TrainingPanel(
        room.state, LiveController(room.state, room.lanes, engine=room.engine), room.layers, room.doubts, room.stored
    )
    room.qtbot.addWidget(again)
    assert not again._auto_rounds.isChecked()
    room.live.start()
    room.wait(lambda: room.live.status.phase is Phase.RUNNING)
    assert room.engine.inbox.auto_rounds.get() is False


def scored(room: Room, held_back: HeldBackPaint, score: float | None = 1.0) -> str:
    room.live._take(held_back)
    room.live._take(ModelReady("live", 5, 2, score))
    return room.panel._figures["score"].text()


def test_the_score_says_what_it_is_of(room: Room) -> None:
    assert scored(room, HeldBackPaint({1: 900, 3: 340}, 4, 2, 9), 0.93) == (
        "93 % of 1,240 voxels of 9 strokes in 2 of 4 classes"
    )


def test_the_score_has_its_interval_and_not_that_of_another_model(room: Room) -> None:
    room.live._take(HeldBackScored("live", 5, 0.81, 0.97))
    room.live._take(HeldBackScored("live", 4, 0.1, 0.2))
    assert scored(room, HeldBackPaint({1: 900, 3: 340}, 4, 2, 9), 0.93).startswith("93 % (95 %: 81–97 %) of 1,240")


def test_improve_says_how_long_it_takes_and_whether_its_result_can_be_told(room: Room) -> None:
    improve = room.panel._buttons["improve"]
    assert improve.text() == "Improve" and "after two classes are painted" in improve.toolTip()
    room.live._take(RoundOutlook(720.0))
    assert improve.text() == "Improve (about 12 min)" and "will not take the screen" not in improve.toolTip()
    room.live._take(HeldBackPaint({1: 5000, 2: 5000}, 2, 1, 5))
    assert "will not take the screen" in improve.toolTip() and "Alt+H" in improve.toolTip()
    assert LiveController(room.state, room.lanes, engine=room.engine).status.outlook == 720.0


def test_improve_says_how_long_it_takes_before_anything_is_trained(room: Room) -> None:
    room.live._timing._soon.setInterval(20)
    improve = room.panel._buttons["improve"]
    room.paint(1, 2, 2)
    room.qtbot.wait(80)
    assert room.engine.timed == 0 and improve.text() == "Improve", "one class teaches nothing"
    room.paint(2, 2, 12)
    room.qtbot.waitUntil(lambda: room.engine.timed == 1, timeout=5000)
    room.paint(2, 2, 8)
    room.qtbot.waitUntil(lambda: room.engine.timed == 2, timeout=5000)  # a stroke comes first
    room.engine.seconds = 720.0
    room.qtbot.waitUntil(lambda: improve.text() == "Improve (about 12 min)", timeout=5000)
    for _ in range(3):
        room.live._take(RoundOutlook(300.0))
    assert improve.text() == "Improve (about 5 min)", "training knows better"
    room.paint(1, 8, 2)
    room.qtbot.wait(80)
    assert room.engine.timed == 2, "it is known"


@pytest.mark.parametrize("voxels", [{}, {2: 5000}, {1: 5000, 2: 20}])
def test_a_score_that_rests_on_too_little_is_not_shown(room: Room, voxels: dict[int, int]) -> None:
    assert scored(room, HeldBackPaint(voxels, 3, 1, 9)).startswith("Not enough held back to tell: 9 strokes")
    room.live._take(RoundEnded("round 1", True, True, 1.0, 0.5))
    assert "too little held back to tell" in room.panel._round.text()


def test_a_score_on_a_handful_of_strokes_is_not_shown_and_more_is_asked_for(room: Room) -> None:
    said = scored(room, HeldBackPaint({1: 5000, 2: 5000}, 2, 1, 5))
    assert said.startswith("Not enough held back to tell: 5 strokes are, 6") and "for checking only (Alt+H)" in said
    assert scored(room, HeldBackPaint({1: 5000, 2: 5000}, 2, 1, 6)).startswith("100 %")


def test_events_that_a_later_one_replaces_are_left_out() -> None:
    geometry = fakes.PlainVolume().geometry
    old, new = (fakes.predicted(INLINE, version, 1, geometry) for version in (1, 2))
    other = fakes.predicted(CROSSLINE, 1, 1, geometry)
    losses = [Loss("live", step, 0, 1.0) for step in (1, 2)]
    events = [Progress(1, 9), old, losses[0], other, Progress(2, 9), losses[1], new]
    assert coalesced(events) == [losses[0], other, Progress(2, 9), losses[1], new]
