"""Windows of events and noise, and the detector that learns them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from seisviewer.errors import LabelsError, ModelError
from seisviewer.learning.detection.detector_settings import DetectorSettings, WindowPlan
from seisviewer.learning.detection.detector_training import DetectionLesson, class_counts, train_detector
from seisviewer.learning.detection.detector_windows import NOISE, LabelledWindows, cut, quiet
from seisviewer.networks.convnetquake import ConvNetQuake, DetectorSpec, load_detector, save_detector
from seisviewer.networks.device import choose_device
from seisviewer.networks.weights import save_state
from seisviewer.predictions.sliding_detector import WindowProbabilities, detections, normalised, slide
from seisviewer.progress import drive
from seisviewer.waveforms.continuous_stretches import Stretch

START = 1.5e9
RATE = 100.0
PLAN = WindowPlan(first=0.5, last=2.5)
SPEC = DetectorSpec(RATE, 1000, "ZNE", (2.0, 15.0), ((35.0, -117.0), (35.4, -117.5)), "city-block", 0.5, 2.5)


def stretch(seconds: float, arrivals: dict[float, int], start: float = 0.0, seed: int = 0) -> Stretch:
    """Noise with events: those of cluster 0 shake at 4 Hz, those of cluster 1 at 11 Hz."""
    samples = np.random.default_rng(seed).normal(0, 0.3, (3, round(seconds * RATE)))
    time = np.arange(500) / RATE
    for second, cluster in arrivals.items():
        first = round((second - start) * RATE)
        if 0 <= first <= samples.shape[1] - 500:
            samples[:, first : first + 500] += 3 * np.exp(-time) * np.sin(2 * np.pi * (4, 11)[cluster] * time)
    return Stretch(START + start, RATE, samples.astype(np.float32))


def windows_of(stretches: list[Stretch], arrivals: dict[float, int], plan: WindowPlan = PLAN) -> LabelledWindows:
    times = [START + second for second in arrivals]
    return cut("XX.ONE..HH", stretches, times, list(arrivals.values()), plan, np.random.default_rng(0))


def test_events_without_samples_are_skipped_and_listed() -> None:
    arrivals = {50.0: 0, 205.0: 1, 300.0: 1, 450.0: 0}
    parts = [stretch(200, arrivals), stretch(290, arrivals, 210.0)]
    found = windows_of(parts, arrivals)
    assert class_counts(found, 2) == (9, 2, 1)
    assert [(each.time - START, each.record) for each in found.missing] == [(205.0, "XX.ONE..HH")]
    assert found.samples.shape == (12, 3, 1000 + 200)


def test_the_arrival_stands_where_the_plan_says_and_noise_holds_none() -> None:
    arrivals = {50.0: 0, 120.0: 0, 190.0: 1}
    found = windows_of([stretch(300, arrivals)], arrivals)
    loud = np.abs(found.samples) > 1.6
    assert [each.any(0).argmax() for each in loud[found.labels != NOISE]] == pytest.approx([250] * 3, abs=8)
    assert not loud[found.labels == NOISE].any()


def test_quiet_times_keep_away_from_events() -> None:
    times = quiet(stretch(200, {}), [START + 60.0], 12.0, WindowPlan(before=5.0, after=40.0))
    assert times == [(START, START + 43.0), (START + 100.0, START + 188.0)]


def test_noise_keeps_away_from_events_of_no_cluster_too() -> None:
    arrivals, unlocated = {60.0: 0}, {150.0: 1}
    parts = [stretch(260, arrivals | unlocated)]
    plan = WindowPlan(first=0.5, last=2.5, noise=40)
    times, busy = [START + second for second in arrivals], [START + second for second in unlocated]
    found = cut("XX.ONE..HH", parts, times, [0], plan, np.random.default_rng(0), busy)
    assert found.noise == 40 and np.abs(found.samples[found.labels == NOISE]).max() < 1.8


def test_components_keep_their_ratio() -> None:
    window = np.stack([np.sin(np.arange(100.0)), 3 + 5 * np.sin(np.arange(100.0)), np.zeros(100)])[None]
    made = normalised(window.astype(np.float32))[0]
    assert np.abs(made).max() == pytest.approx(1.0)
    assert made[1].std() / made[0].std() == pytest.approx(5.0, rel=1e-3)
    assert np.allclose(made.mean(-1), 0, atol=1e-6) and not normalised(np.zeros((1, 3, 100))).any()


def test_gaussian_noise_has_the_strengths_that_were_asked_for() -> None:
    plain = np.zeros((1, 3, 1000), np.float32)
    plain[:, 0, 500], plain[:, 0, 501] = 1.0, -1.0
    windows = LabelledWindows(plain, np.array([1]))
    lesson = DetectionLesson(SPEC.build(), windows, 1000, DetectorSettings(), choose_device("cpu"))
    batch = lesson.batch(200, np.random.default_rng(0)).windows.numpy()
    strengths = batch[:, 1].std(-1)
    for wanted in (0.0, 0.02, 0.05):
        assert 30 < (np.abs(strengths - wanted) < 0.006).sum() < 110, wanted
    assert torch.equal(
        lesson.batch(8, np.random.default_rng(3)).windows, lesson.batch(8, np.random.default_rng(3)).windows
    )


@pytest.fixture(scope="module")
def trained() -> ConvNetQuake:
    arrivals = {60.0 + 70 * number: number % 2 for number in range(40)}
    windows = windows_of([stretch(2900, arrivals)], arrivals)
    settings = DetectorSettings(steps=80, batch=32)
    return drive(train_detector(windows, SPEC, settings, choose_device("cpu")))


@pytest.mark.slow
def test_a_trained_detector_finds_events_it_has_not_seen_and_names_their_cluster(trained: ConvNetQuake) -> None:
    arrivals = {33.3: 1, 95.0: 0, 151.7: 0, 260.0: 1}
    parts = [stretch(200, arrivals, seed=7), stretch(100, arrivals, 205.0, seed=8)]
    probabilities = drive(slide(trained, SPEC, parts, choose_device("cpu"), 0.5))
    assert len(probabilities.starts) == 381 + 181
    found = detections(probabilities, SPEC, 0.5)
    assert [each.kind for each in found] == [1, 0, 0, 1]
    assert [each.time - START for each in found] == pytest.approx([33.3, 95.0, 151.7, 260.0], abs=1.5)


@pytest.mark.slow
def test_the_file_gives_the_same_detector_back(trained: ConvNetQuake, tmp_path: Path) -> None:
    save_detector(tmp_path / "detector.pt", trained, SPEC)
    again, spec = load_detector(tmp_path / "detector.pt")
    windows = torch.randn(4, 3, 1000)
    assert spec == SPEC and torch.equal(again(windows), trained(windows))


def test_a_file_of_something_else_is_one_sentence(tmp_path: Path) -> None:
    save_state(tmp_path / "other.pt", {"network": "something"})
    save_state(tmp_path / "broken.pt", {"network": "ConvNetQuake", "spec": {"rate": 100.0}, "state": {}})
    (tmp_path / "text.pt").write_text("no weights")
    (tmp_path / "table.pt").write_text("time,latitude\n2019-07-04T17:33:49Z,35.7\n")
    for name, expected in (
        ("other", "no event detector"),
        ("broken", "damaged"),
        ("text", "other than weights"),
        ("table", "damaged"),
        ("none", "no file"),
    ):
        with pytest.raises(ModelError, match=expected):
            load_detector(tmp_path / f"{name}.pt")


def test_neighbouring_windows_are_one_event_and_a_single_loud_window_is_none() -> None:
    values = np.zeros((60, 3), np.float32)
    values[10:14, 2] = values[30, 1] = values[45:60, 1] = 0.9
    values[:, 0] = 1 - values.sum(1)
    starts = START + np.arange(60) * 0.5
    first, second = detections(WindowProbabilities(starts, values), SPEC, 0.6)
    assert (first.kind, first.score) == (1, pytest.approx(0.9))
    assert first.time == pytest.approx(START + 5.75 + 1.5, abs=0.51)
    assert second.kind == 0 and second.time < START + 27


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_record_hardly_longer_than_a_window_is_no_error(count: int) -> None:
    values = np.tile(np.array([0.0, 1.0, 0.0], np.float32), (count, 1))
    found = detections(WindowProbabilities(START + np.arange(count) * 0.5, values), SPEC, 0.6)
    assert len(found) == (count == 3), "of the four windows that an event shows in"


def test_the_network_is_that_of_the_publication() -> None:
    network = ConvNetQuake(7, 3, 1000)
    assert len(network.convolutions) == 8 and network.classifier.in_features == 128
    assert network(torch.zeros(2, 3, 1000)).shape == (2, 7)


@pytest.mark.parametrize("labels, expected", [([0, 0], "None of the catalogue"), ([1, 2], "too closely")])
def test_nothing_to_learn_is_one_sentence(labels: list[int], expected: str) -> None:
    windows = LabelledWindows(np.ones((2, 3, 1200), np.float32), np.array(labels))
    with pytest.raises(LabelsError, match=expected):
        drive(train_detector(windows, SPEC, DetectorSettings(steps=1), choose_device("cpu")))
