"""How often the answer on screen is right where it is so sure: a reliability diagram from strokes that were held out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPalette
from PyQt6.QtWidgets import QDialog, QVBoxLayout, QWidget

from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.widgets.controls import Standard, dialog_buttons, sentence
from seisviewer.app.widgets.follows_theme import FollowsTheme
from seisviewer.app.widgets.plot_axes import colour_axes
from seisviewer.learning.metrics import Reliability
from seisviewer.predictions.leading_answer import Speaker
from seisviewer.structure.held_out_answers import NEAR, HeldOutAnswers
from seisviewer.translation import tr

FEWEST = 8  # strokes held out below which nothing is drawn
BINS = 10
SMALLEST, LARGEST = 6, 18  # pixels across, of a point of few and of all places
DOTS = "#0072b2"
WHO = {
    Speaker.LAYERS: tr("the reflectors"),
    Speaker.NETWORK: tr("the network"),
    Speaker.BOTH: tr("reflectors and network together"),
}
HOW = tr(
    "Each point gathers the places at which the answer was about so sure, the larger the "
    "more; on the line it is right as often as it is sure, below the line it is too sure of "
    "itself."
)


class ReliabilityDialog(QDialog):
    """Follows who speaks on screen while it is open."""

    def __init__(self, layers: LayerController, live: LiveController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("How far to trust it"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(420, 460)
        self._layers, self._live = layers, live
        self.plot = ReliabilityPlot()
        self.said = sentence()
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.said)
        layout.addWidget(dialog_buttons(self, Standard.Close))
        for signal in (layers.status_changed, live.status_changed, live.predictions.speaker_changed):
            signal.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        speaker = self._live.predictions.speaker
        checked = checked_answers(speaker, self._layers, self._live)
        text = reliability_sentence(checked, speaker)
        self.said.setText(text)
        self.plot.draw_answers(checked if checked is not None and checked.strokes >= FEWEST else None)
        self.plot.setAccessibleDescription(text)


class ReliabilityPlot(FollowsTheme, pg.PlotWidget):
    """The share that is right against how sure the answer was, both 0–1."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setAccessibleName(tr("Reliability diagram"))
        self.setToolTip(HOW)
        item = self.getPlotItem()
        item.setLabel("bottom", tr("how sure it was"))
        item.setLabel("left", tr("share that was right"))
        item.setRange(xRange=(0, 1), yRange=(0, 1), padding=0.03)
        item.showGrid(x=True, y=True, alpha=0.2)
        item.setMouseEnabled(False, False)
        item.hideButtons()
        self._ideal = pg.PlotDataItem([0, 1], [0, 1])
        self.points = pg.ScatterPlotItem(pxMode=True, pen=None, brush=pg.mkBrush(DOTS))
        for part in (self._ideal, self.points):
            item.addItem(part)
        self.follow_theme()

    def draw_answers(self, checked: HeldOutAnswers | None) -> None:
        """None for an empty diagram."""
        self.draw_rows(Reliability.of(checked.sure, checked.right, BINS).table() if checked is not None else [])

    def draw_rows(self, rows: Sequence[Mapping[str, float]]) -> None:
        """rows: as `Reliability.table` gives them."""
        self.points.setData(
            x=[row["confidence"] for row in rows],
            y=[row["accuracy"] for row in rows],
            size=[SMALLEST + (LARGEST - SMALLEST) * row["share"] ** 0.5 for row in rows],
        )

    def _take_theme(self) -> None:
        palette = self.palette()
        self.setBackground(palette.color(QPalette.ColorRole.Base))
        text = palette.color(QPalette.ColorRole.Text)
        colour_axes(self.getPlotItem(), text)
        self._ideal.setPen(pg.mkPen(text, style=Qt.PenStyle.DashLine))


def checked_answers(speaker: Speaker, layers: LayerController, live: LiveController) -> HeldOutAnswers | None:
    """What a speaker answered where strokes were held out, None where nothing tells."""
    fusion = live.status.fusion
    if speaker is Speaker.LAYERS:
        return layers.status.checked
    if fusion is None:
        return None
    return fusion.both_checked if speaker is Speaker.BOTH else fusion.network_checked


def reliability_sentence(checked: HeldOutAnswers | None, speaker: Speaker) -> str:
    """What the diagram shows, in words, or why it is empty."""
    who = WHO[speaker]
    if checked is None:
        return tr(
            "Not known yet how far {who} can be trusted: the answer is compared with at least "
            "{fewest} strokes held out."
        ).format(who=who, fewest=FEWEST)
    strokes = checked.strokes
    if strokes < FEWEST:
        held = tr("{strokes} strokes were").format(strokes=strokes) if strokes != 1 else tr("1 stroke was")
        return tr(
            "Too few strokes to tell how far {who} can be trusted: {held} held out, {fewest} are needed. Paint more."
        ).format(who=who, held=held, fewest=FEWEST)
    everywhere, near, elsewhere = (
        calibration_error(checked, where) for where in (np.ones(len(checked.near), bool), checked.near, ~checked.near)
    )
    return tr(
        "Of {strokes} strokes held out, {who} got {percent} right, being {percent2} sure. "
        "Expected calibration error {everywhere}; within {near} samples of a boundary {near2}, "
        "elsewhere {elsewhere}."
    ).format(
        strokes=strokes,
        who=who,
        percent=_percent(checked.right.mean()),
        percent2=_percent(checked.sure.mean()),
        everywhere=everywhere,
        near=NEAR,
        near2=near,
        elsewhere=elsewhere,
    )


def calibration_error(checked: HeldOutAnswers, where: np.ndarray) -> str:
    """The expected calibration error of some of the places, bool, in words."""
    if not where.any():
        return tr("not known")
    return _percent(Reliability.of(checked.sure[where], checked.right[where], BINS).expected_calibration_error)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def show_reliability(layers: LayerController, live: LiveController, window: QWidget) -> None:
    """Open the diagram beside the window, or bring it to the front."""
    for dialog in window.findChildren(ReliabilityDialog):
        dialog.raise_()
        dialog.activateWindow()
        return
    ReliabilityDialog(layers, live, window).show()
