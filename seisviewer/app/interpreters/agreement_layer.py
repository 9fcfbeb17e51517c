"""Where two interpreters agree, or what the other one says, drawn over a section."""

from __future__ import annotations

import math

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.interpreters.second_interpreter import AGREED, DIFFERENT, MINE, THEIRS, SecondInterpreter
from seisviewer.app.live.prediction_layer import class_colours
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.label_layer import LEAST_PIXELS
from seisviewer.app.painting.widening import at_least_wide
from seisviewer.pictures.prediction_images import fill
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

# Okabe and Ito's colours, which colour-blind readers tell apart.
COLOURS = {AGREED: "#009e73", DIFFERENT: "#d55e00", MINE: "#56b4e9", THEIRS: "#f0e442"}
NAMES = {AGREED: tr("green"), DIFFERENT: tr("orange"), MINE: tr("blue"), THEIRS: tr("yellow")}
WORDS = {AGREED: tr("same"), DIFFERENT: tr("different"), MINE: tr("only you"), THEIRS: tr("only the other")}
ALPHA = 210


class AgreementLayer(QObject):
    """changed: emitted with None when it looks different."""

    changed = pyqtSignal(object)
    picture_name = tr("Other interpreter")

    def __init__(self, second: SecondInterpreter, label_editor: LabelEditor) -> None:
        super().__init__()
        self._second, self._editor = second, label_editor
        self._kept: tuple[object, np.ndarray | None] = (None, None)
        second.changed.connect(self._renew)

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray | None:
        if self._second.other is None:
            return None
        widths = tuple(max(1, math.ceil(LEAST_PIXELS * size)) for size in pixel)
        if self._kept[0] != (section, widths):
            self._kept = (section, widths), self._draw(section, widths)
        return self._kept[1]

    def caption(self, section: SectionId) -> str:
        if self._second.other is None:
            return ""
        said = tr("Labels of {name}") if self._second.theirs_shown else tr("Compared with {name}")
        return said.format(name=self._second.other.name)

    def details(self, section: SectionId) -> str:
        return "" if self._second.other is None else tr("Where your labels and those of the other interpreter agree.")

    def _draw(self, section: SectionId, widths: tuple[int, ...]) -> np.ndarray:
        if self._second.theirs_shown:
            codes, table = self._second.theirs(section), class_colours(self._editor.classes)
        else:
            codes, table = self._second.agreement(section), agreement_colours()
        table = table.copy()
        table[:, 3] = np.where(table[:, 3] > 0, ALPHA, 0)
        wide = at_least_wide(codes, *widths).astype(np.int8)
        return fill(np.asfortranarray(wide).view(np.uint8), table)

    def _renew(self) -> None:
        self._kept = None, None
        self.changed.emit(None)


def agreement_colours() -> np.ndarray:
    """uint8 RGBA (256, 4); what neither says is transparent."""
    table = np.zeros((256, 4), np.uint8)
    for code, colour in COLOURS.items():
        table[code] = *bytes.fromhex(colour[1:]), 255
    return table
