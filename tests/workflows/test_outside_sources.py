"""A project that a stranger hands over reads what did not come with it only where the user has agreed, once."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import obspy
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import UnknownSource
from seisviewer.progress import drive
from seisviewer.project.trace_project import TraceProject
from seisviewer.workflows.outside_sources.trusted_sources import agree_to_sources
from seisviewer.workflows.survey_opening import Opened, ingest, open_path
from seisviewer.workflows.traces.trace_opening import open_traces


def closed(opened: Opened) -> None:
    opened.project.close()
    opened.volume.close()


def handed_over(folder: Path) -> Path:
    """As if somebody had made it on another computer."""
    with closing(sqlite3.connect(folder / "project.db")) as database:
        database.execute("UPDATE holder SET host = 'elsewhere'")
        database.commit()
    return folder


@pytest.fixture
def survey(small_survey: Path, tmp_path: Path) -> Path:
    (tmp_path / "theirs").mkdir()
    return Path(shutil.copy(small_survey, tmp_path / "theirs" / "survey.sgy"))


@pytest.fixture
def project(survey: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of a survey in another folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "mine" / "a.seis"
    closed(drive(ingest(survey, folder)))
    return folder


def test_a_project_that_was_made_here_asks_for_nothing(project: Path) -> None:
    closed(drive(open_path(project, edit=False)))
    closed(drive(open_path(project)))


def test_a_copy_that_was_made_here_asks_for_nothing(project: Path, tmp_path: Path) -> None:
    opened = drive(open_path(project))
    copy = drive(opened.project.copy_steps(tmp_path / "copies" / "b.seis"))
    closed(opened)
    closed(drive(open_path(copy)))


def test_what_came_with_a_project_is_read(survey: Path) -> None:
    closed(drive(ingest(survey, survey.parent / "a.seis")))
    closed(drive(open_path(handed_over(survey.parent / "a.seis"))))


def test_what_did_not_come_with_it_is_asked_about_once(project: Path, survey: Path) -> None:
    handed_over(project)
    for edit in (True, False):
        with pytest.raises(
            UnknownSource, match=rf"a.seis was made elsewhere and reads {survey}, outside its own folder"
        ):
            drive(open_path(project, edit=edit))
    assert agree_to_sources(project) == (survey,)
    closed(drive(open_path(project, edit=False)))
    closed(drive(open_path(project, edit=False)))


def test_the_answer_is_about_these_files_alone(project: Path, survey: Path, small_survey: Path) -> None:
    handed_over(project)
    agree_to_sources(project)
    other = Path(shutil.copy(small_survey, survey.parent / "other.sgy"))
    with closing(sqlite3.connect(project / "project.db")) as database:
        database.execute(
            "UPDATE settings SET value = replace(value, ?, ?) WHERE name = 'survey'", (survey.name, other.name)
        )
        database.commit()
    with pytest.raises(UnknownSource, match="other.sgy"):
        drive(open_path(project))


def test_a_link_beside_the_project_does_not_hide_where_it_leads(survey: Path, tmp_path: Path) -> None:
    place = tmp_path / "unpacked"
    closed(drive(ingest(survey, place / "survey.seis")))
    (place / "survey.sgy").symlink_to(survey)
    with closing(sqlite3.connect(place / "survey.seis" / "project.db")) as database:
        database.execute("UPDATE settings SET value = replace(value, '../../theirs/', '../') WHERE name = 'survey'")
        database.commit()
    with pytest.raises(UnknownSource):
        drive(open_path(handed_over(place / "survey.seis")))


def test_a_survey_that_is_named_is_read_whatever_a_project_beside_it_says(project: Path, survey: Path) -> None:
    handed_over(project)
    closed(drive(open_path(project, survey=survey)))


def test_waveforms_are_asked_about_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "theirs").mkdir()
    header = {"network": "XX", "station": "AAA", "channel": "HHZ", "sampling_rate": 50.0}
    obspy.Trace(np.zeros(3000, np.int32), header).write(str(tmp_path / "theirs" / "a.mseed"), format="MSEED")
    TraceProject.create(tmp_path / "mine" / "a.seis", [tmp_path / "theirs" / "a.mseed"]).close()
    handed_over(tmp_path / "mine" / "a.seis")
    with pytest.raises(UnknownSource, match="a.mseed"):
        drive(open_traces([tmp_path / "mine" / "a.seis"]))
    agree_to_sources(tmp_path / "mine" / "a.seis")
    drive(open_traces([tmp_path / "mine" / "a.seis"])).project.close()


def test_the_shell_says_it_and_takes_the_answer(project: Path, survey: Path, capsys: pytest.CaptureFixture) -> None:
    handed_over(project)
    assert main(["info", str(project)]) == 1
    said = capsys.readouterr().err
    assert "outside its own folder" in said and f"seisviewer trust {project}" in said
    assert main(["trust", str(project)]) == 0 and str(survey) in capsys.readouterr().out
    assert main(["info", str(project)]) == 0
