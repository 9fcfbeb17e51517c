"""From a step to the section painted on screen while a network is being trained on strokes and the layer model answers,
in the real window: median and 95th percentile, in ms, in each direction, and how much memory the whole program takes.

    python tests/benchmarks/step_while_training.py SURVEY [--steps 60] [--wait 80] [--seconds 20] [--at-rest]

Two classes are painted by mouse on the first inline; steps are counted from the first model that takes its place on
screen and --seconds more. "next" and "jump" are those of `step_window.py`. --at-rest paints and trains nothing: the same
window, for comparison. A survey larger than memory gets its store first, as in the window; the project
that is made beside the survey is removed at the end, its store stays.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from live_latency import FIRST_CLASS, SECOND_CLASS, paint, wait_until
from PyQt6.QtCore import QSettings
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from step_window import measure

from seisviewer.app.main_window.start import make_application, make_window
from seisviewer.app.main_window.window import MainWindow
from seisviewer.learning.events import ModelReady
from seisviewer.memory import resident_memory
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume
from seisviewer.workflows.stores.keeping import has_room, is_worth_a_store
from seisviewer.workflows.stores.survey_store import make_store

OPENING, TRAINING = 120.0, 900.0  # seconds


def make_its_store(survey: Path, memory: int) -> None:
    volume = open_volume(survey)
    if is_worth_a_store(volume, memory):
        drive(make_store(volume, exact=has_room(volume, None)))
    volume.close()


def open_survey(window: MainWindow, survey: Path) -> None:
    sections = window.parts.sections
    sections.opener.open(survey)
    view = sections.views.views[Direction.INLINE]
    wait_until(lambda: view.amplitudes() is not None and sections.state.volume.is_sure, OPENING)
    QTest.qWait(3000)  # the store is found, and first passes over the survey are under way


def begin_training(window: MainWindow, seconds: float) -> None:
    """Paint two classes and wait until a model answers."""
    live, models = window.parts.sections.live, []
    live.happened.connect(lambda event: models.append(event) if isinstance(event, ModelReady) else None)
    live.set_auto_start(True)
    paint(window, "1", FIRST_CLASS)
    QTest.qWait(500)
    begun = paint(window, "2", SECOND_CLASS)
    wait_until(lambda: models, TRAINING)
    print(f"first model {time.perf_counter() - begun:.1f} s after the second class", flush=True)
    QTest.qWait(int(1000 * seconds))


def measure_directions(app: QApplication, window: MainWindow, steps: int, wait: float) -> None:
    sections, random = window.parts.sections, np.random.default_rng(0)
    for direction in Direction:
        sections.views.set_directions((direction,))
        view, lines = sections.views.views[direction], sections.state.volume.geometry.count(direction)
        first = min(lines // 3, max(0, lines - steps - 1))
        measure(app, view, sections.state, [first], 1000)
        columns = []
        following = range(first + 1, min(first + steps, lines - 1) + 1)
        for name, targets in (("next", following), ("jump", random.permutation(lines)[:steps])):
            took = measure(app, view, sections.state, [int(target) for target in targets], wait)
            columns.append(f"{name} {np.median(took):7.2f} {np.percentile(took, 95):7.2f}")
        print(f"{direction:<12}" + "    ".join(columns), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("survey", type=Path)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--wait", type=float, default=80)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--at-rest", action="store_true")
    options = parser.parse_args()
    project = options.survey.with_suffix(".seis")
    if project.exists():
        sys.exit(f"{project} would be painted in: move it away first.")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = str(Path(folder, name.lower()))
        app = make_application()
        window = make_window(QSettings(str(Path(folder, "settings.ini")), QSettings.Format.IniFormat))
        window.resize(1500, 950)
        window.show()
        sections = window.parts.sections
        make_its_store(options.survey, sections.memory.bytes)
        open_survey(window, options.survey)
        if not options.at_rest:
            begin_training(window, options.seconds)
        measure_directions(app, window, options.steps, options.wait)
        memory, training = resident_memory(os.getpid()), sections.live.status.phase.name.lower()
        print(f"{memory / 1e6:.0f} MB of memory at the end; training then: {training}")
        sections.state.closing.stop()
        sections.state.closing.wait(15.0)
        window.close()
        app.processEvents()
    shutil.rmtree(project, ignore_errors=True)


if __name__ == "__main__":
    main()
