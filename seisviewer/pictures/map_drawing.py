"""Draws a map of a survey with Matplotlib, each trace where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from seisviewer.pictures.map_picture import MapPicture
from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.pictures.section_drawing import draw_legend, draw_scale, white_edge

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw_map(figure: Figure, picture: MapPicture, style: PictureStyle) -> Axes:
    """Fill an empty figure; returns the axes of the data."""
    from matplotlib.ticker import MaxNLocator
    from matplotlib.transforms import Affine2D

    axes = figure.add_subplot()
    axes.set_facecolor("white")
    inlines, crosslines = picture.image.shape[:2]
    axes.imshow(
        picture.image.swapaxes(0, 1),  # the first axis of a picture runs upward
        origin="lower",
        extent=(-0.5, inlines - 0.5, -0.5, crosslines - 0.5),
        interpolation="nearest",
        transform=Affine2D(np.vstack([picture.affine, [0.0, 0.0, 1.0]])) + axes.transData,
        aspect="auto",
    )
    for mark in picture.marks:
        axes.plot(mark.x, mark.y, "o", color=mark.colour, markeredgecolor="black", markersize=4.5, zorder=10)
        text = axes.annotate(mark.name, (mark.x, mark.y), xytext=(4, -2), textcoords="offset points", zorder=10)
        text.set_path_effects([white_edge()])
    axes.set_xlim(picture.low[0], picture.high[0])
    axes.set_ylim(picture.low[1], picture.high[1])
    axes.set_box_aspect(picture.shape if style.height_mm is None else None)
    axes.set_xlabel(picture.axis_names[0])
    axes.set_ylabel(picture.axis_names[1])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4))  # coordinates are long numbers
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.ticklabel_format(useOffset=False, style="plain")
    if style.title:
        axes.set_title(picture.title, fontsize=style.font_points + 2, loc="left")
    if style.colour_bar and picture.scale is not None:
        draw_scale(figure, axes, picture.scale, picture.shape)
    if style.legend:
        draw_legend(figure, picture.legend)
    return axes
