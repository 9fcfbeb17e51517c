"""What is drawn over the amplitudes, and the colour scales that go with it."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QCheckBox, QGridLayout, QSlider, QVBoxLayout, QWidget

from seisviewer.app.live.map_scale import confidence_scale, stability_scale
from seisviewer.app.section_state import Overlays, SectionState
from seisviewer.app.widgets.controls import check_box, form
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr

STABILITY_TIP = tr(
    "How far answers agree: those of the live model's last versions, or, while the student "
    "of a self-training round is on screen, those of its teacher's checkpoints; the caption "
    "says which"
)
CHECKS = (
    ("labels", tr("Labels"), tr("What was painted, with an outline (A)")),
    (
        "prediction",
        tr("Classes"),
        tr("The class that the model thinks most probable, paler where it has looked in one direction only so far (P)"),
    ),
    ("contours", tr("Boundaries"), tr("Lines between predicted classes (K)")),
    (
        "layer_boundaries",
        tr("Layer boundaries"),
        tr(
            "The boundaries that the reflectors give, as lines; the Boundary tool shows them too, "
            "and drags them (Shift+K)"
        ),
    ),
    ("confidence", tr("Confidence"), tr("How probable that class is, as a map (C)")),
    ("fade", tr("Fade by confidence"), tr("Classes fade away where the model is unsure (D)")),
    ("stability", tr("Stability"), STABILITY_TIP + " (S)"),
    (
        "disagreement",
        tr("Disagreement"),
        tr("Where the prediction along inlines and that along crosslines name different classes (Shift+S)"),
    ),
)
OPACITIES = (
    ("label_opacity", tr("Opacity of labels"), tr("How strongly the colours of what was painted cover the section")),
    ("opacity", tr("Of classes"), tr("How strongly the colours of predicted classes cover the section")),
)


class OverlayControls(QWidget):
    """Check boxes, opacity and colour scales; a view of the overlays of the state and nothing more."""

    def __init__(self, state: SectionState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._checks: dict[str, QCheckBox] = {}
        layout = QGridLayout()
        for place, (name, text, tip) in enumerate(CHECKS):
            check = self._checks[name] = check_box(text, tip)
            check.toggled.connect(lambda on, name=name: state.set_overlays(**{name: on}))
            layout.addWidget(check, place // 2, place % 2)
        self._opacities = {name: _opacity(tip) for name, _, tip in OPACITIES}
        for name, slider in self._opacities.items():
            slider.valueChanged.connect(lambda percent, name=name: state.set_overlays(**{name: percent / 100}))
        sliders = form(*((text, self._opacities[name]) for name, text, _ in OPACITIES))
        rows = -(-len(CHECKS) // 2)
        layout.addLayout(sliders, rows, 0, 1, 2)
        self._scales = {
            "confidence": confidence_scale(),
            "stability": stability_scale(),
        }
        self._scales["stability"].setToolTip(STABILITY_TIP)
        for place, scale in enumerate(self._scales.values()):
            layout.addWidget(scale, rows + 1 + place, 0, 1, 2)
        column = QVBoxLayout(self)
        column.addLayout(layout)
        column.addStretch(1)
        state.overlays_changed.connect(self._show)
        self._show(state.overlays)

    def _show(self, overlays: Overlays) -> None:
        for name, check in self._checks.items():
            check.setChecked(getattr(overlays, name))
        for name, slider in self._opacities.items():
            slider.setValue(round(100 * getattr(overlays, name)))
        for name, scale in self._scales.items():
            scale.setVisible(getattr(overlays, name))


def _opacity(tip: str) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, 100)
    slider.setToolTip(as_plain(tip))
    return slider
