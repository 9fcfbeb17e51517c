"""What sections are called: “Inline 130”, “Time slice 848 ms”."""

from __future__ import annotations

from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId


def sections_named(text: str) -> tuple[SectionId, ...]:
    """Read `inline:241,crossline:652`; empty for nothing. Raises BadRequest for what names no section."""
    return tuple(SectionId.parse(part) for part in text.split(",") if part.strip())


def direction_name(direction: Direction, geometry: Geometry | None = None) -> str:
    """What sections of a direction are called: a time slice of a depth survey is a depth slice."""
    if direction is Direction.TIME:
        return tr("Time slice") if geometry is None or geometry.samples.is_time else tr("Depth slice")
    if geometry is not None and geometry.is_2d:
        return tr("2D line")
    return tr("Inline") if direction is Direction.INLINE else tr("Crossline")


def line_number(geometry: Geometry, direction: Direction, index: int) -> str:
    """The number of a section at an index along its direction; of a time slice its time or depth with the unit, of several 2D
    lines the name."""
    if direction is Direction.TIME:
        samples = geometry.samples
        return f"{samples.start + samples.interval * index:g} {samples.unit}"
    if geometry.lines and direction is Direction.INLINE:
        return geometry.lines[index].name
    return str(geometry.section(direction, index).number)


def section_title(geometry: Geometry, section: SectionId) -> str:
    """The name of a section as one says it."""
    number = line_number(geometry, section.direction, geometry.index(section))
    return f"{direction_name(section.direction, geometry)} {number}"
