"""One command line in, one exit code and at most one sentence of complaint out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
import typer

from seisviewer import __version__
from seisviewer.cli import main as entry
from seisviewer.cli.main import main, with_default_command
from seisviewer.learning.phases.waveform_augmentation.augmentations import REGISTRY as AUGMENTATIONS
from seisviewer.predictions.filter_averaging import COMBINATIONS
from seisviewer.predictions.filter_averaging import REGISTRY as FILTERS


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """What went to stderr, which has to be a single line; nothing may have gone to stdout."""
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1, captured.err
    assert captured.err.startswith("seisviewer: ")
    return captured.err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for command in ("demo", "info", "ingest", "labels", "train", "predict", "evaluate", "open"):
        assert f" {command} " in shown


@pytest.mark.parametrize("command", ["demo", "info", "ingest", "labels import", "train", "predict", "evaluate", "open"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    assert "Usage: seisviewer " + command in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("command, option, names", [
    ("pick", "through", FILTERS),
    ("pick", "combination", COMBINATIONS),
    ("train-picker", "augment", AUGMENTATIONS),
])  # fmt: skip
def test_an_option_names_all_that_may_be_chosen(command: str, option: str, names: Iterable[str]) -> None:
    options = {each.name: each.help for each in typer.main.get_command(entry.app).commands[command].params}
    assert [name for name in names if name not in options[option]] == []


def test_module_and_command_are_the_same() -> None:
    done = subprocess.run([sys.executable, "-m", "seisviewer", "--version"], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == f"seisviewer {__version__}"


def test_idle_threads_sleep_before_numpy_is_there() -> None:
    program = "import sys, os; import seisviewer.cli; print(os.environ['OMP_WAIT_POLICY'], 'numpy' in sys.modules)"
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, env=environment)
    assert done.stdout.split() == ["passive", "False"]


@pytest.mark.parametrize(
    "line, code, expected",
    [
        ("trian", 2, "did you mean “train”?"),
        ("no/such.sgy", 2, "neither a file nor a command"),
        ("info", 2, "Missing argument"),
        ("info x.sgy --jason", 2, "No such option"),
        ("train x.seis --device tpu", 2, "--device"),
        ("info no/such.sgy", 1, "such.sgy"),
        ("train no/such.seis", 1, "such.seis"),
        ("train x.seis --steps 5 --minutes 1", 1, "not both"),
        ("train x.seis --seed -1", 2, "--seed"),
        ("train x.seis --crop 8", 1, "32 or more"),
        ("predict x.seis", 1, "Say what to predict"),
        ("predict x.seis --volume", 1, "Say where to write"),
        ("predict x.seis --volume --out no/such/place.sgy", 1, "no folder"),
        ("info x.sgy --unit fathoms", 1, "fathoms"),
        ("info x.sgy --inline-byte 999", 1, "999"),
        ("info x.sgy --coordinate-scalar 0", 1, "makes no coordinates"),
        ("ingest x.npy y.seis --inlines first", 1, "names no lines"),
    ],
)
def test_every_error_is_one_sentence(
    line: str,
    code: int,
    expected: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(line.split()) == code
    assert expected in complaint(capsys)


def test_a_path_opens_the_window_and_a_command_does_not(tmp_path: Path) -> None:
    survey = tmp_path / "survey.sgy"
    survey.touch()
    assert with_default_command([], ["info"]) == ["open"]
    assert with_default_command([str(survey), "--dark"], ["info"]) == ["open", str(survey), "--dark"]
    assert with_default_command(["info", str(survey)], ["info"]) == ["info", str(survey)]
    assert with_default_command(["--help"], ["info"]) == ["--help"]


def test_without_a_screen_the_window_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    assert "no screen" in complaint(capsys)


@pytest.mark.parametrize(
    "error, expected",
    [
        (ZeroDivisionError("division\nby zero"), "ZeroDivisionError: division by zero"),
        (PermissionError(13, "Permission denied", "f3.sgy"), "f3.sgy: Permission denied."),
        (MemoryError(), "not enough memory"),
    ],
)
def test_a_defect_is_a_sentence_too(
    error: BaseException, expected: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(app: typer.Typer) -> None:
        class Command:
            commands = ("info",)

            def main(self, **options: object) -> None:
                raise error

        return Command()

    monkeypatch.setattr(entry.typer.main, "get_command", fail)
    monkeypatch.delenv("SEISVIEWER_TRACEBACK", raising=False)
    assert main(["info"]) == 1
    assert expected in complaint(capsys)


def test_what_one_process_does_is_refused_to_the_several_of_torchrun(monkeypatch, capsys, tmp_path: Path) -> None:
    for name, value in (("TORCHELASTIC_RUN_ID", "1"), ("WORLD_SIZE", "2"), ("RANK", "1")):
        monkeypatch.setenv(name, value)
    out = tmp_path / "taught"
    assert main(["train-picker", "--labelled", str(tmp_path), "--out", str(out)]) == 1
    assert "start “seisviewer train-picker” without torchrun" in complaint(capsys)
    assert main(["info", str(tmp_path)]) == 1
    assert "without torchrun" in complaint(capsys)
    assert main(["train", "--help"]) == 0
