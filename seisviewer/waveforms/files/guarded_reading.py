"""Reading files in a child process: what damages the reader, never ends or unpacks without bound is one sentence."""

from __future__ import annotations

import io
from collections.abc import Generator
from functools import partial
from pathlib import Path

import numpy as np
from obspy import Inventory, read_inventory

from seisviewer.errors import UnreadableFile
from seisviewer.guarded_files import is_worth_another, limits_of, unreadable
from seisviewer.guarded_process import Answer, Failure, NoAnswer, lent_process
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.waveforms.files.formats import Content, NotWaveforms, check_file, read_stations
from seisviewer.waveforms.files.trace_exchange import unpacked
from seisviewer.waveforms.waiting import waited

# Of a processor, for a file of any size, by call. Of 500 files in formats of all kinds the slowest took 0.4 s for its
# traces, and 1 s for its stations, whose readers import more.
SECONDS = {"traces": 2.0, "stations": 4.0, "station_text": 4.0}


def read_guarded(path: Path, room: int, *, headers_only: bool = False) -> Generator[Progress, None, Content]:
    """Read a file of any format that ObsPy knows.

    room: bytes that what is in it may take. Raises NotWaveforms, or UnreadableFile where it is damaged or takes more room.
    """
    check_file(path)
    if path.suffix.lower() == ".xml":  # no format of waveforms
        return Content(inventory=(yield from _read_xml(path, room)))
    answer = yield from _asked("traces", path, room, headers_only=headers_only)
    if answer.value["unknown"]:
        return Content(inventory=(yield from read_stations_guarded(path, room)))
    try:
        inventory = _inventory(answer.arrays[-1]) if answer.value["has_stations"] else None
        return Content(unpacked(answer.value["traces"], answer.arrays), inventory, tuple(answer.value["remarks"]))
    except Exception as error:  # noqa: BLE001 - a child that its file has led astray says anything
        raise unreadable(path, Failure.CRASHED, room) from error


def read_stations_guarded(path: Path, room: int) -> Generator[Progress, None, Inventory]:
    """Read station metadata of any format that ObsPy knows; raises as `read_guarded` does."""
    check_file(path)
    if path.suffix.lower() == ".xml":
        return (yield from _read_xml(path, room))
    answer = yield from _asked("stations", path, room)
    if answer.value["unknown"]:
        raise NotWaveforms(answer.value["unknown"])
    try:
        return _inventory(answer.arrays[0])
    except Exception as error:  # noqa: BLE001 - as above
        raise unreadable(path, Failure.CRASHED, room) from error


def _read_xml(path: Path, room: int) -> Generator[Progress, None, Inventory]:
    """A text that a reader has survived within its limits is read here: to send it over would take longer."""
    yield from _asked("station_text", path, room)
    return (yield from waited(partial(read_stations, path), tr("Reading {path_name}").format(path_name=path.name)))


def _inventory(station_xml: np.ndarray) -> Inventory:
    return read_inventory(io.BytesIO(station_xml.tobytes()), format="STATIONXML")


def _asked(call: str, path: Path, room: int, **options: bool) -> Generator[Progress, None, Answer]:
    """What the child says of a file. It is ended where this generator is closed before it has answered."""
    limits = limits_of([path], SECONDS[call], room)
    arguments = {"path": str(path.absolute()), **options}
    while True:
        with lent_process() as child:
            may_be_harmed = child.has_answered
            try:
                answer = yield from waited(
                    partial(child.ask, call, arguments, limits), tr("Reading {path_name}").format(path_name=path.name)
                )
                break
            except NoAnswer as error:
                if not is_worth_another(error, may_be_harmed=may_be_harmed):
                    raise unreadable(path, error.failure, room) from error
    if answer.value["damaged"]:
        raise UnreadableFile(answer.value["damaged"])
    return answer
