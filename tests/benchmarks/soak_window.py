"""Hours of work in the real window: browsing, painting, undoing and live training, with what the process holds meanwhile.

    SEISVIEWER_DATA=… python tests/benchmarks/soak_window.py [--survey FILE] [--minutes 60] [--every 60] [--seed 0]
        [--reopen 10] [--no-training]

A user who never rests: steps through lines in every direction, paints strokes with the mouse, takes them back and brings
them back, turns overlays on and off, looks at other slices, and closes and opens the survey again every `--reopen` minutes.
Prints one line of JSON every `--every` seconds: memory of the process and of its readers in MiB, what Python holds (blocks
of its allocator), threads, open files, what was done since the line before, and the longest pause of the event
loop. The last line has the growth an hour of each, from the second third of the time to the last: what only fills a cache
stops growing by then.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil
from PyQt6.QtCore import QPoint, QPointF, QSettings, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QDockWidget

from seisviewer.app.main_window.start import make_application, make_window
from seisviewer.app.main_window.window import MainWindow
from seisviewer.volumes.geometry import Direction

PATIENCE = 120.0  # seconds that opening may take
PAUSE = 40  # ms between two actions
STROKES = 60  # that are there at most; then some are taken back
HELD = ("memory, MiB", "memory of readers, MiB", "blocks", "threads", "files")


class User:
    """Does one thing after the other, as chance has it."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self._window = window
        self._parts = window.parts.sections
        self._chance = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.longest = 0.0
        self._actions: list[tuple[int, Callable[[], None]]] = [
            (40, self._step),
            (10, self._jump),
            (8, self._paint),
            (6, self._undo),
            (4, self._redo),
            (4, self._overlay),
            (3, self._zoom),
            (2, self._panel),
        ]

    def act(self) -> None:
        """One action, and the pause behind it."""
        weights, actions = zip(*self._actions, strict=True)
        action = self._chance.choices(actions, weights)[0]
        began = time.perf_counter()
        action()
        QTest.qWait(PAUSE)
        self.longest = max(self.longest, time.perf_counter() - began - PAUSE / 1000)
        self.done[action.__name__.strip("_")] += 1

    def _view(self):
        return self._parts.views.views[self._chance.choice(list(self._parts.views.views))]

    def _step(self) -> None:
        """A turn of the wheel."""
        view = self._view()
        geometry = self._parts.state.volume.geometry
        if view.section is not None:
            index = geometry.index(view.section) + self._chance.choice((-1, 1))
            view.go_to(min(max(index, 0), geometry.count(view.direction) - 1))

    def _jump(self) -> None:
        view = self._view()
        view.go_to(self._chance.randrange(self._parts.state.volume.geometry.count(view.direction)))

    def _paint(self) -> None:
        """A stroke along a few hundred samples of the inline on screen, with the mouse."""
        if self._parts.label_editor.counts() and self._painted() >= STROKES:
            self._undo()
            return
        view = self._parts.views.views[Direction.INLINE]
        if view.section is None or view.amplitudes() is None:
            return
        canvas, left = view.canvas, Qt.MouseButton.LeftButton
        canvas.setFocus()
        QTest.keyClick(canvas, self._chance.choice("123"))
        if self._parts.state.tool is None:
            QTest.keyClick(canvas, "b")
        rows, columns = view.amplitudes().shape
        row, column = self._chance.uniform(0.1, 0.6) * rows, self._chance.uniform(0.1, 0.9) * columns
        places = [self._place(view, row + share * 0.3 * rows, column) for share in np.linspace(0, 1, 8)]
        QTest.mousePress(canvas.viewport(), left, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(canvas.viewport(), place)
        QTest.mouseRelease(canvas.viewport(), left, pos=places[-1])
        QTest.keyClick(canvas, Qt.Key.Key_Escape)

    def _painted(self) -> int:
        project = self._parts.state.project
        return 0 if project is None else len(project.snapshot().labelled_sections)

    @staticmethod
    def _place(view, row: float, column: float) -> QPoint:
        return view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(row, column)))

    def _undo(self) -> None:
        self._trigger("undo")

    def _redo(self) -> None:
        self._trigger("redo")

    def _overlay(self) -> None:
        """Predictions, confidence, stability, disagreement or the legend, on or off."""
        canvas = self._parts.views.views[Direction.INLINE].canvas
        QTest.keyClick(canvas, self._chance.choice("pcsw"))

    def _zoom(self) -> None:
        QTest.keyClick(self._view().canvas, Qt.Key.Key_Home)

    def _panel(self) -> None:
        self._chance.choice(self._window.findChildren(QDockWidget)).raise_()

    def _trigger(self, name: str) -> None:
        action = self._window.parts.menus.actions[name]
        if action.isEnabled():
            action.trigger()


