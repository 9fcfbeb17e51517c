"""Reflectors that carry the strokes, beside a network: who speaks on screen, what the panel says; neither computes
anything."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import QSettings

from seisviewer.app.live.layer_box import LayerBox
from seisviewer.app.live.layer_controller import LayerController, LayerStatus
from seisviewer.app.live.layer_sentences import speaker_sentence
from seisviewer.app.live.layer_teaching import LayerTeaching
from seisviewer.app.live.layer_warning import LayerWarning
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.live.prediction_layer import PredictionLayer
from seisviewer.app.section_state import SectionState
from seisviewer.jobs.lanes import Lanes
from seisviewer.labels.class_kind import ClassKind
from seisviewer.learning.events import FusionJudged, ModelReady, SectionPredicted, Waiting
from seisviewer.predictions.fusion import NAME as BOTH_NAME
from seisviewer.predictions.leading_answer import LAYERS, Speaker
from seisviewer.predictions.passes.section_pass import SectionPass, quantised
from seisviewer.progress import Progress
from seisviewer.structure.held_out_answers import HeldOutAnswers
from seisviewer.structure.layer_model import HeldOut
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.live_layers import WHOLE, LayerInbox, LayersApart, LayersGone, LayersSolved

from . import live_fakes as fakes

INLINE = SectionId(Direction.INLINE, 105)
CROSSLINE = SectionId(Direction.CROSSLINE, 207)
GOOD = HeldOut({1: 0.9, 2: 0.8}, 1.5)


def carried(section: SectionId, labels: int, geometry, version: int = WHOLE) -> SectionPass:
    """Class 2 all over."""
    shares = np.zeros((2, *geometry.section_shape(section.direction)), np.float32)
    shares[1] = 1
    return SectionPass(section, quantised(shares), (1, 2), LAYERS, version, labels, time.time())


class FakeLayers:
    """Stands where `workflows.live_layers` stands. held_out, score: what it says of itself, failing: an error to raise
    at the first labels. seen: versions of the labels; apart: those solved without the strokes held back. ended: how
    often it was closed."""

    def __init__(self) -> None:
        self.held_out, self.score, self.failing = GOOD, GOOD.score, None
        self.seen: list[int] = []
        self.apart: list[int] = []
        self.begun = self.ended = 0
        self.inbox: LayerInbox | None = None

    def __call__(self, volume: Volume, inbox: LayerInbox) -> Generator[Any, None, None]:
        self.inbox, seen, said = inbox, 0, set()
        self.begun += 1
        try:
            while True:
                version, labels = inbox.labels.versioned()
                enough = labels is not None and len(labels.counts()) >= 2
                if version != seen and labels is not None:
                    seen, said = version, set()
                    self.seen.append(labels.version)
                    if self.failing is not None:
                        raise self.failing
                    if enough:
                        yield LayersSolved(labels.version, (1, 2), self.held_out, False, self.score)
                        everything = f"all of {labels.version}"
                        yield LayersSolved(labels.version, (1, 2), self.held_out, True, self.score, (), everything)
                    else:
                        yield LayersGone(labels.version)
                for section in inbox.wanted.get() if enough else ():
                    if section.direction is not Direction.TIME and section not in said:
                        said.add(section)
                        yield SectionPredicted(carried(section, labels.version, volume.geometry))
                if enough and inbox.teaching.get() and labels.version not in self.apart:
                    self.apart.append(labels.version)
                    yield LayersApart(labels.version, f"apart of {labels.version}")
                time.sleep(0.002)
                yield Waiting("strokes")
        finally:
            self.ended += 1


class Room:
    """A desk with both, each a fake."""

    def __init__(self, qtbot) -> None:
        self.qtbot, self.state, self.lanes = qtbot, SectionState(), Lanes()
        self.carrying = FakeLayers()
        self.live = LiveController(self.state, self.lanes, engine=fakes.FakeEngine())
        self.source = self.live.predictions
        self.layers = LayerController(self.state, self.lanes, self.source, carrying=self.carrying)
        self.teaching = LayerTeaching(self.layers, self.live)
        self.drawn = PredictionLayer(self.state, self.source)
        self.box = LayerBox(self.state, self.layers, self.live)
        self.warning = LayerWarning(self.state, self.layers)
        qtbot.addWidget(self.box)
        self.problems: list[str] = []
        self.state.problem.connect(self.problems.append)
        self.open()

    def open(self) -> None:
        self.volume = fakes.PlainVolume()
        self.project = fakes.PaintedProject(self.volume)
        self.state.set_volume(self.volume, self.project)
        self.state.set_shown((INLINE,))

    def paint(self, label: int, row: int, column: int) -> None:
        self.project.paint(INLINE, label, row, column)
        self.state.labels_changed.emit()

    def paint_two_classes(self) -> None:
        self.paint(1, 2, 2)
        self.paint(2, 2, 14)
        self.wait(lambda: self.said() == "Carried by reflectors")

    def network_says(self, labels: int, score: float) -> None:
        """The network has learned labels of a version, and this is its score where that of the layers is 0.8."""
        self.live._take(FusionJudged(0.8, score, 0.7, 0.3, 12, False))
        self.source.put(fakes.predicted(INLINE, 7, labels, self.volume.geometry).prediction)

    def both_say(self, labels: int, section: SectionId = INLINE, version: int = 7) -> None:
        """Reflectors and network answer together; of the upper half they say class 1."""
        made = fakes.predicted(section, version, labels, self.volume.geometry).prediction
        self.source.put(replace(made, model=BOTH_NAME))

    def said(self) -> str:
        return self.drawn.caption(INLINE).partition("\n")[0]

    def wait(self, condition) -> None:
        self.qtbot.waitUntil(condition, timeout=5000)


@pytest.fixture
def room(qtbot):
    QSettings().clear()
    made = Room(qtbot)
    yield made
    made.layers.abandon()
    made.live.abandon()
    assert made.lanes.shutdown(5.0), "a thread was left behind"
    QSettings().clear()
    assert not [thread for thread in threading.enumerate() if thread.name == "seisviewer layers"]


def test_strokes_of_two_classes_are_answered_without_training(room: Room) -> None:
    room.paint(1, 2, 2)
    assert room.carrying.begun == 0, "with one class there is nothing to carry"
    assert room.source.get(INLINE) is None and room.box._speaker.text().startswith("Paint two classes")
    room.paint(2, 2, 14)
    room.wait(lambda: room.source.get(INLINE) is not None)
    assert not room.live.status.is_on
    assert (room.source.get(INLINE).classes == 2).all()
    assert room.drawn.caption(INLINE) == "Carried by reflectors", "one direction says it all"
    assert room.box._speaker.text() == "On screen: reflectors, 85 % right on strokes held out."
    room.state.set_shown((CROSSLINE,))
    room.wait(lambda: room.source.get(CROSSLINE).stability_of == "" and room.drawn.caption(CROSSLINE) != "")


def test_the_caption_counts_the_strokes_that_are_newer(room: Room) -> None:
    room.paint_two_classes()
    room.layers.abandon()  # as if it were still busy
    room.source.labels_changed(3, time.time())
    assert room.drawn.caption(INLINE) == "Carried by reflectors\n1 stroke behind"
    room.source.labels_changed(5, time.time())
    assert room.drawn.caption(INLINE) == "Carried by reflectors\n3 strokes behind"


def test_a_change_that_reflectors_do_not_carry_leaves_none_of_them_behind(room: Room) -> None:
    room.paint_two_classes()
    room.layers.abandon()
    room.source.labels_changed(3, time.time())  # something was rejected
    solved = LayersSolved(3, (1, 2), room.carrying.held_out, True, alike=2)
    room.layers._take(solved)
    assert room.drawn.caption(INLINE) == "Carried by reflectors"
    room.source._grace_over()
    assert not room.source.get(INLINE).outdated.any(), "nor does it fade"
    room.source.labels_changed(4, time.time())
    room.layers._take(replace(solved, labels_version=4, alike=3))
    assert room.drawn.caption(INLINE) == "Carried by reflectors", "nor does a second one"
    room.source.labels_changed(5, time.time())
    assert room.drawn.caption(INLINE) == "Carried by reflectors\n1 stroke behind", "a stroke does"


def test_undone_to_one_class_its_answer_goes(room: Room) -> None:
    room.paint_two_classes()
    room.project = room.state.project = fakes.PaintedProject(room.volume)
    room.project._version = 2
    room.paint(1, 2, 2)
    room.wait(lambda: room.source.get(INLINE) is None)
    assert room.box._speaker.text().startswith("Paint two classes")


def test_the_network_speaks_only_while_it_is_better_and_as_new(room: Room) -> None:
    room.paint_two_classes()
    room.network_says(2, 0.7)
    assert room.source.speaker is Speaker.LAYERS and (room.source.get(INLINE).classes == 2).all()
    room.network_says(2, 0.95)
    assert room.source.speaker is Speaker.NETWORK and (room.source.get(INLINE).classes[:, 0] == 1).all()
    assert room.said().startswith("Predicted")
    assert room.carrying.inbox.resting.get(), "nothing is filled in behind it"
    room.paint(2, 6, 14)
    room.wait(lambda: room.source.speaker is Speaker.LAYERS and room.said() == "Carried by reflectors")
    assert not room.carrying.inbox.resting.get()
    room.network_says(3, 0.95)
    assert room.source.speaker is Speaker.NETWORK, "it has learned the new stroke too"


def test_a_score_on_other_strokes_than_the_layers_were_asked_about_does_not_let_the_network_lead(room: Room) -> None:
    """Strokes held back lie beside others on the same line, which a network knows after a few steps."""
    room.paint_two_classes()
    room.live._take(ModelReady("live", 7, 2, 0.99))
    room.source.put(fakes.predicted(INLINE, 7, 2, room.volume.geometry).prediction)
    assert room.source.speaker is Speaker.LAYERS
    assert "99 %" not in room.box._speaker.text(), "nor is it set beside theirs"
    room.network_says(2, 0.99)
    assert room.source.speaker is Speaker.NETWORK and "the network, 99 %" in room.box._speaker.text()


def test_both_speak_once_they_know_all_strokes_and_the_panel_says_what_each_counts(room: Room) -> None:
    room.paint_two_classes()
    room.live._take(FusionJudged(0.9, 0.8, 0.95, 0.25, 12, True))
    room.both_say(2)
    assert room.source.speaker is Speaker.BOTH and (room.source.get(INLINE).classes[:, 0] == 1).all()
    assert room.said() == "Reflectors and network, 0 s ago"
    assert room.drawn.details(INLINE).startswith("Predicted by reflectors and version 7 of the network together.")
    assert (
        room.box._speaker.text()
        == "On screen: reflectors 75 % and network 25 % together, 95 % right on strokes held out."
    )
    assert room.box._speaker.toolTip() == (
        "Of 12 strokes held out both together get 95 % right, reflectors alone 90 %, the network alone 80 %"
    )
    room.paint(2, 6, 14)
    room.wait(lambda: room.source.speaker is Speaker.LAYERS and room.said() == "Carried by reflectors")
    room.both_say(3)
    assert room.source.speaker is Speaker.BOTH, "they know the new stroke too"


def test_what_the_network_said_alone_is_not_mixed_with_what_both_say(room: Room) -> None:
    room.paint_two_classes()
    room.network_says(2, 0.95)
    room.source.put(fakes.predicted(CROSSLINE, 7, 2, room.volume.geometry, label=3).prediction)
    room.both_say(2, version=8)
    assert room.source.speaker is Speaker.BOTH
    assert 3 not in room.source.get(INLINE).classes, "where the crossline crosses it"
    room.state.set_shown((CROSSLINE,))
    room.wait(lambda: room.source.get(CROSSLINE).speaker is Speaker.LAYERS)
    room.network_says(2, 0.95)
    assert room.source.speaker is Speaker.NETWORK


def test_off_and_both_are_gone_at_once(room: Room) -> None:
    room.paint_two_classes()
    room.live.start()
    room.wait(lambda: room.live._inbox.layers.get() is not None)
    room.both_say(2)
    assert room.source.speaker is Speaker.BOTH
    room.layers.set_on(False)
    assert room.live._inbox.layers.get() is None
    assert room.source.get(INLINE) is None or room.source.get(INLINE).speaker is Speaker.NETWORK


def test_the_network_is_taught_by_the_layers_while_training_is_on(room: Room) -> None:
    room.paint_two_classes()
    room.qtbot.wait(50)
    assert not room.carrying.apart, "nobody learns"
    room.live.start()
    room.wait(lambda: room.carrying.apart == [2])
    room.wait(lambda: room.live._inbox.layers.get().apart == "apart of 2")
    assert room.live._inbox.layers.get().everything == "all of 2"
    room.paint(2, 6, 14)
    room.wait(lambda: room.live._inbox.layers.get().everything == "all of 3")
    room.wait(lambda: room.live._inbox.layers.get().apart == "apart of 3")
    room.live.stop()
    room.wait(lambda: not room.live.status.is_on)
    assert not room.carrying.inbox.teaching.get()
    room.live.start()
    assert room.live._inbox.layers.get().apart == "apart of 3", "a training that begins knows them at once"


def test_a_time_slice_stays_the_whole_one_of_the_layers_until_both_know_half_of_it(room: Room) -> None:
    time_slice, geometry = SectionId(Direction.TIME, 4), room.volume.geometry
    room.paint_two_classes()
    for index in range(12):
        room.source.put(carried(SectionId(Direction.INLINE, 100 + index), 2, geometry))
    for index in range(5):
        room.both_say(2, SectionId(Direction.INLINE, 100 + index))
    assert room.source.speaker is Speaker.BOTH and room.source.get(time_slice).speaker is Speaker.LAYERS
    for index in range(5, 12):
        room.both_say(2, SectionId(Direction.INLINE, 100 + index))
    room.source._show_held()
    assert room.source.get(time_slice).speaker is Speaker.BOTH


def test_where_the_one_that_speaks_has_nothing_to_say_the_other_does(room: Room) -> None:
    room.source._grace_timer.setInterval(600_000)  # nothing else has it drawn again
    room.paint_two_classes()
    room.network_says(2, 0.95)
    room.state.set_shown((CROSSLINE,))
    room.wait(lambda: room.source.get(CROSSLINE) is not None and room.source.get(CROSSLINE).speaker is Speaker.LAYERS)
    room.source.put(fakes.predicted(CROSSLINE, 7, 2, room.volume.geometry).prediction)
    assert room.source.get(CROSSLINE).speaker is Speaker.NETWORK


def test_a_time_slice_is_of_one_of_them_however_little_that_has_said(room: Room) -> None:
    time_slice, geometry = SectionId(Direction.TIME, 4), room.volume.geometry
    room.paint_two_classes()
    for index in range(8):
        line = SectionId(Direction.INLINE, 106 + index % 6)
        room.source.put(fakes.predicted(line, 1 + index, 2, geometry).prediction)
    assert room.source.get(time_slice).speaker is Speaker.LAYERS
    room.source.forget(Speaker.LAYERS)
    assert room.source.get(time_slice).speaker is Speaker.NETWORK


def test_switched_off_it_says_nothing_and_that_is_remembered(room: Room) -> None:
    room.paint_two_classes()
    assert room.box._on.isChecked()
    room.box._on.click()
    room.wait(lambda: room.carrying.ended == 1)
    assert room.source.get(INLINE) is None and room.box._speaker.isHidden()
    assert not QSettings().value("layers/carry", True, bool)
    room.paint(2, 6, 14)
    room.qtbot.wait(50)
    assert room.carrying.begun == 1
    room.layers.set_on(True)
    room.wait(lambda: room.said() == "Carried by reflectors")
    assert room.box._on.isChecked()


def test_off_leaves_what_the_network_says(room: Room) -> None:
    room.paint_two_classes()
    room.network_says(2, 0.1)
    room.layers.set_on(False)
    assert room.source.get(INLINE).speaker is Speaker.NETWORK


def test_another_survey_hears_nothing_of_the_one_before(room: Room) -> None:
    room.paint_two_classes()
    before = room.carrying.inbox
    room.state.closing.stop()
    room.open()
    assert room.source.get(INLINE) is None and room.layers.status.solved is None
    room.wait(lambda: room.carrying.ended == 1)
    room.paint_two_classes()
    assert room.carrying.inbox is not before and room.carrying.begun == 2


def test_a_project_that_is_opened_again_is_carried_by_itself(room: Room) -> None:
    room.paint_two_classes()
    project = room.project
    room.state.set_volume(None)
    room.state.set_volume(room.volume, project)
    room.state.set_shown((INLINE,))
    room.wait(lambda: room.said() == "Carried by reflectors")


def test_an_error_is_one_sentence_and_the_next_stroke_starts_it_again(room: Room) -> None:
    room.carrying.failing = RuntimeError("no room\nat all")
    room.paint(1, 2, 2)
    room.paint(2, 2, 14)
    room.wait(lambda: len(room.problems) == 1)
    assert "(no room)" in room.problems[0] and "\n" not in room.problems[0]
    room.carrying.failing = None
    room.paint(2, 6, 14)
    room.wait(lambda: room.said() == "Carried by reflectors")


@pytest.mark.parametrize("held_out, said", [
    (GOOD, ""),
    (HeldOut({}, None), "Too few strokes to tell how good this is"),
    (HeldOut({1: 0.95, 2: 0.9}, 4.0), "boundaries may be one reflector off"),
    (HeldOut({1: 0.95, 2: 0.3}, 9.0), "Shale (30 %)"),
])  # fmt: skip
def test_the_panel_says_how_far_the_layers_can_be_believed(room: Room, held_out: HeldOut, said: str) -> None:
    room.carrying.held_out = held_out
    room.paint_two_classes()
    assert said in room.warning.text() and room.warning.isHidden() is (said == "")
    assert "Sand" not in room.warning.text()


def test_classes_that_are_answered_as_bodies_are_not_doubted_to_be_layers(room: Room) -> None:
    kinds = {1: ClassKind.LAYER, 2: ClassKind.BODY}
    poor, good = {1: 0.9, 2: 0.5}, {1: 0.9, 2: 0.85}
    layers_alone = HeldOut({1: 0.3}, 9.0)
    room.layers._take(LayersSolved(1, (1, 2), layers_alone, True, 0.9, right=good, kinds=kinds))
    assert room.warning.text() == ""
    room.layers._take(LayersSolved(1, (1, 2), layers_alone, True, 0.7, right=poor, kinds=kinds))
    said = room.warning.text()
    assert "Shale (50 %)" in said and "layer" not in said and "Sand" not in said
    room.layers._take(LayersSolved(2, (1, 2), HeldOut({1: 0.3, 2: 0.2}, 9.0), False))
    assert room.warning.text() == said, "a first word knows layers alone"


def test_what_answers_is_judged_and_not_the_layers_that_it_corrects(room: Room) -> None:
    """Where bodies are answered the layers alone get little right."""
    room.carrying.held_out, room.carrying.score = HeldOut({1: 0.3, 2: 0.2}, 1.0), 0.9
    room.paint_two_classes()
    room.network_says(2, 0.6)
    assert room.source.speaker is Speaker.LAYERS
    assert room.box._speaker.text() == "On screen: reflectors, 80 % right on strokes held out; the network 60 %."


def test_the_first_word_says_that_more_follows(room: Room) -> None:
    room.layers._take(LayersSolved(1, (1, 2), HeldOut({}, None), False))
    assert room.box._speaker.text() == "On screen: reflectors. The whole survey follows."
    assert room.box._bar.isHidden()
    room.layers._take(Progress(2, 9, "checking with strokes held out"))
    assert not room.box._bar.isHidden() and (room.box._bar.value(), room.box._bar.maximum()) == (2, 9)
    assert room.warning.isHidden()
    room.layers._take(LayersSolved(1, (1, 2), GOOD, True, GOOD.score))
    assert room.box._bar.isHidden()


def test_a_share_of_a_few_strokes_held_out_is_not_called_a_share_that_is_right() -> None:
    for strokes, said in ((4, "too few strokes held out to tell how good"), (6, "100 % right on strokes held out")):
        checked = HeldOutAnswers(np.ones(5), np.ones(5, bool), np.zeros(5, bool), strokes)
        solved = LayersSolved(1, (1, 2), HeldOut({}, None), True, 1.0, checked=checked)
        assert speaker_sentence(LayerStatus(solved=solved), Speaker.LAYERS) == f"On screen: reflectors, {said}."
        fusion = FusionJudged(0.9, 0.8, 0.95, 0.25, strokes, True)
        for speaker in (Speaker.LAYERS, Speaker.NETWORK, Speaker.BOTH):
            shares = "% right" in speaker_sentence(LayerStatus(solved=solved), speaker, fusion)
            assert shares == (strokes == 6)
