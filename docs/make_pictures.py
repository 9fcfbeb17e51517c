"""Make the pictures of the README anew, from the real window on synthetic data.

    python docs/make_pictures.py [--seconds 120]

Trains on the demo survey for so many seconds, and lets a pretrained picker pick synthetic records; without its weights
in SeisBench's cache the trace desk shows the records without picks.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.start import make_application, make_window
from seisviewer.app.main_window.window import MainWindow
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import Arrivals, synthetic_record
from seisviewer.workflows.demo import prepare_demo

DOCS = Path(__file__).parent
SIZE = 1440, 900
PICKER = "phasenet:original"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seconds", type=float, default=120, help="of training on the section desk")
    asked = options.parse_args()
    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        window = make_window(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        window.resize(*SIZE)
        window.show()
        section_desk(app, window, Path(folder), asked.seconds)
        trace_desk(app, window, Path(folder))
        window.close()


def section_desk(app: QApplication, window: MainWindow, folder: Path, seconds: float) -> None:
    for _ in (steps := _result(prepare_demo(folder / "demo"))):
        pass
    window.parts.open_router.open(steps.value.project)
    wait(app, lambda: window.parts.sections.state.project is not None)
    settle(app, 3)
    window.parts.menus.actions["live"].trigger()
    settle(app, seconds)
    save(window, "section-desk.png")
    window.parts.menus.actions["live"].trigger()


def trace_desk(app: QApplication, window: MainWindow, folder: Path) -> None:
    waves = folder / "waves"
    waves.mkdir()
    for number, name in enumerate(("ALPHA", "BRAVO", "CHARL")):
        onset = 1_700_000_020.0 + 1.5 * number
        arrivals = [Arrivals(onset, onset + 4 + 0.6 * number, 30 - 8 * number), Arrivals(onset + 22, onset + 25, 12)]
        record = synthetic_record(
            arrivals, start=1_700_000_000.0, station=StationId("XX", name, "", "HH"), seed=number
        ).record
        write_mseed(record, waves / f"{name}.mseed")
    window.parts.open_router.open(waves)
    wait(app, lambda: window.parts.traces.state.archive is not None)
    if PICKER in window.parts.traces.engine.pickers:
        window.parts.traces.engine.pick(
            PICKER, PICKER, [record.key for record in window.parts.traces.state.archive.records]
        )
        wait(app, lambda: not window.parts.traces.engine.busy)
    settle(app, 3)
    save(window, "trace-desk.png")


class _result:
    """Runs a generator and keeps what it returns."""

    def __init__(self, steps) -> None:
        self._steps = steps
        self.value = None

    def __iter__(self):
        self.value = yield from self._steps


def save(window: MainWindow, name: str) -> None:
    window.grab().save(str(DOCS / name))
    print(DOCS / name)


def wait(app: QApplication, ready: Callable[[], bool], most: float = 120) -> None:
    until = time.monotonic() + most
    while not ready():
        if time.monotonic() > until:
            raise SystemExit("the window did not become ready")
        app.processEvents()
        time.sleep(0.01)


def settle(app: QApplication, seconds: float) -> None:
    until = time.monotonic() + seconds
    wait(app, lambda: time.monotonic() > until, seconds + 60)


if __name__ == "__main__":
    main()
