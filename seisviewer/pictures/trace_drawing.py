"""Draws records with Matplotlib: rows from top to bottom, picks over them, a time axis in UTC or in seconds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.picks.pick import Review
from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.pictures.trace_picture import (
    ORIGIN_NAMES,
    PHASE_COLOURS,
    PickMark,
    SpectrogramRow,
    TracePicture,
)
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import Tick, clock_ticks, seconds_ticks, utc_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TICKS = 6  # at most, for each 120 mm
BAND = 0.16  # opacity of an uncertainty
NOTE_GREY = "#404040"
GAP_LOOK = {"facecolor": "#eeebf2", "edgecolor": "#b9aecb", "hatch": "//////", "linewidth": 0.0}
THINNEST = 600.0  # gaps that are narrower than one part in so many of the picture are drawn as wide


def draw_traces(figure: Figure, picture: TracePicture, style: PictureStyle) -> Axes:
    """Fill an empty figure; returns the axes of the data, whose x are seconds since `picture.start`."""
    axes = figure.add_subplot()
    for row in picture.rows:
        _draw_gaps(axes, row.gaps, row.middle, row.gap_height, picture)
        axes.plot(row.times - picture.start, row.heights, color="black", linewidth=0.4, solid_joinstyle="bevel")
        title = [row.title] if row.title else []
        beside = "\n".join([*title, "  ".join(part for part in (row.channel, row.reach) if part)])
        axes.text(-0.01, row.middle, beside, transform=axes.get_yaxis_transform(), ha="right", va="center",
                  fontsize=style.font_points - 1)  # fmt: skip
    for spectrogram in picture.spectrograms:
        _draw_spectrogram(axes, spectrogram, picture, style)
    for mark in picture.picks:
        _draw_pick(axes, mark, picture, style)
    axes.set_xlim(0, picture.end - picture.start)
    axes.set_ylim(1, 0)
    axes.set_yticks([])
    _draw_time_axis(axes, picture, style)
    if style.title:
        axes.set_title(picture.title, fontsize=style.font_points + 2, loc="left")
    axes.set_title(picture.filter_text, fontsize=style.font_points, loc="right", color=NOTE_GREY)
    axes.set_box_aspect(picture.shape if style.height_mm is None else None)
    if style.legend:
        _draw_legend(figure, picture)
    if picture.notes:
        figure.supxlabel("   ".join(picture.notes), fontsize=style.font_points - 1, color=NOTE_GREY)
    return axes


def time_ticks(picture: TracePicture, style: PictureStyle) -> list[Tick]:
    """Where the time axis has its numbers."""
    least = (picture.end - picture.start) / max(2.0, TICKS * style.width_mm / 120)
    origin = picture.origin if picture.dated else picture.start if picture.origin is None else picture.origin
    if origin is not None:
        return seconds_ticks(picture.start, picture.end, origin, least)
    return clock_ticks(picture.start, picture.end, least)


def _draw_time_axis(axes: Axes, picture: TracePicture, style: PictureStyle) -> None:
    ticks = time_ticks(picture, style)
    axes.set_xticks([tick.time - picture.start for tick in ticks], labels=[tick.text for tick in ticks])
    if not picture.dated:
        axes.set_xlabel(tr("Seconds (when it was recorded is not known)"))
        return
    days = dict.fromkeys(utc_text(math.floor(time), 0)[:10] for time in (picture.start, picture.end))
    name = tr("UTC, {days}").format(days=" – ".join(days))
    axes.set_xlabel(
        name if picture.origin is None else tr("Seconds from {utc_text} UTC").format(utc_text=utc_text(picture.origin))
    )


def _draw_gaps(
    axes: Axes, gaps: Sequence[tuple[float, float]], middle: float, height: float, picture: TracePicture
) -> None:
    """Hatched, below all else; one that is too narrow to be seen is as wide as can be. middle, height: 0–1."""
    from matplotlib.patches import Rectangle

    least = (picture.end - picture.start) / THINNEST
    for start, end in gaps:
        width = max(end - start, least)
        left = (start + end - width) / 2 - picture.start
        corner = left, middle - height / 2
        axes.add_patch(Rectangle(corner, width, height, **GAP_LOOK, zorder=0.5))


def _draw_spectrogram(axes: Axes, row: SpectrogramRow, picture: TracePicture, style: PictureStyle) -> None:
    """Low frequencies below, as on screen; nothing where nothing was recorded."""
    image, middle = row.image, (row.top + row.bottom) / 2
    _draw_gaps(axes, row.component.gaps(*row.span), middle, row.bottom - row.top, picture)
    axes.text(-0.01, middle, row.words, transform=axes.get_yaxis_transform(), ha="right",
              va="center", fontsize=style.font_points - 1)  # fmt: skip
    if not image.rgba.size:
        return
    extent = image.start - picture.start, image.end - picture.start, row.bottom, row.top
    axes.imshow(image.rgba, origin="lower", extent=extent, aspect="auto", interpolation="bilinear", zorder=1)


def _draw_pick(axes: Axes, mark: PickMark, picture: TracePicture, style: PictureStyle) -> None:
    pick, at = mark.pick, mark.pick.time - picture.start
    if not 0 <= at <= picture.end - picture.start:
        return
    top, bottom = max(mark.top, 0.0), min(mark.bottom, 1.0)
    axes.plot([at, at], [top, bottom], color=mark.colour, linewidth=1.0, linestyle=mark.line_style)
    if pick.uncertainty and pick.review is not Review.REJECTED:
        edges = np.array([at - pick.uncertainty, at + pick.uncertainty])
        axes.fill_betweenx([top, bottom], *edges, color=mark.colour, alpha=BAND, linewidth=0)
    axes.text(
        at, top, f" {pick.name}", color=mark.colour, va="top", ha="left", fontsize=style.font_points, clip_on=True
    )


def _draw_legend(figure: Figure, picture: TracePicture) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    seen = [mark for mark in picture.picks if picture.start <= mark.pick.time <= picture.end]
    phases = [phase for phase in PHASE_COLOURS if any(mark.pick.phase[:1] == phase for mark in seen)]
    styles = {ORIGIN_NAMES[mark.pick.origin]: mark.line_style for mark in seen}
    handles = [Line2D([], [], color=PHASE_COLOURS[phase], linewidth=1.5, label=phase) for phase in phases]
    handles += [Line2D([], [], color="black", linestyle=line, label=name) for name, line in styles.items()]
    if any(row.gaps for row in picture.rows):
        handles.append(Patch(**GAP_LOOK, label=tr("nothing recorded")))
    if handles:
        figure.legend(handles=handles, loc="outside lower center", ncols=len(handles), frameon=False)
