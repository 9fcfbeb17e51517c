"""Windows as a user has them: in front, closed for good, or in a process of their own."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from textwrap import indent

import numpy as np
from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.window import MainWindow
from seisviewer.volumes.geometry import Direction

OFFSCREEN = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}  # of a process of its own


def show(qtbot, window: MainWindow) -> None:
    """Show it with the keyboard; a bare X server gives that to nobody by itself."""
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def destroy(window: MainWindow) -> None:
    """Close and delete a window now, rather than when Python happens to collect it."""
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def paint(window: MainWindow, digit: str, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Choose a class by its digit and drag the brush."""
    view = window.parts.sections.views.views[Direction.INLINE]
    port = view.canvas.viewport()
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, digit)
    window.parts.sections.state.set_tool(window.parts.sections.tools["brush"])
    window.parts.sections.state.set_brush(size=5)
    places = [
        view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(*(np.array(start) + share * np.subtract(end, start)))))
        for share in np.linspace(0, 1, 6)
    ]
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=places[0])
    for before, after in pairwise(places):
        if before != after:
            QTest.mouseMove(port, after)
            QApplication.processEvents()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=places[-1])


def program(watch: str, *arguments: object) -> list[str]:
    """The command that runs the program with these arguments. watch: Python that is run as soon as there is a `window`."""
    script = (
        "import sys; from PyQt6.QtCore import QTimer; from seisviewer.app.main_window import start\n"
        "made = start.make_window\n"
        "def make():\n"
        "    window = made()\n"
        "    watch(window)\n"
        "    return window\n"
        "def watch(window):\n"
        f"{indent(watch, '    ')}\n"
        "start.make_window = make\n"
        "sys.exit(start.run(sys.argv[1:]))\n"
    )
    return [sys.executable, "-c", script, *map(str, arguments)]
