"""Asks what to export of the survey on the desk, as what, of which part of it and where to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.exporting.box_fields import BoxFields
from seisviewer.app.live.durations import duration
from seisviewer.app.proposals.proposal_rules import CleaningControls
from seisviewer.app.widgets.controls import Standard, check_box, dialog_buttons, form, sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.errors import BadRequest
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.predictions.cleaning.class_cleaning import CleaningRules
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.workflows.exporting.export_answer import Answer, Outlook
from seisviewer.workflows.exporting.export_plan import (
    VOLUMES,
    Content,
    ExportPlan,
    VolumeFormat,
    form_named,
    volume_writers,
    why_not,
)

NAMES = {
    Content.CLASSES: (tr("Classes"), tr("The most probable class of every sample")),
    Content.CONFIDENCE: (tr("Confidence"), tr("How sure the model is of it, 0 to 1")),
    Content.LABELS: (tr("Labels as a volume"), tr("What was painted, accepted and carried; -1 where nothing was")),
    Content.PROVENANCE: (tr("Provenance"), tr("Who gave a label: 1 painted, 2 accepted, 3 carried, 0 nobody")),
    Content.STROKES: (
        tr("Labels by section (.npz)"),
        tr("With boundaries, faults and verdicts; can be imported again"),
    ),
    Content.HORIZONS: (tr("Horizons"), tr("The boundaries between layers, a text file each")),
    Content.FAULTS: (tr("Fault sticks"), tr("The faults that were drawn, a text file with a line a point")),
}
FORMATS = {
    VolumeFormat.SEGY: tr("SEG-Y (headers of the survey)"),
    VolumeFormat.NPY: tr("NumPy array (.npy)"),
    VolumeFormat.ZARR: tr("Zarr (for xarray, one for all)"),
}


def volume_formats() -> dict[str, str]:
    """What volumes can be written as, by name: ours, then those of plugins."""
    return {**FORMATS} | {
        name: tr("{name} by {package}").format(name=name.upper(), package=plugin.package)
        for name, plugin in volume_writers().items()
    }


CLEAN_TIP = tr(
    "Write the classes without specks, holes, ragged boundaries and breaches of the layers' "
    "order, each inline by itself; confidence stays as the model gave it"
)
LAYOUTS = {HorizonLayout.BY_LINES: tr("Inline, crossline, z"), HorizonLayout.BY_COORDINATES: "X, Y, z"}


@dataclass(frozen=True)
class Exportable:
    """What the dialog chooses from. answers: models, the best first. in_sight: gives what the views show. order: the
    classes that lie in an order, from top to base; fewer than two where none is known."""

    geometry: Geometry
    snapshot: LabelSnapshot
    answers: Sequence[Answer]
    folder: Path
    stem: str
    in_sight: Callable[[], SurveyBox] = field(repr=False)
    order: tuple[int, ...] = ()


class ExportDialog(QDialog):
    """asked: the ExportPlan, and the Answer that is asked or None. model_chosen: the Answer whose outlook is wanted."""

    asked = pyqtSignal(object, object)
    model_chosen = pyqtSignal(object)

    def __init__(self, offered: Exportable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self._offered = offered
        self._outlooks: dict[Answer, Outlook] = {}
        self.boxes: Mapping[Content, QCheckBox] = {content: check_box(*NAMES[content]) for content in Content}
        self.model = QComboBox()
        for answer in offered.answers:
            self.model.addItem(answer.name, answer)
        self.model.setToolTip(tr("Who is asked for classes, confidence and horizons"))
        self.form, self.layouts = QComboBox(), QComboBox()
        for combo, words in ((self.form, volume_formats()), (self.layouts, LAYOUTS)):
            for value, text in words.items():
                combo.addItem(text, value)
        self.form.setToolTip(tr("How volumes are written"))
        self.layouts.setToolTip(tr("What stands in the columns of horizons and fault sticks"))
        self.clean = check_box(tr("Clean the classes"), CLEAN_TIP)
        self.rules = CleaningControls(lambda: offered.order)
        self.box = BoxFields(offered.geometry, offered.in_sight)
        self.folder, self.stem = QLineEdit(str(offered.folder)), QLineEdit(offered.stem)
        self.folder.setToolTip(tr("Where the files are written"))
        self.stem.setToolTip(tr("Begins the name of each file"))
        self.said = sentence(lines=4)
        self._lay_out()
        self._offer()
        for box in self.boxes.values():
            box.toggled.connect(lambda _: self._check())
        for combo in (self.form, self.layouts):
            combo.currentIndexChanged.connect(lambda _: self._check())
        for line in (self.folder, self.stem):
            line.textChanged.connect(lambda _: self._check())
        self.clean.toggled.connect(lambda _: self._check())
        self.model.currentIndexChanged.connect(lambda _: self._choose_model())
        self.box.changed.connect(self._check)
        self._check()

    @property
    def answer(self) -> Answer | None:
        return self.model.currentData()

    @property
    def plan(self) -> ExportPlan:
        """What the fields say; raises BadRequest where nothing lies in the box."""
        form, writer = form_named(str(self.form.currentData()))
        return ExportPlan(
            tuple(content for content, box in self.boxes.items() if box.isChecked()),
            Path(self.folder.text()).expanduser(),
            self.stem.text().strip(),
            self.box.box,
            form,
            self.layouts.currentData(),
            self.rules.rules() if self.clean.isChecked() and self.clean.isEnabled() else CleaningRules(),
            writer,
        )

    def tell(self, answer: Answer, outlook: Outlook) -> None:
        """How much of what a model says is there already."""
        self._outlooks[answer] = outlook
        self._check()

    def accept(self) -> None:
        self.asked.emit(self.plan, self.answer)
        super().accept()

    def _lay_out(self) -> None:
        what = QGridLayout()
        for column, contents in enumerate((VOLUMES, [each for each in Content if each not in VOLUMES])):
            for row, content in enumerate(contents):
                what.addWidget(self.boxes[content], row, column)
        things, part = QGroupBox(tr("What")), QGroupBox(tr("Part of the survey, for volumes"))
        things.setLayout(what)
        inside = QVBoxLayout(part)
        inside.addWidget(self.box)
        choose = QPushButton(tr("Choose…"))
        choose.clicked.connect(self._choose_folder)
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        self.buttons = dialog_buttons(self, Standard.Cancel)
        self.go = self.buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        layout.addWidget(things)
        layout.addLayout(
            form((tr("Model"), self.model), (tr("Volumes as"), self.form), (tr("Columns of text files"), self.layouts))
        )
        cleaning = QHBoxLayout()
        cleaning.addWidget(self.clean)
        cleaning.addWidget(self.rules, 1)
        layout.addLayout(cleaning)
        layout.addWidget(part)
        layout.addLayout(form((tr("Into the folder"), place), (tr("Names begin with"), self.stem)))
        layout.addWidget(self.said)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(640)

    def _offer(self) -> None:
        """Grey out what is not there, and say why."""
        answer = self.answer
        has_layers = answer is not None and answer.has_layers
        for content, box in self.boxes.items():
            reason = why_not(content, self._offered.snapshot, answer is not None, has_layers)
            box.setEnabled(not reason)
            box.setChecked(box.isChecked() and not reason)
            name, tip = NAMES[content]
            box.setText(name if not reason else f"{name} ({reason.partition(':')[0]})")
            box.setToolTip(as_plain(tip if not reason else f"{tip}. {reason[0].upper()}{reason[1:]}"))
        self.model.setEnabled(answer is not None)
        if not any(box.isChecked() for box in self.boxes.values()):
            first = next((box for box in self.boxes.values() if box.isEnabled()), None)
            if first is not None:
                first.setChecked(True)

    def _choose_model(self) -> None:
        self._offer()
        self.model_chosen.emit(self.answer)
        self._check()

    def _check(self) -> None:
        """Say what comes of it, or what is missing."""
        try:
            plan = self.plan
        except BadRequest as error:
            self._refuse(str(error))
            return
        size = plan.bytes_needed(self._offered.geometry)
        volumes = plan.volumes
        for field_ in (self.box, self.form):
            field_.setEnabled(bool(volumes))
        self.clean.setEnabled(Content.CLASSES in volumes)
        self.rules.setEnabled(self.clean.isEnabled() and self.clean.isChecked())
        self.layouts.setEnabled(bool({Content.HORIZONS, Content.FAULTS} & set(plan.contents)))
        if not plan.contents:
            self._refuse(tr("Choose what to export."))
        elif not plan.folder.is_dir():
            self._refuse(tr("There is no folder {folder}: choose another one.").format(folder=plan.folder))
        elif not plan.stem:
            self._refuse(tr("Say how the names of the files begin."))
        elif size > (free := shutil.disk_usage(plan.folder).free):
            self._refuse(
                tr("This takes {size}, and the disk has {size2} free: choose another folder, or a box.").format(
                    size=_size(size), size2=_size(free)
                )
            )
        else:
            self.go.setEnabled(True)
            self.said.setText(
                " ".join(filter(None, (_files(plan, size, free), self._to_predict(plan), _replaced(plan))))
            )

    def _refuse(self, why: str) -> None:
        self.go.setEnabled(False)
        self.said.setText(why)

    def _to_predict(self, plan: ExportPlan) -> str:
        """What is not predicted yet, and how long that takes."""
        answer = self.answer
        if not plan.needs_answer or answer is None:
            return ""
        wanted = plan.box.traces(self._offered.geometry)
        outlook = self._outlooks.get(answer)
        missing = answer.lines_missing(self._offered.geometry, wanted, outlook)
        if not missing:
            return tr("All of it is predicted.")
        lines = tr("{missing:,} lines").format(missing=missing) if missing > 1 else tr("1 line")
        if outlook is None:
            return tr("{lines} are to be predicted first, as far as is known yet.").format(lines=lines)
        return tr("{lines} are not predicted yet, which takes about {duration} more.").format(
            lines=lines, duration=duration(max(1.0, missing * outlook.seconds))
        )

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Export into"), self.folder.text())
        if folder:
            self.folder.setText(folder)


def _files(plan: ExportPlan, size: int, free: int) -> str:
    count = len(plan.targets)
    made = (
        tr("Writes {name}").format(name=plan.targets[0].name)
        if count == 1
        else tr("Writes {count} files").format(count=count)
    )
    packed = tr("at most ") if plan.form is VolumeFormat.ZARR else ""
    return tr("{made}{words}; {size} are free.").format(
        made=made,
        words=tr(", {packed}{size} of volumes").format(packed=packed, size=_size(size)) if size else "",
        size=_size(free),
    )


def _replaced(plan: ExportPlan) -> str:
    there = [target.name for target in plan.targets if target.exists()]
    if not there:
        return ""
    return tr("{there} there will be replaced.").format(
        there=there[0] if len(there) == 1 else tr("{count} files").format(count=len(there))
    )


def _size(size: int) -> str:
    for unit, factor in (("GB", 1e9), ("MB", 1e6)):
        if size >= factor:
            return f"{size / factor:.3g} {unit}"
    return f"{max(1, round(size / 1e3))} kB"
