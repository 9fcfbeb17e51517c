"""What the tests of the window share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PyQt6.QtGui import QPalette
from PyQt6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def plain_clothes() -> Iterator[None]:
    """The theme that a window puts on the application goes with the window."""
    yield
    app = QApplication.instance()
    if app is not None and app.styleSheet():
        app.setStyleSheet("")
        app.setPalette(QPalette())
