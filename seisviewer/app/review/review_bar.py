"""The bar above the data while Review mode lasts: how the review stands, its keys, and a button that takes all that is sure."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from seisviewer.app.review.review_colours import dot
from seisviewer.app.review.reviewer import Reviewer
from seisviewer.app.widgets.controls import quiet_button
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.translation import tr
from seisviewer.workflows.review.review_counts import ReviewState

SURE = 95  # percent


class ReviewBar(QWidget):
    """The same on both desks; hidden outside of Review mode."""

    def __init__(self, reviewer: Reviewer) -> None:
        super().__init__()
        self._reviewer = reviewer
        self.counts = {state: PlainLabel() for state in ReviewState}
        self.hint = PlainLabel(reviewer.hint)
        self.hint.setWordWrap(True)
        self.above = QSpinBox()
        self.above.setRange(50, 99)
        self.above.setValue(SURE)
        self.above.setSuffix(" %")
        self.above.setToolTip(tr("How sure the model must be of what is accepted at once"))
        self.where = QComboBox()
        self.where.addItems(reviewer.wheres)
        self.where.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.where.setToolTip(tr("Where to accept"))
        self.where.setVisible(bool(reviewer.wheres))
        self.accept_all = quiet_button(tr("Accept all above"), reviewer.sure_tip)
        self.accept_all.clicked.connect(self._accept_all)
        self._lay_out()
        reviewer.switched.connect(self.setVisible)
        reviewer.switched.connect(lambda on: self._count())
        reviewer.counted.connect(self._count)
        self.hide()

    def add(self, control: QWidget) -> None:
        """One control more, for what is to be had on this desk alone."""
        self._row.addWidget(control)

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout()
        row.setSpacing(4)
        for state, label in self.counts.items():
            colour = PlainLabel()
            colour.setPixmap(dot(state, self.devicePixelRatioF()))
            row.addWidget(colour)
            row.addWidget(label)
            row.addSpacing(8)
        row.addStretch(1)
        for control in (self.accept_all, self.above, self.where):
            row.addWidget(control)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 2, 6, 2)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.hint)

    def _accept_all(self) -> None:
        self._reviewer.accept_all(self.above.value() / 100, self.where.currentText())

    def _count(self) -> None:
        if not self.isHidden():
            counts = self._reviewer.counts
            for state, label in self.counts.items():
                label.setText(counts.text_of(state))
