"""Text from files shown as it stands. Labels, tooltips and message boxes of Qt guess whether a text is HTML, and a
station, a class or a file may be called “<img src=…>”."""

from __future__ import annotations

from html import escape

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel, QWidget


def as_plain(text: str) -> str:
    """A text that is shown as it stands also where Qt would take it for HTML; any other comes as it is."""
    if not Qt.mightBeRichText(text):
        return text
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")


class PlainLabel(QLabel):
    """A label that never takes its text for HTML."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


class RichLabel(QLabel):
    """A label of HTML that this program wrote; what comes from elsewhere is escaped before it gets here."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(text)
