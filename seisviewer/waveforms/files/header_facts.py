"""What the header of a trace says beside its name: where the station stands, in what unit it measures, which arrivals were
picked on it, and which event it is of. Formats each have their own place for it; ObsPy hands these through."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from obspy import Trace, UTCDateTime

from seisviewer.waveforms.record import HeaderEvent
from seisviewer.waveforms.sensor_directions import Angles
from seisviewer.waveforms.station import Coordinates

UNDEFINED_IN_SAC = -12345.0
COUNTS = "counts"
SAC_UNITS = {6: "nm", 7: "nm/s", 8: "nm/s²", 50: "V"}  # IDEP
REFERENCE_IS_ORIGIN = 11  # IZTYPE: times count from the origin time


@dataclass(frozen=True)
class HeaderMark:
    """An arrival in a trace's header. name: as it stands there, “Pg” or “IPU0”. time: seconds since 1970 UTC. polarity: in
    QuakeML's words, or ""."""

    name: str
    time: float
    polarity: str = ""


def place_in(trace: Trace) -> Coordinates | None:
    """Where the trace's own header puts the station."""
    stats = trace.stats
    place = stats.get("coordinates") or stats.get("kinemetrics_evt")
    if place and {"latitude", "longitude"} <= set(place):
        return _coordinates(place["latitude"], place["longitude"], place.get("elevation"))
    for header in (stats.get("sac"), stats.get("knet")):
        if header and {"stla", "stlo"} <= set(header):
            return _coordinates(header["stla"], header["stlo"], header.get("stel"))
    if "gse2" in stats and "lat" in stats.gse2:
        elevation = _number(stats.gse2.get("elev"))  # km, −0.999 where it is not known
        known = elevation is not None and elevation != -0.999
        return _coordinates(stats.gse2.lat, stats.gse2.lon, 1000.0 * elevation if known else None)
    for header in (stats.get("ah", {}).get("station"), stats.get("y", {}).get("tag_station_location")):
        if header:
            return _coordinates(header.get("latitude"), header.get("longitude"), header.get("elevation"))
    return None


def direction_in(trace: Trace) -> Angles | None:
    """Which way the trace's own header says that its sensor points: azimuth and dip in degrees, a dip of −90 is up."""
    stats = trace.stats
    if "sac" in stats:  # CMPINC counts from the vertical
        azimuth, from_up = _number(stats.sac.get("cmpaz")), _number(stats.sac.get("cmpinc"))
    elif "gse2" in stats:  # −1 where it is not known, or of a vertical
        azimuth, from_up = _number(stats.gse2.get("hang")), _number(stats.gse2.get("vang"))
        azimuth = 0.0 if azimuth == -1 and from_up in (0, 180) else azimuth
    else:
        return None
    if azimuth is None or from_up is None or not 0 <= from_up <= 180:
        return None
    return azimuth % 360, from_up - 90


def unit_of(trace: Trace) -> str:
    """What the samples are, “counts” where the header does not say."""
    return SAC_UNITS.get(int(trace.stats.get("sac", {}).get("idep", 5)), COUNTS)


def rate_of(trace: Trace) -> float:
    """Samples per second. ObsPy rounds those of SAC to whole microseconds from sample to sample, by which 99.9999 becomes
    100 and a day is 0.09 s too short; the header has seven digits."""
    header = trace.stats.get("sac")
    if not header or "delta" not in header or not header["delta"] > 0:
        return float(trace.stats.sampling_rate)
    delta = np.float32(header["delta"])
    whole = round(1 / float(delta))
    if whole and abs(np.float32(1 / whole) - delta) <= 2 * np.spacing(delta):
        return float(whole)
    return 1 / float(str(delta))  # the shortest number that is stored so


def has_no_date(trace: Trace) -> bool:
    """Whether the header has a time of the day at most: ObsPy then counts from 1970."""
    header = trace.stats.get("sac")
    return bool(header) and not {"nzyear", "nzjday"} <= {name for name in header if _number(header[name]) is not None}


def marks_in(trace: Trace) -> list[HeaderMark]:
    """What was picked on a trace: SAC's A (the first P where it has no name) and T0 to T9, as far as these are named."""
    header = trace.stats.get("sac", {})
    found = []
    for mark, unnamed in (("a", "P"), *((f"t{number}", "") for number in range(10))):
        time, name = _number(header.get(mark)), _text(header.get(f"k{mark}")) or unnamed
        if time is not None and name:
            found.append(HeaderMark(name, _sac_time(trace, time), _polarity(name)))
    return found


def event_in(trace: Trace) -> HeaderEvent | None:
    """The event that a trace is of, where its header says when it was."""
    stats = trace.stats
    if "knet" in stats and "evot" in stats.knet:
        header = stats.knet
        depth, magnitude = _number(header.get("evdp")), _number(header.get("mag"))
        return HeaderEvent(header.evot.timestamp, *_place(header.get("evla"), header.get("evlo")), depth, magnitude)
    if "sac" in stats:
        return _sac_event(trace)
    event = stats.get("ah", {}).get("event")
    if event and isinstance(event.get("origin_time"), UTCDateTime):
        place = _place(event.get("latitude"), event.get("longitude"))
        return (
            HeaderEvent(event.origin_time.timestamp, *place, _number(event.get("depth"))) if None not in place else None
        )
    return None


def _sac_event(trace: Trace) -> HeaderEvent | None:
    header = trace.stats.sac
    origin = _number(header.get("o"))
    if origin is None and header.get("iztype") == REFERENCE_IS_ORIGIN:
        origin = 0.0
    place = _place(header.get("evla"), header.get("evlo"))
    if origin is None or None in place:
        return None
    return HeaderEvent(_sac_time(trace, origin), *place, _number(header.get("evdp")), _number(header.get("mag")))


def _sac_time(trace: Trace, seconds: float) -> float:
    """A time of SAC, which counts from a reference time, as the first sample does."""
    first = _number(trace.stats.sac.get("b")) or 0.0
    return trace.stats.starttime.timestamp - first + seconds


def _polarity(name: str) -> str:
    """The first motion in a label such as “IPU0” (onset, phase, first motion, weight)."""
    match = re.fullmatch(r"[IE]?[PS]([UCD+-])[ ]?[0-4]?", name.upper())
    return {"U": "positive", "C": "positive", "+": "positive", None: ""}.get(match[1] if match else None, "negative")


def _coordinates(latitude: Any, longitude: Any, elevation: Any) -> Coordinates | None:
    place = _place(latitude, longitude)
    return Coordinates(*place, _number(elevation) or 0.0) if None not in place else None


def _place(latitude: Any, longitude: Any) -> tuple[float, float] | tuple[None, None]:
    """Degrees north and east; None twice where there is no such place, and where both are 0, which is left unset."""
    north, east = _number(latitude), _number(longitude)
    if north is None or east is None or not (-90 <= north <= 90 and -180 <= east <= 360) or north == east == 0:
        return None, None
    return north, east


def _number(value: Any) -> float | None:
    """A number as a header has it, at the precision it was written with; None for one that is not set."""
    try:
        number = float(str(value)) if isinstance(value, np.floating) else float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) and number != UNDEFINED_IN_SAC else None


def _text(value: Any) -> str:
    text = str(value or "").strip(" \0")
    return "" if text.startswith("-12345") else text
