"""A report as PDF."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QMarginsF, QSizeF
from PyQt6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PyQt6.QtWidgets import QApplication

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest

MARGIN = 15.0  # mm
RESOLUTION = 96  # dots per inch that the page is laid out at; text and lines stay vectors

_kept: list[QApplication] = []


def write_report_pdf(path: Path, html: str) -> None:
    """Write a page of HTML on A4; any thread may. Raises BadRequest where the file cannot be written."""
    _ensure_application()
    with replacing(path, BadRequest) as temporary:
        writer = QPdfWriter(str(temporary))
        writer.setResolution(RESOLUTION)
        margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
        writer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4),
                QPageLayout.Orientation.Portrait,
                margins,
                QPageLayout.Unit.Millimeter,
            )
        )
        document = QTextDocument()
        document.setDocumentMargin(0)
        # Without a size of its own Qt adds margins, and cuts what is wider.
        document.setPageSize(QSizeF(writer.width(), writer.height()))
        document.setHtml(html)
        document.print(writer)
        del document, writer


def _ensure_application() -> None:
    """Fonts need one. It is of the kind that a window takes over, and stays: Qt may crash where a second one follows a first
    that was dropped."""
    if QApplication.instance() is None:
        _kept.append(QApplication(["seisviewer"]))
