"""Reading files in a child process: what damages the reader, never ends or unpacks without bound is one sentence."""

from __future__ import annotations

import io
from collections.abc import Generator
from functools import partial
from pathlib import Path

import numpy as np
from obspy import Inventory, read_inventory

from seisviewer.errors import UnreadableFile
from seisviewer.guarded_process import Answer, Failure, Limits, NoAnswer, lent_process
from seisviewer.progress import Progress
from seisviewer.waveforms.files.formats import Content, NotWaveforms, check_file, read_stations
from seisviewer.waveforms.files.trace_exchange import unpacked
from seisviewer.waveforms.waiting import waited

# Of a processor, for a file of any size, by call. Of 500 files in formats of all kinds the slowest took 0.4 s for its
# traces, and 1 s for its stations, whose readers import more.
SECONDS = {"traces": 2.0, "stations": 4.0}
UNPACKING_SECONDS = 4.0  # of a packed file besides, which may hold far more than its size says
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh")  # how files begin that ObsPy unpacks: ZIP, gzip, bzip2
SECONDS_A_BYTE = 5e-6  # the slowest formats, which are text, take a tenth
WORKING = 2  # times the room of the samples: a reader holds the file beside them


FAILURES = {
    Failure.CRASHED: "it is damaged in a way that the reader of its format does not survive",
    Failure.TOO_LONG: "the reader of its format does not come to an end with it",
}


def read_guarded(path: Path, room: int, *, headers_only: bool = False) -> Generator[Progress, None, Content]:
    """Read a file of any format that ObsPy knows.

    room: bytes that what is in it may take. Raises NotWaveforms, or UnreadableFile where it is damaged or takes more room.
    """
    check_file(path)
    if path.suffix.lower() == ".xml":  # no format of waveforms
        return Content(inventory=(yield from waited(partial(read_stations, path), f"Reading {path.name}")))
    answer = yield from _asked("traces", path, room, headers_only=headers_only)
    if answer.value["unknown"]:
        return Content(inventory=(yield from read_stations_guarded(path, room)))
    try:
        inventory = _inventory(answer.arrays[-1]) if answer.value["has_stations"] else None
        return Content(unpacked(answer.value["traces"], answer.arrays), inventory, tuple(answer.value["remarks"]))
    except Exception as error:  # noqa: BLE001 - a child that its file has led astray says anything
        raise _unreadable(path, Failure.CRASHED, room) from error


def read_stations_guarded(path: Path, room: int) -> Generator[Progress, None, Inventory]:
    """Read station metadata of any format that ObsPy knows; raises as `read_guarded` does."""
    check_file(path)
    if path.suffix.lower() == ".xml":
        return (yield from waited(partial(read_stations, path), f"Reading {path.name}"))
    answer = yield from _asked("stations", path, room)
    if answer.value["unknown"]:
        raise NotWaveforms(answer.value["unknown"])
    try:
        return _inventory(answer.arrays[0])
    except Exception as error:  # noqa: BLE001 - as above
        raise _unreadable(path, Failure.CRASHED, room) from error


def _inventory(station_xml: np.ndarray) -> Inventory:
    return read_inventory(io.BytesIO(station_xml.tobytes()), format="STATIONXML")


def _asked(call: str, path: Path, room: int, **options: bool) -> Generator[Progress, None, Answer]:
    """What the child says of a file. It is ended where this generator is closed before it has answered."""
    limits = Limits(SECONDS[call] + _seconds_by_content(path), WORKING * room)
    arguments = {"path": str(path.absolute()), **options}
    while True:
        with lent_process() as child:
            may_be_harmed = child.has_answered
            try:
                answer = yield from waited(partial(child.ask, call, arguments, limits), f"Reading {path.name}")
                break
            except NoAnswer as error:
                # A file that was read before may have done harm that shows only now: a new reader has the last word.
                if error.failure is not Failure.CRASHED or not may_be_harmed:
                    raise _unreadable(path, error.failure, room) from error
    if answer.value["damaged"]:
        raise UnreadableFile(answer.value["damaged"])
    return answer


def _seconds_by_content(path: Path) -> float:
    with path.open("rb") as file:
        is_packed = file.read(4).startswith(PACKED)
    return SECONDS_A_BYTE * path.stat().st_size + (UNPACKING_SECONDS if is_packed else 0.0)


def _unreadable(path: Path, failure: Failure, room: int) -> UnreadableFile:
    if failure is Failure.TOO_LARGE:
        spare = f"{room / 2**30:.1f} GiB" if room > 2**30 else f"{room / 2**20:.0f} MiB"
        return UnreadableFile(
            f"{path.name} is not read: it takes more than the memory that there is to spare ({spare}); close other "
            "programs, open fewer files, or fetch it again if it should be small."
        )
    return UnreadableFile(f"{path.name} cannot be read ({FAILURES[failure]}): fetch or copy it again, or convert it.")
