"""The window that lists runs: what each learned and is worth; named, pinned, deleted, scored, compared and repeated."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from typing import Any

from PyQt6 import sip
from PyQt6.QtCore import Qt
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

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.run_list.painted_sections import PaintedSections
from seisviewer.app.run_list.run_page import RunPage
from seisviewer.app.run_list.run_tables import RunModel, SortedRuns
from seisviewer.app.section_state import SectionState
from seisviewer.app.widgets.controls import Standard, dialog_buttons, quiet_button, sentence
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.app.widgets.tables import RowTable
from seisviewer.errors import SeisviewerError
from seisviewer.labels.classes import ClassTable
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.checking.run_checking import check_run
from seisviewer.workflows.runs.comparing import RunDifference, compare_runs
from seisviewer.workflows.runs.run_facts import RunFacts, run_facts

BUTTONS = (
    ("rename", "Rename…", "Give the run a name"),
    ("pin", "Pin", "Keep the run from being deleted, or no longer"),
    ("delete", "Delete…", "Delete the run with its models and predictions"),
    ("score", "Score", "Score the run on lines for checking and other strokes held back that it did not learn"),
    ("compare", "Compare", "Choose two runs (Ctrl+click): where their answers differ, by class"),
    ("copy", "Copy command", "Copy the command that repeats the run"),
)
EMPTY = (
    "No runs yet: Start (L) learns in the window, “seisviewer train” from the shell makes runs that can be repeated."
)
SIZE = (1060, 600)
TOPIC = "runs"


class RunsDialog(QDialog):
    """Follows the project while it is open."""

    def __init__(
        self, state: SectionState, live: LiveController, editor: LabelEditor, background: Background, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Runs")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self._state, self._live, self._background = state, live, background
        self._model = RunModel()
        self._sorted = SortedRuns(self._model)
        self.table = RowTable(self._sorted, Qt.FocusPolicy.StrongFocus)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self.page = RunPage()
        self.said = sentence(lines=2)
        self.buttons = {name: quiet_button(text, tip) for name, text, tip in BUTTONS}
        self._lay_out(editor)
        commands = (self._rename, self._pin, self._delete, self._score, self._compare, self._copy)
        for (name, *_), command in zip(BUTTONS, commands, strict=True):
            self.buttons[name].clicked.connect(command)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        for signal in (state.project_changed, state.volume_changed, state.labels_changed):
            signal.connect(self.refresh)
        live.status_changed.connect(self._live_changed)
        self._was_on = live.status.is_on
        self.refresh()

    @property
    def chosen(self) -> tuple[RunFacts, ...]:
        """The runs that are selected, in the order shown."""
        return tuple(self._sorted.facts(index.row()) for index in self.table.selectionModel().selectedRows())

    def refresh(self, *_: object) -> None:
        """Read the runs again; what was chosen stays so."""
        numbers = {facts.run.number for facts in self.chosen}
        try:
            facts = run_facts(self._state.project) if self._state.project is not None else ()
        except SeisviewerError as error:
            self.said.setText(str(error))
            return
        self._model.show(facts)
        self.table.resizeColumnsToContents()
        for row in range(self._sorted.rowCount()):
            if self._sorted.facts(row).run.number in numbers or not numbers:
                self.table.selectRow(row)
                break
        self.said.setText("" if facts else EMPTY)
        self._choose()

    def _lay_out(self, editor: LabelEditor) -> None:
        runs, column, buttons = QWidget(), QVBoxLayout(), QGridLayout()
        for place, button in enumerate(self.buttons.values()):
            buttons.addWidget(button, 0, place)
        for part in (self.table, self.said):
            column.addWidget(part, int(part is self.table))
        column.addLayout(buttons)
        column.setContentsMargins(0, 0, 0, 0)
        runs.setLayout(column)
        split = QSplitter()
        split.addWidget(runs)
        split.addWidget(self.page)
        split.setSizes([640, 400])
        self.tabs = QTabWidget()
        self.tabs.addTab(split, "Runs")
        self.painted = PaintedSections(self._state, editor)
        self.tabs.addTab(self.painted, "Painted sections")
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(dialog_buttons(self, Standard.Close))

    def _choose(self, *_: object) -> None:
        chosen = self.chosen
        one = chosen[0] if len(chosen) == 1 else None
        self.page.show_run(one, self._classes)
        finished = [facts for facts in chosen if facts.run.state == "finished"]
        writable = self._state.project is not None and not self._state.project.read_only
        in_use = one is not None and one.run.kind == "live" and self._live.status.is_on
        free = one is not None and not one.run.pinned and one.run.state != "running" and not in_use
        allowed = {
            "rename": one is not None and writable,
            "pin": one is not None and writable,
            "delete": free and writable,
            "score": len(finished) == 1 and one is not None,
            "compare": len(finished) == 2 and len(chosen) == 2,
            "copy": one is not None and bool(one.repeat),
        }
        for name, on in allowed.items():
            self.buttons[name].setEnabled(on)
        self.buttons["pin"].setText("Unpin" if one is not None and one.run.pinned else "Pin")

    @property
    def _classes(self) -> ClassTable:
        return self._state.project.classes if self._state.project is not None else ClassTable(())

    def _live_changed(self, *_: object) -> None:
        """A run may have begun or ended."""
        if self._live.status.is_on is not self._was_on:
            self._was_on = self._live.status.is_on
            self.refresh()

    def _change(self, change: Callable[[], object]) -> None:
        try:
            change()
        except SeisviewerError as error:
            self.said.setText(str(error))
            return
        self.refresh()

    def _rename(self) -> None:
        run = self.chosen[0].run
        name, given = QInputDialog.getText(self, "Rename", f"Name of {run.name}:", text=run.title)
        if given:
            self._change(partial(self._state.project.rename_run, run.number, name))

    def _pin(self) -> None:
        run = self.chosen[0].run
        self._change(partial(self._state.project.pin_run, run.number, pinned=not run.pinned))

    def _delete(self) -> None:
        facts = self.chosen[0]
        question = f"Delete “{facts.title}” with its models and predictions? This cannot be undone."
        if QMessageBox.question(self, "Delete", as_plain(question)) == QMessageBox.StandardButton.Yes:
            self._change(partial(self._state.project.delete_run, facts.run.number))

    def _score(self) -> None:
        run, project, volume = self.chosen[0].run, self._state.project, self._state.volume
        work = partial(check_run, project, volume, run.number)
        self._begin(f"Scoring {run.name}", work, lambda _: self.refresh())

    def _compare(self) -> None:
        runs = [facts.run for facts in self.chosen]
        numbers = [run.number for run in runs]
        sections = tuple(section for section in self._state.shown if section.direction is not Direction.TIME)
        work = partial(compare_runs, self._state.project, self._state.volume, *numbers, sections)
        self._begin(f"Comparing {runs[0].name} and {runs[1].name}", work, partial(self._compared, numbers))

    def _compared(self, numbers: list[int], found: RunDifference) -> None:
        names = (
            f"{self._classes.name_of(number)} {100 * apart:.1f} %"
            for number, _, _, apart in sorted(found.by_class, key=lambda row: -row[3])
        )
        self.said.setText(
            f"On the {len(found.sections)} lines on screen runs {numbers[0]} and {numbers[1]} differ on "
            f"{100 * found.share:.1f} % of the samples: {', '.join(names)}."
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
        self.said.setText(f"Copied: {self.chosen[0].repeat}")


def show_runs(
    state: SectionState, live: LiveController, editor: LabelEditor, background: Background, window: QWidget
) -> None:
    """Open the list beside the window, or bring it to the front."""
    for dialog in window.findChildren(RunsDialog):
        dialog.raise_()
        dialog.activateWindow()
        return
    RunsDialog(state, live, editor, background, window).show()
