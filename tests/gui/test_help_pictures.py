"""Pictures on the help pages are there, in both languages, small, and as wide as the page at most."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QTextDocument

from seisviewer.app.dialogs.help_dialog import HelpDialog
from seisviewer.app.main_window.start import make_application
from seisviewer.translation import LANGUAGES

PICTURES = Path(__file__).parents[2] / "resources" / "help_pictures"
IMAGE = QTextDocument.ResourceType.ImageResource.value
MOST = 1_500_000  # bytes, of all of them


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_fit_the_page(qtbot, language: str) -> None:
    make_application()
    dialog = HelpDialog(language=language)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_page("first_sections")
    made = sorted((PICTURES / language).glob("*.png"))
    assert [picture.name for picture in made] == sorted(path.name for path in (PICTURES / "en").glob("*.png"))
    for picture in made:
        shown = dialog.browser.loadResource(IMAGE, QUrl(f"../../help_pictures/{language}/{picture.name}"))
        assert 400 < shown.width() / shown.devicePixelRatio() <= dialog.browser.viewport().width()
    assert dialog.browser.document().idealWidth() <= dialog.browser.viewport().width()
    assert dialog.browser.loadResource(IMAGE, QUrl("../../icons/seisviewer.svg")).isNull(), "and no other file"


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in PICTURES.rglob("*.png")) < MOST
