"""Teaching a picker from data sets, and from the picks of a project."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.datasets.phase_window import PhaseWindow
from seisviewer.errors import BadRequest, LabelsError
from seisviewer.learning.events import Loss, StabilityRanked
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.picks.pick import Change, Origin, Pick, Review
from seisviewer.progress import Notice, drive
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import write_mseed
from seisviewer.workflows.traces.picker_teaching import suggestions, taught_pickers, teach_from_project, train_picker
from seisviewer.workflows.traces.teaching_windows import from_records, gather

from ..datasets.phase_windows import window, write_dataset

pytest.importorskip("seisbench")
QUICK = PickerSettings(start="", epochs=2, batch=4, checkpoints=2)
RATE, COUNT = 100.0, 40_000
STATION = StationId("XX", "A", "", "HH")


def noise(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((3, count)).astype(np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SeisBench data set of ten windows at five stations."""
    from seisbench.data import WaveformDataWriter

    folder = tmp_path_factory.mktemp("set") / "local"
    folder.mkdir()
    with WaveformDataWriter(folder / "metadata.csv", folder / "waveforms.hdf5") as writer:
        writer.data_format = {"dimension_order": "CW", "component_order": "ZNE"}
        for number in range(10):
            row = {"station_network_code": "XX", "station_code": f"S{number % 5}", "trace_sampling_rate_hz": RATE}
            row |= {"trace_p_arrival_sample": 2000 + number, "trace_s_arrival_sample": 2600, "split": "train"}
            writer.add_trace(row | {"trace_category": "earthquake_local"}, noise(6001, number))
    return folder


def record(seconds: float = COUNT / RATE, rate: float = RATE) -> Record:
    samples = noise(round(seconds * rate), 0)
    return Record(
        STATION,
        tuple(
            Component(code, f"HH{code}", rate, (Segment(0.0, row),)) for code, row in zip("ZNE", samples, strict=True)
        ),
    )


def pick(phase: str, time: float, review: Review = Review.ACCEPTED, origin: Origin = Origin.MANUAL) -> Pick:
    return Pick(STATION, phase, time, origin=origin, review=review)


# Data sets


def test_a_picker_is_written_that_seisbench_reads(folder: Path, tmp_path: Path) -> None:
    from seisbench.models import PhaseNet

    from seisviewer.networks.pickers import load_picker

    events: list[object] = []
    taught = drive(train_picker([folder], [], QUICK, tmp_path / "mine"), events.append)
    picker = load_picker(taught.path)
    assert picker.self_trained and set(picker.labels) == {"P", "S", "N"}
    theirs = PhaseNet.load(tmp_path / "mine", version_str="1")
    assert all((picker.model.state_dict()[name] == value).all() for name, value in theirs.state_dict().items())
    assert any(isinstance(event, Loss) for event in events)
    assert taught.metrics["schedule"] == "supervised" and taught.metrics["losses"]
    assert any("validation stations" in event.text for event in events if isinstance(event, Notice))


def test_st_learns_from_what_is_not_labelled_and_says_what_to_label_next(folder: Path, tmp_path: Path) -> None:
    events: list[object] = []
    settings = replace(QUICK, schedule="st++", epochs=1)
    taught = drive(train_picker([folder], [folder], settings, tmp_path / "mine", count=6), events.append)
    (ranked,) = [event for event in events if isinstance(event, StabilityRanked)]
    assert len(ranked.units) == len(taught.ranking) == 4, "what is labelled is not unlabelled too"
    assert len(taught.metrics["stability"]) == 4
    with pytest.raises(LabelsError, match="needs unlabelled windows"):
        drive(train_picker([folder], [], settings, tmp_path / "mine"))


