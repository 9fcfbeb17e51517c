"""Places that were suggested and are not wanted, as a project keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seisviewer.errors import BadRequest
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.suggestions.place_ranking import Place


def dismissed_places(project: Project) -> tuple[Place, ...]:
    """Those of a project. What is no place of a section is passed over: nothing of the user's work hangs on it."""
    return tuple(place for stored in project.dismissed if (place := _place(stored)) is not None)


def keep_dismissed(project: Project, places: Sequence[Place]) -> None:
    """Keep these places, and no others, out of what is suggested. Raises ProjectError where nothing can be stored."""
    project.set_dismissed(
        [
            {"section": str(place.section), "rows": list(place.rows), "samples": list(place.columns)}
            for place in dict.fromkeys(places)
        ]
    )


def _place(stored: Any) -> Place | None:
    try:
        section = SectionId.parse(stored["section"])
        rows, columns = (tuple(map(int, stored[name])) for name in ("rows", "samples"))
    except (KeyError, TypeError, ValueError, OverflowError, BadRequest):
        return None
    return Place(section, rows, columns) if len(rows) == len(columns) == 2 else None
