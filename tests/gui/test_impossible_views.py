"""A view that no seisviewer stored: what cannot be drawn is left as it is at first."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from seisviewer.app import section_view_state
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.section_state import Brush, Display, Overlays, SectionState
from seisviewer.app.traces import trace_view_state
from seisviewer.app.traces.trace_state import TraceDisplay
from seisviewer.progress import drive
from seisviewer.workflows.survey_opening import ingest

NO_NUMBERS = [math.nan, math.inf, -math.inf, 1e30, -1.0, 10**400]


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_numbers_of_a_section_view_stay_as_they_are_at_first(qtbot, value):
    state = SectionState()
    numbers = {
        "display": {"gain": value, "limit": value, "agc": value},
        "overlays": {"opacity": value, "label_opacity": value},
        "brush": {"size": value, "tolerance": value},
    }
    said = section_view_state.restore(state, numbers)
    assert set(said) == {"gain", "agc", "opacity", "label_opacity", "size", "tolerance"}, "the limit is found anew"
    assert (state.display, state.overlays, state.brush) == (Display(), Overlays(), Brush())


@pytest.mark.parametrize("value", [*NO_NUMBERS, 0.0])
@pytest.mark.parametrize("name", ["gain", "low", "high"])
def test_numbers_of_a_trace_view_stay_as_they_are_at_first(name, value):
    shown = asdict(TraceDisplay()) | trace_view_state._display({name: value})
    assert shown == asdict(TraceDisplay())


def test_a_view_that_seisviewer_stored_is_all_fit(qtbot):
    state = SectionState()
    assert section_view_state.restore(state, section_view_state.view_state(state)) == ()
    assert section_view_state.restore(state, None) == section_view_state.restore(state, {"of": "tomorrow"}) == ()
    assert section_view_state.restore(state, {"brush": 5, "display": {"colour_map": 7}}) == ("colour_map", "brush")


def test_a_view_that_cannot_be_shown_is_said_when_its_project_opens(
    qtbot, new_window: Callable[..., MainWindow], small_survey: Path, tmp_path: Path
):
    made = drive(ingest(small_survey, tmp_path / "stranger.seis"))
    made.project.set_view_state({"display": {"gain": 0.0}, "overlays": {"opacity": 0.25}})
    made.project.close()
    made.volume.close()
    window = new_window(1280, 720)
    window.parts.open_router.open(tmp_path / "stranger.seis")
    state = window.parts.sections.state
    qtbot.waitUntil(lambda: state.project is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=20_000)
    assert (state.display.gain, state.overlays.opacity) == (Display().gain, 0.25)
    assert window.errors.text == (
        "stranger.seis stores a view that cannot be shown (gain): the usual values are used in its place."
    )


@pytest.mark.parametrize(
    "span", [[0, math.inf], [-math.inf, 1], [math.nan, 1], [0, 1e300], [0, 10**400], ["a", "b"], 5]
)
def test_a_span_that_cannot_be_drawn_is_none(span):
    assert trace_view_state._span(span) is None


def test_corners_the_wrong_way_round_are_no_filter():
    assert trace_view_state._display({"low": 30.0, "high": 5.0, "gain": 2.0}) == {"gain": 2.0}
