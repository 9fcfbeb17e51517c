"""The question before something that has not ended is given up."""

from __future__ import annotations

from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer.app.main_window.closing_stages import ClosingStages
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr


def may_end(closing: ClosingStages, purpose: str, parent: QWidget | None = None) -> bool:
    """Ask once whether to stop what would be lost; True where nothing would. purpose: what happens then, as "close"."""
    unfinished = closing.unfinished()
    if not unfinished:
        return True
    sentences = " ".join(each.sentence for each in unfinished)
    running = sum(each.runs for each in unfinished)
    question = (
        tr("Stop {words} and {purpose}?").format(words=tr("it") if running == 1 else tr("them"), purpose=purpose)
        if running
        else tr("{capital} all the same?").format(capital=_capital(purpose))
    )
    answer = QMessageBox.question(
        parent,
        unfinished[0].name,
        as_plain(f"{sentences} {question}"),
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Cancel,
    )
    return answer == QMessageBox.StandardButton.Yes


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
