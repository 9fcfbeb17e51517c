"""What a trace is called when its file does not say, and where its own header puts the station."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath

from obspy import Trace

from seisviewer.waveforms.record_arrangement import ChannelId
from seisviewer.waveforms.station import Coordinates

UNDEFINED_IN_SAC = -12345.0
# K-NET names a component by both its ends; the first of them is the positive one.
JAPANESE = {"UD": "Z", "NS": "N", "EW": "E"}


def name_channels(traces: Sequence[Trace], file_name: str) -> list[ChannelId]:
    """A name for every trace of one file.

    A trace without a station code gets the name of its file, without the ending where the channel at least is known.
    Where several such traces of a file would have the same name and cover the same time, they are different sensors (a
    shot gather, a recorder of many channels) and are numbered.
    """
    names = [_named(trace, file_name) for trace in traces]
    nameless = [name for name, trace in zip(names, traces) if not _code(trace.stats.station)]
    crowded = {name for name in set(nameless) if _overlap([t for t, n in zip(traces, names) if n == name])}
    numbered = []
    for number, (name, trace) in enumerate(zip(names, traces), start=1):
        if name in crowded and not _code(trace.stats.station):
            name = ChannelId(name.network, f"{name.station}-{number:04d}", name.location, name.channel)
        numbered.append(name)
    return numbered


def place_of(trace: Trace) -> Coordinates | None:
    """Where the trace's own header puts the station: ObsPy's `coordinates`, or those of SAC."""
    place = trace.stats.get("coordinates")
    if place and {"latitude", "longitude"} <= set(place):
        return _coordinates(place["latitude"], place["longitude"], place.get("elevation"))
    sac = trace.stats.get("sac")
    if sac and {"stla", "stlo"} <= set(sac):
        return _coordinates(sac["stla"], sac["stlo"], sac.get("stel"))
    return None


def _coordinates(latitude: float, longitude: float, elevation: float | None) -> Coordinates | None:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 360):
        return None
    known = elevation is not None and elevation != UNDEFINED_IN_SAC
    return Coordinates(float(latitude), float(longitude), float(elevation) if known else 0.0)


def _named(trace: Trace, file_name: str) -> ChannelId:
    stats = trace.stats
    channel = _code(stats.channel)
    of_file = PurePath(file_name).stem if channel else file_name
    station = _code(stats.station) or _code(of_file) or "file"
    return ChannelId(_code(stats.network), station, _code(stats.location), JAPANESE.get(channel, channel))


def _code(text: str) -> str:
    """Without what would tear a name apart: white space, control characters and points."""
    printable = "".join(letter for letter in str(text) if letter.isprintable()).strip()
    return printable.replace(".", "-").replace(" ", "-")


def _overlap(traces: Sequence[Trace]) -> bool:
    spans = sorted((trace.stats.starttime, trace.stats.endtime) for trace in traces)
    return any(later[0] < earlier[1] for earlier, later in pairwise(spans))
