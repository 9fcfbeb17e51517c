"""Prints how long a step takes, from the key press to the next section painted on screen.

    python tests/benchmarks/gui_stepping.py SURVEY [--steps 100] [--views 1] [--rest 0]

Two rows for each direction: read from the file (display cube switched off, every section new) and from the display cube.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.desk import Desk, Position
from seisviewer.app.sections.reader import SectionReader
from seisviewer.app.sections.view import SectionView
from seisviewer.app.sections.views import SectionDesk
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.volume import Volume

SIZE = 1440, 900


class Painted(QObject):
    """Says whether a view was painted since the section it shows came on screen."""

    def __init__(self, view: SectionView) -> None:
        super().__init__(view)
        self.done, self._new = False, False
        view.section_shown.connect(self._shown)
        view.canvas.viewport().installEventFilter(self)

    def _shown(self, _: object) -> None:
        self.done, self._new = False, True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._new:
            self._new, self.done = False, True
        return False


def wait_until(app: QApplication, condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Run the event loop until the condition holds."""
    deadline = time.perf_counter() + seconds
    while not condition():
        if time.perf_counter() > deadline:
            raise SystemExit("A section did not come on screen within a minute.")
        app.processEvents()
        time.sleep(0)


def milliseconds_a_step(
    app: QApplication, desk: Desk, view: SectionView, painted: Painted, steps: int, rest: int
) -> np.ndarray:
    """Milliseconds from each press of the → key until the section it asks for is painted."""
    geometry = desk.volume.geometry
    count = geometry.count(view.direction)
    start = max(0, (count - steps) // 2)
    desk.set_position(desk.position.moved(view.direction, start))
    wait_until(app, lambda: view.section == geometry.section(view.direction, start))
    QTest.qWait(200)
    taken = []
    for _ in range(min(steps, count - 1 - start)):
        painted.done = False
        begin = time.perf_counter()
        QTest.keyClick(view.canvas, Qt.Key.Key_Right)
        wanted = geometry.section(view.direction, desk.position.along(view.direction))
        wait_until(app, lambda wanted=wanted: view.section == wanted and painted.done)
        taken.append((time.perf_counter() - begin) * 1000)
        if rest:
            QTest.qWait(rest)
    return np.array(taken)


def measure(app: QApplication, volume: Volume, args: argparse.Namespace, cube: bool) -> None:
    desk = Desk()
    reader = SectionReader(desk, cube=cube)
    sections = SectionDesk(desk, reader)
    sections.resize(*SIZE)
    sections.show()
    desk.set_volume(volume)
    desk.set_display(skip_sparse=False)
    began = time.perf_counter()
    ready = (lambda: reader.cube_complete) if cube else (lambda: reader.statistics is not None)
    wait_until(app, ready, 600)
    if cube:
        print(f"display cube filled in {time.perf_counter() - began:.1f} s")
    for direction in Direction:
        if volume.geometry.count(direction) < 2:
            continue
        sections.set_directions(tuple(Direction) if args.views == 3 else (direction,))
        view = sections.views[direction]
        painted = Painted(view)
        desk.set_position(Position(*(count // 2 for count in volume.geometry.shape)))
        QTest.qWait(200)
        taken = milliseconds_a_step(app, desk, view, painted, args.steps, args.rest)
        median, late = np.percentile(taken, [50, 95])
        source = "display cube" if cube else "file"
        print(f"{direction!s:10} {source:13} median {median:6.1f} ms   95 % {late:6.1f} ms   of {len(taken)} steps")
    reader.close()
    sections.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("survey", type=Path)
    parser.add_argument("--steps", type=int, default=100, help="steps in each direction")
    parser.add_argument("--views", type=int, choices=(1, 3), default=1, help="views on screen at once")
    parser.add_argument("--rest", type=int, default=0, help="milliseconds between two steps")
    args = parser.parse_args()
    app = QApplication([])
    volume = open_volume(args.survey)
    print(
        f"{volume.name}: {' × '.join(map(str, volume.geometry.shape))}, window {SIZE[0]} × {SIZE[1]}, {args.views} view(s)"
    )
    for cube in (False, True):
        measure(app, volume, args, cube)
    volume.close()


if __name__ == "__main__":
    main()
