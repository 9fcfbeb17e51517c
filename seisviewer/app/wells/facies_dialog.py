"""A log of facies of the chosen well: which class each of its values is, as labels or beside the prediction."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QScrollArea, QVBoxLayout, QWidget

from seisviewer.app.wells.well_desk import NOTHING_CHOSEN, WellDesk
from seisviewer.app.widgets.controls import dialog_buttons, form, quiet_button, sentence
from seisviewer.translation import tr

NO_FACIES = tr("None of the logs of “{}” names facies: a log of facies has a few whole numbers.")
NO_CLASS_CHOSEN = tr("Say for at least one value which class it is.")
LEFT_OUT = tr("left out")
MOST_HEIGHT = 260  # pixels


def ask_facies(desk: WellDesk, window: QWidget) -> None:
    well = desk.current
    if well is None:
        desk.state.message.emit(NOTHING_CHOSEN)
    elif not any(log.facies for log in well.logs):
        desk.state.message.emit(NO_FACIES.format(well.name))
    else:
        FaciesDialog(desk, window).exec()


class FaciesDialog(QDialog):
    """Stays open after a comparison, whose result it shows."""

    def __init__(self, desk: WellDesk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        well = desk.current
        self.setWindowTitle(tr("Facies log of {well_name}").format(well_name=well.name))
        self.log = QComboBox()
        for each in well.logs:
            if each.facies:
                self.log.addItem(each.name, each.name)
        self.classes: dict[int, QComboBox] = {}
        self._rows = QScrollArea()
        self._rows.setWidgetResizable(True)
        self._rows.setMaximumHeight(MOST_HEIGHT)
        self.check = quiet_button(
            tr("Compare"), tr("Compare what is predicted along the well with the log, class by class")
        )
        self.label = quiet_button(
            tr("Label"), tr("Label the samples along the well; what was painted stays, one undo takes it back")
        )
        self.result = sentence(lines=4)
        column = QVBoxLayout(self)
        column.addLayout(form((tr("Log"), self.log)))
        column.addWidget(self._rows, 1)
        column.addWidget(self.result)
        buttons = dialog_buttons(self, QDialogButtonBox.StandardButton.Close)
        for button in (self.check, self.label):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        column.addWidget(buttons)
        self.log.currentIndexChanged.connect(lambda _: self._show_values())
        self.check.clicked.connect(self._check)
        self.label.clicked.connect(self._label)
        self._show_values()

    @property
    def chosen(self) -> dict[int, int]:
        """By value of the log, the number of its class."""
        found = {value: box.currentData() for value, box in self.classes.items()}
        return {value: number for value, number in found.items() if number is not None}

    def _show_values(self) -> None:
        """A row a value, with the class of the same number to begin with."""
        log = self._desk.current.log(self.log.currentData())
        table = self._desk.state.project.classes
        self.classes = {}
        rows, inside = QFormLayout(), QWidget()
        for value in log.facies:
            box = self.classes[value] = QComboBox()
            box.addItem(LEFT_OUT, None)
            for each in table:
                box.addItem(each.name, each.number)
            box.setCurrentIndex(max(0, box.findData(value)))
            rows.addRow(tr("{value} is").format(value=value), box)
        inside.setLayout(rows)
        self._rows.setWidget(inside)

    def _check(self) -> None:
        if self.chosen:
            self._desk.check(self.log.currentData(), self.chosen, self.say)
        else:
            self.say([NO_CLASS_CHOSEN])

    def _label(self) -> None:
        if self.chosen:
            self._desk.label(self.log.currentData(), self.chosen)
            self.accept()
        else:
            self.say([NO_CLASS_CHOSEN])

    def say(self, lines: Sequence[str]) -> None:
        self.result.setText(
            "\n".join(lines) or tr("Nothing can be compared: the log has none of these classes inside the survey.")
        )
