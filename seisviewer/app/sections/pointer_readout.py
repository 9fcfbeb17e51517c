"""What lies under the pointer, for the status bar."""

from __future__ import annotations

from collections.abc import Callable

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.pointer_reading import PointerReading
from seisviewer.app.widgets.elided_label import Readout


class PointerReadout(Readout):
    """Inline, crossline, time, X, Y and amplitude of the sample under the pointer; empty outside of the sections."""

    def __init__(self, state: SectionState, besides: Callable[[PointerReading], str] = lambda reading: "") -> None:
        """besides: what else is known there, "" for nothing."""
        super().__init__()
        self._state, self._besides = state, besides
        state.pointer_moved.connect(self._show)
        state.volume_changed.connect(lambda _: self.clear())

    def _show(self, reading: PointerReading | None) -> None:
        if reading is None or self._state.volume is None:
            self.clear()
            return
        geometry = self._state.volume.geometry
        text = describe(reading, geometry.is_2d, geographic=geometry.reference.is_geographic)
        besides = self._besides(reading)
        self.setText(f"{text}   {besides}" if besides else text)


def describe(reading: PointerReading, is_2d: bool = False, *, geographic: bool = False) -> str:
    """One line of text about the sample under the pointer."""
    parts = [f"Trace {reading.crossline}"]
    if not is_2d:
        parts = [f"Inline {reading.inline}", f"Crossline {reading.crossline}"]
    parts.append(f"{'Time' if reading.unit == 'ms' else 'Depth'} {reading.depth:g} {reading.unit}")
    if reading.xy is not None:
        decimals = 6 if geographic else 1  # a decimetre
        parts += [f"X {reading.xy[0]:.{decimals}f}", f"Y {reading.xy[1]:.{decimals}f}"]
    parts.append(_amplitude(reading))
    return "   ".join(parts).replace(" -", " −")


def _amplitude(reading: PointerReading) -> str:
    if reading.amplitude is not None:
        return f"Amplitude {reading.amplitude:.5g}"
    return "Amplitude …" if reading.live else "no trace"
