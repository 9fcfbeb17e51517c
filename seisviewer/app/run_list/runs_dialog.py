"""The window that lists runs and the live layer model: what each learned and is worth; shown, named, pinned, deleted,
scored, compared and repeated."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from typing import TYPE_CHECKING, Any

from PyQt6 import sip
from PyQt6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QInputDialog,
    QMessageBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.live.layer_controller import LayerStatus
from seisviewer.app.live.training_status import LiveStatus
from seisviewer.app.main_window.window_geometry import RememberedPlace
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.run_list.painted_sections import PaintedSections
from seisviewer.app.run_list.run_page import RunPage
from seisviewer.app.run_list.run_tables import RunModel, SortedRuns
from seisviewer.app.widgets.controls import Standard, dialog_buttons, quiet_button, sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.app.widgets.tables import RowTable
from seisviewer.errors import SeisviewerError
from seisviewer.labels.classes import ClassTable
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.checking.line_scores import LineScores
from seisviewer.workflows.checking.run_checking import check_layers, check_run
from seisviewer.workflows.exporting.export_answer import Answer
from seisviewer.workflows.live_layers import LayersSolved
from seisviewer.workflows.runs.comparing import RunDifference, compare_runs
from seisviewer.workflows.runs.model_names import LIVE, LIVE_LAYERS
from seisviewer.workflows.runs.run_facts import RunFacts, live_layers_facts, run_facts

if TYPE_CHECKING:
    from seisviewer.app.main_window.section_parts import SectionParts

SHOW, BACK = tr("Show this run"), tr("Back to the live answer")
BUTTONS = (
    ("show", SHOW, tr("Show what the run says over the sections, and let it answer in exports and reports")),
    (
        "compare",
        tr("Compare"),
        tr("Choose two (Ctrl+click): put both over the sections, and say where they differ, by class"),
    ),
    ("rename", tr("Rename…"), tr("Give the run a name")),
    ("pin", tr("Pin"), tr("Keep the run from being deleted, or no longer")),
    ("delete", tr("Delete…"), tr("Delete the run with its models and predictions")),
    ("score", tr("Score"), tr("Score the run on lines for checking and other strokes held back that it did not learn")),
    ("copy", tr("Copy command"), tr("Copy the command that repeats the run")),
)
COLUMNS = 4  # of buttons
EMPTY = tr(
    "No runs yet: Start (L) learns in the window, “seisviewer train” from the shell makes runs that can be repeated."
)
FLIP = tr("Both are over the sections: Q flips, Shift+Q leaves only what differs.")
SIZE = (1180, 600)
TOPIC = "runs"


class RunsDialog(QDialog):
    """Follows the project while it is open."""

    def __init__(self, parts: SectionParts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Runs"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        RememberedPlace(self, "runs")
        self._state, self._live, self._background = parts.state, parts.live, parts.background
        self._layers, self._answers = parts.layers, parts.answers
        self._model = RunModel()
        self._sorted = SortedRuns(self._model)
        self.table = RowTable(self._sorted, Qt.FocusPolicy.StrongFocus)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self.page = RunPage()
        self.said = sentence(lines=2)
        self.buttons = {name: quiet_button(text, tip) for name, text, tip in BUTTONS}
        self._lay_out(parts.label_editor)
        commands = (self._show, self._compare, self._rename, self._pin, self._delete, self._score, self._copy)
        for (name, *_), command in zip(BUTTONS, commands, strict=True):
            self.buttons[name].clicked.connect(command)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        state = parts.state
        for signal in (state.project_changed, state.volume_changed, state.labels_changed, parts.answers.changed):
            signal.connect(self.refresh)
        parts.live.status_changed.connect(self._follow_training)
        parts.layers.status_changed.connect(self._follow_layers)
        self._live_now = live_now(parts.live.status)
        self._solved = parts.layers.status.solved
        self.refresh()

    @property
    def chosen(self) -> tuple[RunFacts, ...]:
        """The runs that are selected, in the order shown."""
        return tuple(self._sorted.facts(index.row()) for index in self.table.selectionModel().selectedRows())

    def refresh(self, *_: object) -> None:
        """Read the runs again; what was chosen stays so."""
        titles = {_identity(facts) for facts in self.chosen}
        try:
            facts = self._facts()
        except SeisviewerError as error:
            self.said.setText(str(error))
            return
        self._model.show(facts)
        self.table.resizeColumnsToContents()
        rows = range(self._sorted.rowCount())
        again = [row for row in rows if _identity(self._sorted.facts(row)) in titles] or [*rows][:1]
        if again:
            selected = QItemSelection()
            for row in again:
                selected.select(self._sorted.index(row, 0), self._sorted.index(row, 0))
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().select(selected, flags.ClearAndSelect | flags.Rows)
        if not facts:
            self.said.setText(EMPTY)
        elif self.said.text() == EMPTY:
            self.said.setText("")
        self._choose()

    def _facts(self) -> tuple[RunFacts, ...]:
        """Of the live layer model, where there is one, and of all runs."""
        project, layers = self._state.project, self._layers.status
        if project is None:
            return ()
        runs = run_facts(project, self._live_now)
        if layers.solved is None:
            return runs
        return live_layers_facts(layers.solved, project.labels_version, layers.line_scores), *runs

    def _lay_out(self, editor: LabelEditor) -> None:
        runs, column, buttons = QWidget(), QVBoxLayout(), QGridLayout()
        for place, button in enumerate(self.buttons.values()):
            buttons.addWidget(button, *divmod(place, COLUMNS))
        for part in (self.table, self.said):
            column.addWidget(part, int(part is self.table))
        column.addLayout(buttons)
        column.setContentsMargins(0, 0, 0, 0)
        runs.setLayout(column)
        split = QSplitter()
        split.addWidget(runs)
        split.addWidget(self.page)
        split.setStretchFactor(0, 1)
        split.setSizes([740, 400])
        self.tabs = QTabWidget()
        self.tabs.addTab(split, tr("Runs"))
        self.painted = PaintedSections(self._state, editor)
        self.tabs.addTab(self.painted, tr("Painted sections"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(dialog_buttons(self, Standard.Close))

    def _choose(self, *_: object) -> None:
        chosen = self.chosen
        one = chosen[0] if len(chosen) == 1 else None
        run = one.run if one is not None else None
        self.page.show_run(one, self._classes)
        finished = [facts for facts in chosen if facts.is_finished]
        writable = run is not None and not self._state.project.read_only
        learns = run is not None and run.kind == LIVE and self._live.status.is_on
        goes_back = one is not None and self._goes_back(one)
        allowed = {
            "show": one in finished and (run is not None or self._answers.is_chosen),
            "compare": len(finished) == 2 == len(chosen),
            "rename": writable,
            "pin": writable,
            "delete": writable and not run.pinned and run.state != "running" and not learns,
            "score": one in finished,
            "copy": one is not None and bool(one.repeat),
        }
        for name, on in allowed.items():
            self.buttons[name].setEnabled(on)
        self.buttons["show"].setText(BACK if goes_back else SHOW)
        self.buttons["pin"].setText(tr("Unpin") if run is not None and run.pinned else tr("Pin"))

    def _goes_back(self, facts: RunFacts) -> bool:
        """Whether it is the live answer, or lies over the sections already, alone."""
        shown, other = self._answers.shown, self._answers.other
        return facts.run is None or (other is None and shown is not None and shown.run.number == facts.run.number)

    @property
    def _classes(self) -> ClassTable:
        return self._state.project.classes if self._state.project is not None else ClassTable(())

    def _follow_training(self, status: LiveStatus) -> None:
        """A run may have begun or ended, or do something else now."""
        if live_now(status) != self._live_now:
            self._live_now = live_now(status)
            self.refresh()

    def _follow_layers(self, status: LayerStatus) -> None:
        if status.solved is not self._solved or status.line_scores is not None:
            self._solved = status.solved
            self.refresh()

    def _change(self, change: Callable[[], object]) -> None:
        try:
            change()
        except SeisviewerError as error:
            self.said.setText(str(error))
            return
        self.refresh()

    def _show(self) -> None:
        facts = self.chosen[0]
        if self._goes_back(facts):
            self._answers.back()
        else:
            self._answers.use(facts.run)

    def _rename(self) -> None:
        run = self.chosen[0].run
        name, given = QInputDialog.getText(
            self, tr("Rename"), tr("Name of {run_name}:").format(run_name=run.name), text=run.title
        )
        if given:
            self._change(partial(self._state.project.rename_run, run.number, name))

    def _pin(self) -> None:
        run = self.chosen[0].run
        self._change(partial(self._state.project.pin_run, run.number, pinned=not run.pinned))

    def _delete(self) -> None:
        facts = self.chosen[0]
        question = tr("Delete “{title}” with its models and predictions? This cannot be undone.").format(
            title=facts.title
        )
        if QMessageBox.question(self, tr("Delete"), as_plain(question)) == QMessageBox.StandardButton.Yes:
            self._answers.drop(facts.run.number)
            self._change(partial(self._state.project.delete_run, facts.run.number))

    def _score(self) -> None:
        facts, project, volume = self.chosen[0], self._state.project, self._state.volume
        if facts.run is not None:
            work = partial(check_run, project, volume, facts.run.number)
            self._begin(tr("Scoring {run_name}").format(run_name=facts.run.name), work, lambda _: self.refresh())
            return
        solved = self._layers.status.solved
        work = partial(check_layers, volume, project.snapshot(), solved.predictor)
        self._begin(tr("Scoring {title}").format(title=facts.title), work, partial(self._note_scores, solved))

    def _note_scores(self, solved: LayersSolved, scores: LineScores | None) -> None:
        self._layers.note_line_scores(solved, {} if scores is None else scores.as_json())

    def _compare(self) -> None:
        """Put both over the sections, a run on top, and count where they differ."""
        one, other = sorted(self.chosen, key=lambda facts: facts.run is None)
        self._answers.compare(one.run, other.run)
        solved = self._layers.status.solved
        asked = [
            Answer(LIVE_LAYERS, layers=solved.predictor) if each.run is None else Answer.of(each.run)
            for each in (one, other)
        ]
        sections = tuple(section for section in self._state.shown if section.direction is not Direction.TIME)
        work = partial(compare_runs, self._state.volume, *asked, sections)
        names = [each.title if each.run is None else each.run.name for each in (one, other)]
        self._begin(
            tr("Comparing {names} and {names2}").format(names=names[0], names2=names[1]),
            work,
            partial(self._compared, names),
        )

    def _compared(self, names: list[str], found: RunDifference) -> None:
        classes = (
            f"{self._classes.name_of(number)} {100 * apart:.1f} %"
            for number, _, _, apart in sorted(found.by_class, key=lambda row: -row[3])
        )
        self.said.setText(
            tr(
                "On the {count} lines on screen {names} and {names2} differ on {share:.1f} % of the "
                "samples: {classes}. {flip}"
            ).format(
                count=len(found.sections),
                names=names[0],
                names2=names[1],
                share=100 * found.share,
                classes=", ".join(classes),
                flip=FLIP,
            )
        )

    def _begin(self, name: str, work: Callable[[], Generator[Any, None, Any]], then: Callable[[Any], None]) -> None:
        self.said.setText(f"{name}…")
        self._background.run(name, work, partial(self._if_open, then), self._failed, topic=TOPIC)

    def _if_open(self, then: Callable[[Any], None], result: Any) -> None:
        if not sip.isdeleted(self):
            self.said.setText("")
            then(result)

    def _failed(self, error: BaseException) -> bool:
        if sip.isdeleted(self) or not isinstance(error, SeisviewerError):
            return False
        self.said.setText(str(error))
        return True

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.chosen[0].repeat)
        self.said.setText(tr("Copied: {repeat}").format(repeat=self.chosen[0].repeat))


def live_now(status: LiveStatus) -> str:
    """What live training does, in the words of the list; "" while it is off or paused."""
    if status.in_round:
        return tr("Improve: {stage}, {stage_number} of {stage_count}").format(
            stage=tr(status.stage), stage_number=status.stage_number, stage_count=status.stage_count
        )
    return tr("learning") if status.is_learning else ""


def _identity(facts: RunFacts) -> int | None:
    return None if facts.run is None else facts.run.number


def show_runs(parts: SectionParts, window: QWidget) -> None:
    """Open the list beside the window, or bring it to the front."""
    for dialog in window.findChildren(RunsDialog):
        dialog.raise_()
        dialog.activateWindow()
        return
    RunsDialog(parts, window).show()
