"""Windows of SeisBench data sets and of continuous records."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas
import pytest

from seisviewer.datasets.phase_datasets import cut_records, open_dataset
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.window_times import WindowFacts, is_dated, start_without_time

from .phase_windows import LENGTH, window, windows, write_dataset


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = [*windows(3), window(7, p=None), replace(window(8), split="dev")]
    return write_dataset(tmp_path_factory.mktemp("set") / "local", made)


def test_windows_come_with_their_picks_and_stations(folder: Path) -> None:
    found = open_dataset(folder).windows
    assert [(each.p, each.s) for each in found[:3]] == [(2500.0, 2800.0), (2500.0, 2837.0), (2500.0, 2874.0)]
    assert found[0].station.code == "XX.S0" and found[0].rate == 100.0
    np.testing.assert_allclose(found[1].samples, window(1, delay=337.0).samples, rtol=1e-6)
    assert found[3].is_noise and not found[3].arrivals and found[3].is_labelled
    assert len({each.name for each in found}) == 5
    assert found[0].snr == pytest.approx(20.0, abs=8.0) and found[3].snr is None


def test_windows_without_a_time_do_not_overlap(folder: Path) -> None:
    found = open_dataset(folder).windows
    assert all(one.start + LENGTH / one.rate < other.start for one, other in pairwise(found))


def test_a_split_is_taken_alone_and_an_unknown_one_is_refused(folder: Path) -> None:
    assert [each.split for each in open_dataset(folder, "dev").windows] == ["dev"]
    with pytest.raises(BadRequest, match=r"no split “test”.*dev, train"):
        open_dataset(folder, "test")


def test_other_names_for_first_arrivals_and_times_are_understood(tmp_path: Path) -> None:
    made = write_dataset(
        tmp_path / "set", windows(1), {"trace_start_time": "2019-07-04T17:33:49.5Z", "source_magnitude": 2.5}
    )
    table = pandas.read_csv(made / "metadata.csv")
    table = table.rename(columns={"trace_p_arrival_sample": "trace_Pg_arrival_sample"})
    table["trace_Pn_arrival_sample"], table["trace_pP_arrival_sample"] = 2400.0, 100.0
    table.to_csv(made / "metadata.csv", index=False)
    (found,) = open_dataset(made).windows
    assert (found.p, found.s, found.magnitude) == (2400.0, 2800.0, 2.5), "the first of Pg and Pn, and no depth phase"
    assert found.start == 1562261629.5


def test_what_a_data_set_says_of_its_windows_comes_along(tmp_path: Path) -> None:
    told = {"source_origin_time": "2019-07-04T17:33:40Z", "source_id": "ci38443183", "trace_name_original": "CLC_EV"}
    made = write_dataset(tmp_path / "set", windows(1), told | {"trace_start_time": "1970-01-01T00:00:00.000000Z"})
    (found,) = open_dataset(made).windows
    assert found.facts == WindowFacts("CLC_EV", "ci38443183", 1562261620.0)
    assert not is_dated(found.name, found.start), "the beginning of 1970 stands where nobody knows"


def test_windows_without_a_time_stay_so_however_many_they_are() -> None:
    starts = [start_without_time(position) for position in (*range(3), *range(27_770, 27_785), 2_000_000)]
    assert len(set(starts)) == len(starts) and not any(is_dated("window", start) for start in starts)
    assert is_dated("", 0.0), "what is no window of a data set has its own clock"


def test_another_rate_moves_the_picks_with_the_samples(folder: Path) -> None:
    found = open_dataset(folder, rate=50.0).windows[0]
    assert found.rate == 50.0 and found.p == 1250.0
    assert found.count == pytest.approx(LENGTH / 2, abs=1)


def test_what_is_no_data_set_is_one_sentence(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(UnreadableFile, match="is not a SeisBench data set"):
        open_dataset(tmp_path)
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "metadata.csv").write_bytes((folder / "metadata.csv").read_bytes())
    (broken / "waveforms.hdf5").write_bytes((folder / "waveforms.hdf5").read_bytes()[:3000])
    with pytest.raises(UnreadableFile, match="cannot be read as a SeisBench data set"):
        open_dataset(broken)


def record(codes: str, segments: list[tuple[float, int]], rate: float = 100.0) -> Record:
    draw = np.random.default_rng(0)
    pieces = tuple(Segment(start, draw.standard_normal(count).astype(np.float32)) for start, count in segments)
    return Record(StationId("XX", "A", "", "HH"), tuple(Component(code, "HH" + code, rate, pieces) for code in codes))


def test_continuous_records_are_cut_around_their_gaps() -> None:
    cut = cut_records(Archive((record("ZNE", [(0.0, 2500), (30.0, 3000)]),)), 1000)
    assert [each.start for each in cut] == [0.0, 10.0, 30.0, 40.0, 50.0]
    assert len({each.name for each in cut}) == 5 and not any(np.isnan(each.samples).any() for each in cut)


def test_a_single_component_is_completed_with_zeros_and_other_names_keep_their_order() -> None:
    (alone,) = cut_records(Archive((record("Z", [(0.0, 1000)]),)), 1000)
    assert alone.samples[0].any() and not alone.samples[1:].any()
    turned = record("Z12", [(0.0, 1000)])
    (two,) = cut_records(Archive((turned,)), 1000)
    np.testing.assert_array_equal(two.samples[1], turned.component("1").segments[0].samples)
    np.testing.assert_array_equal(two.samples[2], turned.component("2").segments[0].samples)


def test_real_windows(data_dir: Path) -> None:
    found = open_dataset(data_dir / "quake" / "tlpn", "train").windows
    assert len(found) == 158 and {each.p for each in found} == {3000.0}
    assert all(each.is_noise for each in open_dataset(data_dir / "quake" / "noise").windows)


@pytest.mark.parametrize("outside", [-1.0, -0.5, 6001.0, 1e9])
def test_an_arrival_outside_its_window_is_none(tmp_path, outside) -> None:
    write_dataset(tmp_path, [replace(window(1), s=outside)])
    (found,) = open_dataset(tmp_path).windows
    assert (found.p, found.s) == (2500.0, None)
