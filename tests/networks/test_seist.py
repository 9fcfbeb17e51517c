"""SeisT: its weights are found, checked and loaded, and its picks lie where PhaseNet's do."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from seisviewer.errors import ModelError
from seisviewer.networks.picker_names import PickerName, available, seist_folder
from seisviewer.networks.pickers import load_picker, new_picker, save_picker
from seisviewer.networks.seist.seist_blocks import DropPath
from seisviewer.networks.seist.seist_network import SIZES


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(tmp_path))
    (tmp_path / "seist").mkdir()
    return tmp_path / "seist"


def authors_file(folder: Path, size: str) -> Path:
    """Random weights as SeisT's authors lay them down: a state dict and nothing else."""
    path = folder / f"seist_{size}_dpk_diting.pth"
    torch.save(new_picker("seist", size=size).model.state_dict(), path)
    return path


@pytest.mark.parametrize("size", SIZES)
def test_a_curve_for_every_sample_of_a_window_of_any_length(size: str) -> None:
    model = new_picker("seist", size=size).model.eval()
    for samples in (3001, 500):
        answer = model(torch.randn(2, 3, samples))
        assert answer.shape == (2, 3, samples)
        assert bool((answer > 0).all()) and bool((answer < 1).all())


def test_the_files_of_the_authors_are_listed_and_loaded_by_size_and_by_path(cache: Path) -> None:
    path = authors_file(cache, "s")
    assert available() == (PickerName("seist", "s"),)
    for name in ("seist:s", str(path), str(shutil.copy(path, cache.parent))):
        picker = load_picker(name)
        assert set(picker.phases.values()) == {"P", "S", "Detection"} and picker.rate == 50.0
        assert not picker.model.training and not picker.self_trained


def test_weights_of_another_size_are_refused(cache: Path) -> None:
    shutil.move(authors_file(cache, "m"), cache / "seist_s_dpk_diting.pth")
    with pytest.raises(ModelError, match="weights of another network"):
        load_picker("seist:s")


def test_weights_that_are_not_here_say_where_to_put_them(cache: Path) -> None:
    for download in (False, True):
        with pytest.raises(ModelError) as caught:
            load_picker("seist:l", download=download)
        assert "seist_l_dpk_diting.pth" in str(caught.value) and str(seist_folder()) in str(caught.value)
    with pytest.raises(ModelError, match="seist:s, seist:m or seist:l"):
        load_picker("seist:../s")


@pytest.mark.slow
def test_what_was_taught_is_saved_with_its_size_and_window(tmp_path: Path) -> None:
    saved = new_picker("seist", size="m", in_samples=3000).model
    picker = load_picker(save_picker(tmp_path / "mine", saved))
    assert picker.model.size == "m" and picker.in_samples == 3000 and picker.self_trained
    assert all(torch.equal(value, saved.state_dict()[name]) for name, value in picker.model.state_dict().items())


def test_a_branch_is_left_out_of_whole_windows_in_training_alone() -> None:
    path, ones = DropPath(0.25), torch.ones(4000, 2, 3)
    kept = path.train()(ones)
    assert kept.unique().tolist() == pytest.approx([0.0, 4 / 3])
    assert bool((kept == kept[:, :1, :1]).all()) and abs(float(kept.mean()) - 1) < 0.05
    assert torch.equal(path.eval()(ones), ones)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_its_picks_lie_where_those_of_phasenet_do(size: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four minutes around the M 6.4 of Ridgecrest at four stations."""
    from seisviewer.progress import drive
    from seisviewer.workflows.traces.picking import pick_archive
    from seisviewer.workflows.traces.trace_opening import read_records

    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(data_dir / "quake" / "weights"))
    archive = drive(read_records([data_dir / "quake" / "continuous"]))
    start = archive.records[0].start
    span, thresholds = (start + 2580, start + 2820), {"P": 0.2, "S": 0.2}
    of_both = [
        drive(pick_archive(archive, None, name, span=span, thresholds=thresholds))
        for name in ("phasenet:original", f"seist:{size}")
    ]
    for phase, most in (("P", 0.08), ("S", 0.13)):
        near = {}
        for record in archive.records:
            theirs, mine = (
                np.array([pick.time for pick in picks if (pick.record, pick.phase) == (record.key, phase)])
                for picks in of_both
            )
            apart = np.abs(theirs[:, None] - mine[None]).min(axis=0, initial=9.0)
            near[record.key] = round(float(apart.min(initial=9.0)), 3)
        assert sum(each <= most for each in near.values()) >= 3, (phase, near)