def held() -> dict[str, float]:
    """What the process holds."""
    process = psutil.Process()
    readers = [child.memory_info().rss for child in process.children(recursive=True)]
    files = process.num_handles() if sys.platform == "win32" else process.num_fds()
    numbers = (
        process.memory_info().rss / 2**20,
        sum(readers) / 2**20,
        # Not len(gc.get_objects()): a list of all objects breaks a tuple that another thread is about to build.
        sys.getallocatedblocks(),
        process.num_threads(),
        files,
    )
    return dict(zip(HELD, (round(number, 1) for number in numbers), strict=True))


def until(happened: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE
    while not happened():
        QTest.qWait(10)
        if time.perf_counter() > end:
            sys.exit("The window did not answer in time.")


def opened(window: MainWindow, survey: Path, *, training: bool) -> None:
    parts = window.parts.sections
    parts.opener.open(survey)
    until(lambda: parts.state.volume is not None and parts.views.views[Direction.INLINE].amplitudes() is not None)
    parts.live.set_auto_start(training)


def work(window: MainWindow, options: argparse.Namespace) -> list[tuple[float, dict[str, float]]]:
    """Work until the time is up; what was held at each line, with its minute."""
    user = User(window, options.seed)
    opened(window, options.survey, training=options.training)
    began = told = reopened = time.monotonic()
    lines: list[tuple[float, dict[str, float]]] = []
    while (now := time.monotonic()) < began + 60 * options.minutes:
        user.act()
        if now > reopened + 60 * options.reopen:
            reopened = now
            window.parts.sections.state.closing.stop()
            window.parts.sections.opener.begin(options.survey)
            until(lambda: not window.parts.background.busy)
            opened(window, options.survey, training=options.training)
            user.done["reopen"] += 1
        if now > told + options.every:
            told = now
            lines.append(((now - began) / 60, held()))
            minute, figures = lines[-1]
            print(json.dumps({"minute": round(minute, 1), **figures, "longest pause, ms": round(1000 * user.longest),
                              "done": dict(user.done)}), flush=True)  # fmt: skip
            user.done.clear()
            user.longest = 0.0
    return lines


def growth(lines: list[tuple[float, dict[str, float]]]) -> dict[str, float]:
    """The growth an hour of each thing that is held, between the means of the second and of the last third."""
    third = len(lines) // 3
    if not third:
        return {}
    middle, last = lines[third : 2 * third], lines[-third:]
    hours = (np.mean([minute for minute, _ in last]) - np.mean([minute for minute, _ in middle])) / 60
    return {
        name: round(float(np.mean([each[name] for _, each in last]) - np.mean([each[name] for _, each in middle])) / hours, 1)
        for name in HELD
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = os.environ.get("SEISVIEWER_DATA", "")
    parser.add_argument("--survey", type=Path, default=Path(data, "parihaka", "parihaka_crop.sgy") if data else None)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--every", type=float, default=60.0, help="seconds between two lines")
    parser.add_argument("--reopen", type=float, default=10.0, help="minutes between two openings")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-training", dest="training", action="store_false")
    options = parser.parse_args()
    if options.survey is None:
        parser.error("name a survey with --survey, or the data folder in SEISVIEWER_DATA")
    with tempfile.TemporaryDirectory(prefix="seisviewer-soak-") as folder:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = str(Path(folder, name.lower()))
        # A copy: the project is made beside the survey, and a survey that others use must be left as it is.
        options.survey = Path(shutil.copy(options.survey, folder))
        application = make_application()  # lives as long as this name
        window = make_window(QSettings(str(Path(folder, "settings.ini")), QSettings.Format.IniFormat))
        window.resize(1280, 720)
        window.show()
        lines = work(window, options)
        window.close_unasked()
        application.processEvents()
    print(json.dumps({"growth an hour": growth(lines)}))


if __name__ == "__main__":
    main()
