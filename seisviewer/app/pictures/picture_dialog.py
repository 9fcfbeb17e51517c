"""Asks how a picture for print is to look, and shows it meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QPixmap, QResizeEvent
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QSizePolicy, QWidget

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.pictures.picture_options import PictureOptions
from seisviewer.app.widgets.controls import sentence
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.errors import SeisviewerError
from seisviewer.pictures.picture_files import Picture, picture_bytes
from seisviewer.pictures.picture_fonts import missing_letters
from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.translation import tr

SETTLE_MS = 200
PREVIEW = 620  # pixels across
LEAST_DPI = 60
INCH = 25.4
Make = Callable[[Collection[str], str], Picture]  # without some layers, with a title
Key = tuple[frozenset[str], str, PictureStyle]


class PictureDialog(QDialog):
    """wanted: a Picture, its PictureStyle and the format; to be saved, or, with "" for the format, copied."""

    wanted = pyqtSignal(object, object, str)

    def __init__(
        self,
        make: Make,
        title: str,
        layers: Sequence[str],
        style: PictureStyle,
        kind: str,
        around: Sequence[str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Picture of the view"))
        self._make = make
        self.options = PictureOptions(title, layers, style, kind, around)
        self.preview = PlainLabel(tr("Drawing…"))
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setMinimumSize(420, 360)
        self.preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.note = sentence(lines=2)
        self._pixels = QPixmap()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS, timeout=self._draw)
        self._results: BackgroundResults[Key, tuple[bytes, str]] = BackgroundResults(self._take)
        self._results.begin(self._preview)
        self._lay_out()
        self.options.changed.connect(self._settle.start)
        self.finished.connect(lambda _: self._results.end())
        self._draw()

    @property
    def picture(self) -> Picture:
        return self._make(self.options.hidden, self.options.title.text())

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Close)
        self.copy_button = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.setToolTip(tr("Put the picture on the clipboard, at this resolution"))
        self.save_button = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.save_button.setDefault(True)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        self.copy_button.clicked.connect(lambda: self.wanted.emit(self.picture, self.options.style, ""))
        self.options.setFixedWidth(300)
        grid = QGridLayout(self)
        grid.addWidget(self.preview, 0, 0)
        grid.addWidget(self.options, 0, 1)
        grid.addWidget(self.note, 1, 0)
        grid.addWidget(buttons, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(0, 1)
        self.resize(1000, 560)

    def _save(self) -> None:
        self.wanted.emit(self.picture, self.options.style, self.options.kind.currentData())

    def _draw(self) -> None:
        key = self.options.hidden, self.options.title.text(), self.options.style
        self._results.want(self, key)

    def _preview(self, key: Key) -> tuple[bytes, str]:
        """On another thread: a PNG that is as large as the room for it, and the letters that no font has."""
        hidden, title, style = key
        picture = self._make(hidden, title)
        coarse = replace(style, dpi=max(LEAST_DPI, round(PREVIEW / style.width_mm * INCH)))
        return picture_bytes(picture, coarse, "png"), missing_letters(picture.texts)

    def _take(self, key: Key, answer: tuple[bytes, str] | Exception) -> None:
        if isinstance(answer, Exception):
            if not isinstance(answer, SeisviewerError):
                raise answer
            self.preview.setText(str(answer))
            return
        png, unknown = answer
        self._pixels = QPixmap()
        self._pixels.loadFromData(png)
        said = (
            tr("No font of this machine has the letters {unknown}: they are drawn as empty boxes.").format(
                unknown=unknown
            )
            if unknown
            else ""
        )
        self.note.setText(said)
        self._fit()

    def _fit(self) -> None:
        if not self._pixels.isNull():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self.preview.setPixmap(self._pixels.scaled(self.preview.size(), keep, smooth))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._results.end()
        super().closeEvent(event)
