"""The help pages: their titles at the left, the page that is read at the right."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath

from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtGui import QDesktopServices, QImage, QTextDocument
from PyQt6.QtWidgets import QDialog, QListWidget, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import Standard, dialog_buttons
from seisviewer.translation import ENGLISH, LANGUAGE, LANGUAGES, tr

ORDER = (
    *("first_sections", "first_traces"),
    *("sections", "attributes", "horizons", "wells", "traces", "pickers", "detection"),
    *("shell", "python", "plugins", "cluster", "files", "far"),
)

BAR = 24  # px that a scroll bar may take


@dataclass(frozen=True)
class HelpPage:
    """name: what links between pages call it. title: its first line. text: Markdown."""

    name: str
    title: str
    text: str


def help_pages(language: str = LANGUAGE) -> tuple[HelpPage, ...]:
    """All pages in a language such as "zh"; a page that it lacks is in English."""
    folder = files("seisviewer.resources").joinpath("help")
    pages = []
    for name in ORDER:
        own = folder.joinpath(language, f"{name}.md")
        file = own if own.is_file() else folder.joinpath(ENGLISH, f"{name}.md")
        text = file.read_text(encoding="utf-8")
        pages.append(HelpPage(name, text.partition("\n")[0].lstrip("# "), text))
    return tuple(pages)


class HelpBrowser(QTextBrowser):
    """Reads the pictures that a page names, and no other file; each is at most as wide as the page."""

    def loadResource(self, kind: int, name: QUrl) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        language, file = PurePosixPath(name.path()).parts[-2:]
        picture = QImage()
        if language in LANGUAGES and file.endswith(".png"):
            found = files("seisviewer.resources").joinpath("help_pictures", language, file)
            if found.is_file():
                picture = QImage.fromData(found.read_bytes())
        ratio = self.devicePixelRatioF()
        room = round(ratio * (self.viewport().width() - 2 * self.document().documentMargin() - BAR))
        if picture.width() > room > 0:
            picture = picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
            picture.setDevicePixelRatio(ratio)
        return picture


class HelpDialog(QDialog):
    """Stays open beside the window."""

    def __init__(self, parent: QWidget | None = None, language: str = LANGUAGE) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help"))
        self.resize(980, 640)
        self._pages = help_pages(language)
        self.titles = QListWidget()
        self.titles.addItems([page.title for page in self._pages])
        self.titles.setToolTip(tr("The pages; the arrow keys go from one to the next"))
        self.titles.currentRowChanged.connect(self._show_page)
        self.browser = HelpBrowser()
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.titles)
        splitter.addWidget(self.browser)
        splitter.setSizes([self.titles.sizeHintForColumn(0) + 24, 720])
        splitter.setStretchFactor(1, 1)
        buttons = dialog_buttons(self, Standard.Close)
        layout = QVBoxLayout(self)
        layout.addWidget(splitter, 1)
        layout.addWidget(buttons)
        self.titles.setCurrentRow(0)

    def show_page(self, name: str) -> None:
        """Turn to a page of ORDER."""
        self.titles.setCurrentRow(ORDER.index(name))

    def _show_page(self, row: int) -> None:
        self.browser.setMarkdown(self._pages[row].text)

    def _follow(self, link: QUrl) -> None:
        name = link.path().removesuffix(".md")
        if link.isRelative() and name in ORDER:
            self.show_page(name)
        else:
            QDesktopServices.openUrl(link)
