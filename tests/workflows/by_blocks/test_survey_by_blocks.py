"""Store, dips, statistics and attributes of a survey are the same whoever makes them, and whoever is lost meanwhile."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.errors import BadRequest
from seisviewer.progress import Progress, drive
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.statistics import amplitude_statistics
from seisviewer.volumes.store import store_plan
from seisviewer.volumes.store.block_threads import BlockStored
from seisviewer.volumes.store.building import build_store
from seisviewer.volumes.store.store_plan import StorePlan
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.attributes.attribute_volume import write_attribute
from seisviewer.workflows.by_blocks import slope_blocks, store_blocks, survey_at_work
from seisviewer.workflows.by_blocks.attribute_blocks import write_attribute_by
from seisviewer.workflows.by_blocks.slope_blocks import slopes_by
from seisviewer.workflows.by_blocks.statistics_blocks import statistics_by
from seisviewer.workflows.by_blocks.survey_at_work import SurveyOrder
from seisviewer.workflows.stores.survey_store import found_store, make_store
from seisviewer.workflows.survey_slopes import SlopeGrid, kept_slopes, work_out_slopes

sys.path.insert(0, str(Path(__file__).parents[2] / "blocks"))
from dask_processes import dask_cluster


@pytest.fixture
def volume(small_survey: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Volume]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(store_plan, "SLAB_CELLS", 1)
    with closing(open_volume(shutil.copy(small_survey, tmp_path / "survey.sgy"))) as volume:
        yield volume
    held = vars(survey_at_work._kept).pop("survey", None)
    if held is not None:
        held[1].close()


def files(folder: Path) -> dict[Path, bytes]:
    """What is in a store but for the order in which its blocks came."""
    found = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    blocks = found.pop(Path("seisviewer.blocks"))
    return found | {Path("blocks"): b" ".join(sorted(blocks.split()))}


def cells(grid: SlopeGrid) -> np.ndarray:
    return np.stack([grid.cells.plane(0, place) for place in range(grid.cells.shape[0])])


def test_blocks_make_the_store_that_two_threads_make(volume: Volume, tmp_path: Path) -> None:
    plan = StorePlan.of(volume.geometry, 3000.0, exact=True)
    assert plan.slabs > 1
    for name, make in (("one", None), ("two", store_blocks.by_workers(volume, tmp_path / "two", ALONE))):
        drive(build_store(volume, tmp_path / name, plan, {}, make))
    assert files(tmp_path / "two") == files(tmp_path / "one")


def test_slabs_give_the_dips_that_the_window_works_out_and_what_is_done_is_kept(volume: Volume) -> None:
    expected = cells(drive(work_out_slopes(volume)))
    fill = slope_blocks.by_workers(volume, ALONE)
    work = work_out_slopes(volume, fill)
    while not list((slabs := slope_blocks.slabs_folder(volume)).glob("*.npy")):
        next(work)
    work.close()
    (done,) = slabs.glob("*.npy")
    kept = done.stat().st_mtime_ns
    np.testing.assert_array_equal(cells(drive(work_out_slopes(volume, fill))), expected)
    assert done.stat().st_mtime_ns == kept


def test_a_worker_that_sees_another_file_refuses(volume: Volume, tmp_path: Path) -> None:
    order = SurveyOrder.of(volume).plain()
    os.utime(volume.path, (1.0, 1.0))
    with pytest.raises(BadRequest, match="same files under the same paths"):
        slope_blocks.store_slab_slopes(order, str(tmp_path), 0)
    with pytest.raises(BadRequest, match="other lines"):
        survey_at_work.survey_at_work(SurveyOrder.of(volume).plain() | {"grid": "another"})


@pytest.mark.slow
def test_a_dask_worker_killed_in_the_middle_changes_nothing(volume: Volume, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    statistics, slopes = amplitude_statistics(volume), cells(drive(work_out_slopes(volume)))
    shutil.rmtree(tmp_path / "cache")
    drive(make_store(volume, limit=statistics.limit))
    expected = files(found_store(volume, None)[0])
    shutil.rmtree(found_store(volume, None)[0])
    drive(write_attribute(volume, "envelope", tmp_path / "one.sgy"))
    with dask_cluster(tmp_path, workers=3) as cluster:
        workers = Workers(scheduler=cluster.address)
        assert drive(statistics_by(volume, tmp_path, workers)) == statistics
        for event in (work := make_store(volume, limit=statistics.limit, workers=workers)):
            if isinstance(event, BlockStored):
                cluster.kill_worker(0)
                break
        drive(work)
        assert files(found_store(volume, None)[0]) == expected
        np.testing.assert_array_equal(cells(drive(slopes_by(volume, workers))), slopes)
        for event in (work := write_attribute_by(volume, "envelope", tmp_path / "dask.sgy", workers=workers)):
            if isinstance(event, Progress) and event.total and event.done:
                assert event.done < event.total, "it is to be killed in the middle"
                cluster.kill_worker(1)
                break
        drive(work)
        assert (tmp_path / "dask.sgy").read_bytes() == (tmp_path / "one.sgy").read_bytes()
    assert kept_slopes(volume) is not None and not list((tmp_path / "cache").rglob("*.slabs"))
