"""The legend says what each map means, and honestly what 100 % is worth."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.reading.legend_panel import LegendPanel
from seisviewer.app.reading.legend_sentences import sure_sentence
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.structure.held_out_answers import HeldOutAnswers


@pytest.mark.slow
def test_w_shows_and_hides_the_legend_with_the_classes_of_the_survey(qtbot, new_window, small_survey) -> None:
    window = new_window(1280, 720)
    window.parts.sections.opener.open(small_survey)
    view = window.parts.sections.views.active
    qtbot.waitUntil(lambda: view.amplitudes() is not None, timeout=15_000)
    panel = window.parts.panels.docks["legend"].findChild(LegendPanel)
    view.canvas.setFocus()
    is_seen = []
    for _ in range(3):
        QTest.keyClick(view.canvas, Qt.Key.Key_W)
        QApplication.processEvents()
        is_seen.append(not panel.visibleRegion().isEmpty())
    assert is_seen == [True, False, True]
    editor = window.parts.sections.label_editor
    editor.change_classes(lambda table: table.rename(table.classes[0].number, "Salt & <b>pepper"))
    qtbot.waitUntil(lambda: "Salt &amp; &lt;b&gt;pepper" in panel.classes.text())
    assert all(each.colour in panel.classes.text() for each in editor.classes)


def test_what_100_percent_is_worth_is_measured_or_said_to_be_unknown() -> None:
    assert "not that it is right" in sure_sentence(None, Speaker.LAYERS) and "0 strokes are held out" in sure_sentence(
        None, Speaker.LAYERS
    )
    sure, right = np.array([0.95, 0.99, 0.97, 0.92, 0.3]), np.array([True, True, True, False, False])
    few, many = (HeldOutAnswers(sure, right, np.zeros(5, bool), strokes) for strokes in (3, 9))
    assert "3 strokes are held out" in sure_sentence(few, Speaker.NETWORK)
    assert "where the network said 90 % or more, 75 % was right" in sure_sentence(many, Speaker.NETWORK)
    unsure = HeldOutAnswers(sure / 2, right, np.zeros(5, bool), 9)
    assert "nowhere 90 % sure, and 60 % was right" in sure_sentence(unsure, Speaker.LAYERS)
