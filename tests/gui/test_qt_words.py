"""The dialogs that Qt brings speak the language of the window, all of their words."""

from __future__ import annotations

import re

import pytest
from PyQt6.QtWidgets import QAbstractButton, QColorDialog, QFileDialog, QLabel, QMessageBox

from seisviewer.app.main_window.qt_words import translate_qt
from seisviewer.app.main_window.start import make_application


@pytest.fixture
def in_chinese():
    app = make_application()
    installed = translate_qt(app, "zh")
    yield
    for translator in installed:
        app.removeTranslator(translator)


def test_no_english_is_left_in_file_colour_and_message_dialogs(in_chinese, qtbot) -> None:
    files, colours = QFileDialog(), QColorDialog()
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    colours.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    box = QMessageBox()
    names = "Ok Cancel Yes No Save Discard Close Apply Help Retry Open"
    for name in names.split():
        box.addButton(getattr(QMessageBox.StandardButton, name))
    english = []
    for dialog in (files, colours, box):
        qtbot.addWidget(dialog)
        words = [each.text() for kind in (QLabel, QAbstractButton) for each in dialog.findChildren(kind)]
        assert any(re.search("[一-鿿]", text) for text in words)
        english += [text for text in words if re.search("[A-Za-z]{3}", text) and not text.startswith("HTML")]
    assert not english
