"""Where the traces of a file lie in the survey, and which of them make a section."""

from __future__ import annotations

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.section_names import section_title
from seisviewer.volumes.segy.segy_volume import SegyVolume

MOST_POINTS = 4000  # of a plot through the file


def place_of_trace(volume: SegyVolume, trace: int) -> tuple[int, int] | None:
    """Inline and crossline index of a trace, None where it lies nowhere in the grid."""
    found = np.argwhere(volume.scan.trace_at == trace)
    return (int(found[0][0]), int(found[0][1])) if len(found) else None


def traces_of_section(volume: SegyVolume, section: SectionId) -> tuple[np.ndarray, np.ndarray, str]:
    """Line numbers across an inline or crossline, the traces there, counted from 0 in the file, and what is counted across."""
    geometry, index = volume.geometry, volume.geometry.index(section)
    inline = section.direction is Direction.INLINE
    traces = volume.scan.trace_at[index] if inline else volume.scan.trace_at[:, index]
    axis = geometry.crosslines if inline else geometry.inlines
    there = traces >= 0
    across = tr("trace") if geometry.is_2d else tr("crossline") if inline else tr("inline")
    return (
        axis.numbers[there],
        traces[there],
        tr("{across}, along {section_title}").format(across=across, section_title=section_title(geometry, section)),
    )


def traces_through_file(count: int) -> tuple[np.ndarray, np.ndarray, str]:
    """All traces of a file, or as many of them as a plot can show, spread evenly."""
    every = max(1, -(-count // MOST_POINTS))
    traces = np.arange(0, count, every)
    return (
        traces + 1,
        traces,
        tr("trace in the file") + (tr(", every {every}th").format(every=every) if every > 1 else ""),
    )
