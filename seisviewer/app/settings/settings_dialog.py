"""The dialog of settings: rows by subject, each of which holds at once, and a field that finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtWidgets import QDialog, QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import Standard, dialog_buttons, sentence
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.translation import tr

NONE_FOUND = tr("No setting has these words.")


@dataclass(frozen=True)
class Setting:
    """subject: under which heading it stands. words: others by which it is looked for."""

    subject: str
    name: str
    tip: str
    control: QWidget
    words: str = ""


class SettingsDialog(QDialog):
    """Every setting with what it does below it."""

    def __init__(self, settings: Sequence[Setting], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self.resize(600, 560)
        self.search = QLineEdit(placeholderText=tr("Find a setting"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self._rows: list[tuple[Setting, QWidget]] = []
        self._headings: dict[str, QWidget] = {}
        self._none = sentence(NONE_FOUND)
        self._none.hide()
        inside = QWidget()
        rows = QVBoxLayout(inside)
        for setting in settings:
            if setting.subject not in self._headings:
                self._headings[setting.subject] = heading = _heading(setting.subject)
                rows.addWidget(heading)
            self._rows.append((setting, row := _row(setting)))
            rows.addWidget(row)
        rows.addWidget(self._none)
        rows.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.addWidget(self.search)
        layout.addWidget(area, 1)
        layout.addWidget(dialog_buttons(self, Standard.Close))
        self.search.setFocus()

    @property
    def found(self) -> tuple[str, ...]:
        """The names of the settings on show."""
        return tuple(setting.name for setting, row in self._rows if not row.isHidden())

    def _find(self, text: str) -> None:
        """Show the settings that have every word somewhere."""
        words = text.lower().split()
        subjects = set()
        for setting, row in self._rows:
            said = " ".join((setting.subject, setting.name, setting.tip, setting.words)).lower()
            row.setVisible(all(word in said for word in words))
            if not row.isHidden():
                subjects.add(setting.subject)
        for subject, heading in self._headings.items():
            heading.setVisible(subject in subjects)
        self._none.setVisible(not subjects)


def _heading(text: str) -> PlainLabel:
    label = PlainLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _row(setting: Setting) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(12, 2, 0, 8)
    tip = sentence(setting.tip)
    tip.setObjectName("faint")
    name = PlainLabel(setting.name)
    name.setBuddy(setting.control)
    setting.control.setAccessibleName(setting.name)
    grid.addWidget(name, 0, 0)
    grid.addWidget(setting.control, 0, 1)
    grid.addWidget(tip, 1, 0, 1, 2)
    grid.setColumnStretch(0, 1)
    return row
