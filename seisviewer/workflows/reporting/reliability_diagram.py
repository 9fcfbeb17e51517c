"""How often an answer is right where it is so sure, as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as Tree

from seisviewer.translation import tr

SIZE, MARGIN = 300.0, 48.0
SMALLEST, LARGEST = 3.0, 9.0  # radius of a point of few and of all places
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
POINTS, INK, GRID = "#0072b2", "#202020", "#d8d8d8"


def reliability_diagram(rows: Sequence[Mapping[str, float]]) -> bytes:
    """rows: as `Reliability.table` gives them. On the dashed line an answer is right as often as it is sure."""
    whole = f"{SIZE + 2 * MARGIN:g}"
    svg = Tree.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", width=whole, height=whole, viewBox=f"0 0 {whole} {whole}"
    )
    for tick in TICKS:
        x, y = _place(tick, tick)
        _line(svg, (x, MARGIN), (x, MARGIN + SIZE), GRID)
        _line(svg, (MARGIN, y), (MARGIN + SIZE, y), GRID)
        _text(svg, (x, MARGIN + SIZE + 16), f"{100 * tick:.0f}", "middle")
        _text(svg, (MARGIN - 6, y + 4), f"{100 * tick:.0f}", "end")
    _line(svg, _place(0, 0), _place(1, 1), INK, **{"stroke-dasharray": "5 4"})
    for row in rows:
        x, y = _place(row["confidence"], row["accuracy"])
        radius = SMALLEST + (LARGEST - SMALLEST) * row["share"] ** 0.5
        Tree.SubElement(svg, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{radius:.1f}", fill=POINTS)
    _text(svg, (MARGIN + SIZE / 2, MARGIN + SIZE + 36), tr("how sure it was (%)"), "middle")
    _text(svg, (MARGIN, MARGIN - 14), tr("share that was right (%)"), "start")
    return Tree.tostring(svg, encoding="utf-8")


def _place(sure: float, right: float) -> tuple[float, float]:
    return MARGIN + SIZE * sure, MARGIN + SIZE * (1 - right)


def _line(svg: Tree.Element, start: tuple[float, float], end: tuple[float, float], colour: str, **looks: str) -> None:
    (x1, y1), (x2, y2) = start, end
    at = {name: f"{value:.1f}" for name, value in (("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2))}
    Tree.SubElement(svg, "line", at | {"stroke": colour, "stroke-width": "1"} | looks)


def _text(svg: Tree.Element, at: tuple[float, float], text: str, anchor: str) -> None:
    looks = {"font-family": "sans-serif", "font-size": "12", "text-anchor": anchor, "fill": INK}
    Tree.SubElement(svg, "text", {"x": f"{at[0]:.1f}", "y": f"{at[1]:.1f}"} | looks).text = text
