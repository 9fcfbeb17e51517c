"""The section in use, moved up and down so that a horizon lies flat: a window of its own, to look at and not to paint on."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from seisviewer.app.horizons.horizon_desk import NOTHING_CHOSEN, HorizonDesk
from seisviewer.app.sections.colours import amplitude_colours
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.wells.well_layer import WellLayer
from seisviewer.app.widgets.controls import sentence
from seisviewer.pictures.amplitude_indices import indices
from seisviewer.structure.horizons.event_snapping import windows_at
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.section_axes import section_axes
from seisviewer.volumes.section_names import section_title

NO_PAINTING = tr("To look at: labels are painted on the sections themselves.")


MARKER = 0.006  # of the section's traces, from a well to either end of the bar at a marker
GROUND = (0, 0, 0, 165)


class FlattenedSection(QWidget):
    """Follows the view in use and the chosen horizon while it is seen."""

    def __init__(
        self, desk: HorizonDesk, views: SectionViews, window: QWidget, wells: WellLayer | None = None
    ) -> None:
        """wells: as they are drawn over sections, None for none."""
        super().__init__(window, pg.QtCore.Qt.WindowType.Window)
        self._desk, self._views, self._wells = desk, views, wells
        self._drawn: list[pg.GraphicsObject] = []
        self.resize(900, 560)
        self.plot = pg.PlotWidget(enableMenu=False)
        self.plot.setToolTip(NO_PAINTING)
        self.image, self.flat = pg.ImageItem(), pg.InfiniteLine(0.0, 0.0, pen=pg.mkPen("#ffffff", width=2))
        self.plot.addItem(self.image)
        self.plot.addItem(self.flat)
        self.plot.getPlotItem().invertY(True)
        self.plot.getPlotItem().showAxis("top")
        self.plot.getPlotItem().hideAxis("bottom")
        self.said = sentence(NO_PAINTING)
        column = QVBoxLayout(self)
        column.addWidget(self.plot, 1)
        column.addWidget(self.said)
        for signal in (desk.changed, desk.state.shown_changed, desk.state.display_changed, desk.state.position_changed):
            signal.connect(self.renew)
        for view in views.views.values():
            view.renewed.connect(self.renew)
        if wells is not None:
            wells.changed.connect(self.renew)

    def toggle(self) -> None:
        """Show it, or put it away."""
        if self.isVisible():
            self.close()
            return
        self.show()
        self.raise_()
        self.renew()

    def renew(self, *_: object) -> None:
        """Draw what is in use now."""
        if not self.isVisible():
            return
        state, horizon = self._desk.state, self._desk.current
        view = self._views.active
        amplitudes, section = view.amplitudes(), view.section
        self.image.clear()
        for item in self._drawn:
            self.plot.removeItem(item)
        self._drawn = []
        self.flat.hide()
        if horizon is None or not horizon.count:
            self._say(
                NOTHING_CHOSEN
                if horizon is None
                else tr("“{horizon_name}” is not tracked yet: track it first (Shift+M).").format(
                    horizon_name=horizon.name
                )
            )
            return
        if section is None or amplitudes is None or section.direction is Direction.TIME:
            self._say(tr("Use an inline or a crossline: a time slice cannot be flattened."))
            return
        depths = horizon.on_line(state.volume.geometry, section)
        known = np.isfinite(depths)
        if not known.any():
            self._say(tr("“{horizon_name}” does not reach this section.").format(horizon_name=horizon.name))
            return
        samples = amplitudes.shape[1]
        offsets = np.arange(-int(np.nanmax(depths)), samples - int(np.nanmin(depths)))
        flat = windows_at(amplitudes, np.nan_to_num(depths), offsets)
        flat[~known] = np.nan
        self._draw(flat, offsets, section, horizon)
        self._draw_wells(section, np.interp(np.arange(len(depths)), np.flatnonzero(known), depths[known]))

    def _draw_wells(self, section: SectionId, depths: np.ndarray) -> None:
        """Moved with the traces that they are drawn on. depths: of the horizon, (traces,)."""
        if self._wells is None:
            return
        geometry = self._desk.state.volume.geometry
        across, _ = section_axes(geometry, section.direction, geometry.index(section))

        def place(rows: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            moved = columns - np.interp(rows, np.arange(len(depths)), depths)
            return across.value(rows), moved * geometry.samples.interval

        for curve in self._wells.curves(section):
            rows, columns = curve.rows, curve.columns
            if len(rows) == 1:  # a marker
                rows, columns = rows + MARKER * len(depths) * np.array([-1.0, 1.0]), np.repeat(columns, 2)
            self._put(pg.PlotCurveItem(*place(rows, columns), pen=pg.mkPen(curve.above, width=2 * curve.width)))
        for name in self._wells.names(section):
            down = 0.0 if name.heading else 1.0 if name.foot else 0.5
            text = pg.TextItem(name.text, color=name.colour, fill=GROUND, anchor=(0.0, down))
            text.setPos(*(float(each) for each in place(np.float64(name.row), np.float64(name.column))))
            self._put(text)

    def _put(self, item: pg.GraphicsObject) -> None:
        self.plot.addItem(item)
        self._drawn.append(item)

    def _draw(self, flat: np.ndarray, offsets: np.ndarray, section: SectionId, horizon: object) -> None:
        state = self._desk.state
        geometry = state.volume.geometry
        shown, limit = amplitude_colours.shown_amplitudes(flat, state.display, geometry.samples.interval)
        table = amplitude_colours.lookup_table(state.display)
        self.image.setImage(table[indices(shown, limit)])
        across, _ = section_axes(geometry, section.direction, geometry.index(section))
        interval = geometry.samples.interval
        first, last = across.value(-0.5), across.value(len(flat) - 0.5)
        top, height = (offsets[0] - 0.5) * interval, len(offsets) * interval
        self.image.setRect(pg.QtCore.QRectF(first, top, last - first, height))
        self.flat.setPen(pg.mkPen(horizon.colour, width=2))
        self.flat.show()
        title = (
            tr("Relative time ({unit} below {horizon_name})")
            if geometry.samples.is_time
            else tr("Relative depth ({unit} below {horizon_name})")
        )
        self.plot.setLabel("left", title.format(unit=geometry.samples.unit, horizon_name=horizon.name))
        self.plot.setLabel("top", across.name)
        self.plot.getPlotItem().getViewBox().setRange(xRange=(first, last), yRange=(top, top + height), padding=0)
        title = tr("{section_title}, flattened along {horizon_name}").format(
            section_title=section_title(geometry, section), horizon_name=horizon.name
        )
        self.setWindowTitle(title)
        self.said.setText(NO_PAINTING)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.setWindowTitle(tr("Flattened section"))
