"""Errors and notices in a bar that stays until they are dismissed, or until what they are about has gone well."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStyle, QVBoxLayout, QWidget

from seisviewer.app.widgets.controls import sentence, tool_button
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.translation import tr

LINES = 4  # of text that are seen at once; the rest is scrolled to
MOST = 50  # sentences kept


class ErrorBar(QFrame):
    """Sentences above the views, the newest first, with their count where there are several. It never takes the
    keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorBar")
        self._topics: dict[str, str] = {}  # of each sentence on show, "" for none; the newest last
        sign = PlainLabel()
        sign.setPixmap(self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning).pixmap(20, 20))
        self.count = PlainLabel()
        self._label = sentence()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._area = QScrollArea()
        self._area.setObjectName("errorText")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._label)
        self.dismiss = tool_button(tr("Dismiss"), tr("Put these messages away"))
        self.dismiss.clicked.connect(self._put_away)
        right = QVBoxLayout()
        right.addWidget(self.dismiss)
        right.addWidget(self.count, 0, Qt.AlignmentFlag.AlignHCenter)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._area, 1)
        layout.addLayout(right)
        self.hide()

    @property
    def text(self) -> str:
        """The sentences on show, a line each, the newest first; "" when the bar is away."""
        return "\n".join(reversed(self._topics))

    def say(self, sentence: str) -> None:
        """Add a sentence; one that is on show already is not said twice."""
        topic = self._topics.pop(sentence, "")
        self._topics[sentence] = topic
        while len(self._topics) > MOST:
            del self._topics[next(iter(self._topics))]
        self._show()

    def classify(self, sentence: str, topic: str) -> None:
        """Say what a sentence on show is about."""
        if sentence in self._topics:
            self._topics[sentence] = topic

    def solve(self, *topics: str) -> None:
        """Something went well: what was said about it before goes."""
        left = {sentence: topic for sentence, topic in self._topics.items() if topic not in topics}
        if left != self._topics:
            self._topics = left
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _put_away(self) -> None:
        self._topics.clear()
        self._show()

    def _show(self) -> None:
        self._label.setText(self.text)
        self.count.setText(tr("{count} messages").format(count=len(self._topics)))
        self.count.setVisible(len(self._topics) > 1)
        self.setVisible(bool(self._topics))
        self._fit()

    def _fit(self) -> None:
        """As high as the text, up to some lines."""
        letters = self._label.fontMetrics()
        wanted = self._label.heightForWidth(max(self._area.viewport().width(), 1))
        self._area.setFixedHeight(min(max(wanted, 0), LINES * letters.lineSpacing() + letters.descent()))
