"""Draws a section with Matplotlib: data coordinates are the values of the axes, so that a tick cannot lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.pictures.section_picture import LegendEntry, LineOverlay, PictureScale, PlacedName, SectionPicture
from seisviewer.volumes.section_axes import IndexAxis
from seisviewer.volumes.section_lengths import length_text, nice_length

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patheffects import AbstractPathEffect

BAR_SHARE = 0.22  # of the width of the section, that the scale bar takes at most
BAR_RIGHT, BAR_UP = 0.975, 0.05  # of the area of the section
BAR_POINTS = 3.0
BAR_SLENDER = 30.0  # height over width of a colour bar beside a square
FAINT = 0.45  # strength of the colours below wiggles
MOST_ENTRIES = 6  # of the legend in a row
CASING = "#202020"


def draw_section(figure: Figure, picture: SectionPicture, style: PictureStyle) -> Axes:
    """Fill an empty figure; returns the axes of the data."""
    axes = figure.add_subplot()
    across, along = _ordered(picture, picture.axes)
    spans = _ordered(picture, (picture.rows, picture.columns))
    (left, right), (low, high) = ((axis.value(a), axis.value(b)) for axis, (a, b) in zip((across, along), spans))
    axes.set_facecolor("white")
    _draw_images(axes, picture, across, along)
    if picture.wiggles is not None:
        _draw_wiggles(axes, picture, across, along)
    for line in picture.lines:
        _draw_line(axes, picture, line, across, along)
    for name in picture.names:
        _draw_name(axes, picture, name, across, along, style)
    axes.set_xlim((right, left) if picture.leftward else (left, right))
    axes.set_ylim((high, low) if picture.downward else (low, high))
    axes.set_aspect("auto")
    axes.set_box_aspect(picture.shape if style.height_mm is None else None)
    _dress_axes(axes, across, along)
    if style.title:
        axes.set_title(picture.title, fontsize=style.font_points + 2, loc="left")
    if style.colour_bar:
        for scale in picture.scales:
            draw_scale(figure, axes, scale, picture.shape)
    if style.scale_bar and picture.step_length is not None:
        _draw_scale_bar(axes, picture, spans[0], style)
    _draw_below(figure, picture, style)
    return axes


def _ordered(picture: SectionPicture, pair: tuple) -> tuple:
    """What holds for rows and columns as what holds across and up or down."""
    return pair[::-1] if picture.turned else pair


def _draw_images(axes: Axes, picture: SectionPicture, across: IndexAxis, along: IndexAxis) -> None:
    for number, image in enumerate(picture.images):
        rows, columns = image.shape[:2]
        width, height = _ordered(picture, (rows, columns))
        seen = image if picture.turned else image.swapaxes(0, 1)  # the first axis of a picture runs up or down
        if number == 0 and picture.wiggles is not None:
            seen = seen.copy()
            seen[..., :3] = 255 - (255 - seen[..., :3].astype(float)) * FAINT
        # `lower` lays the first row at the lower value; the limits of the axes turn the picture over.
        axes.imshow(
            seen,
            origin="lower",
            extent=(across.value(-0.5), across.value(width - 0.5), along.value(-0.5), along.value(height - 0.5)),
            interpolation="bilinear" if number == 0 else "nearest",
            interpolation_stage="rgba",
            aspect="auto",
        )


def _draw_wiggles(axes: Axes, picture: SectionPicture, across: IndexAxis, along: IndexAxis) -> None:
    wiggles, down = picture.wiggles, along.value(picture.wiggles.places)
    for number, swing in enumerate(wiggles.swings):
        if np.isnan(swing).any():
            continue
        base = wiggles.first + number
        curve = across.value(base + swing)
        axes.plot(curve, down, color="black", linewidth=0.35)
        axes.fill_betweenx(
            down, across.value(base), curve, where=swing > 0, color="black", linewidth=0, interpolate=True
        )


def _draw_line(axes: Axes, picture: SectionPicture, line: LineOverlay, across: IndexAxis, along: IndexAxis) -> None:
    """Each colour beside the line: the first above it, the second below."""
    from matplotlib.transforms import ScaledTranslation

    x, y = _ordered(picture, (line.rows, line.columns))
    style = "--" if line.dashed else "-"
    axes.plot(
        across.value(x), along.value(y), color=CASING, linewidth=len(line.colours) * line.width + 0.6, linestyle=style
    )
    for number, colour in enumerate(line.colours):
        aside = (len(line.colours) - 1) / 2 - number
        shift = ScaledTranslation(0, aside * line.width / 72, axes.figure.dpi_scale_trans)
        axes.plot(
            across.value(x),
            along.value(y),
            color=colour,
            linewidth=line.width,
            linestyle=style,
            transform=axes.transData + shift,
        )


def _draw_name(
    axes: Axes, picture: SectionPicture, name: PlacedName, across: IndexAxis, along: IndexAxis, style: PictureStyle
) -> None:
    """Beside its place; nothing where that is out of sight."""
    inside = all(low <= at <= high for at, (low, high) in ((name.row, picture.rows), (name.column, picture.columns)))
    if not inside:
        return
    x, y = _ordered(picture, (name.row, name.column))
    place = across.value(x), along.value(y)
    if name.dot:
        axes.plot(*place, "o", color=name.colour, markeredgecolor=CASING, markersize=4)
    text = axes.annotate(
        name.text, place, xytext=(4, -2 if name.heading else 0), textcoords="offset points", ha="left",
        va="top" if name.heading else "center", fontsize=style.font_points - (0 if name.heading else 1), color=CASING,
        fontweight="bold" if name.heading else "normal", zorder=9, annotation_clip=True,
    )  # fmt: skip
    text.set_path_effects([white_edge()])


def _dress_axes(axes: Axes, across: IndexAxis, along: IndexAxis) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_xlabel(across.name)
    axes.set_ylabel(along.name)
    for mpl, axis in ((axes.xaxis, across), (axes.yaxis, along)):
        mpl.set_major_locator(MaxNLocator(nbins=7, integer=axis.whole, steps=[1, 2, 2.5, 5, 10]))
    axes.ticklabel_format(useOffset=False, style="plain")


def draw_scale(figure: Figure, axes: Axes, scale: PictureScale, shape: float) -> None:
    """A colour bar beside axes. shape: height over width of them."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import ListedColormap, Normalize

    colours = ListedColormap(scale.colours[:, :3] / 255.0)
    bar = figure.colorbar(
        ScalarMappable(Normalize(scale.low, scale.high), colours),
        ax=axes,
        fraction=0.03,
        pad=0.02,
        aspect=max(BAR_SLENDER * shape, 8.0),
    )
    bar.set_label(scale.name)
    bar.set_ticks([value for value, _ in scale.ticks], labels=[text for _, text in scale.ticks])


