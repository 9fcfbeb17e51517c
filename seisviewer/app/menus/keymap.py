"""Which keys ask for which action: the defaults of the table, and what the user changed."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PyQt6.QtCore import QObject, QSettings, pyqtSignal
from PyQt6.QtGui import QKeySequence

from seisviewer.app.menus.action import Action
from seisviewer.app.menus.action_table import BY_ID

_KEY = "shortcuts"
_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


class Keymap(QObject):
    """Shortcuts of every action. Only what differs from the defaults is stored."""

    changed = pyqtSignal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self._own = _stored(settings)

    def keys(self, action_id: str) -> tuple[str, ...]:
        """Shortcuts of an action in Qt's portable notation, the one to show first."""
        return self._own.get(action_id, BY_ID[action_id].keys)

    def shown(self, action_id: str) -> str:
        """The first shortcut as this platform writes it, or ""."""
        keys = self.keys(action_id)
        return native(keys[0]) if keys else ""

    def holder(self, key: str, besides: str) -> Action | None:
        """The other action that already answers to a key; one key may serve an action of each desk."""
        wanted, asking = portable(key), BY_ID[besides]
        for action_id, action in BY_ID.items():
            if action is not asking and action.meets(asking) and wanted in map(portable, self.keys(action_id)):
                return action
        return None

    def set_keys(self, action_id: str, keys: tuple[str, ...]) -> None:
        """Give an action these shortcuts and take them from whatever action held them."""
        keys = tuple(dict.fromkeys(portable(key) for key in keys if key))
        for key in keys:
            while (other := self.holder(key, action_id)) is not None:
                self._own[other.id] = tuple(held for held in self.keys(other.id) if portable(held) != key)
        self._own[action_id] = keys
        self._store()

    @property
    def own(self) -> dict[str, tuple[str, ...]]:
        """What differs from the defaults, by the id of the action."""
        return dict(self._own)

    def replace(self, own: Mapping[str, tuple[str, ...]]) -> None:
        """Take other keys in the place of all that differed from the defaults; no key may serve two actions of a desk."""
        self._own = dict(own)
        self._store()

    def reset(self) -> None:
        """Go back to the defaults for every action."""
        self._own = {}
        self._store()

    def _store(self) -> None:
        self._own = {name: keys for name, keys in self._own.items() if keys != BY_ID[name].keys}
        self._settings.setValue(_KEY, json.dumps({name: list(keys) for name, keys in self._own.items()}))
        self.changed.emit()


def portable(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


def native(key: str) -> str:
    """A key as people read it on this platform, arrows as arrows."""
    *held, last = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText).rpartition("+")
    return "".join((*held, _ARROWS.get(last, last)))


def _stored(settings: QSettings) -> dict[str, tuple[str, ...]]:
    try:
        stored = json.loads(settings.value(_KEY, "{}", type=str))
        return {name: tuple(map(str, keys)) for name, keys in stored.items() if name in BY_ID}
    except (ValueError, AttributeError, TypeError):
        # Settings may be edited by hand or come from another version: the defaults are always good.
        return {}
