"""Picks are the same whoever sets them, and the tables of hours too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.errors import ModelError
from seisviewer.networks.pickers import new_picker, save_picker
from seisviewer.progress import Notice, drive
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import write_mseed
from seisviewer.workflows.by_blocks.file_picking import pick_files_by
from seisviewer.workflows.catalogue.hourly_picks import HOUR, pick_by_hour
from seisviewer.workflows.traces.picking import PickSettings
from seisviewer.workflows.traces.trace_opening import read_records

TWO = Workers(processes=2)
START = 417_000 * HOUR + HOUR - 90
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An untrained picker that is near a third everywhere, so that it finds something in any noise."""
    torch.manual_seed(0)
    return str(save_picker(tmp_path_factory.mktemp("weights") / "own", new_picker("phasenet").model))


def record(station: str, codes: str, seed: int) -> Record:
    draw = np.random.default_rng(seed)
    values = {code: (1000 * draw.normal(size=9000)).astype(np.int32).astype(np.float32) for code in codes}
    components = tuple(Component(code, f"HH{code}", 50.0, (Segment(START, values[code]),)) for code in codes)
    return Record(StationId("XX", station, "", "HH"), components)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three stations over a full hour; a fourth has no component that a picker takes."""
    made = tmp_path_factory.mktemp("records")
    for seed, (station, codes) in enumerate((("A", "ZNE"), ("B", "ZNE"), ("C", "Z"), ("D", "H"))):
        write_mseed(record(station, codes, seed), made / f"{station}.mseed")
    return made


def test_processes_pick_as_one_does(weights: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(weights).parent)  # the model is named from here, and the processes are told where it is
    settings = PickSettings(model="own", thresholds={"P": 0.2, "S": 0.2}, device="cpu")
    one, two = [], []
    first = drive(pick_files_by([folder], settings, ALONE), one.append)
    second = drive(pick_files_by([folder], settings, TWO), two.append)
    assert first.picks and first.picks == second.picks
    assert {event.text for event in one if isinstance(event, Notice)} == {
        event.text for event in two if isinstance(event, Notice)
    }
    with pytest.raises(ModelError, match="needs at least one of Z, N and E"):
        drive(pick_files_by([folder / "D.mseed"], settings, TWO))


def test_processes_pick_hours_as_one_does(weights: str, folder: Path, tmp_path: Path) -> None:
    settings = PickSettings(model=weights, thresholds={"P": 0.2, "S": 0.2}, device="cpu")
    paths = [folder / f"{station}.mseed" for station in "ABC"]
    archive = drive(read_records(paths))
    one = drive(pick_by_hour(archive, settings, tmp_path / "one"))
    two = drive(pick_by_hour(archive, settings, tmp_path / "two", TWO, paths))
    assert one and one == two
    tables = [sorted((tmp_path / name).glob("*.csv")) for name in ("one", "two")]
    assert len(tables[0]) == 2
    assert [path.read_bytes() for path in tables[0]] == [path.read_bytes() for path in tables[1]]
