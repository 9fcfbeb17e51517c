"""Ctrl+C ends every command with exit code 130 and one line, whenever it comes; real processes, real signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from obspy import Trace

from tests.waveforms.damaged_files import endless_dmx

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for another process")

LOADING = ("seisviewer.errors", "numpy", "rich.console", "seisviewer.cli.console", "obspy.core.stream")
UNASKED = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
ROOT = Path(__file__).parents[2]
TIMES = "import time:"  # with which Python begins a line for every module that it has loaded


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight hours of three components, which a picker has some work with."""
    folder = tmp_path_factory.mktemp("records")
    samples = np.random.default_rng(0).integers(-1000, 1000, 3_000_000).astype(np.int32)
    for channel in ("HHZ", "HHN", "HHE"):
        header = {"network": "XX", "station": "AAA", "channel": channel, "sampling_rate": 100.0}
        Trace(samples, header).write(str(folder / f"{channel}.mseed"), format="MSEED")
    return folder


def started(*arguments: str | Path) -> subprocess.Popen[str]:
    """A command that tells on stderr which modules it has loaded."""
    command = [sys.executable, "-X", "importtime", "-m", "seisviewer", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=pipe, text=True, env=dict(os.environ))


def until_loaded(process: subprocess.Popen[str], module: str) -> list[str]:
    """Wait until a module is loaded; returns what else was said."""
    said = []
    for line in process.stderr:
        if not line.startswith(TIMES):
            said.append(line)
        elif line.split("|")[-1].strip() == module:
            return said
    raise AssertionError(f"{module} was not loaded: {said}")


def interrupted(process: subprocess.Popen[str], number: int = signal.SIGINT, *, times: int = 1) -> list[str]:
    """Send Ctrl+C, or another signal; returns the lines that were said from then on."""
    for _ in range(times):
        process.send_signal(number)
        time.sleep(0.01)
    kept = threading.Timer(60, process.kill)
    kept.start()
    try:
        said = [line for line in process.stderr if not line.startswith(TIMES)]
        process.wait()
    finally:
        kept.cancel()
    return said


@pytest.mark.parametrize("module", LOADING)
def test_while_libraries_load(module: str, records: Path, tmp_path: Path) -> None:
    process = started("pick", records, "--out", tmp_path / "picks.csv")
    before = until_loaded(process, module)
    said = before + interrupted(process)
    assert (process.returncode, said) == (130, ["seisviewer: Stopped.\n"])


@pytest.mark.parametrize("command", ["info", "train", "evaluate", "labels", "download", "demo", "detect", "open"])
def test_in_every_command_while_libraries_load(command: str) -> None:
    process = started(command, "--help")
    before = until_loaded(process, "numpy")
    said = before + interrupted(process)
    assert (process.returncode, said) == (130, ["seisviewer: Stopped.\n"])


@pytest.mark.parametrize("number", UNASKED)
@pytest.mark.parametrize("module", ["numpy", "PyQt6.QtCore", "seisviewer.app.section_state"])
def test_a_session_that_ends_before_there_is_a_window(number: int, module: str) -> None:
    """SIGTERM, and a terminal that closes, end it as Ctrl+C does."""
    command = [sys.executable, "-X", "importtime", "-m", "seisviewer", "open"]
    pipe = subprocess.PIPE
    screen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=pipe, text=True, env=screen)
    before = until_loaded(process, module)
    said = before + interrupted(process, number)
    assert (process.returncode, said) == (130, ["seisviewer: Stopped.\n"])


@pytest.mark.parametrize("number", [signal.SIGINT, *UNASKED])
def test_what_is_being_written_is_taken_away(number: int, tmp_path: Path) -> None:
    """Where no work listens for signals."""
    code = (
        "import sys, time; from pathlib import Path; import seisviewer.__main__ as program\n"
        "from seisviewer.atomic_files import replacing; from seisviewer.errors import BadRequest\n"
        "def work():\n"
        "    with replacing(Path(sys.argv[1]), BadRequest) as half:\n"
        "        half.write_bytes(b'half')\n"
        "        print('writing', flush=True)\n"
        "        time.sleep(60)\n"
        "program._run = work\n"
        "program.run()\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "whole.csv")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "writing\n"
    assert (interrupted(process, number), process.returncode) == (["seisviewer: Stopped.\n"], 130)
    assert not list(tmp_path.iterdir())


def test_ctrl_c_inside_a_library_that_loads_is_no_error_of_the_library(tmp_path: Path) -> None:
    """A library that takes whatever its import raises for its own trouble would go on without a part of itself."""
    (tmp_path / "careless.py").write_text(
        "try:\n    import slow\nexcept BaseException:\n    pass\nprint('goes on', flush=True)\n"
    )
    (tmp_path / "slow.py").write_text("import time\nprint('loading', flush=True)\ntime.sleep(20)\n")
    code = "import seisviewer.__main__ as program\ndef work():\n    import careless\n    return 0\nprogram._run = work\nprogram.run()\n"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
    )  # fmt: skip
    assert process.stdout.readline() == "loading\n"
    assert (interrupted(process), process.returncode) == (["seisviewer: Stopped.\n"], 130)
    assert process.stdout.read() == ""


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.0, 0.1, 0.3, 0.7, 1.2, 2.0])
def test_while_a_command_works(delay: float, records: Path, model: str, tmp_path: Path) -> None:
    """In the middle of reading, of loading a network, of picking: its threads are inside C code."""
    process = started("pick", records, "--out", tmp_path / "picks.csv", "--model", model)
    until_loaded(process, "obspy.core.stream")
    time.sleep(delay)
    said = interrupted(process)
    assert process.returncode == 130 and said[-1:] == ["seisviewer: Stopped.\n"], said
    assert "Traceback" not in "".join(said)


@pytest.mark.slow
def test_while_a_file_is_read_that_never_ends(tmp_path: Path) -> None:
    process = started("info", endless_dmx(tmp_path / "endless.dmx"))
    until_loaded(process, "seisviewer.waveforms.files.record_reading")
    time.sleep(1.0)
    assert (interrupted(process), process.returncode) == (["seisviewer: Stopped.\n"], 130)


@pytest.mark.slow
def test_ctrl_c_again_and_again_is_one_end(records: Path, model: str, tmp_path: Path) -> None:
    process = started("pick", records, "--out", tmp_path / "picks.csv", "--model", model)
    until_loaded(process, "obspy.core.stream")
    said = interrupted(process, times=5)
    assert process.returncode == 130 and "Traceback" not in "".join(said) and "defect" not in "".join(said), said
    assert said[-1] == "seisviewer: Stopped.\n"


def test_a_command_in_the_background_of_a_script_goes_on() -> None:
    """A shell has such a command ignore Ctrl+C."""
    command = f"trap '' INT; exec {sys.executable} -X importtime -m seisviewer --version"
    process = subprocess.Popen(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until_loaded(process, "numpy")
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0].startswith("seisviewer ") and process.returncode == 0


@pytest.mark.slow
def test_what_a_command_has_said_arrives_whole_where_it_ends_at_once() -> None:
    done = subprocess.run([sys.executable, "-m", "seisviewer", "--help"], capture_output=True, text=True, check=True)
    assert "Usage: seisviewer" in done.stdout and done.stdout.rstrip().endswith(("╯", "."))
