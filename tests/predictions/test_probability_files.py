"""Curves of probability that are kept with a project: whole, of the record as it is, or not at all."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.predictions.probabilities import Curve, Probabilities, joined
from seisviewer.predictions.probability_files import FOLDER, read_probabilities, write_probabilities
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import StationId

START, RATE = 1562259600.0, 100.0


def record(name: str = "AAA", count: int = 5000) -> Record:
    return Record(
        StationId("XX", name, "", "HH"),
        (Component("Z", "HHZ", RATE, (Segment(START, np.zeros(count, np.float32)),)),),
    )


def said(of: Record, value: float = 0.5, model: str = "phasenet:original", count: int = 5000) -> Probabilities:
    values = np.full(count, value, np.float32)
    values[:100] = np.nan
    return Probabilities(of.key, model, (Curve("P", START, RATE, values), Curve("S", START, RATE, values / 2)))


def only_file(project: Path) -> Path:
    (path,) = (project / FOLDER).iterdir()
    return path


def test_curves_come_back_as_fine_as_they_are_drawn(tmp_path: Path) -> None:
    one = record()
    assert read_probabilities(tmp_path, one) is None
    draws = np.random.default_rng(0).uniform(0, 1, 5000).astype(np.float32)
    before = replace(said(one), curves=(Curve("P", START + 0.12, RATE, draws), said(one).curves[1]))
    write_probabilities(tmp_path, one, before)
    after = read_probabilities(tmp_path, one)
    assert after == before and after.curves[0].values.dtype == np.float32
    assert np.abs(after.curves[0].values - draws).max() < 0.002
    assert np.isnan(after.curves[1].values[:100]).all() and not np.isnan(after.curves[1].values[100:]).any()
    write_probabilities(tmp_path, one, said(one, model="gpd:two"))
    assert read_probabilities(tmp_path, one).model == "gpd:two"


def test_a_record_with_other_samples_has_no_curves(tmp_path: Path) -> None:
    write_probabilities(tmp_path, record(), said(record()))
    assert read_probabilities(tmp_path, record(count=5001)) is None
    assert read_probabilities(tmp_path, record("BBB")) is None
    assert read_probabilities(tmp_path, record()) is not None


@pytest.mark.parametrize("keep", [0, 1, 100, -1, -30])
def test_a_damaged_file_is_just_not_shown(tmp_path: Path, keep: int) -> None:
    write_probabilities(tmp_path, record(), said(record()))
    path = only_file(tmp_path)
    path.write_bytes(path.read_bytes()[:keep])
    assert read_probabilities(tmp_path, record()) is None


def test_a_file_of_something_else_is_just_not_shown(tmp_path: Path) -> None:
    write_probabilities(tmp_path, record(), said(record()))
    path = only_file(tmp_path)
    for arrays in (
        {"header": np.frombuffer(b"{}", np.uint8)},
        {"header": np.frombuffer(b"no json", np.uint8)},
        {"other": np.zeros(3)},
        {"header": np.array(["text"])},
    ):
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)
        assert read_probabilities(tmp_path, record()) is None


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_probabilities(tmp_path, record(), said(record()))

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez_compressed", killed)
    with pytest.raises(KeyboardInterrupt):
        write_probabilities(tmp_path, record(), said(record(), model="gpd:two"))
    assert only_file(tmp_path).suffix == ".npz"
    assert read_probabilities(tmp_path, record()).model == "phasenet:original"


def test_the_folder_holds_no_more_than_its_budget(tmp_path: Path) -> None:
    names = "ABCDE"
    write_probabilities(tmp_path, record(names[0]), said(record(names[0])))
    size = only_file(tmp_path).stat().st_size
    os.utime(only_file(tmp_path), (1, 1))
    for number, name in enumerate(names[1:], 2):
        write_probabilities(tmp_path, record(name), said(record(name)), budget=3 * size + 50)
        newest = max((tmp_path / FOLDER).iterdir(), key=lambda path: path.stat().st_mtime)
        os.utime(newest, (number, number))
    assert [name for name in names if read_probabilities(tmp_path, record(name)) is not None] == ["C", "D", "E"]


def test_picking_a_span_keeps_the_curves_around_it() -> None:
    one = record()
    span = START + 10, START + 20
    part = Curve("P", START + 10, RATE, np.full(1001, 0.9, np.float32))
    new = Probabilities(one.key, "phasenet:original", (part,))
    curves = joined(said(one), new, span).of("P")
    assert [(round(curve.start - START, 3), len(curve.values)) for curve in curves] == [
        (0, 1000),
        (10, 1001),
        (20.01, 2999),
    ]
    assert [curve.values[-1] for curve in curves] == pytest.approx([0.5, 0.9, 0.5])
    assert joined(said(one, model="gpd:two"), new, span) is new
    assert joined(said(one), new, None) is new and joined(None, new, span) is new
