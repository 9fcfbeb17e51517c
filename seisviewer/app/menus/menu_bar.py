"""Menus, tool bar, shortcuts and tooltips, made from the table of actions."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QMainWindow, QMenu, QToolBar

from seisviewer.app.menus.action import DESKS, MISSING, Action
from seisviewer.app.menus.action_table import TABLE
from seisviewer.app.menus.keymap import Keymap, native
from seisviewer.app.widgets.icons import icon
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr


class Menus(QObject):
    """The QActions of a window, by the ids of the table. `bind` says what each one does. asked: one was, and is done."""

    asked = pyqtSignal()

    def __init__(self, window: QMainWindow, keymap: Keymap) -> None:
        super().__init__(window)
        self._window = window
        self._keymap = keymap
        self._met: Collection[str] = ()
        self.actions: dict[str, QAction] = {action.id: self._make(action) for action in TABLE}
        self.menus: dict[str, QMenu] = {}
        for action in TABLE:
            menu = self._menu(action.menu)
            if action.line:
                menu.addSeparator()
            menu.addAction(self.actions[action.id])
        self.bar = self._tool_bar()
        keymap.changed.connect(self.refresh)
        self.refresh()

    def bind(self, commands: dict[str, Callable[..., object]]) -> None:
        """Connect actions to what they do: a checkable action hands over its new state, others nothing."""
        for action_id, command in commands.items():
            made = self.actions[action_id]
            if made.isCheckable():
                made.triggered.connect(command)
            else:
                made.triggered.connect(lambda _=False, command=command: command())
            made.triggered.connect(self.asked)

    def check(self, action_id: str, on: bool) -> None:
        """Show a state that was changed elsewhere; nothing is asked for by this."""
        self.actions[action_id].setChecked(on)

    def allow(self, front: str, met: Collection[str]) -> None:
        """Show what can be asked for at the desk in front ("" at the start page), and grey out what needs more than
        there is. An action that is not shown leaves its keys to another."""
        self._met = met
        for action in TABLE:
            made = self.actions[action.id]
            made.setVisible(front in action.desks or action.desks == DESKS)
            made.setEnabled(not action.needs or action.needs in met)
            made.setToolTip(as_plain(self._tooltip(action)))
        for path in sorted({action.menu for action in TABLE}, reverse=True):  # a submenu before the menu it is in
            entries = self.menus[path].actions()
            self.menus[path].menuAction().setVisible(
                any(entry.isVisible() for entry in entries if not entry.isSeparator())
            )
        self._tidy_bar()

    def refresh(self) -> None:
        """Write shortcuts, tooltips and icons again, after a change of keys or theme."""
        for action in TABLE:
            made = self.actions[action.id]
            made.setShortcuts([QKeySequence(key) for key in self._keymap.keys(action.id)])
            made.setToolTip(as_plain(self._tooltip(action)))
            made.setStatusTip("")
            if action.icon:
                made.setIcon(icon(action.icon))

    def add_menu(self, path: str, name: str) -> QMenu:
        """An empty submenu at the end of a menu of the table, for what the table cannot know."""
        self.menus[f"{path}/{name}"] = made = self.menus[path].addMenu(name)
        return made

    def _tooltip(self, action: Action) -> str:
        """What it does, with its keys; of one that is greyed out, why."""
        keys = self._keymap.keys(action.id)
        shown = f" ({tr(' or ').join(map(native, keys))})" if keys else ""
        tip = tr(action.tip)
        text = f"{tr(action.text).removesuffix('…')}{shown}: {tip[0].lower()}{tip[1:]}"
        if action.needs and action.needs not in self._met:
            text += f" ({MISSING[action.needs]})"
        return text

    def _make(self, action: Action) -> QAction:
        made = QAction(tr(action.text), self._window)
        made.setObjectName(action.id)
        made.setCheckable(action.checkable)
        made.setAutoRepeat(action.repeats)
        if action.id == "quit":
            made.setMenuRole(QAction.MenuRole.QuitRole)
        self._window.addAction(made)
        return made

    def _menu(self, path: str) -> QMenu:
        if path not in self.menus:
            parent, _, name = path.rpartition("/")
            made = self._menu(parent).addMenu(tr(name)) if parent else self._window.menuBar().addMenu(_with_key(name))
            made.setToolTipsVisible(False)
            self.menus[path] = made
        return self.menus[path]

    def _tool_bar(self) -> QToolBar:
        bar = QToolBar(tr("Tools"))
        bar.setObjectName("tools")
        bar.setMovable(False)
        group = ""
        for action in TABLE:
            if action.bar:
                if group and group != action.menu:
                    bar.addSeparator()
                group = action.menu
                bar.addAction(self.actions[action.id])
        self._window.addToolBar(bar)
        return bar

    def _tidy_bar(self) -> None:
        """Show a separator of the tool bar only between buttons that are shown."""
        waiting, begun = None, False
        wanted: set[QAction] = set()
        for entry in self.bar.actions():
            if entry.isSeparator():
                waiting = entry if begun else None
            elif entry.isVisible():
                wanted |= {waiting} - {None}
                waiting, begun = None, True
        for entry in self.bar.actions():
            if entry.isSeparator():
                entry.setVisible(entry in wanted)


def _with_key(name: str) -> str:
    """The name of a menu with the letter that opens it with Alt: other scripts than ours put it behind the name."""
    shown = tr(name)
    return f"&{name}" if shown == name else f"{shown}(&{name[0]})"
