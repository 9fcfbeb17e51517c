"""A part of a panel that is out of the way until it is asked for."""

from __future__ import annotations

from PyQt6.QtCore import QSettings, Qt
from PyQt6.QtWidgets import QLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from seisviewer.app.widgets.plain_text import as_plain


class FoldedPart(QWidget):
    """A title with an arrow; a click opens and folds what lies below. Whether it is open is remembered under `setting`."""

    def __init__(self, title: str, tip: str, content: QLayout, setting: str) -> None:
        super().__init__()
        self._setting = setting
        self.button = QToolButton()
        self.button.setText(title)
        self.button.setToolTip(as_plain(tip))
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content = QWidget()
        self.content.setLayout(content)
        content.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addWidget(self.content, 1)
        self.button.clicked.connect(lambda: self.open(self.content.isHidden()))
        self.open(QSettings().value(setting, False, bool))

    def open(self, is_open: bool) -> None:
        """Show what lies below the title, or fold it away."""
        self.button.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self.content.setVisible(is_open)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Expanding if is_open else policy.Fixed)
        QSettings().setValue(self._setting, is_open)
