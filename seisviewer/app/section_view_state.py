"""Where the user was looking and how: kept in the project, so that it opens as it was left."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from seisviewer.app.section_state import Brush, Display, Overlays, Position, SecondLooks, SectionState
from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.fault_stick import HIGHEST_FAULT
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.reach.stroke_copies import FARTHEST

# What belongs to the survey and is found anew when it is opened, rather than remembered.
_FOUND_ANEW = {"limit"}
# What numbers may be, both ends included; a project may come from anywhere.
_RANGES = {
    "attribute_opacity": (0.0, 1.0),
    "window": (0.0, 1e6),
    "clip": (0.0, 50.0),
    "gain": (0.01, 100.0),
    "agc": (0.0, 1e6),
    "exaggeration": (0.0, 1000.0),
    "velocity": (0.0, 20_000.0),
    "opacity": (0.0, 1.0),
    "label_opacity": (0.0, 1.0),
    "label": (UNLABELLED, HIGHEST_NUMBER),
    "size": (1, 10_000),
    "tolerance": (0.0, 1000.0),
    "well_distance": (0.0, 1e5),
    "fault": (1, HIGHEST_FAULT),
    "reach": (0, FARTHEST),
}


def view_state(state: SectionState) -> dict[str, Any]:
    """Position, display, overlays and brush as JSON can hold them."""
    return {
        "position": asdict(state.position),
        "display": {name: value for name, value in asdict(state.display).items() if name not in _FOUND_ANEW},
        "secondlooks": asdict(state.second),
        "overlays": asdict(state.overlays),
        "brush": asdict(state.brush),
    }


def restore(state: SectionState, stored_view: dict[str, Any] | None) -> tuple[str, ...]:
    """Put a stored view back; what is missing, unknown or outside the survey is left as it is. Returns the names of what
    seisviewer cannot have stored.

    The display begins afresh: a survey must not take over what was said of another, nor how that one was drawn. Only
    the colour map stays, as the user's taste.
    """
    stored_view = _in_units(stored_view or {}, state.volume)
    stored = {
        kind: stored_view.get(kind.__name__.lower(), {}) for kind in (Display, SecondLooks, Overlays, Brush, Position)
    }
    fresh = {name: value for name, value in asdict(Display()).items() if name not in {*_FOUND_ANEW, "colour_map"}}
    state.set_display(**fresh | _known(Display, stored[Display]))
    state.set_second(**asdict(SecondLooks()) | _known(SecondLooks, stored[SecondLooks]))
    state.set_overlays(**_known(Overlays, stored[Overlays]))
    state.set_brush(**_known(Brush, stored[Brush]))
    place = _known(Position, stored[Position])
    if state.volume is not None and len(place) == len(fields(Position)):
        position = Position(**place)
        shape = state.volume.geometry.shape
        if all(0 <= index < count for index, count in zip(vars(position).values(), shape, strict=True)):
            state.set_position(position)
    return tuple(name for kind, values in stored.items() for name in _unfit(kind, values))


def _in_units(stored_view: dict[str, Any], volume: Volume | None) -> dict[str, Any]:
    """A view as it is stored today: once the AGC window was a number of samples, an int."""
    display = stored_view.get("display")
    if volume is None or not isinstance(display, dict) or type(display.get("agc")) is not int:
        return stored_view
    return stored_view | {"display": display | {"agc": display["agc"] * volume.geometry.samples.interval}}


def _known(kind: type, stored: Any) -> dict[str, Any]:
    """The entries of `stored` that are fields of `kind`, have the type of their defaults and lie in their range."""
    kinds = _kinds(kind)
    named = {name: value for name, value in stored.items() if name in kinds} if isinstance(stored, dict) else {}
    known = {name: value for name, value in named.items() if type(value) is kinds[name]}
    return {name: value for name, value in known.items() if _is_in_range(name, value)}


def _unfit(kind: type, stored: Any) -> tuple[str, ...]:
    """The names of fields of `kind` that have another value in `stored` than they can have."""
    if not isinstance(stored, dict):
        return (kind.__name__.lower(),)
    known = _known(kind, stored)
    return tuple(name for name in _kinds(kind) if name in stored and name not in known)


def _kinds(kind: type) -> dict[str, type]:
    """The type of each field that is stored."""
    usual = {field.name: field.default for field in fields(kind) if field.name not in _FOUND_ANEW}
    return {name: int if kind is Position else type(default) for name, default in usual.items()}


def _is_in_range(name: str, value: bool | float | str) -> bool:
    least, most = _RANGES.get(name, (value, value))
    return least <= value <= most
