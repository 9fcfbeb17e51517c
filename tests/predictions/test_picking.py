"""Probabilities of records, and picks from probabilities: what SeisBench gives, and what it leaves out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from seisviewer.errors import BadRequest, ModelError
from seisviewer.networks.pickers import Picker, load_picker, new_picker
from seisviewer.picks.pick import Origin, Review
from seisviewer.predictions import record_picking, window_picking
from seisviewer.predictions.probabilities import DETECTION, Curve, Probabilities
from seisviewer.predictions.record_picking import candidates, picks_above, probabilities_of
from seisviewer.progress import Progress, drive
from seisviewer.waveforms.files.record_reading import read_waveforms
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import to_stream

START = 1_562_261_629.0
CLC = StationId("CI", "CLC", "", "HH")


@pytest.fixture(scope="module")
def phasenet() -> Picker:
    """Untrained: what it says is nonsense, but the same nonsense for the same window."""
    torch.manual_seed(0)
    return new_picker("phasenet", norm="std")


@pytest.fixture(scope="module")
def eqtransformer() -> Picker:
    torch.manual_seed(0)
    band = {"freqmin": 1, "freqmax": 45, "corners": 2, "zerophase": True}
    return new_picker("eqtransformer", lstm_blocks=1, norm="peak", filter_args=["bandpass"], filter_kwargs=band)


@pytest.fixture
def original(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Picker:
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(data_dir / "quake" / "weights"))
    return load_picker("phasenet:original")


def noise(count: int, seed: int = 0) -> np.ndarray:
    return np.cumsum(np.random.default_rng(seed).standard_normal(count)).astype(np.float32)


def component(code: str, segments: tuple[Segment, ...], rate: float = 100.0) -> Component:
    return Component(code, f"HH{code}", rate, segments)


def record(count: int, codes: str = "ZNE", rate: float = 100.0, start: float = START) -> Record:
    components = [component(code, (Segment(start, noise(count, seed)),), rate) for seed, code in enumerate(codes)]
    return Record(CLC, tuple(components))


def said(picker: Picker, of: Record, **more: object) -> Probabilities:
    return drive(probabilities_of(picker, of, **more))


def of_seisbench(picker: Picker, of: Record) -> dict[str, tuple[int, np.ndarray]]:
    """First sample and values that SeisBench's annotate gives for the whole record, by phase."""
    return {
        trace.stats.channel.split("_")[1]: (
            round((trace.stats.starttime.timestamp - of.start) * trace.stats.sampling_rate),
            trace.data,
        )
        for trace in picker.annotate(to_stream(of))
    }


def hill(height: float, at: int, width: float = 10.0, count: int = 1000) -> np.ndarray:
    return (height * np.exp(-((np.arange(count) - at) ** 2) / (2 * width**2))).astype(np.float32)


def curves(*values: np.ndarray, phase: str = "P") -> Probabilities:
    return Probabilities(
        str(CLC), "m", tuple(Curve(phase, START + 100 * n, 100.0, each) for n, each in enumerate(values))
    )


