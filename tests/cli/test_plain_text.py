"""Names from files are no markup in a shell, and steer no terminal."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from seisviewer.cli.console import output
from seisviewer.cli.main import main
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.progress_reporter import Reporter
from seisviewer.progress import Notice, Progress

from ..parsed_code import parsed

CLI = Path(__file__).parents[2] / "seisviewer" / "cli"
HOSTILE = ["[/b]", "[red]a", "[link=file:///x]a", ":bomb:", "[", "a\\[b]"]


@pytest.mark.parametrize("text", HOSTILE)
def test_everything_that_work_says_is_shown_as_it_stands(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # the bar is drawn on terminals alone
    with Reporter() as reporter:
        reporter.show(Progress(0, 10, f"reading {text}"))
        reporter.show(Progress(5, 10, f"reading {text}"))
        reporter.show(Notice(f"left out: {text}"))
        reporter._bar.refresh()
    said = capsys.readouterr().err
    assert f"left out: {text}" in said and f"reading {text}" in said


@pytest.mark.parametrize("text", HOSTILE)
def test_results_are_shown_as_they_stand(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    output().print(f"Wrote {text}.")
    assert capsys.readouterr().out == f"Wrote {text}.\n"


def test_no_name_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\x1b]0;title\x07\x1b[2Ja\rb"
    output().print(evil)
    assert main([f"/no/such/{evil}.sgy"]) != 0
    with Reporter() as reporter:
        reporter.show(Notice(evil))
    captured = capsys.readouterr()
    for text in (captured.out, captured.err, table_text("classes", ("name",), [(evil,)])):
        assert "\x1b" not in text and "\x07" not in text and "\r" not in text


def test_every_print_goes_through_the_console_that_knows_no_markup() -> None:
    for path in CLI.glob("*.py"):
        tree = parsed(path)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            words = {word.arg: word.value for word in node.keywords}
            where = f"{path.name}, line {node.lineno}"
            assert name != "Console", f"{where}: use PlainConsole"
            if name == "TextColumn":
                assert getattr(words.get("markup"), "value", True) is False, f"{where}: a name would be markup"
            assert name == "__init__" or getattr(words.get("markup"), "value", False) is False, f"{where}: markup"
