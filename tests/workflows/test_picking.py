"""Picking records, files and data sets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from seisviewer.errors import BadRequest, ModelError
from seisviewer.picks.pick import Origin
from seisviewer.progress import Notice, Progress, drive
from seisviewer.waveforms.record import Archive, Component
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import synthetic_record
from seisviewer.workflows.traces.picking import (
    PickSettings,
    RecordPicked,
    cut_at_random,
    pick_archive,
    pick_dataset,
    pick_files,
)

from ..datasets.phase_windows import window, write_dataset


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained PhaseNet that is near a third everywhere: it picks something in any window."""
    from seisviewer.networks.pickers import new_picker, save_picker

    torch.manual_seed(0)
    return save_picker(tmp_path_factory.mktemp("model") / "mine", new_picker("phasenet").model)


@pytest.fixture(scope="module")
def archive() -> Archive:
    records = [synthetic_record(station=StationId("CI", code, "", "HH"), seconds=50).record for code in ("A", "B")]
    return Archive(tuple(records))


@pytest.fixture
def original(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(data_dir / "quake" / "weights"))
    return "phasenet:original"


def events_of(work: Any) -> tuple[list[Any], Any]:
    events: list[Any] = []
    return events, drive(work, events.append)


def test_each_record_is_handed_over_as_it_is_done(archive: Archive, model: Path) -> None:
    events, picks = events_of(pick_archive(archive, None, model))
    done = [event for event in events if isinstance(event, RecordPicked)]
    assert [event.probabilities.record for event in done] == ["CI.A..HH", "CI.B..HH"]
    assert {pick.record for event in done for pick in event.picks} <= {"CI.A..HH", "CI.B..HH"}
    assert sorted(picks, key=lambda pick: pick.time) == list(picks) and len(picks) > 0
    assert sum(len(event.picks) for event in done) == len(picks)
    steps = [event for event in events if isinstance(event, Progress) and event.total]
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert all(step.done <= step.total == 2000 for step in steps)


def test_picks_say_who_set_them(archive: Archive, model: Path) -> None:
    _, picks = events_of(pick_archive(archive, ["CI.B..HH"], model))
    assert {(pick.model, pick.origin, pick.record) for pick in picks} == {("mine", Origin.SELF_TRAINED, "CI.B..HH")}
    _, picks = events_of(pick_archive(archive, ["CI.B..HH"], model, label="run 3"))
    assert {pick.model for pick in picks} == {"run 3"}


def test_a_record_that_cannot_be_picked_is_said_and_the_others_are_picked(archive: Archive, model: Path) -> None:
    parts = tuple(
        Component(code, f"HH{code}", 100.0, part.segments) for code, part in zip("UVW", archive.records[0].components)
    )
    odd = replace(archive.records[0], station=StationId("CI", "ODD", "", "HH"), components=parts)
    events, picks = events_of(pick_archive(Archive((odd, *archive.records)), None, model))
    (said,) = [event.text for event in events if isinstance(event, Notice)]
    assert "CI.ODD..HH has the components U, V, W" in said
    assert {pick.record for pick in picks} == {"CI.A..HH", "CI.B..HH"}
    with pytest.raises(ModelError, match="U, V, W"):
        events_of(pick_archive(Archive((odd,)), None, model))


def test_it_can_be_stopped(archive: Archive, model: Path) -> None:
    work = pick_archive(archive, None, model)
    while not isinstance(next(work), RecordPicked):
        pass
    work.close()
    with pytest.raises(StopIteration):
        next(work)


def test_files_are_picked_at_a_threshold(archive: Archive, model: Path, tmp_path: Path) -> None:
    for record in archive.records:
        write_mseed(record, tmp_path / f"{record.station.station}.mseed")
    every = events_of(pick_files([tmp_path], PickSettings(str(model), candidates=True)))[1]
    some = events_of(pick_files([tmp_path], PickSettings(str(model), {"P": 0.35, "S": 1.0})))[1]
    assert len(every.archive.records) == 2 and len(every.picks) > len(some.picks)
    assert all(pick.phase == "P" and pick.probability > 0.35 for pick in some.picks)


