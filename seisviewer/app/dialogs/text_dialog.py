"""A window with text to read, such as a survey's description."""

from __future__ import annotations

from PyQt6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import Standard, dialog_buttons


class TextDialog(QDialog):
    """Text that can be selected and copied; stays open beside the window."""

    def __init__(self, title: str, parent: QWidget | None, html: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(720, 640)
        self.browser = QTextBrowser()
        self.browser.setOpenExternalLinks(True)
        self.browser.setHtml(html)
        buttons = dialog_buttons(self, Standard.Close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.browser)
        layout.addWidget(buttons)
