"""How fast the 3D scene is while a slice is dragged, and the memory it takes; needs a display with OpenGL.

    xvfb-run -s "-screen 0 1400x900x24" python tests/benchmarks/scene_frames.py SURVEY [--moves 60]

In each direction the mouse drags a slice; a move ends when the 2D view and the slice in the scene show the section and the
scene is painted. Prints milliseconds of all of that (median, 95th percentile), frames a second, and of the painting of
the scene alone. The survey of `make_survey.py` is the one to give.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
from PyQt6.QtCore import QPoint, QSettings, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.start import make_application, make_window
from seisviewer.app.scene.scene_window import SceneWindow
from seisviewer.volumes.geometry import Direction

PATIENCE = 300  # seconds


def until(app: QApplication, happened: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE
    while not happened():
        app.processEvents()
        if time.perf_counter() > end:
            sys.exit("The window did not answer in time.")


def paint(app: QApplication, scene: SceneWindow) -> None:
    """Until the next frame of the scene is on screen; `repaint` alone paints nothing of a widget with OpenGL."""
    painted: list[bool] = []
    link = scene.canvas.frameSwapped.connect(lambda: painted.append(True))
    scene.canvas.update()
    until(app, lambda: bool(painted))
    scene.canvas.frameSwapped.disconnect(link)


def memory() -> float:
    """MB of this process."""
    return psutil.Process().memory_info().rss / 2**20


def drag(app: QApplication, scene: SceneWindow, direction: Direction, moves: int) -> list[float]:
    """Milliseconds of each move of the mouse until everything shows where the slice went."""
    canvas, views = scene.canvas, scene.parent().parts.sections.views.views
    state = scene.parent().parts.sections.state
    for each, box in scene.boxes.items():
        box.setChecked(each is direction)
    until(app, lambda: not scene._stale)
    spot = QPoint(canvas.width() // 2, canvas.height() // 2)
    took = []
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=spot)
    for move in range(moves):
        to = spot + QPoint(0, 0) + (1 if move % 2 else 2) * QPoint(*_toward(direction)) * (1 + move % 20)
        before, begun = state.position.along(direction), time.perf_counter()
        QTest.mouseMove(canvas, to)
        end = begun + 0.5
        until(app, lambda: state.position.along(direction) != before or time.perf_counter() > end)
        if state.position.along(direction) == before:
            continue
        wanted = state.volume.geometry.section(direction, state.position.along(direction))
        until(app, lambda: views[direction].section == wanted and not scene._stale)
        paint(app, scene)
        took.append((time.perf_counter() - begun) * 1000)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=spot)
    for box in scene.boxes.values():
        box.setChecked(True)
    until(app, lambda: not scene._stale)
    return took


def _toward(direction: Direction) -> tuple[int, int]:
    return {Direction.INLINE: (3, -2), Direction.CROSSLINE: (5, 2), Direction.TIME: (0, 5)}[direction]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("survey", type=Path)
    parser.add_argument("--moves", type=int, default=60)
    options = parser.parse_args()
    app = make_application()
    settings = QSettings("/dev/null", QSettings.Format.IniFormat)
    window = make_window(settings)
    window.resize(1280, 720)
    window.show()
    sections = window.parts.sections
    sections.opener.open(options.survey)
    until(app, lambda: sections.state.volume is not None)
    until(app, lambda: sections.reader.cube_complete)
    before = memory()
    window.parts.menus.actions["scene"].trigger()
    scene = window.findChild(SceneWindow)
    if scene.canvas is None:
        sys.exit(scene.said.text())
    until(app, lambda: len(scene.canvas.indices) == 3 and not scene._stale and scene.windowHandle().isExposed())
    paint(app, scene)
    print(
        f"{sections.state.volume.geometry.shape}; {memory() - before:.0f} MB more with the scene, {memory():.0f} MB in all"
    )
    alone, worked = [], time.process_time()
    for _ in range(options.moves):
        scene.canvas.orbit(1, 0)
        begun = time.perf_counter()
        paint(app, scene)
        alone.append((time.perf_counter() - begun) * 1000)
    worked = (time.process_time() - worked) / options.moves * 1000
    print(
        f"turning, scene alone: median {np.median(alone):.1f} ms, 95 % {np.percentile(alone, 95):.1f} ms, "
        f"{worked:.1f} ms of processor time (all threads)"
    )
    scene.canvas.reset_view()
    for direction in Direction:
        worked = time.process_time()
        took = drag(app, scene, direction, options.moves)
        worked = (time.process_time() - worked) / options.moves * 1000
        print(
            f"{direction} dragged: no move was seen"
            if not took
            else f"{direction} dragged: median {np.median(took):.1f} ms, 95 % {np.percentile(took, 95):.1f} ms, "
            f"{1000 / np.median(took):.0f} frames a second ({len(took)} moves), "
            f"{worked:.0f} ms of processor time a move (all threads, what runs beside it too)"
        )
    print(f"{memory():.0f} MB at the end")
    window.close()


if __name__ == "__main__":
    main()
