"""Shortcuts are written to a file and taken from one; what would leave the program with two meanings of a key is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QFileDialog

from seisviewer.app.dialogs.shortcuts_dialog import ShortcutsDialog
from seisviewer.app.main_window.start import make_application
from seisviewer.app.menus.keymap import Keymap
from seisviewer.app.menus.keymap_files import read_keys
from seisviewer.errors import UnreadableFile


def test_they_come_back_as_they_went(qtbot, settings: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_application()
    keymap, path = Keymap(settings), tmp_path / "keys.json"
    dialog = ShortcutsDialog(keymap)
    qtbot.addWidget(dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    keymap.set_keys("brush", ("Ctrl+B", "F9"))
    keymap.set_keys("eraser", ())
    dialog.hand_out.click()
    keymap.reset()
    dialog.take_in.click()
    assert keymap.keys("brush") == ("Ctrl+B", "F9") and keymap.keys("eraser") == ()
    assert Keymap(settings).keys("brush") == ("Ctrl+B", "F9"), "they are kept"
    path.write_text("{}")
    dialog.take_in.click()
    assert "keys.json holds no shortcuts" in dialog.note.text() and keymap.keys("eraser") == ()


@pytest.mark.parametrize(("content", "said"), [
    ({"brush": ["Ctrl+B"], "polygon": ["Ctrl+B"]}, "“Brush” and to “Polygon”"),
    ({"brush": ["E"]}, "“Brush” and to “Eraser”"),  # whose key is the default
    ({"brush": ["no such key"]}, "names keys that there are not"),
    ({"brush": 3}, "holds no shortcuts"),
    ([1], "holds no shortcuts"),
])  # fmt: skip
def test_a_file_that_means_nothing_or_two_things_is_refused(tmp_path: Path, content: object, said: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"seisviewer shortcuts": content}))
    with pytest.raises(UnreadableFile, match=said):
        read_keys(path)


def test_a_key_may_serve_each_desk_and_actions_of_other_versions_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"seisviewer shortcuts": {"live": ["L"], "record_section": ["L"], "gone": ["B"]}}))
    assert read_keys(path) == {"live": ("L",), "record_section": ("L",)}
