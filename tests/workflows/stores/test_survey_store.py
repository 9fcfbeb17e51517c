"""The store of a survey is made once, found again, and no longer trusted when the file or its reading is another."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from seisviewer.cli.main import main
from seisviewer.progress import drive
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.opening import open_volume
from seisviewer.workflows.stores.survey_store import found_store, make_store, place_for_store


@pytest.fixture
def survey(small_survey: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_survey, tmp_path / "own.sgy"))


def test_the_shell_makes_a_store_in_the_project_and_goes_on_with_it(survey, capsys):
    project = survey.parent / "own.seis"
    assert main(["ingest", str(survey), str(project), "--store"]) == 0
    folder = project / "store" / "own.sgy.zarr"
    assert f"The store is {folder}." in " ".join(capsys.readouterr().out.split())
    with closing(open_volume(survey)) as volume:
        assert found_store(volume, project)[0] == folder and found_store(volume, project)[1].is_complete
        assert found_store(volume, None) is None
    first = (folder / "amplitude" / "c" / "0" / "0" / "0").stat().st_mtime_ns
    assert main(["ingest", str(survey), str(project), "--store"]) == 0
    assert (folder / "amplitude" / "c" / "0" / "0" / "0").stat().st_mtime_ns == first


def test_another_survey_gets_no_store_in_a_project(survey, capsys):
    project = survey.parent / "own.seis"
    assert main(["ingest", str(survey), str(project)]) == 0
    other = Path(shutil.copy(survey, survey.parent / "other.sgy"))
    assert main(["ingest", str(other), str(project), "--store"]) != 0
    assert "is the project of" in capsys.readouterr().err and not (project / "store").exists()


def test_without_a_project_it_lies_beside_the_survey(survey):
    with closing(open_volume(survey)) as volume:
        assert drive(make_store(volume)) == survey.with_name("own.sgy.zarr")
        assert found_store(volume, None)[0] == survey.with_name("own.sgy.zarr")


def test_in_a_folder_that_cannot_be_written_to_it_lies_with_the_user(survey, monkeypatch):
    from seisviewer.workflows.stores import survey_store

    monkeypatch.setattr(survey_store, "is_writable", lambda folder: False)
    assert survey.parent not in place_for_store(survey, None).parents


def test_it_is_not_trusted_once_the_file_was_written_to_or_is_read_otherwise(survey):
    with closing(open_volume(survey)) as volume:
        drive(make_store(volume))
    with closing(open_volume(survey, unit="m")) as volume:
        assert volume.chosen == OpenChoices(unit="m") and found_store(volume, None) is None
    with closing(open_volume(survey)) as volume:
        assert found_store(volume, None) is not None
        os.utime(survey, ns=(1, 1))
        assert found_store(volume, None) is None
