"""Icons from resources/icons, drawn in the colour of the theme."""

from __future__ import annotations

from importlib.resources import files

from PyQt6.QtCore import QByteArray, QRectF, Qt
from PyQt6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PyQt6.QtSvg import QSvgRenderer
from PyQt6.QtWidgets import QApplication

SIZES = (16, 20, 24, 32, 48)


def icon(name: str) -> QIcon:
    """The icon of that name; `currentColor` in the drawing becomes the text colour of the application's palette, in a
    selected row that of selected text."""
    drawing = files("seisviewer.resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
    palette = QApplication.palette()
    made = QIcon()
    for mode, group, role in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText),
        (QIcon.Mode.Selected, QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText),
    ):
        colour = palette.color(group, role)
        for size in SIZES:
            made.addPixmap(_pixmap(drawing, colour, size), mode)
    return made


def _pixmap(drawing: str, colour: QColor, size: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour.name()).encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
