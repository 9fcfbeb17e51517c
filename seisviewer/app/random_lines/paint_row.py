"""The row of a random line's window that paints: the tools, and the class that is painted with."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.swatch import SIZE, swatch
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.translation import tr

BUTTONS = ("brush", "eraser", "undo", "redo")
KEYS = (
    *BUTTONS,
    *("no_tool", "smaller", "larger", "only_unlabelled"),
    *(f"class_{digit}" for digit in range(10)),
)
WHERE = tr("What is painted here lies on the traces that are nearest to the line")


class PaintRow(QWidget):
    """actions: of the window, by name; their keys work here too."""

    def __init__(
        self, state: SectionState, label_editor: LabelEditor, line: SectionState, actions: Mapping[str, QAction]
    ) -> None:
        """line: of the section, which says what is refused."""
        super().__init__()
        self._state, self._label_editor = state, label_editor
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for name in BUTTONS:
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        self.colour, self.words = PlainLabel(), PlainLabel()
        self.said = PlainLabel()
        row.addSpacing(8)
        row.addWidget(self.colour)
        row.addWidget(self.words)
        row.addWidget(self.said, 1)
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.words.setToolTip(WHERE)
        for signal in (state.brush_changed, state.classes_changed):
            signal.connect(self._show)
        for signal in (state.tool_changed, state.labels_changed):
            signal.connect(lambda *_: self.said.setText(""))
        line.message.connect(self.said.setText)
        self._show()

    def _show(self, *_: object) -> None:
        brush, classes = self._state.brush, self._label_editor.classes
        is_there = brush.label in classes
        self.colour.setVisible(is_there)
        if is_there:
            self.colour.setPixmap(swatch(classes.by_number(brush.label).colour).pixmap(SIZE))
        self.words.setText(
            tr("{name}, {size} samples wide").format(name=classes.name_of(brush.label), size=brush.size)
            if is_there
            else ""
        )
