"""From a step of the wheel to the section painted on screen, in each direction: median and 95th percentile, in ms.

    python tests/benchmarks/step_window.py SURVEY [--steps 60] [--no-cube | --store] [--wait 80]

"next" steps to the next line every --wait ms, as a user turns the wheel, so that lines read ahead are there already;
"jump" goes to a random line, which nobody could have read ahead. --no-cube keeps the 8-bit display cube out of it: that
is how the first seconds after opening a survey feel. --store reads from the store beside the survey, which is made first
where there is none (as in the window, without exact samples where the disk has no room for them), without the cube: that is
how a survey larger than memory feels. The survey of `make_survey.py` is the one to give.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.start import make_application
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.sections.section_view import SectionView
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.memory import resident_memory
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume
from seisviewer.workflows.stores.keeping import has_room, kept_store
from seisviewer.workflows.stores.survey_store import make_store

PATIENCE = 120  # seconds


def until(app: QApplication, happened: Callable[[], bool]) -> None:
    """Run the event loop until something has happened."""
    end = time.perf_counter() + PATIENCE
    while not happened():
        app.processEvents()
        if time.perf_counter() > end:
            sys.exit("The window did not answer in time.")


def rest(app: QApplication, milliseconds: float) -> None:
    end = time.perf_counter() + milliseconds / 1000
    until(app, lambda: time.perf_counter() > end)


def measure(app: QApplication, view: SectionView, state: SectionState, targets: list[int], wait: float) -> list[float]:
    """Milliseconds from each request to the end of painting it."""
    took = []
    for index in targets:
        section = state.volume.geometry.section(view.direction, index)
        begun = time.perf_counter()
        view.go_to(index)
        until(app, lambda section=section: view.section == section)
        view.canvas.viewport().repaint()
        took.append((time.perf_counter() - begun) * 1000)
        rest(app, wait)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("survey", type=Path)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--no-cube", action="store_true")
    parser.add_argument("--store", action="store_true")
    parser.add_argument("--wait", type=float, default=80)
    arguments = parser.parse_args()

    app = make_application()
    state = SectionState()
    without_cube = arguments.no_cube or arguments.store
    reader = SectionReader(state, cube=not without_cube)
    reader.expects_store = arguments.store
    sections = SectionViews(state, reader)
    sections.resize(1400, 900)
    loaded = []
    reader.cube_progress.connect(loaded.append)
    sections.show()
    begun = time.perf_counter()
    volume = open_volume(arguments.survey)
    if arguments.store:
        drive(make_store(volume, exact=has_room(volume, None)))
    state.set_volume(volume)
    until(app, lambda: reader.statistics is not None and (without_cube or bool(loaded) and loaded[-1] >= 1))
    if arguments.store:
        ready = next(kept_store(volume, None, lambda begun: False, lambda: False, lambda: False))
        reader.use_store(ready.display, ready.exact)
    print(
        f"ready after {time.perf_counter() - begun:.1f} s; {state.volume.geometry.shape}, median and 95th percentile, ms"
    )
    random = np.random.default_rng(0)
    for direction in Direction:
        sections.set_directions((direction,))
        view, lines = sections.views[direction], state.volume.geometry.count(direction)
        first = min(lines // 3, max(0, lines - arguments.steps - 1))
        following = [first + step + 1 for step in range(min(arguments.steps, lines - first - 1))]
        measure(app, view, state, [first], 500)
        columns = []
        for name, targets in (("next", following), ("jump", random.permutation(lines)[: arguments.steps].tolist())):
            took = measure(app, view, state, targets, arguments.wait)
            columns.append(f"{name} {np.median(took):7.2f} {np.percentile(took, 95):7.2f}")
        print(f"{direction:<12}" + "    ".join(columns), flush=True)
    reader.close()
    state.volume.close()
    print(f"{resident_memory(os.getpid()) / 1e6:.0f} MB of memory at the end")


if __name__ == "__main__":
    main()
