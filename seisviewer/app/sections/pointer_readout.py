"""What lies under the pointer, for the status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.pointer_reading import PointerReading
from seisviewer.app.widgets.elided_label import Readout
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId


class PointerReadout(Readout):
    """Inline, crossline, time, X, Y and amplitude of the sample under the pointer, and what else is known there; empty
    outside of the sections. Where there is no room for all of it, X and Y are left out."""

    def __init__(self, state: SectionState, besides: Sequence[Callable[[PointerReading], str]] = ()) -> None:
        """besides: what else is known there, "" for nothing."""
        super().__init__()
        self._state, self._besides = state, besides
        self._reading: PointerReading | None = None
        state.pointer_moved.connect(self._show)
        state.volume_changed.connect(lambda _: self._show(None))
        state.prediction_changed.connect(self._renew_section)
        state.labels_changed.connect(self.renew)

    def renew(self) -> None:
        """Something else is known now of what lies under the pointer."""
        if self._reading is not None:
            self._show(self._reading)

    def _renew_section(self, section: SectionId | None) -> None:
        if self._reading is not None and section in (None, self._reading.section):
            self.renew()

    def _show(self, reading: PointerReading | None) -> None:
        self._reading = reading
        if reading is None or self._state.volume is None:
            self.clear()
            return
        geometry = self._state.volume.geometry
        besides = tuple(text for tell in self._besides if (text := tell(reading)))
        says = describe(reading, geometry.is_2d, geographic=geometry.reference.is_geographic)
        shorter = describe(replace(reading, xy=None), geometry.is_2d)
        self.say("   ".join((says, *besides)), "   ".join((shorter, *besides)))


def describe(reading: PointerReading, is_2d: bool = False, *, geographic: bool = False) -> str:
    """One line of text about the sample under the pointer."""
    parts = [tr("Trace {crossline}").format(crossline=reading.crossline)]
    if not is_2d:
        parts = [
            tr("Inline {inline}").format(inline=reading.inline),
            tr("Crossline {crossline}").format(crossline=reading.crossline),
        ]
    place = tr("Time {z:g} {unit}") if reading.unit == "ms" else tr("Depth {z:g} {unit}")
    parts.append(place.format(z=reading.depth, unit=reading.unit))
    if reading.xy is not None:
        decimals = 6 if geographic else 1  # a decimetre
        parts += [f"X {reading.xy[0]:.{decimals}f}", f"Y {reading.xy[1]:.{decimals}f}"]
    parts.append(_amplitude(reading))
    return "   ".join(parts).replace(" -", " −")


def _amplitude(reading: PointerReading) -> str:
    if reading.amplitude is not None:
        return tr("Amplitude {amplitude:.5g}").format(amplitude=reading.amplitude)
    return tr("Amplitude …") if reading.live else tr("no trace")
