"""Files of one channel whose clocks differ a little: each lies at its own start, and nothing drifts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.progress import drive
from seisviewer.waveforms.continuous_stretches import prepared
from seisviewer.waveforms.processing import Processing, processed

from .small_records import RATE, START, counts, floats, opened, trace, write

HOUR = 3600.0


@pytest.mark.parametrize("rates", [
    (40.0, 40.000016, 39.999985),  # corrected by a GPS
    (100.0, 100.00001, 99.9999),
    (99.9999, 99.9999, 100.0),
    (200.0, 200.01, 199.99),
])  # fmt: skip
def test_files_whose_clocks_differ_by_parts_per_million_are_one_channel(
    tmp_path: Path, rates: tuple[float, ...]
) -> None:
    for number, rate in enumerate(rates):
        spikes = np.zeros(int(HOUR * rates[0]), np.int32)
        spikes[1000], spikes[-1000] = 5, 7
        write(tmp_path / f"{number}.mseed", trace("XV.DRFT..HHZ", spikes, START + number * HOUR, rate))
    archive, said = opened(tmp_path)
    (component,) = archive.records[0].components
    assert said == [] and component.count == 3 * int(HOUR * rates[0])
    for number, rate in enumerate(rates):
        begin = START + number * HOUR
        for value, place in ((5, 1000), (7, int(HOUR * rates[0]) - 1000)):
            true = begin + place / float(np.float32(rate))
            window = component.window(true - 1.0, int(2 * component.rate))
            found = true - 1.0 + np.flatnonzero(window == value) / component.rate
            assert len(found) == 1 and abs(found[0] - true) < 0.6 / component.rate


@pytest.mark.slow
def test_a_clock_of_its_own_does_not_drift_when_it_is_filtered_or_resampled(tmp_path: Path) -> None:
    samples = np.zeros(int(6 * HOUR * RATE), np.float32)
    samples[-5000] = 1000.0
    true = START + (len(samples) - 5000) / float(np.float32(99.999))
    write(tmp_path / "a.mseed", trace("XX.AAA..HHZ", samples, START, 99.999))
    record = opened(tmp_path)[0].records[0]
    for processing in (Processing(rate=100.0), Processing(rate=50.0), Processing(filter="high-pass", zero_phase=True)):
        component = processed(record, processing).components[0]
        window = component.window(true - 5.0, int(10 * component.rate))
        assert abs(true - 5.0 + np.nanargmax(window) / component.rate - true) < 0.011
    (stretch,) = drive(prepared(record, rate=100.0))
    assert abs(stretch.start + np.argmax(stretch.samples[0]) / stretch.rate - true) < 0.011


def test_sac_keeps_a_rate_that_is_no_whole_number(tmp_path: Path) -> None:
    """ObsPy rounds the time from sample to sample to microseconds."""
    for rate in (99.9999, 30.0, 100.0, 128.0, 3.0):
        path = write(tmp_path / f"{rate}.sac", trace("XX.AAA..HHZ", floats(500), rate=rate), format="SAC")
        assert opened(path)[0].records[0].rate == pytest.approx(rate, rel=1e-7)


@pytest.mark.parametrize("shift", [-0.45, -0.2, 0.05, 0.3, 0.49])
def test_a_file_that_begins_a_part_of_a_sample_late_lies_at_its_own_start(tmp_path: Path, shift: float) -> None:
    first, second = counts(3000, 1), counts(3000, 2)
    later = START + 30.0 + shift / RATE
    write(tmp_path / "1.mseed", trace("XX.AAA..HHZ", first))
    write(tmp_path / "2.mseed", trace("XX.AAA..HHZ", second, later))
    archive, said = opened(tmp_path)
    component = archive.records[0].components[0]
    assert said == [] and component.count == 6000
    last = component.segments[-1]
    begins = last.start + (len(last.samples) - 3000) / RATE
    assert abs(begins - later) <= 0.11 / RATE


def test_one_sample_missing_at_midnight_is_a_gap_of_one_sample(tmp_path: Path) -> None:
    samples = counts(6000)
    write(tmp_path / "1.mseed", trace("XX.AAA..HHZ", samples[:3000]))
    write(tmp_path / "2.mseed", trace("XX.AAA..HHZ", samples[3001:], START + 30.01))
    window = opened(tmp_path)[0].records[0].components[0].window(START, 6000)
    assert np.flatnonzero(np.isnan(window)).tolist() == [3000]


def test_files_that_overlap_with_a_part_of_a_sample_between_agree(tmp_path: Path) -> None:
    samples = counts(6000)
    write(tmp_path / "1.mseed", trace("XX.AAA..HHZ", samples[:4000]))
    write(tmp_path / "2.mseed", trace("XX.AAA..HHZ", samples[3000:], START + 30.0 + 0.3 / RATE))
    archive, said = opened(tmp_path)
    assert said == []
    np.testing.assert_array_equal(archive.records[0].components[0].window(START, 6000), samples)


def test_another_nominal_rate_is_still_said(tmp_path: Path) -> None:
    write(tmp_path / "1.mseed", trace("XX.AAA..HHZ", counts(6000)))
    write(tmp_path / "2.mseed", trace("XX.AAA..HHZ", counts(6000), START + 60.0, 200.0))
    archive, said = opened(tmp_path)
    assert archive.records[0].components[0].rate in (100.0, 200.0) and len(said) == 1


def test_components_whose_clocks_differ_are_one_record(tmp_path: Path) -> None:
    for code, rate in zip("ZNE", (40.0, 40.000016, 39.999985)):
        write(tmp_path / f"{code}.mseed", trace(f"XX.AAA..HH{code}", counts(int(HOUR * 40)), rate=rate))
    record = opened(tmp_path)[0].records[0]
    assert (record.codes, record.rate) == ("ZNE", 40.0)
    assert record.window(START, 1000).shape == (3, 1000)


def test_a_filter_runs_on_over_the_border_of_two_files_of_slightly_different_clocks(tmp_path: Path) -> None:
    wave = np.sin(2 * np.pi * 0.5 * np.arange(12000) / RATE) * 1000 + np.arange(12000)
    samples = wave.astype(np.float32)
    write(tmp_path / "1.mseed", trace("XX.AAA..HHZ", samples[:6000]))
    write(tmp_path / "2.mseed", trace("XX.AAA..HHZ", samples[6000:], START + 60.0 + 0.3 / RATE))
    together = write(tmp_path / "one" / "a.mseed", trace("XX.AAA..HHZ", samples))
    processing = Processing(filter="high-pass", low=0.1)
    apart = processed(opened(tmp_path / "1.mseed", tmp_path / "2.mseed")[0].records[0], processing)
    one = processed(opened(together)[0].records[0], processing)
    assert len(apart.components[0].segments) == 2
    np.testing.assert_allclose(
        apart.components[0].window(START, 12000), one.components[0].window(START, 12000), atol=1.0
    )
