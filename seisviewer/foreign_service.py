"""What the guarded child process can do: read files of formats whose readers nobody here wrote."""

from __future__ import annotations

from pathlib import Path

from seisviewer.errors import UnreadableFile
from seisviewer.guarded_process import Answer
from seisviewer.guarded_service import Call, serve
from seisviewer.waveforms.files import foreign_reading


def _load_event_readers() -> None:
    from seisviewer.picks import quakeml_reading

    quakeml_reading.load_readers()


def _events(path: str) -> Answer:
    from seisviewer.picks.pick_exchange import packed
    from seisviewer.picks.quakeml_reading import parsed

    try:
        return Answer({"refused": "", "found": packed(parsed(Path(path)))})
    except UnreadableFile as error:
        return Answer({"refused": str(error)})


def _load_data_set_readers() -> None:
    from seisviewer.datasets import stored_waveforms  # noqa: F401


def _data_set(path: str) -> Answer:
    from seisviewer.datasets.stored_waveforms import read_through

    read_through(Path(path))
    return Answer(None)


def _load_weights_reader() -> None:
    from seisviewer.networks.polarity import keras_arrays  # noqa: F401


def _keras_arrays(path: str) -> Answer:
    from seisviewer.networks.polarity.keras_arrays import arrays_in_child

    return arrays_in_child(Path(path))


def _load_las_reader() -> None:
    from seisviewer.volumes.well_files.las_files import load_lasio

    load_lasio()


def _las(path: str) -> Answer:
    from seisviewer.volumes.well_files.las_files import las_in_child

    return las_in_child(Path(path))


CALLS = {
    "traces": Call(foreign_reading.traces, foreign_reading.load_trace_readers),
    "stations": Call(foreign_reading.stations, foreign_reading.load_station_readers),
    "station_text": Call(foreign_reading.station_text, foreign_reading.load_station_readers),
    "events": Call(_events, _load_event_readers),
    "data_set": Call(_data_set, _load_data_set_readers),
    "las": Call(_las, _load_las_reader),
    "keras_arrays": Call(_keras_arrays, _load_weights_reader),
}


def main() -> None:
    """Serve until nobody can ask any more."""
    serve(CALLS)


if __name__ == "__main__":
    main()