def test_labelled_windows_are_drawn_by_the_seed(folder: Path) -> None:
    def names(seed: int) -> list[str]:
        return [each.name for each in drive(gather([folder], [], [], 3001, count=4, seed=seed)).labelled]

    assert names(0) == names(0) != names(1) and len(names(0)) == 4
    with pytest.raises(BadRequest, match="Only 10 labelled windows"):
        drive(gather([folder], [], [], 3001, count=11))
    with pytest.raises(LabelsError, match="no windows of the category noise"):
        drive(gather([folder], [], [folder], 3001))


def test_unlabelled_windows_keep_no_labels_and_short_ones_are_left_out(folder: Path) -> None:
    material = drive(gather([], [folder], [], 3001))
    assert len(material.unlabelled) == 10 and not any(each.arrivals for each in material.unlabelled)
    said: list[object] = []
    assert not drive(gather([], [folder], [], 7001), said.append).unlabelled
    assert any("10 windows are shorter" in event.text for event in said if isinstance(event, Notice))
    with pytest.raises(LabelsError, match="as long as a training window, 70.01 s"):
        drive(gather([folder], [], [], 7001))


def test_windows_that_are_kept_for_scoring_are_not_learned_from(tmp_path: Path) -> None:
    parts = [replace(window(number), split=split) for number, split in enumerate(("train", "train", "dev"))]
    split = write_dataset(tmp_path / "split", parts)
    assert [each.split for each in drive(gather([split], [], [], 3001)).labelled] == ["train", "train"]
    assert len(drive(gather([], [split], [], 3001)).unlabelled) == 2
    assert len(drive(gather([split], [], [], 3001, split="all")).labelled) == 3


def test_data_sets_in_folders_of_one_name_are_not_mixed(tmp_path: Path) -> None:
    one = write_dataset(tmp_path / "one" / "data", [window(0)])
    other = write_dataset(tmp_path / "other" / "data", [window(1)])
    material = drive(gather([one], [other], [], 3001))
    assert len(material.labelled) == len(material.unlabelled) == 1


def test_an_s_that_nobody_picked_in_a_data_set_is_in_doubt(tmp_path: Path) -> None:
    alone = write_dataset(tmp_path / "alone", [replace(window(0), s=None)])
    both = write_dataset(tmp_path / "both", [window(0)])
    (labelled,) = drive(gather([alone], [], [], 3001)).labelled
    assert labelled.doubts == (("S", 2500.0, 8500.0),)
    (unlabelled,) = drive(gather([], [alone], [], 3001)).unlabelled
    assert not unlabelled.doubts and not drive(gather([both], [], [], 3001)).labelled[0].doubts


def test_short_files_are_unlabelled_windows_too(tmp_path: Path) -> None:
    write_mseed(record(60.0), tmp_path / "short.mseed")
    (only,) = drive(gather([], [tmp_path], [], 3001)).unlabelled
    assert only.count == 6000


# Records and a project's picks


def test_a_persons_picks_make_labelled_windows_and_the_rest_is_unlabelled() -> None:
    picks = [
        pick("P", 100.0),
        pick("S", 104.0, Review.MOVED, Origin.AUTOMATIC),
        pick("P", 250.0, Review.UNREVIEWED, Origin.AUTOMATIC),
        pick("P", 330.0, Review.REJECTED, Origin.AUTOMATIC),
    ]
    material = drive(from_records(Archive((record(),)), picks, 1000))
    event, quiet = material.labelled
    assert event.arrivals == (("P", pytest.approx(4500.0)), ("S", pytest.approx(4900.0)))
    assert quiet.is_noise and not quiet.arrivals, "a rejected pick says that nothing arrives there"
    for each in material.unlabelled:
        for labelled in material.labelled:
            end, labelled_end = (one.start + one.count / RATE for one in (each, labelled))
            assert end <= labelled.start + 0.02 or each.start >= labelled_end - 0.02
    assert any(each.start <= 250.0 <= each.start + each.count / RATE for each in material.unlabelled)


def labelled_of(picks: list[Pick], one: Record | None = None) -> list[PhaseWindow]:
    return list(drive(from_records(Archive((one or record(),)), picks, 1000)).labelled)