@pytest.mark.parametrize("most", [1, 9000, 1 << 16])
def test_pieces_give_what_the_whole_gives(phasenet: Picker, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """One window a batch, three of them, all."""
    monkeypatch.setattr(window_picking, "MOST_SAMPLES", most)
    long = record(30_517)
    events: list[Progress] = []
    got = drive(probabilities_of(phasenet, long), events.append)
    assert len(events) >= (15 if most == 1 else 2) and [event.done for event in events] == sorted(event.done for event in events)
    for phase, (first, values) in of_seisbench(phasenet, long).items():
        if phase != "N":
            (curve,) = got.of(phase)
            assert (first, len(values)) == (0, len(curve.values)) and curve.start == START
            np.testing.assert_allclose(curve.values, values, atol=1e-5)


def test_a_filter_of_the_picker_does_not_show_at_the_seams(
    eqtransformer: Picker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_picking, "SECONDS_A_PIECE", 0.0)
    long = record(25_000)
    got = said(eqtransformer, long)
    for phase, (first, values) in of_seisbench(eqtransformer, long).items():
        (curve,) = got.of(phase)
        assert first == 500  # SeisBench says nothing about the first five seconds,
        assert np.isfinite(curve.values).all() and len(curve.values) == 25_000  # and here something is said about all
        inside = slice(6000, 18_000)
        np.testing.assert_allclose(curve.values[inside], values[5500:17_500], atol=1e-3)


@pytest.mark.parametrize("count", [100, 700, 2999, 3000, 3001, 3002, *range(3003, 3045, 7), 4502, 6001])
def test_a_record_of_any_length_gets_a_probability_for_every_sample(phasenet: Picker, count: int) -> None:
    for curve in said(phasenet, record(count)).curves:
        assert len(curve.values) == count
        assert np.isfinite(curve.values).all()


def test_gaps_stay_gaps(phasenet: Picker) -> None:
    """Three seconds are missing everywhere, one more second on Z only; a tenth of a second alone is too little to say."""
    whole = record(12_000)
    components = []
    for each in whole.components:
        samples = each.segments[0].samples
        later = Segment(START + 53.0, samples[5300:11_000])
        stray = Segment(START + 119.9, samples[11_990:])
        parts = (Segment(START, samples[:5000]), later, stray)
        if each.code == "Z":
            parts = (parts[0], Segment(START + 54.0, samples[5400:11_000]), stray)
        components.append(component(each.code, parts))
    got = said(phasenet, Record(CLC, tuple(components)))
    for phase in "PS":
        assert [(curve.start - START, len(curve.values)) for curve in got.of(phase)] == [(0.0, 5000), (53.0, 5700)]
        assert all(np.isfinite(curve.values).all() for curve in got.of(phase))


def test_one_component_is_enough_and_none_of_another_kind(phasenet: Picker) -> None:
    assert len(said(phasenet, record(4000, "Z")).of("P")[0].values) == 4000
    assert len(said(phasenet, record(4000, "Z12")).of("P")[0].values) == 4000
    with pytest.raises(ModelError, match="needs at least one of Z, N and E"):
        said(phasenet, record(4000, "UVW"))


def test_components_1_and_2_stand_where_n_and_e_go(phasenet: Picker) -> None:
    one, other = record(4000, "ZNE"), record(4000, "Z12")
    np.testing.assert_array_equal(said(phasenet, one).of("S")[0].values, said(phasenet, other).of("S")[0].values)


@pytest.mark.parametrize("rate", [40.0, 50.0, 200.0])
def test_records_of_other_rates_are_resampled(phasenet: Picker, rate: float) -> None:
    (curve,) = said(phasenet, record(round(60 * rate), rate=rate)).of("P")
    assert curve.rate == 100.0 and curve.start == START
    assert curve.end == pytest.approx(START + 60.0, abs=0.06)


def test_components_of_different_rates_are_brought_together(phasenet: Picker) -> None:
    parts = (component("Z", (Segment(START, noise(6000)),)), component("N", (Segment(START, noise(3000)),), 50.0))
    (curve,) = said(phasenet, Record(CLC, parts)).of("P")
    assert curve.rate == 100.0 and 5998 <= len(curve.values) <= 6000


def test_a_picker_that_gives_points_gives_a_curve() -> None:
    torch.manual_seed(0)
    gpd = new_picker("gpd", phases="PSN")
    short = record(2500)
    (curve,) = said(gpd, short).of("P")
    assert len(curve.values) == 2500 and np.isfinite(curve.values).all()
    first, values = of_seisbench(gpd, short)["P"]  # of every tenth sample, from the middle of the first window on
    assert first == 20
    np.testing.assert_allclose(curve.values[200 : 200 + 10 * len(values) : 10], values, atol=1e-4)


def test_only_a_span(phasenet: Picker) -> None:
    long = record(40_000)
    (whole,) = said(phasenet, long).of("P")
    (curve,) = said(phasenet, long, span=(START + 150.0, START + 160.0)).of("P")
    assert (curve.start, curve.end) == pytest.approx((START + 150.0, START + 160.0), abs=0.011)
    assert len(curve.values) >= 999 and np.isfinite(curve.values).all()
    assert said(phasenet, long, span=(START + 900.0, START + 950.0)).curves == ()
    assert len(whole.values) == 40_000


def test_an_offset_does_not_matter(phasenet: Picker) -> None:
    plain = record(5000)
    lifted = [component(each.code, (Segment(START, each.segments[0].samples + 1000),)) for each in plain.components]
    np.testing.assert_allclose(
        said(phasenet, Record(CLC, tuple(lifted))).of("P")[0].values, said(phasenet, plain).of("P")[0].values, atol=1e-3
    )


def test_a_component_that_never_moves_is_no_error(phasenet: Picker) -> None:
    parts = tuple(component(code, (Segment(START, np.full(4000, 7, np.int32)),)) for code in "ZNE")
    assert np.isfinite(said(phasenet, Record(CLC, parts)).of("P")[0].values).all()


def test_test_time_filters_are_combined(phasenet: Picker) -> None:
    short = record(4000)
    names = ("raw", "high-pass 1 Hz")
    raw, filtered = (said(phasenet, short, test_time_filters=(name,)).of("P")[0].values for name in names)
    both = said(phasenet, short, test_time_filters=names).of("P")[0].values
    np.testing.assert_allclose(both, (raw + filtered) / 2, atol=1e-6)
    most = said(phasenet, short, test_time_filters=names, combination="max").of("P")[0].values
    np.testing.assert_allclose(most, np.maximum(raw, filtered), atol=1e-6)
    with pytest.raises(BadRequest, match="no test-time filter"):
        said(phasenet, short, test_time_filters=("pink",))


def test_a_candidate_says_where_it_comes_from() -> None:
    window = Record(CLC, record(1000).components, name="window 7")
    (pick,) = candidates(curves(hill(0.8, 300)), window, origin=Origin.SELF_TRAINED)
    assert pick.time == pytest.approx(START + 3.0) and pick.probability == pytest.approx(0.8)
    assert pick.width_of_model, "no measured error"
    assert pick.uncertainty == pytest.approx(0.118, abs=0.01)  # half of the width at half height, 1.18 sigma
    assert (pick.station, pick.phase, pick.trace_name, pick.record) == (CLC, "P", "window 7", "window 7")
    assert (pick.origin, pick.review, pick.model, pick.id) == (Origin.SELF_TRAINED, Review.UNREVIEWED, "m", 0)


def test_candidates_are_apart_where_the_curve_falls_to_less_than_half() -> None:
    def times(values: np.ndarray) -> list[float]:
        return [round(pick.time - START, 2) for pick in candidates(curves(values), record(1000))]

    assert times(np.maximum(hill(0.9, 300), hill(0.5, 340))) == [3.0, 3.4]
    assert times(np.maximum(hill(0.9, 300), hill(0.5, 318))) == [3.0]  # it hardly falls between them
    assert times(np.maximum(hill(0.9, 0), hill(0.5, 999))) == [0.0, 9.99]  # half of each is outside
    assert times(hill(0.09, 300)) == []
    assert times(np.zeros(1000, np.float32)) == []
    broken = hill(0.9, 300)
    broken[:200] = np.nan
    assert times(broken) == [3.0]


def test_candidates_of_several_curves_and_no_picks_of_detections() -> None:
    two = curves(hill(0.5, 300), hill(0.6, 400))
    assert [round(pick.time - START, 2) for pick in candidates(two, record(1000))] == [3.0, 104.0]
    assert candidates(curves(hill(0.5, 300), phase=DETECTION), record(1000)) == ()


def wandering(seed: int) -> np.ndarray:
    """A curve that goes up and down between 0 and 1."""
    steps = np.random.default_rng(seed).standard_normal(20_000)
    smooth = np.convolve(steps, np.hanning(40), "same")
    return np.clip(smooth / smooth.max(), 0, 1).astype(np.float32)


@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.55])
def test_picks_above_a_threshold_are_those_of_seisbench(phasenet: Picker, threshold: float) -> None:
    values = wandering(3)
    trace = to_stream(Record(CLC, (component("P", (Segment(START, values),)),)))
    wanted = phasenet.model.picks_from_annotations(trace, threshold, "P")
    found = picks_above(curves(values), record(1000), threshold)
    assert len(found) > 10
    assert [round(pick.time, 2) for pick in found] == [round(each.peak_time.timestamp, 2) for each in wanted]
    assert [pick.probability for pick in found] == pytest.approx([each.peak_value for each in wanted])
    times = {pick.time for pick in candidates(curves(values), record(1000)) if pick.probability > threshold}
    assert times >= {pick.time for pick in found}  # a slider can show every pick that any threshold gives


