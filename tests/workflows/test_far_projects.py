"""Projects of surveys elsewhere: the address goes with them, and a stranger's is asked about."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from seisviewer.cli.main import main
from seisviewer.errors import UnknownSource
from seisviewer.progress import Notice, drive
from seisviewer.workflows.outside_sources.trusted_sources import agree_to_sources
from seisviewer.workflows.survey_opening import Opened, ingest, open_path, project_for
from seisviewer.workflows.traces.trace_opening import is_trace_path

from ..range_server import RangeServer, range_server

pytest.importorskip("obstore")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture
def web(tmp_path: Path, small_survey: Path) -> Iterator[RangeServer]:
    (tmp_path / "web").mkdir()
    shutil.copy2(small_survey, tmp_path / "web" / "north.sgy")
    with range_server(tmp_path / "web") as server:
        yield server


def opened(path: Path | str) -> tuple[Opened, list[str]]:
    said: list[str] = []
    return drive(open_path(path), lambda event: said.append(event.text) if isinstance(event, Notice) else None), said


def close(result: Opened) -> None:
    result.volume.close()
    if result.project is not None:
        result.project.close()


def made(web: RangeServer, folder: Path) -> Path:
    close(drive(ingest(f"{web.address}/north.sgy", folder)))
    return folder


def test_labels_of_a_survey_elsewhere_lie_on_this_computer(web: RangeServer, tmp_path: Path) -> None:
    first, _ = opened(f"{web.address}/north.sgy")
    assert first.project is None
    with project_for(first.volume) as project:
        assert project.folder.is_relative_to(tmp_path / "XDG_DATA_HOME")
    close(first)
    again, said = opened(f"{web.address}/north.sgy")
    assert again.project is not None and again.project.folder == project.folder
    assert [text for text in said if "encryption" not in text] == []
    close(again)


def test_a_project_keeps_the_address(web: RangeServer, tmp_path: Path) -> None:
    folder = made(web, tmp_path / "north.seis")
    shutil.rmtree(tmp_path / "XDG_DATA_HOME" / "seisviewer" / "locations")  # as on another computer
    again, _ = opened(folder)
    assert again.volume.address == f"{web.address}/north.sgy"
    close(again)


def from_elsewhere(folder: Path) -> Path:
    """As if a project had been worked on with another computer last."""
    with sqlite3.connect(folder / "project.db") as connection:
        connection.execute("UPDATE holder SET host = 'another'")
    connection.close()
    return folder


@pytest.mark.parametrize("brings_location", [False, True])
def test_a_project_of_a_stranger_asks_before_it_calls_a_server(
    web: RangeServer, tmp_path: Path, brings_location: bool
) -> None:
    folder = from_elsewhere(made(web, tmp_path / "north.seis"))
    if brings_location:
        (location,) = (tmp_path / "XDG_DATA_HOME").rglob("*.location")
        shutil.move(location, tmp_path / location.name)
    web.asked.clear()
    with pytest.raises(UnknownSource, match=f"reads {web.address}/north.sgy"):
        opened(folder)
    assert web.asked == []
    agree_to_sources(folder)
    close(opened(folder)[0])


def test_the_shell_takes_addresses(web: RangeServer, tmp_path: Path, capsys) -> None:
    address = f"{web.address}/north.sgy"
    assert not is_trace_path(Path(address))
    assert main(["info", address, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["address"], said["format"]) == (address, "SEG-Y")
    assert main(["ingest", address, str(tmp_path / "made.seis")]) == 0
    assert main(["info", "https://me:secret@host/f3.zarr"]) == 1
    assert "secret" not in capsys.readouterr().err
