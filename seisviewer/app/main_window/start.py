"""Starts the window; the place where an unexpected error becomes a sentence and a line in the log."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

import pyqtgraph as pg
from PyQt6 import sip
from PyQt6.QtCore import QEvent, QObject, QSettings, QTimer, pyqtSignal
from PyQt6.QtGui import QFontDatabase, QFontInfo
from PyQt6.QtWidgets import QApplication

from seisviewer.app.crash_record import CrashRecord, take_earlier_crashes
from seisviewer.app.logs import start_log
from seisviewer.app.main_window.end_signals import EndSignals
from seisviewer.app.main_window.qt_words import translate_qt
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.widgets.icons import icon
from seisviewer.errors import SeisviewerError
from seisviewer.library_loading import load_ahead
from seisviewer.pictures.picture_fonts import WIDE
from seisviewer.translation import LANGUAGE, tr

CRASHED = tr(
    "seisviewer ended with a fault of its own the last time; strokes and picks up to then "
    "are saved. Help, Report a problem gathers what it left, to send it to those who can "
    "mend it."
)
log = logging.getLogger("seisviewer")


def run(paths: list[str]) -> int:
    """Open the window on `paths` and stay until it is closed; returns the exit code."""
    signals = EndSignals()  # before anything of Qt, which does not survive an exception from a signal
    app = make_application()
    start_log()
    crashes = take_earlier_crashes()
    record = CrashRecord()
    record.start()
    window = make_window()
    mistakes = Mistakes(window)
    signals.close(window)
    window.show()
    if crashes:
        window.parts.sections.state.problem.emit(CRASHED)
    gc.freeze()  # what start-up made stays; searching it for garbage would hold the window up for 100 ms
    window.parts.open_router.drop([Path(path) for path in paths])
    QTimer.singleShot(0, load_ahead)  # once it is drawn
    code = app.exec()
    again = window.language.paths
    mistakes.release()
    signals.release()
    del window
    _take_down()
    record.stop()
    return code if again is None else _start_again(again)


def _start_again(paths: list[Path]) -> int:
    """Put a program that opens `paths` in the place of this one; returns only where that is not possible: then beside it."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "seisviewer"]
    command = [*program, "open", *map(str, paths)]
    if sys.platform == "win32":  # where exec gives the shell back before the program ends
        return subprocess.call(command)
    os.execv(sys.executable, command)


def _take_down() -> None:
    """Delete every window, and then whatever else of Qt is left, while Qt is whole.

    PyQt would do it at the end of the application, out of a table that it walks through meanwhile: where Python has a say in
    what is deleted, and something new is wrapped, the table may grow, and the walk goes on in memory that was given back."""
    for window in [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]:
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    gc.unfreeze()
    gc.collect()
    left = [known for known in gc.get_objects() if issubclass(type(known), QObject)]
    for each in left:
        is_gone = sip.isdeleted(each)  # with another one
        if not is_gone and sip.ispyowned(each) and each.parent() is None and each is not QApplication.instance():
            sip.delete(each)


def make_application() -> QApplication:
    """The application, with the names under which settings and the log are kept."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    atexit.unregister(_take_down)
    atexit.register(_take_down)  # runs before what PyQt has registered, whoever ends the program and however
    app.setOrganizationName("seisviewer")
    app.setApplicationName("seisviewer")
    app.setApplicationDisplayName("seisviewer")
    app.setDesktopFileName("seisviewer")
    app.setWindowIcon(icon("seisviewer"))
    translate_qt(app)
    _choose_letters(app)
    pg.setConfigOptions(imageAxisOrder="col-major", antialias=False)
    return app


def _choose_letters(app: QApplication) -> None:
    """A font that has the signs of the language itself: those that Qt borrows from another are taller than the lines that the
    first makes room for, and are cut."""
    if LANGUAGE != "zh":
        return
    font, having = app.font(), set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    if QFontInfo(font).family() not in having and (fit := [family for family in WIDE if family in having]):
        font.setFamilies([fit[0], font.family()])
        app.setFont(font)


def make_window(settings: QSettings | None = None) -> MainWindow:
    """The main window, not yet shown."""
    return MainWindow(settings)


class Mistakes(QObject):
    """Turns what nobody caught into one sentence in the window, which stays alive; the traceback goes to the log."""

    _happened = pyqtSignal(str)  # queued, since a thread may be the one that failed

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._happened.connect(window.parts.sections.state.problem)
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self.take
        threading.excepthook = lambda failed: self.take(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def release(self) -> None:
        """Leave uncaught errors to Python again."""
        sys.excepthook, threading.excepthook = self._hooks

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What Python calls with an error that nobody caught; from any thread."""
        if isinstance(error, SeisviewerError):
            self._happened.emit(str(error))
            return
        log.error("uncaught", exc_info=(kind, error, trace))
        said = f"{kind.__name__}: {error}".partition("\n")[0]
        self._happened.emit(
            tr(
                "seisviewer made a mistake ({said}); your strokes and picks are saved, and the log "
                "(Help, Show the log) tells more."
            ).format(said=said)
        )
