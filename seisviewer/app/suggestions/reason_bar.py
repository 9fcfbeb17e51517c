"""Why what was gone to is worth a look, whole and in a line of its own above the data; the same on both desks."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtWidgets import QHBoxLayout, QWidget

from seisviewer.app.suggestions.suggestion_list import Suggested, SuggestionList
from seisviewer.app.widgets.controls import sentence

MARGINS = (6, 2, 6, 2)  # px


class ReasonBar(QWidget):
    """Hidden where nothing was gone to, or it is out of sight again.

    is_seen: whether the place of a row is in sight; `renew` asks again. words: what is said of it.
    """

    def __init__(
        self, suggestions: SuggestionList, words: Callable[[Suggested], str], is_seen: Callable[[Suggested], bool]
    ) -> None:
        super().__init__()
        self._suggestions, self._words, self._is_seen = suggestions, words, is_seen
        self.said = sentence()
        row = QHBoxLayout(self)
        row.setContentsMargins(*MARGINS)
        row.addWidget(self.said)
        suggestions.changed.connect(self.renew)
        suggestions.chosen.connect(self.renew)
        self.hide()

    def renew(self, *_: object) -> None:
        """Show what is in sight now."""
        row = self._suggestions.current
        seen = row is not None and self._is_seen(row)
        if seen:
            self.said.setText(self._words(row))
        self.setVisible(seen)
