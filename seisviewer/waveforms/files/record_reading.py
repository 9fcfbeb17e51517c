"""Opening waveforms: files and folders of any format that ObsPy reads become the records of an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from obspy import Inventory, Stream, Trace, UTCDateTime

from seisviewer.errors import UnreadableFile
from seisviewer.memory import available_memory
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.channel_names import name_channels
from seisviewer.waveforms.download_layout import is_about_download
from seisviewer.waveforms.envelope import prepare
from seisviewer.waveforms.files.formats import NotWaveforms
from seisviewer.waveforms.files.guarded_reading import read_guarded, read_stations_guarded
from seisviewer.waveforms.files.header_facts import (
    HeaderMark,
    direction_in,
    event_in,
    has_no_date,
    marks_in,
    place_in,
    rate_of,
    unit_of,
)
from seisviewer.waveforms.files.trace_checks import NO_NUMBERS, doubts_of, flaw_of
from seisviewer.waveforms.joining import Joined, Piece, join, pieces_of
from seisviewer.waveforms.record import Archive, Component, HeaderArrival, HeaderEvent, Record
from seisviewer.waveforms.record_arrangement import ChannelId, records_of
from seisviewer.waveforms.sensor_directions import Angles
from seisviewer.waveforms.sensor_orientation import rotate_to_zne
from seisviewer.waveforms.station import Coordinates
from seisviewer.waveforms.station_metadata import knows, place_of, with_plain_codes
from seisviewer.waveforms.waiting import waited

Events = Progress | Notice
PACKED = 8  # samples take at most so many times the room of their compressed file
NAMED = 3  # files or places named in one sentence


@dataclass
class _Found:
    """What the files read so far hold."""

    pieces: dict[ChannelId, list[Piece]] = field(default_factory=dict)
    places: dict[ChannelId, Coordinates] = field(default_factory=dict)
    units: dict[ChannelId, str] = field(default_factory=dict)
    directions: dict[ChannelId, set[Angles | None]] = field(default_factory=dict)
    marks: dict[ChannelId, list[HeaderMark]] = field(default_factory=dict)
    events: dict[HeaderEvent, None] = field(default_factory=dict)  # each once, in the order in which they were met
    inventory: Inventory | None = None
    problems: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    bytes: int = 0

    def add_inventory(self, inventory: Inventory) -> None:
        with_plain_codes(inventory)
        self.inventory = inventory if self.inventory is None else self.inventory + inventory


def read_waveforms(
    paths: Sequence[str | Path], *, stationxml: Sequence[str | Path] = ()
) -> Generator[Events, None, Archive]:
    """Read files and whole folders into records; station metadata among them, or named apart, is used.

    What cannot be read is said, each file of several in a Notice, and the others still open. Raises UnreadableFile where
    nothing could be read, where a file named in `stationxml` could not, or where the samples would fill more than half of
    the free memory.
    """
    found = _Found()
    limit = available_memory() // 2
    for path in map(Path, stationxml):
        found.add_inventory((yield from read_stations_guarded(path, limit)))
    files = yield from waited(lambda: _files(paths), tr("Looking for files"))
    for number, (path, is_named) in enumerate(files):
        yield Progress(number, len(files), tr("Reading {path_name}").format(path_name=path.name))
        problems = len(found.problems)
        yield from _read(path, is_named, found, limit)
        if len(files) > 1 or found.pieces:  # what is wrong with a lone file is the error, and said once
            for problem in found.problems[problems:]:
                yield Notice(problem)
    if found.strangers:
        yield Notice(
            tr("Left out, as ObsPy reads no waveforms from them: {listed}.").format(listed=_listed(found.strangers))
        )
    if not found.pieces:
        raise UnreadableFile(_why_nothing(paths, found))
    return (yield from _arranged(found, tuple(Path(path) for path in (*paths, *stationxml))))


def _files(paths: Iterable[str | Path]) -> list[tuple[Path, bool]]:
    """Every file once, folders looked through, with whether the user named it. Hidden files, projects and what a download
    wrote beside its waveforms are passed by."""
    files: dict[Path, bool] = {}
    for path in map(Path, paths):
        if not path.is_dir():
            files[path] = True
            continue
        for inner in sorted(path.rglob("*")):
            parts = inner.relative_to(path).parts
            hidden = any(part.startswith(".") or part.endswith(".seis") for part in parts)
            if inner.is_file() and not hidden and not is_about_download(inner):
                files.setdefault(inner, False)
    return list(files.items())


def _read(path: Path, is_named: bool, found: _Found, limit: int) -> Generator[Events, None, None]:
    """Add one file to what was found; what is wrong with it is listed there."""
    try:
        size = path.stat().st_size if path.is_file() else 0
        room = max(0, limit - found.bytes)
        if found.bytes + PACKED * size > limit:
            headers = yield from read_guarded(path, room, headers_only=True)
            _refuse_too_much(path, found.bytes + sum(4 * trace.stats.npts for trace in headers.stream), limit)
        content = yield from read_guarded(path, room)
    except NotWaveforms as error:
        if is_named:
            found.problems.append(str(error))
        else:
            found.strangers.append(path.name)
        return
    except _TooMuch:
        raise
    except UnreadableFile as error:
        found.problems.append(str(error))
        return
    found.problems.extend(
        tr("{path_name} was read with a warning ({remark}).").format(path_name=path.name, remark=remark)
        for remark in content.remarks[:1]
    )
    if content.inventory is not None:
        found.add_inventory(content.inventory)
    _add_traces(content.stream, path, found)
    _refuse_too_much(path, found.bytes, limit)


class _TooMuch(UnreadableFile):
    """The samples would not fit into memory."""


def _refuse_too_much(path: Path, needed: int, limit: int) -> None:
    if needed > limit:
        raise _TooMuch(
            tr(
                "With {path_name} the waveforms take {needed:.1f} GiB, more than half of the free memory "
                "({limit:.1f} GiB): open fewer files."
            ).format(path_name=path.name, needed=needed / 2**30, limit=limit / 2**30)
        )


def _add_traces(stream: Stream, path: Path, found: _Found) -> None:
    usable: list[tuple[Trace, list[Piece]]] = []
    left_out: Counter[str] = Counter()
    doubts: Counter[str] = Counter()
    for trace in stream:
        pieces = pieces_of(trace, path.name)
        if pieces:
            usable.append((trace, pieces))
            found.bytes += trace.data.nbytes
            doubts.update(doubts_of(trace))
        else:
            left_out[flaw_of(trace, rate_of(trace)) or NO_NUMBERS] += 1
    found.problems += [
        tr("{path_name} has {count} {flaw}, left out.").format(
            path_name=path.name, count=_count(count, tr("trace")), flaw=flaw
        )
        for flaw, count in left_out.items()
    ]
    found.problems += [
        tr("{path_name} has {count} {doubt}.").format(path_name=path.name, count=_count(count, tr("trace")), doubt=doubt)
        for doubt, count in doubts.items()
    ]
    undated = 0
    directions = [direction_in(trace) for trace, _ in usable]
    names = name_channels([trace for trace, _ in usable], path.name, directions)
    for channel, direction, (trace, pieces) in zip(names, directions, usable, strict=True):
        found.pieces.setdefault(channel, []).extend(pieces)
        found.units.setdefault(channel, unit_of(trace))
        found.directions.setdefault(channel, set()).add(direction)
        found.marks.setdefault(channel, []).extend(marks_in(trace))
        event = event_in(trace)
        if event is not None:
            found.events.setdefault(event)
        if has_no_date(trace):
            undated += 1
        place = place_in(trace)
        if place is not None:
            found.places.setdefault(channel, place)
    if undated:
        found.problems.append(
            tr("{path_name} has no date in its header: its times count from 1970.").format(path_name=path.name)
        )


def _arranged(found: _Found, sources: tuple[Path, ...]) -> Generator[Events, None, Archive]:
    channels: dict[ChannelId, Component] = {}
    names = sorted(found.pieces)
    for number, channel in enumerate(names):
        yield Progress(number, len(names), tr("Putting {channel} in order").format(channel=channel))
        joined = join(found.pieces.pop(channel))  # popped, so that what was joined does not stay in memory twice
        unit = found.units[channel]
        channels[channel] = Component("", channel.channel, joined.rate, joined.segments, unit)
        yield from map(Notice, _remarks(channel, joined))
    records: list[Record] = []
    arrivals: list[HeaderArrival] = []
    for record in records_of(channels):
        yield Progress(len(records), 0, tr("Preparing {station}").format(station=record.station))
        arrivals += _arrivals(record, found)
        placed = replace(record, coordinates=place_of(found.inventory, record) or _place_by_header(record, found))
        if placed.coordinates is None and knows(found.inventory, record.station):
            yield Notice(_not_then(record))
        turned, said = rotate_to_zne(placed, found.inventory, _directions_by_header(record, found))
        yield from map(Notice, said)
        records.append(turned)
        prepare(turned)
    in_time = sorted(arrivals, key=lambda arrival: arrival.time)
    return Archive(tuple(records), sources, found.inventory, tuple(in_time), tuple(found.events))


def _arrivals(record: Record, found: _Found) -> list[HeaderArrival]:
    """What the headers of a record's files say about arrivals on it, each once."""
    marks = {
        (mark.name, round(mark.time, 3)): mark
        for channel in _channels(record)
        for mark in found.marks.get(channel, ())
        if record.start <= mark.time <= record.end
    }
    return [HeaderArrival(record.station, mark.name, mark.time, mark.polarity) for mark in marks.values()]