def doubtful(labelled: PhaseWindow, phase: str, time: float) -> bool:
    """Whether it is left open that a phase arrives at a time."""
    at = (time - labelled.start) * RATE
    return any(name == phase and first <= at <= last for name, first, last in labelled.doubts)


def test_what_nobody_has_reviewed_is_not_taught_as_noise() -> None:
    unreviewed = pick("S", 104.0, Review.UNREVIEWED, Origin.AUTOMATIC)
    (event,) = labelled_of([pick("P", 100.0), pick("S", 120.0), unreviewed])
    assert [phase for phase, _ in event.arrivals] == ["P", "S"]
    assert doubtful(event, "S", 104.2) and not doubtful(event, "P", 104.2)
    assert not doubtful(event, "S", 110.0), "the rest of it is noise"
    near = replace(unreviewed, time=120.3)
    (event,) = labelled_of([pick("P", 100.0), pick("S", 120.0), near])
    assert not doubtful(event, "S", 120.3), "where S arrives has been decided"


def test_an_s_that_nobody_picked_after_a_p_is_not_taught_as_noise() -> None:
    (event,) = labelled_of([pick("P", 100.0)])
    assert doubtful(event, "S", 104.0) and doubtful(event, "S", 140.0)
    assert not doubtful(event, "S", 95.0) and not doubtful(event, "P", 104.0)
    (event,) = labelled_of([pick("P", 100.0), pick("S", 104.0, Review.REJECTED, Origin.AUTOMATIC)])
    assert not doubtful(event, "S", 104.0), "somebody said that it does not arrive there"
    assert doubtful(event, "S", 107.0)
    (event,) = labelled_of([pick("S", 104.0)])
    assert doubtful(event, "P", 100.0) and not doubtful(event, "P", 105.0)


def test_each_of_many_events_in_a_row_has_a_window_of_its_own() -> None:
    picks = [pick(phase, time + delay) for time in range(20, 380, 30) for phase, delay in (("P", 0.0), ("S", 4.0))]
    labelled = labelled_of(picks)
    assert len(labelled) == 6 and max(each.count for each in labelled) < 140 * RATE
    for each in labelled:
        inside = [one for one in picks if each.start <= one.time <= each.start + (each.count - 1) / RATE]
        assert len(each.arrivals) == len(inside), "neighbours that reach into a window are labels there too"


def test_a_labelled_window_ends_at_a_gap_and_keeps_its_label() -> None:
    whole = record()
    first, second = round(70.0 * RATE), round(80.0 * RATE)
    parts = [
        replace(each, segments=(Segment(0.0, samples[:first]), Segment(80.0, samples[second:])))
        for each in whole.components
        for samples in (each.segments[0].samples,)
    ]
    (event,) = labelled_of([pick("P", 100.0), pick("S", 105.0)], replace(whole, components=tuple(parts)))
    assert event.start == 80.0 and event.arrivals == (("P", 2000.0), ("S", 2500.0))
    assert not labelled_of([pick("P", 75.0)], replace(whole, components=tuple(parts)))


def test_records_of_another_rate_are_resampled() -> None:
    material = drive(from_records(Archive((record(rate=50.0),)), [pick("P", 100.0)], 1000))
    assert material.labelled[0].rate == 100.0 and material.unlabelled
    assert material.labelled[0].p == pytest.approx(4500.0, abs=2.0)


def test_a_window_of_a_data_set_is_labelled_as_a_whole() -> None:
    one = replace(record(60.0), name="bucket0$0")
    picks = [replace(pick("P", 20.0), trace_name="bucket0$0"), pick("P", 5.0)]
    (labelled,) = drive(from_records(Archive((one,)), picks, 3001)).labelled
    assert labelled.arrivals == (("P", 2000.0),) and labelled.count == 6000


@pytest.fixture
def project(tmp_path: Path):
    with TraceProject.create(tmp_path / "mine.seis", []) as project:
        project.commit([Change(None, pick("P", 100.0)), Change(None, pick("S", 105.0))])
        yield project


