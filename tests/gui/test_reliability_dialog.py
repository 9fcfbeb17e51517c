"""The reliability diagram of the answer that speaks, from strokes that were held out."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.live.reliability_dialog import FEWEST, ReliabilityDialog, reliability_sentence
from seisviewer.app.main_window.theme import apply_theme
from seisviewer.learning.events import FusionJudged
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.structure.held_out_answers import HeldOutAnswers
from seisviewer.workflows.live_layers import LayersSolved

from .test_carried_strokes import GOOD, Room, room  # noqa: F401 - a fixture


def answers(sure: float, right: float, strokes: int, near: float = 0.5) -> HeldOutAnswers:
    """A thousand places, the share `right` of which is right."""
    place = np.linspace(0, 1, 1000)
    return HeldOutAnswers(np.full(1000, sure), place < right, place % 0.1 < near / 10, strokes)


def dialog_of(room: Room) -> ReliabilityDialog:  # noqa: F811
    room.box.show()
    QTest.mouseClick(room.box.trust, Qt.MouseButton.LeftButton)
    (found,) = room.box.findChildren(ReliabilityDialog)
    return found


def test_too_few_strokes_say_so_and_draw_nothing(room: Room) -> None:  # noqa: F811
    room.layers._take(LayersSolved(1, (1, 2), GOOD, True, 0.9, checked=answers(0.9, 0.8, FEWEST - 1)))
    dialog = dialog_of(room)
    assert "Too few strokes" in dialog.said.text() and f"{FEWEST - 1} strokes were held out" in dialog.said.text()
    assert len(dialog.plot.points.data) == 0
    assert reliability_sentence(None, Speaker.NETWORK).startswith("Not known yet how far the network")


def test_it_is_of_the_answer_that_speaks_and_follows_it(room: Room) -> None:  # noqa: F811
    room.layers._take(LayersSolved(1, (1, 2), GOOD, True, 0.9, checked=answers(0.9, 0.8, 12)))
    dialog = dialog_of(room)
    said = dialog.said.text()
    assert "Of 12 strokes held out, the reflectors got 80 % right, being 90 % sure" in said
    assert "Expected calibration error 10 %" in said and "within 10 samples of a boundary" in said
    (x, y) = dialog.plot.points.getData()
    assert x.tolist() == pytest.approx([0.9]) and y.tolist() == pytest.approx([0.8])
    assert dialog.plot.accessibleDescription() == said
    judged = FusionJudged(0.8, 0.7, 0.9, 0.3, 20, True, answers(0.7, 0.7, 20, near=0), answers(0.5, 0.2, 20))
    room.live._take(judged)
    room.source.speaker = Speaker.BOTH
    room.source.speaker_changed.emit(Speaker.BOTH)
    said = dialog.said.text()
    assert "reflectors and network together got 70 %" in said and "of a boundary not known" in said
    QTest.mouseClick(room.box.trust, Qt.MouseButton.LeftButton)
    assert room.box.findChildren(ReliabilityDialog) == [dialog], "brought to the front, not opened twice"


def test_its_lines_are_seen_in_either_theme(room: Room) -> None:  # noqa: F811
    room.layers._take(LayersSolved(1, (1, 2), GOOD, True, 0.9, checked=answers(0.9, 0.8, 12)))
    dialog = dialog_of(room)
    for theme in ("light", "dark"):
        apply_theme(QApplication.instance(), theme)
        axis = dialog.plot.getPlotItem().getAxis("left")
        ground, ink = dialog.plot.backgroundBrush().color().lightness(), axis.textPen().color().lightness()
        assert abs(ground - ink) > 100, theme