def test_thresholds_of_each_phase() -> None:
    both = Probabilities(str(CLC), "m", (*curves(hill(0.5, 300)).curves, *curves(hill(0.5, 600), phase="S").curves))
    assert [pick.phase for pick in picks_above(both, record(1000), {"P": 0.6, "S": 0.4})] == ["S"]


@pytest.mark.slow
def test_real_records_get_the_picks_of_classify(original: Picker, data_dir: Path) -> None:
    archive = drive(read_waveforms([data_dir / "quake" / "continuous" / "CI.CLC.2019.185.17.mseed"]))
    of = cut(archive.records[0], 2400.0, 1500.0)  # the M6.4 and what follows
    got = said(original, of)
    wanted = original.classify(to_stream(of), P_threshold=0.3, S_threshold=0.3).picks
    assert len(wanted) > 50
    assert named(picks_above(got, of, 0.3), lambda pick: pick.time) == named(
        wanted, lambda pick: pick.peak_time.timestamp
    )


def test_a_short_record_is_picked(original: Picker, data_dir: Path) -> None:
    """SeisBench silently gives nothing for a stream shorter than the window."""
    archive = drive(read_waveforms([data_dir / "quake" / "continuous" / "CI.CLC.2019.185.17.mseed"]))
    of = cut(archive.records[0], 2600.0, 900.0)
    (known,) = [
        pick for pick in picks_above(said(original, of), of, 0.3) if pick.phase == "P" and pick.probability > 0.93
    ][:1]
    short = cut(archive.records[0], known.time - archive.start - 6.0, 15.0)
    assert len(original.annotate(to_stream(short))) == 0
    times = [pick.time for pick in picks_above(said(original, short), short, 0.3) if pick.phase == "P"]
    assert min(abs(time - known.time) for time in times) < 0.1


def cut(whole: Record, first: float, seconds: float) -> Record:
    components = []
    for each in whole.components:
        begin = round(first * each.rate)
        samples = each.segments[0].samples[begin : begin + round(seconds * each.rate)]
        components.append(component(each.code, (Segment(each.start + begin / each.rate, samples),)))
    return Record(whole.station, tuple(components))


def named(picks: object, time: Callable[[object], float]) -> set[tuple[str, float]]:
    return {(pick.phase, round(time(pick), 2)) for pick in picks}
