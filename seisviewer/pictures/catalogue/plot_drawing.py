"""Draws the panels of a catalogue's picture with Matplotlib; everything but words is vectors."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.pictures.catalogue.plot_picture import FAINT, HOLLOW, INK, ColourBar, Marks, Panel, PlotPicture, Shade
from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.waveforms.clock_ticks import clock_ticks, utc_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INCH = 25.4  # mm
POINTS = 72.0  # an inch
NOTE_GREY, GREY = "#404040", "#c9ccd1"
LETTER = 0.56  # width of a letter over its height, about
MARGIN = 1.16  # of a disc's radius that its panel reaches


def draw_plot(figure: Figure, picture: PlotPicture, style: PictureStyle) -> None:
    """Fill an empty figure, and make it as high as the picture needs where no height is stated."""
    width = style.width_mm / INCH
    notes = _folded(picture, style)
    if style.height_mm is None:
        below = (notes.count("\n") + 1) * (style.font_points + 2) / POINTS if notes else 0.0
        above = (style.font_points + 10) / POINTS if style.title else 0.0
        figure.set_figheight(width * picture.shape + below + above)
    shares = [panel.share for panel in picture.panels]
    for axes, panel in zip(
        figure.subplots(1, len(shares), squeeze=False, width_ratios=shares)[0], picture.panels, strict=True
    ):
        _draw_panel(axes, panel, style)
        if panel.bar is not None and style.colour_bar:
            _draw_bar(axes, panel.bar, style)
    if style.title and picture.title:
        figure.suptitle(picture.title, fontsize=style.font_points + 2, x=0.01, ha="left")
    if notes:
        figure.supxlabel(notes, fontsize=style.font_points - 1, color=NOTE_GREY, x=0.01, ha="left")


def _folded(picture: PlotPicture, style: PictureStyle) -> str:
    letters = int(style.width_mm / INCH * POINTS / ((style.font_points - 1) * LETTER))
    return "\n".join(textwrap.fill(note, max(letters, 20)) for note in picture.notes)


def _draw_panel(axes: Axes, panel: Panel, style: PictureStyle) -> None:
    if panel.logarithmic:
        axes.set_yscale("log")
    for line in panel.lines:
        kind = "--" if line.dashed else "-"
        axes.plot(
            line.across, line.up, kind, color=line.colour, linewidth=line.width, label=line.name or None, zorder=2
        )
    for marks in panel.marks:
        _draw_marks(axes, marks)
    for words in panel.words:
        where = {"ha": "center", "va": "center"} if words.centred else {"xytext": (3, 3), "textcoords": "offset points"}
        axes.annotate(
            words.text, (words.across, words.up), fontsize=style.font_points - (0 if words.bold else 2), zorder=6,
            weight="bold" if words.bold else "normal", annotation_clip=True, **where,
        )  # fmt: skip
    if panel.is_disc:
        _make_disc(axes, panel.shade)
    else:
        _draw_axes(axes, panel, style)
    if panel.title and style.title:
        axes.set_title(panel.title, fontsize=style.font_points, loc="left")
    if style.legend and any(part.name for part in (*panel.marks, *panel.lines)):
        place: dict[str, object] = {"loc": "upper right" if panel.logarithmic else "best"}
        if panel.is_disc:
            place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0.02), "ncols": 5}
        axes.legend(fontsize=style.font_points - 1, frameon=not panel.is_disc, framealpha=0.8, edgecolor=GREY, **place)


def _draw_marks(axes: Axes, marks: Marks) -> None:
    """Scatter counts the square of a mark's size, and draws a cross by its edge."""
    squares = np.square(np.broadcast_to(np.asarray(marks.sizes, float), (len(marks.across),)))
    label = marks.name or None
    if not len(marks.across):  # in the legend alone
        squares = np.square(np.atleast_1d(np.asarray(marks.sizes, float)))[:1]
        axes.scatter([np.nan], [np.nan], s=squares, marker=marks.sign, c=HOLLOW, edgecolors=INK,
                     linewidths=marks.edge_width, label=label)  # fmt: skip
        return
    looks = {"c": marks.edges} if marks.sign == "x" else {"c": marks.fills, "edgecolors": marks.edges}
    if marks.fills == HOLLOW and marks.sign != "x":
        looks = {"facecolors": HOLLOW, "edgecolors": marks.edges}
    axes.scatter(
        marks.across,
        marks.up,
        s=squares,
        marker=marks.sign,
        linewidths=marks.edge_width,
        label=label,
        zorder=3,
        **looks,
    )


def _draw_axes(axes: Axes, panel: Panel, style: PictureStyle) -> None:
    axes.set_xlabel(panel.across)
    axes.set_ylabel(panel.up)
    axes.grid(alpha=0.3, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.margins(0.08)
    if panel.aspect is not None:
        axes.set_aspect(panel.aspect, adjustable="datalim")
    if panel.downward:
        axes.invert_yaxis()
    if panel.in_degrees:
        axes.xaxis.set_major_formatter(lambda value, _: _degrees((value + 180) % 360 - 180, "EW"))
        axes.yaxis.set_major_formatter(lambda value, _: _degrees(value, "NS"))
        axes.locator_params(axis="x", nbins=5)
    if panel.is_time:
        start, end = axes.get_xlim()
        ticks = clock_ticks(start, end, (end - start) / 4)
        axes.set_xticks([tick.time for tick in ticks], labels=[tick.text for tick in ticks])
        axes.set_xlabel(f"UTC, {utc_text(start, 0)[:10]}")


def _degrees(value: float, letters: str) -> str:
    return f"{abs(value):.5g}° {letters[0] if value >= 0 else letters[1]}"


def _make_disc(axes: Axes, shade: Shade | None) -> None:
    from matplotlib.patches import Circle

    edge = Circle((0, 0), 1, facecolor=HOLLOW, edgecolor=INK, linewidth=1.0, zorder=4)
    axes.add_patch(edge)
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.set_xlim(-MARGIN, MARGIN)
    axes.set_ylim(-MARGIN, MARGIN)
    if shade is not None:
        size = len(shade.field)
        places = (np.arange(size) + 0.5) / size * 2 - 1
        grey = axes.contourf(places, -places, shade.field, levels=[0, np.inf], colors=[GREY], zorder=1)
        grey.set_clip_path(edge)


def _draw_bar(axes: Axes, bar: ColourBar, style: PictureStyle) -> None:
    from matplotlib.cm import ScalarMappable

    made = axes.figure.colorbar(
        ScalarMappable(cmap=bar.map), ax=axes, location="bottom", shrink=0.6, aspect=30, pad=0.03
    )
    made.set_ticks([0, 1], labels=[bar.least, bar.most])
    made.set_label(bar.title, fontsize=style.font_points, color=INK)
    made.outline.set_edgecolor(FAINT)
