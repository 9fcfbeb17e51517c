"""Sentences for the user: passing ones in the status bar, errors and notices in a bar that stays until it is dismissed."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStyle, QToolButton, QWidget

MOST = 4


class ErrorBar(QFrame):
    """Sentences above the views, the newest last. It never takes the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorBar")
        sign = QLabel()
        sign.setPixmap(self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning).pixmap(20, 20))
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.dismiss = QToolButton()
        self.dismiss.setText("Dismiss")
        self.dismiss.setToolTip("Put this message away")
        self.dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(sign)
        layout.addWidget(self._label, 1)
        layout.addWidget(self.dismiss)
        self.hide()

    @property
    def text(self) -> str:
        """The sentences on show, a line each, or "" when the bar is away."""
        return "" if self.isHidden() else self._label.text()

    def say(self, sentence: str) -> None:
        """Add a sentence; one that is on show already is not said twice."""
        said = [line for line in self.text.split("\n") if line and line != sentence]
        self._label.setText("\n".join([*said, sentence][-MOST:]))
        self.show()
