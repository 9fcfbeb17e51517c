"""Turning components where the metadata or the data are not as they should be."""

from __future__ import annotations

import time

import numpy as np
import pytest
from obspy import Inventory, UTCDateTime
from obspy.core.inventory import Channel, Network, Station

from seisviewer.waveforms.continuous_stretches import common_spans
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.rotation import to_zrt
from seisviewer.waveforms.sensor_orientation import rotate_to_zne
from seisviewer.waveforms.station import StationId

RATE, START = 100.0, 1.0e9
STATION = StationId("CI", "CLC", "", "HH")


def channel(
    code: str, azimuth: float, dip: float = 0.0, start: float | None = None, end: float | None = None
) -> Channel:
    dates = {name: UTCDateTime(time) for name, time in (("start_date", start), ("end_date", end)) if time is not None}
    return Channel(f"HH{code}", "", 35.0, -117.0, 0.0, 0.0, azimuth=azimuth, dip=dip, sample_rate=RATE, **dates)


def inventory(*channels: Channel) -> Inventory:
    vertical = channel("Z", 0.0, -90.0)
    station = Station("CLC", 35.0, -117.0, 0.0, channels=[vertical, *channels])
    return Inventory([Network("CI", [station])], source="test")


def record(codes: str, segments: int = 1, length: int = 1000) -> Record:
    draw = np.random.default_rng(0)
    starts = [START + number * (length / RATE + 1.0) for number in range(segments)]
    return Record(STATION, tuple(
        Component(code, f"HH{code}", RATE, tuple(Segment(start, draw.normal(size=length)) for start in starts))
        for code in codes
    ))  # fmt: skip


def test_components_1_and_2_are_turned_to_north_and_east() -> None:
    north, east = np.random.default_rng(1).normal(size=(2, 500))
    angle = np.radians(30.0)
    parts = {"1": north * np.cos(angle) + east * np.sin(angle), "2": -north * np.sin(angle) + east * np.cos(angle)}
    buried = Record(STATION, tuple(Component(c, f"HH{c}", RATE, (Segment(START, x),)) for c, x in parts.items()))
    turned, said = rotate_to_zne(buried, inventory(channel("1", 30.0), channel("2", 120.0)))
    assert said == ()
    assert turned.codes == "NE"
    assert turned.component("N").segments[0].samples == pytest.approx(north, abs=1e-5)
    assert turned.component("E").segments[0].samples == pytest.approx(east, abs=1e-5)
    # An event in the south: away from it is north, and to the right of that is east.
    seen = to_zrt(turned, 180.0)
    assert seen.component("R").segments[0].samples == pytest.approx(north, abs=1e-5)
    assert seen.component("T").segments[0].samples == pytest.approx(east, abs=1e-5)


@pytest.mark.parametrize("channels", [
    (channel("1", 30.0), channel("2", 30.0)),  # both the same way
    (
        channel("1", 30.0, end=START + 5), channel("2", 120.0, end=START + 5),
        channel("1", 80.0, start=START + 5), channel("2", 170.0, start=START + 5),
    ),  # turned while it recorded
])  # fmt: skip
def test_where_the_directions_cannot_be_true_the_components_keep_their_names(channels: tuple[Channel, ...]) -> None:
    assert rotate_to_zne(record("Z12"), inventory(*channels))[0].codes == "Z12"


def test_a_record_of_thousands_of_gaps_is_turned_at_once() -> None:
    torn = record("ZNE", segments=3000, length=50)
    begun = time.perf_counter()
    turned = to_zrt(torn, 45.0)
    assert len(turned.component("R").segments) == 3000 and len(common_spans(torn)) == 3000
    assert time.perf_counter() - begun < 3.0
