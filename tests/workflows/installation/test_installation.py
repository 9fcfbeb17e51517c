"""`seisviewer doctor` and the report of a problem say what is there, and what to do where it is not."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

import pytest

from seisviewer.cli.main import main
from seisviewer.progress import drive
from seisviewer.workflows.installation import libraries, machine, screen
from seisviewer.workflows.installation.examination import examine, is_broken
from seisviewer.workflows.installation.finding import Finding, State
from seisviewer.workflows.installation.problem_report import report_text


def by_part(findings: tuple[Finding, ...] | list[Finding]) -> dict[str, Finding]:
    return {finding.part: finding for finding in findings}


def test_what_the_tests_run_with_is_enough() -> None:
    findings = by_part(drive(examine()))
    assert not is_broken(tuple(findings.values()))
    assert findings["numpy"].found == metadata.version("numpy")
    assert "CPU" in findings["Learning"].found or "Computing on" in findings["Learning"].found
    assert {"Memory", "Projects", "Cache", "Folder of the log", "Screen", "Pickers"} <= set(findings)


def test_a_library_that_lacks_or_is_too_old_is_named_with_what_puts_it_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda name: ["numpy>=999", "no-such-library>=2,<3", "scipy>=1"])
    findings = by_part(list(libraries.library_findings()))
    assert findings["numpy"].state is State.LIMITED and "numpy>=999" in findings["numpy"].advice
    assert findings["no-such-library"].state is State.BROKEN and "pip install" in findings["no-such-library"].advice
    assert findings["scipy"].state is State.GOOD


def test_an_extra_that_lacks_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda name: ['no-such-library>=2; extra == "test"'])
    findings = list(libraries.library_findings())
    assert not is_broken(tuple(findings))
    assert any("no-such-library" in finding.found for finding in findings)


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.os, "access", lambda path, mode: False)
    finding = by_part(list(machine.room_findings()))["Projects"]
    assert finding.state is State.LIMITED and "cannot be written to" in finding.advice


def test_without_a_screen_the_program_is_limited_and_not_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(screen.sys, "platform", "linux")
    (finding,) = screen.screen_findings()
    assert finding.state is State.LIMITED and "commands work" in finding.advice


def test_qt_that_does_not_start_is_said_in_its_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "nosuchscreen")
    (finding,) = screen.screen_findings()
    assert finding.state is State.BROKEN
    assert "nosuchscreen" in finding.found


def test_the_command_ends_with_1_only_where_something_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = Finding("Memory", "much"), Finding("torch", "not installed", State.BROKEN, "Install it.")
    for findings, code in (((good,), 0), ((good, bad), 1)):
        monkeypatch.setattr("seisviewer.cli.doctor_command.examine", lambda found=findings: (yield from ()) or found)
        assert main(["doctor", "--json"]) == code
        assert [each["part"] for each in json.loads(capsys.readouterr().out)] == [each.part for each in findings]
    assert main(["doctor"]) == 1
    shown = capsys.readouterr().out
    assert "MISSING: not installed" in shown and "Install it." in shown


def test_the_report_names_no_home_folder() -> None:
    home = Path.home()
    text = report_text([Finding("Log", f"{home}/log")], f"a fault at {home}/survey.sgy")
    assert str(home) not in text
    assert "~/log" in text and "a fault at ~/survey.sgy" in text
