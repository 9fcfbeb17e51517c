"""Wells in the picture of a section: the path where it is near, its markers by name; on slices where it passes through."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.pictures.section_picture import LineOverlay, PlacedName
from seisviewer.structure.wells.well import Well
from seisviewer.structure.wells.well_places import has_coordinates, near_section, places_along
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

PATH_WIDTH, MARKER_WIDTH = 1.4, 1.8  # points
MARKER = 0.008  # of the section's traces to either side of a path


def well_marks(
    geometry: Geometry, section: SectionId, wells: Sequence[Well], distance: float
) -> tuple[tuple[LineOverlay, ...], tuple[PlacedName, ...]]:
    """Lines and names of the wells that lie within a distance (m) of a section, projected onto it at right angles; nothing
    where the survey has no coordinates, or nobody knows how deep a well lies in it."""
    lines: list[LineOverlay] = []
    names: list[PlacedName] = []
    is_slice = section.direction is Direction.TIME
    for well in wells if has_coordinates(geometry) else ():
        near = near_section(geometry, places_along(geometry, well), section, distance)
        pieces = near.pieces()
        for piece in pieces:
            if is_slice:
                middle = piece[len(piece) // 2]
                names.append(PlacedName(float(near.rows[middle]), float(near.columns[middle]), well.name, well.colour, dot=True))
            else:
                lines.append(LineOverlay(near.rows[piece], near.columns[piece], (well.colour,), PATH_WIDTH))
        if is_slice or not pieces:
            continue
        top = pieces[0][0]
        names.append(PlacedName(float(near.rows[top]), float(near.columns[top]), well.name, well.colour, heading=True))
        marked = places_along(geometry, well, np.array([marker.md for marker in well.markers]))
        at = near_section(geometry, marked, section, distance)
        half = MARKER * geometry.section_shape(section.direction)[0]
        for each in np.flatnonzero(at.near).tolist():
            row, column = float(at.rows[each]), float(at.columns[each])
            lines.append(LineOverlay(row + half * np.array([-1.0, 1.0]), np.full(2, column), (well.colour,), MARKER_WIDTH))
            names.append(PlacedName(row + half, column, well.markers[each].name, well.colour))
    return tuple(lines), tuple(names)
