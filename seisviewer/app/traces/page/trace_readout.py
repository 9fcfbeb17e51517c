"""What lies under the pointer on the trace page, for the status bar."""

from __future__ import annotations

import math
from dataclasses import dataclass

from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.elided_label import Readout
from seisviewer.translation import tr
from seisviewer.waveforms.record import Component, Record, record_title
from seisviewer.waveforms.window_times import moment_text


@dataclass(frozen=True)
class TraceReading:
    """time: seconds since 1970 UTC. channel: as shown. amplitude: as drawn, None in a gap and beside the traces."""

    record: Record
    time: float
    channel: str
    amplitude: float | None
    unit: str

    @property
    def text(self) -> str:
        """One line, “CI.CLC HHZ   2019-07-04 17:33:52.310 UTC   1523 counts”."""
        name = record_title(self.record) if self.record.name else self.record.station.code
        when = moment_text(self.record.name, self.time)
        parts = [f"{name} {self.channel}".strip(), f"{when} UTC" if self.record.is_dated else when]
        if self.channel:
            parts.append(tr("no sample") if self.amplitude is None else f"{self.amplitude:.5g} {self.unit}".rstrip())
        return "   ".join(parts).replace(" -", " −")


def read_trace(record: Record, component: Component | None, time: float) -> TraceReading:
    """component: under the pointer; None beside the traces."""
    if component is None:
        return TraceReading(record, time, "", None, "")
    value = float(component.window(time, 1)[0])
    return TraceReading(record, time, component.channel, None if math.isnan(value) else value, component.unit)


class TraceReadout(Readout):
    """Channel, time and amplitude under the pointer; empty beside the records."""

    def __init__(self, state: TraceState) -> None:
        super().__init__()
        state.pointer_moved.connect(self._show)
        state.archive_changed.connect(lambda _: self.clear())

    def _show(self, reading: TraceReading | None) -> None:
        if reading is None:
            self.clear()
            return
        self.setText(reading.text)
