"""What stands above the sections while something is proposed: its rules, what would change, and two buttons."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from seisviewer.app.proposals.proposal_tool import ProposalTool
from seisviewer.app.section_state import SectionState, Tool
from seisviewer.app.widgets.controls import quiet_button, sentence
from seisviewer.translation import tr


class ProposalBar(QWidget):
    def __init__(self, state: SectionState, pages: Mapping[ProposalTool, QWidget]) -> None:
        """pages: the rules of each tool."""
        super().__init__()
        self._tool: ProposalTool | None = None
        self._pages = dict(pages)
        self._rules = QStackedWidget()
        self.said = sentence(lines=2)
        self.apply = quiet_button(
            tr("Apply"), tr("Make accepted labels of what is shown (Return); one undo takes them back")
        )
        self.discard = quiet_button(tr("Discard"), tr("Change nothing (Esc)"))
        self.apply.clicked.connect(lambda: self._tool.apply() if self._tool is not None else None)
        self.discard.clicked.connect(lambda: self._tool.leave() if self._tool is not None else None)
        for tool, page in self._pages.items():
            self._rules.addWidget(page)
            tool.changed.connect(self._show)
        below = QHBoxLayout()
        for widget, stretch in ((self.said, 1), (self.apply, 0), (self.discard, 0)):
            below.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 2)
        column.setSpacing(2)
        column.addWidget(self._rules)
        column.addLayout(below)
        self._rules.setFixedHeight(max(page.sizeHint().height() for page in self._pages.values()))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        state.tool_changed.connect(self._take)
        self.hide()

    def _take(self, tool: Tool | None) -> None:
        self._tool = tool if isinstance(tool, ProposalTool) else None
        if self._tool is not None:
            self._rules.setCurrentWidget(self._pages[self._tool])
            self._show()
        self.setVisible(self._tool is not None)

    def _show(self) -> None:
        if self._tool is not None:
            self.said.setText(self._tool.said)
            self.apply.setEnabled(self._tool.proposal is not None and self._tool.proposal.samples > 0)
