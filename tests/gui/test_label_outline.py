"""What was painted is seen under a prediction of the very same class."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor, QImage

from seisviewer.app.live.overlay_controls import OverlayControls
from seisviewer.app.painting.label_layer import LabelLayer
from seisviewer.app.section_view_state import restore, view_state
from seisviewer.app.sections.outline_item import outline
from seisviewer.volumes.geometry import SectionId

from . import easel as bench

INLINE = bench.INLINE


class Everywhere(QObject):
    """A prediction layer that says class 2 wherever nothing is painted, as strongly as the label layer says it."""

    changed = pyqtSignal(object)

    def __init__(self, easel) -> None:
        super().__init__()
        self._easel = easel

    def rgba(self, section: SectionId, pixel: tuple[float, float]) -> np.ndarray:
        colour = QColor(self._easel.label_editor.classes.by_number(2).colour)
        image = np.zeros((*self._easel.state.volume.geometry.section_shape(section.direction), 4), np.uint8)
        image[:] = (*colour.getRgb()[:3], round(255 * self._easel.state.overlays.label_opacity))
        project = self._easel.state.project
        if project is not None:
            image[project.label_section(section) >= 0] = 0
        return image


@pytest.fixture
def easel(qtbot, tmp_path) -> Iterator[SimpleNamespace]:
    easel = bench.Easel(qtbot, bench.write_survey(tmp_path))
    easel.layer = LabelLayer(easel.state)
    for layer in (Everywhere(easel), easel.layer):  # as in the window: labels over predictions
        easel.sections.add_layer(layer)
    yield easel
    easel.end()


def brightness_along(easel, start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
    """Grey values 0–255 on screen along a line of the inline view."""
    image = easel.sections.views[INLINE].canvas.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    first, last = easel.pixel(INLINE, *start), easel.pixel(INLINE, *end)
    places = [first + (last - first) * share for share in np.linspace(0, 1, 200)]
    return np.array([QColor(image.pixel(place)).red() for place in places])


@pytest.mark.parametrize("zoom", [1.0, 5.0])
def test_a_stroke_has_an_edge_under_a_prediction_of_its_own_class(easel, zoom: float) -> None:
    easel.use("brush", label=2, size=8)
    easel.drag((12, 20), (28, 20))
    easel.state.set_tool(None)
    easel.go_to(bench.CROSSLINE, 49)  # its crosshair is out of the way
    easel.sections.views[INLINE].canvas.zoom(zoom, easel.sections.views[INLINE].canvas.rect().center().toPointF())
    easel.sections.views[INLINE].box.setRange(xRange=(10, 10 + 30 / zoom), yRange=(8, 8 + 40 / zoom), padding=0)
    easel.settle()
    inside, across = brightness_along(easel, (13, 18), (15, 21)), brightness_along(easel, (14, 10), (14, 21))
    assert np.ptp(inside) < 90, "the colour itself is left as it is"
    assert np.ptp(across) > 150, "a light line within a dark one"


def test_labels_have_an_opacity_of_their_own_which_the_project_remembers(qtbot, easel) -> None:
    controls = OverlayControls(easel.state)
    qtbot.addWidget(controls)
    easel.use("brush", label=2, size=8)
    easel.drag((12, 20), (28, 20))
    section, before = easel.sections.views[INLINE].section, easel.state.overlays
    controls._opacities["label_opacity"].setValue(20)
    assert easel.layer.rgba(section, (1.0, 1.0))[..., 3].max() == round(0.2 * 255)
    assert easel.layer.outline(section, (1.0, 1.0)) is not None, "the outline stays"
    assert easel.state.overlays.opacity == before.opacity
    kept = view_state(easel.state)
    easel.state.set_overlays(label_opacity=0.9)
    restore(easel.state, kept)
    assert easel.state.overlays.label_opacity == 0.2
    assert controls._opacities["label_opacity"].value() == 20


def test_the_outline_runs_along_the_edges_of_cells() -> None:
    mask = np.zeros((6, 7), bool)
    mask[1:4, 2:5] = True
    lines = {tuple(map(tuple, line)) for line in outline(mask).tolist()}
    assert lines == {
        ((0.5, 1.5), (0.5, 4.5)),
        ((3.5, 1.5), (3.5, 4.5)),
        ((0.5, 1.5), (3.5, 1.5)),
        ((0.5, 4.5), (3.5, 4.5)),
    }
    assert len(outline(np.ones((3, 3), bool))) == 4, "also along the end of the section"
    assert len(outline(np.zeros((3, 3), bool))) == 0
