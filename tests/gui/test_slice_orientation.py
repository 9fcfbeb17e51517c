"""A time slice lies as the map does, at its true scale, and everything done on it lands where it is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QColor, QCursor, QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.section_state import SectionState
from seisviewer.app.section_view_state import restore, view_state
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.app.sections.view_menu import view_menu
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.map_grid import MapGrid
from seisviewer.volumes.volume import Volume

from . import easel as painting

INLINE, CROSSLINE, TIME = Direction
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
SHAPE = (30, 40, 16)


def affine(inline: tuple[float, float], crossline: tuple[float, float]) -> np.ndarray:
    """Steps in X and Y from one inline, and from one crossline, to the next."""
    return np.array([[inline[0], crossline[0], 600_000.0], [inline[1], crossline[1], 5_700_000.0]])


def rotated(degrees: float) -> np.ndarray:
    turn = np.radians(degrees)
    return affine((25 * np.cos(turn), 25 * np.sin(turn)), (-12.5 * np.sin(turn), 12.5 * np.cos(turn)))


SURVEYS = {
    "crosslines east": affine((0, 25), (12.5, 0)),
    "inlines east": affine((25, 0), (0, 12.5)),
    "crosslines west": affine((0, 25), (-12.5, 0)),
    "inlines south": affine((0, -25), (12.5, 0)),
    "both reversed": affine((-25, 0), (0, -12.5)),
    "rotated by 30": rotated(30),
    "rotated by 120": rotated(120),
    "rotated by 200": rotated(200),
    "no coordinates": None,
}


class GridVolume(Volume):
    """One corner of every time slice is positive, all else negative."""

    name, path = "grid", Path("grid.sgy")

    def __init__(self, coordinates: np.ndarray | None) -> None:
        self.geometry = Geometry(
            LineAxis(100, 1, SHAPE[0]), LineAxis(500, 1, SHAPE[1]), SampleAxis(0.0, 4.0, SHAPE[2]),
            np.ones(SHAPE[:2], bool), coordinates,
        )  # fmt: skip
        self.cube = np.full(SHAPE, -1.0, np.float32)
        self.cube[:6, :6] = 1.0

    def section(self, section: SectionId) -> np.ndarray:
        return np.take(self.cube, self.geometry.index(section), list(Direction).index(section.direction)).copy()

    def close(self) -> None:
        pass


class Bench:
    """The views and the map of a survey."""

    def __init__(self, qtbot, coordinates: np.ndarray | None) -> None:
        self.qtbot, self.state = qtbot, SectionState()
        self.reader = SectionReader(self.state, cube=False)
        self.views, self.map = SectionViews(self.state, self.reader), SurveyMap(self.state)
        for widget, size in ((self.views, (1000, 800)), (self.map, (300, 280))):
            qtbot.addWidget(widget)
            widget.resize(*size)
            widget.show()
            qtbot.waitExposed(widget)
        self.state.set_display(scale_bar=False)  # it would lie over a place that is looked at
        self.state.set_volume(GridVolume(coordinates))
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(
            lambda: all(view.amplitudes() is not None for view in self.views.shown_views), timeout=8000
        )
        QApplication.processEvents()

    @property
    def slice(self):
        return self.views.views[TIME]

    def pixel(self, row: float, column: float, direction: Direction = TIME) -> QPoint:
        view = self.views.views[direction]
        return view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(row, column)))

    def on_map(self, row: float, column: float) -> QPoint:
        place = MapGrid(self.state.volume.geometry).place(row, column)
        return self.map.canvas.mapFromScene(self.map.box.mapViewToScene(QPointF(*place)))

    def wheel(self, at: QPoint, notches: int = 1) -> None:
        surface = self.slice.canvas.viewport()
        event = QWheelEvent(
            QPointF(at), QPointF(surface.mapToGlobal(at)), QPoint(), QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(surface, event)

    def grey(self, row: float, column: float) -> int:
        return QColor(self.slice.canvas.grab().toImage().pixel(self.pixel(row, column))).red()


@pytest.fixture
def make_bench(qtbot) -> Iterator[Callable[[np.ndarray | None], Bench]]:
    benches: list[Bench] = []

    def make(coordinates: np.ndarray | None) -> Bench:
        benches.append(Bench(qtbot, coordinates))
        return benches[-1]

    yield make
    QCursor.setPos(0, 0)  # a view under the pointer would be the one in use in the next test
    for bench in benches:
        bench.state.set_volume(None)
        bench.reader.close()


def angle(start: QPoint, end: QPoint) -> float:
    """Degrees on screen from right, growing downward."""
    return float(np.degrees(np.arctan2(end.y() - start.y(), end.x() - start.x())))


@pytest.mark.parametrize("survey", SURVEYS)
def test_the_slice_and_the_map_show_the_same_orientation(make_bench, survey: str) -> None:
    bench = make_bench(SURVEYS[survey])
    corners = [(0, 0), (SHAPE[0] - 1, 0), (SHAPE[0] - 1, SHAPE[1] - 1), (0, SHAPE[1] - 1)]
    turns = []
    for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
        turn = angle(bench.pixel(*start), bench.pixel(*end)) - angle(bench.on_map(*start), bench.on_map(*end))
        turns.append((turn + 180) % 360 - 180)
    assert np.ptp(turns) < 4, "not mirrored: every side is turned alike"
    assert abs(np.mean(turns)) < (47 if "rotated" in survey else 3)


@pytest.mark.parametrize("survey", ["rotated by 30", "crosslines west"])
def test_the_arrow_points_north(make_bench, survey: str) -> None:
    bench = make_bench(SURVEYS[survey])
    arrow = bench.slice.corners.north
    assert arrow.isVisible()
    geometry = bench.state.volume.geometry
    inverse = np.linalg.inv(geometry.affine[:, :2])
    steps = inverse @ (0.0, 200.0)
    on_screen = angle(bench.pixel(5, 5), bench.pixel(*(np.array([5, 5]) + steps)))
    assert np.degrees(np.arctan2(arrow.pointing[1], arrow.pointing[0])) == pytest.approx(on_screen, abs=6)
    assert -135 < on_screen < -45, "up, within an eighth of a turn"


def test_nobody_knows_where_north_is_without_coordinates(make_bench) -> None:
    assert not make_bench(None).slice.corners.north.isVisible()


@pytest.mark.parametrize("survey", SURVEYS)
def test_a_metre_is_as_long_across_as_upward(make_bench, survey: str) -> None:
    bench = make_bench(SURVEYS[survey])

    def metres_a_pixel(end: tuple[int, int]) -> float:
        grid = MapGrid(bench.state.volume.geometry)
        there, here = np.array(grid.place(*end)), np.array(grid.place(0, 0))
        pixels = bench.pixel(*end) - bench.pixel(0, 0)
        return float(np.hypot(*(there - here)) / np.hypot(pixels.x(), pixels.y()))

    along_inlines, along_crosslines = metres_a_pixel((SHAPE[0] - 1, 0)), metres_a_pixel((0, SHAPE[1] - 1))
    assert along_inlines == pytest.approx(along_crosslines, rel=0.02)
    bench.views.resize(700, 900)
    QApplication.processEvents()
    assert metres_a_pixel((SHAPE[0] - 1, 0)) == pytest.approx(metres_a_pixel((0, SHAPE[1] - 1)), rel=0.02)
    bench.state.set_display(true_scale=False)
    rows, columns = bench.slice.box.shown
    assert np.allclose(rows, [-0.5, SHAPE[0] - 0.5]) and np.allclose(columns, [-0.5, SHAPE[1] - 0.5]), (
        "it fills the view"
    )


@pytest.mark.parametrize("north_up", [True, False])
@pytest.mark.parametrize("survey", SURVEYS)
def test_a_place_is_seen_read_and_clicked_at_one_spot(make_bench, survey: str, north_up: bool) -> None:
    bench = make_bench(SURVEYS[survey])
    bench.state.set_display(north_up=north_up)
    QApplication.processEvents()
    assert bench.grey(2, 2) < 100 < 180 < bench.grey(2, 30), "a positive amplitude is black in this colour map"
    assert bench.grey(25, 2) > 180
    readings = []
    bench.state.pointer_moved.connect(readings.append)
    surface = bench.slice.canvas.viewport()
    for place in ((15, 15), (21, 33)):
        QTest.mouseMove(surface, bench.pixel(*place))
        QApplication.processEvents()
    assert (readings[-1].position.inline, readings[-1].position.crossline) == (21, 33)
    assert readings[-1].amplitude == -1.0
    QTest.mouseClick(surface, LEFT, pos=bench.pixel(12, 7))
    assert (bench.state.position.inline, bench.state.position.crossline) == (12, 7)


def test_by_number_inlines_run_to_the_right_and_crosslines_up(make_bench) -> None:
    bench = make_bench(SURVEYS["both reversed"])
    bench.state.set_display(north_up=False)
    here, inline, crossline = bench.pixel(3, 3), bench.pixel(9, 3), bench.pixel(3, 9)
    assert inline.x() > here.x() and abs(inline.y() - here.y()) <= 1
    assert crossline.y() < here.y() and abs(crossline.x() - here.x()) <= 1


@pytest.mark.parametrize("survey", ["crosslines east", "inlines east", "both reversed"])
def test_the_axes_count_what_runs_along_them(make_bench, survey: str) -> None:
    bench = make_bench(SURVEYS[survey])
    across, upward = (axis.labelText for axis in bench.slice.axes)
    wanted = ("Crossline", "Inline") if survey == "crosslines east" else ("Inline", "Crossline")
    assert (across, upward) == wanted


def test_zoom_and_pan_keep_to_the_pointer_on_a_turned_slice(make_bench) -> None:
    bench = make_bench(SURVEYS["crosslines west"])
    at = bench.pixel(8, 30)
    bench.wheel(at, 5)
    assert (bench.pixel(8, 30) - at).manhattanLength() <= 2
    surface, by = bench.slice.canvas.viewport(), QPoint(24, -15)
    QTest.mousePress(surface, MIDDLE, pos=at)
    QTest.mouseMove(surface, at + by / 2)
    QTest.mouseMove(surface, at + by)
    QTest.mouseRelease(surface, MIDDLE, pos=at + by)
    assert (bench.pixel(8, 30) - at - by).manhattanLength() <= 3


def test_zooming_links_the_slice_with_the_sections(make_bench) -> None:
    bench = make_bench(SURVEYS["crosslines east"])
    bench.wheel(bench.pixel(15, 20), 8)
    rows, columns = bench.slice.in_sight
    assert columns[1] - columns[0] < 0.5 * SHAPE[1]
    assert np.allclose(bench.views.views[INLINE].box.shown[0], columns)
    assert np.allclose(bench.views.views[CROSSLINE].box.shown[0], rows)
    bench.views.views[INLINE].box.show_cells((10.0, 20.0))
    assert np.allclose(bench.slice.box.shown[1], (10.0, 20.0))
    bench.views.show_whole()
    for direction, count in ((INLINE, SHAPE[1]), (CROSSLINE, SHAPE[0])):
        assert np.allclose(bench.views.views[direction].box.shown[0], (-0.5, count - 0.5))
    assert np.allclose(bench.slice.in_sight, [(-0.5, SHAPE[0] - 0.5), (-0.5, SHAPE[1] - 0.5)])


def test_giving_the_slice_another_size_zooms_nothing_else(make_bench) -> None:
    bench = make_bench(SURVEYS["crosslines east"])
    bench.wheel(bench.pixel(15, 20), 4)
    before = [bench.views.views[direction].box.shown for direction in (INLINE, CROSSLINE)]
    bench.views.resize(1300, 500)
    QApplication.processEvents()
    assert np.allclose([bench.views.views[direction].box.shown for direction in (INLINE, CROSSLINE)], before)


@pytest.mark.parametrize(("north_up", "true_scale"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_stroke_on_a_slice_lands_where_it_is_drawn(qtbot, tmp_path: Path, north_up: bool, true_scale: bool) -> None:
    easel = painting.Easel(qtbot, painting.write_survey(tmp_path))
    easel.state.set_display(north_up=north_up, true_scale=true_scale)
    easel.settle()
    easel.use("brush", label=2, size=3)
    easel.drag((5, 10), (30, 10), direction=TIME)  # along crossline 510
    painted = easel.labels(TIME) == 2
    assert painted[5:31, 10].all()
    assert not painted[:, 16:].any() and not painted[:3].any() and not painted[34:].any()
    easel.state.set_tool(None)
    easel.go_to(CROSSLINE, 40)
    blue = easel.blue_pixels(TIME)
    seen, other = easel.pixel(TIME, 26, 10), easel.pixel(TIME, 26, 30)
    assert blue[seen.y(), seen.x()] and not blue[other.y(), other.x()]
    QCursor.setPos(0, 0)
    easel.end()


def test_the_window_switches_both_and_the_project_remembers_them(new_window: Callable[..., MainWindow]) -> None:
    window = new_window()
    state, actions = window.parts.sections.state, window.parts.menus.actions
    state.set_volume(GridVolume(SURVEYS["crosslines east"]))
    assert actions["north_up"].isChecked() and actions["true_scale"].isChecked()
    actions["north_up"].trigger()
    menu = view_menu(window.parts.sections.views, state.volume.geometry)
    entries = {entry.text(): entry for entry in menu.actions()}
    assert not entries["North up"].isChecked() and entries["True scale"].isChecked()
    entries["True scale"].trigger()
    assert (state.display.north_up, state.display.true_scale) == (False, False)
    assert not actions["true_scale"].isChecked()
    kept = view_state(state)
    state.set_display(north_up=True, true_scale=True)
    restore(state, kept)
    assert (state.display.north_up, state.display.true_scale) == (False, False)
    state.set_volume(None)
