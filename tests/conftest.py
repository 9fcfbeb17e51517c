"""What every test may use. Nothing here needs PyQt6, so the tests outside tests/gui run without it."""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from seisviewer.jobs import giving_way

from .cores import threads_each, worker_count
from .old_folders import remove_old_folders

# Set before numpy, torch or Qt is imported by any test: idle OpenMP threads sleep instead of spinning, no screen is
# needed, and settings, recents, logs and projects of the person who runs the tests stay untouched.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
# What tests read is the English of the code; some are run in another language too.
os.environ["SEISVIEWER_LANGUAGE"] = os.environ.get("SEISVIEWER_TEST_LANGUAGE", "en")
_PREFIX = "seisviewer-tests-"
remove_old_folders(Path(tempfile.gettempdir()), _PREFIX)
_HOME = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
for _variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[_variable] = str(Path(_HOME.name) / _variable.lower())
os.environ["SEISBENCH_CACHE_ROOT"] = str(Path(_HOME.name) / "seisbench")  # made on SeisBench's first import
giving_way.STEPS = 0  # work of one process would give way to all that the other processes of the tests do
_workers = os.environ.get("PYTEST_XDIST_WORKER_COUNT")  # set in a process that shares the tests with others
if _workers:
    for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(_variable, str(threads_each(int(_workers))))
    # Windows of several workers on one screen would take the keyboard from each other.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Who starts the tests in the background may ignore signals, and programs that tests start and end would inherit that.
for _name, _handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    if hasattr(signal, _name) and signal.getsignal(getattr(signal, _name)) is signal.SIG_IGN:
        signal.signal(getattr(signal, _name), _handler)

collect_ignore_glob = [] if importlib.util.find_spec("PyQt6") else ["gui/*"]


@pytest.hookimpl(optionalhook=True)  # pytest-xdist's own answer counts cores that a container may not use
def pytest_xdist_auto_num_workers() -> int | None:
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else worker_count()


SMALL_SHAPE = (40, 50, 64)


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder with the real data sets, named by SEISVIEWER_DATA; tests that need it skip without it."""
    named = os.environ.get("SEISVIEWER_DATA")
    if not named:
        pytest.skip("SEISVIEWER_DATA is not set: the real data sets are not on this machine")
    folder = Path(named).resolve()
    if not folder.is_dir():
        pytest.skip(f"SEISVIEWER_DATA names {named}, which is no folder")
    return folder


@pytest.fixture(scope="session")
def small_survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic SEG-Y survey of 40 inlines, 50 crosslines and 64 samples. Tests that write beside it copy it first."""
    from seisviewer.volumes.synthetic_survey import write_demo

    folder = tmp_path_factory.mktemp("small_survey")
    write_demo(folder, SMALL_SHAPE, 0)
    return folder / "demo.sgy"
