"""Located events as a table: a line for each event, with how sure its place and magnitude are."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest
from seisviewer.picks.located.findings import Findings
from seisviewer.picks.located.location import Location
from seisviewer.picks.located.magnitude import EventMagnitude
from seisviewer.picks.located.mechanism import Mechanism
from seisviewer.picks.pick import Event
from seisviewer.picks.text_values import iso_time, writable_text

OF_THE_EVENT = ("time", "latitude", "longitude", "depth", "magnitude", "magnitude_type")
OF_THE_PLACE: dict[str, Callable[[Location], float | None]] = {
    "phases": lambda location: len(location.counted),
    "stations": lambda location: location.stations,
    "rms_s": lambda location: location.rms,
    "gap_deg": lambda location: location.gap,
    "nearest_km": lambda location: location.nearest,
    "ellipse_longer_km": lambda location: location.ellipse.longer,
    "ellipse_shorter_km": lambda location: location.ellipse.shorter,
    "ellipse_azimuth_deg": lambda location: location.ellipse.azimuth,
    "depth_below_ground_km": lambda location: location.depth_below_ground,
    "depth_least_km": lambda location: location.depth_range[0],
    "depth_greatest_km": lambda location: location.depth_range[1],
}
OF_THE_MAGNITUDE: dict[str, Callable[[EventMagnitude], float]] = {
    "magnitude_spread": lambda magnitude: magnitude.spread,
    "magnitude_stations": lambda magnitude: magnitude.stations,
}
OF_THE_MECHANISM: dict[str, Callable[[Mechanism], float]] = {
    "strike": lambda mechanism: mechanism.plane.strike,
    "dip": lambda mechanism: mechanism.plane.dip,
    "rake": lambda mechanism: mechanism.plane.rake,
    "mechanism_probability": lambda mechanism: mechanism.probability,
}


def write_located_table(path: Path, events: Sequence[Event], findings: Findings) -> None:
    """CSV; depth in km below sea level, cells empty where nothing is known; of mechanisms the most probable one. `catalogue.read_events` reads it. Raises
    BadRequest where it cannot be written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        [
            *OF_THE_EVENT,
            *OF_THE_PLACE,
            *OF_THE_MAGNITUDE,
            *OF_THE_MECHANISM,
            "mechanism_quality",
            "event_type",
            "event_type_suggested_by",
            "name",
            "source",
        ]
    )
    for event in events:
        location, magnitude = findings.locations.get(event.id), findings.magnitudes.get(event.id)
        mechanism = next(iter(findings.mechanisms.get(event.id, ())), None)
        writer.writerow(
            [
                iso_time(event.time), _degrees(event.latitude), _degrees(event.longitude), _number(event.depth),
                _number(event.magnitude), event.magnitude_type,
                *("" if location is None else _number(column(location)) for column in OF_THE_PLACE.values()),
                *("" if magnitude is None else _number(column(magnitude)) for column in OF_THE_MAGNITUDE.values()),
                *("" if mechanism is None else _number(column(mechanism)) for column in OF_THE_MECHANISM.values()),
                "" if mechanism is None else mechanism.quality, event.kind,
                event.found.kind_model if event.kind else "", event.name, event.source,
            ]
        )  # fmt: skip
    write_whole(path, writable_text(text.getvalue()).encode("utf-8"), BadRequest)


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{round(value, 3) + 0.0:.3f}".rstrip("0").rstrip(".")  # no −0
