"""Where to begin while nothing is painted: a pair of lines that cross, with traces all along and strong reflectors."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId
from seisviewer.volumes.half_live_lines import half_live_lines, has_reflectors
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.suggestions.line_cells import cell_size
from seisviewer.workflows.suggestions.place_ranking import Place

TRIED = 5  # lines of a direction
MIDDLE = 0.15  # how much less a line at the edge of the survey is worth than one in its middle


def first_places(volume: Volume) -> Generator[Progress, None, tuple[Place, ...]]:
    """An inline and a crossline to begin on, with the rectangle of their strongest reflectors; () where no line is at least
    half live. A survey of one direction gives one."""
    geometry = volume.geometry
    found: list[Place] = []
    for direction in LINES:
        if not has_reflectors(geometry, direction) or (geometry.is_2d and direction is Direction.CROSSLINE):
            continue
        best: tuple[float, SectionId, np.ndarray] | None = None
        lines = half_live_lines(geometry, direction)
        if not lines:
            continue
        tried = [lines[at] for at in np.unique(np.linspace(0, len(lines) - 1, TRIED + 2).round().astype(int)[1:-1])]
        for done, section in enumerate(tried):
            yield Progress(done, len(tried), tr("looking for lines to begin on"))
            strength = _strength(geometry, section, np.nan_to_num(volume.section(section)))
            away = abs(geometry.index(section) / max(geometry.count(direction) - 1, 1) - 0.5)
            worth = float(strength.mean()) * (1 - MIDDLE * away)
            if best is None or worth > best[0]:
                best = worth, section, strength
        if best is not None:
            found.append(_place(geometry, best[1], best[2], bool(found)))
    return tuple(found)


def _strength(geometry: Geometry, section: SectionId, amplitudes: np.ndarray) -> np.ndarray:
    """The mean absolute amplitude of each cell, capped at twice the median of those with any; missing traces count 0."""
    traces, samples = cell_size(geometry, section.direction)
    starts = np.arange(0, amplitudes.shape[0], traces), np.arange(0, amplitudes.shape[1], samples)
    sums = np.add.reduceat(np.add.reduceat(np.abs(amplitudes), starts[0], axis=0), starts[1], axis=1)
    strength = sums / (traces * samples)
    there = strength[strength > 0]
    return np.minimum(strength, 2 * float(np.median(there))) / float(np.median(there)) if there.size else strength


def _place(geometry: Geometry, section: SectionId, strength: np.ndarray, second: bool) -> Place:
    (traces, samples), shape = cell_size(geometry, section.direction), geometry.section_shape(section.direction)
    row = strength.shape[0] // 2  # in the middle of the line, where its reflectors are strongest
    column = int(strength[max(row - 1, 0) : row + 2].mean(axis=0).argmax())
    rows, columns = (
        (max((at - 1) * size, 0), min((at + 1) * size, count) - 1)
        for at, size, count in ((row, traces, shape[0]), (column, samples, shape[1]))
    )
    live = 100 * float(geometry.section_live(section).mean())
    begin = (
        tr("Then paint the same classes here") if second else tr("Nothing is labelled yet: begin here with two classes")
    )
    name = tr("the line") if geometry.is_2d else f"{tr(section.direction)} {section.number}"
    why = tr("{begin}; {name} has {live:.0f} % of its traces and clear reflectors.").format(
        begin=begin, name=name, live=live
    )
    return Place(section, rows, columns, worth=0.5 if second else 1.0, first=why)
