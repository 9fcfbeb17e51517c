"""What was found in a file of picks as values that JSON knows, and back: what goes between two processes."""

from __future__ import annotations

from dataclasses import asdict, astuple
from typing import Any

from seisviewer.picks.found_picks import FoundPicks
from seisviewer.picks.located.findings import Findings
from seisviewer.picks.located.found import NOTHING_FOUND, Found
from seisviewer.picks.located.location import Arrival, Ellipse, Location
from seisviewer.picks.located.magnitude import EventMagnitude, StationMagnitude
from seisviewer.picks.located.mechanism import DoubleCouple, Mechanism
from seisviewer.picks.pick import Event, Origin, Pick, Polarity, Review
from seisviewer.translation import tr
from seisviewer.waveforms.station import StationId


def packed(found: FoundPicks) -> dict[str, Any]:
    """As plain values."""
    picks = [
        {
            **vars(pick),
            "station": astuple(pick.station),
            "polarity": pick.polarity.value,
            "origin": pick.origin.value,
            "review": pick.review.value,
        }
        for pick in found.picks
    ]
    return {
        "picks": picks,
        "events": [{**vars(event), "found": event.found.kind_model} for event in found.events],  # the rest is findings
        "left_out": dict(found.left_out),
        "remarks": list(found.remarks),
        "locations": [(event, asdict(each)) for event, each in found.findings.locations.items()],
        "magnitudes": [(event, asdict(each)) for event, each in found.findings.magnitudes.items()],
        "mechanisms": [
            (event, [asdict(each) for each in several]) for event, several in found.findings.mechanisms.items()
        ],
    }


def unpacked(plain: dict[str, Any]) -> FoundPicks:
    """The other way round. Raises whatever it stumbles over where these are not of `packed`'s making."""
    return FoundPicks(
        tuple(map(_pick, plain["picks"])),
        tuple(Event(**{**event, "found": _kind_model(event["found"])}) for event in plain["events"]),
        plain["left_out"],
        tuple(plain["remarks"]),
        Findings(
            {event: _location(each) for event, each in plain["locations"]},
            {event: _magnitude(each) for event, each in plain["magnitudes"]},
            {event: tuple(map(_mechanism, several)) for event, several in plain["mechanisms"]},
        ),
    )


def _kind_model(said: str) -> Found:
    if not isinstance(said, str):
        raise TypeError(tr("the name of a classifier is no text"))
    return Found(kind_model=said) if said else NOTHING_FOUND


def _location(plain: dict[str, Any]) -> Location:
    arrivals = tuple(Arrival(**each) for each in plain["arrivals"])
    parts = {"ellipse": Ellipse(**plain["ellipse"]), "depth_range": tuple(plain["depth_range"]), "arrivals": arrivals}
    return Location(**{**plain, **parts})


def _magnitude(plain: dict[str, Any]) -> EventMagnitude:
    return EventMagnitude(**{**plain, "parts": tuple(StationMagnitude(**each) for each in plain["parts"])})


def _mechanism(plain: dict[str, Any]) -> Mechanism:
    return Mechanism(**{**plain, "plane": DoubleCouple(**plain["plane"])})


def _pick(plain: dict[str, Any]) -> Pick:
    kinds = {
        "station": StationId(*plain["station"]),
        "polarity": Polarity(plain["polarity"]),
        "origin": Origin(plain["origin"]),
        "review": Review(plain["review"]),
    }
    return Pick(**{**plain, **kinds})
