"""A view that no seisviewer stored: what cannot be drawn is left as it is at first."""

from __future__ import annotations

import math
from dataclasses import asdict

import pytest

from seisviewer.app import section_view_state
from seisviewer.app.section_state import Brush, Display, Overlays, SectionState
from seisviewer.app.traces import trace_view_state
from seisviewer.app.traces.trace_state import TraceDisplay

NO_NUMBERS = [math.nan, math.inf, -math.inf, 1e30, -1.0, 10**400]


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_numbers_of_a_section_view_stay_as_they_are_at_first(qtbot, value):
    state = SectionState()
    numbers = {
        "display": {"gain": value, "limit": value, "agc": value},
        "overlays": {"opacity": value, "label_opacity": value},
        "brush": {"size": value, "tolerance": value},
    }
    section_view_state.restore(state, numbers)
    assert (state.display, state.overlays, state.brush) == (Display(), Overlays(), Brush())


@pytest.mark.parametrize("value", [*NO_NUMBERS, 0.0])
@pytest.mark.parametrize("name", ["gain", "low", "high"])
def test_numbers_of_a_trace_view_stay_as_they_are_at_first(name, value):
    shown = asdict(TraceDisplay()) | trace_view_state._display({name: value})
    assert shown == asdict(TraceDisplay())


@pytest.mark.parametrize(
    "span", [[0, math.inf], [-math.inf, 1], [math.nan, 1], [0, 1e300], [0, 10**400], ["a", "b"], 5]
)
def test_a_span_that_cannot_be_drawn_is_none(span):
    assert trace_view_state._span(span) is None


def test_corners_the_wrong_way_round_are_no_filter():
    assert trace_view_state._display({"low": 30.0, "high": 5.0, "gain": 2.0}) == {"gain": 2.0}
