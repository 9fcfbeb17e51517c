"""What lies under the pointer on the trace page, for the status bar."""

from __future__ import annotations

from seisviewer.app.elided_label import Readout
from seisviewer.app.traces.page.trace_reading import TraceReading
from seisviewer.app.traces.trace_state import TraceState


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
