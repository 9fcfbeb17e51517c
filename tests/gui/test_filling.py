"""The real window fills the survey, is killed, and shows the same on the next day."""

import shutil

import numpy as np
import pytest

from seisviewer.app.live.filling.fill_box import FillBox, progress_sentence
from seisviewer.app.live.filling.stored_source import FILL
from seisviewer.app.live.layer_box import LayerBox
from seisviewer.predictions.stored.survey_filling import SurveyFilled
from seisviewer.volumes.geometry import LINES, Direction

from .real_windows import paint


@pytest.fixture
def survey(small_survey, tmp_path):
    return shutil.copy(small_survey, tmp_path / "survey.sgy")


def opened(qtbot, new_window, survey):
    window = new_window(1200, 900)
    window.parts.sections.opener.open(survey)
    view = window.parts.sections.views.views[Direction.INLINE]
    qtbot.waitUntil(lambda: view.amplitudes() is not None, timeout=15_000)
    return window


@pytest.mark.slow
def test_a_small_survey_fills_up_and_another_day_begins_with_the_same_picture(qtbot, new_window, survey) -> None:
    window = opened(qtbot, new_window, survey)
    parts = window.parts.sections
    assert window.parts.menus.actions["fill_survey"].isChecked(), "small enough"
    paint(window, "1", (8, 8), (40, 8))
    paint(window, "2", (8, 54), (40, 54))
    qtbot.waitUntil(lambda: parts.stored.progress is not None and parts.stored.progress.done >= 90, timeout=60_000)
    (box,) = window.findChildren(FillBox)
    assert box._progress.text() == "The whole survey is predicted and stored."
    assert all(parts.stored.store.coverage(direction).share == 1 for direction in LINES)
    section = parts.views.views[Direction.INLINE].section
    classes = parts.live.predictions.get(section).classes.copy()
    window.close()

    again = opened(qtbot, new_window, survey)
    parts = again.parts.sections
    qtbot.waitUntil(lambda: parts.live.predictions.get(section) is not None, timeout=10_000)
    assert parts.layers.status.solved is None, "shown before anything is solved"
    assert np.array_equal(parts.live.predictions.get(section).classes, classes)
    (box,) = again.findChildren(LayerBox)
    assert box._speaker.text() == "On screen: what was stored. The strokes are being carried again."
    assert parts.views.views[Direction.INLINE].corners.caption.text == "Carried by reflectors"


@pytest.mark.slow
def test_while_newer_strokes_are_solved_nothing_says_that_the_survey_is_whole(qtbot, new_window, survey) -> None:
    window = opened(qtbot, new_window, survey)
    parts = window.parts.sections
    paint(window, "1", (8, 8), (40, 8))
    paint(window, "2", (8, 54), (40, 54))
    (box,), (who,) = window.findChildren(FillBox), window.findChildren(LayerBox)
    whole = "The whole survey is predicted and stored."
    qtbot.waitUntil(lambda: box._progress.text() == whole, timeout=60_000)
    at_once = []
    parts.layers.status_changed.connect(
        lambda _: at_once.append("follows" in who._speaker.text() and box._progress.isVisible())
    )
    paint(window, "1", (8, 20), (40, 20))
    qtbot.waitUntil(
        lambda: bool(at_once) and box._progress.isVisible() and box._progress.text() == whole, timeout=60_000
    )
    assert len(at_once) >= 2 and not any(at_once)
    parts.label_editor.undo()
    qtbot.waitUntil(lambda: box._progress.isVisible() and box._progress.text() == whole, timeout=60_000)


@pytest.mark.slow
def test_the_switch_is_remembered_and_holds_filling(qtbot, new_window, survey) -> None:
    window = opened(qtbot, new_window, survey)
    parts, action = window.parts.sections, window.parts.menus.actions["fill_survey"]
    action.trigger()
    assert not action.isChecked() and not parts.stored.filling
    paint(window, "1", (8, 8), (40, 8))
    paint(window, "2", (8, 54), (40, 54))
    qtbot.waitUntil(lambda: parts.layers.status.whole is not None, timeout=60_000)
    qtbot.wait(1000)
    assert parts.stored.progress is None
    action.trigger()
    qtbot.waitUntil(lambda: parts.stored.progress is not None, timeout=30_000)
    parts.stored._settings.remove(FILL)


def test_how_far_it_has_come_is_said_in_a_sentence() -> None:
    assert progress_sentence(SurveyFilled(17, 50, 125.0)) == "34 % of the survey predicted, 2 min left"
    assert progress_sentence(SurveyFilled(17, 50)) == "34 % of the survey predicted"
