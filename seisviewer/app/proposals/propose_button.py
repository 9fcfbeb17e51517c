"""The button that lists what can be proposed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QMenu, QToolButton

from seisviewer.app.proposals.proposal_tool import ProposalTool
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import tool_button
from seisviewer.translation import tr


def propose_button(state: SectionState, tools: Sequence[ProposalTool]) -> QToolButton:
    button = tool_button(
        tr("Propose"), tr("Have labels proposed for the section in use, and look at them before they are applied")
    )
    button.setObjectName("propose")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    menu = QMenu(button)
    for tool in tools:
        menu.addAction(tool.title, partial(state.set_tool, tool))
    button.setMenu(menu)
    return button
