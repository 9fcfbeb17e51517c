"""The kind of events, on synthetic ones: explosions whose P is the stronger wave, earthquakes whose S is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import obspy
import pytest

from seisviewer.catalogue.event_kinds.kind_trace import kind_trace
from seisviewer.cli.main import main
from seisviewer.errors import LabelsError, ModelError
from seisviewer.learning.event_kinds.kind_examples import KindExample, KindTable, kinds_in
from seisviewer.learning.event_kinds.kind_model import train_kind_model
from seisviewer.learning.event_kinds.kind_scores import folds_by_event, kind_scores
from seisviewer.learning.event_kinds.kind_training import KindSettings
from seisviewer.networks.device import choose_device
from seisviewer.networks.weights import save_state
from seisviewer.picks.catalogue import read_events, write_events
from seisviewer.picks.pick import Event, Pick
from seisviewer.progress import drive
from seisviewer.waveforms.record import Component, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.event_kinds.kind_learning import load_kinds, save_kinds

START = 1_562_259_600.0
ORIGIN = START + 30
RATE = 40.0
P_AFTER = 8.0  # s


def samples(p_over_s: float, seed: int, p_after: float = P_AFTER) -> np.ndarray:
    """130 s of noise with a P and an S, ratio as given, for an origin 30 s from the start."""
    draw = np.random.default_rng(seed)
    seconds = np.arange(round(130 * RATE)) / RATE
    values = draw.normal(size=len(seconds))
    for at, level in ((30 + p_after, 30 * np.sqrt(p_over_s)), (30 + 1.73 * p_after, 30 / np.sqrt(p_over_s))):
        later = np.maximum(seconds - at, 0.0)
        values += np.where(seconds >= at, level * np.exp(-later / 2) * draw.normal(size=len(seconds)), 0.0)
    return values.astype(np.float32)


def vertical(p_over_s: float, seed: int = 0, p_after: float = P_AFTER) -> Component:
    return Component("Z", "HHZ", RATE, (Segment(START, samples(p_over_s, seed, p_after)),))


def examples(count: int = 6) -> list[KindExample]:
    return [
        KindExample(f"{kind} {number}", kind, tuple(
            kind_trace(f"XX.{station}", vertical(ratio, 100 * number + station + (7 if ratio > 1 else 0)), ORIGIN) for station in range(2)
        ))
        for kind, ratio in (("earthquake", 0.3), ("explosion", 3.0)) for number in range(count)
    ]  # fmt: skip


def test_ratios_are_those_of_the_waves_whether_p_was_picked_or_not() -> None:
    for ratio in (0.3, 3.0):
        found = kind_trace("XX.A", vertical(ratio), ORIGIN)
        picked = kind_trace("XX.A", vertical(ratio), ORIGIN, ORIGIN + P_AFTER, ORIGIN + 1.73 * P_AFTER)
        assert np.median(found.ratios) == pytest.approx(np.log10(ratio), abs=0.25)
        assert np.median(picked.ratios) == pytest.approx(np.log10(ratio), abs=0.25)
        assert found.spectrogram.shape == (28, 48) and found.snr > 5


def test_what_shows_no_event_tells_nothing() -> None:
    noise = np.random.default_rng(0).normal(size=round(130 * RATE)).astype(np.float32)
    quiet = Component("Z", "HHZ", RATE, (Segment(START, noise),))
    assert kind_trace("XX.A", quiet, ORIGIN) is None
    assert kind_trace("XX.A", vertical(1.0, p_after=0.8), ORIGIN, ORIGIN + 0.8) is None, "S is not apart from P"
    whole = samples(1.0, 0)
    cut = Component("Z", "HHZ", RATE, (Segment(START, whole[: round(40 * RATE)]),))
    assert kind_trace("XX.A", cut, ORIGIN) is None, "S was not recorded"
    assert kind_trace("XX.A", replace(vertical(1.0), rate=20.0), ORIGIN) is None


def test_folds_keep_events_whole_and_spread_kinds() -> None:
    kinds = np.array([0] * 12 + [1] * 6)
    folds = folds_by_event(kinds, seed=1)
    assert sorted(np.concatenate(folds)) == list(range(18)) and len(folds) == 6
    assert all((kinds[fold] == 1).sum() == 1 for fold in folds)


@pytest.mark.slow
def test_scores_know_chance_from_knowledge_and_set_the_undecided_aside() -> None:
    kinds = np.array([0] * 20 + [1] * 20)
    sure = np.where(kinds[:, None] == [0, 1], 0.9, 0.1)
    assert kind_scores(sure, kinds, 0.7).auc.value == 1.0
    half = sure.copy()
    half[::2] = [0.4, 0.6]  # says explosion of every second event, and is not sure
    scores = kind_scores(half, kinds, 0.7)
    assert scores.decided == 0.5 and scores.balanced == 0.75 and scores.balanced_decided == 1.0
    assert scores.auc.low < scores.auc.value <= scores.auc.high


@pytest.mark.slow
@pytest.mark.parametrize("method", ["forest", "cnn"])
def test_a_classifier_tells_events_that_it_has_not_seen_and_is_read_back_alike(tmp_path: Path, method: str) -> None:
    every = examples()
    taught, held = every[:4] + every[6:10], every[4:6] + every[10:]
    names = kinds_in(taught)
    settings = KindSettings(steps=40)
    model = drive(train_kind_model(method, KindTable.of(taught, names), settings, choose_device("cpu")))
    table = KindTable.of(held, names)
    answers = model.answer(table)
    assert (answers.argmax(axis=1) == table.kinds).all() and answers.shape == (4, 2)
    save_kinds(tmp_path / "kinds.pt", model)
    assert np.allclose(load_kinds(tmp_path / "kinds.pt").answer(table), answers, atol=1e-6)


def test_too_few_events_and_foreign_files_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match="Two kinds with at least 4 events.*3 earthquake, 3 explosion"):
        kinds_in(examples(3))
    save_state(tmp_path / "other.pt", {"network": "another"})
    with pytest.raises(ModelError, match="no classifier of events"):
        load_kinds(tmp_path / "other.pt")


def test_every_event_counts_the_same_however_many_stations_it_has() -> None:
    few, many = examples(4)[0], examples(4)[4]
    table = KindTable.of([few, replace(many, traces=many.traces * 5)], ("earthquake", "explosion"))
    assert table.weights[:2].sum() == pytest.approx(table.weights[2:].sum())


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """events.xml and a record of ten events, of which eight have a kind, half of them explosions."""
    events, parts = [], []
    for number in range(10):
        ratio = 3.0 if number % 2 else 0.3
        kind = "" if number >= 8 else ("explosion" if number % 2 else "earthquake")
        time = ORIGIN + 130 * number
        events.append(Event(time, 35.0, -117.0, 5.0, name=f"event {number}", id=number + 1, kind=kind))
        parts.append(samples(ratio, number))
    header = {"network": "XX", "station": "A", "channel": "HHZ", "sampling_rate": RATE, "starttime": START}
    obspy.Trace(np.concatenate(parts), header).write(str(tmp_path / "a.mseed"), format="MSEED")
    write_events(tmp_path / "events.xml", events)
    write_events(tmp_path / "events.csv", events)
    return tmp_path


@pytest.mark.slow
def test_kinds_are_learned_and_suggested_in_the_shell(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, model = str(survey / "a.mseed"), str(survey / "kinds.pt")
    words = [
        "train-event-type",
        str(survey / "events.xml"),
        "--data",
        data,
        "--out",
        model,
        "--steps",
        "5",
        "--seeds",
        "1",
    ]
    assert main([*words, "--method", "forest", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["events"] == {"earthquake": 4, "explosion": 4} and len(said["judged"]) == 2
    words = [
        "event-type",
        str(survey / "events.xml"),
        "--data",
        data,
        "--model",
        model,
        "--out",
        str(survey / "out.xml"),
    ]
    assert main([*words, "--threshold", "0.5", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [each["event"] for each in said["suggested"]] == ["event 8", "event 9"], "those of known kind are left alone"
    kinds = [event.kind for event in read_events(survey / "out.xml")]
    assert kinds == ["earthquake", "explosion"] * 5
    assert main([*words, "--threshold", "1", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [each["kind"] for each in said["suggested"]] == ["", ""], "not sure enough"


def test_a_kind_in_a_table_of_events_is_read(survey: Path) -> None:
    assert [event.kind for event in read_events(survey / "events.csv")][6:9] == ["earthquake", "explosion", ""]


def test_a_pick_of_the_event_is_believed(survey: Path) -> None:
    from seisviewer.workflows.event_kinds.kind_gathering import gather_traces
    from seisviewer.workflows.traces.trace_opening import read_records

    archive = drive(read_records([survey / "a.mseed"]))
    event = Event(ORIGIN, id=3)
    late = Pick(StationId("XX", "A", "", "HH"), "P", ORIGIN + 0.2, event=3)
    assert drive(gather_traces([event], [], archive)).keys() == {3}
    assert not drive(gather_traces([event], [late], archive)), "P so near the origin has no S apart from it"
