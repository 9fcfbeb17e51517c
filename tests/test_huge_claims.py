"""Small files that say they are huge: each is refused in one sentence, and no memory is asked for."""

from __future__ import annotations

import json
import sqlite3
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch

from seisviewer.errors import SeisviewerError
from seisviewer.labels.class_files import read_classes
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.label_files import SectionFile
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.networks import weights
from seisviewer.networks.weights import ModelSpec
from seisviewer.picks.pick import Change, Pick
from seisviewer.picks.text_table import read_text
from seisviewer.predictions.probabilities import Curve, Probabilities
from seisviewer.predictions.probability_files import FOLDER, read_probabilities, write_probabilities
from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.interpretation_files.point_tables import table_lines
from seisviewer.volumes.npy_volume import array_shape
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.layer_files import load_layers

MOST = 80 << 20  # bytes of memory that refusing may take
BOMB = zlib.compress(bytes(300 << 20))
TERABYTE = 1 << 40
STATION = StationId("CH", "BRANT", "", "HH")
GEOMETRY = Geometry(LineAxis(100, 1, 20), LineAxis(300, 1, 30), SampleAxis(0.0, 4.0, 50), np.ones((20, 30), bool))


@contextmanager
def refused() -> Iterator[None]:
    """Something is refused in a sentence, in little memory."""
    tracemalloc.start()
    try:
        with pytest.raises(SeisviewerError) as caught:
            yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST, f"{peak >> 20} MiB were asked for"
    assert str(caught.value).endswith(".") and len(str(caught.value)) < 500


