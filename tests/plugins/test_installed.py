"""The example package, really installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

PACKAGE = Path(__file__).parent / "example"
COUNT = 7


@pytest.mark.slow
def test_it_is_installed_by_pip_and_every_part_of_it_is_used(tmp_path: Path) -> None:
    source, place = tmp_path / "source", tmp_path / "site"
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build"))
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check", "-q"]
    pip = [_python_with_pip(), "-m", "pip", "install", *options, "--target", str(place), str(source)]
    done = subprocess.run(pip, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    values = np.ones((2, 3, 20), "<f4")
    (tmp_path / "a.plainbox").write_bytes(b"2 3 20\n" + values.tobytes())
    environment = os.environ | {"PYTHONPATH": str(place)}
    ask = [
        sys.executable,
        "-m",
        "seisviewer",
        "check-plugin",
        "seisviewer-example",
        "--file",
        str(tmp_path / "a.plainbox"),
    ]
    done = subprocess.run(ask, check=False, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("seisviewer-example 1.2") == COUNT and "its answers are probabilities" in done.stdout


def _python_with_pip() -> str:
    """This one, or that which its environment was made of."""
    for each in (sys.executable, getattr(sys, "_base_executable", sys.executable)):
        if subprocess.run([each, "-c", "import pip, setuptools"], check=False, capture_output=True).returncode == 0:
            return each
    pytest.skip("there is no pip")
