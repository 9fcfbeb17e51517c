"""The dialog of settings: what is looked for is found, and what is changed holds at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QApplication, QCheckBox, QComboBox, QFileDialog, QPushButton, QSpinBox, QWidget

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.sections.colours.map_list import MapList
from seisviewer.app.settings.text_size import TextSize
from seisviewer.pictures import own_colour_maps
from seisviewer.pictures.colour_maps import colour_maps


def control(dialog, name: str, kind: type):
    return next(each for each in dialog.findChildren(kind) if each.accessibleName() == name)


def test_it_finds_changes_and_follows_what_is_remembered(
    survey_window: MainWindow, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = survey_window.parts
    state, font = parts.sections.state, QApplication.font()
    parts.menus.actions["settings"].trigger()
    dialog = parts.help_windows.open["settings"]
    everything = dialog.found
    assert len(everything) > 9
    for looked_for, found in (("contrast", ("Theme",)), ("COLOUR import", ("Colour maps", "Class tables")), ("qqq", ())):
        dialog.search.setText(looked_for)
        assert dialog.found == found, looked_for
    dialog.search.clear()
    assert dialog.found == everything
    # What is changed holds at once, and the dialog follows what is changed elsewhere.
    box = control(dialog, "Carry strokes along reflectors", QCheckBox)
    assert not box.isChecked()
    box.click()
    assert parts.sections.layers.on
    parts.menus.actions["carry"].trigger()
    assert not box.isChecked()
    theme = control(dialog, "Theme", QComboBox)
    theme.setCurrentIndex(theme.findData("dark"))
    assert parts.theme.name == "dark" and parts.menus.actions["dark"].isChecked()
    parts.theme.set("light")
    assert theme.currentData() == "light"
    control(dialog, "Memory for surveys", QSpinBox).setValue(512)
    assert parts.sections.memory.bytes == 512 << 20
    try:
        size = control(dialog, "Text size", QComboBox)
        size.setCurrentIndex(size.findData(125))
        assert QApplication.font().pointSizeF() == pytest.approx(1.25 * font.pointSizeF())
        assert TextSize(settings).percent == 125
        assert next(iter(parts.panels.docks.values())).font().pointSizeF() == QApplication.font().pointSizeF()
        size.setCurrentIndex(size.findData(100))
        assert QApplication.font().pointSizeF() == pytest.approx(font.pointSizeF())
    finally:
        QApplication.setFont(font)
    # A colour map goes out and comes in, and every list has it.
    monkeypatch.setattr(own_colour_maps, "own_maps_folder", lambda: tmp_path / "kept")
    own_colour_maps.own_maps.cache_clear()
    path = tmp_path / "mine.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    state.set_display(colour_map="vik")
    buttons = {each.text(): each for each in control(dialog, "Colour maps", QWidget).findChildren(QPushButton)}
    buttons["Export…"].click()
    buttons["Import…"].click()
    name = state.display.colour_map
    assert name not in colour_maps() and name in own_colour_maps.own_maps()
    assert all(found.findData(name) >= 0 for found in survey_window.findChildren(MapList))
    path.write_text("{}")
    buttons["Import…"].click()
    assert "mine.json is no colour map" in survey_window.errors.text and state.display.colour_map == name
    own_colour_maps.own_maps.cache_clear()
