"""The line above a section view: its direction, the line number to read and to type, and buttons to step."""

from __future__ import annotations

import re
from collections.abc import Callable

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QValidator
from PyQt6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QSpinBox, QToolButton, QWidget

from seisviewer.app.sections.line_bar import LineBar
from seisviewer.app.widgets.plain_text import PlainLabel, RichLabel, as_plain
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.section_names import direction_name, line_number

TYPED = re.compile(r"\s*(?P<number>[-−]?[0-9]*\.?[0-9]*)\s*(?P<unit>[a-z]*)\s*")
LINE_COLOURS = {Direction.INLINE: "#f08c00", Direction.CROSSLINE: "#12b886", Direction.TIME: "#be4bdb"}

CHECKING_TIP = tr("What is painted here is neither learned nor carried; models are scored on it (Alt+H)")
CHECKING_LOOKS = "background: #ffd43b; color: black; border-radius: 4px; padding: 0 6px"


class LineNumber(QSpinBox):
    """A spin box that counts sections and reads and writes their line numbers, or milliseconds or metres.

    done: Enter took the number, or Esc gave it up.
    """

    done = pyqtSignal()

    def __init__(self, direction: Direction) -> None:
        super().__init__()
        self._direction = direction
        self._geometry: Geometry | None = None
        self.setKeyboardTracking(False)
        # Digits choose a class unless someone clicks into the number.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)

    def set_geometry(self, geometry: Geometry | None) -> None:
        self._geometry = geometry
        self.setRange(0, geometry.count(self._direction) - 1 if geometry else 0)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(self._widest()) + 22)
        self.setValue(self.value())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()  # the window's own use of Esc waits while a number is typed
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.lineEdit().setText(self.textFromValue(self.value()))
            self.done.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()

    def textFromValue(self, value: int) -> str:
        return line_number(self._geometry, self._direction, value) if self._geometry else "–"

    def valueFromText(self, text: str) -> int:
        """The section whose number lies nearest to what was typed."""
        number = self._number(text)
        if number is None or self._geometry is None:
            return self.value()
        if self._direction is Direction.TIME:
            start, step = self._geometry.samples.start, self._geometry.samples.interval
        else:
            axis = self._geometry.inlines if self._direction is Direction.INLINE else self._geometry.crosslines
            start, step = axis.start, axis.step
        return min(max(round((number - start) / step), self.minimum()), self.maximum())

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        if self._number(text) is not None:
            return QValidator.State.Acceptable, text, position
        half_typed = TYPED.fullmatch(text) and self._unit.startswith(TYPED.fullmatch(text)["unit"])
        return QValidator.State.Intermediate if half_typed else QValidator.State.Invalid, text, position

    @property
    def _unit(self) -> str:
        return self._geometry.samples.unit if self._geometry is not None else ""

    def _number(self, text: str) -> float | None:
        """The number that was typed, with the unit behind it or not; None when it is not one, or not yet."""
        typed = TYPED.fullmatch(text)
        if typed is None or typed["unit"] not in ("", self._unit) or not any(map(str.isdecimal, typed["number"])):
            return None
        return float(typed["number"].replace("−", "-"))

    def _widest(self) -> str:
        if self._geometry is None:
            return "00000"
        ends = (0, self.maximum())
        return max((line_number(self._geometry, self._direction, end) for end in ends), key=len) + "0"


class ViewHeader(QWidget):
    """jumped: an index was typed. stepped: lines to step by. done: typing has ended, the keys may go elsewhere."""

    jumped = pyqtSignal(int)
    stepped = pyqtSignal(int)
    done = pyqtSignal()

    def __init__(self, direction: Direction) -> None:
        super().__init__()
        self._direction = direction
        self._name = RichLabel()
        self.lines = LineBar(LINE_COLOURS[direction])
        self.number = LineNumber(direction)
        self.names = QComboBox()  # of several 2D lines
        self.names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.names.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.names.setToolTip(
            as_plain(tr("The 2D line that is shown; click to choose another (←, →; T goes to a crossing line)"))
        )
        self.names.activated.connect(self.jumped)
        self.back = self._button(Qt.ArrowType.LeftArrow, tr("Previous line (wheel, ←); with Shift ten lines"), -1)
        self.on = self._button(Qt.ArrowType.RightArrow, tr("Next line (wheel, →); with Shift ten lines"), 1)
        self.checking = PlainLabel(tr("for checking only"))
        self.checking.setToolTip(as_plain(CHECKING_TIP))
        self.checking.setStyleSheet(CHECKING_LOOKS)
        self.checking.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 6, 2)
        row.setSpacing(4)
        for widget in (self._name, self.back, self.names, self.number, self.on):
            row.addWidget(widget)
        row.addWidget(self.checking)
        row.addWidget(self.lines, 1)
        self.number.valueChanged.connect(self.jumped)
        self.number.done.connect(self.done)
        self.lines.moved.connect(self.jumped)
        self.set_geometry(None)

    def set_geometry(self, geometry: Geometry | None) -> None:
        """Show the names and numbers of another survey."""
        name = direction_name(self._direction, geometry)
        chip = LINE_COLOURS[self._direction]
        self._name.setText(f'<span style="color:{chip}">■</span> <b>{name}</b>')
        self._set_quietly(lambda: self.number.set_geometry(geometry))
        several = geometry is not None and geometry.count(self._direction) > 1
        named = several and self._direction is Direction.INLINE and bool(geometry.lines)
        for widget in (self.back, self.on):
            widget.setVisible(several)
        self.number.setVisible(several and not named)
        self.names.setVisible(named)
        self.names.clear()
        for index, line in enumerate(geometry.lines if named else ()):
            gone = geometry.is_removed(index)
            self.names.addItem(tr("{name} (removed)").format(name=line.name) if gone else line.name)
        self.number.setToolTip(as_plain(tr("Type a {name} and press Enter to go there").format(name=name.lower())))
        last = geometry.count(self._direction) - 1 if geometry else 0
        ends = [line_number(geometry, self._direction, end) for end in (0, last)] if several else []
        self.lines.set_lines(last, " – ".join(ends), several)

    def show_checking(self, checking: bool) -> None:
        """Say that the section on screen is for checking only."""
        self.checking.setVisible(checking)

    def show_index(self, index: int) -> None:
        self.names.setCurrentIndex(index)
        self._set_quietly(lambda: self.number.setValue(index))
        self.lines.show_index(index)

    def show_reading(self, reading: bool) -> None:
        """Say that the section on screen is not yet the one asked for."""
        font = self.number.font()
        if font.italic() != reading:
            font.setItalic(reading)  # a style sheet would cost a millisecond at every step
            self.number.setFont(font)

    def _set_quietly(self, change: Callable[[], object]) -> None:
        blocked = self.number.blockSignals(True)
        change()
        self.number.blockSignals(blocked)

    def _button(self, arrow: Qt.ArrowType, tip: str, lines: int) -> QToolButton:
        button = QToolButton()
        button.setArrowType(arrow)
        button.setAutoRaise(True)
        button.setAutoRepeat(True)
        button.setToolTip(as_plain(tip))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.stepped.emit(lines * _fast()))
        return button


def _fast() -> int:
    return 10 if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier else 1
