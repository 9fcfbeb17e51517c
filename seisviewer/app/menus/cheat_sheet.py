"""All keys and gestures on one sheet, made from the table of actions."""

from __future__ import annotations

from html import escape
from itertools import groupby

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from seisviewer.app.menus.action import Action
from seisviewer.app.menus.action_table import GESTURES, TABLE
from seisviewer.app.menus.keymap import Keymap, native
from seisviewer.app.widgets.controls import Standard, dialog_buttons
from seisviewer.app.widgets.plain_text import RichLabel
from seisviewer.translation import tr

COLUMNS = (("View", "Help"), ("Paint", "Picks", "Events", "Mouse"), ("File", "Edit", "Learn", "Teach"))


class CheatSheet(QDialog):
    """Stays open beside the window while the user works.

    desk: only what can be asked for at this desk; "" for everything.
    """

    def __init__(self, keymap: Keymap, parent: QWidget | None = None, desk: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Cheat sheet"))
        self._keymap = keymap
        self._state = desk
        self.sheet = RichLabel()
        self.sheet.setTextFormat(Qt.TextFormat.RichText)
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sheet.setMargin(12)
        area = QScrollArea()
        area.setWidget(self.sheet)
        area.setWidgetResizable(True)
        buttons = dialog_buttons(self, Standard.Close)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)
        keymap.changed.connect(self.refresh)
        self.refresh()
        hint, bar = self.sheet.sizeHint(), area.verticalScrollBar().sizeHint().width()
        edges = layout.contentsMargins().left() + layout.contentsMargins().right() + 2 * area.frameWidth()
        room = self.screen().availableGeometry()
        self.resize(min(hint.width() + bar + edges, room.width()), min(hint.height() + 90, 820, room.height() - 40))

    def refresh(self) -> None:
        """Write the sheet again with the keys as they are now."""
        actions = [action for action in TABLE if self._state in ("", *action.desks)]
        gestures = [gesture for gesture in GESTURES if self._state in ("", *gesture.desks)]
        rows = {name: self._rows(list(group)) for name, group in groupby(actions, key=_menu)}
        rows["Mouse"] = [(tr(gesture.hands), tr(gesture.tip)) for gesture in gestures]
        cells = "".join(f"<td style='padding-right:14px'>{_column(names, rows)}</td>" for names in COLUMNS)
        self.sheet.setText(f"<table><tr valign='top'>{cells}</tr></table>")

    def show_desk(self, desk: str) -> None:
        """Another desk is in front."""
        self._state = desk
        self.refresh()

    def _rows(self, actions: list[Action]) -> list[tuple[str, str]]:
        rows = []
        digits = [action for action in actions if action.id.startswith("class_")]
        for action in actions:
            keys = self._keymap.keys(action.id)
            if keys and action not in digits:
                rows.append((tr(" or ").join(map(native, keys)), tr(action.text).removesuffix("…")))
        if digits:
            keys = [self._keymap.shown(action.id) or "–" for action in digits]
            rows.append(
                (f"{keys[0]} – {keys[-1]}" if keys == list("0123456789") else " ".join(keys), tr("Choose class 0 – 9"))
            )
        return rows


def _menu(action: Action) -> str:
    return action.menu.split("/")[0]


def _column(names: tuple[str, ...], rows: dict[str, list[tuple[str, str]]]) -> str:
    lines = ""
    for name in names:
        if not rows.get(name):
            continue
        lines += f"<tr><td colspan='2' style='padding-top:10px'><h3>{escape(tr(name))}</h3></td></tr>"
        for keys, text in rows[name]:
            lines += (
                f"<tr><td style='padding:2px 16px 2px 0; white-space:nowrap'><b>{escape(keys)}</b></td>"
                f"<td style='padding:2px 0; white-space:nowrap'>{escape(text)}</td></tr>"
            )
    return f"<table>{lines}</table>"