def test_the_weights_own_thresholds_are_used(archive: Archive, tmp_path: Path) -> None:
    from seisviewer.networks.pickers import new_picker, save_picker

    torch.manual_seed(0)
    careful = new_picker("phasenet", default_args={"P_threshold": 1.0, "S_threshold": 0.0}).model
    write_mseed(archive.records[0], tmp_path / "a.mseed")
    path = save_picker(tmp_path / "careful", careful)
    picked = events_of(pick_files([tmp_path / "a.mseed"], PickSettings(str(path))))[1]
    assert {pick.phase for pick in picked.picks} == {"S"}


def test_picks_in_a_data_set_count_from_the_uncut_window(model: Path, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "set", [window(n) for n in range(4)])
    settings = PickSettings(str(model), candidates=True)
    whole = events_of(pick_dataset(folder, settings))[1]
    cut = events_of(pick_dataset(folder, settings, window=3001, seed=1))[1]
    assert len(whole.starts) == 4 and whole.starts == cut.starts
    for picked, length in ((whole, 6001), (cut, 3001)):
        assert all(len(record.components[0].segments[0].samples) == length for record in picked.archive.records)
        assert {pick.trace_name for pick in picked.picks} == set(picked.starts)
        for pick in picked.picks:
            start, rate = picked.starts[pick.trace_name]
            record = picked.archive.record(pick.record)
            assert record.start <= pick.time <= record.end and 0 <= (pick.time - start) * rate <= 6000
    assert cut == events_of(pick_dataset(folder, settings, window=3001, seed=1))[1]
    assert cut != events_of(pick_dataset(folder, settings, window=3001, seed=2))[1]


def test_only_a_split(model: Path, tmp_path: Path) -> None:
    folder = write_dataset(tmp_path / "set", [window(1), window(2, split="dev")])
    picked = events_of(pick_dataset(folder, PickSettings(str(model)), split="dev"))[1]
    assert len(picked.archive.records) == 1
    with pytest.raises(BadRequest, match="test"):
        events_of(pick_dataset(folder, PickSettings(str(model)), split="test"))


def test_a_window_cut_at_random_holds_its_arrivals() -> None:
    whole = window(5, p=2500.0, delay=900.0)
    cuts = [cut_at_random(whole, 3001, seed) for seed in range(60)]
    assert all(50 <= cut.p and cut.s <= 2950 and cut.count == 3001 for cut in cuts)
    assert len({cut.p for cut in cuts}) > 40
    for cut in cuts:  # the same samples at the same times
        np.testing.assert_array_equal(cut.samples[:, round(cut.p)], whole.samples[:, round(whole.p)])
        assert cut.start + cut.p / cut.rate == pytest.approx(whole.start + whole.p / whole.rate)


def test_where_s_does_not_fit_p_does() -> None:
    cuts = [cut_at_random(window(5, p=1000.0, delay=3400.0), 3001, seed) for seed in range(30)]
    assert all(50 <= cut.p <= 2950 for cut in cuts)


def test_a_window_of_noise_or_a_short_one_is_cut_or_left() -> None:
    noise = window(6, p=None)
    assert cut_at_random(noise, 3001, 0).count == 3001
    assert cut_at_random(noise, 6001, 0) is noise
    with pytest.raises(BadRequest, match="too short"):
        cut_at_random(noise, 100, 0)


def test_an_arrival_near_the_end_of_the_data_is_kept() -> None:
    for p, delay in ((10.0, 500.0), (5500.0, 490.0)):
        cut = cut_at_random(window(7, p=p, delay=delay), 3001, 3)
        assert 0 <= cut.p < cut.s < 3001


@pytest.mark.slow
def test_known_scores_of_the_original_phasenet(original: str, data_dir: Path) -> None:
    """On the whole windows, within 0.5 s at threshold 0.3, as they were found with SeisBench alone."""
    from seisviewer.datasets.phase_datasets import open_dataset

    folder = data_dir / "quake" / "tlpn"
    picked = events_of(pick_dataset(folder, PickSettings(original, {"P": 0.3, "S": 0.3})))[1]
    truth = {each.name: each for each in open_dataset(folder).windows}
    for phase, precision, recall in (("P", 0.721, 0.890), ("S", 0.740, 0.755)):
        picks = [pick for pick in picked.picks if pick.phase == phase]
        right = {
            pick.trace_name
            for pick in picks
            if abs((pick.time - truth[pick.trace_name].start) * 100 - getattr(truth[pick.trace_name], phase.lower()))
            < 50.01  # half a second, whatever rounding does
        }
        assert len(right) / len(picks) == pytest.approx(precision, abs=0.005)
        assert len(right) / len(truth) == pytest.approx(recall, abs=0.005)
