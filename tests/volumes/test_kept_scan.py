"""What the headers of a large file said is kept, and used only for the very file and reading that it was of."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.progress import Progress, drive
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_steps, open_volume
from seisviewer.volumes.segy import segy_volume
from seisviewer.volumes.segy.segy_volume import SegyVolume
from seisviewer.user_folders import user_cache_folder


@pytest.fixture
def survey(small_survey: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(segy_volume, "LONG_SECONDS", -1.0)
    return Path(shutil.copy(small_survey, tmp_path / "kept.sgy"))


def scanned(path: Path, **choices: object) -> tuple[SegyVolume, bool]:
    """The volume, and whether its headers were read."""
    said = []
    volume = drive(open_steps(path, **choices), said.append)
    return volume, any(isinstance(event, Progress) and "headers" in event.message for event in said)


def test_the_second_opening_reads_no_headers_and_is_the_same(survey):
    with closing(open_volume(survey)) as first:
        again, read = scanned(survey)
        with closing(again):
            assert not read and again.geometry == first.geometry and again.scan.headers == first.scan.headers
            assert again.notices == first.notices and again.geometry.reference == first.geometry.reference
            np.testing.assert_array_equal(again.scan.trace_at, first.scan.trace_at)
            np.testing.assert_array_equal(again.geometry.live, first.geometry.live)
            np.testing.assert_array_equal(again.geometry.affine, first.geometry.affine)
            section = first.geometry.section(Direction.CROSSLINE, 7)
            np.testing.assert_array_equal(again.section(section), first.section(section))


@pytest.mark.parametrize("change", ["written to", "touched", "read otherwise", "moved"])
def test_another_file_or_reading_is_scanned_anew(survey, change):
    open_volume(survey).close()
    choices = {}
    if change == "written to":
        content = bytearray(survey.read_bytes())
        content[3600 + 188 + 3] ^= 1  # the inline number of the first trace
        survey.write_bytes(content)
    elif change == "touched":
        os.utime(survey, ns=(1, 1))
    elif change == "read otherwise":
        choices = {"unit": "m"}
    else:
        survey = Path(shutil.copy2(survey, survey.with_name("other.sgy")))
    again, read = scanned(survey, **choices)
    again.close()
    assert read


@pytest.mark.parametrize("damage", [lambda content: content[:100], lambda content: content[:-500] + b"x" * 500])
def test_a_damaged_scan_is_made_anew(survey, damage):
    open_volume(survey).close()
    kept = max((user_cache_folder() / "scans").glob("*.npz"), key=lambda file: file.stat().st_mtime)
    kept.write_bytes(damage(kept.read_bytes()))
    again, read = scanned(survey)
    again.close()
    assert read


def test_a_scan_that_points_outside_the_file_is_not_trusted(survey):
    with closing(open_volume(survey)) as volume:
        from seisviewer.volumes.open_choices import OpenChoices
        from seisviewer.volumes.segy.kept_scan import keep_scan
        from seisviewer.volumes.store.source_identity import SourceIdentity

        wrong = replace(volume.scan, trace_at=volume.scan.trace_at + 10**6)
        keep_scan(wrong, OpenChoices(), SourceIdentity.of(survey))
    again, read = scanned(survey)
    again.close()
    assert read
