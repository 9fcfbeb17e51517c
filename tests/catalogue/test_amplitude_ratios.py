"""S over P amplitudes measured on records, and what they tell of a mechanism."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.catalogue.area import area_around
from seisviewer.catalogue.double_couple import kagan_angles, p_amplitudes, rays, s_amplitudes
from seisviewer.catalogue.locating import locate
from seisviewer.catalogue.mechanism_search import S_OVER_P, SearchSettings
from seisviewer.picks.located.findings import Findings
from seisviewer.picks.located.mechanism import DoubleCouple, normal_and_slip
from seisviewer.picks.pick import Event, Pick, Polarity
from seisviewer.progress import drive
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.catalogue.amplitude_ratios import amplitude_ratios, record_ratio
from seisviewer.workflows.catalogue.event_mechanisms import find_mechanisms
from seisviewer.workflows.catalogue.located_events import LocatedEvents

from .network import START, Source, arrivals, stations, tables

RATE = 100.0
SITES = stations(16)
TABLES = tables(SITES)
TRUTH = DoubleCouple(320.0, 60.0, -150.0)


def record(
    code: str, p: float, s: float, of_p: float, of_s: float, noise: float = 1.0, held: float | None = None
) -> Record:
    """A minute with one burst of 5 Hz each for P and S, of these amplitudes in counts. held: largest count it records."""
    draw = np.random.default_rng(abs(hash(code)) % 1000)
    start = p - 20.0
    times = start + np.arange(int(60 * RATE)) / RATE
    bursts = [
        amplitude * np.where(times >= onset, np.exp(-2.0 * (times - onset)) * np.sin(10 * np.pi * (times - onset)), 0.0)
        for onset, amplitude in ((p, of_p), (s, of_s))
    ]
    sides = ((1.0, 0.2), (0.1, 0.7), (0.1, 0.7))  # P mostly up and down, S mostly level
    components = []
    for letter, (up, level) in zip("ZNE", sides, strict=True):
        samples = up * bursts[0] + level * bursts[1] + draw.normal(0, noise, len(times))
        samples = samples if held is None else np.clip(samples, -held, held)
        components.append(Component(letter, f"HH{letter}", RATE, (Segment(start, samples.astype(np.float32)),)))
    return Record(StationId(*code.split("."), "", "HH"), tuple(components))


@pytest.mark.parametrize("ratio", [0.5, 4.0, 20.0])
def test_the_ratio_is_that_of_the_amplitudes(ratio: float) -> None:
    found = record_ratio(record("XX.A", START, START + 6, 1000.0, 1000.0 * ratio), START, START + 6)
    assert found == pytest.approx(np.log10(ratio), abs=0.08)


def test_what_is_clipped_or_lost_in_noise_tells_nothing() -> None:
    times = START, START + 6
    assert record_ratio(record("XX.A", *times, 1000.0, 5000.0), *times) is not None
    assert record_ratio(record("XX.A", *times, 1000.0, 5000.0, held=800.0), *times) is None
    assert record_ratio(record("XX.A", *times, 10.0, 50.0, noise=20.0), *times) is None
    assert record_ratio(replace(record("XX.A", *times, 1e3, 5e3), components=record("XX.A", *times, 1e3, 5e3).components[:2]),
                        *times) is None  # fmt: skip


@pytest.mark.slow
def test_ratios_bring_a_mechanism_of_few_first_motions_near_the_truth() -> None:
    location = locate(arrivals(Source(START, 35.02, -117.03, 9.0), SITES), TABLES, area_around(SITES))
    s_times = {each.station: each.time for each in location.arrivals if each.phase == "S"}
    picks, records, true = [], [], {}
    for arrival in location.arrivals:
        if arrival.phase != "P":
            continue
        ray = rays(np.array([arrival.azimuth]), np.array([arrival.take_off]))
        of_p = float(p_amplitudes(*normal_and_slip(TRUTH), ray)[0])
        of_s = float(S_OVER_P * s_amplitudes(*normal_and_slip(TRUTH), ray)[0])
        true[arrival.station] = np.log10(of_s / abs(of_p))
        told = len(picks) < 9
        sign = (Polarity.POSITIVE if of_p > 0 else Polarity.NEGATIVE) if told else Polarity.NONE
        picks.append(Pick(StationId(*arrival.station.split("."), "", "HH"), "P", arrival.time, polarity=sign, event=-1))
        records.append(record(arrival.station, arrival.time, s_times[arrival.station], 1e4 * abs(of_p), 1e4 * of_s))
    archive = Archive(tuple(records))
    measured = amplitude_ratios(location, archive, TABLES)
    assert len(measured) >= 12
    assert np.median([abs(measured[code] - true[code]) for code in measured]) < 0.1
    event = Event(location.time, location.latitude, location.longitude, location.depth, id=-1)
    found = LocatedEvents(tuple(picks), (event,), Findings({-1: location}))
    angles = []
    for seen in (None, archive):
        best = drive(find_mechanisms(found, [TABLES], SearchSettings(), 120.0, seen)).findings.mechanisms[-1][0]
        angles.append(kagan_angles(*(each[None] for each in normal_and_slip(best.plane)), *normal_and_slip(TRUTH))[0])
        assert (best.ratio_misfit is not None) == (seen is archive)
    assert angles[1] < 15 and angles[1] < angles[0]
