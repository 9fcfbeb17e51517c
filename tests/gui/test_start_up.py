"""What the start of the window waits for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from seisviewer.__main__ import window_paths

NOT_YET = (
    *("scipy.signal", "scipy.stats", "scipy.optimize", "scipy.interpolate", "scipy.spatial", "scipy.sparse.linalg"),
    *("pyproj", "requests", "obspy.clients", "pandas", "sklearn", "matplotlib", "zarr", "torch", "typer", "OpenGL"),
)


@pytest.mark.slow
def test_the_window_is_imported_without_the_libraries_that_only_work_needs() -> None:
    program = f"import sys, seisviewer.app.main_window.start; print([name for name in {NOT_YET} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("arguments, paths", [
    ([], []),
    (["open"], []),
    (["open", "there.npy"], ["there.npy"]),
    (["there.npy"], ["there.npy"]),
    (["open", "info"], ["info"]),
    (["info"], None),  # a file of this name lies there, and it is a command
    (["there.npy", "gone.npy"], None),
    (["open", "--help"], None),
    (["--version"], None),
    (["info", "there.npy"], None),
])  # fmt: skip
def test_only_the_window_goes_past_the_command_line(
    arguments: list[str], paths: list[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("there.npy", "info"):
        Path(name).touch()
    assert window_paths(arguments) == paths
