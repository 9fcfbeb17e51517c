"""The choice of what sections show, its colours, and how far the dips of the whole survey are."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QImage, QPainter, QPaintEvent
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QSlider, QSpinBox, QVBoxLayout, QWidget

from seisviewer.app.attributes.attribute_source import AttributeSource
from seisviewer.app.attributes.slopes_in_background import BackgroundSlopes, SlopesStatus
from seisviewer.app.live.durations import duration
from seisviewer.app.section_state import Display, SectionState
from seisviewer.app.widgets.controls import form, sentence, tool_button
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.pictures.attribute_kinds import AMPLITUDE, attribute_kinds, attribute_scale, number, window_samples
from seisviewer.translation import tr

BAR_HEIGHT = 16
WHOLE = tr("Dips of the whole survey are better than those of one section, and time slices can show them")


class AttributeBar(QWidget):
    """The colours of the attribute on show, with its ends below; hidden while amplitudes are shown."""

    def __init__(self, state: SectionState, source: AttributeSource) -> None:
        super().__init__()
        self._state, self._source = state, source
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(220, BAR_HEIGHT + self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._state.volume is None or self._source.kind == AMPLITUDE:
            return
        display = self._state.display
        scale = attribute_scale(self._source.kind, self._state.volume.geometry, display.gain, display.limit)
        painter, bar = QPainter(self), QRect(0, 0, self.width() - 1, BAR_HEIGHT)
        colours = np.ascontiguousarray(scale.colours[None, 1:, :3])
        painter.drawImage(bar, QImage(colours.data, colours.shape[1], 1, colours.nbytes, QImage.Format.Format_RGB888))
        painter.setPen(self.palette().mid().color())
        painter.drawRect(bar)
        painter.setPen(self.palette().text().color())
        below = QRect(0, bar.bottom() + 2, self.width(), self.fontMetrics().height())
        low, high = scale.ends
        middle = number((scale.low + scale.high) / 2)
        for side, text in (
            (Qt.AlignmentFlag.AlignLeft, low),
            (Qt.AlignmentFlag.AlignHCenter, middle),
            (Qt.AlignmentFlag.AlignRight, high),
        ):
            painter.drawText(below, side, text)


class AttributeControls(QWidget):
    """The head of the panel that says how sections are drawn."""

    def __init__(self, state: SectionState, source: AttributeSource, slopes: BackgroundSlopes) -> None:
        super().__init__()
        self._state, self._source, self._slopes = state, source, slopes
        self.shows = QComboBox()
        for kind in attribute_kinds().values():
            self.shows.addItem(kind.title, kind.name)
            self.shows.setItemData(self.shows.count() - 1, as_plain(kind.tip), Qt.ItemDataRole.ToolTipRole)
        self.bar = AttributeBar(state, source)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(10, 100)
        self.opacity.setPageStep(10)
        self.opacity.setToolTip(tr("How far it hides the amplitudes below it; Shift+B blends half and half"))
        self.window = QSpinBox()
        self.window.setKeyboardTracking(False)
        self.window.setToolTip(tr("Length of the stretch of a trace that it is averaged over"))
        self.progress = sentence(tip=WHOLE)
        self.stop = tool_button(tr("Stop"), tr("Give the dips of the whole survey up for now; sections show their own"))
        self.start = tool_button(tr("Work out"), tr("Work out the dips of the whole survey in the background"))
        self._build()
        self.opacity.valueChanged.connect(lambda share: state.set_display(attribute_opacity=share / 100))
        self.window.valueChanged.connect(lambda length: state.set_display(window=float(length)))
        self.shows.currentIndexChanged.connect(lambda _: state.set_display(shows=self.shows.currentData()))
        self.stop.clicked.connect(slopes.stop)
        self.start.clicked.connect(slopes.start)
        state.display_changed.connect(self._show)
        state.volume_changed.connect(lambda _: self._show(state.display))
        slopes.status_changed.connect(self._show_status)
        source.changed.connect(lambda _: self.bar.update())  # the range of a plugin is known once it is imported
        self._show(state.display)
        self._show_status(slopes.status)

    def _build(self) -> None:
        running = QHBoxLayout()
        running.addWidget(self.progress, 1)
        running.addWidget(self.stop)
        running.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form((tr("Show"), self.shows)))
        column.addWidget(self.bar)
        self.rows = form((tr("Opacity"), self.opacity), (tr("Window"), self.window))
        column.addLayout(self.rows)
        column.addLayout(running)

    def _show(self, display: Display) -> None:
        kind = attribute_kinds()[self._source.kind]
        blocked = [(control, control.blockSignals(True)) for control in (self.shows, self.opacity, self.window)]
        self.shows.setCurrentIndex(max(0, self.shows.findData(display.shows)))
        self.opacity.setValue(round(100 * display.attribute_opacity))
        self._show_window(display)
        for control, before in blocked:
            control.blockSignals(before)
        self.bar.setVisible(kind.name != AMPLITUDE)
        self.rows.setRowVisible(self.opacity, kind.name != AMPLITUDE)
        self.rows.setRowVisible(self.window, kind.windowed)
        self.bar.setToolTip(as_plain(kind.tip))
        self.bar.update()

    def _show_window(self, display: Display) -> None:
        """As many whole samples as it is, in the unit of the survey."""
        if self._state.volume is None:
            return
        samples = self._state.volume.geometry.samples
        self.window.setSuffix(f" {samples.unit}")
        self.window.setSingleStep(max(1, round(2 * samples.interval)))
        self.window.setRange(max(1, round(samples.interval)), max(1, round(samples.count * samples.interval)))
        self.window.setValue(round(window_samples(display.window, samples) * samples.interval))

    def _show_status(self, status: SlopesStatus) -> None:
        running = status.share is not None
        self.stop.setVisible(running)
        self.start.setVisible(status.stopped)
        self.progress.setVisible(running or status.stopped)
        if running:
            left = tr(", {duration} left").format(duration=duration(status.left)) if status.left is not None else ""
            self.progress.setText(
                tr("Dips of the survey: {share:.0f} %{left}").format(share=100 * status.share, left=left)
            )
        elif status.stopped:
            self.progress.setText(tr("Dips of the survey: stopped"))
