"""Pictures for print of either desk: asks how they are to look, then writes or copies them in the background."""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import QMimeData, QSettings
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QApplication, QFileDialog, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.pictures.picture_dialog import Make, PictureDialog
from seisviewer.app.pictures.picture_options import EVERYTHING, TITLE_AND_LEGEND
from seisviewer.app.pictures.seen_section import seen_section
from seisviewer.app.pictures.seen_traces import seen_traces, titled
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.shared_state import SharedState
from seisviewer.app.topics import Topic
from seisviewer.app.traces.page.trace_page import TracePage
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.screenshots import suggested_name
from seisviewer.file_names import plain_name
from seisviewer.pictures.catalogue.plot_picture import PlotPicture
from seisviewer.pictures.picture_files import Picture, picture_bytes, write_picture
from seisviewer.pictures.picture_style import FORMATS, RESOLUTIONS, WIDTHS, PictureStyle
from seisviewer.progress import Progress
from seisviewer.translation import tr

REMEMBERED = "pictures/style"
PICKS = tr("Picks")
NOTHING = tr("There is nothing to draw yet: wait until the view shows its data.")


class PictureMaker:
    """window: the dialog opens over it. The size and format that were used last are offered again."""

    def __init__(self, background: Background, settings: QSettings, window: QWidget) -> None:
        self._background, self._settings, self._window = background, settings, window
        self.dialog: PictureDialog | None = None

    def ask_section(self, views: SectionViews, state: SectionState) -> None:
        """A picture of the section in use, as it is seen."""
        if state.volume is not None and state.volume.unsure:
            state.message.emit(state.volume.unsure)  # a picture outlives the doubt
            return
        seen = seen_section(views.active, state)
        if seen is None:
            state.message.emit(NOTHING)
            return
        folder = state.volume.folder
        self._open(
            seen.picture, seen.base.title, seen.names, state, folder, str(views.active.section), around=EVERYTHING
        )

    def ask_traces(self, page: TracePage, state: TraceState) -> None:
        """A picture of the traces in sight."""
        seen = seen_traces(page, state)
        if seen is None:
            state.message.emit(NOTHING)
            return
        folder = state.archive.sources[0].parent if state.archive.sources else Path.home()
        layers = (PICKS,) if seen.picks else ()
        self._open(
            lambda hidden, title: titled(seen, title, PICKS not in hidden), seen.title, layers, state, folder, "traces",
            around=TITLE_AND_LEGEND,
        )  # fmt: skip

    def ask_catalogue(self, picture: PlotPicture | None, state: TraceState, subject: str, over: QWidget) -> None:
        """A picture of a page of the catalogue's window."""
        if picture is None:
            state.message.emit(tr("There is nothing to draw on this page yet."))
            return
        archive = state.archive
        folder = archive.sources[0].parent if archive is not None and archive.sources else Path.home()
        self._open(
            lambda hidden, title: replace(picture, title=title), picture.title, (), state, folder, subject,
            around=(*TITLE_AND_LEGEND, "colour_bar") if any(panel.bar for panel in picture.panels) else TITLE_AND_LEGEND,
            over=over,
        )  # fmt: skip

    def _open(
        self,
        make: Make,
        title: str,
        layers: tuple[str, ...],
        state: SharedState,
        folder: Path,
        subject: str,
        around: tuple[str, ...],
        over: QWidget | None = None,
    ) -> None:
        """over: the window that the dialog belongs to, None for the main one."""
        style, kind = remembered(self._settings)
        dialog = self.dialog = PictureDialog(make, title, layers, style, kind, around, over or self._window)

        def take(picture: Picture, style: PictureStyle, kind: str) -> None:
            remember(self._settings, style, kind or dialog.options.kind.currentData())
            if kind:
                self._save(picture, style, kind, state, folder, subject)
            else:
                self._copy(picture, style, state)

        dialog.wanted.connect(take)
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        dialog, self.dialog = self.dialog, None
        dialog.deleteLater()

    def _save(
        self, picture: Picture, style: PictureStyle, kind: str, state: SharedState, folder: Path, subject: str
    ) -> None:
        place = folder / plain_name(suggested_name(subject).removesuffix("png") + kind)
        chosen, _ = QFileDialog.getSaveFileName(
            self.dialog, tr("Save picture"), str(place), f"{kind.upper()} (*.{kind})"
        )
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")
        self.dialog.accept()
        job = self._background.run(
            tr("Drawing {path_name}").format(path_name=path.name),
            lambda: _writing(picture, style, path, kind),
            lambda _: state.message.emit(tr("The picture is in {path}.").format(path=path)),
            awaited=True,
            topic=Topic.PICTURES,
        )
        state.closing.wait_for(job)

    def _copy(self, picture: Picture, style: PictureStyle, state: SharedState) -> None:
        def put(made: tuple[bytes, bytes]) -> None:
            png, svg = made
            data = QMimeData()
            data.setImageData(QImage.fromData(png))
            data.setData("image/svg+xml", svg)
            QApplication.clipboard().setMimeData(data)
            state.message.emit(tr("The picture is on the clipboard."))

        job = self._background.run(
            tr("Drawing the picture"), lambda: _drawing(picture, style), put, topic=Topic.PICTURES
        )
        state.closing.wait_for(job)


def _writing(picture: Picture, style: PictureStyle, path: Path, kind: str) -> Generator[Progress, None, Path]:
    yield Progress(0, 0, tr("Drawing {path_name}").format(path_name=path.name))
    return write_picture(picture, style, path, kind)


def _drawing(picture: Picture, style: PictureStyle) -> Generator[Progress, None, tuple[bytes, bytes]]:
    yield Progress(0, 0, tr("Drawing the picture"))
    return picture_bytes(picture, style, "png"), picture_bytes(picture, style, "svg")


def remembered(settings: QSettings) -> tuple[PictureStyle, str]:
    """The size and format that were used last; the usual ones where nothing, or nonsense, is stored."""
    try:
        width, dpi, kind = json.loads(settings.value(REMEMBERED, "[]", type=str))
        sound = WIDTHS[0] <= width <= WIDTHS[1] and RESOLUTIONS[0] <= dpi <= RESOLUTIONS[1] and kind in FORMATS
        return (PictureStyle(float(width), dpi=int(dpi)), kind) if sound else (PictureStyle(), "svg")
    except (ValueError, TypeError):
        return PictureStyle(), "svg"


def remember(settings: QSettings, style: PictureStyle, kind: str) -> None:
    settings.setValue(REMEMBERED, json.dumps([style.width_mm, style.dpi, kind]))
