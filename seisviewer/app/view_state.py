"""Where the user was looking and how: kept in the project, so that it opens as it was left."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from seisviewer.app.desk import Brush, Desk, Display, Overlays, Position

# What belongs to the survey and is found anew when it is opened, rather than remembered.
_FOUND_ANEW = {"limit"}


def view_state(desk: Desk) -> dict[str, Any]:
    """Position, display, overlays and brush as JSON can hold them."""
    return {
        "position": asdict(desk.position),
        "display": {name: value for name, value in asdict(desk.display).items() if name not in _FOUND_ANEW},
        "overlays": asdict(desk.overlays),
        "brush": asdict(desk.brush),
    }


def restore(desk: Desk, state: dict[str, Any] | None) -> None:
    """Put a stored view back; what is missing, unknown or outside the survey is left as it is.

    The display begins afresh: a survey must not take over what was said of another, nor how that one was drawn. Only
    the colour map stays, as the user's taste.
    """
    state = state or {}
    fresh = {name: value for name, value in asdict(Display()).items() if name not in {*_FOUND_ANEW, "colour_map"}}
    desk.set_display(**fresh | _known(Display, state.get("display")))
    desk.set_overlays(**_known(Overlays, state.get("overlays")))
    desk.set_brush(**_known(Brush, state.get("brush")))
    place = _known(Position, state.get("position"))
    if desk.volume is not None and len(place) == len(fields(Position)):
        position = Position(**place)
        shape = desk.volume.geometry.shape
        if all(0 <= index < count for index, count in zip(vars(position).values(), shape, strict=True)):
            desk.set_position(position)


def _known(kind: type, stored: Any) -> dict[str, Any]:
    """The entries of `stored` that are fields of `kind` and have the type of their defaults there."""
    if not isinstance(stored, dict):
        return {}
    usual = {field.name: field.default for field in fields(kind)}
    kinds = {name: int if kind is Position else type(default) for name, default in usual.items()}
    return {name: value for name, value in stored.items() if name in kinds and type(value) is kinds[name]}
