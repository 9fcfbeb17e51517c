"""How the traces were looked at: kept in the project, so that they open as they were left."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from seisviewer.app.traces.desk import FILTERS, FLOOR, Span, TraceDesk, TraceDisplay

LAYOUTS, RESPONSES = ("stations", "section"), ("counts", "velocity", "displacement")


def view_state(desk: TraceDesk) -> dict[str, Any]:
    """Span, looks, thresholds and hidden records as JSON can hold them."""
    return {
        "span": [desk.span.start, desk.span.end],
        "display": asdict(desk.display),
        "thresholds": dict(desk.thresholds),
        "hidden": sorted(desk.hidden),
        "current": desk.current,
    }


def restore(desk: TraceDesk, state: dict[str, Any] | None) -> None:
    """Put a stored view back; what is missing, unknown or outside the records is left as it is at first."""
    state = state or {}
    desk.set_display(**asdict(TraceDisplay()) | _display(state.get("display")))
    thresholds = state.get("thresholds")
    for phase, value in thresholds.items() if isinstance(thresholds, dict) else ():
        if phase in desk.thresholds and _is_number(value) and FLOOR <= value <= 1:
            desk.set_threshold(phase, value)
    keys = {record.key for record in desk.archive.records}
    hidden = state.get("hidden")
    # A desk on which everything is hidden looks broken.
    if isinstance(hidden, list) and keys - set(hidden):
        desk.set_hidden(frozenset(hidden) & keys)
    if state.get("current") in keys:
        desk.set_current(state["current"])
    span = _span(state.get("span"))
    if span is not None and span.start < desk.archive.end and span.end > desk.archive.start:
        desk.set_span(span.start, span.end)


def _display(stored: Any) -> dict[str, Any]:
    """The entries of `stored` that are fields of TraceDisplay and have a value that it can have."""
    if not isinstance(stored, dict):
        return {}
    usual = {field.name: field.default for field in fields(TraceDisplay)}
    known = {name: value for name, value in stored.items() if name in usual and type(value) is type(usual[name])}
    choices = {"filter": FILTERS, "layout": LAYOUTS, "response": RESPONSES}
    return {name: value for name, value in known.items() if name not in choices or value in choices[name]}


def _span(stored: Any) -> Span | None:
    if not (isinstance(stored, list) and len(stored) == 2 and all(map(_is_number, stored)) and stored[0] < stored[1]):
        return None
    return Span(*stored)


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool)
