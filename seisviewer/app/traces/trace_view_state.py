"""How the traces were looked at: kept in the project, so that they open as they were left."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from seisviewer.app.traces.trace_state import FILTERS, FLOOR, Span, TraceDisplay, TraceState

LONGEST_UNCERTAINTY = 60.0  # seconds
LARGEST = 1e12  # of any number; seconds since 1970 are far below it
LONGEST_SPAN = 1e11  # seconds, 3,000 years
# What numbers may be, both ends included; a project may come from anywhere. low, high: Hz.
RANGES = {"gain": (1e-6, 1e6), "low": (1e-6, 1e6), "high": (1e-6, 1e6)}
LAYOUTS, RESPONSES = ("stations", "section"), ("counts", "velocity", "displacement")
MOVEOUTS = ("none", "aligned", "reduced")


def view_state(state: TraceState) -> dict[str, Any]:
    """Span, looks, thresholds and hidden records as JSON can hold them."""
    return {
        "span": [state.span.start, state.span.end],
        "display": asdict(state.display),
        "thresholds": dict(state.thresholds),
        "hidden": sorted(state.hidden),
        "hidden_pickers": sorted(state.hidden_pickers),
        "current": state.current,
        "own_uncertainty": state.own_uncertainty,
    }


def restore(state: TraceState, stored_view: dict[str, Any] | None) -> tuple[str, ...]:
    """Put a stored view back; what is missing, unknown or outside the records is left as it is at first. Returns the names
    of what seisviewer cannot have stored."""
    stored_view = stored_view or {}
    state.set_display(**asdict(TraceDisplay()) | _display(stored_view.get("display")))
    thresholds = stored_view.get("thresholds")
    for phase, value in thresholds.items() if isinstance(thresholds, dict) else ():
        if phase in state.thresholds and _is_number(value) and FLOOR <= value <= 1:
            state.set_threshold(phase, value)
    own = stored_view.get("own_uncertainty")
    if _is_number(own) and 0 < own <= LONGEST_UNCERTAINTY:
        state.set_own_uncertainty(float(own))
    keys = {record.key for record in state.archive.records}
    hidden = _texts(stored_view.get("hidden"))
    # A desk on which everything is hidden looks broken.
    if keys - hidden:
        state.set_hidden(hidden & keys)
    pickers = _texts(stored_view.get("hidden_pickers"))
    state.set_hidden_pickers(pickers & {pick.model for pick in state.picks})
    current = stored_view.get("current")
    if isinstance(current, str) and current in keys:
        state.set_current(current)
    span = _span(stored_view.get("span"))
    if span is not None and span.start < state.archive.end and span.end > state.archive.start:
        state.set_span(span.start, span.end)
    return _unfit(stored_view)


def _unfit(stored_view: dict[str, Any]) -> tuple[str, ...]:
    display, span, own = (stored_view.get(name) for name in ("display", "span", "own_uncertainty"))
    usual, known = asdict(TraceDisplay()), _display(display)
    looks = [name for name in usual if name in display and name not in known] if isinstance(display, dict) else []
    whole = {
        "display": display is None or isinstance(display, dict),
        "span": span is None or _span(span) is not None,
        "own_uncertainty": own is None or _is_number(own) and 0 < own <= LONGEST_UNCERTAINTY,
        "thresholds": all(
            _is_number(value) and FLOOR <= value <= 1 for value in _values(stored_view.get("thresholds", {}))
        ),
    }
    return (*looks, *(name for name, fits in whole.items() if not fits))


def _values(stored: Any) -> list[Any]:
    """The values of a dictionary; of what is none, itself."""
    return list(stored.values()) if isinstance(stored, dict) else [stored]


def _display(stored: Any) -> dict[str, Any]:
    """The entries of `stored` that are fields of TraceDisplay and have a value that it can have."""
    if not isinstance(stored, dict):
        return {}
    usual = {field.name: field.default for field in fields(TraceDisplay)}
    known = {name: value for name, value in stored.items() if name in usual and type(value) is type(usual[name])}
    choices = {"filter": FILTERS, "layout": LAYOUTS, "response": RESPONSES, "moveout": MOVEOUTS}
    known = {name: value for name, value in known.items() if name not in choices or value in choices[name]}
    known = {name: value for name, value in known.items() if name not in RANGES or _lies_in(value, *RANGES[name])}
    if known.get("low", usual["low"]) >= known.get("high", usual["high"]):  # no band
        known = {name: value for name, value in known.items() if name not in ("low", "high")}
    return known


def _texts(stored: Any) -> frozenset[str]:
    """The texts in a list, and none where it is no list."""
    return frozenset(each for each in stored if isinstance(each, str)) if isinstance(stored, list) else frozenset()


def _span(stored: Any) -> Span | None:
    if not (isinstance(stored, list) and len(stored) == 2 and all(map(_is_number, stored)) and stored[0] < stored[1]):
        return None
    return Span(*stored) if stored[1] - stored[0] <= LONGEST_SPAN else None


def _is_number(value: Any) -> bool:
    """A finite one that is no truth value."""
    return isinstance(value, float | int) and not isinstance(value, bool) and abs(value) <= LARGEST


def _lies_in(value: float, least: float, most: float) -> bool:
    return least <= value <= most
