"""Two files of events beside one another: what both have, what only one has, how much of it would be chance."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import write_whole
from seisviewer.catalogue.catalogue_comparison import Comparison, SameEvent, Tolerance, compare
from seisviewer.errors import BadRequest
from seisviewer.picks.catalogue import read_events
from seisviewer.picks.pick import Event
from seisviewer.picks.text_values import iso_time, writable_text
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text
from seisviewer.waveforms.waiting import waited

MATCHED, MISSED, NEW = "matched", "missed", "new"
COLUMNS = (
    "found", "time", "latitude", "longitude", "depth", "magnitude", "known_time", "known_latitude", "known_longitude",
    "known_depth", "known_magnitude", "seconds", "km", "deeper_km", "larger",
)  # fmt: skip


def compare_events(
    known: Sequence[Event],
    own: Sequence[Event],
    tolerance: Tolerance,
    start: float | None = None,
    end: float | None = None,
) -> Comparison:
    """start, end: seconds since 1970, None for the time from the first to the last known event. Events before and after are
    in neither catalogue, but for ours that lie within the tolerance of it. Raises BadRequest where no known event is left."""
    if not known:
        raise BadRequest(tr("The known catalogue has no event in this time."))
    first = min(event.time for event in known) if start is None else start
    last = max(event.time for event in known) if end is None else end
    there = [event for event in known if first <= event.time <= last]
    if not there:
        raise BadRequest(tr("No event of the known catalogue lies in this stretch of time."))
    margin = tolerance.seconds
    return compare(there, [event for event in own if first - margin <= event.time <= last + margin], tolerance)


def compare_files(
    known: Path, own: Path, tolerance: Tolerance, start: float | None = None, end: float | None = None
) -> Generator[Progress, None, Comparison]:
    """Raises UnreadableFile or BadRequest."""
    theirs = yield from waited(lambda: read_events(known), tr("Reading {known_name}").format(known_name=known.name))
    ours = yield from waited(lambda: read_events(own), tr("Reading {own_name}").format(own_name=own.name))
    return (
        yield from waited(lambda: compare_events(theirs, ours, tolerance, start, end), tr("Comparing the catalogues"))
    )


def by_magnitude(found: Comparison) -> list[tuple[float | None, int, int, float]]:
    """Least magnitude (None: all events), matched, known and matched by chance; for whole magnitudes of the known catalogue."""
    rows: list[tuple[float | None, int, int, float]] = [(None, len(found.matched), len(found.known), found.by_chance)]
    sizes = [event.magnitude for event in found.known if event.magnitude is not None]
    if sizes:
        least = int(np.ceil(min(sizes)))
        rows += [(float(size), *found.of_at_least(size)) for size in range(least, int(np.floor(max(sizes))) + 1)]
    return rows


def differences(found: Comparison) -> dict[str, dict[str, float]]:
    """Of the matched events: how many, median and 90 % of km between epicentres, and median, mean and standard deviation of
    what ours are later, deeper and larger by. What none of them says is left out."""
    told: dict[str, dict[str, float]] = {}
    distances = _known(pair.distance for pair in found.matched)
    if len(distances):
        told["km"] = {
            "events": len(distances),
            "median": float(np.median(distances)),
            "90 %": float(np.percentile(distances, 90)),
        }
    for name, values in (
        ("seconds", _known(pair.apart for pair in found.matched)),
        ("deeper_km", _known(pair.deeper for pair in found.matched)),
        ("larger", _known(pair.larger for pair in found.matched)),
    ):
        if len(values):
            told[name] = {
                "events": len(values),
                "median": float(np.median(values)),
                "mean": float(values.mean()),
                "deviation": float(values.std()),
            }
    return told


def table_rows(found: Comparison) -> list[tuple[str, Event | None, Event | None, SameEvent | None]]:
    """What is matched, missed and new, with our event and the known one, in the order of time."""
    rows: list[tuple[str, Event | None, Event | None, SameEvent | None]] = [
        *((MATCHED, pair.own, pair.known, pair) for pair in found.matched),
        *((MISSED, None, event, None) for event in found.missed),
        *((NEW, event, None, None) for event in found.new),
    ]
    return sorted(rows, key=lambda row: (row[2] or row[1]).time)


def write_comparison(path: Path, found: Comparison) -> None:
    """CSV, a line an event. Raises BadRequest where it cannot be written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for what, own, known, pair in table_rows(found):
        differs: tuple[str, ...] = ("",) * 4
        if pair is not None:
            differs = tuple(map(_cell, (pair.apart, pair.distance, pair.deeper, pair.larger)))
        writer.writerow([what, *_of(own), *_of(known), *differs])
    write_whole(path, writable_text(text.getvalue()).encode("utf-8"), BadRequest)


def comparison_words(found: Comparison) -> str:
    """What is found, in two sentences."""
    count, hits = len(found.known), len(found.matched)
    said = tr(
        "From {utc_text} to {utc_text2} UTC, the first and the last known event in the time of "
        "the records: {hits:,} of {count:,} are here ({hits2:.0f} %; by chance {by_chance:.1f}); "
        "missed: {count2:,}, new: {count3:,}."
    ).format(
        utc_text=utc_text(found.known[0].time, 0),
        utc_text2=utc_text(found.known[-1].time, 0),
        hits=hits,
        count=count,
        hits2=100 * hits / count,
        by_chance=found.by_chance,
        count2=len(found.missed),
        count3=len(found.new),
    )
    differ = differences(found)
    parts = []
    if "km" in differ:
        parts.append(
            tr("epicentres apart {median:.1f} km (median), {km:.1f} km (90 %)").format(
                median=differ["km"]["median"], km=differ["km"]["90 %"]
            )
        )
    if "larger" in differ:
        larger = f"{differ['larger']['mean']:+.2f}".replace("-", "−")
        parts.append(
            tr("magnitudes {larger} ± {deviation:.2f}").format(larger=larger, deviation=differ["larger"]["deviation"])
        )
    text = tr("{said} Matched: {parts}.").format(said=said, parts=", ".join(parts)) if parts else said
    return text


def _of(event: Event | None) -> tuple[str, ...]:
    if event is None:
        return ("",) * 5
    return iso_time(event.time), *map(_cell, (event.latitude, event.longitude, event.depth, event.magnitude))


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value + 0.0:.5f}".rstrip("0").rstrip(".")


def _known(values: Iterable[float | None]) -> np.ndarray:
    return np.array([value for value in values if value is not None], float)
