"""The inner side of reading apart: what a child process answers to `guarded_reading`, as plain values and arrays."""

from __future__ import annotations

import io
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
from obspy import Inventory
from obspy.core.util.base import ENTRY_POINTS
from obspy.core.util.misc import buffered_load_entry_point

from seisviewer.errors import UnreadableFile
from seisviewer.guarded_process import Answer
from seisviewer.translation import tr
from seisviewer.waveforms.files.formats import NotWaveforms, read_stations, read_traces
from seisviewer.waveforms.files.trace_exchange import packed


@cache  # once: finding them takes long, and is part of every call otherwise
def load_trace_readers() -> None:
    """Import every reader of waveforms, which ObsPy does when a file has to be recognised."""
    _load("waveform")


@cache
def load_station_readers() -> None:
    """Import every reader of station metadata."""
    _load("inventory")


def traces(path: str, headers_only: bool) -> Answer:
    """The traces of a file, the station metadata that it brings, and what was remarked. damaged, unknown: why there are
    none."""
    try:
        content = read_traces(Path(path), headers_only=headers_only)
    except UnreadableFile as error:
        return Answer({"damaged": str(error), "unknown": ""})
    if content is None:
        return Answer({"damaged": "", "unknown": tr("its format is none of waveforms")})
    headers, arrays = packed(content.stream)
    if content.inventory is not None:
        arrays.append(_station_xml(content.inventory))
    value = {"traces": headers, "has_stations": content.inventory is not None, "remarks": content.remarks}
    return Answer({"damaged": "", "unknown": "", **value}, tuple(arrays))


def stations(path: str) -> Answer:
    """Station metadata of any format as StationXML, which has all that is used of them."""
    try:
        inventory = read_stations(Path(path))
    except NotWaveforms as error:
        return Answer({"damaged": "", "unknown": str(error)})
    except UnreadableFile as error:
        return Answer({"damaged": str(error), "unknown": ""})
    return Answer({"damaged": "", "unknown": ""}, (_station_xml(inventory),))


def _station_xml(inventory: Inventory) -> np.ndarray:
    written = io.BytesIO()
    inventory.write(written, format="STATIONXML")
    return np.frombuffer(written.getvalue(), np.uint8)


def station_text(path: str) -> Answer:
    """Whether the reader survives a text of station metadata; what else is wrong with it says who reads it then."""
    with suppress(UnreadableFile):
        read_stations(Path(path))
    return Answer({"damaged": ""})


def _load(kind: str) -> None:
    for entry in ENTRY_POINTS[kind].values():
        for function in ("isFormat", "readFormat"):
            buffered_load_entry_point(entry.dist.name, f"obspy.plugin.{kind}.{entry.name}", function)
