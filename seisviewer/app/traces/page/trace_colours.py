"""The colours of the trace page: phases, ink and paper, for the light and the dark theme."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtGui import QColor, QPalette

from seisviewer.predictions.probabilities import DETECTION


@dataclass(frozen=True)
class TraceColours:
    """paper: behind the traces. ink: traces and text. faint: what may be overlooked. grid: lines of the time axis.
    margin: behind the names. gap, hatch, thin_gap: where nothing was recorded. phases: by name; others are drawn in
    `faint`."""

    paper: QColor
    ink: QColor
    faint: QColor
    grid: QColor
    margin: QColor
    gap: QColor
    hatch: QColor
    thin_gap: QColor
    accent: QColor
    phases: dict[str, QColor]

    def of_phase(self, phase: str) -> QColor:
        """The colour of a phase; Pn and Pg have that of P."""
        return self.phases.get(phase) or self.phases.get(phase[:1], self.faint)

    @classmethod
    def of(cls, palette: QPalette) -> TraceColours:
        dark = palette.base().color().lightness() < 128
        gap, hatch = ("#2c2834", "#453f52") if dark else ("#eeebf2", "#cfc8da")
        phases = ("#ff6a5e", "#6fa8ff", "#5fcf95") if dark else ("#d3261a", "#1b56c9", "#2b8a55")
        return cls(
            paper=palette.base().color(),
            ink=palette.text().color(),
            faint=palette.placeholderText().color(),
            grid=QColor("#31353c" if dark else "#e6e9ec"),
            margin=palette.window().color(),
            gap=QColor(gap),
            hatch=QColor(hatch),
            thin_gap=QColor("#8d7bb5" if dark else "#a493c4"),
            accent=palette.highlight().color(),
            phases=dict(zip(("P", "S", DETECTION), map(QColor, phases), strict=True)),
        )


def mixed(colour: QColor, ground: QColor, strength: float) -> QColor:
    """A colour laid over a ground with a strength of 0–1: opaque, so that nothing shines through where lines cross."""
    return QColor(
        *(
            round(strength * above + (1 - strength) * below)
            for above, below in zip(colour.getRgb()[:3], ground.getRgb()[:3], strict=True)
        )
    )


def see_through(colour: QColor, opacity: float) -> QColor:
    """The same colour with an opacity of 0–1."""
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made
