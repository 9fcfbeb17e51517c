"""What Qt finds of screens and fonts, printed as JSON. Runs in a process of its own: Qt ends it where it cannot start."""

from __future__ import annotations

import json

from PyQt6.QtCore import QT_VERSION_STR, QLocale
from PyQt6.QtGui import QFontDatabase, QGuiApplication

from seisviewer.translation import tr


def main() -> int:
    """Print qt, platform, screens (size in dots and scale), language and chinese_fonts; returns 0."""
    app = QGuiApplication(["seisviewer"])
    screens = []
    for screen in app.screens():
        size = screen.geometry()
        screens.append(
            tr("{width} × {height}, scale {devicepixelratio:g}").format(
                width=size.width(), height=size.height(), devicepixelratio=screen.devicePixelRatio()
            )
        )
    answer = {
        "qt": QT_VERSION_STR,
        "platform": app.platformName(),
        "screens": screens,
        "language": QLocale.system().name(),
        "chinese_fonts": QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese),
    }
    print(json.dumps(answer))
    return 0
