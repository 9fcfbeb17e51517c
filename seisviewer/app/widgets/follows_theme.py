"""Widgets that draw in colours of their own, which Qt cannot change for them when the theme changes."""

from __future__ import annotations

from PyQt6.QtCore import QEvent


class FollowsTheme:
    """Mixed into a widget, before its class of Qt."""

    _follows = False

    def follow_theme(self) -> None:
        """Take the colours now, as soon as everything that has some is made, and again whenever the theme changes."""
        self._follows = True
        self._take_theme()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self._follows and event.type() == QEvent.Type.PaletteChange:
            self._take_theme()

    def _take_theme(self) -> None:
        raise NotImplementedError
