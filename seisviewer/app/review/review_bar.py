"""One line above the sections while Review mode lasts: its keys, and a button that takes all that is sure."""

from __future__ import annotations

from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QSpinBox, QWidget

from seisviewer.app.review.review_tool import ReviewTool
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.plain_text import PlainLabel

HINT = "Return accepts, R rejects, 0–9 gives another class, Tab next; drag a box, Alt+drag a lasso; B mends, V goes on, Esc leaves"
SURE = 95  # percent


class ReviewBar(QWidget):
    def __init__(self, state: SectionState, tool: ReviewTool) -> None:
        super().__init__()
        hint = PlainLabel(HINT)
        hint.setWordWrap(True)
        self.above = QSpinBox()
        self.above.setRange(50, 99)
        self.above.setValue(SURE)
        self.above.setSuffix(" %")
        self.above.setToolTip("How sure the model must be of what is accepted at once")
        self.accept_all = QPushButton("Accept all above")
        self.accept_all.setToolTip("Make labels of everything on the section in use of which the model is that sure")
        self.accept_all.clicked.connect(lambda: tool.accept_all(self.above.value() / 100))
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 2)
        row.addWidget(hint, 1)
        row.addWidget(self.accept_all)
        row.addWidget(self.above)
        state.tool_changed.connect(lambda chosen: self.setVisible(chosen is tool))
        self.hide()
