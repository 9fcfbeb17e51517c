"""Windows as a user has them: in front, closed for good, or in a process of their own."""

from __future__ import annotations

import os
import sys
from textwrap import indent

from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.window import MainWindow

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
