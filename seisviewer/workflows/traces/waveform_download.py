"""Bringing events, stations and waveforms from an FDSN server into a folder that can be opened and gone on with.

The folder holds query.json, catalogue.xml (where events were asked for), stations.xml, waveforms/ with one miniSEED
file for each instrument and stretch of time, and missing.csv. The same request again asks only for what is not there
yet.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from seisviewer.atomic_files import replacing, write_whole
from seisviewer.bounded_reading import read_json
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.memory import available_memory
from seisviewer.picks.quakeml_reading import read_quakeml
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.download_layout import CATALOGUE, MISSING, QUERY, STATIONS, WAVEFORMS
from seisviewer.waveforms.fdsn import EventQuery, Server, StationQuery, Wanted, connect, pieces, station_xml
from seisviewer.waveforms.files.guarded_reading import read_guarded

DAY = 86400.0
MOST_PIECES = 100_000  # of one instrument: ten years in pieces of an hour


@dataclass(frozen=True)
class Request:
    """What to bring. events None: everything between the times of `stations`, in pieces of `piece` seconds; otherwise for
    each event from `before` seconds ahead of its origin time to `after` seconds behind it."""

    server: str
    stations: StationQuery
    events: EventQuery | None = None
    before: float = 60.0
    after: float = 240.0
    piece: float = DAY

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, content: dict) -> Request:
        events = content["events"]
        return cls(**{
            **content, "stations": StationQuery(**content["stations"]),
            "events": EventQuery(**events) if events is not None else None,
        })  # fmt: skip


@dataclass(frozen=True)
class Downloaded:
    """folder: what to open. new, had: files that came, and that were there before. missing: what the server lacks, with its
    reason, as (file name, reason)."""

    folder: Path
    new: int
    had: int
    missing: tuple[tuple[str, str], ...] = field(default=())


def download(folder: Path, request: Request | None = None) -> Generator[Progress | Notice, None, Downloaded]:
    """Bring what `request` asks for into `folder`; None goes on with the request that the folder was made for.

    BadRequest where the folder belongs to another request, or the server has no such station; UnreadableFile where the
    server or the disk fails. What the server lacks is listed in the result and in missing.csv, and asked for again next
    time.
    """
    request = _agreed(folder, request)
    server = yield from connect(request.server)
    catalogue = yield from _catalogue(server, request, folder)
    stations = yield from server.stations(request.stations)
    if stations is None:
        raise BadRequest(
            tr("{server} has no such station in that time: widen the query.").format(server=request.server)
        )
    write_whole(folder / STATIONS, station_xml(stations), UnreadableFile)
    wanted = [each for start, end in _spans(request, catalogue) for each in pieces(stations, start, end)]
    had, new, missing = 0, 0, []
    for number, each in enumerate(wanted):
        place = folder / WAVEFORMS / each.file_name
        if place.exists():
            had += 1
            continue
        yield Progress(
            number,
            len(wanted),
            tr("{station} ({number} of {count})").format(station=each.station, number=number + 1, count=len(wanted)),
        )
        reason = yield from _bring(server, each, place, number, len(wanted))
        if reason:
            missing.append((each.file_name, reason))
            _write_missing(folder, missing)
        else:
            new += 1
    _write_missing(folder, missing)
    if missing:
        yield Notice(
            tr("{count} of {count2} pieces could not be had; they are listed in {folder}.").format(
                count=len(missing), count2=len(wanted), folder=folder / MISSING
            )
        )
    return Downloaded(folder, new, had, tuple(missing))


def request_of(folder: Path) -> Request | None:
    """The request that a folder was made for; None without one."""
    try:
        return Request.from_json(read_json(folder / QUERY))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(
            tr("{folder} is damaged: download into another folder.").format(folder=folder / QUERY)
        ) from error


def _agreed(folder: Path, request: Request | None) -> Request:
    """Write the request down, or find the one that was. One to which no server has answered yet may be mended."""
    known = request_of(folder)
    begun = (folder / CATALOGUE).exists() or (folder / STATIONS).exists()
    if request is None and known is None:
        raise BadRequest(
            tr("{folder} holds no request to go on with: name a server, stations and times.").format(folder=folder)
        )
    if begun and request is not None and known is not None and request != known:
        raise BadRequest(
            tr("{folder} was made for another request: choose another folder, or repeat that one.").format(
                folder=folder
            )
        )
    try:
        (folder / WAVEFORMS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreadableFile(
            tr("{folder} cannot be made: {strerror}.").format(folder=folder, strerror=error.strerror or error)
        ) from error
    if request is None:
        return known
    if request != known:
        write_whole(folder / QUERY, json.dumps(request.to_json(), indent=2).encode(), UnreadableFile)
    return request


def _catalogue(server: Server, request: Request, folder: Path) -> Generator[Progress, None, tuple[float, ...]]:
    """Origin times of the events; the catalogue of an earlier start is kept, so that its pieces keep their names."""
    if request.events is None:
        return ()
    place = folder / CATALOGUE
    if not place.exists():
        content = yield from server.events(request.events)
        if content is None:
            raise BadRequest(tr("{server} has no such event: widen the query.").format(server=request.server))
        write_whole(place, content, UnreadableFile)
    try:
        events = read_quakeml(place).events
    except UnreadableFile as error:
        place.unlink(missing_ok=True)  # else it would stand in the way of the next answer
        raise UnreadableFile(
            tr("{server} gave something other than a catalogue: try again later.").format(server=request.server)
        ) from error
    return tuple(sorted({event.time for event in events}))


def _spans(request: Request, origins: tuple[float, ...]) -> list[tuple[float, float]]:
    if request.events is not None:
        return [(time - request.before, time + request.after) for time in origins]
    start, end, piece = request.stations.start, request.stations.end, request.piece
    if not (math.isfinite(end - start) and piece > 0 and (end - start) / piece <= MOST_PIECES):
        raise BadRequest(
            tr("So many pieces are too many: ask for at most {most_pieces:,}, by longer pieces or less time.").format(
                most_pieces=MOST_PIECES
            )
        )
    count = max(1, -int(-(end - start) // piece))
    return [(start + piece * n, min(start + piece * (n + 1), end)) for n in range(count)]


def _bring(server: Server, wanted: Wanted, place: Path, number: int, total: int) -> Generator[Progress, None, str]:
    """Fetch one piece; returns why it is missing, or ""."""
    with closing(server.waveforms(wanted)) as asking:
        try:
            while True:
                event = next(asking)
                yield Progress(number, total, event.message)
        except StopIteration as stop:
            content = stop.value
        except UnreadableFile as error:
            return str(error)
    if content is None:
        return tr("the server has no data")
    try:
        with replacing(place, UnreadableFile) as fetched:
            fetched.write_bytes(content)
            if not (yield from _is_whole(fetched)):
                raise _Broken
    except _Broken:
        return tr("the server's answer is no whole miniSEED")
    return ""


class _Broken(Exception):
    """What a server sent is not what was asked for, and is not kept."""


def _is_whole(path: Path) -> Generator[Progress, None, bool]:
    """Whether a file holds waveforms to its end; neither a page that says “busy” does nor an answer that broke off."""
    try:
        content = yield from read_guarded(path, available_memory() // 2, headers_only=True)
    except UnreadableFile:
        return False
    return bool(content.stream) and not content.remarks


def _write_missing(folder: Path, missing: list[tuple[str, str]]) -> None:
    place = folder / MISSING
    if not missing:
        place.unlink(missing_ok=True)
        return
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(("file", "reason"))
    writer.writerows(missing)
    write_whole(place, table.getvalue().encode(), UnreadableFile)