def _draw_scale_bar(axes: Axes, picture: SectionPicture, span: tuple[float, float], style: PictureStyle) -> None:
    """A bar in the corner, whose ends lie where so much length ends, with its length above."""
    seen = (span[1] - span[0]) * picture.step_length
    length = nice_length(seen * BAR_SHARE)
    share = length / seen
    (bar,) = axes.plot(
        [BAR_RIGHT - share, BAR_RIGHT], [BAR_UP, BAR_UP], transform=axes.transAxes, color="black", linewidth=BAR_POINTS,
        solid_capstyle="butt", zorder=10,
    )  # fmt: skip
    bar.set_path_effects([white_edge()])
    bar.set_gid("scale-bar")
    text = axes.annotate(
        length_text(length, picture.unit), (BAR_RIGHT, BAR_UP), xycoords="axes fraction", xytext=(0, 3.5),
        textcoords="offset points", ha="right", va="bottom", fontsize=style.font_points, zorder=10,
    )  # fmt: skip
    text.set_path_effects([white_edge()])


def white_edge() -> AbstractPathEffect:
    """What keeps black ink readable on any colour, and text text."""
    from matplotlib.patheffects import withStroke

    return withStroke(linewidth=2.5, foreground="white")


def draw_legend(figure: Figure, legend: tuple[LegendEntry, ...]) -> None:
    """What colours are called, below the area; nothing without any."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    if not legend:
        return
    handles = [
        Line2D([], [], color=entry.colour, linewidth=2)
        if entry.line
        else Patch(facecolor=entry.colour, edgecolor="black")
        for entry in legend
    ]
    figure.legend(
        handles,
        [entry.name for entry in legend],
        loc="outside lower center",
        ncols=min(MOST_ENTRIES, len(handles)),
        frameon=False,
    )


def _draw_below(figure: Figure, picture: SectionPicture, style: PictureStyle) -> None:
    if style.legend:
        draw_legend(figure, picture.legend)
    if picture.notes:
        figure.supxlabel("   ".join(picture.notes), fontsize=style.font_points - 1, color="#404040")
