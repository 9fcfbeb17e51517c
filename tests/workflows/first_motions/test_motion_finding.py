"""First motions by PolarCAP, on a wave whose sign is known, with its real weights and with files that are none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import BadRequest, ModelError
from seisviewer.networks.polarity.polarcap import PolarCap, load_polarity, save_polarity
from seisviewer.picks.observations import read_picks, write_picks
from seisviewer.picks.pick import Origin, Pick, Polarity, Review
from seisviewer.predictions.first_motions.motion_reader import FoundMotion, MotionSettings
from seisviewer.predictions.first_motions.onset_window import onset_window
from seisviewer.progress import drive
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.first_motions.motion_finding import find_first_motions, with_motions

START = 1_562_259_600.0
RATE = 100.0
ONSETS = {10.0: 1, 30.0: -1, 50.0: 1, 70.0: -1}  # seconds, and the sign of each wave
NOISE_AT = 85.0
STATION = StationId("XX", "AAA", "", "HH")


def swing(seconds: np.ndarray) -> np.ndarray:
    return np.where(seconds >= 0, np.sin(2 * np.pi * 5 * seconds) * np.exp(-3 * np.abs(seconds)), 0.0)


def vertical(rate: float = RATE) -> Component:
    seconds = np.arange(round(100 * rate)) / rate
    samples = np.random.default_rng(3).normal(size=len(seconds))
    for at, sign in ONSETS.items():
        samples += 40 * sign * swing(seconds - at)
    return Component("Z", "HHZ", rate, (Segment(START, samples.astype(np.float32)),))


def archive(rate: float = RATE) -> Archive:
    return Archive((Record(STATION, (vertical(rate),)),))


def picked(at: float, **more) -> Pick:
    return Pick(STATION, "P", START + at, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED, **more)


@pytest.fixture(scope="module")
def weights(data_dir: Path) -> str:
    return str(data_dir / "quake" / "weights" / "polarity" / "PolarCAP.h5")


@pytest.mark.parametrize("rate", [100.0, 200.0, 50.0])
@pytest.mark.parametrize("late", [-0.1, 0.0, 0.1])
def test_up_and_down_are_told_though_the_picker_is_early_or_late(weights: str, late: float, rate: float) -> None:
    picks = [picked(at + late, id=number) for number, at in enumerate(ONSETS, 1)]
    found = drive(find_first_motions(picks, archive(rate), weights))
    after = with_motions(picks, found)
    told = {Polarity.POSITIVE: 1, Polarity.NEGATIVE: -1}
    assert [told.get(pick.polarity) for pick in after] == list(ONSETS.values())
    assert all(pick.polarity_model == "PolarCAP" and pick.polarity_probability >= 0.9 for pick in after)
    assert all(0 <= pick.polarity_spread < 0.3 for pick in after)
    assert [(pick.time, pick.id) for pick in after] == [(pick.time, pick.id) for pick in picks], "no pick is moved"


def test_noise_is_undecidable_and_what_a_person_said_stays(weights: str) -> None:
    by_hand, noise = picked(10.0, polarity=Polarity.NEGATIVE), picked(NOISE_AT)
    rejected, s = picked(30.0, id=4), Pick(STATION, "S", START + 50)
    rejected = Pick(**{**vars(rejected), "review": Review.REJECTED})
    found = drive(find_first_motions([by_hand, noise, rejected, s], archive(), weights))
    after = with_motions([by_hand, noise, rejected, s], found)
    assert [pick.polarity for pick in after] == [Polarity.NEGATIVE, Polarity.UNDECIDABLE, Polarity.NONE, Polarity.NONE]
    assert after[0] == by_hand and found.kept == 1


def test_an_earlier_answer_is_replaced_and_does_not_depend_on_the_other_picks(weights: str) -> None:
    old = picked(10.0).with_polarity(Polarity.NEGATIVE, "PolarCAP", 0.99, 0.0)
    (alone,) = with_motions([old], drive(find_first_motions([old], archive(), weights)))
    many = [*(picked(at) for at in (30.0, 50.0, NOISE_AT)), old]
    together = with_motions(many, drive(find_first_motions(many, archive(), weights)))
    assert alone.polarity is Polarity.POSITIVE and alone == together[-1]


def test_picks_without_a_whole_vertical_are_left_out_and_counted(weights: str) -> None:
    elsewhere = Pick(StationId("XX", "ZZZ", "", "HH"), "P", START + 10)
    found = drive(find_first_motions([elsewhere, picked(0.2), picked(10.0)], archive(), weights))
    assert found.unread == 2 and [change.before for change in found.changes] == [picked(10.0)]
    assert drive(find_first_motions([picked(10.0)], archive(40.0), weights)).unread == 1
    with pytest.raises(BadRequest, match="no P pick"):
        drive(find_first_motions([Pick(STATION, "S", START)], archive(), weights))


@pytest.mark.parametrize("found, polarity", [
    (FoundMotion(0.95, 0.05, 9.0), Polarity.POSITIVE),
    (FoundMotion(0.05, 0.05, 9.0), Polarity.NEGATIVE),
    (FoundMotion(0.85, 0.05, 9.0), Polarity.UNDECIDABLE),
    (FoundMotion(0.99, 0.0, 3.0), Polarity.UNDECIDABLE),
])  # fmt: skip
def test_what_is_unsure_or_hardly_above_the_noise_is_undecidable(found: FoundMotion, polarity: Polarity) -> None:
    assert found.polarity(MotionSettings()) is polarity


def test_the_onset_is_sought_where_a_machine_picked_and_only_there() -> None:
    late = onset_window(vertical(), START + 10.12, 0.15)
    assert late.moved == pytest.approx(-0.12, abs=0.02) and late.snr > 10
    assert onset_window(vertical(), START + 10.12).moved == 0.0
    assert onset_window(vertical(), START + 10.22, 0.15).moved == 0.0, "it lies beyond the reach"


@pytest.mark.slow
def test_the_command_writes_first_motions_that_are_read_back(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], mseed: Callable[[Path], Path]
) -> None:
    write_picks(tmp_path / "picks.csv", [picked(at) for at in (*ONSETS, NOISE_AT)])
    data = mseed(tmp_path / "a.mseed")
    words = ["polarity", tmp_path / "picks.csv", "--data", data, "--weights", weights, "--out", tmp_path / "out.xml"]
    assert main([*map(str, words), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["positive"], said["negative"], said["undecidable"], said["unread"]) == (2, 2, 1, 0)
    back = read_picks(tmp_path / "out.xml").picks
    assert [pick.polarity_model for pick in back] == ["PolarCAP"] * 5 and back[0].polarity is Polarity.POSITIVE


@pytest.fixture
def mseed() -> Callable[[Path], Path]:
    import obspy

    def write(path: Path) -> Path:
        samples = vertical().segments[0].samples
        header = {"network": "XX", "station": "AAA", "channel": "HHZ", "sampling_rate": RATE, "starttime": START}
        obspy.Trace(samples, header).write(str(path), "MSEED")
        return path

    return write


# Weights


def keras_file(path: Path, **shapes: tuple[int, ...]) -> Path:
    """As Keras saves PolarCAP, with the numbers that a long session gave its layers; shapes: other ones."""
    layers = {
        "conv1d_104": {"kernel": (32, 1, 32), "bias": (32,)},
        "conv1d_105": {"kernel": (16, 32, 8), "bias": (8,)},
        "conv1d_99": {"kernel": (3, 3, 3), "bias": (3,)} if "conv1d_99" in shapes else {},
        "batch_normalization_84": dict.fromkeys(("gamma", "beta", "moving_mean", "moving_variance"), (32,)),
        "batch_normalization_85": dict.fromkeys(("gamma", "beta", "moving_mean", "moving_variance"), (8,)),
        "dense_20": {"kernel": shapes.get("dense", (128, 2)), "bias": (2,)},
    }
    draw = np.random.default_rng(0)
    with h5py.File(path, "w") as file:
        for layer, arrays in layers.items():
            for name, shape in arrays.items():
                file[f"model_weights/{layer}/{layer}/{name}:0"] = draw.random(shape, np.float32)
        file["optimizer_weights/Adam/iter:0"] = 7
    return path


def test_weights_of_keras_are_read_as_numbers_in_the_order_of_their_layers(tmp_path: Path) -> None:
    model = load_polarity(str(keras_file(tmp_path / "a.h5"))).model
    with h5py.File(tmp_path / "a.h5") as file:
        kernel = file["model_weights/conv1d_105/conv1d_105/kernel:0"][()]
    assert np.array_equal(model.second.weight.detach().numpy()[5, 7], kernel[:, 7, 5])
    save_polarity(tmp_path / "b.pt", model)
    again = load_polarity(str(tmp_path / "b.pt"))
    assert again.name == "b" and np.array_equal(again.model.second.weight.detach().numpy()[5, 7], kernel[:, 7, 5])


@pytest.mark.parametrize("shapes, sentence", [
    ({"dense": (128, 3)}, "another network .classifier.weight has another shape"),
    ({"conv1d_99": (3, 3, 3)}, "another network"),
])  # fmt: skip
def test_weights_that_do_not_fit_are_one_sentence(tmp_path: Path, shapes: dict, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        load_polarity(str(keras_file(tmp_path / "a.h5", **shapes)))


def test_files_that_hold_no_weights_are_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.h5").write_text("no weights")
    outside = tmp_path / "outside.h5"
    with h5py.File(outside, "w") as file:
        file["model_weights/dense/dense/kernel:0"] = h5py.ExternalLink("/etc/passwd", "/")
    for path in (tmp_path / "text.h5", outside):
        with pytest.raises(ModelError, match="no weights of Keras"):
            load_polarity(str(path))
    with pytest.raises(ModelError, match="name a file such as PolarCAP.h5"):
        load_polarity(str(tmp_path / "nowhere.h5"))
    with pytest.raises(ModelError):
        load_polarity("")


def test_what_is_in_the_usual_folder_is_found_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(tmp_path))
    (tmp_path / "polarity").mkdir()
    save_polarity(tmp_path / "polarity" / "mine.pt", PolarCap())
    assert load_polarity().name == load_polarity("mine").name == "mine"
