"""Room on the disk is taken before anything is written; a full disk is one sentence and leaves no half file."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest
from seisviewer.reserved_array import ReservedArray
from seisviewer.reserved_file import ReservedFile


def test_what_is_written_is_read_and_the_rest_is_zero(tmp_path: Path) -> None:
    with closing(ReservedFile(tmp_path / "file", 1000)) as file:
        file.write(10, np.arange(5, dtype=np.int16))
        assert file.read(10, np.dtype(np.int16), (5,)).tolist() == [0, 1, 2, 3, 4]
        assert not file.read(20, np.dtype(np.uint8), (980,)).any()
    assert (tmp_path / "file").stat().st_size == 1000


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="the system reserves no room")
def test_the_room_is_taken_at_once(tmp_path: Path) -> None:
    with closing(ReservedFile(tmp_path / "file", 1 << 20)):
        assert (tmp_path / "file").stat().st_blocks * 512 >= 1 << 20


def test_an_array_is_filled_in_blocks_and_opens_as_an_array(tmp_path: Path) -> None:
    expected = np.random.default_rng(0).integers(0, 9, (7, 9, 5)).astype(np.float16)
    with closing(ReservedArray(tmp_path / "a.npy", np.dtype(np.float16), expected.shape)) as array:
        for row in range(0, 7, 3):
            for column in range(0, 9, 4):
                array.put(row, column, expected[row : row + 3, column : column + 4])
        assert np.array_equal(array.row(4), expected[4])
    assert np.array_equal(np.load(tmp_path / "a.npy"), expected)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_called_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def full(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    target = tmp_path / "out"
    with pytest.raises(BadRequest, match="its disk is full") as said, replacing(target, BadRequest) as temporary:
        ReservedFile(temporary, 100)
    assert str(target) in str(said.value) and not list(tmp_path.iterdir())


def test_a_disk_that_reserves_no_room_is_asked_how_much_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    monkeypatch.setattr(os, "posix_fallocate", without, raising=False)
    with closing(ReservedFile(tmp_path / "fits", 100)) as file:
        file.write(0, np.ones(100, np.uint8))
    with pytest.raises(OSError) as said:
        ReservedFile(tmp_path / "large", 1 << 60)
    assert said.value.errno == errno.ENOSPC


LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
from seisviewer.errors import SeisviewerError
from seisviewer.progress import drive
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.survey_writing import write_segy
import numpy as np
volume = open_volume(sys.argv[1])
inlines, crosslines, samples = volume.geometry.shape
try:
    drive(write_segy(Path(sys.argv[2]), volume, lambda index: np.zeros((crosslines, samples), np.float32)))
except SeisviewerError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file")
def test_a_disk_that_takes_no_more_ends_nothing(small_survey: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.sgy"
    done = subprocess.run([sys.executable, "-c", LIMITED, str(small_survey), str(out)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.startswith(f"{out} cannot be written: ") and len(done.stdout.splitlines()) == 1
    assert not list(tmp_path.iterdir())
