"""Opening waveforms and data sets, and the project that belongs to them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.datasets.dataset_layout import is_dataset
from seisviewer.errors import BadRequest, ProjectError, UnreadableFile
from seisviewer.labels.classes import ClassTable
from seisviewer.picks.pick import Change, Origin, Pick
from seisviewer.progress import Notice, Progress, drive
from seisviewer.project.trace_project import TraceProject
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.synthetic_survey import write_demo
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import synthetic_record
from seisviewer.workflows import survey_opening
from seisviewer.workflows.traces import trace_opening
from seisviewer.workflows.traces.trace_opening import OpenedTraces, is_trace_path, open_traces, trace_project_for

from ..datasets.phase_windows import window, write_dataset


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two stations, a minute each."""
    paths = []
    for number, code in enumerate(("CLC", "JRC2")):
        paths.append(tmp_path / f"CI.{code}.mseed")
        write_mseed(synthetic_record(station=StationId("CI", code, "", "HH"), seed=number).record, paths[-1])
    return paths


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_dataset(tmp_path_factory.mktemp("data") / "windows", (window(1), window(2), window(3, p=None)))


def opened(*paths: Path, **more: object) -> tuple[OpenedTraces, list[str]]:
    """What was opened, and what was said about it."""
    events: list[object] = []
    result = drive(open_traces(paths, **more), events.append)
    assert all(isinstance(event, Progress | Notice) for event in events)
    if result.project is not None:
        result.project.close()
    return result, [event.text for event in events if isinstance(event, Notice)]


def add_pick(project: TraceProject, time: float = 5.0) -> None:
    project.commit([Change(None, Pick(StationId("CI", "CLC", "", "HH"), "P", time))])


@pytest.mark.slow
def test_files_without_a_project(files: list[Path]) -> None:
    result, said = opened(*files)
    assert [record.key for record in result.archive.records] == ["CI.CLC..HH", "CI.JRC2..HH"]
    assert (result.project, result.reference, said) == (None, (), [])


def test_the_project_is_made_beside_the_files_and_found_again(files: list[Path]) -> None:
    archive = opened(*files)[0].archive
    with trace_project_for(archive) as project:
        assert project.folder == files[0].parent / "CI.CLC.seis"
        add_pick(project)
    result, said = opened(*files)
    assert result.project is not None and [pick.time for pick in result.project.picks] == [5.0]
    assert result.project.can_edit and said == []
    assert opened(*files, edit=False)[0].project.can_edit is False
    with trace_project_for(archive) as again:
        assert again.folder == project.folder and len(again.picks) == 1


def test_a_project_opens_its_waveforms(files: list[Path], tmp_path: Path) -> None:
    with trace_project_for(opened(*files)[0].archive) as project:
        add_pick(project)
    for path in (project.folder, project.folder / "project.db"):
        result, _ = opened(path)
        assert len(result.archive.records) == 2 and len(result.project.picks) == 1
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for path in (*files, project.folder):
        path.rename(moved / path.name)
    assert len(opened(moved / project.folder.name)[0].archive.records) == 2


def test_a_project_of_other_files_is_left_alone(files: list[Path]) -> None:
    with trace_project_for(opened(*files)[0].archive) as project:
        add_pick(project)
    result, said = opened(files[0])
    assert result.project is None
    assert len(said) == 1 and "CI.CLC.seis is of CI.CLC.mseed with other files" in said[0]
    with trace_project_for(result.archive) as another:
        assert another.folder != project.folder and another.picks == ()


def test_records_can_be_picked_while_the_project_of_others_with_their_name_is_open(files: list[Path]) -> None:
    with trace_project_for(opened(*files)[0].archive) as project:
        with trace_project_for(opened(files[0])[0].archive) as another:
            assert another.folder.name == "CI.CLC.mseed.seis" != project.folder.name
            add_pick(another)


def test_a_project_that_another_program_holds_can_be_seen(files: list[Path]) -> None:
    archive = opened(*files)[0].archive
    with trace_project_for(archive) as project:
        add_pick(project)
        trace_opening.BUSY_SECONDS = 0.1
        try:
            result, said = opened(*files)
        finally:
            trace_opening.BUSY_SECONDS = survey_opening.BUSY_SECONDS
        assert result.project is not None and len(result.project.picks) == 1
        assert any("cannot be changed" in text for text in said)


def test_a_damaged_project_keeps_no_one_from_looking(files: list[Path]) -> None:
    with trace_project_for(opened(files[0])[0].archive) as project:
        pass
    (project.folder / "project.db").write_bytes(b"nothing" * 1000)
    result, said = opened(files[0])
    assert result.project is None and len(result.archive.records) == 1
    assert any("without its project" in text for text in said)
    with pytest.raises(ProjectError):
        trace_project_for(result.archive)


def test_numbers_that_cannot_be_are_said_when_a_project_opens(files: list[Path]) -> None:
    with trace_project_for(opened(*files)[0].archive) as project:
        for time in (5.0, 6.0, 7.0):
            add_pick(project, time)
    assert not [text for text in opened(project.folder)[1] if "damaged" in text]
    with closing(sqlite3.connect(project.folder / "project.db")) as connection:
        connection.execute("UPDATE picks SET probability = 7.5 WHERE id > 1")
        connection.commit()
    for path in (project.folder, files[0]):
        result, said = opened(path, *([] if path == project.folder else files[1:]))
        assert [pick.probability for pick in result.project.picks] == [None] * 3
        assert [text for text in said if "of 2 picks and 0 events" in text]


