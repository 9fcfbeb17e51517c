"""Whatever writes a file leaves the old one or the new one, and nothing else."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from seisviewer.atomic_files import replacing, write_whole
from seisviewer.cli.teaching_command import write_suggestions
from seisviewer.errors import BadRequest, SeisviewerError
from seisviewer.labels.class_files import write_classes
from seisviewer.labels.classes import default_table
from seisviewer.labels.label_files import write_sections
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.picks.catalogue import write_events
from seisviewer.picks.nonlinloc import write_obs
from seisviewer.picks.pick import Event, Pick
from seisviewer.picks.quakeml import write_quakeml
from seisviewer.picks.snuffler import write_markers
from seisviewer.picks.table import write_csv
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.progress import drive
from seisviewer.project.runs import write_json
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout, write_horizon
from seisviewer.volumes.survey_writing import write_survey
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import write_mseed
from seisviewer.workflows.prediction import save_sections

Writer = Callable[[Path], object]
GEOMETRY = Geometry(LineAxis(1, 1, 4), LineAxis(1, 1, 5), SampleAxis(0, 4, 6), np.ones((4, 5), bool))
SECTION = SectionId(Direction.INLINE, 2)
STATION = StationId("CH", "BRANT", "", "HH")
PICKS = (Pick(STATION, "P", 1_600_000_000.0),)
EVENTS = (Event(1_600_000_000.0, 46.0, 7.0, 5000.0),)


def _labels(path: Path) -> None:
    volume = LabelVolume(GEOMETRY)
    volume.apply(Stroke(SECTION, 1, 0, 0, np.ones((2, 2), bool), np.full((2, 2), UNLABELLED, np.int8)))
    write_sections(path, volume.snapshot(1, default_table()))


def _predictions(path: Path) -> None:
    shape = GEOMETRY.section_shape(Direction.INLINE)
    prediction = SectionPrediction(SECTION, np.zeros(shape, np.uint8), np.ones(shape, np.float16), "run 1", 1, 1, 0.0)
    save_sections(path, {SECTION: prediction})


def _weights(path: Path) -> None:
    from seisviewer.networks.weights import save_state

    save_state(path, {"number": 1})


def _record(path: Path) -> None:
    segment = Segment(1_600_000_000.0, np.zeros(100, np.int32))
    write_mseed(Record(STATION, (Component("Z", "HHZ", 100.0, (segment,)),)), path)


WRITERS: dict[str, Writer] = {
    "survey.sgy": lambda path: drive(write_survey(path, GEOMETRY, lambda line: np.zeros((5, 6), np.float32))),
    "labels.npz": _labels,
    "prediction.npz": _predictions,
    "classes.json": lambda path: write_classes(path, default_table()),
    "classes.csv": lambda path: write_classes(path, default_table()),
    "picks.xml": lambda path: write_quakeml(path, PICKS, EVENTS),
    "picks.csv": lambda path: write_csv(path, PICKS),
    "picks.obs": lambda path: write_obs(path, PICKS, EVENTS),
    "markers.txt": lambda path: write_markers(path, PICKS),
    "events.csv": lambda path: write_events(path, EVENTS),
    "model.pt": _weights,
    "metrics.json": lambda path: write_json(path, {"loss": 1.0}),
    "suggestions.csv": lambda path: write_suggestions(path, ()),
    "record.mseed": _record,
    "horizon.txt": lambda path: write_horizon(path, GEOMETRY, np.full((4, 5), 2.5), HorizonLayout.BY_LINES),
}


@pytest.fixture(params=WRITERS)
def writing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Writer]]:
    yield tmp_path / request.param, WRITERS[request.param]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_what_cannot_be_finished_leaves_the_old_file_alone(writing, call: str, monkeypatch) -> None:
    path, write = writing
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(SeisviewerError, match=f"{path.name} cannot be written: its disk is full"):
        write(path)
    assert path.read_bytes() == b"old"
    assert os.listdir(path.parent) == [path.name], "the temporary file stays behind"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file")
@pytest.mark.parametrize("room", [0, 1, 10])
def test_a_writer_whose_disk_takes_no_more_leaves_the_old_file_alone(writing, room: int) -> None:
    """The system itself refuses to make files longer, as a full disk does, wherever the writer happens to be."""
    import resource

    path, write = writing
    path.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        with pytest.raises(SeisviewerError) as said:
            write(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.name in str(said.value) and "\n" not in str(said.value)
    assert path.read_bytes() == b"old" and os.listdir(path.parent) == [path.name]


def test_what_is_put_in_place_is_on_the_disk(writing, monkeypatch) -> None:
    """A power cut after the renaming must not leave an empty file: content first, then the name, then the folder."""
    path, write = writing
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def flush(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "replace", lambda old, new: (done.append("replace"), replace(old, new)))
    write(path)
    assert done == (["file", "replace"] if sys.platform == "win32" else ["file", "replace", "folder"])
    assert path.stat().st_size and os.listdir(path.parent) == [path.name]


def test_a_file_that_is_replaced_keeps_its_permissions(writing) -> None:
    path, write = writing
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_permissions(writing) -> None:
    path, write = writing
    write(path)
    usual = path.with_name("usual")
    usual.touch()
    assert path.stat().st_mode == usual.stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_goes_on_pointing_at_its_file(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_whole(link, b"new", BadRequest)
    assert link.is_symlink() and target.read_bytes() == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev")
def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    null = tmp_path / "pipe"
    os.mkfifo(null)
    reader = os.open(null, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(null, b"new", BadRequest)
    assert os.read(reader, 10) == b"new" and stat.S_ISFIFO(null.stat().st_mode)
    os.close(reader)


def test_a_file_that_is_protected_against_writing_is_not_replaced(tmp_path: Path, monkeypatch) -> None:
    """Renaming another file over it would need no right to it."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) != path)  # the tests may run as root
    with pytest.raises(BadRequest, match="file cannot be written: it is protected"):
        write_whole(path, b"new", BadRequest)
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == ["file"]


def test_a_block_that_raises_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), replacing(path, BadRequest) as temporary:
        temporary.write_bytes(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == ["file"]


# Writes a file again and again, each time full of another byte, and says so after the first.
WRITING = """
import sys
from pathlib import Path
from seisviewer.atomic_files import write_whole

for number in range(1_000_000):
    write_whole(Path(sys.argv[1]), bytes([number % 256]) * 3_000_000, RuntimeError)
    print(number, flush=True)
"""


@pytest.mark.parametrize("seconds", [0.0, 0.03, 0.1])
def test_a_kill_leaves_the_old_file_or_the_new_one(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "file"
    with subprocess.Popen([sys.executable, "-c", WRITING, str(path)], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        time.sleep(seconds)
        process.kill()
    content = path.read_bytes()
    assert len(content) == 3_000_000 and len(set(content)) == 1


def test_names_as_long_as_the_disk_allows_are_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250)
    write_whole(path, b"new", BadRequest)
    assert path.read_bytes() == b"new"


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"missing/file cannot be written: No such file or directory"):
        write_whole(tmp_path / "missing" / "file", b"", BadRequest)
