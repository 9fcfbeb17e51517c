"""What is known of one run: how it was made, how its loss fell, and its scores on what was held back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPalette
from PyQt6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from seisviewer.app.live.loss_curve import COLOURS
from seisviewer.app.live.reliability_dialog import ReliabilityPlot
from seisviewer.app.run_list.run_tables import CellModel
from seisviewer.app.widgets.controls import sentence
from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.app.widgets.plot_axes import colour_axes
from seisviewer.app.widgets.tables import RowTable
from seisviewer.labels.classes import ClassTable
from seisviewer.learning.bootstrap_interval import HOW_TO_GET_MORE
from seisviewer.translation import tr
from seisviewer.workflows.checking.line_scores import TOO_LITTLE
from seisviewer.workflows.checking.score_rows import SCORES, confusion_rows, rests_on, score_rows
from seisviewer.workflows.runs.run_facts import Losses, RunFacts

CHOOSE = tr("Choose a run.")


class RunLosses(FollowsTheme, pg.PlotWidget):
    """Training loss against steps, one colour a stage."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMinimumHeight(120)
        self.setAccessibleName(tr("Training loss"))
        item = self.getPlotItem()
        item.setLabel("bottom", tr("steps"))
        item.setLabel("left", tr("loss"))
        item.setMouseEnabled(False, False)
        item.hideButtons()
        self._legend = item.addLegend(offset=(-4, 2), colCount=2, labelTextSize="8pt")
        self.follow_theme()

    def show_losses(self, losses: Losses) -> None:
        """Draw other ones."""
        self.clear()
        self._legend.clear()
        before = 0
        for place, stage in enumerate(dict.fromkeys(stage for stage, *_ in losses)):
            steps, values = zip(*((step, loss) for name, step, loss in losses if name == stage), strict=True)
            pen = pg.mkPen(COLOURS[place % len(COLOURS)], width=2)
            self.plot([before + step for step in steps], values, pen=pen, name=stage)
            before += steps[-1]
        self._take_theme()

    def _take_theme(self) -> None:
        self.setBackground(self.palette().color(QPalette.ColorRole.Base))
        colour = self.palette().color(QPalette.ColorRole.Text)
        colour_axes(self.getPlotItem(), colour)
        for _, label in self._legend.items:
            label.setText(label.text, color=colour)


class RunPage(QTabWidget):
    """Shows one run at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.about = PlainLabel(CHOOSE)
        self.about.setWordWrap(True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.losses = RunLosses()
        self.said = sentence(CHOOSE)
        self._scores, self._confusion = CellModel(), CellModel()
        self.scores, self.confusion = RowTable(self._scores), RowTable(self._confusion)
        self.reliability = ReliabilityPlot()
        for title, parts in (
            (tr("How it was made"), (self.about, self.losses)),
            (tr("Scores"), (self.said, self.scores, self.confusion)),
            (tr("Reliability"), (self.reliability,)),
        ):
            page = QWidget()
            column = QVBoxLayout(page)
            for part in parts:
                column.addWidget(part, int(part is not self.said and part is not self.about))
            self.addTab(page, title)

    def show_run(self, facts: RunFacts | None, classes: ClassTable) -> None:
        """None where no run is chosen."""
        self.about.setText(CHOOSE if facts is None else about(facts))
        losses = () if facts is None else facts.losses
        self.losses.show_losses(losses)
        self.losses.setVisible(bool(losses))
        checked = (facts.checked if facts is not None else None) or {}
        known = bool(checked.get("enough"))
        self.said.setText(CHOOSE if facts is None else score_sentence(facts, checked))
        self._scores.show_cells(SCORES, score_rows(checked, classes) if known else [])
        self._confusion.show_cells(*(confusion_rows(checked, classes) if known else (("",), [])))
        for table in (self.scores, self.confusion):
            table.setVisible(known)
            table.resizeColumnsToContents()
        self.reliability.draw_rows(checked["reliability"] if known else [])


def about(facts: RunFacts) -> str:
    """How a run was made, a line a fact."""
    lines = [(tr("Labels"), facts.labels), *facts.settings]
    lines += [(tr("Folder"), str(facts.run.folder))] if facts.run is not None else []
    lines.append((tr("To repeat it"), facts.repeat or facts.how_to_repeat))
    return "\n".join(f"{name[:1].upper()}{name[1:]}: {value}" for name, value in lines)


def score_sentence(facts: RunFacts, checked: Mapping[str, Any]) -> str:
    """What the scores rest on, or why there are none and how to get some."""
    if facts.checked is None:
        return (
            tr("Not scored yet: press Score.")
            if facts.is_finished
            else tr("Not scored: only a run that has finished can be.")
        )
    if not checked.get("enough"):
        return f"{TOO_LITTLE}. {HOW_TO_GET_MORE}"
    return rests_on(checked)
