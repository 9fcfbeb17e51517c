from __future__ import annotations

import sys
from pathlib import Path

import pytest

from seisviewer.user_folders import user_data_folder, user_log_folder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems name their folders otherwise")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_data_lie_where_they_always_lay(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert user_data_folder() == home / ".local" / "share" / "seisviewer"
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    assert user_data_folder() == home / "data" / "seisviewer"


def test_logs_go_to_the_systems_place(home: Path) -> None:
    assert user_log_folder() == home / ".local" / "state" / "seisviewer" / "log"


def test_a_log_that_was_begun_by_an_earlier_version_is_gone_on_with(home: Path) -> None:
    old = home / ".local" / "share" / "seisviewer" / "seisviewer"
    old.mkdir(parents=True)
    assert user_log_folder() == old
