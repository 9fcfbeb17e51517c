"""The keys while something is proposed."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QWidget

from seisviewer.app.proposals.proposal_tool import ProposalTool
from seisviewer.app.review.mode_keys import NO_MODIFIER, RETURN, ModeKeys
from seisviewer.app.section_state import SectionState


class ProposalKeys(ModeKeys):
    """Return applies, Esc discards."""

    def __init__(self, state: SectionState, views: QWidget) -> None:
        super().__init__(views)
        self._state = state
        state.tool_changed.connect(lambda tool: self.watch(isinstance(tool, ProposalTool)))

    def meaning(self, event: QKeyEvent) -> Callable[[], None] | None:
        tool = self._state.tool
        if not isinstance(tool, ProposalTool) or event.modifiers() not in NO_MODIFIER:
            return None
        if event.key() in RETURN:
            return tool.apply
        return tool.leave if event.key() == Qt.Key.Key_Escape else None
