"""The section views: what they draw, and what mouse, wheel and keys do in them."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetricsF, QHelpEvent, QImage, QMouseEvent, QPalette, QValidator, QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QToolTip

from seisviewer.app.section_state import Position, SectionState
from seisviewer.app.sections import overlay_layers
from seisviewer.app.sections.colours import amplitude_colours
from seisviewer.app.sections.missing_trace_hatch import DARK, LIGHT
from seisviewer.app.sections.pointer_readout import PointerReadout
from seisviewer.app.sections.raster_item import Raster
from seisviewer.app.sections.section_display_panel import DisplayPanel
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.app.sections.view_caption import ColourScale
from seisviewer.app.sections.view_menu import view_menu
from seisviewer.errors import UnreadableFile
from seisviewer.pictures.amplitude_indices import agc, indices
from seisviewer.pictures.colour_maps import colour_maps
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.volume import Volume

INLINE, CROSSLINE, TIME = Direction
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class MemoryVolume(Volume):
    """A survey in memory that can be slow, has a broken inline, and remembers what was read and by whom."""

    name, path = "memory", Path("memory.sgy")

    def __init__(self, shape=(30, 40, 50), live=None, delay=0.0, broken=(), **geometry) -> None:
        inlines, crosslines, samples = shape
        self.geometry = Geometry(
            LineAxis(100, 2, inlines),
            LineAxis(500, 1, crosslines),
            SampleAxis(200.0, 4.0, samples),
            live=np.ones(shape[:2], bool) if live is None else live,
            **{"affine": np.array([[0.0, 25.0, 6000.0], [50.0, 0.0, 9000.0]]), **geometry},
        )
        self.cube = np.random.default_rng(0).normal(0, 100, shape).astype(np.float32)
        self.cube[~self.geometry.live] = np.nan
        self.delay, self.broken = delay, broken
        self.reads: list[SectionId] = []
        self.threads: set[int] = set()

    def section(self, section: SectionId) -> np.ndarray:
        self.reads.append(section)
        self.threads.add(threading.get_ident())
        time.sleep(self.delay)
        if section in self.broken:
            raise UnreadableFile(f"{section} is broken: copy the file again.")
        index = self.geometry.index(section)
        if section.direction is INLINE:
            return self.cube[index].copy()
        return (self.cube[:, index] if section.direction is CROSSLINE else self.cube[:, :, index]).copy()

    def close(self) -> None:
        pass


class Bench:
    """A desk with section views on screen, and hands to use them."""

    def __init__(self, qtbot, volume: Volume, cube: bool) -> None:
        self.qtbot, self.state = qtbot, SectionState()
        self.problems: list[str] = []
        self.state.problem.connect(self.problems.append)
        self.reader = SectionReader(self.state, cube=cube)
        self.sections = SectionViews(self.state, self.reader)
        qtbot.addWidget(self.sections)
        self.sections.resize(1100, 800)
        self.sections.show()
        qtbot.waitExposed(self.sections)
        self.state.set_volume(volume)
        self.settle()

    def settle(self) -> None:
        """Wait until every view shows what the crosshair asks for, with its amplitudes."""
        self.qtbot.waitUntil(lambda: all(self.up_to_date(view) for view in self.sections.shown_views), timeout=8000)
        QApplication.processEvents()

    def up_to_date(self, view) -> bool:
        geometry = self.state.volume.geometry
        wanted = geometry.section(view.direction, self.state.position.along(view.direction))
        return view.section == wanted and view.amplitudes() is not None

    def view(self, direction: Direction = INLINE):
        return self.sections.views[direction]

    def pixel(self, direction: Direction, row: float, column: float) -> QPoint:
        """Where a trace and sample lie in the drawing surface of a view."""
        view = self.view(direction)
        return view.canvas.mapFromScene(view.box.mapViewToScene(QPointF(row, column)))

    def wheel(self, direction: Direction, notches: float, modifiers=NONE, at: QPoint | None = None) -> None:
        canvas = self.view(direction).canvas
        at = at or canvas.viewport().rect().center()
        event = QWheelEvent(
            QPointF(at), QPointF(canvas.viewport().mapToGlobal(at)), QPoint(), QPoint(0, round(120 * notches)),
            Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(canvas.viewport(), event)

    def drag(self, direction: Direction, button, start: QPoint, end: QPoint, modifiers=NONE) -> None:
        surface = self.view(direction).canvas.viewport()
        QTest.mousePress(surface, button, modifiers, start)
        QTest.mouseMove(surface, (start + end) / 2)
        QTest.mouseMove(surface, end)
        QTest.mouseRelease(surface, button, modifiers, end)

    def hover(self, direction: Direction, at: QPoint, modifiers=NONE) -> None:
        surface = self.view(direction).canvas.viewport()
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(at), QPointF(surface.mapToGlobal(at)),
            Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, modifiers,
        )  # fmt: skip
        QApplication.sendEvent(surface, event)

    def click(self, direction: Direction, row: float, column: float, modifiers=NONE) -> None:
        QTest.mouseClick(self.view(direction).canvas.viewport(), LEFT, modifiers, self.pixel(direction, row, column))

    def colour(self, direction: Direction, row: float, column: float) -> tuple[int, int, int]:
        """The colour on screen at the centre of a sample."""
        image = self.view(direction).canvas.grab().toImage()
        return QColor(image.pixel(self.pixel(direction, row, column))).getRgb()[:3]

    def whole_range(self, direction: Direction):
        rows, columns = self.state.volume.geometry.section_shape(direction)
        return [[-0.5, rows - 0.5], [-0.5, columns - 0.5]]


@pytest.fixture
def make_bench(qtbot):
    made = []

    def make(volume: Volume, cube: bool = False) -> Bench:
        made.append(Bench(qtbot, volume, cube))
        return made[-1]

    yield make
    for bench in made:
        bench.state.closing.stop()
        assert bench.state.closing.wait(5.0)
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("seisviewer")]
    assert not left


@pytest.fixture
def bench(make_bench):
    return make_bench(MemoryVolume())


def test_every_view_shows_its_section_through_the_middle(bench):
    assert [str(section) for section in bench.state.shown] == ["inline_130", "crossline_520", "time_25"]
    for view in bench.sections.shown_views:
        np.testing.assert_array_equal(view.amplitudes(), bench.state.volume.section(view.section))


def test_the_gui_thread_never_reads(bench):
    for _ in range(5):
        bench.wheel(INLINE, 1)
        bench.wheel(TIME, -1)
    bench.settle()
    assert threading.get_ident() not in bench.state.volume.threads


def test_amplitudes_get_the_colours_of_the_map_and_samples_run_downward(bench):
    cube = np.zeros((30, 40, 50), np.float32)
    cube[:, :, :25] = 1000  # the upper half is positive: dark in grey
    bench.state.volume.cube = cube
    bench.state.set_display(wiggle=False)
    bench.reader.close()
    bench.state.set_volume(bench.state.volume)
    bench.settle()
    upper, lower = bench.colour(INLINE, 10, 5), bench.colour(INLINE, 10, 45)
    assert upper == (0, 0, 0)
    assert max(abs(channel - 128) for channel in lower) <= 2
    assert bench.pixel(INLINE, 10, 5).y() < bench.pixel(INLINE, 10, 45).y()


def test_flipping_the_polarity_swaps_the_colours(bench):
    bench.state.set_display(colour_map="red-white-blue", gain=20.0)
    view = bench.view()
    row, column = np.unravel_index(np.argmax(view.amplitudes()), view.amplitudes().shape)
    for _ in range(30):
        bench.view().canvas.zoom(1.3, QPointF(bench.pixel(INLINE, row, column)))
    bench.state.set_display(wiggle=False)
    assert bench.colour(INLINE, row, column) == pytest.approx((0, 0, 139), abs=3)
    bench.state.set_display(flipped=True)
    assert bench.colour(INLINE, row, column) == pytest.approx((139, 0, 0), abs=3)


def test_missing_traces_show_the_hatch_and_not_a_data_colour(make_bench):
    live = np.ones((30, 40), bool)
    live[:, 10:20] = False
    bench = make_bench(MemoryVolume(live=live))
    colour = "#{:02x}{:02x}{:02x}".format(*bench.colour(INLINE, 15, 25))
    assert colour in LIGHT + DARK
    for colour_map in colour_maps().values():
        bench.state.set_display(colour_map=colour_map.name)
        drawn = {
            "#{:02x}{:02x}{:02x}".format(*row[:3]) for row in amplitude_colours.lookup_table(bench.state.display)[1:]
        }
        assert not drawn & {*LIGHT, *DARK}


def test_wheel_steps_lines_and_shift_makes_it_ten(bench):
    start = bench.state.position.inline
    bench.wheel(INLINE, 1)
    assert bench.state.position.inline == start + 1
    bench.wheel(INLINE, -1, SHIFT)
    assert bench.state.position.inline == start - 9
    bench.wheel(TIME, 1)
    assert bench.state.position == Position(start - 9, 20, 26)
    bench.settle()
    assert str(bench.view(INLINE).section) == "inline_112"


def test_a_touchpad_steps_once_a_whole_notch(bench):
    start = bench.state.position.crossline
    for _ in range(6):
        bench.wheel(CROSSLINE, 0.25)
    assert bench.state.position.crossline == start + 1


def test_stepping_ends_at_the_last_line(bench):
    for _ in range(9):
        bench.wheel(INLINE, 1, SHIFT)
    assert bench.state.position.inline == 29
    for _ in range(9):
        bench.wheel(INLINE, -1, SHIFT)
    assert bench.state.position.inline == 0


def test_ctrl_wheel_zooms_and_keeps_what_is_under_the_pointer(bench):
    spot = bench.pixel(INLINE, 8, 12)
    before = bench.view().canvas.locate(QPointF(spot))
    bench.wheel(INLINE, 3, CTRL, spot)
    (left, right), (top, bottom) = bench.view().box.viewRange()
    assert right - left == pytest.approx(40 / 1.25**3, rel=0.01)
    assert bottom - top == pytest.approx(50 / 1.25**3, rel=0.01)
    assert bench.view().canvas.locate(QPointF(spot)) == pytest.approx(before, abs=0.05)
    assert bench.state.position.inline == 15


@pytest.mark.parametrize("with_space", [False, True])
def test_middle_drag_and_space_drag_pan(bench, with_space):
    bench.view().canvas.zoom(2)
    start, end = bench.pixel(INLINE, 20, 25), bench.pixel(INLINE, 23, 29)
    before = bench.view().canvas.locate(QPointF(start))
    position = bench.state.position
    if with_space:
        QTest.keyPress(bench.view().canvas, Qt.Key.Key_Space)
    bench.drag(INLINE, LEFT if with_space else MIDDLE, start, end)
    if with_space:
        QTest.keyRelease(bench.view().canvas, Qt.Key.Key_Space)
    assert bench.view().canvas.locate(QPointF(end)) == pytest.approx(before, abs=0.1)
    assert bench.state.position == position
    bench.click(INLINE, 22, 27)
    assert bench.state.position != position


def test_a_double_click_shows_the_whole_section(bench):
    bench.view().canvas.zoom(4)
    QTest.mouseDClick(bench.view().canvas.viewport(), LEFT, NONE, bench.pixel(INLINE, 20, 25))
    assert np.allclose(bench.view().box.viewRange(), bench.whole_range(INLINE))


def test_a_pan_whose_release_went_elsewhere_ends_with_the_next_move(bench):
    bench.view().canvas.zoom(2)
    QTest.mousePress(bench.view().canvas.viewport(), MIDDLE, NONE, bench.pixel(INLINE, 20, 25))
    before = bench.view().box.viewRange()
    bench.hover(INLINE, bench.pixel(INLINE, 25, 30))
    bench.hover(INLINE, bench.pixel(INLINE, 28, 33))
    assert np.allclose(bench.view().box.viewRange(), before)
    QTest.mouseRelease(bench.view().canvas.viewport(), MIDDLE, NONE, bench.pixel(INLINE, 28, 33))


def test_a_click_sets_the_crosshair_in_every_view(bench):
    bench.click(INLINE, 7, 40)
    assert bench.state.position == Position(15, 7, 40)
    bench.settle()
    bench.click(TIME, 3, 9)
    assert bench.state.position == Position(3, 9, 40)
    bench.settle()
    assert [str(section) for section in bench.state.shown] == ["time_40", "inline_106", "crossline_509"]


def test_dragging_takes_the_crosshair_along(bench):
    bench.drag(INLINE, LEFT, bench.pixel(INLINE, 5, 5), bench.pixel(INLINE, 30, 44))
    assert bench.state.position == Position(15, 30, 44)


class RecordingTool:
    name = "recorder"
    cursor = None

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, int, int]] = []

    def __getattr__(self, event):
        if event not in ("hover", "press", "drag", "release", "double_click"):
            raise AttributeError(event)
        return lambda hit: self.calls.append((event, str(hit.section), round(hit.row), round(hit.column)))

    def cancel(self) -> None:
        pass


def test_with_a_tool_the_left_button_paints_and_only_shift_moves_the_crosshair(bench):
    tool, position = RecordingTool(), bench.state.position
    bench.state.set_tool(tool)
    bench.drag(INLINE, LEFT, bench.pixel(INLINE, 4, 6), bench.pixel(INLINE, 12, 30))
    events = [call for call in tool.calls if call[0] != "hover"]
    assert events[0] == ("press", "inline_130", 4, 6)
    assert events[-1] == ("release", "inline_130", 12, 30)
    assert ("drag", "inline_130", 12, 30) in events
    assert bench.state.position == position
    bench.drag(INLINE, MIDDLE, bench.pixel(INLINE, 4, 6), bench.pixel(INLINE, 12, 30))
    assert len([call for call in tool.calls if call[0] == "press"]) == 1
    surface = bench.view().canvas.viewport()
    QTest.mouseDClick(surface, LEFT, NONE, surface.rect().center())
    assert tool.calls[-1][0] == "double_click"
    QTest.mouseRelease(surface, LEFT, NONE, surface.rect().center())
    assert tool.calls[-1][0] == "release"
    bench.hover(INLINE, bench.pixel(INLINE, 9, 11))
    assert bench.state.position == position
    bench.hover(INLINE, bench.pixel(INLINE, 9, 11), SHIFT)
    assert tool.calls[-1] == ("hover", "inline_130", 9, 11)
    assert bench.state.position == Position(15, 9, 11)


def test_typing_a_line_number_jumps_and_gives_the_keys_back(bench):
    number = bench.view().header.number
    number.setFocus()
    number.selectAll()
    QTest.keyClicks(number, "121")
    assert bench.state.position.inline == 15
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert bench.state.position.inline == 10  # 120 is the nearest line
    assert number.text() == "120"
    assert bench.sections.focusWidget() is bench.view().canvas


def test_a_time_is_typed_in_milliseconds_and_esc_gives_up(bench):
    number = bench.view(TIME).header.number
    assert number.text() == "300 ms"
    number.selectAll()
    QTest.keyClicks(number, "247")
    QTest.keyClick(number, Qt.Key.Key_Return)
    assert (bench.state.position.sample, number.text()) == (12, "248 ms")
    number.selectAll()
    QTest.keyClicks(number, "2")
    QTest.keyClick(number, Qt.Key.Key_Escape)
    assert (bench.state.position.sample, number.text()) == (12, "248 ms")


@pytest.mark.parametrize(
    ("direction", "text", "state"),
    [
        (TIME, "248 ms", "Acceptable"),
        (TIME, "248 m", "Intermediate"),
        (TIME, "-", "Intermediate"),
        (TIME, ".", "Intermediate"),
        (TIME, "248 ft", "Invalid"),
        (INLINE, "121", "Acceptable"),
        (INLINE, "", "Intermediate"),
        (INLINE, "inf", "Invalid"),
    ],
)
def test_a_number_may_be_typed_letter_by_letter(bench, direction, text, state):
    assert bench.view(direction).header.number.validate(text, len(text))[0] == QValidator.State[state]


def test_axes_show_line_numbers_and_milliseconds(bench):
    across, down = bench.view(INLINE).axes
    assert across.tickStrings([0, 20], 1, 20) == ["500", "520"]
    assert down.tickStrings([0, 25], 1, 25) == ["200", "300"]
    across, _ = bench.view(CROSSLINE).axes
    assert across.tickStrings([0, 5], 1, 5) == ["100", "110"]
    spacings = [spacing for spacing, _ in across.tickValues(3.0, 6.0, 500)]
    assert min(spacings) * 2 >= 1  # no tick between two inlines


def test_zooming_one_view_zooms_the_same_lines_and_samples_in_the_others(bench):
    bench.state.set_display(true_scale=False, north_up=False)
    bench.view(INLINE).canvas.zoom(2)
    (crosslines, samples) = bench.view(INLINE).box.viewRange()
    assert np.allclose(bench.view(CROSSLINE).box.viewRange(), [bench.whole_range(CROSSLINE)[0], samples])
    assert np.allclose(bench.view(TIME).box.viewRange(), [bench.whole_range(TIME)[0], crosslines])
    bench.sections.set_linked(False)
    bench.view(CROSSLINE).show_whole()
    assert np.allclose(bench.view(INLINE).box.viewRange(), [crosslines, samples])


@pytest.mark.slow
def test_fast_scrolling_on_a_slow_file_never_blocks_and_skips_what_went_past(make_bench):
    volume = MemoryVolume(shape=(200, 20, 30), delay=0.5)
    bench = make_bench(volume)
    volume.reads.clear()
    slowest = 0.0
    for _ in range(60):
        start = time.perf_counter()
        bench.wheel(INLINE, 1)
        QApplication.processEvents()
        slowest = max(slowest, time.perf_counter() - start)
    bench.settle()
    assert slowest < volume.delay
    assert str(bench.view().section) == f"inline_{100 + 2 * 160}"
    passed = {SectionId(INLINE, 100 + 2 * index) for index in range(101, 160)}
    assert len(passed & set(volume.reads)) < 30


def test_a_section_that_cannot_be_read_is_one_sentence_and_the_view_goes_on(make_bench):
    bench = make_bench(MemoryVolume(broken=(SectionId(INLINE, 132),)))
    bench.wheel(INLINE, 1)
    bench.qtbot.waitUntil(lambda: bool(bench.problems))
    assert bench.problems == ["inline_132 is broken: copy the file again."]
    assert (bench.view().section, bench.view().amplitudes()) == (None, None)
    bench.click(INLINE, 5, 5)  # nothing on screen, nothing to point at
    bench.click(CROSSLINE, 16, 8)
    assert len(bench.problems) == 1
    bench.wheel(INLINE, 1)
    bench.settle()
    assert str(bench.view().section) == "inline_134"


def sparse_live() -> np.ndarray:
    live = np.zeros((30, 40), bool)
    live[[4, 20]] = True
    live[:, [10, 30]] = True
    return live


def test_on_a_sparse_survey_stepping_skips_lines_with_few_traces(make_bench):
    bench = make_bench(MemoryVolume(live=sparse_live()))
    assert bench.state.position == Position(20, 10, 25)  # the nearest well covered lines
    bench.wheel(INLINE, -1)
    assert bench.state.position.inline == 4
    bench.wheel(CROSSLINE, 1)
    assert bench.state.position.crossline == 30
    bench.state.set_display(skip_sparse=False)
    bench.wheel(INLINE, 1)
    assert bench.state.position.inline == 5


def test_lone_lines_of_a_sparse_time_slice_can_be_seen(make_bench):
    live = np.zeros((300, 3000), bool)
    live[:, 1234] = True
    bench = make_bench(MemoryVolume(shape=(300, 3000, 4), live=live))
    bench.qtbot.wait(120)
    surface = bench.view(TIME).canvas.grab().toImage()
    spot = bench.pixel(TIME, 150, 1234)
    near = {QColor(surface.pixel(spot.x(), spot.y() + shift)).name() for shift in (-1, 0, 1, 2)}
    assert near - {*LIGHT, *DARK}


class Wash(QObject):
    """A layer in one colour."""

    changed = pyqtSignal(object)

    def __init__(self, colour=(255, 0, 0, 128)) -> None:
        super().__init__()
        self.colour, self.pixels, self.text = colour, [], ""

    def rgba(self, section, pixel):
        self.pixels.append(pixel)
        return np.tile(np.array(self.colour, np.uint8), (40, 50, 1)) if section.direction is INLINE else None

    def caption(self, section) -> str:
        return self.text


def test_layers_lie_over_the_amplitudes_and_let_them_through(bench):
    bench.state.volume.cube[:] = 0
    bench.state.set_display(wiggle=False)
    bench.reader.close()
    bench.state.set_volume(bench.state.volume)
    bench.settle()
    below = bench.colour(INLINE, 10, 10)
    layer = Wash()
    bench.sections.add_layer(layer)
    mixed = [(128 * a + 127 * b) / 255 for a, b in zip((255, 0, 0), below, strict=True)]
    assert bench.colour(INLINE, 10, 10) == pytest.approx(mixed, abs=2)
    assert bench.colour(CROSSLINE, 12, 10) == below
    layer.colour = (0, 255, 0, 255)
    layer.changed.emit(SectionId(INLINE, 130))
    bench.qtbot.wait(60)
    assert bench.colour(INLINE, 10, 10) == (0, 255, 0)
    layer.text = "model of a minute ago"
    layer.changed.emit(None)
    bench.qtbot.wait(60)
    assert bench.view().corners.caption.text == "model of a minute ago"
    assert bench.view().corners.caption.isVisible()
    bench.sections.set_captions(False)
    assert not bench.view().corners.caption.isVisible()
    again = bench.sections.state()
    bench.sections.set_captions(True)
    assert bench.view().corners.caption.isVisible()
    bench.sections.restore(again)
    assert not bench.sections.captions


def test_a_caption_covers_little_of_a_small_view_and_has_the_rest_in_its_tooltip(bench):
    layer = Wash()
    layer.details = lambda section: "All there is to say about it."
    layer.text = "85 % predicted, oldest 12 min ago\nPaler: one direction so far"
    bench.sections.add_layer(layer)
    for direction in (INLINE, CROSSLINE, TIME):
        view = bench.view(direction)
        area, caption = view.box.sceneBoundingRect(), view.corners.caption
        assert caption.isVisible() and caption.lines
        assert caption.width() * caption.height() <= area.width() * area.height() / 6 + 1
    small = bench.view(CROSSLINE).corners.caption
    layer.scale = lambda section: ColourScale("0", "1 stable", np.zeros((256, 4), np.uint8))
    layer.changed.emit(None)
    bench.qtbot.waitUntil(lambda: small.scale is not None)
    assert small.lines[0] in ("", "85 % predicted, oldest 12 min ago"), "never cut beside a scale"
    canvas = bench.view().canvas
    centre = bench.view().corners.caption.geometry().center()
    place = canvas.viewport().mapFrom(canvas, centre)
    QApplication.sendEvent(
        canvas.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, canvas.viewport().mapToGlobal(place))
    )
    assert QToolTip.text() == "All there is to say about it."


def test_a_reason_too_long_for_the_corner_of_a_view_is_wrapped_not_cut(bench):
    layer = Wash()
    reason = "Only 46 % sure between Facies 2 and Facies 3; nearest label 77 lines away."
    layer.text = f"Carried by reflectors\n{reason}"
    bench.sections.add_layer(layer)
    caption = bench.view().corners.caption
    advance = caption.fontMetrics().horizontalAdvance
    width = advance(reason) * 2 // 3
    caption.place(QRect(0, 0, width, 600))
    assert caption.lines[0] == "Carried by reflectors" and " ".join(caption.lines[1:]) == reason
    assert len(caption.lines) == 3 and all(advance(line) <= width for line in caption.lines)
    caption.place(QRect(0, 0, width, caption.fontMetrics().lineSpacing() * 14))
    assert caption.lines[1:] == [reason.partition("; ")[0]], "no third line where it would cover much"


def test_layers_draw_the_next_section_while_the_view_is_at_rest(bench):
    layer = Wash()
    asked: list[SectionId] = []
    draw = layer.rgba
    layer.rgba = lambda section, pixel: (asked.append(section), draw(section, pixel))[1]
    bench.sections.add_layer(layer)
    bench.wheel(INLINE, 1)
    bench.qtbot.waitUntil(lambda: SectionId(INLINE, 134) in asked)
    bench.wheel(INLINE, -1)
    bench.qtbot.waitUntil(lambda: SectionId(INLINE, 128) in asked)
    bench.wheel(INLINE, 1)
    bench.state.set_volume(None)
    asked.clear()
    bench.qtbot.wait(120)
    assert not asked, "the survey is gone"


def test_layers_draw_the_next_section_though_the_one_before_it_came_late(bench):
    """A section that has to be read comes on screen after the view has told where it will go next."""
    layer, asked = Wash(), []
    draw = layer.rgba
    layer.rgba = lambda section, pixel: (asked.append(section), draw(section, pixel))[1]
    bench.sections.add_layer(layer)
    layers = bench.view(INLINE).layers
    layers.look_ahead(SectionId(INLINE, 134))
    layers.show_section(bench.view(INLINE).section)
    bench.qtbot.waitUntil(lambda: SectionId(INLINE, 134) in asked)


def test_pictures_over_a_large_section_wait_until_the_user_stops_stepping(bench, monkeypatch):
    monkeypatch.setattr(overlay_layers, "LARGE_SECTION", 1)
    layer, instead, asked = Wash((0, 255, 0, 255)), Wash((0, 0, 255, 255)), []
    draw, layer.text = layer.rgba, "model of a minute ago"
    layer.rgba = lambda section, pixel: (section.direction is INLINE and asked.append(section), draw(section, pixel))[1]
    instead.covers_amplitudes = True
    bench.sections.add_layer(instead)
    bench.sections.add_layer(layer)
    layers, caption = bench.view().layers, bench.view().corners.caption
    asked.clear()
    for number in (131, 132, 133):
        layers.look_ahead(SectionId(INLINE, number + 1))
        layers.show_section(SectionId(INLINE, number), 2000)
        layer.changed.emit(None)
    assert not asked and caption.text == ""
    assert len(instead.pixels) > 3, "what takes the place of the amplitudes is drawn at each step"
    bench.qtbot.waitUntil(lambda: bool(asked))
    assert set(asked) == {SectionId(INLINE, 133)} and caption.text == "model of a minute ago"
    bench.qtbot.wait(2 * overlay_layers.AHEAD_MS)
    assert set(asked) == {SectionId(INLINE, 133)}, "no picture ahead, which the next step would wait for"


@pytest.mark.parametrize("coarse", [False, True])
def test_pictures_over_a_large_section_lie_where_they_belong_though_some_cells_are_left_out(
    make_bench, monkeypatch, coarse
):
    monkeypatch.setattr(overlay_layers, "LARGE_SECTION", 1)
    bench = make_bench(MemoryVolume(shape=(2, 2600, 2400)))
    bench.sections.set_linked(False)
    layer, asked = Wash(), []
    whole = np.zeros((2600, 2400, 4), np.uint8)
    whole[701:, 333:] = 255, 0, 0, 255
    layer.rgba = lambda section, pixel: whole if section.direction is INLINE else None
    if coarse:
        layer.coarse_rgba = lambda section, pixel, steps: asked.append(steps) or (
            whole[:: steps[0], :: steps[1]] if section.direction is INLINE else None
        )
    bench.sections.add_layer(layer)
    bench.view().layers.show_section(bench.view().section, 2600 * 2400)
    red = 255, 0, 0
    bench.qtbot.waitUntil(lambda: bench.colour(INLINE, 2590, 2390) == red)
    rows, columns = (int(size) for size in bench.view().box.cell_size)
    assert rows >= 2 and columns >= 2, "else nothing is left out"
    assert not coarse or (rows, columns) in asked
    for row, column in ((701 + 2 * rows, 1000), (1000, 333 + 2 * columns), (2590, 2390)):
        assert bench.colour(INLINE, row, column) == red
    for row, column in ((700 - 2 * rows, 1000), (1000, 332 - 2 * columns)):
        assert bench.colour(INLINE, row, column) != red
    raster = bench.view().layers._layers[0][1]
    assert raster._image.width() <= 1300
    bench.view().canvas.zoom(8)
    bench.qtbot.waitUntil(lambda: raster._image.size() == QSize(2600, 2400))  # all cells, when they are seen


@pytest.mark.parametrize("turned", [False, True])
def test_a_picture_of_some_rows_and_columns_covers_all(turned):
    raster = Raster()
    raster.turn(turned)
    raster.show_rgba(np.zeros((5, 7, 4), np.uint8), (3, 2))
    assert raster.mapRectToParent(raster.boundingRect()) == QRectF(-0.5, -0.5, 15, 14)


class Painted(QObject):
    """Notes what of a view is painted."""

    def __init__(self, view) -> None:
        super().__init__()
        self.areas: list[QRect] = []
        view.canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.areas.append(event.rect())
        return False


def test_a_caption_that_grows_older_has_nothing_painted_again_but_itself(bench):
    layer = Wash()
    layer.text = "Predicted 10 s ago"
    bench.sections.add_layer(layer)
    picture = layer.rgba(SectionId(INLINE, 130), (1.0, 1.0))
    layer.rgba = lambda section, pixel: picture if section.direction is INLINE else None
    layer.changed.emit(None)
    bench.qtbot.wait(100)
    painted, caption = Painted(bench.view()), bench.view().corners.caption
    for seconds in range(20, 80, 10):
        layer.text = f"Predicted {seconds} s ago"
        layer.changed.emit(None)
        bench.qtbot.waitUntil(lambda: caption.text == layer.text)
        bench.qtbot.wait(20)
    whole = [area for area in painted.areas if not caption.geometry().adjusted(-2, -2, 2, 2).contains(area)]
    assert painted.areas and len(whole) <= 1, "the first picture may come late"
    painted.areas.clear()
    layer.rgba = lambda section, pixel: None
    layer.changed.emit(None)
    bench.qtbot.waitUntil(lambda: any(area.contains(bench.pixel(INLINE, 10, 10)) for area in painted.areas))
    layer.rgba = lambda section, pixel: picture if section.direction is INLINE else None
    layer.changed.emit(None)
    bench.qtbot.wait(60)
    assert bench.colour(INLINE, 10, 10) != bench.colour(CROSSLINE, 12, 10), (
        "what went is drawn again when it comes back"
    )


def test_layers_learn_how_much_a_pixel_covers_when_the_zoom_changes(bench):
    layer = Wash()
    bench.sections.add_layer(layer)
    bench.qtbot.wait(60)
    before = layer.pixels[0]
    bench.sections.set_linked(False)
    bench.view().canvas.zoom(2)
    bench.qtbot.wait(80)
    assert any(pixel == pytest.approx((before[0] / 2, before[1] / 2), rel=0.01) for pixel in layer.pixels)


def test_wiggles_appear_once_traces_are_far_enough_apart(make_bench):
    bench = make_bench(MemoryVolume(shape=(30, 400, 50)))
    wiggles = bench.view()._wiggles
    assert not wiggles.drawn
    bench.view().canvas.zoom(20)
    assert wiggles.drawn
    bench.view(TIME).canvas.zoom(20)
    assert not bench.view(TIME)._wiggles.drawn
    bench.state.set_display(wiggle=False)
    assert not wiggles.drawn


def test_the_positive_lobes_of_wiggles_are_filled(make_bench):
    bench = make_bench(MemoryVolume(shape=(30, 400, 50)))
    bench.view().canvas.zoom(20)
    seen = bench.view().amplitudes()[196:204, 22:28]
    places = [np.unravel_index(find(seen), seen.shape) for find in (np.argmax, np.argmin)]
    (peak, at_peak), (trough, at_trough) = [(196 + row, 22 + column) for row, column in places]
    assert max(bench.colour(INLINE, peak + 0.2, at_peak)) < 60
    assert min(bench.colour(INLINE, trough - 0.2, at_trough)) > 120


def test_views_are_shown_hidden_and_arranged_and_remembered(bench):
    bench.sections.show_direction(TIME, False)
    assert [view.direction for view in bench.sections.shown_views] == [INLINE, CROSSLINE]
    assert not bench.view(TIME).isVisible()
    assert all(section.direction is not TIME for section in bench.state.shown)
    bench.sections.set_directions((CROSSLINE,))
    bench.sections.show_direction(CROSSLINE, False)
    assert bench.sections.directions == (CROSSLINE,)  # the last one stays
    bench.sections.set_arrangement("column")
    state = bench.sections.state()
    bench.sections.set_directions((INLINE, TIME))
    bench.sections.set_arrangement("row")
    bench.settle()
    assert bench.view(INLINE).isVisible()
    bench.sections.restore(state)
    assert (bench.sections.directions, bench.sections.arrangement) == ((CROSSLINE,), "column")


def test_a_small_view_becomes_the_large_one_and_the_sizes_stay(bench):
    bench.sections._outer.setSizes([700, 300])
    sizes = bench.sections._outer.sizes()
    bench.view(INLINE).canvas.setFocus()
    bench.sections.make_large(CROSSLINE)
    bench.settle()
    assert bench.view(CROSSLINE).width() > 2 * bench.view(INLINE).width() and bench.sections._outer.sizes() == sizes
    assert bench.sections.active is bench.view(CROSSLINE) and bench.view(CROSSLINE).canvas.hasFocus()
    remembered = bench.sections.state()
    bench.sections.set_arrangement("row")
    bench.sections.make_large(INLINE)
    bench.sections.restore(remembered)
    assert bench.view(CROSSLINE).width() > 2 * bench.view(INLINE).width(), "as it was left"
    bench.sections.set_arrangement("row")
    bench.view(TIME).used.emit()
    bench.sections.enlarge()
    assert bench.view(TIME).width() > 1.3 * bench.view(CROSSLINE).width()


def test_sizes_set_by_hand_stay_when_a_survey_is_opened(bench):
    bench.sections._outer.setSizes([300, 800])
    sizes = bench.sections.state()["sizes"]
    bench.state.set_volume(MemoryVolume(shape=(12, 14, 16)))
    bench.settle()
    assert bench.sections.state()["sizes"] == sizes


def test_a_hidden_view_reads_nothing_and_catches_up_when_shown(bench):
    bench.sections.show_direction(TIME, False)
    bench.state.volume.reads.clear()
    bench.state.set_position(Position(15, 20, 3))
    bench.settle()
    assert not [section for section in bench.state.volume.reads if section.direction is TIME]
    bench.sections.show_direction(TIME, True)
    bench.settle()
    assert str(bench.view(TIME).section) == "time_3"


def test_a_2d_line_has_one_view(make_bench):
    xy = np.stack([np.linspace(0, 1000, 40), np.linspace(0, 300, 40)], axis=1)
    bench = make_bench(MemoryVolume(shape=(1, 40, 50), is_2d=True, affine=None, trace_xy=xy[None]))
    assert bench.sections.directions == (INLINE,)
    bench.wheel(INLINE, 1)
    assert bench.state.position.inline == 0
    bench.click(INLINE, 12, 30)
    assert bench.state.position == Position(0, 12, 30)


def test_the_display_cube_shows_sections_before_they_are_read(make_bench):
    bench = make_bench(MemoryVolume(), cube=True)
    bench.qtbot.waitUntil(lambda: bench.reader.cube_complete, timeout=5000)
    bench.state.volume.delay = 0.5
    view = bench.view(CROSSLINE)
    bench.state.set_position(bench.state.position.moved(CROSSLINE, 3))  # far from the lines that were read ahead
    assert view.section == bench.state.volume.geometry.section(CROSSLINE, 3) and view.amplitudes() is None
    bench.state.set_display(wiggle=False)
    quick = view.canvas.grab().toImage()
    bench.settle()
    exact = view.canvas.grab().toImage()
    assert view.amplitudes() is not None
    points = [bench.pixel(CROSSLINE, row, column) for row in (3, 14, 22) for column in (4, 30, 41)]
    for point in points:
        differences = np.subtract(QColor(quick.pixel(point)).getRgb(), QColor(exact.pixel(point)).getRgb())
        assert abs(differences).max() <= 4


@pytest.mark.parametrize("look", ["agc", "wiggles"])
def test_looks_that_need_amplitudes_stay_while_stepping_through_the_display_cube(make_bench, look):
    bench = make_bench(MemoryVolume(), cube=True)
    bench.qtbot.waitUntil(lambda: bench.reader.cube_complete, timeout=5000)
    bench.state.set_display(agc=80.0 if look == "agc" else 0.0, wiggle=look == "wiggles")
    if look == "wiggles":
        bench.view(CROSSLINE).canvas.zoom(4)
    bench.wheel(CROSSLINE, 1, SHIFT)  # further than is read ahead
    view = bench.view(CROSSLINE)
    assert str(view.section) == "crossline_530" and view.amplitudes() is None
    assert view._wiggles.drawn == (look == "wiggles")
    quick = grey(view)
    bench.settle()
    assert np.abs(quick - grey(view)).mean() < 6


def grey(view) -> np.ndarray:
    """Lightness (height, width) of what a view draws."""
    image = view.canvas.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(image.constBits().asarray(image.sizeInBytes()), np.uint8)
    return pixels.reshape(image.height(), image.bytesPerLine())[:, : image.width()].astype(float)


def test_a_new_clip_is_drawn_at_once(bench):
    bench.qtbot.waitUntil(lambda: bench.reader.statistics is not None)
    bench.state.set_display(wiggle=False)
    before = grey(bench.view())
    bench.state.set_display(clip=25.0)
    drawn = grey(bench.view())
    bench.view()._redisplay()
    np.testing.assert_array_equal(drawn, grey(bench.view()))
    assert np.abs(drawn - before).mean() > 6


def test_the_clip_is_estimated_once_and_follows_its_percentage(make_bench):
    bench = make_bench(MemoryVolume())
    bench.qtbot.waitUntil(lambda: bench.reader.statistics is not None)
    assert bench.state.display.limit == pytest.approx(257.6, rel=0.05)  # 0.5 % a tail of a normal distribution
    panel = DisplayPanel(bench.state)
    bench.qtbot.addWidget(panel)
    panel.clip.setValue(5.0)
    assert bench.state.display.limit == pytest.approx(164.5, rel=0.05)


def test_the_panel_and_the_desk_follow_one_another(bench):
    panel = DisplayPanel(bench.state)
    bench.qtbot.addWidget(panel)
    panel.show()
    panel.flipped.click()
    panel.agc.setValue(100)
    panel.colour_map.setCurrentIndex(panel.colour_map.findData("vik"))
    panel.polarity.setCurrentIndex(1)
    display = bench.state.display
    assert (display.flipped, display.agc, display.colour_map, display.polarity) == (True, 100.0, "vik", "normal")
    bench.state.set_display(gain=2.5, flipped=False, skip_sparse=False)
    assert panel.gain.value() == 2.5
    assert not panel.flipped.isChecked()
    panel.reset.click()
    assert (bench.state.display.gain, bench.state.display.skip_sparse, panel.agc.text()) == (1.0, True, "Off")
    assert bench.state.display.polarity == "normal"  # a statement about the survey, not a look


def test_the_readout_names_what_lies_under_the_pointer(bench):
    readout = PointerReadout(bench.state)
    bench.qtbot.addWidget(readout)
    bench.hover(INLINE, bench.pixel(INLINE, 8, 40))
    amplitude = bench.state.volume.cube[15, 8, 40]
    expected = f"Inline 130   Crossline 508   Time 360 ms   X 6200.0   Y 9750.0   Amplitude {amplitude:.5g}"
    assert readout.text() == expected.replace(" -", " −")
    bench.hover(INLINE, QPoint(3, 3))
    assert readout.text() == ""


def test_the_readout_follows_the_section_under_a_pointer_at_rest(make_bench):
    live = np.ones((30, 40), bool)
    live[:, :10] = False
    bench = make_bench(MemoryVolume(live=live, delay=0.05))
    readout = PointerReadout(bench.state)
    bench.qtbot.addWidget(readout)
    spot = bench.pixel(INLINE, 20, 30)
    bench.hover(INLINE, spot)
    bench.wheel(INLINE, 1, at=spot)
    bench.settle()
    amplitude = f"Amplitude {bench.state.volume.cube[16, 20, 30]:.5g}".replace("-", "−")
    assert "Inline 132" in readout.text() and readout.text().endswith(amplitude)
    bench.hover(INLINE, bench.pixel(INLINE, 5, 30))
    assert readout.text().endswith("no trace")


def test_the_readout_calls_a_live_trace_missing_in_no_case(make_bench, monkeypatch):
    bench = make_bench(MemoryVolume(), cube=True)
    bench.qtbot.waitUntil(lambda: bench.reader.cube_complete, timeout=5000)
    volume, may_read = bench.state.volume, threading.Event()
    read = volume.section
    monkeypatch.setattr(volume, "section", lambda section: (may_read.wait(8), read(section))[1])
    readout = PointerReadout(bench.state)
    bench.qtbot.addWidget(readout)
    bench.hover(INLINE, bench.pixel(INLINE, 20, 30))
    bench.wheel(INLINE, 10, at=bench.pixel(INLINE, 20, 30))  # beyond what has been read ahead
    assert "Inline 150" in readout.text() and readout.text().endswith("Amplitude …")
    may_read.set()
    bench.settle()
    assert not readout.text().endswith("…")


@pytest.mark.parametrize("width", [200, 270, 500])
def test_the_numbers_below_the_map_do_not_run_into_each_other(bench, width: int):
    survey_map = SurveyMap(bench.state)
    bench.qtbot.addWidget(survey_map)
    survey_map.resize(width, 300)
    survey_map.show()
    bench.qtbot.waitExposed(survey_map)
    axis = survey_map.plot_item.getAxis("bottom")
    for low, high in ((615300.0, 618900.0), (600.0, 1200.0), (6152345.0, 6152351.0)):
        ((spacing, values),) = axis.tickValues(low, high, axis.width())
        texts = axis.tickStrings(values, 1.0, spacing)
        widest = max(axis_text_width(axis, text) for text in texts)
        assert len(texts) == 1 or widest < spacing * axis.width() / (high - low)


def axis_text_width(axis, text: str) -> float:
    return QFontMetricsF(axis.font()).horizontalAdvance(text)


def test_a_click_on_the_map_jumps_and_labelled_sections_are_marked(bench):
    survey_map = SurveyMap(bench.state)
    bench.qtbot.addWidget(survey_map)
    survey_map.resize(300, 300)
    survey_map.show()
    bench.qtbot.waitExposed(survey_map)
    assert survey_map.note.text() == ""
    spot = survey_map.canvas.mapFromScene(survey_map.box.mapViewToScene(QPointF(6000 + 25 * 33, 9000 + 50 * 5)))
    QTest.mouseClick(survey_map.canvas.viewport(), LEFT, NONE, spot)
    position = bench.state.position
    assert (position.inline, position.crossline) == pytest.approx((5, 33), abs=1)
    marked = (6000 + 25 * position.crossline, 9000 + 50 * position.inline)
    bench.qtbot.waitUntil(lambda: np.allclose(np.ravel(survey_map._spot.getData()), marked))
    sections = (SectionId(INLINE, 110), SectionId(CROSSLINE, 505), SectionId(TIME, 3))
    project = SimpleNamespace(snapshot=lambda: SimpleNamespace(sections_drawn_on=sections), checking=frozenset())
    bench.state.set_project(project)
    x, y = survey_map._labelled.getData()
    assert np.allclose(y[:2], 9000 + 50 * 5)
    assert np.allclose(x[2:], 6000 + 25 * 5)
    assert "1 inline, 1 crossline, 1 time slice" in survey_map.note.text()
    bench.state.set_volume(None)


def test_views_change_with_the_theme(bench):
    dark = QPalette()
    dark.setColor(QPalette.ColorRole.Base, QColor("#101214"))
    dark.setColor(QPalette.ColorRole.Text, QColor("#f0f0f0"))
    bench.sections.setPalette(dark)
    QApplication.processEvents()
    image = bench.view().canvas.grab().toImage()
    assert QColor(image.pixel(2, image.height() - 2)).lightness() < 30


def test_another_survey_replaces_the_first(bench):
    other = MemoryVolume(shape=(12, 14, 16))
    bench.state.set_volume(other)
    bench.settle()
    assert bench.view().amplitudes().shape == (14, 16)
    assert np.allclose(bench.view().box.viewRange(), bench.whole_range(INLINE))
    bench.state.set_volume(None)
    QApplication.processEvents()
    assert bench.state.shown == ()
    assert bench.view().section is None


def test_what_was_read_of_the_survey_before_is_not_taken_for_the_next_one(bench):
    old, section = bench.state.volume, SectionId(INLINE, 150)
    ready: list[SectionId] = []
    bench.reader.section_ready.connect(lambda section, amplitudes: ready.append(section))
    bench.reader.want("somebody", section)
    deadline = time.monotonic() + 5
    while section not in old.reads:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    time.sleep(0.05)  # it has been handed to the event loop, which does not run meanwhile
    bench.state.set_volume(MemoryVolume())
    bench.settle()
    assert section not in ready and bench.reader.want("somebody", section) is None


def test_agc_evens_out_a_trace_and_leaves_dead_and_missing_traces():
    amplitudes = np.ones((3, 200), np.float32)
    amplitudes[0, ::2] *= -1
    amplitudes[0] *= np.linspace(1, 1000, 200)
    amplitudes[1] = 0
    amplitudes[2] = np.nan
    even = agc(amplitudes, 20)
    assert np.allclose(np.abs(even[0, 20:-20]), 1, atol=0.15)
    assert (even[1] == 0).all()
    assert np.isnan(even[2]).all()


def test_indices_clip_and_keep_missing_apart():
    values = indices(np.array([[-5.0, -1.0, 0.0, 0.5, 1.0, 9.0, np.nan]], np.float32), 1.0)
    assert values.tolist() == [[1, 1, 128, 192, 255, 255, 0]]


@pytest.mark.parametrize("direction", list(Direction))
def test_parihaka_steps_in_every_direction(make_bench, data_dir, direction):
    volume = open_volume(data_dir / "parihaka" / "parihaka_crop.sgy")
    bench = make_bench(volume, cube=True)
    for lines in (1, 1, 10, -1):
        bench.wheel(direction, lines if abs(lines) == 1 else 1, SHIFT if abs(lines) == 10 else NONE)
        bench.settle()
        view = bench.view(direction)
        np.testing.assert_array_equal(view.amplitudes(), volume.section(view.section))
    assert bench.state.position.along(direction) == volume.geometry.count(direction) // 2 + 11
    volume.close()


def test_the_f3_lines_are_found_among_the_sparse_ones(make_bench, data_dir):
    volume = open_volume(data_dir / "f3" / "f3_sections.sgy")
    bench = make_bench(volume)
    assert str(bench.view(INLINE).section) == "inline_241"
    bench.wheel(INLINE, -1)
    bench.wheel(CROSSLINE, -1)
    bench.settle()
    assert [str(bench.view(direction).section) for direction in (INLINE, CROSSLINE)] == ["inline_130", "crossline_575"]
    volume.close()


def test_the_menu_of_a_view_shows_hides_links_and_arranges(bench):
    menu = view_menu(bench.sections, bench.state.volume.geometry)
    actions = {action.text(): action for action in menu.actions()}
    assert actions["Linked zoom"].isChecked() and actions["Time slice"].isChecked()
    actions["Time slice"].trigger()
    actions["Linked zoom"].trigger()
    actions["Side by side"].trigger()
    assert (bench.sections.directions, bench.sections.linked, bench.sections.arrangement) == (
        (INLINE, CROSSLINE),
        False,
        "row",
    )
    menu.deleteLater()


def test_what_an_earlier_survey_answers_late_is_not_shown(make_bench):
    bench = make_bench(MemoryVolume())
    old, new = bench.state.volume, MemoryVolume()
    new.cube = new.cube + 1000
    section = old.geometry.section(INLINE, 3)
    arrived = []
    bench.reader.section_ready.connect(lambda _, amplitudes: arrived.append(amplitudes))
    assert bench.reader.want("nobody", section) is None
    while section not in old.reads:
        time.sleep(0.005)
    time.sleep(0.1)  # read and on its way, but the window has not looked yet
    bench.state.set_volume(new)
    bench.settle()
    assert arrived and all(np.nanmin(amplitudes) > 500 for amplitudes in arrived)