def claim(path: Path, names: dict[str, tuple[int, ...]], dtype: str = "|u1") -> Path:
    """A .npz file of arrays whose headers state shapes that are not there."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, shape in names.items():
            archive.writestr(f"{name}.npy", npy_header(shape, dtype))
    return path


def npy_header(shape: tuple[int, ...], dtype: str = "|u1") -> bytes:
    text = repr({"descr": dtype, "fortran_order": False, "shape": shape}).encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


@pytest.mark.parametrize(
    "shape", [(TERABYTE,), (1 << 62, 1 << 62), (1 << 20, 1 << 20, 1 << 20), (30, 50), (-1, 50), (True, 5)]
)
def test_labels_whose_header_states_what_is_not_there(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path = claim(tmp_path / "labels.npz", {"inline_105": shape})
    with refused(), SectionFile(path, GEOMETRY) as file:
        file.read(file.sections[0])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["inline_105", "inline_105_boundaries"])
def test_labels_that_are_packed_a_thousand_times(tmp_path: Path, name: str) -> None:
    path = tmp_path / "labels.npz"
    np.savez_compressed(path, **{name: np.zeros((60 << 20, 5), np.uint8)})
    with refused(), SectionFile(path, GEOMETRY) as file:
        file.read(file.sections[0]) if file.sections else file.boundaries(file.bounded_sections[0])


@pytest.mark.parametrize("shape", [(1 << 14, 1 << 14, 1 << 12), (1 << 62, 1 << 62, 4), (-4, 5, 5)])
def test_surveys_whose_header_states_what_is_not_there(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path = tmp_path / "survey.npy"
    path.write_bytes(npy_header(shape, "<f4") + bytes(1000))
    with refused():
        array_shape(path)


def test_layers_and_probabilities_that_state_a_terabyte(tmp_path: Path) -> None:
    path = claim(tmp_path / "layers.npz", {"about": (), "order": (TERABYTE,), "places": (TERABYTE,)}, "<f8")
    with refused():
        load_layers(path)
    samples = np.zeros(1000, np.float32)
    record = Record(STATION, (Component("Z", "HHZ", 100.0, (Segment(0.0, samples),)),))
    write_probabilities(tmp_path, record, Probabilities(record.key, "m", (Curve("P", 0.0, 100.0, samples),)))
    (kept,) = (tmp_path / FOLDER).iterdir()
    assert read_probabilities(tmp_path, record) is not None
    claim(kept, {"header": (TERABYTE,), "curve_0": (TERABYTE,)})
    assert read_probabilities(tmp_path, record) is None


@pytest.mark.parametrize("name", ["classes.csv", "classes.json"])
def test_class_tables_of_two_million_lines(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith("csv"):
        path.write_text("number,name,colour\n" + "".join(f"{n},c{n},#000000\n" for n in range(2_000_000)))
    else:
        path.write_text(json.dumps([{"number": 1, "name": "a", "colour": "#000000"}] * 50_000))
    with refused():
        read_classes(path)


def test_json_that_is_nested_without_end(tmp_path: Path) -> None:
    path = tmp_path / "classes.json"
    path.write_text("[" * 200_000)
    with refused():
        read_classes(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device on this system")
@pytest.mark.parametrize("read", [read_text, table_lines, read_classes])
def test_devices_that_never_end(read: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seisviewer.bounded_reading.PIPE_BYTES", 1 << 20)
    with refused():
        read(Path("/dev/zero"))


def stored_project(folder: Path) -> Path:
    """A closed project of a survey with a stroke, a fault and an action undone."""
    survey = folder.with_suffix(".npy")
    survey.write_bytes(b"traces")
    with Project.create(folder, survey, GEOMETRY) as project:
        project.change_horizons([Horizon("Top", "#ffd400", np.zeros(GEOMETRY.live.shape, np.float32))])
        mask = np.ones((10, 20), bool)
        blank = np.full(mask.shape, UNLABELLED, np.int8)
        project.commit([Stroke(SectionId(Direction.INLINE, 105), 1, 0, 0, mask, blank)])
        project.commit([FaultStick(SectionId(Direction.INLINE, 105), 1, 0, np.zeros(9, np.float32))])
        project.undo()
    return folder


def change(folder: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(folder / "project.db")
    with connection:
        assert connection.execute(statement, values).rowcount > 0
    connection.close()


@pytest.mark.parametrize(
    ("statement", "content"),
    [
        ("UPDATE blocks SET voxels = ?", bytes([0, 0, 0, 64, 64, 64]) + BOMB),
        ("UPDATE blocks SET voxels = ?", bytes([0, 0, 0, 255, 255, 255]) + BOMB),
        ("UPDATE strokes SET mask = ?", BOMB),
        ("UPDATE strokes SET row_count = 1 << 30, column_count = 1 << 30, mask = ?", BOMB),
        ("UPDATE strokes SET before = ?", BOMB),
        ("UPDATE fault_sticks SET traces = ?", BOMB),
        ("UPDATE horizons SET depths = ?", BOMB),
        ("UPDATE horizons SET picks = ?", BOMB),
    ],
)
def test_a_project_whose_rows_are_packed_a_thousand_times(tmp_path: Path, statement: str, content: bytes) -> None:
    folder = stored_project(tmp_path / "a.seis")
    change(folder, statement, content)
    with refused(), Project.open(folder) as project:
        project.redo()
        project.undo()
        project.undo()


def test_picks_whose_history_is_packed_a_thousand_times(tmp_path: Path) -> None:
    records = tmp_path / "day.mseed"
    records.write_bytes(b"")
    with TraceProject.create(tmp_path / "day.seis", [records]) as project:
        project.commit([Change(None, Pick(STATION, "P", 1e9))])
    change(tmp_path / "day.seis", "UPDATE changes SET content = ?", zlib.compress(b"[" + b"[]," * 20_000_000 + b"[]]"))
    with refused(), TraceProject.open(tmp_path / "day.seis") as project:
        project.undo()


@pytest.mark.parametrize(
    "values", [{"classes": list(range(5_000_000))}, {"in_channels": 100_000_000}, {"classes": [1, 2], "settings": []}]
)
def test_models_of_millions_of_classes_or_channels(tmp_path: Path, values: dict[str, object]) -> None:
    spec = ModelSpec("deeplabv3+da-eca", "mobile", (0, 1))
    path = tmp_path / "model.pt"
    weights.save(path, spec.build(), spec)
    rewrite(path, {weights.DESCRIPTION: json.dumps(spec.to_json() | values).encode()})
    with refused():
        weights.load(path)


@pytest.mark.slow
def test_weights_that_are_packed_a_thousand_times(tmp_path: Path) -> None:
    path = tmp_path / "state.pt"
    weights.save_state(path, {"a": torch.zeros(64 << 20)})
    rewrite(path, {}, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 1 << 20
    with refused():
        weights.load_state(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        {"in_channels": 100_000_000}, {"classes": 5_000_000}, {"phases": "P" * 5_000_000}, {"in_samples": 10**12},
        {"filters": 5_000_000}, {"lstm_blocks": 900_000}, {"kernel_size": 999_999}, {"norm": 10**400},
    ],
)  # fmt: skip
@pytest.mark.parametrize("network", ["phasenet", "eqtransformer"])
def test_pickers_whose_description_asks_for_millions(
    tmp_path: Path, network: str, arguments: dict[str, object]
) -> None:
    from seisviewer.networks import pickers

    pickers.save_picker(tmp_path / "mine", pickers.new_picker(network).model)
    path = tmp_path / "mine.json.v1"
    description = json.loads(path.read_text())
    description["model_args"] |= arguments
    path.write_text(json.dumps(description))
    with refused():
        pickers.load_picker(tmp_path / "mine")


def rewrite(path: Path, changed: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> None:
    """Write a zip archive anew with other contents of some of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in (parts | changed).items():
            archive.writestr(name, content)
