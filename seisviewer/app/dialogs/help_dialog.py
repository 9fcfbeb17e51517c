"""The help pages: their titles at the left, the page that is read at the right."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from PyQt6.QtCore import Qt, QUrl
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QDialog, QListWidget, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import Standard, dialog_buttons
from seisviewer.translation import ENGLISH, LANGUAGE, tr

ORDER = (
    *("sections", "attributes", "horizons", "wells", "traces", "pickers", "detection"),
    *("shell", "python", "plugins", "cluster", "files", "far"),
)

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
        self.browser = QTextBrowser()
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
