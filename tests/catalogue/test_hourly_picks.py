"""Records are picked hour by hour; what is done stays done, and is not used for other records or another model."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from seisviewer.errors import BadRequest
from seisviewer.networks.pickers import new_picker, save_picker
from seisviewer.progress import Notice, Progress, drive
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.catalogue.hourly_picks import HOUR, hours_of, pick_by_hour
from seisviewer.workflows.traces.picking import PickSettings

FIRST = 417_000 * HOUR
LENGTH = 9_000  # samples to each side of the full hour, at 50 a second


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An untrained picker that is near a third everywhere, so that it finds something in any noise."""
    torch.manual_seed(0)
    return str(save_picker(tmp_path_factory.mktemp("weights") / "own", new_picker("phasenet").model))


@pytest.fixture(scope="module")
def archive() -> Archive:
    """Three minutes on each side of a full hour, and three minutes five hours later."""
    draw = np.random.default_rng(0)
    starts = ((FIRST + HOUR - LENGTH / 50, 2 * LENGTH), (FIRST + 6 * HOUR, LENGTH))
    components = tuple(
        Component(
            code, f"HH{code}", 50.0,
            tuple(Segment(start, draw.normal(size=count).astype(np.float32)) for start, count in starts),
        )
        for code in "ZNE"
    )  # fmt: skip
    return Archive((Record(StationId("XX", "A", "", "HH"), components),))


def settings(weights: str, least: float = 0.2) -> PickSettings:
    return PickSettings(model=weights, thresholds={"P": least, "S": least}, device="cpu")


def test_every_hour_with_a_sample_is_picked_and_no_other(weights: str, archive: Archive, tmp_path: Path) -> None:
    assert hours_of(archive) == [FIRST, FIRST + HOUR, FIRST + 6 * HOUR]
    picks = drive(pick_by_hour(archive, settings(weights), tmp_path))
    assert len(list(tmp_path.glob("*.csv"))) == 3
    times = np.array([pick.time for pick in picks])
    assert np.all(np.diff(times) >= 0) and {time // HOUR * HOUR for time in times} == set(hours_of(archive))
    assert all(pick.width_of_model and pick.probability and pick.model for pick in picks), "the table keeps everything"


def test_work_that_was_cut_off_goes_on_where_it_was(weights: str, archive: Archive, tmp_path: Path) -> None:
    whole = drive(pick_by_hour(archive, settings(weights), tmp_path / "whole"))
    cut = pick_by_hour(archive, settings(weights), tmp_path / "cut")
    while not list((tmp_path / "cut").glob("*.csv")):
        next(cut)
    cut.close()
    (first,) = (tmp_path / "cut").glob("*.csv")
    written = first.stat().st_mtime_ns
    said: list[object] = []
    assert drive(pick_by_hour(archive, settings(weights), tmp_path / "cut"), said.append) == whole
    assert first.stat().st_mtime_ns == written, "the hour that was done is not picked again"
    assert any(isinstance(each, Notice) and "1 of 3 hours are picked already" in each.text for each in said)
    steps = [each.done / each.total for each in said if isinstance(each, Progress) and each.total]
    assert steps == sorted(steps)


@pytest.mark.parametrize("what", ["threshold", "records", "weights"])
def test_hours_that_were_made_otherwise_are_made_anew(
    weights: str, archive: Archive, tmp_path: Path, what: str
) -> None:
    before = drive(pick_by_hour(archive, settings(weights), tmp_path))
    if what == "weights":
        torch.manual_seed(1)
        save_picker(Path(weights).parent / "other", new_picker("phasenet").model)
        again = pick_by_hour(archive, settings(str(Path(weights).parent / "other")), tmp_path)
    elif what == "records":
        shorter = replace(archive, records=tuple(_first_stretch(archive)))
        again = pick_by_hour(shorter, settings(weights), tmp_path)
    else:
        again = pick_by_hour(archive, settings(weights, 0.9), tmp_path)
    said: list[object] = []
    after = drive(again, said.append)
    assert any(isinstance(each, Notice) and "made otherwise" in each.text for each in said)
    assert after != before
    if what == "records":
        assert len(list(tmp_path.glob("*.csv"))) == 2


def test_tables_of_others_are_not_taken_for_picks_of_hours(weights: str, archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "2019-07-04T17.csv").write_text("mine")
    with pytest.raises(BadRequest, match="were not made here"):
        drive(pick_by_hour(archive, settings(weights), tmp_path))
    assert (tmp_path / "2019-07-04T17.csv").read_text() == "mine"


def _first_stretch(archive: Archive) -> Generator[Record, None, None]:
    for record in archive.records:
        yield replace(record, components=tuple(replace(each, segments=each.segments[:1]) for each in record.components))
