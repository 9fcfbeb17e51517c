"""Pictures of a view or of the whole window, to a PNG file or to the clipboard."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PyQt6.QtGui import QPixmap
from PyQt6.QtWidgets import QApplication

from seisviewer.errors import BadRequest
from seisviewer.translation import tr


def save(picture: QPixmap, path: Path) -> Path:
    """Write a picture as PNG; returns the path, with .png added where it ends otherwise."""
    path = path if path.suffix.lower() == ".png" else path.with_name(f"{path.name}.png")
    if not picture.save(str(path), "PNG"):
        raise BadRequest(
            tr(
                "The picture could not be written to {path}: check that the folder exists and may be written to."
            ).format(path=path)
        )
    return path


def copy(picture: QPixmap) -> None:
    """Put a picture on the clipboard."""
    clipboard = QApplication.clipboard()
    if clipboard is not None:
        clipboard.setPixmap(picture)


def suggested_name(subject: str) -> str:
    """A file name that sorts by time: `subject-20240131-120500.png`."""
    return f"{subject}-{datetime.now():%Y%m%d-%H%M%S}.png"
