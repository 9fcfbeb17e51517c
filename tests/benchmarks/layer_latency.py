"""How soon reflectors answer strokes, and how smooth the window stays meanwhile: the real window, painted by mouse.

    python tests/benchmarks/layer_latency.py FOLDER/large.sgy [--steps 20] [--picture OUT.png]

Made for the survey of make_survey.py; its tiles are right for timing and meaningless for layers. Prints the seconds to the
slopes of a line, to the first answer painted on screen after a second class, to the first answer for the whole survey, to
the answer to a new stroke, and to that of lines stepped to, the longest pauses of the event loop, and the peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from live_latency import Heart, Watch, paint, spread, wait_until
from PyQt6.QtCore import QSettings
from PyQt6.QtTest import QTest

from seisviewer.app.main_window.start import make_application, make_window
from seisviewer.predictions.layer_predictor import survey_line
from seisviewer.structure.followed_line import follow
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume
from seisviewer.workflows.live_layers import LayersSolved

DEPTHS = (0.2, 0.45, 0.7, 0.9)  # of four classes, as shares of the samples
PLACES = (0.15, 0.4, 0.65, 0.85)  # where a stroke begins, as shares of the traces
LENGTH = 0.08


def seconds_to_slopes(survey: Path) -> float:
    """Of one inline, with nothing else running."""
    volume = open_volume(survey)
    try:
        section = volume.geometry.section(Direction.INLINE, volume.geometry.count(Direction.INLINE) // 2)
        line = survey_line(volume.geometry, section, volume.section(section))
        began = time.perf_counter()
        follow(line)
        return time.perf_counter() - began
    finally:
        volume.close()


class Painter:
    """Strokes by share of the section, and what came of them."""

    def __init__(self, window) -> None:
        self.window, self.parts = window, window.parts.sections
        self.watch = Watch(window)
        self.solved: list[tuple[float, LayersSolved]] = []
        self.parts.layers.status_changed.connect(self._note)

    def _note(self, status) -> None:
        if status.solved is not None and (not self.solved or self.solved[-1][1] is not status.solved):
            self.solved.append((time.perf_counter(), status.solved))

    def stroke(self, number: int, start: float) -> float:
        """One of class `number`; returns when the button was let go."""
        traces, samples = self.parts.state.volume.geometry.section_shape(Direction.INLINE)
        row, depth = start * traces, DEPTHS[number] * samples
        return paint(self.window, str(number + 1), [(row, depth), (row + LENGTH * traces, depth)])

    def answered(self, since: float, labels: int, seconds: float = 120) -> float:
        """Seconds from then until an answer to the labels of a version was painted on the inline."""
        predictions, view = self.parts.live.predictions, self.parts.views.views[Direction.INLINE]

        def is_there() -> bool:
            shown = predictions.get(view.section)
            return shown is not None and shown.labels_version >= labels

        wait_until(is_there, seconds)
        there = time.perf_counter()
        wait_until(lambda: self.watch.painted[-1:] > [there - 0.05], 20)
        return self.watch.painted[-1] - since

    def whole(self, labels: int, seconds: float = 600) -> float:
        """When the whole survey was solved for the labels of a version."""
        wait_until(lambda: any(each.whole and each.labels_version == labels for _, each in self.solved), seconds)
        return next(at for at, each in self.solved if each.whole and each.labels_version == labels)


def measure(window, options) -> dict:
    heart, figures = Heart(), {}
    window.parts.sections.opener.open(options.survey)
    view = window.parts.sections.views.views[Direction.INLINE]
    wait_until(lambda: view.amplitudes() is not None, 120)
    QTest.qWait(3000)
    painter, project = Painter(window), lambda: window.parts.sections.state.project
    heart.phase = "at rest"
    QTest.qWait(2000)
    heart.phase = "first strokes"
    painter.stroke(0, PLACES[0])
    QTest.qWait(2000)
    second = painter.stroke(2, PLACES[0])
    figures["first answer on screen after the second class, s"] = painter.answered(second, project().labels_version)
    heart.phase = "more strokes"
    for place in PLACES:
        for number in range(len(DEPTHS)):
            last = painter.stroke(number, place + 0.01)
    figures["answer to the last of many strokes, s"] = painter.answered(last, project().labels_version)
    heart.phase = "solving the whole survey, stepping"
    computed = time.process_time()
    figures["lines stepped to answered after, s"] = stepping(painter, options.steps)
    heart.phase = "solving the whole survey"
    figures["first answer for the whole survey, s"] = painter.whole(project().labels_version) - last
    figures["of it computed, by all threads, s"] = time.process_time() - computed
    QTest.qWait(1000)
    heart.phase = "a new stroke"
    new = painter.stroke(1, 0.3)
    figures["answer to a new stroke, s"] = painter.answered(new, project().labels_version)
    figures["the whole survey again, s"] = painter.whole(project().labels_version) - new
    heart.phase = "filling in"
    QTest.qWait(5000)
    if options.picture:
        window.grab().save(str(options.picture))
    figures["held out"] = str(painter.solved[-1][1].held_out)
    figures["event loop late by, ms"] = {phase: spread(late) for phase, late in heart.late.items()}
    return figures


def stepping(painter: Painter, steps: int) -> list[float]:
    """Seconds from each step to the answer on the line stepped to."""
    predictions, views, taken = painter.parts.live.predictions, painter.parts.views, []
    view = views.views[Direction.INLINE]
    for _ in range(steps):
        began = time.perf_counter()
        views.step(1)
        painted = len(painter.watch.painted)
        wait_until(
            lambda: predictions.get(view.section) is not None and predictions.get(view.section).known_share == 1, 20
        )
        wait_until(lambda: len(painter.watch.painted) > painted, 20)
        taken.append(round(time.perf_counter() - began, 2))
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("survey", type=Path)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    slopes = seconds_to_slopes(options.survey)
    with tempfile.TemporaryDirectory(dir=options.survey.parent) as folder:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = str(Path(folder, name.lower()))
        # Another name of the same file: the project is made beside it, and a copy would take a gigabyte.
        linked = Path(folder, options.survey.name)
        os.link(options.survey, linked)
        options.survey = linked
        application = make_application()  # lives as long as this name
        window = make_window(QSettings(str(Path(folder, "settings.ini")), QSettings.Format.IniFormat))
        window.resize(1500, 950)
        window.show()
        figures = {"slopes of an inline, s": slopes} | measure(window, options)
        began = time.perf_counter()
        window.close()
        application.processEvents()
        figures["closing, s"] = time.perf_counter() - began
    figures["peak memory, GB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    figures["load"] = os.getloadavg()[0]
    figures["machine"] = (
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    rounded = {name: round(value, 2) if isinstance(value, float) else value for name, value in figures.items()}
    print(json.dumps(rounded, indent=2))


if __name__ == "__main__":
    main()
