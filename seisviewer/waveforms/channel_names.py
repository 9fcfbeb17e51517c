"""What a trace is called, as its file has it, and when its file does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from pathlib import PurePath

from obspy import Trace

from seisviewer.waveforms.record_arrangement import ChannelId
from seisviewer.waveforms.sensor_directions import Angles, component_of

NAME_OF_FILE = re.compile(r"(?P<station>.+)[._-](?P<channel>(?:[A-Z]{2})?[ZNE])")


def name_channels(traces: Sequence[Trace], file_name: str, directions: Sequence[Angles | None] = ()) -> list[ChannelId]:
    """A name for every trace of one file. directions: that their headers state, which name a channel that has no name.

    A trace without a station code gets the name of its file, without the ending where the channel at least is known.
    Where several such traces of a file would have the same name and cover the same time, they are different sensors (a
    shot gather, a recorder of many channels) and are numbered.
    """
    names = [
        _named(trace, file_name, component_of(direction))
        for trace, direction in zip_longest(traces, directions[: len(traces)])
    ]
    nameless = [name for name, trace in zip(names, traces) if not _code(trace.stats.station)]
    crowded = {name for name in set(nameless) if _overlap([t for t, n in zip(traces, names) if n == name])}
    numbered = []
    for number, (name, trace) in enumerate(zip(names, traces), start=1):
        if name in crowded and not _code(trace.stats.station):
            name = replace(name, station=f"{name.station}-{number:04d}")
        numbered.append(name)
    return numbered


def _named(trace: Trace, file_name: str, pointing: str) -> ChannelId:
    """pointing: the letter of its direction."""
    stats = trace.stats
    channel = _code(stats.channel) or pointing
    if not channel and not _code(stats.station) and (parts := _parts_of(file_name)):
        return ChannelId(
            _code(stats.network), parts["station"].replace(".", "-"), _code(stats.location), parts["channel"]
        )
    of_file = PurePath(file_name).stem if channel else file_name
    station = _code(stats.station) or _code(of_file).replace(".", "-").replace(" ", "-") or "file"
    return ChannelId(_code(stats.network), station, _code(stats.location), channel)


def _parts_of(file_name: str) -> re.Match[str] | None:
    """Station and channel in the name of a file such as CLC.HHZ, CLC_Z.sac; None where it does not end with a channel."""
    names = (_code(file_name).replace(" ", "-"), PurePath(_code(file_name).replace(" ", "-")).stem)
    return next((match for match in map(NAME_OF_FILE.fullmatch, names) if match is not None), None)


def _code(text: str) -> str:
    """As the file has it, without control characters and blanks around it."""
    return "".join(letter for letter in str(text) if letter.isprintable()).strip()


def _overlap(traces: Sequence[Trace]) -> bool:
    spans = sorted((trace.stats.starttime, trace.stats.endtime) for trace in traces)
    return any(later[0] < earlier[1] for earlier, later in pairwise(spans))
