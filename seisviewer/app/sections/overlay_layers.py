"""What is drawn over the amplitudes: painted labels, predictions, confidence, stability."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.sections.curve_item import CurveItem
from seisviewer.app.sections.mark_item import MarkItem
from seisviewer.app.sections.name_item import NameItem
from seisviewer.app.sections.outline_item import OutlineItem
from seisviewer.app.sections.raster_item import Raster
from seisviewer.app.sections.view_caption import ColourScale, ViewCaption
from seisviewer.app.sections.zoom_level import PixelSize
from seisviewer.volumes.geometry import SectionId

FIRST_Z = 10.0
REDRAW_MS = 40
AHEAD_MS = 50  # after a section came on screen
LARGE_SECTION = 1_500_000  # cells; putting a prediction together and colouring it takes many times as long as a step may
REST_MS = 120  # without a step, before pictures are drawn over a large section


class Layer(Protocol):
    """One overlay, shared by all views.

    changed: a Qt signal with the SectionId whose picture changed, or None for all. A layer may also have
    `caption(section) -> str`, a line or two for the corner of the view ("" for none), `details(section) -> str`, its
    tooltip, `scale(section) -> ColourScale | None`, what its colours mean, and `outline(section, pixel) -> np.ndarray |
    None`, lines that are drawn below its picture (see `outline_item`), and `curves(section) -> Sequence[Curve]`,
    boundaries that are drawn above it, `marks(section) -> Sequence[Mark]`, what is drawn around strokes, and `names(section) -> Sequence[Name]`, what is
    written at places, and `coarse_rgba(section, pixel, steps)`, the same as `rgba` of every so many rows and columns of a
    large section, which is drawn many times as fast.

    For pictures for print: `picture_name: str`, under which it is offered, `classes_in(section) -> np.ndarray | None`, the
    class numbers that it draws, for the legend, and `covers_amplitudes: bool`, whether it takes their place.
    """

    changed: Any

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray | None:
        """RGBA uint8 (rows, columns, 4) in the section's index space, or None when there is nothing to draw.

        pixel: rows and columns of the section that one pixel of the screen covers, so that thin things can be drawn
        wide enough to be seen. Also asked for a section that may come on screen next.
        """
        ...


class LayerStack(QObject):
    """The layers of one view, in the order they were added, redrawn together with the section they lie on.

    captions_changed: what the layers say in the corner of the view reads otherwise now.
    """

    captions_changed = pyqtSignal()

    def __init__(self, box: pg.ViewBox, pixel: PixelSize, caption: ViewCaption) -> None:
        super().__init__(box)
        self._box, self._pixel, self._caption = box, pixel, caption
        self._section: SectionId | None = None
        self._layers: list[tuple[Any, Raster, OutlineItem, CurveItem, MarkItem, NameItem]] = []
        self._stale: list[int] = []
        self._turned = self._is_large = False
        # By layer: its picture, the steps, and every so many rows and columns of it; the same array is not painted again.
        self._thinned: dict[int, tuple[np.ndarray, tuple[int, int], np.ndarray]] = {}
        self._timer = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._timer.timeout.connect(self._redraw_stale)
        self._next: SectionId | None = None
        self._ahead = QTimer(self, singleShot=True, interval=AHEAD_MS)
        self._ahead.timeout.connect(self._draw_ahead)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._draw_all)
        pixel.changed.connect(lambda: self._mark(*range(len(self._layers))))

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers, the lowest first."""
        return tuple(layer for layer, *_ in self._layers)

    def add(self, layer: Layer) -> None:
        """Put a layer on top of those there are."""
        raster, outline, curves, marks, names = Raster(), OutlineItem(), CurveItem(), MarkItem(), NameItem()
        raster.turn(self._turned)
        number = len(self._layers)
        raster.setZValue(FIRST_Z + number)
        outline.setZValue(FIRST_Z + number - 0.5)  # below, so that it takes no room from thin labels
        curves.setZValue(FIRST_Z + number + 0.25)
        marks.setZValue(FIRST_Z + number + 0.5)
        names.setZValue(FIRST_Z + number + 0.75)
        for item in (raster, outline, curves, marks, names):
            self._box.addItem(item, ignoreBounds=True)
        self._layers.append((layer, raster, outline, curves, marks, names))
        layer.changed.connect(lambda section=None: self._changed(number, section))
        self._draw(number)
        self._write_captions()

    def turn(self, turned: bool) -> None:
        """Lie in a box whose rows run up or down; `show_section` draws what is seen then."""
        self._turned = turned
        for _, raster, *_ in self._layers:
            raster.turn(turned)

    def show_section(self, section: SectionId | None, cells: int = 0) -> None:
        """Redraw every layer for the section that is now on screen. cells: how many it has; over a large one lines are drawn
        at once, and pictures when the user has stopped stepping."""
        self._section = section
        self._is_large = cells >= LARGE_SECTION
        self._rest.stop()
        self._thinned.clear()
        if section is None or self._is_large:
            self._ahead.stop()
        elif self._ahead.isActive():  # it was asked for before this section was read: rest begins anew
            self._ahead.start()
        self._stale.clear()
        if section is None or not self._is_large:
            self._draw_all()
            return
        for number, (layer, raster, outline, *_) in enumerate(self._layers):
            if getattr(layer, "covers_amplitudes", False):  # else the amplitudes would flash up at each step
                self._draw(number)
                continue
            raster.clear()
            outline.show_lines(None)
            self._draw_lines(number)
        self._say("", "", None)
        self._rest.start()

    def look_ahead(self, section: SectionId) -> None:
        """A section that may be shown next: layers that keep their pictures draw them once the view is at rest, and a step
        need not wait for them. Not of large sections: the next step would wait for that."""
        if not self._is_large:
            self._next = section
            self._ahead.start()
        elif self._rest.isActive():  # the user steps on before the pictures were drawn
            self._rest.start()

    def _draw_ahead(self) -> None:
        for layer, *_ in self._layers:
            layer.rgba(self._next, self._pixel.now)

    def _changed(self, number: int, section: SectionId | None) -> None:
        if section is None or section == self._section:
            self._mark(number)

    def _mark(self, *numbers: int) -> None:
        self._stale.extend(number for number in numbers if number not in self._stale)
        if not self._timer.isActive():
            # Drawn at once when nothing was drawn for a while: a stroke must appear as it is painted.
            self._redraw_stale()
            self._timer.start()

    def _draw_all(self) -> None:
        self._stale.clear()
        for number in range(len(self._layers)):
            self._draw(number)
        self._write_captions()

    def _redraw_stale(self) -> None:
        if self._stale and not self._rest.isActive():  # else all of them are drawn soon
            stale, self._stale = self._stale, []
            for number in stale:
                self._draw(number)
            self._write_captions()

    def _draw(self, number: int) -> None:
        layer, raster, outline, *_ = self._layers[number]
        steps = self._steps
        picture = self._picture(number, steps) if self._section is not None else None
        if picture is None:
            raster.clear()
        else:
            raster.show_rgba(picture, steps)
        if hasattr(layer, "outline"):
            outline.show_lines(layer.outline(self._section, self._pixel.now) if picture is not None else None)
        self._draw_lines(number)

    @property
    def _steps(self) -> tuple[int, int]:
        """Rows and columns of a large section that lie within one pixel of the screen: one of them is enough to be seen."""
        rows, columns = self._pixel.now if self._is_large else (1.0, 1.0)
        return max(1, int(rows)), max(1, int(columns))

    def _picture(self, number: int, steps: tuple[int, int]) -> np.ndarray | None:
        """What a layer draws over the section, of every so many rows and columns; the same array while it looks the same."""
        layer = self._layers[number][0]
        if steps == (1, 1):
            return layer.rgba(self._section, self._pixel.now)
        if hasattr(layer, "coarse_rgba"):
            return layer.coarse_rgba(self._section, self._pixel.now, steps)
        whole = layer.rgba(self._section, self._pixel.now)
        if whole is None:
            return None
        before = self._thinned.get(number)
        if before is None or before[0] is not whole or before[1] != steps:
            before = self._thinned[number] = whole, steps, whole[:: steps[0], :: steps[1]]
        return before[2]

    def _draw_lines(self, number: int) -> None:
        """What is cheap to draw: lines, marks and names."""
        layer, _, _, curves, marks, names = self._layers[number]
        if hasattr(layer, "curves"):
            curves.show_curves(layer.curves(self._section) if self._section is not None else ())
        if hasattr(layer, "marks"):
            marks.show_marks(layer.marks(self._section) if self._section is not None else ())
        if hasattr(layer, "names"):
            names.show_names(layer.names(self._section) if self._section is not None else ())

    def _write_captions(self) -> None:
        text, details = (self._said(what) for what in ("caption", "details"))
        self._say(text, details, self._scale())

    def _say(self, text: str, details: str, scale: ColourScale | None) -> None:
        if (text, details, scale) != (self._caption.text, self._caption.details, self._caption.scale):
            self._caption.say(text, details, scale)
            self.captions_changed.emit()

    def _scale(self) -> ColourScale | None:
        """Of the topmost layer whose colours need one."""
        layers = [layer for layer, *_ in self._layers if hasattr(layer, "scale")] if self._section is not None else []
        scales = [scale for layer in layers if (scale := layer.scale(self._section)) is not None]
        return scales[-1] if scales else None

    def _said(self, what: str) -> str:
        """What the layers have to say, by the name of the method that says it."""
        if self._section is None:
            return ""
        lines = [getattr(layer, what)(self._section) for layer, *_ in self._layers if hasattr(layer, what)]
        return "\n".join(line for line in lines if line)
