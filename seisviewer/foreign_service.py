"""What the guarded child process can do: read files of formats whose readers nobody here wrote."""

from __future__ import annotations

from seisviewer.guarded_service import Call, serve
from seisviewer.waveforms.files import foreign_reading

CALLS = {
    "traces": Call(foreign_reading.traces, foreign_reading.load_trace_readers),
    "stations": Call(foreign_reading.stations, foreign_reading.load_station_readers),
}


def main() -> None:
    """Serve until nobody can ask any more."""
    serve(CALLS)


if __name__ == "__main__":
    main()
