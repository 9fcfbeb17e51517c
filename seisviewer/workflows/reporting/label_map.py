"""A map of the lines on which something is labelled, as SVG."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

import numpy as np

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry

WIDTH, MARGIN = 640.0, 56.0
LOWEST, HIGHEST = 120.0, 480.0  # of the map
LINES = {Direction.INLINE: "#1f5fbf", Direction.CROSSLINE: "#bf5f1f"}
ROWS = 200  # of the grid that shows where no traces are


def label_map(geometry: Geometry, snapshot: LabelSnapshot) -> bytes:
    """Inlines run across, the lowest at the bottom; what has no trace is grey."""
    inlines, crosslines, _ = geometry.shape
    across = WIDTH - 2 * MARGIN
    up = float(np.clip(across * inlines / crosslines, LOWEST, HIGHEST))
    svg = Tree.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", width=f"{WIDTH:g}", height=f"{up + 2 * MARGIN:g}",
        viewBox=f"0 0 {WIDTH:g} {up + 2 * MARGIN:g}",
    )  # fmt: skip
    _rectangle(svg, MARGIN, MARGIN, across, up, fill="#ffffff", stroke="#404040")
    for first, last, row in _gaps(geometry):
        rows = min(inlines, ROWS)
        top = MARGIN + up * (1 - (row + 1) / rows)
        left, right = (MARGIN + across * each / crosslines for each in (first, last))
        _rectangle(svg, left, top, right - left, up / rows, fill="#c8c8c8")
    for section in snapshot.taught_sections:
        if section.direction not in LINES:
            continue
        index = geometry.index(section) + 0.5
        place = {"stroke": LINES[section.direction], "stroke-width": "2"}
        if section.direction is Direction.INLINE:
            y = f"{MARGIN + up * (1 - index / inlines):.1f}"
            place |= {"x1": f"{MARGIN:g}", "x2": f"{MARGIN + across:g}", "y1": y, "y2": y}
        else:
            x = f"{MARGIN + across * index / crosslines:.1f}"
            place |= {"x1": x, "x2": x, "y1": f"{MARGIN:g}", "y2": f"{MARGIN + up:g}"}
        Tree.SubElement(svg, "line", place)
    bottom = MARGIN + up
    _text(svg, MARGIN, bottom + 18, str(geometry.crosslines.start), "start")
    _text(svg, MARGIN + across, bottom + 18, str(geometry.crosslines.stop), "end")
    _text(svg, MARGIN + across / 2, bottom + 34, tr("Crossline"), "middle")
    _text(svg, MARGIN - 6, bottom, str(geometry.inlines.start), "end")
    _text(svg, MARGIN - 6, MARGIN + 10, str(geometry.inlines.stop), "end")
    _text(svg, MARGIN, MARGIN - 12, tr("Inline"), "end")
    return Tree.tostring(svg, encoding="utf-8")


def _gaps(geometry: Geometry) -> list[tuple[int, int, int]]:
    """Stretches of crosslines without a trace, (first, one past the last, row of the map)."""
    rows = min(geometry.inlines.count, ROWS)
    found = []
    for row, index in enumerate(np.linspace(0, geometry.inlines.count - 1, rows).round().astype(int)):
        edges = np.flatnonzero(np.diff(np.concatenate([[True], geometry.live[index], [True]]).astype(int)))
        found += [(int(first), int(last), row) for first, last in edges.reshape(-1, 2)]
    return found


def _rectangle(svg: Tree.Element, x: float, y: float, width: float, height: float, **looks: str) -> None:
    place = dict(zip(("x", "y", "width", "height"), (f"{each:.1f}" for each in (x, y, width, height)), strict=True))
    Tree.SubElement(svg, "rect", place | looks)


def _text(svg: Tree.Element, x: float, y: float, text: str, anchor: str) -> None:
    looks = {"font-family": "sans-serif", "font-size": "12", "text-anchor": anchor, "fill": "#202020"}
    Tree.SubElement(svg, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}"} | looks).text = text
