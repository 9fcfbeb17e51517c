"""What a project remembers of how its survey is read: a choice holds, a guess is made anew when the file was exported anew."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.survey_opening import Opened, ingest, open_path

FIRST = SectionId(Direction.INLINE, 100)


@pytest.fixture
def survey(small_survey: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy2(small_survey, tmp_path / "north.sgy"))


def rewritten(survey: Path, *, text: str | None = None, code: int | None = None, times: float = 1.0) -> None:
    """The file exported anew: another text header, another format word, other values."""
    content = bytearray(survey.read_bytes())
    if text is not None:
        content[:3200] = text.ljust(3200).encode("cp037")
    if code is not None:
        content[3224:3226] = code.to_bytes(2, "big")
    size = 240 + 4 * int.from_bytes(content[3220:3222], "big")
    traces = np.frombuffer(bytes(content[3600:]), np.dtype([("header", "V240"), ("samples", ">f4", (size - 240) // 4)]))
    traces = traces.copy()
    traces["samples"] *= times
    survey.write_bytes(bytes(content[:3600]) + traces.tobytes())
    os.utime(survey, (2e9 + times, 2e9 + times))


def reopened(folder: Path, **choices) -> Opened:
    result = drive(open_path(folder, **choices))
    result.project.close()
    return result


def made(survey: Path, **choices) -> Path:
    folder = survey.with_suffix(".seis")
    result = drive(ingest(survey, folder, **choices))
    result.project.close()
    result.volume.close()
    return folder


def test_a_guessed_format_is_guessed_anew(survey) -> None:
    right = drive(open_path(survey)).volume.section(FIRST)
    rewritten(survey, code=1)
    folder = made(survey)
    np.testing.assert_array_equal(reopened(folder).volume.section(FIRST), right)
    rewritten(survey, code=5, times=2.0)
    result = reopened(folder)
    np.testing.assert_array_equal(result.volume.section(FIRST), 2 * right)
    assert result.volume.chosen.format is None


def test_a_chosen_format_holds(survey) -> None:
    rewritten(survey, code=1)
    folder = made(survey, format="ibm")
    misread = reopened(folder).volume
    assert misread.scan.layout.format.option == "ibm" and misread.chosen.format == "ibm"
    rewritten(survey, code=5, times=2.0)
    assert reopened(folder).volume.scan.layout.format.option == "ibm"


def test_a_guessed_unit_is_guessed_anew_and_a_chosen_one_holds(survey) -> None:
    rewritten(survey, text="DEPTH DOMAIN")
    folder = made(survey)
    assert reopened(folder).volume.geometry.samples.unit == "m"
    rewritten(survey, text="TIME DOMAIN", times=2.0)
    result = reopened(folder)
    assert result.volume.geometry.samples.unit == "ms" and result.volume.chosen.unit is None
    assert reopened(folder, unit="ft").volume.geometry.samples.unit == "ft"
    rewritten(survey, text="DEPTH DOMAIN", times=0.5)
    assert reopened(folder).volume.geometry.samples.unit == "ft"


def test_a_coordinate_system_is_kept(survey) -> None:
    folder = made(survey, crs="EPSG:23031")
    for _ in range(2):
        assert reopened(folder).volume.geometry.reference.system == "ED50 / UTM zone 31N (EPSG:23031)"
        rewritten(survey, times=2.0)
    assert "EPSG:32631" in reopened(folder, crs="32631").volume.geometry.reference.system
    assert "EPSG:32631" in reopened(folder).volume.geometry.reference.system
