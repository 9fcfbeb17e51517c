"""Draws curves with Matplotlib: the mean of some runs as a line, what lies between the lowest and the highest shaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seisviewer.pictures.curve_picture import CurvePanel, CurvesPicture
from seisviewer.pictures.picture_files import INCH, figure_bytes
from seisviewer.pictures.picture_style import PictureStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Told apart by those who see few colours too (Okabe & Ito 2008), and by their markers.
COLOURS = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
MARKERS = "os^Dv<>"
BAND = 0.15  # opacity of the spread
NOTE_GREY = "#404040"


def curves_bytes(picture: CurvesPicture, style: PictureStyle, kind: str) -> bytes:
    """The curves as an SVG, PDF or PNG file. Raises BadRequest for another format."""
    return figure_bytes(lambda: draw_curves(picture, style), style, kind)


def draw_curves(picture: CurvesPicture, style: PictureStyle) -> Figure:
    """A figure with all panels."""
    from matplotlib.figure import Figure

    width = style.width_mm / INCH
    figure = Figure((width, width * picture.shape), layout="constrained")
    names = list(dict.fromkeys(curve.name for panel in picture.panels for curve in panel.curves))
    for place, axes in enumerate(figure.subplots(1, len(picture.panels), squeeze=False, sharey=True)[0]):
        _draw_panel(axes, picture.panels[place], names, style)
        if not place:
            axes.set_ylabel(picture.up)
            if style.legend:
                axes.legend(fontsize=style.font_points, frameon=False)
    if picture.note:
        figure.supxlabel(picture.note, fontsize=style.font_points - 1, color=NOTE_GREY)
    return figure


def _draw_panel(axes: Axes, panel: CurvePanel, names: list[str], style: PictureStyle) -> None:
    for curve in panel.curves:
        look = names.index(curve.name)
        colour, marker = COLOURS[look % len(COLOURS)], MARKERS[look % len(MARKERS)]
        line = "--" if curve.dashed else "-"
        label = None if curve.dashed else curve.name
        axes.plot(curve.at, curve.mean, line, marker=marker, markersize=3, linewidth=1.0, color=colour, label=label)
        axes.fill_between(curve.at, curve.lowest, curve.highest, color=colour, alpha=BAND, linewidth=0)
    axes.set_xlabel(panel.across)
    axes.grid(alpha=0.3, linewidth=0.4)
    if style.title:
        axes.set_title(panel.title, fontsize=style.font_points + 1, loc="left")
