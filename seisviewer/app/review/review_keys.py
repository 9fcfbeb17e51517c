"""The keys of Review mode, which mean something else outside of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QWidget

from seisviewer.app.review.mode_keys import NO_MODIFIER, RETURN, ModeKeys
from seisviewer.app.review.reviewer import Reviewer

Key = Qt.Key


class ReviewKeys(ModeKeys):
    """Return accepts, R rejects, a digit names it otherwise, Tab and Shift+Tab go to the next and the previous that is
    undecided."""

    def __init__(self, reviewer: Reviewer, bar: QWidget) -> None:
        super().__init__(bar)
        self._reviewer = reviewer
        reviewer.switched.connect(self.watch)

    def meaning(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.key() == Key.Key_Backtab:
            return partial(self._reviewer.skip, -1)
        if event.modifiers() not in NO_MODIFIER:
            return None
        if event.key() in RETURN:
            return self._reviewer.accept
        if event.key() == Key.Key_R:
            return self._reviewer.reject
        if event.key() == Key.Key_Tab:
            return partial(self._reviewer.skip, 1)
        digit = event.key() - Key.Key_0
        return partial(self._reviewer.reclass, digit) if 0 <= digit <= 9 else None
