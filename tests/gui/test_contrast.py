"""Every text of the real window stands out from what lies behind it, in both themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from PyQt6.QtCore import QPoint
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTabBar, QWidget

from seisviewer.app.main_window.theme import THEMES
from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.menus.action import DESKS
from tests.gui.test_theme import READ, contrast

LARGE = 3  # times: so large that a letter has pixels of its full colour
EDGE = 4 * LARGE  # pixels of the frame of a button, left out
KINDS = (QLabel, QAbstractButton, QComboBox, QLineEdit, QTabBar)


def test_every_text_of_both_desks_can_be_read(new_window: Callable[..., MainWindow]) -> None:
    window = new_window(1280, 720)
    weak: set[tuple[str, str, float]] = set()
    seen = 0
    for name in THEMES:
        window.parts.theme.set(name)
        for desk in ("", *DESKS):
            window.parts.front.show(desk)
            for widget, text in texts(window):
                seen += 1
                if (found := strongest(widget)) < READ:
                    weak.add((f"{name} {type(widget).__name__}", text, round(found, 2)))
    assert seen > 200
    assert not weak, sorted(weak)


def texts(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    """What is on screen and says something, with what it says."""
    for kind in KINDS:
        for widget in window.findChildren(kind):
            text = said(widget)
            if text.strip() and not widget.visibleRegion().isEmpty():
                yield widget, text


def said(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QTabBar):
        return "".join(map(widget.tabText, range(widget.count())))
    if isinstance(widget, QAbstractButton) and not widget.icon().isNull():
        return ""
    return widget.text() or getattr(widget, "placeholderText", str)()


def strongest(widget: QWidget) -> float:
    """The strongest contrast of a widget, drawn large, against the colour that is most frequent in it."""
    image = QImage(widget.size() * LARGE, QImage.Format.Format_RGBX8888)
    image.fill(widget.window().palette().window().color())
    painter = QPainter(image)
    painter.scale(LARGE, LARGE)
    widget.render(painter, QPoint(0, 0), flags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    pixels = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
    pixels = pixels.reshape(image.height(), -1, 4)[EDGE:-EDGE, EDGE:-EDGE, :3].reshape(-1, 3)
    colours, counts = np.unique(pixels.astype(np.int32) @ np.array([1 << 16, 1 << 8, 1], np.int32), return_counts=True)
    ground = colours[counts.argmax()]
    rgb = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], -1)
    common = counts >= 8  # not the edge of a letter alone
    return float(contrast(rgb[common], np.array([ground >> 16, ground >> 8 & 255, ground & 255])).max())
