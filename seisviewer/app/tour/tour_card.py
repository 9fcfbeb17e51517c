"""The card of a tour: what the framed control is for, and the buttons that lead on, back and out."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import sentence
from seisviewer.translation import tr

WIDTH = 340  # px
GAP = 14  # px between the card and what is framed
EDGE = 8  # px between the card and the edge of the window


class TourCard(QFrame):
    """One step in words. Return and → lead on, ← leads back, Esc leaves, while the card has the keyboard."""

    back_asked = pyqtSignal()
    next_asked = pyqtSignal()
    leave_asked = pyqtSignal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("tourCard")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(WIDTH)
        self.title, self.text, self.keys = sentence(), sentence(), sentence()
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.keys.setObjectName("faint")
        self.count = sentence()
        self.count.setObjectName("faint")
        self.back = QPushButton(tr("Back"))
        self.next = QPushButton(tr("Next"))
        self.leave = QPushButton(tr("Leave"))
        self.leave.setToolTip(tr("End the tour (Esc); the Help menu has it again"))
        self.back.setToolTip(tr("Return to the step before (←)"))
        self.next.setToolTip(tr("Go on to the next step (→)"))
        for button, asked in (
            (self.back, self.back_asked),
            (self.next, self.next_asked),
            (self.leave, self.leave_asked),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(asked)
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addWidget(self.count, 1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        for label in (self.title, self.text, self.keys):
            layout.addWidget(label)
        layout.addLayout(buttons)
        self.hide()

    def say(self, title: str, text: str, keys: str, count: str) -> None:
        """Show a step; keys may be ""."""
        for label, said in ((self.title, title), (self.text, text), (self.keys, keys), (self.count, count)):
            label.setText(said)
        self.keys.setVisible(bool(keys))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.layout().activate()
        self.resize(WIDTH, self.layout().totalHeightForWidth(WIDTH))

    def put_beside(self, area: QRect) -> None:
        """Stand where the framed area is not covered; in its lower right corner where it fills the window."""
        self.move(place_beside(area, self.size(), self.parentWidget().rect()).topLeft())
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = {
            Qt.Key.Key_Right: self.next_asked,
            Qt.Key.Key_Return: self.next_asked,
            Qt.Key.Key_Enter: self.next_asked,
            Qt.Key.Key_Left: self.back_asked,
        }.get(event.key())
        if asked is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        asked.emit()


def place_beside(area: QRect, size: QSize, window: QRect) -> QRect:
    """Where a card of a size stands for a framed area: beside or below it if the window has room there."""
    room = window.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    middle = QRect(
        area.center().x() - size.width() // 2, area.center().y() - size.height() // 2, size.width(), size.height()
    )
    if area.isEmpty():
        middle.moveCenter(room.center())
        return middle
    right, left, below, above = (QRect(middle) for _ in range(4))
    right.moveLeft(area.right() + GAP)
    left.moveRight(area.left() - GAP)
    below.moveTop(area.bottom() + GAP)
    above.moveBottom(area.top() - GAP)
    sideways = area.height() > area.width()
    for place in (right, left, below, above) if sideways else (below, above, right, left):
        inside = _moved_into(place, room)
        if room.contains(inside) and not inside.intersects(area):
            return inside
    corner = QRect(middle)
    corner.moveBottomRight(area.intersected(room).bottomRight())
    corner.translate(-2 * GAP, -2 * GAP)
    return _moved_into(corner, room)


def _moved_into(place: QRect, room: QRect) -> QRect:
    left = max(room.left(), min(place.left(), room.right() + 1 - place.width()))
    top = max(room.top(), min(place.top(), room.bottom() + 1 - place.height()))
    return QRect(left, top, place.width(), place.height())
