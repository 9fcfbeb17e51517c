"""A fault leaves something that can be read and sent: a crash of the process too."""

from __future__ import annotations

import faulthandler
import subprocess
import sys
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication

from seisviewer.app import crash_record
from seisviewer.app.crash_record import CrashRecord, take_earlier_crashes
from seisviewer.app.dialogs.problem_report_dialog import ProblemReportDialog

CRASH = """
import ctypes, sys
from seisviewer.app.crash_record import CrashRecord
record = CrashRecord()
record.start()
if sys.argv[1] == "crash":
    ctypes.string_at(0)
record.stop()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where programs of this test keep their log: theirs and ours."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return crash_record.user_log_folder()


def run(what: str) -> int:
    return subprocess.run([sys.executable, "-c", CRASH, what], check=False, capture_output=True).returncode


def test_a_crash_comes_into_the_log_of_the_next_run_once(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert run("crash") != 0
    assert take_earlier_crashes() == 1
    assert "string_at" in caplog.text or "Segmentation fault" in caplog.text
    assert take_earlier_crashes() == 0
    assert list(folder.iterdir()) == []


def test_a_program_that_ends_well_leaves_nothing(folder: Path) -> None:
    assert run("well") == 0
    assert take_earlier_crashes() == 0
    assert list(folder.iterdir()) == []


def test_the_file_of_a_program_that_still_runs_stays(folder: Path) -> None:
    record = CrashRecord()
    folder.mkdir(parents=True)
    (folder / "crash-999999999.txt").touch()  # of one that was killed
    record.start()
    try:
        assert take_earlier_crashes() == 0
        assert [path.name for path in folder.iterdir()] == [record._path.name]
    finally:
        record.stop()
        faulthandler.enable(sys.__stderr__)  # as pytest had it


def test_the_report_is_copied_and_saved_as_it_was_changed(qtbot, tmp_path: Path) -> None:
    dialog = ProblemReportDialog("What is installed\n")
    qtbot.addWidget(dialog)
    dialog.text.appendPlainText("I pressed B.")
    dialog.copy.click()
    assert QApplication.clipboard().text().endswith("I pressed B.")
    dialog.write(tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").endswith("I pressed B.")
    dialog.write(tmp_path / "no" / "report.txt")
    assert "report.txt" in dialog.said.text() and "Saved" not in dialog.said.text()
