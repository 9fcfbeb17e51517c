"""Augmentation of three-component windows: what each does, and what it must leave alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.learning.phases.waveform_augmentation import (
    REGISTRY,
    PhaseSample,
    Pool,
    augment,
    drawing_weights,
    signal_to_noise,
)
from seisviewer.learning.phases.waveform_augmentation.augmentation_preview import preview
from seisviewer.learning.phases.waveform_augmentation.examples import gather
from seisviewer.learning.phases.waveform_augmentation.false_positives import CLEARANCE, SHAPES, add_one
from seisviewer.learning.phases.waveform_augmentation.histogram import arrival_histogram
from seisviewer.learning.phases.waveform_augmentation.superposition import GAP
from seisviewer.picks.pick import Pick
from seisviewer.progress import drive
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId

RATE, LENGTH, WINDOW = 100.0, 9001, 3001
MAKING = tuple(name for name, augmentation in REGISTRY.items() if augmentation.apply is not None)
DRAWS = 30


def event(seed: int, p: float = 3000.0, delay: float = 600.0, snr: float = 20.0, **more) -> PhaseSample:
    """Noise of strength 1 with a P, and an S four times as strong, that die away."""
    draw = np.random.default_rng(seed)
    after = np.arange(LENGTH)
    array = draw.standard_normal((3, LENGTH))
    for onset, factor in ((p, 1.0), (p + delay, 4.0)):
        decay = np.where(after >= onset, np.exp(-np.maximum(after - onset, 0) / 400), 0)
        array += factor * 10 ** (snr / 20) * decay * draw.standard_normal((3, LENGTH))
    array = array.astype(np.float32)
    ratio = signal_to_noise(array, p, RATE)
    return PhaseSample(array, RATE, p, p + delay, ratio, name=f"event {seed}", **more)


@pytest.fixture(scope="module")
def pool() -> Pool:
    noise = np.random.default_rng(99).standard_normal((3, 6000)).astype(np.float32)
    return Pool(
        tuple(event(seed, delay=150.0 + 90 * seed) for seed in range(12)),
        (PhaseSample(noise, RATE, is_noise=True, name="noise"),),
        WINDOW,
    )


@pytest.fixture(scope="module")
def cut(pool: Pool) -> PhaseSample:
    return event(50).cut(2500, WINDOW)


def draws(count: int = DRAWS) -> list[np.random.Generator]:
    return [np.random.default_rng(seed) for seed in range(count)]


@pytest.mark.parametrize("name", MAKING)
def test_every_augmentation_is_seeded_and_keeps_its_original_whole(name: str, pool: Pool, cut: PhaseSample) -> None:
    original = event(50) if name == "shift" else cut
    kept = original.array.copy()
    outside = np.random.get_state()[1].copy()
    once, again = (REGISTRY[name](original, np.random.default_rng(3), pool) for _ in range(2))
    assert np.array_equal(once.array, again.array)
    assert once.targets == again.targets
    assert np.array_equal(original.array, kept)
    assert np.array_equal(np.random.get_state()[1], outside), "numpy's global generator was left changed"
    made = [REGISTRY[name](original, draw, pool) for draw in draws()]
    assert all(one.array.shape == (3, WINDOW) and one.array.dtype == np.float32 for one in made)
    assert all(np.isfinite(one.array).all() for one in made)
    assert any(not np.array_equal(one.array, cut.array) for one in made)
    assert REGISTRY[name].title and REGISTRY[name].explains.endswith(".") and REGISTRY[name].source


@pytest.mark.parametrize("name", [name for name in MAKING if name not in ("shift", "superposition")])
def test_what_does_not_move_an_event_keeps_its_picks(name: str, pool: Pool, cut: PhaseSample) -> None:
    assert {REGISTRY[name](cut, draw, pool).targets for draw in draws()} == {cut.targets}


def test_random_shift_puts_the_arrivals_anywhere_and_pads_nothing(pool: Pool) -> None:
    whole = event(1)
    places = []
    for draw in draws(400):
        made = REGISTRY["shift"](whole, draw, pool)
        assert made.targets
        offset = round(whole.p - made.p)
        assert np.array_equal(made.array, whole.array[:, offset : offset + WINDOW])
        places.append(made.p)
    inside = np.array([place for place in places if 0 <= place < WINDOW])
    counts = np.histogram(inside, 5, (0, WINDOW))[0]
    assert counts.min() > 0.5 * counts.mean(), "P is met everywhere in the window about equally often"
    assert any(place < 0 for place in places), "windows with S alone occur"


def test_a_recording_shorter_than_the_window_is_refused_by_name(pool: Pool) -> None:
    with pytest.raises(BadRequest, match="event 7.*2000 samples.*3001"):
        augment(event(7).cut(2500, 2000), ("shift",), np.random.default_rng(0), pool)


def test_a_superposed_event_never_swallows_the_first_nor_is_swallowed(pool: Pool, cut: PhaseSample) -> None:
    made = [REGISTRY["superposition"](cut, draw, pool) for draw in draws(100)]
    superposed = [one for one in made if one.others]
    assert len(superposed) > 50
    sides = set()
    for one in superposed:
        assert any(0 <= at < WINDOW for _, at in one.others), "an arrival of the second event can be seen"
        p, s = (dict(one.others)[phase] for phase in "PS")
        end = s + 1.4 * (s - p)
        after = p > cut.s + GAP * RATE and end > cut.end
        before = s + GAP * RATE < cut.p and end < cut.end
        assert after or before
        sides.add(after)
        added = one.array - cut.array
        onset = round(p if after else cut.p)
        other, own = (added, cut.array) if after else (cut.array, added)
        assert rms(other[:, onset : onset + 200]) > 1.9 * rms(own[:, onset - 200 : onset]), "its onset is not drowned"
    assert sides == {True, False}


def rms(array: np.ndarray) -> float:
    return float(np.sqrt(np.mean(array**2)))


def test_recorded_noise_comes_at_the_drawn_ratio(pool: Pool, cut: PhaseSample) -> None:
    ratios = []
    for draw in draws():
        added = REGISTRY["noise"](cut, draw, pool).array - cut.array
        onset = round(cut.p)
        ratios.append(20 * np.log10(rms(cut.array[:, onset : onset + 500]) / rms(added)))
    assert min(ratios) > 2.5 and max(ratios) < 20.5
    assert max(ratios) - min(ratios) > 10


def test_without_recorded_noise_it_is_taken_before_the_events(cut: PhaseSample) -> None:
    pool = Pool((event(1),), window=WINDOW)
    noise = pool.draw_noise(np.random.default_rng(0))
    assert noise.array.shape == (3, WINDOW)
    assert rms(noise.array) == pytest.approx(1.0, rel=0.1), "nothing of the event is in it"
    assert Pool().draw_noise(np.random.default_rng(0)) is None
    unchanged = REGISTRY["noise"](cut, np.random.default_rng(0), Pool(window=WINDOW))
    assert np.array_equal(unchanged.array, cut.array)


def test_false_positives_keep_away_from_arrivals(cut: PhaseSample, pool: Pool) -> None:
    quiet = np.zeros((3, WINDOW), np.float32)
    quiet[:, 0] = 1.0
    sample = cut.with_array(quiet)
    began = []
    for draw in draws(200):
        fault = REGISTRY["false positives"](sample, draw, pool).array - quiet
        began.append(int(np.flatnonzero(fault.any(axis=0))[0]))
    for _, at in sample.targets:
        assert min(abs(first - at) for first in began) > (CLEARANCE - 0.02) * RATE
    assert min(began) < 500 and max(began) > 1000, "before and after the event"


@pytest.mark.parametrize("kind", SHAPES)
def test_each_fault_begins_where_it_is_put(kind: str, cut: PhaseSample) -> None:
    for draw in draws(10):
        fault = add_one(kind, 1000, cut, draw)
        assert not fault[:, :1000].any()
        assert np.abs(fault[:, 1000:]).max() > 0.1
    if kind == "spike":
        assert 1 <= np.count_nonzero(fault.any(axis=0)) <= 3
    if kind == "recentring":
        assert fault.any(axis=1).all(), "all masses are moved"


def test_a_semi_synthetic_copy_is_made_of_clean_windows_only(pool: Pool, cut: PhaseSample) -> None:
    made = [REGISTRY["semi-synthetic"](cut, draw, pool) for draw in draws()]
    largest = np.abs(cut.array - cut.array.mean(axis=1, keepdims=True)).max()
    flat = [np.mean(np.abs(one.array) > 0.999 * np.abs(one.array).max()) > 0.002 for one in made]
    assert any(flat) and not all(flat), "some are clipped, some are noisy"
    assert all(np.abs(one.array).max() < 0.7 * largest for one, is_flat in zip(made, flat, strict=True) if is_flat)
    dirty = event(51, snr=1.0).cut(2500, WINDOW)
    assert all(np.array_equal(REGISTRY["semi-synthetic"](dirty, draw, pool).array, dirty.array) for draw in draws())


def test_flips_and_turns_leave_a_possible_earthquake(pool: Pool, cut: PhaseSample) -> None:
    assert np.array_equal(REGISTRY["flip"](cut, draws()[0], pool).array, -cut.array)
    turned = REGISTRY["rotation"](cut, draws()[0], pool)
    assert np.array_equal(turned.array[0], cut.array[0]), "the vertical is not touched"
    horizontal = [np.hypot(*one.array[1:]) for one in (turned, cut)]
    assert np.allclose(*horizontal, rtol=1e-4, atol=1e-3)
    assert not {"time reversal", "swap"} & set(REGISTRY)


def test_drop_out_never_silences_all_components(pool: Pool, cut: PhaseSample) -> None:
    left = [int(REGISTRY["channel dropout"](cut, draw, pool).array.any(axis=1).sum()) for draw in draws(60)]
    assert set(left) == {1, 2, 3}


def test_resampling_evens_out_what_is_rare() -> None:
    samples = [PhaseSample(np.zeros((3, 10), np.float32), snr=2.0, magnitude=1.1)] * 16
    samples += [PhaseSample(np.zeros((3, 10), np.float32), snr=22.0)] * 4
    weights = drawing_weights(samples, ("snr resampling",))
    assert weights.sum() == pytest.approx(1.0)
    assert weights[:16].sum() == pytest.approx(0.5), "both ratios are drawn equally often"
    known = drawing_weights(samples, ("magnitude resampling",))
    assert known == pytest.approx(1 / 20), "a magnitude that all have in common changes nothing"
    rare = [PhaseSample(np.zeros((3, 10), np.float32), snr=2.0)] * 999
    rare += [PhaseSample(np.zeros((3, 10), np.float32), snr=40.0)]
    assert drawing_weights(rare, ("snr resampling",))[-1] < 0.01, "one window is not learned by heart"


def test_a_training_sample_is_made_with_what_was_asked_for(pool: Pool) -> None:
    whole = event(3)
    fixed = augment(whole, (), np.random.default_rng(0), pool)
    assert fixed.array.shape == (3, WINDOW)
    assert {augment(whole, (), draw, pool).p for draw in draws(5)} == {fixed.p}
    made = [augment(whole, MAKING, draw, pool) for draw in draws()]
    assert len({one.p for one in made}) > 20
    assert any(one.others for one in made)
    with pytest.raises(BadRequest, match="time reversal"):
        augment(whole, ("time reversal",), np.random.default_rng(0), pool)


def test_noise_windows_stay_noise(pool: Pool) -> None:
    noise = PhaseSample(np.random.default_rng(5).standard_normal((3, 6000)).astype(np.float32), is_noise=True)
    made = [augment(noise, MAKING, draw, pool) for draw in draws()]
    assert all(not one.targets and one.is_noise for one in made)


def test_signal_to_noise_in_decibels() -> None:
    array = np.tile(np.where(np.arange(2000) % 2, 1.0, -1.0), (3, 1))
    array[:, 1000:] *= 10
    assert signal_to_noise(array, 1000, 100.0) == pytest.approx(20.0)
    assert signal_to_noise(array, None, 100.0) is None
    assert signal_to_noise(array, 50, 100.0) is None, "half a second of noise says nothing"


def test_the_histogram_shows_what_random_shift_is_for(pool: Pool) -> None:
    histogram = arrival_histogram(pool.events, ("shift",), pool, bins=30)
    assert histogram.before["P"].max() == histogram.before["P"].sum() == 1000
    assert histogram.after["P"].max() < 0.1 * histogram.after["P"].sum()
    assert histogram.edges[-1] == pytest.approx(30.01)


def desk_of(samples: tuple[PhaseSample, ...]) -> tuple[Archive, list[Pick]]:
    """Continuous records, one a station, with the arrivals of the samples as picks."""
    records, picks = [], []
    for number, sample in enumerate(samples):
        station = StationId("XX", f"S{number}", "", "HH")
        components = [
            Component(code, f"HH{code}", RATE, (Segment(1e9, row),))
            for code, row in zip("ZNE", sample.array, strict=True)
        ]
        records.append(Record(station, tuple(components)))
        picks += [Pick(station, phase, 1e9 + at / RATE) for phase, at in sample.arrivals]
    return Archive(tuple(records)), picks


def test_the_records_on_the_desk_become_examples(pool: Pool) -> None:
    archive, picks = desk_of(pool.events[:4])
    key = archive.records[2].key
    examples = drive(gather(archive, picks, key, archive.start))
    assert examples.shown.p == pytest.approx(3000, abs=0.01)
    assert examples.shown.s == pytest.approx(pool.events[2].s, abs=0.01)
    assert np.array_equal(examples.shown.array, pool.events[2].array)
    assert len(examples.pool.events) == 4
    shown = preview(examples, "shift", 1)
    assert shown.changed and shown.before.length == WINDOW
    assert not preview(examples, "snr resampling", 1).changed
    alone = drive(gather(archive, [], key, archive.start))
    assert preview(alone, "flip", 0).histogram is None


def test_a_short_or_missing_record_is_said_in_a_sentence(pool: Pool) -> None:
    archive, _ = desk_of((pool.events[0].cut(0, 2000),))
    with pytest.raises(BadRequest, match="shorter than 30 s"):
        drive(gather(archive, [], archive.records[0].key, archive.start))
    with pytest.raises(BadRequest, match="Choose a record"):
        drive(gather(archive, [], "", archive.start))


def test_real_windows_go_through_everything(data_dir: Path) -> None:
    from seisviewer.datasets.phase_datasets import open_dataset

    samples = [window.sample() for window in open_dataset(data_dir / "quake" / "tlpn", "train").windows[:40]]
    noise = [window.sample() for window in open_dataset(data_dir / "quake" / "noise").windows[:8]]
    pool = Pool(tuple(samples), tuple(noise), WINDOW)
    for sample, draw in zip(samples, draws(len(samples)), strict=True):
        made = augment(sample, MAKING, draw, pool)
        assert np.isfinite(made.array).all() and made.array.any()
    superposed = [REGISTRY["superposition"](augment(one, ("shift",), draw, pool), draw, pool) for one in samples]
    assert sum(bool(one.others) for one in superposed) > 20
