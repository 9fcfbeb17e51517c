"""What the shared state of either desk is: values that every view and panel reads, with a signal for each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QObject, pyqtBoundSignal, pyqtSignal

from seisviewer.app.main_window.closing_stages import ClosingStages
from seisviewer.errors import ProjectGone, SeisviewerError
from seisviewer.translation import tr

log = logging.getLogger(__name__)


class SharedState(QObject):
    """The one mutable object of a desk. Views and panels read it, change it through its setters, and repaint on its
    signals; they do not know one another. It computes nothing and owns no widget. Setters emit only on a real change.

    message: a sentence that may pass. problem: an error in one sentence; it stays on screen until it is dismissed.
    classified: such a sentence, and what it is about. solved: what went well, so that sentences about it may go.
    project_gone: a change was refused because the project's file is no longer its own.
    closing: what ends before other data take the place of those on the desk, or none.
    """

    message = pyqtSignal(str)
    problem = pyqtSignal(str)
    classified = pyqtSignal(str, str)
    solved = pyqtSignal(str)
    project_gone = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.closing = ClosingStages()
        self.reported = 0  # how often `report` was called

    def report(self, sentence: str, topic: str) -> None:
        """Tell a problem that a later success of its topic takes away."""
        self.reported += 1
        self.problem.emit(sentence)
        self.classified.emit(sentence, topic)

    def report_error(self, error: SeisviewerError, topic: str) -> None:
        """`report` what an error says; one that the user has to be asked about is told to those who ask, too."""
        self.report(str(error), topic)
        if isinstance(error, ProjectGone):
            self.project_gone.emit()

    def report_failure(self, error: BaseException, topic: str, unexpected: Callable[[str], str]) -> None:
        """Tell why work in the background ended. unexpected: the sentence of an error that says nothing to users, with its
        first line in it."""
        if isinstance(error, SeisviewerError):
            self.report(str(error), topic)
            return
        log.error(tr("work on %s failed"), topic, exc_info=error)
        said = str(error).partition("\n")[0] or type(error).__name__
        self.report(unexpected(said), topic)

    def _set(self, name: str, value: Any, signal: pyqtBoundSignal) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            signal.emit(value)
