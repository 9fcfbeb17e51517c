"""What killed test runs have left behind goes at the start of a later one."""

from __future__ import annotations

import os
import time
from pathlib import Path

from .old_folders import DAY, remove_old_folders


def test_old_folders_go_and_those_in_use_stay(tmp_path: Path) -> None:
    for name, age in (("tests-old", 2 * DAY), ("tests-new", 0.0), ("other", 2 * DAY)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    remove_old_folders(tmp_path, "tests-")
    assert {path.name for path in tmp_path.iterdir()} == {"tests-new", "other"}
