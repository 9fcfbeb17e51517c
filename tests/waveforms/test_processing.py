"""What filters, responses and rotations do, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from obspy import UTCDateTime, read_inventory

from seisviewer.errors import BadRequest
from seisviewer.waveforms.processing import Processing, cut, normalised, processed
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.rotation import back_azimuth, distance, to_zrt
from seisviewer.waveforms.station import Coordinates, StationId
from seisviewer.waveforms.synthetic_records import START, Arrivals, synthetic_record

RATE = 100.0
WHEN = 1251072000.0  # 2009-08-24
STATION = StationId("XX", "AAA", "", "HH")


def record_of(samples: np.ndarray, rate: float = RATE, station: StationId = STATION) -> Record:
    return Record(station, (Component("Z", station.instrument + "Z", rate, (Segment(START, samples),)),))


def sine(frequency: float, seconds: float = 60.0, rate: float = RATE) -> np.ndarray:
    return np.sin(2 * np.pi * frequency * np.arange(round(seconds * rate)) / rate)


def rms(record: Record) -> float:
    samples = record.components[0].segments[0].samples
    return float(np.sqrt(np.mean(samples[len(samples) // 4 : -len(samples) // 4] ** 2)))


@pytest.mark.parametrize("settings, passed, stopped", [
    (Processing(filter="high-pass", low=1.0), 5.0, 0.1),
    (Processing(filter="low-pass", high=5.0), 1.0, 30.0),
    (Processing(filter="band-pass", low=1.0, high=20.0), 5.0, 0.1),
    (Processing(filter="band-pass", low=1.0, high=20.0, zero_phase=True), 5.0, 45.0),
])  # fmt: skip
def test_a_filter_passes_its_band_and_stops_the_rest(settings: Processing, passed: float, stopped: float) -> None:
    assert rms(processed(record_of(sine(passed)), settings)) == pytest.approx(np.sqrt(0.5), rel=0.05)
    assert rms(processed(record_of(sine(stopped)), settings)) < 0.05


def test_a_causal_filter_puts_nothing_ahead_of_an_onset() -> None:
    samples = np.zeros(2000)
    samples[1000:] = np.exp(-np.arange(1000) / 50) * sine(5.0, 10.0)
    raw = record_of(samples + 500.0)  # an offset must not show as a step either
    causal = processed(raw, Processing(filter="band-pass")).components[0].segments[0].samples
    both = processed(raw, Processing(filter="band-pass", zero_phase=True)).components[0].segments[0].samples
    assert np.abs(causal[:1000]).max() < 1e-3 * np.abs(causal).max()
    assert np.abs(both[:1000]).max() > 0.02 * np.abs(both).max()


@pytest.mark.parametrize("settings", [Processing(filter="high-pass"), Processing(filter="band-pass", zero_phase=True)])
def test_a_span_looks_as_it_does_in_the_whole(settings: Processing) -> None:
    record = synthetic_record(seconds=300.0).record
    whole = processed(record, settings)
    part = processed(record, settings, (START + 100.0, START + 130.0))
    assert (part.start, part.end) == (START + 100.0, START + 130.0)
    np.testing.assert_allclose(part.window(part.start, 3001), whole.window(part.start, 3001), atol=0.5)


def test_nothing_runs_over_a_gap_and_what_was_read_stays() -> None:
    record = synthetic_record(seconds=60.0, gaps=[(START + 20, START + 30)]).record
    before = [segment.samples.copy() for segment in record.components[0].segments]
    filtered = processed(record, Processing(filter="band-pass", detrend="linear", taper=0.05))
    assert [segment.start for segment in filtered.components[0].segments] == [START, START + 30]
    assert np.isnan(filtered.components[0].window(START, 6000)[2000:3000]).all()
    for segment, samples in zip(record.components[0].segments, before):
        np.testing.assert_array_equal(segment.samples, samples)


def test_without_processing_the_samples_themselves_come_back() -> None:
    record = synthetic_record(seconds=60.0).record
    same = processed(record, Processing(), (START + 10, START + 20))
    assert same.components[0].segments[0].samples.base is not None
    np.testing.assert_array_equal(same.window(START + 10, 1001), record.window(START + 10, 1001))
    assert processed(record, Processing(), (START + 100, START + 200)) is None


def test_resampling_keeps_the_signal_and_its_time() -> None:
    halved = processed(record_of(sine(2.0, rate=200.0), 200.0), Processing(rate=100.0))
    samples = halved.components[0].segments[0].samples
    assert halved.rate == 100.0 and len(samples) == 6000
    np.testing.assert_allclose(samples[500:5500], sine(2.0)[500:5500], atol=0.01)


@pytest.mark.parametrize("settings", [
    Processing(filter="notch"), Processing(filter="band-pass", low=5.0, high=2.0), Processing(filter="high-pass", low=0.0),
    Processing(filter="high-pass", low=60.0), Processing(response="volts"), Processing(response="velocity"),
    Processing(rate=0.0),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_in_a_sentence(settings: Processing) -> None:
    with pytest.raises(BadRequest):
        processed(record_of(sine(5.0)), settings)


def test_a_corner_above_nyquist_is_left_away() -> None:
    band = processed(record_of(sine(2.0, rate=20.0), 20.0), Processing(filter="band-pass", low=1.0, high=20.0))
    assert rms(band) == pytest.approx(np.sqrt(0.5), rel=0.05)


def test_the_response_gives_ground_velocity() -> None:
    """A sine in counts, divided by the sensitivity at its frequency."""
    inventory = read_inventory()  # ObsPy's example
    channel = inventory.select(network="BW", station="RJOB", channel="EHZ", time=UTCDateTime(WHEN))[0][0][0]
    name = StationId("BW", "RJOB", "", "EH")
    record = record_of(sine(5.0, 120.0), station=name)
    record = replace(
        record,
        components=tuple(
            replace(component, segments=(Segment(WHEN, component.segments[0].samples),))
            for component in record.components
        ),
    )
    velocity = processed(record, Processing(response="velocity"), inventory=inventory)
    assert velocity.components[0].unit == "m/s"
    sensitivity = channel.response.instrument_sensitivity.value
    assert rms(velocity) == pytest.approx(np.sqrt(0.5) / sensitivity, rel=0.1)


def test_ground_velocity_of_a_span_is_that_of_the_whole() -> None:
    name = StationId("BW", "RJOB", "", "EH")
    record = synthetic_record(seconds=1200.0, start=WHEN, station=name).record
    vertical = replace(record, components=record.components[:1])
    settings, inventory = Processing(response="velocity"), read_inventory()
    whole = processed(vertical, settings, inventory=inventory)
    part = processed(vertical, settings, (WHEN + 400.0, WHEN + 430.0), inventory)
    expected = whole.window(part.start, 3001)
    assert np.abs(part.window(part.start, 3001) - expected).max() < 0.05 * np.abs(expected).max()


def test_components_are_normalised_together() -> None:
    window = np.stack([sine(5.0) * 10 + 7, sine(5.0), np.zeros(6000)]).astype(np.float32)
    window[0, :100] = np.nan
    for by in ("std", "peak"):
        result = normalised(window, by)
        assert np.nanstd(result[0]) / np.nanstd(result[1]) == pytest.approx(10.0, rel=1e-3)
        assert np.isnan(result[0, :100]).all() and np.nanmean(result[0]) == pytest.approx(0.0, abs=1e-5)
    assert np.nanmax(np.abs(normalised(window, "peak"))) == pytest.approx(1.0)
    np.testing.assert_array_equal(normalised(np.full((3, 50), 0.1, np.float32)), 0.0)


def test_a_window_of_1001_samples_is_cut_to_1000() -> None:
    assert cut(np.zeros((3, 1001)), 1000).shape == (3, 1000)
    with pytest.raises(BadRequest, match="999"):
        cut(np.zeros((3, 999)), 1000)


class Event:
    def __init__(self, latitude: float | None, longitude: float | None) -> None:
        self.latitude, self.longitude = latitude, longitude


def test_radial_points_away_from_the_event() -> None:
    """A station east of the event: ground that moves east moves radially outwards, and south is to the right of it."""
    place = Coordinates(0.0, 1.0)
    angle = back_azimuth(Event(0.0, 0.0), place)
    assert angle == pytest.approx(270.0, abs=0.1)
    assert distance(Event(0.0, 0.0), place) == pytest.approx(111.3, abs=0.2)
    still, east = np.zeros(500, np.int32), np.arange(500, dtype=np.int32)
    components = [
        Component(code, "HH" + code, RATE, (Segment(START, values),))
        for code, values in zip("ZNE", (still, still, east))
    ]
    turned = to_zrt(Record(STATION, tuple(components), place), angle)
    assert turned.codes == "ZRT" and [component.channel for component in turned.components] == ["HHZ", "HHR", "HHT"]
    np.testing.assert_allclose(turned.component("R").segments[0].samples, east, atol=0.01)
    np.testing.assert_allclose(turned.component("T").segments[0].samples, 0.0, atol=0.01)
    with pytest.raises(BadRequest, match="only N and E"):
        to_zrt(record_of(sine(1.0)), angle)
    with pytest.raises(BadRequest, match="no place"):
        back_azimuth(Event(None, None), place)


def test_the_synthetic_arrivals_are_where_they_say() -> None:
    made = synthetic_record([Arrivals(START + 20.0, START + 26.0, 50.0)], seconds=60.0, seed=3)
    vertical, *horizontal = made.record.window(START, 6000)
    quiet = np.abs(vertical[:2000]).max()
    assert np.flatnonzero(np.abs(vertical) > 3 * quiet)[0] / RATE == pytest.approx(20.0, abs=0.1)
    before, after = (np.abs(horizontal[0][slice(*ends)]).max() for ends in ((2400, 2600), (2600, 2800)))
    assert after > 3 * before
    again = synthetic_record([Arrivals(START + 20.0, START + 26.0, 50.0)], seconds=60.0, seed=3)
    np.testing.assert_array_equal(again.record.window(START, 6000), made.record.window(START, 6000))


@pytest.mark.parametrize("rate", [99.99, 33.333, 18.78])
def test_another_rate_moves_no_sample(rate: float) -> None:
    samples = np.zeros(round(7200 * rate))
    place = round(7000 * rate)
    samples[place] = 1.0
    component = processed(record_of(samples, rate), Processing(rate=100.0)).components[0]
    found = component.start + int(np.argmax(component.segments[0].samples)) / component.rate
    assert found == pytest.approx(START + place / rate, abs=0.006)


def test_another_rate_shows_neither_the_border_of_the_span_nor_that_of_the_data() -> None:
    record = record_of(1000.0 + sine(1.0, rate=200.0), 200.0)
    whole, part = (
        processed(record, Processing(rate=100.0), span).components[0].segments[0].samples
        for span in (None, (START + 20.0, START + 40.0))
    )
    assert np.abs(whole - 1000.0).max() < 1.05
    assert part == pytest.approx(whole[2000:4001], abs=0.01)


def test_a_scrap_of_data_does_not_keep_the_response_of_the_rest_from_being_removed() -> None:
    inventory = read_inventory()
    station = StationId("GR", "FUR", "", "HH")
    draw = np.random.default_rng(0)
    segments = (Segment(WHEN, draw.normal(size=6000)), Segment(WHEN + 70.0, draw.normal(size=5)))
    record = Record(station, (Component("Z", "HHZ", RATE, segments),))
    velocity = Processing(response="velocity")
    assert [len(each.samples) for each in processed(record, velocity, None, inventory).components[0].segments] == [6000]
    scrap = replace(record, components=(replace(record.components[0], segments=segments[1:]),))
    with pytest.raises(BadRequest, match="too few samples"):
        processed(scrap, velocity, None, inventory)


def test_an_event_at_an_impossible_place_has_no_back_azimuth() -> None:
    with pytest.raises(BadRequest, match="no place"):
        back_azimuth(Event(950.0, 10.0), Coordinates(35.0, -117.0))
