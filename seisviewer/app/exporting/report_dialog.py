"""Asks what a report is to show: whose classes, sections, how many inlines are counted, and a velocity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.widgets.controls import Standard, dialog_buttons, form, sentence
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, SectionId
from seisviewer.volumes.section_names import sections_named
from seisviewer.workflows.exporting.export_answer import Answer
from seisviewer.workflows.reporting.project_report import LINES

FASTEST = 12_000.0  # m/s


@dataclass(frozen=True)
class ReportChoices:
    """As in `make_report`."""

    sections: tuple[SectionId, ...]
    lines: int = LINES
    velocity: float = 0.0


class ReportDialog(QDialog):
    """Offers some sections and a velocity, which may be changed."""

    def __init__(
        self,
        geometry: Geometry,
        sections: Sequence[SectionId],
        velocity: float,
        answers: Sequence[Answer] = (),
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """answers: whose classes may be reported, the one on screen first. note: what there is to say of them."""
        super().__init__(parent)
        self.setWindowTitle(tr("Report"))
        self._geometry, self._note = geometry, note
        self.model = QComboBox()
        for answer in answers:
            self.model.addItem(answer.name, answer)
        self.model.setToolTip(tr("Whose classes are pictured and counted"))
        self.model.setEnabled(bool(answers))
        if not answers:
            self.model.addItem(tr("Labels alone"), None)
        named = (f"{section.direction}:{section.number}" for section in sections)
        self.sections = QLineEdit(",".join(named))
        self.sections.setToolTip(
            tr("Sections that are pictured, such as inline:241,crossline:652; none: those with most labels")
        )
        self.lines = QSpinBox()
        self.lines.setRange(0, 100_000)
        self.lines.setSpecialValueText(tr("All"))
        self.lines.setValue(LINES)
        self.lines.setToolTip(
            tr(
                "Inlines at most, evenly spaced, that are asked how much of each class there is; those "
                "predicted before take no time"
            )
        )
        self.velocity = QDoubleSpinBox()
        self.velocity.setRange(0.0, FASTEST)
        self.velocity.setDecimals(0)
        self.velocity.setSingleStep(100.0)
        self.velocity.setSuffix(" m/s")
        self.velocity.setSpecialValueText(tr("Not stated"))
        self.velocity.setValue(velocity)
        self.velocity.setEnabled(geometry.samples.is_time)
        self.velocity.setToolTip(tr("Makes volumes in km³ of a survey in two-way time"))
        self.said = sentence(lines=2)
        buttons = dialog_buttons(self, Standard.Cancel)
        self.go = buttons.addButton(tr("Write…"), QDialogButtonBox.ButtonRole.AcceptRole)
        column = QVBoxLayout(self)
        column.addLayout(
            form(
                (tr("Model"), self.model),
                (tr("Sections"), self.sections),
                (tr("Inlines counted"), self.lines),
                (tr("Velocity"), self.velocity),
            )
        )
        column.addWidget(self.said)
        column.addWidget(buttons)
        self.setMinimumWidth(460)
        self.sections.textChanged.connect(lambda _: self._check())
        self._check()

    @property
    def answer(self) -> Answer | None:
        return self.model.currentData()

    @property
    def choices(self) -> ReportChoices:
        """What the fields say; raises BadRequest for a section that the survey has not."""
        sections = sections_named(self.sections.text())
        for section in sections:
            self._geometry.index(section)
        velocity = self.velocity.value() if self.velocity.isEnabled() else 0.0
        return ReportChoices(sections, self.lines.value(), velocity)

    def _check(self) -> None:
        try:
            _ = self.choices
        except BadRequest as error:
            self.said.setText(str(error))
            self.go.setEnabled(False)
            return
        self.said.setText(self._note)
        self.go.setEnabled(True)
