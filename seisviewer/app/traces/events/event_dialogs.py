"""The dialogs of events: associating picks, and how events are located."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PyQt6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QDoubleSpinBox, QSpinBox, QVBoxLayout, QWidget

from seisviewer.app.traces.archive_names import archive_folder
from seisviewer.app.traces.events.event_work import EventWork
from seisviewer.app.traces.events.location_form import LocationForm
from seisviewer.app.widgets.controls import Standard, check_box, dialog_buttons, form, sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.errors import BadRequest
from seisviewer.picks.pick import Pick, Review
from seisviewer.translation import tr
from seisviewer.workflows.events.catalogue_choices import TOLERANCES

BY_NETWORK = tr("by the number of stations")


class LocationDialog(QDialog):
    """How events are located; those that wait are located anew at once."""

    def __init__(self, work: EventWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.setWindowTitle(tr("How events are located"))
        self.form = LocationForm(work.choices, bool(work.state.sites), _folder(work))
        self.said = sentence()
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addWidget(self.said)
        layout.addWidget(dialog_buttons(self, Standard.Ok | Standard.Cancel))
        self.setMinimumWidth(480)

    def accept(self) -> None:
        trouble = self.form.trouble()
        self.said.setText(trouble)
        if not trouble:
            self._work.choose(self.form.choices)
            super().accept()


class AssociateDialog(QDialog):
    """Which picks become events, and what makes one."""

    def __init__(self, work: EventWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.setWindowTitle(tr("Associate picks"))
        state, choices = work.state, work.choices
        shown = [pick for pick in state.shown_picks if pick.review is not Review.REJECTED]
        free = [pick for pick in shown if not pick.event]
        self.picks = QComboBox()
        for text, picks in ((tr("Shown picks without an event"), free), (tr("All shown picks"), shown)):
            self.picks.addItem(f"{text} ({len(picks):,})", picks)
        self.picks.setToolTip(
            tr("Those that pass the thresholds. All: events of seisviewer whose picks are gathered again are replaced")
        )
        self.form = LocationForm(choices, bool(state.sites), _folder(work))
        self.fewest = _count(choices.fewest, tr("P and S picks that make an event"))
        self.fewest_p = _count(choices.fewest_p, tr("P picks that make an event"))
        self.fewest_both = _count(choices.fewest_both, tr("Stations with both P and S that make an event"))
        self.tolerance = QDoubleSpinBox(minimum=TOLERANCES[0], maximum=TOLERANCES[1], decimals=2, singleStep=0.1)
        self.tolerance.setSuffix(" s")
        self.tolerance.setValue(choices.tolerance)
        self.tolerance.setToolTip(tr("Seconds by which a pick may miss its event's travel time"))
        self.magnitudes = check_box(
            tr("Measure magnitudes too"), tr("Local magnitudes on the horizontal components of the records")
        )
        self.magnitudes.setChecked(True)
        self.said = sentence()
        self.picks.currentIndexChanged.connect(lambda _: self._say_defaults())
        self._lay_out()
        self._say_defaults()

    def accept(self) -> None:
        """Begin in the background, where the status bar shows how far it is and can stop it."""
        trouble = self.form.trouble()
        self.said.setText(trouble)
        if trouble:
            return
        chosen = replace(
            self.form.choices,
            tolerance=round(self.tolerance.value(), 2),
            fewest=self.fewest.value(),
            fewest_p=self.fewest_p.value(),
            fewest_both=self.fewest_both.value(),
        )
        self._work.choose(chosen)
        picks: Sequence[Pick] = self.picks.currentData()
        self._work.gather(picks, with_magnitudes=self.magnitudes.isChecked())
        super().accept()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.addLayout(form((tr("Picks"), self.picks)))
        layout.addWidget(self.form)
        layout.addLayout(
            form(
                (tr("Fewest picks"), self.fewest),
                (tr("Fewest P picks"), self.fewest_p),
                (tr("Stations with both"), self.fewest_both),
                (tr("Tolerance"), self.tolerance),
                ("", self.magnitudes),
            )
        )
        buttons = dialog_buttons(self, Standard.Cancel)
        self.go = buttons.addButton(tr("Associate"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        layout.addWidget(self.said)
        layout.addWidget(buttons)
        self.setMinimumWidth(500)

    def _say_defaults(self) -> None:
        """What the network's size suggests stands where nothing was chosen; without picks nothing can begin."""
        picks: Sequence[Pick] = self.picks.currentData()
        self.go.setEnabled(bool(picks))
        heard = {pick.station.code for pick in picks}
        sites = {code: site for code, site in self._work.state.sites.items() if code in heard}
        try:
            own = replace(self._work.choices, fewest=0, fewest_p=0, fewest_both=0).association(sites)
            found = own.fewest, own.fewest_p, own.fewest_both
        except BadRequest:
            found = (0, 0, 0)
        for box, number in zip((self.fewest, self.fewest_p, self.fewest_both), found, strict=True):
            box.setSpecialValueText(f"{BY_NETWORK}: {number}" if number else BY_NETWORK)


def _count(value: int, tip: str) -> QSpinBox:
    box = QSpinBox(minimum=0, maximum=999)
    box.setSpecialValueText(BY_NETWORK)
    box.setValue(value)
    box.setToolTip(as_plain(tip))
    return box


def _folder(work: EventWork) -> Path:
    return archive_folder(work.state) or Path.home()
