"""How soon live training answers, and how smooth the window stays: the real window on a real survey, painted by mouse.

    SEISVIEWER_DATA=… python tests/benchmarks/live_latency.py [--survey FILE] [--seconds 40] [--cold] [--picture OUT.png]

Prints the time from the end of the second class's first stroke to the first prediction painted on screen, the times
between refreshes, and by phase (opening, at rest, first stroke, training, training and stepping) how late the event loop
came and how much of that was the window's own work: the processor time of its thread between two beats, which other
threads and programs on the machine do not lengthen. --cold paints both classes at once, so that the first prediction
waits for PyTorch too.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PyQt6.QtCore import QEvent, QObject, QPoint, QPointF, QSettings, Qt, QTimer
from PyQt6.QtTest import QTest

from seisviewer.app.main_window.start import make_application, make_window
from seisviewer.learning.events import ModelReady
from seisviewer.volumes.geometry import Direction

BEAT = 2  # ms
FIRST_CLASS = [(60, 60), (120, 62), (190, 64)]
SECOND_CLASS = [(60, 220), (120, 222), (190, 224)]


class Heart(QObject):
    """Beats in the event loop and notes how late each beat is and how long its thread computed since the last one (ms),
    by the phase it belongs to."""

    def __init__(self) -> None:
        super().__init__()
        self.phase = "opening"
        self.late: dict[str, list[float]] = {}
        self.own: dict[str, list[float]] = {}
        self._last, self._computed = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        self.late.setdefault(self.phase, []).append(1000 * (now - self._last) - BEAT)
        self.own.setdefault(self.phase, []).append(1000 * (computed - self._computed))
        self._last, self._computed = now, computed


class Watch(QObject):
    """Notes when the inline view has painted a new prediction."""

    def __init__(self, window) -> None:
        super().__init__()
        self.painted: list[float] = []
        self._fresh = False
        self._view = window.parts.sections.views.views[Direction.INLINE]
        window.parts.sections.state.prediction_changed.connect(self._changed)
        self._view.canvas.viewport().installEventFilter(self)

    def _changed(self, section) -> None:
        self._fresh = self._fresh or section == self._view.section

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.Paint and self._fresh:
            self._fresh = False
            QTimer.singleShot(0, lambda: self.painted.append(time.perf_counter()))
        return False


def wait_until(condition, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while not condition():
        if time.perf_counter() > end:
            raise SystemExit("What was waited for did not happen.")
        QTest.qWait(5)


def paint(window, digit: str, places: list[tuple[float, float]]) -> float:
    """Choose a class and drag the brush with the mouse; returns when the button was let go."""
    view = window.parts.sections.views.views[Direction.INLINE]
    canvas, left = view.canvas, Qt.MouseButton.LeftButton
    canvas.setFocus()
    QTest.keyClick(canvas, digit)
    QTest.keyClick(canvas, "b") if window.parts.sections.state.tool is None else None

    def at(row: float, column: float) -> QPoint:
        return canvas.mapFromScene(view.box.mapViewToScene(QPointF(row, column)))

    QTest.mousePress(canvas.viewport(), left, pos=at(*places[0]))
    for (row, column), (to_row, to_column) in pairwise(places):
        for share in np.linspace(0, 1, 12):
            QTest.mouseMove(canvas.viewport(), at(row + share * (to_row - row), column + share * (to_column - column)))
            QTest.qWait(8)
    QTest.mouseRelease(canvas.viewport(), left, pos=at(*places[-1]))
    return time.perf_counter()


def measure(window, options) -> dict:
    heart, watch = Heart(), Watch(window)
    models = []
    window.parts.sections.live.happened.connect(
        lambda event: models.append(event) if isinstance(event, ModelReady) else None
    )
    window.parts.sections.opener.open(options.survey)
    view = window.parts.sections.views.views[Direction.INLINE]
    wait_until(lambda: view.amplitudes() is not None, 60)
    QTest.qWait(1500)
    heart.phase = "at rest"
    QTest.qWait(3000)
    window.parts.sections.live.set_auto_start(True)
    heart.phase = "first stroke, loading PyTorch"
    paint(window, "1", FIRST_CLASS)
    QTest.qWait(200 if options.cold else 10_000)
    heart.phase = "second stroke to first prediction"
    stroke = paint(window, "2", SECOND_CLASS)
    wait_until(lambda: len(watch.painted) > 0, 120)
    heart.phase = "training"
    QTest.qWait(int(500 * options.seconds))
    heart.phase = "training and stepping"
    refreshes = [after - before for before, after in pairwise(watch.painted)]
    end = time.perf_counter() + options.seconds / 2
    while time.perf_counter() < end:
        window.parts.sections.views.step(1)
        QTest.qWait(150)
    QTest.qWait(1500)
    if options.picture:
        window.grab().save(str(options.picture))
    return {
        "first prediction, s after the second class's first stroke": round(watch.painted[0] - stroke, 2),
        "between refreshes, s": [round(seconds, 2) for seconds in refreshes],
        "models shown": len(models),
        "computes on": window.parts.sections.live.status.device,
        "event loop late by, ms": {phase: spread(late) for phase, late in heart.late.items()},
        "window's own work between beats, ms": {phase: spread(own) for phase, own in heart.own.items()},
    }


def spread(beats: list[float]) -> dict[str, float]:
    p99, longest = np.percentile(beats, 99), max(beats)
    return {"beats": len(beats), "99 %": round(float(p99), 1), "longest": round(longest, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = os.environ.get("SEISVIEWER_DATA", "")
    parser.add_argument("--survey", type=Path, default=Path(data, "parihaka", "parihaka_crop.sgy") if data else None)
    parser.add_argument("--seconds", type=float, default=40.0, help="how long to train")
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    if options.survey is None:
        parser.error("name a survey with --survey, or the data folder in SEISVIEWER_DATA")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = str(Path(folder, name.lower()))
        # A copy: the project is made beside the survey, and a survey that others use must be left as it is.
        options.survey = Path(shutil.copy(options.survey, folder))
        application = make_application()  # lives as long as this name
        window = make_window(QSettings(str(Path(folder, "settings.ini")), QSettings.Format.IniFormat))
        window.resize(1500, 950)
        window.show()
        figures = measure(window, options)
        began = time.perf_counter()
        live = window.parts.sections.state.closing
        live.stop()
        stopped = live.wait(15.0)
        figures["stopped cleanly"] = stopped
        figures["stopping, s"] = round(time.perf_counter() - began, 2)
        window.close()
        application.processEvents()
    figures["machine"] = (
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