def _channels(record: Record) -> list[ChannelId]:
    """The channels of a record, as their files named them."""
    station = record.station
    return [
        ChannelId(station.network, station.station, station.location, component.channel)
        for component in record.components
    ]


def _place_by_header(record: Record, found: _Found) -> Coordinates | None:
    """Where the headers of a record's files put its station."""
    return next((found.places[channel] for channel in _channels(record) if channel in found.places), None)


def _directions_by_header(record: Record, found: _Found) -> dict[str, Angles]:
    """By channel, where all traces of it say the same."""
    stated = {channel.channel: found.directions.get(channel, set()) for channel in _channels(record)}
    return {channel: next(iter(each)) for channel, each in stated.items() if len(each) == 1 and None not in each}


def _not_then(record: Record) -> str:
    return tr(
        "The station metadata have {code}, but do not say where it stood from {utc} to {utc2}: its place is not known."
    ).format(code=record.station.code, utc=_utc(record.start), utc2=_utc(record.end))


def _remarks(channel: ChannelId, joined: Joined) -> list[str]:
    """What must be said about how a channel was put together."""
    remarks = []
    if joined.overlaps:
        first = joined.overlaps[0]
        also = (
            tr(" and {count}").format(count=_count(len(joined.overlaps) - 1, tr("other overlap")))
            if len(joined.overlaps) > 1
            else ""
        )
        remarks.append(
            tr(
                "{channel} has different samples for the same time, at {utc} in {file}{also}: what began "
                "first is shown."
            ).format(channel=channel, utc=_utc(first.time), file=first.file, also=also)
        )
    if joined.other_rates:
        first = joined.other_rates[0]
        remarks.append(
            tr(
                "{channel} changes its sampling rate, at {utc} in {file}: what was not recorded at "
                "{rate:g} samples per second ({count}) is left out."
            ).format(
                channel=channel,
                utc=_utc(first.time),
                file=first.file,
                rate=joined.rate,
                count=_count(len(joined.other_rates), tr("trace")),
            )
        )
    return remarks


def _why_nothing(paths: Sequence[str | Path], found: _Found) -> str:
    if len(found.problems) == 1:
        return found.problems[0]
    named = _listed([Path(path).name or str(path) for path in paths])
    if found.problems:
        problems = tr("the first of {count} problems: {problems}").format(
            count=len(found.problems), problems=found.problems[0]
        )
        return tr("No waveforms could be read from {named}; {problems}").format(named=named, problems=problems)
    if found.inventory is not None:
        return tr("{named} holds station metadata and no waveforms: open it together with the waveforms.").format(
            named=named
        )
    return tr(
        "There are no waveforms in {named}: choose files of a format that ObsPy reads, such as miniSEED or SAC."
    ).format(named=named)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (tr(" and {more} more").format(more=more) if more > 0 else "")


def _count(number: int, what: str) -> str:
    plural = "" if number == 1 else "s"
    return tr("{number} {what}{plural}").format(number=number, what=what, plural=plural)


def _utc(time: float) -> str:
    return UTCDateTime(time).strftime("%Y-%m-%d %H:%M:%S")