@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="the superuser writes anywhere")
def test_where_nothing_can_be_written_the_project_goes_to_the_users_folder(files: list[Path]) -> None:
    folder = files[0].parent
    folder.chmod(0o500)
    try:
        with trace_project_for(opened(files[0])[0].archive) as project:
            assert folder not in project.folder.parents
        assert opened(files[0])[0].project is not None
    finally:
        folder.chmod(0o700)


def test_a_survey_and_waveforms_of_one_name(tmp_path: Path) -> None:
    """Each keeps its own project, whichever is made first."""
    write_demo(tmp_path, (8, 8, 16), 0)
    write_mseed(synthetic_record().record, tmp_path / "demo.mseed")
    with trace_project_for(opened(tmp_path / "demo.mseed")[0].archive) as traces:
        pass
    volume = open_volume(tmp_path / "demo.sgy")
    with survey_opening.project_for(volume) as survey:
        assert survey.folder != traces.folder and isinstance(survey.classes, ClassTable)
    volume.close()
    again = drive(survey_opening.open_path(tmp_path / "demo.sgy"))
    assert again.project is not None and again.project.folder == survey.folder
    again.project.close()
    again.volume.close()
    assert opened(tmp_path / "demo.mseed")[0].project.folder == traces.folder
    with pytest.raises(ProjectError, match="holds no traces"):
        opened(survey.folder)
    assert (is_trace_path(traces.folder), is_trace_path(survey.folder)) == (True, False)


def test_a_data_set_is_a_record_for_each_window(dataset: Path) -> None:
    result, said = opened(dataset)
    records = result.archive.records
    assert is_dataset(dataset) and said == []
    assert sorted(record.start for record in records) == [0.0, 3600.0, 7200.0]
    assert {record.key for record in records} == {record.name for record in records} and len(records) == 3
    assert all(record.codes == "ZNE" and record.window(record.start, 6001).shape == (3, 6001) for record in records)
    by_station = {record.station.station: record for record in records}
    np.testing.assert_array_equal(by_station["S1"].window(0.0, 6001), window(1).samples)


def test_the_analysts_picks_of_a_data_set_come_along(dataset: Path) -> None:
    result, _ = opened(dataset)
    assert [(pick.phase, pick.time) for pick in result.reference] == [
        ("P", 25.0), ("S", 30.0), ("P", 3625.0), ("S", 3630.0),
    ]  # fmt: skip
    for pick in result.reference:
        assert result.archive.record(pick.record) is not None
        assert (pick.model, pick.origin, pick.is_reviewed) == ("reference", Origin.MANUAL, True)


def test_a_project_of_a_data_set_brings_the_analysts_picks_again(dataset: Path) -> None:
    with trace_project_for(opened(dataset)[0].archive) as project:
        assert project.folder == dataset.with_suffix(".seis")
    assert len(opened(project.folder)[0].reference) == 4


def test_a_data_set_and_files_lie_on_one_desk(dataset: Path, files: list[Path]) -> None:
    result, _ = opened(dataset, files[0])
    assert len(result.archive.records) == 4 and result.archive.sources == (dataset, files[0])


def test_windows_of_the_same_name_are_not_mixed(dataset: Path, tmp_path: Path) -> None:
    other = shutil.copytree(dataset, tmp_path / "other")
    with pytest.raises(BadRequest, match="one data set at a time"):
        opened(dataset, other)


def test_a_data_set_larger_than_the_memory_is_refused(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace_opening, "available_memory", lambda: 1000)
    with pytest.raises(UnreadableFile, match="more than half of the free memory"):
        opened(dataset)


def test_a_project_opens_by_itself(files: list[Path]) -> None:
    with trace_project_for(opened(files[0])[0].archive) as project:
        pass
    with pytest.raises(BadRequest, match="by itself"):
        opened(project.folder, files[1])


def test_which_desk_a_path_belongs_to(files: list[Path], dataset: Path, tmp_path: Path) -> None:
    assert is_trace_path(files[0]) and is_trace_path(tmp_path) and is_trace_path(dataset)
    assert not is_trace_path("survey.sgy") and not is_trace_path("SURVEY.SEGY") and not is_trace_path("cube.npy")
    broken = tmp_path / "broken.seis"
    broken.mkdir()
    sqlite3.connect(broken / "project.db").close()
    assert not is_trace_path(broken) and not is_trace_path(tmp_path / "gone.seis")


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        opened(tmp_path / "gone.mseed")
    with pytest.raises(ProjectError):
        opened(tmp_path / "gone.seis")


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
def test_a_file_name_that_is_no_text_opens_and_has_its_project(tmp_path: Path) -> None:
    write_mseed(synthetic_record(seconds=20).record, tmp_path / "plain.mseed")
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.mseed"))
    try:
        (tmp_path / "plain.mseed").rename(path)
    except OSError:
        pytest.skip("this disk has no such names")
    first, _ = opened(path)
    with trace_project_for(first.archive) as project:
        project.commit([Change(None, Pick(first.archive.records[0].station, "P", first.archive.start))])
    again, _ = opened(path)
    assert again.project is not None and again.project.folder == project.folder
