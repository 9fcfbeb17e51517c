"""Pictures as bytes and files: SVG and PDF, in which text stays text, and PNG. Needs no window and no display."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest
from seisviewer.pictures.catalogue.plot_drawing import draw_plot
from seisviewer.pictures.catalogue.plot_picture import PlotPicture
from seisviewer.pictures.map_drawing import draw_map
from seisviewer.pictures.map_picture import MapPicture
from seisviewer.pictures.picture_fonts import font_families
from seisviewer.pictures.picture_style import FORMATS, PictureStyle
from seisviewer.pictures.section_drawing import draw_section
from seisviewer.pictures.section_picture import SectionPicture
from seisviewer.pictures.trace_drawing import draw_traces
from seisviewer.pictures.trace_picture import TracePicture
from seisviewer.translation import tr

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCH = 25.4  # mm
NEAR = 0.005  # of the height, that the layout may be off
_drawing = Lock()  # Matplotlib's settings are the whole program's

Picture = SectionPicture | MapPicture | TracePicture | PlotPicture
Drawing = Callable[[], "Figure"]


def picture_bytes(picture: Picture, style: PictureStyle, kind: str) -> bytes:
    """The picture as an SVG, PDF or PNG file. Raises BadRequest for another format or an impossible size.

    May be called from any thread; one picture is drawn at a time.
    """
    style.check()
    return figure_bytes(lambda: drawn_figure(picture, style), style, kind)


def figure_bytes(draw: Drawing, style: PictureStyle, kind: str) -> bytes:
    """As `picture_bytes`, what `draw` makes with the settings of all pictures."""
    if kind not in FORMATS:
        raise BadRequest(
            tr("Pictures are written as {listed} or {formats}, not as “{kind}”.").format(
                listed=", ".join(FORMATS[:-1]), formats=FORMATS[-1], kind=kind
            )
        )
    with _drawing:
        from matplotlib import rc_context

        settings = {
            "svg.fonttype": "none",
            "pdf.fonttype": 42,
            "font.family": list(font_families()),
            "font.size": style.font_points,
            "axes.linewidth": 0.6,
            "axes.unicode_minus": True,
            "savefig.facecolor": "white",
        }
        with rc_context(settings):
            figure = draw()
            made = io.BytesIO()
            date = {} if kind == "png" else {"metadata": {"Date" if kind == "svg" else "CreationDate": None}}
            figure.savefig(made, format=kind, dpi=style.dpi, **date)
    return made.getvalue()


def drawn_figure(picture: Picture, style: PictureStyle) -> Figure:
    """The picture laid out; without a stated height as high as its area must be."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width = style.width_mm / INCH
    figure = Figure(
        figsize=(width, (style.height_mm or style.width_mm * 0.8) / INCH), dpi=style.dpi, layout="constrained"
    )
    FigureCanvasAgg(figure)
    if isinstance(picture, PlotPicture):
        draw_plot(figure, picture, style)
        return figure
    drawings = {SectionPicture: draw_section, MapPicture: draw_map}
    draw = drawings.get(type(picture), draw_traces)
    axes = draw(figure, picture, style)
    if style.height_mm is None and axes is not None:
        axes.set_box_aspect(None)
        for _ in range(3):  # what stands around the area takes room of its own, which only the layout knows
            figure.get_layout_engine().execute(figure)
            area, height = axes.get_position(), figure.get_figheight()
            wanted = area.width * width * picture.shape
            around = (1 - area.height) * height
            if abs(wanted + around - height) <= NEAR * height:
                break
            figure.set_figheight(min(max(wanted + around, 0.8), 60.0))
    return figure


def write_picture(picture: Picture, style: PictureStyle, path: Path, kind: str | None = None) -> Path:
    """Write the picture; the format follows from the ending where it is not named. Nothing is left half written."""
    kind = kind or path.suffix.lower().removeprefix(".")
    made = picture_bytes(picture, style, kind)
    write_whole(path, made, BadRequest)
    return path
