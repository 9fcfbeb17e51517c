"""Keeps the check marks of the trace desk true, whoever changed what they show."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QObject

from seisviewer.app.menus.menu_bar import Menus
from seisviewer.app.traces.trace_state import TraceState


class TraceMenuState(QObject):
    """Listens to the desk for as long as the window lives."""

    def __init__(self, state: TraceState, menus: Menus, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self._menus = menus
        # Qt turns a check mark over by itself; where nothing came of it, it is turned back.
        for signal in (state.display_changed, state.measuring_changed, state.reviewing_changed, menus.asked):
            signal.connect(self._show)
        self._show()

    def _show(self, *_: Any) -> None:
        display = self._state.display
        shown = {
            "record_section": display.layout == "section",
            "rotated": display.rotated,
            "seconds": display.seconds,
            "spectrogram": display.spectrogram,
            "probabilities": display.probabilities,
            "show_picks": display.picks,
            "theoretical": display.theoretical,
            "aligned": display.moveout == "aligned",
            "reduced": display.moveout == "reduced",
            "measure_time": self._state.measuring,
            "review_picks": self._state.reviewing,
        }
        for name, on in shown.items():
            self._menus.check(name, on)