def test_a_project_keeps_the_picker_that_its_picks_taught(project: TraceProject) -> None:
    from seisviewer.networks.pickers import load_picker

    said: list[object] = []
    settings = replace(QUICK, schedule="st++", epochs=1)
    run, ranking = drive(teach_from_project(project, Archive((record(),)), settings), said.append)
    assert any("No station is kept out" in event.text for event in said if isinstance(event, Notice))
    assert run.state == "finished" and ranking == suggestions(project.run(run.number))
    assert all(each.station == str(STATION) and each.end > each.start for each in ranking)
    (path,) = taught_pickers(project).values()
    assert load_picker(path).self_trained


def test_teaching_that_is_stopped_leaves_a_stopped_run_and_no_picker(project: TraceProject) -> None:
    work = teach_from_project(project, Archive((record(),)), replace(QUICK, epochs=50))
    next(event for event in work if isinstance(event, Loss))
    work.close()
    assert [run.state for run in project.runs()] == ["stopped"] and not taught_pickers(project)


def test_teaching_that_crashes_leaves_a_failed_run_and_no_picker(
    project: TraceProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seisviewer.learning.phases.phase_network import PhaseLesson

    def broken(lesson: PhaseLesson, batch: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(PhaseLesson, "loss", broken)
    with pytest.raises(RuntimeError):
        drive(teach_from_project(project, Archive((record(),)), QUICK))
    assert [run.state for run in project.runs()] == ["failed"] and not taught_pickers(project)


def test_a_project_without_picks_makes_no_run(tmp_path: Path) -> None:
    with TraceProject.create(tmp_path / "empty.seis", []) as project:
        with pytest.raises(LabelsError, match="set or accept P and S"):
            drive(teach_from_project(project, Archive((record(),)), QUICK))
        project.commit([Change(None, pick("P", 50.0)), Change(None, pick("S", 55.0))])
        with pytest.raises(LabelsError, match="needs unlabelled windows"):
            drive(teach_from_project(project, Archive((record(90.0),)), replace(QUICK, schedule="st++")))
        assert not project.runs()


# The shell


@pytest.mark.slow
def test_the_command_writes_a_picker_and_what_to_label_next(folder: Path, tmp_path: Path, capsys) -> None:
    out, listed = tmp_path / "shell", tmp_path / "next.csv"
    arguments = ["--labelled", folder, "--unlabelled", folder, "--labelled-count", 6, "--start", "none", "--epochs", 1]
    arguments += ["--schedule", "st++", "--augment", "shift,flip", "--steps", 9, "--out", out, "--suggestions", listed]
    assert main(["train-picker", *map(str, arguments), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert Path(answer["model"]).exists() and answer["settings"]["augmentations"] == ["shift", "flip"]
    assert listed.read_text().splitlines()[0].startswith("window,station,start")
    assert len(listed.read_text().splitlines()) == 5


@pytest.mark.slow
def test_the_command_says_what_is_wrong_in_one_sentence(folder: Path, tmp_path: Path, capsys) -> None:
    out = ["--out", str(tmp_path / "shell"), "--start", "none"]
    for arguments, sentence in (
        (["--labelled", str(tmp_path)], "is not a SeisBench data set"),
        (["--labelled", str(folder), "--augment", "dance"], "no augmentation “dance”"),
        (["--labelled", str(folder), "--split", "dev"], "no split “dev”"),
        (["--labelled", str(tmp_path), "--start", "phasenet:missing"], "“missing”"),
        (["--labelled", str(tmp_path), "--start", "eqtransformer:pnw"], "cannot be taught"),
        (["--labelled", str(folder), "--out", str(folder / "metadata.csv" / "mine")], "cannot be written to"),
    ):
        assert main(["train-picker", *out, *arguments]) == 1
        assert sentence in capsys.readouterr().err
