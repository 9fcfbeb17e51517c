"""Icons from resources/icons, drawn in the colour of the theme."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PyQt6.QtCore import QByteArray, QRectF, Qt
from PyQt6.QtGui import QIcon, QPainter, QPalette, QPixmap
from PyQt6.QtSvg import QSvgRenderer
from PyQt6.QtWidgets import QApplication

SIZES = (16, 20, 24, 32, 48)


def icon(name: str) -> QIcon:
    """The icon of that name; `currentColor` in the drawing becomes the text colour of the application's palette, in a
    selected row that of selected text."""
    palette = QApplication.palette()
    return _drawn(
        name,
        palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText).name(),
        palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name(),
        palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText).name(),
    )


@cache
def _drawn(name: str, normal: str, disabled: str, selected: str) -> QIcon:
    """The icon in these colours, drawn once: every new window and panel asks for it again."""
    drawing = files("seisviewer.resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, normal),
        (QIcon.Mode.Disabled, disabled),
        (QIcon.Mode.Selected, selected),
    ):
        for size in SIZES:
            made.addPixmap(_pixmap(drawing, colour, size), mode)
    return made


def _pixmap(drawing: str, colour: str, size: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
