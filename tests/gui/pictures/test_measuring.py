"""Measuring, the scale bar and fixed vertical exaggeration in the real window."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PyQt6.QtCore import QPoint, QPointF, QRectF, Qt
from PyQt6.QtWidgets import QApplication, QWidget

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.measuring.scale_bar import ScaleBar
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.section_lengths import LengthUnit
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import synthetic_record

OPENING_MS = 20_000
LEFT = Qt.MouseButton.LeftButton


def spot(view, row: float, column: float) -> QPoint:
    return view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(row, column)))


def drag(qtbot, canvas, first: QPoint, last: QPoint) -> None:
    target = canvas.viewport() if hasattr(canvas, "viewport") else canvas
    qtbot.mousePress(target, LEFT, pos=first)
    qtbot.mouseMove(target, (first + last) / 2)
    qtbot.mouseMove(target, last)
    qtbot.mouseRelease(target, LEFT, pos=last)


@pytest.mark.slow
@pytest.mark.parametrize("direction", [Direction.INLINE, Direction.TIME])
def test_a_drag_measures_and_esc_leaves(qtbot, opened: MainWindow, direction: Direction) -> None:
    parts = opened.parts.sections
    view, tool = parts.views.views[direction], parts.tools["measure"]
    qtbot.keyClick(view.canvas, Qt.Key.Key_M)
    assert parts.state.tool is tool
    drag(qtbot, view.canvas, spot(view, 10, 8), spot(view, 30, 28))
    geometry = parts.state.volume.geometry
    (x, y), (x2, y2) = (
        geometry.xy(*((10, 8) if direction is Direction.TIME else (0, 10))),
        geometry.xy(*((30, 28) if direction is Direction.TIME else (0, 30))),
    )
    wanted = ((x2 - x) ** 2 + (y2 - y) ** 2) ** 0.5
    assert tool.measurement.along == pytest.approx(wanted, rel=0.06), "to a pixel"
    assert parts.state.project is None, "nothing is painted"
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert parts.state.tool is None and tool.measurement is None


@pytest.mark.slow
def test_two_clicks_measure_too_and_a_handle_is_dragged_on(qtbot, opened: MainWindow) -> None:
    parts = opened.parts.sections
    view, tool = parts.views.views[Direction.INLINE], parts.tools["measure"]
    parts.state.set_tool(tool)
    target = view.canvas.viewport()
    qtbot.mouseClick(target, LEFT, pos=spot(view, 10, 10))
    qtbot.mouseMove(target, spot(view, 25, 30))
    qtbot.mouseClick(target, LEFT, pos=spot(view, 25, 30))
    first = tool.measurement
    qtbot.mouseMove(target, spot(view, 40, 50))
    assert tool.measurement == first, "the second click has ended it"
    drag(qtbot, view.canvas, spot(view, 25, 30), spot(view, 40, 30))
    assert tool.measurement.along == pytest.approx(2 * first.along, rel=0.1)
    assert tool.measurement.down == pytest.approx(first.down, rel=0.1)


@pytest.mark.slow
def test_the_scale_bar_is_true_at_any_zoom_and_can_be_switched_off(opened: MainWindow) -> None:
    parts = opened.parts.sections
    geometry = parts.state.volume.geometry
    step = geometry.xy(0, 1)[0] - geometry.xy(0, 0)[0], geometry.xy(0, 1)[1] - geometry.xy(0, 0)[1]
    metres = (step[0] ** 2 + step[1] ** 2) ** 0.5
    view = parts.views.views[Direction.INLINE]
    for zoom in (1.0, 3.0):
        view.box.zoom(zoom)
        QApplication.processEvents()
        bar = view.corners.bar
        assert bar.isVisible() and spot(view, 20, 5).x() - spot(view, 10, 5).x() > 5
        a_metre = view.box.width() / ((view.box.shown[0][1] - view.box.shown[0][0]) * metres)
        assert bar.pixels == pytest.approx(bar.length * a_metre, rel=0.01)
    opened.parts.menus.actions["scale_bar"].trigger()
    assert not any(each.corners.bar.isVisible() for each in parts.views.shown_views)


def test_a_unit_that_is_not_stated_takes_little_of_a_small_view(qtbot) -> None:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    bar = ScaleBar(canvas)
    for room, ending in ((600, "(unit not stated)"), (170, "(no unit)")):
        box = SimpleNamespace(
            sceneBoundingRect=lambda room=room: QRectF(0, 0, room, 300),
            cell_size=(1.0, 1.0),
            orientation=SimpleNamespace(turned=False),
        )
        bar.place(box, 10.0, LengthUnit("m", 1.0, stated=False), None)
        assert bar.text.endswith(ending) and bar.width() < 0.7 * room, "it leaves some of a small view free"


@pytest.mark.slow
def test_vertical_exaggeration_is_kept_whatever_the_size_of_the_window(opened: MainWindow) -> None:
    parts = opened.parts.sections
    said: list[str] = []
    parts.state.message.connect(said.append)
    opened.parts.menus.actions["exaggeration_2"].trigger()
    assert parts.state.display.exaggeration == 0 and "velocity" in said[-1]
    assert not opened.parts.menus.actions["exaggeration_2"].isChecked()
    parts.state.set_display(velocity=2000.0)
    opened.parts.menus.actions["exaggeration_2"].trigger()
    geometry, view = parts.state.volume.geometry, parts.views.views[Direction.INLINE]
    across = abs(complex(*geometry.xy(0, 1)) - complex(*geometry.xy(0, 0)))
    down = geometry.samples.interval / 2000 * 2000
    for size in ((1280, 720), (1280, 900)):
        opened.resize(*size)
        QApplication.processEvents()
        rows, columns = view.box.cell_size
        assert (1 / columns / down) / (1 / rows / across) == pytest.approx(2, rel=0.02)
    opened.parts.menus.actions["exaggeration_free"].trigger()
    assert view.box.orientation.shape is None


@pytest.mark.slow
def test_traces_are_measured_in_seconds_and_hertz(qtbot, window: MainWindow, tmp_path: Path) -> None:
    write_mseed(synthetic_record(seconds=50).record, tmp_path / "a.mseed")
    parts = window.parts.traces
    window.parts.open_router.drop([tmp_path / "a.mseed"])
    qtbot.waitUntil(lambda: parts.state.archive is not None and parts.page.visible is not None, timeout=OPENING_MS)
    QApplication.processEvents()
    qtbot.keyClick(parts.page.canvas, Qt.Key.Key_M)
    scale, y = parts.page.visible.scale, 200
    start = scale.span.start
    drag(qtbot, parts.page.canvas, QPoint(round(scale.x(start + 10)), y), QPoint(round(scale.x(start + 20)), y))
    measure = parts.page._measure
    assert abs(measure.times[1] - measure.times[0]) == pytest.approx(10, abs=2 * scale.seconds_a_pixel)
    assert "Δt" in measure.text and "Hz" in measure.text and not parts.state.picks
    qtbot.keyClick(parts.page.canvas, Qt.Key.Key_Escape)
    assert not parts.state.measuring and measure.times is None
