"""The panel with the spectrum and the histogram of the amplitudes in sight."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_view import SectionView
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.spectrum.spectrum_plots import HistogramPlot, SpectrumPlot
from seisviewer.app.widgets.controls import sentence
from seisviewer.pictures.attribute_kinds import frequency_unit, trace_interval
from seisviewer.structure.attributes.section_spectrum import amplitude_histogram, average_spectrum
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.section_names import section_title

SETTLE_MS = 60  # after the last step or zoom
MOST_TRACES = 120  # that are looked at; of more, as many spread over them
MOST_ACROSS = 200  # of a time slice, each way


class SpectrumPanel(QWidget):
    """Of the view in use: the part of its section that is in sight. It works nothing out while nobody sees it."""

    def __init__(self, state: SectionState, views: SectionViews) -> None:
        super().__init__()
        self._state, self._views = state, views
        self._waits = True  # to be seen before anything is worked out
        self.about = sentence(
            tip=tr("What is looked at: the part of the section in use that is in sight, as it is stored")
        )
        self.spectrum, self.histogram = SpectrumPlot(), HistogramPlot()
        column = QVBoxLayout(self)
        column.addWidget(self.about)
        column.addWidget(self.spectrum, 1)
        column.addWidget(self.histogram, 1)
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS, timeout=self.renew)
        for view in views.views.values():
            view.renewed.connect(self._timer.start)
            view.range_changed.connect(self._timer.start)
        for changed in (state.shown_changed, state.display_changed, state.volume_changed):
            changed.connect(lambda _: self._timer.start())
        self.renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        # Under the tab bar of its dock it is never hidden, only not painted.
        super().paintEvent(event)
        if self._waits:
            self._waits = False
            self._timer.start()

    def renew(self) -> None:
        """Look again at what is in sight."""
        self._waits = not self.isVisible() or self.visibleRegion().isEmpty()
        if self._waits:
            return
        view, volume = self._views.active, self._state.volume
        amplitudes = view.shown_amplitudes() if volume is not None and view.section is not None else None
        if amplitudes is None:
            self.about.setText(tr("No section is on screen."))
            self.spectrum.show_spectrum(None, "")
            self.histogram.show_histogram(None, 0.0)
            return
        geometry, display = volume.geometry, self._state.display
        part, said = seen_part(view, amplitudes, geometry)
        limit = display.limit / display.gain
        spectrum = None
        if view.direction is not Direction.TIME:
            spectrum = average_spectrum(part, trace_interval(geometry.samples))
            said += "" if spectrum is None else tr(", average of {traces} traces").format(traces=spectrum.traces)
        self.about.setText(said)
        self.spectrum.show_spectrum(spectrum, frequency_unit(geometry))
        self.histogram.show_histogram(amplitude_histogram(part, limit), limit)


def seen_part(view: SectionView, amplitudes: np.ndarray, geometry: Geometry) -> tuple[np.ndarray, str]:
    """The amplitudes in sight, some of the traces where there are many, and in words what they are."""
    spans = [
        (max(0, round(low)), min(count, round(high) + 1))
        for (low, high), count in zip(view.in_sight, amplitudes.shape, strict=True)
    ]
    rows, columns = (slice(*span) for span in spans)
    title = section_title(geometry, view.section)
    if view.direction is Direction.TIME:
        part = amplitudes[rows, columns]
        steps = [max(1, -(-count // MOST_ACROSS)) for count in part.shape]
        return part[:: steps[0], :: steps[1]], tr("{title}: it has no spectrum downward").format(title=title)
    live = rows.start + np.flatnonzero(geometry.section_live(view.section)[rows])
    if len(live) > MOST_TRACES:
        live = live[np.linspace(0, len(live) - 1, MOST_TRACES).astype(int)]
    samples = geometry.samples
    top, base = (samples.start + samples.interval * index for index in (columns.start, columns.stop - 1))
    return amplitudes[live, columns], f"{title}, {top:g}–{base:g} {samples.unit}".replace("-", "−")
