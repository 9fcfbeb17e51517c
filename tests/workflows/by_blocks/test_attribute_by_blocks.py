"""An attribute of a survey is the same whoever works it out, and what was done before a stop is taken over."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from seisviewer.blocks.workers import Workers
from seisviewer.cli.main import main
from seisviewer.errors import BadRequest
from seisviewer.progress import Notice, drive
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.attributes import attribute_volume
from seisviewer.workflows.attributes.attribute_volume import write_attribute
from seisviewer.workflows.by_blocks import attribute_blocks, survey_at_work
from seisviewer.workflows.by_blocks.attribute_blocks import AttributeOrder, write_attribute_by

TWO = Workers(processes=2)


@pytest.fixture(autouse=True)
def at_work_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Blocks of several workers run in this process, in the order of their numbers, and are small."""
    from seisviewer.blocks import running

    monkeypatch.setattr(running, "_runs", lambda blocks, _workers: running._one_after_another(blocks))
    monkeypatch.setattr(attribute_volume, "SLAB", (4, 7))
    monkeypatch.setattr(attribute_blocks, "MOST_LINES", 9)
    yield
    held = vars(survey_at_work._kept).pop("survey", None)
    if held is not None:
        held[1].close()


@pytest.fixture
def volume(small_survey: Path, tmp_path: Path) -> Iterator[Volume]:
    with closing(open_volume(shutil.copy(small_survey, tmp_path / "survey.sgy"))) as volume:
        yield volume


def left(folder: Path) -> list[Path]:
    return list(folder.glob(".*.blocks"))


@pytest.mark.parametrize("kind", ["envelope", "sweetness", "semblance", "dip", "coherence"])
def test_blocks_give_the_file_that_one_process_writes(kind: str, volume: Volume, tmp_path: Path) -> None:
    drive(write_attribute(volume, kind, tmp_path / "one.sgy", window=28.0))
    drive(write_attribute_by(volume, kind, tmp_path / "two.sgy", window=28.0, workers=TWO))
    assert (tmp_path / "two.sgy").read_bytes() == (tmp_path / "one.sgy").read_bytes()
    assert not left(tmp_path)


def stopped(volume: Volume, out: Path, blocks: int) -> dict[Path, int]:
    """The blocks that lie there after so many were done, and when they were written."""
    work = write_attribute_by(volume, "envelope", out, workers=TWO)
    while len(found := list(out.parent.glob(".*.blocks/*.npy"))) < blocks:
        next(work)
    work.close()
    return {path: path.stat().st_mtime_ns for path in found}


def test_what_was_done_before_a_stop_is_taken_over_and_said(volume: Volume, tmp_path: Path) -> None:
    drive(write_attribute(volume, "envelope", tmp_path / "one.sgy"))
    done = stopped(volume, tmp_path / "two.sgy", 2)
    for number, path in enumerate(done):  # from another time, to see that nobody writes them again
        os.utime(path, (number, number))
    said = []
    work = write_attribute_by(volume, "envelope", tmp_path / "two.sgy", workers=TWO)
    for event in work:
        said += [event.text] if isinstance(event, Notice) else []
        if len(list(tmp_path.glob(".*.blocks/*.npy"))) == 5:
            assert [path.stat().st_mtime for path in done] == [0, 1]
    assert said == ["18 of 40 inlines were worked out before: it goes on with the others."]
    assert (tmp_path / "two.sgy").read_bytes() == (tmp_path / "one.sgy").read_bytes() and not left(tmp_path)


def test_one_process_goes_on_with_what_several_left(volume: Volume, tmp_path: Path) -> None:
    drive(write_attribute(volume, "envelope", tmp_path / "one.sgy"))
    stopped(volume, tmp_path / "survey_envelope.sgy", 2)
    assert main(["attribute", str(volume.path), "envelope", "--out", str(tmp_path / "survey_envelope.sgy")]) == 0
    assert (tmp_path / "survey_envelope.sgy").read_bytes() == (tmp_path / "one.sgy").read_bytes()
    assert not left(tmp_path)


def test_blocks_of_another_setting_or_a_changed_survey_are_not_taken(volume: Volume, tmp_path: Path) -> None:
    out = tmp_path / "two.sgy"
    stopped(volume, out, 2)
    (folder,) = left(tmp_path)
    assert AttributeOrder("envelope").folder(volume, out) == folder
    others = [order.folder(volume, out) for order in (AttributeOrder("rms"), AttributeOrder("envelope", 90.0))]
    os.utime(volume.path, (1.0, 1.0))
    others.append(AttributeOrder("envelope").folder(volume, out))
    assert len({folder, *others}) == 4
    drive(write_attribute_by(volume, "rms", tmp_path / "else.sgy", workers=TWO))
    assert left(tmp_path) == [folder]  # of another file
    drive(write_attribute_by(volume, "envelope", out, workers=TWO))
    assert not left(tmp_path)  # what nobody can use any more is gone


def test_a_damaged_block_is_said_and_made_anew(volume: Volume, tmp_path: Path) -> None:
    out = tmp_path / "two.sgy"
    damaged = max(stopped(volume, out, 2))
    damaged.write_bytes(b"short")
    with pytest.raises(BadRequest, match="repeat the command"):
        drive(write_attribute_by(volume, "envelope", out, workers=TWO))
    drive(write_attribute_by(volume, "envelope", out, workers=TWO))
    drive(write_attribute(volume, "envelope", tmp_path / "one.sgy"))
    assert out.read_bytes() == (tmp_path / "one.sgy").read_bytes()
