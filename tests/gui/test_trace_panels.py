"""The panels around the traces: pick table, events, thresholds, stations, display."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QInputDialog, QLineEdit, QPushButton, QTableView, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.suggestions.suggestion_panel import SuggestionPanel
from seisviewer.app.traces.events.event_editor import EventEditor
from seisviewer.app.traces.events.event_list import EventList
from seisviewer.app.traces.events.event_work import EventWork
from seisviewer.app.traces.panels.pick_rows import PickFilter, PickModel
from seisviewer.app.traces.panels.pick_table import PickTable
from seisviewer.app.traces.panels.picker_list import PickerList
from seisviewer.app.traces.panels.picker_panel import PickerPanel
from seisviewer.app.traces.panels.stations_panel import StationsPanel
from seisviewer.app.traces.panels.teaching_panel import TeachingPanel
from seisviewer.app.traces.panels.threshold_panel import ThresholdPanel
from seisviewer.app.traces.panels.trace_display_panel import TraceDisplayPanel
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.picker_engine import PickerEngine
from seisviewer.app.traces.reviewing.review_walk import ReviewWalk
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.traces.trace_view_state import restore, view_state
from seisviewer.app.traces.window_suggestions import COLUMNS, WORTH, WindowSuggestions
from seisviewer.errors import ModelError
from seisviewer.jobs.lanes import Lanes
from seisviewer.learning.events import Loss
from seisviewer.learning.phases.phase_ranking import RankedWindow
from seisviewer.picks.pick import Change, Event, Origin, Pick, Review
from seisviewer.predictions.probabilities import Curve, Probabilities
from seisviewer.progress import Progress
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import Coordinates, StationId
from seisviewer.workflows.review.pick_review import renamed
from seisviewer.workflows.traces.picking import RecordPicked

START = 1562259600.0
STATIONS = ("AAA", "BBB", "CCC")


def record(name: str) -> Record:
    samples = np.zeros(60_000, np.float32)
    components = tuple(Component(code, f"HH{code}", 100.0, (Segment(START, samples),)) for code in "ZNE")
    return Record(StationId("XX", name, "", "HH"), components, Coordinates(35.0, -117.0))


def automatic(archive: Archive, station: int, phase: str, at: float, probability: float) -> Pick:
    return Pick(
        archive.records[station].station, phase, START + at, 0.1, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED,
        probability=probability, model="phasenet:original",
    )  # fmt: skip


@dataclass
class Bench:
    """A desk with three stations and a project of its own; `add` puts a panel on screen."""

    state: TraceState
    editor: PickEditor
    walk: ReviewWalk
    archive: Archive

    def stored(self, *items: Pick | Event) -> None:
        self.state.project.commit([Change(None, item) for item in items])
        self.state.load_picks()


@pytest.fixture
def bench(qtbot, tmp_path: Path) -> Iterator[Bench]:
    source = tmp_path / "records.mseed"
    source.write_bytes(b"")
    state = TraceState()
    project = TraceProject.create(tmp_path / "records.seis", [source])
    archive = Archive(tuple(record(name) for name in STATIONS), (source,))
    state.set_archive(archive, project)
    editor = PickEditor(state, lambda archive: project)
    yield Bench(state, editor, ReviewWalk(state, editor), archive)
    project.close()


def shown(qtbot, panel: QWidget) -> QWidget:
    qtbot.addWidget(panel)
    panel.resize(700, 500)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def event_list(bench: Bench) -> EventList:
    """The list of events of a desk on which nothing is located."""
    work = EventWork(bench.state, bench.editor, Background(bench.state, Lanes()), Lanes())
    work.setParent(bench.state)
    return EventList(bench.state, EventEditor(bench.state, bench.editor), work, lambda: None)


def click_row(qtbot, table: QTableView, row: int) -> None:
    place = table.visualRect(table.model().index(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))


def test_a_threshold_hides_picks_at_once_and_deletes_none(qtbot, bench: Bench) -> None:
    bench.stored(*(automatic(bench.archive, 0, "P", 10.0 * n, n / 10) for n in range(2, 10)))
    table, panel = (
        shown(qtbot, PickTable(bench.state, bench.editor)),
        shown(qtbot, ThresholdPanel(bench.state, bench.walk)),
    )
    qtbot.waitUntil(lambda: len(table.model.rows) == 7)  # 0.3 and more
    panel.rows["P"].slider.setValue(65)
    qtbot.waitUntil(lambda: [pick.probability for pick in table.model.rows] == [0.7, 0.8, 0.9])
    qtbot.waitUntil(lambda: panel.rows["P"].said.text() == "3 of 8 automatic picks shown")
    assert "5 more are below" in table.count.text()
    panel.rows["P"].number.setValue(0.1)
    qtbot.waitUntil(lambda: len(table.model.rows) == 8)
    assert len(bench.state.project.picks) == 8


def test_what_a_person_looked_at_stays_below_the_threshold(qtbot, bench: Bench) -> None:
    weak = automatic(bench.archive, 0, "P", 10.0, 0.2)
    bench.stored(replace(weak, review=Review.ACCEPTED), replace(weak, time=weak.time + 5, origin=Origin.MANUAL), weak)
    bench.state.set_threshold("P", 0.9)
    table = shown(qtbot, PickTable(bench.state, bench.editor))
    assert len(table.model.rows) == 2


def test_a_click_in_the_table_goes_to_the_pick(qtbot, bench: Bench) -> None:
    bench.stored(automatic(bench.archive, 2, "S", 500.0, 0.8), automatic(bench.archive, 0, "P", 20.0, 0.9))
    bench.state.set_span(START, START + 30.0)
    table = shown(qtbot, PickTable(bench.state, bench.editor))
    click_row(qtbot, table.table, 1)
    assert bench.state.current == "XX.CCC..HH"
    assert bench.state.span.start < START + 500.0 < bench.state.span.end
    assert bench.state.selected_pick.phase == "S"
    assert table.table.selectionModel().selectedRows()[0].row() == 1


def test_the_table_sorts_and_filters(qtbot, bench: Bench) -> None:
    bench.stored(
        automatic(bench.archive, 0, "P", 10.0, 0.5),
        automatic(bench.archive, 1, "S", 20.0, 0.9),
        automatic(bench.archive, 1, "P", 30.0, 0.7),
    )
    table = shown(qtbot, PickTable(bench.state, bench.editor))
    table.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert [pick.probability for pick in table.model.rows] == [0.9, 0.7, 0.5]
    table.phase.setCurrentIndex(table.phase.findData("P"))
    assert {pick.phase for pick in table.model.rows} == {"P"}
    table.text.setText("bbb")
    qtbot.waitUntil(lambda: [pick.station.station for pick in table.model.rows] == ["BBB"])
    table.text.setText("")
    table.review.setCurrentIndex(table.review.findData("rejected"))
    assert not table.model.rows


def edit_cell(qtbot, table: PickTable, row: int, column: int, text: str) -> None:
    """Double click a cell, type over what stands there, press Return."""
    index = table.model.index(row, column)
    place = QPoint(table.table.visualRect(index).center())
    qtbot.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: table.table.findChild(QLineEdit) is not None)
    field = table.table.findChild(QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, text) if text else qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.table.findChild(QLineEdit) is None)


def test_the_uncertainty_is_typed_into_its_cell(qtbot, bench: Bench) -> None:
    bench.stored(automatic(bench.archive, 0, "P", 10.0, 0.9), automatic(bench.archive, 0, "S", 20.0, 0.9))
    table = shown(qtbot, PickTable(bench.state, bench.editor))
    said: list[str] = []
    bench.state.message.connect(said.append)
    edit_cell(qtbot, table, 1, 4, "0,25")
    assert bench.state.picks[1].uncertainty == 0.25 and bench.state.picks[0].uncertainty == 0.1
    for wrong in ("-1", "abc", "nan", "1e9"):
        edit_cell(qtbot, table, 1, 4, wrong)
        assert bench.state.picks[1].uncertainty == 0.25 and "0.05" in said[-1]
    edit_cell(qtbot, table, 1, 4, "")
    assert bench.state.picks[1].uncertainty is None
    bench.editor.undo()
    bench.editor.undo()
    assert bench.state.picks[1].uncertainty == 0.1 and bench.state.picks[1].review is Review.UNREVIEWED
    index = table.model.index(0, 0)
    assert not table.model.flags(index) & Qt.ItemFlag.ItemIsEditable


def choose(qtbot, table: PickTable, *rows: int, key: Qt.KeyboardModifier) -> None:
    click_row(qtbot, table.table, rows[0])
    for row in rows[1:]:
        place = QPoint(table.table.visualRect(table.model.index(row, 0)).center())
        qtbot.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, key, place)


def test_many_picks_are_accepted_rejected_and_deleted_at_once(qtbot, bench: Bench) -> None:
    bench.stored(*(automatic(bench.archive, 0, "P", 10.0 * n, 0.9) for n in range(6)))
    table = shown(qtbot, PickTable(bench.state, bench.editor))

    def reviews() -> str:
        return "".join(pick.review.value[0] for pick in bench.state.picks)

    choose(qtbot, table, 1, 3, key=Qt.KeyboardModifier.ShiftModifier)
    qtbot.mouseClick(table.accept, Qt.MouseButton.LeftButton)
    assert reviews() == "uaaauu"
    qtbot.waitUntil(lambda: len(table.model.rows) == 6 and table.model.rows[1].is_reviewed)
    assert len(table.chosen()) == 3, "what was chosen stays chosen"
    qtbot.mouseClick(table.reject, Qt.MouseButton.LeftButton)
    assert reviews() == "urrruu"
    bench.editor.undo()
    assert reviews() == "uaaauu", "one undo for all"
    qtbot.wait(20)
    choose(qtbot, table, 0, 4, key=Qt.KeyboardModifier.ControlModifier)
    assert bench.state.selected == bench.state.picks[0].id, "choosing more goes nowhere"
    qtbot.mouseClick(table.delete, Qt.MouseButton.LeftButton)
    assert reviews() == "aaau" and bench.state.selected == 0
    bench.editor.undo()
    assert len(bench.state.picks) == 6
    qtbot.waitUntil(lambda: len(table.model.rows) == 6)
    table.table.setFocus()
    qtbot.keyClick(table.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(table.chosen()) == 6
    assert {action.text() for action in table.menu().actions()} >= {"Accept", "Reject", "Delete"}


def test_the_picks_of_a_picker_are_hidden_shown_and_deleted(qtbot, bench: Bench) -> None:
    other = [replace(automatic(bench.archive, 1, "S", 5.0 * n, 0.9), model="gpd:two") for n in range(3)]
    reviewed = replace(automatic(bench.archive, 0, "P", 90.0, 0.9), review=Review.ACCEPTED)
    bench.stored(automatic(bench.archive, 0, "P", 10.0, 0.9), reviewed, *other)
    bench.editor.set_pick(bench.archive.records[2], "P", START + 50)
    pickers = shown(qtbot, PickerList(bench.state, bench.editor))

    def texts() -> list[str]:
        return [pickers.list.item(row).text() for row in range(pickers.list.count())]

    qtbot.waitUntil(lambda: len(texts()) == 3)
    assert texts() == ["Set by hand: 0 / 1", "gpd:two: 3 / 3", "phasenet:original: 1 / 2"]
    pickers.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert [pick.model for pick in bench.state.shown_picks] == ["phasenet:original", "", "phasenet:original"]
    view = view_state(bench.state)
    pickers.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert len(bench.state.shown_picks) == 6
    restore(bench.state, view)
    assert len(bench.state.shown_picks) == 3, "it opens as it was left"
    bench.editor.add_automatic("gpd:two", [bench.archive.records[1].key], other[:1])
    assert len(bench.state.shown_picks) == 4, "what a picker finds now is shown"
    qtbot.waitUntil(lambda: "gpd:two: 1 / 1" in texts())
    pickers.list.setCurrentRow(2)
    qtbot.mouseClick(pickers.delete, Qt.MouseButton.LeftButton)
    assert [pick.model for pick in bench.state.picks] == ["gpd:two", "", "phasenet:original"]
    bench.editor.undo()
    assert len(bench.state.picks) == 4
    qtbot.waitUntil(lambda: "phasenet:original: 1 / 2" in texts())
    pickers.list.setCurrentRow(0)
    assert not pickers.delete.isEnabled(), "what was set by hand is not deleted in passing"


@pytest.mark.parametrize("nonsense", [-5, "all", [["a"]], [{}], {"a": 1}, [None], None])
def test_a_stored_view_that_holds_nonsense_leaves_the_look_alone(bench: Bench, nonsense: object) -> None:
    before = view_state(bench.state)
    said = restore(bench.state, dict.fromkeys(before, nonsense))
    assert view_state(bench.state) == before and said
    assert restore(bench.state, before) == ()


def test_the_table_follows_a_selection_made_elsewhere(qtbot, bench: Bench) -> None:
    bench.stored(*(automatic(bench.archive, 0, "P", float(n), 0.9) for n in range(200)))
    table = shown(qtbot, PickTable(bench.state, bench.editor))
    chosen = bench.state.picks[150]
    bench.state.set_selected(chosen.id)
    (index,) = table.table.selectionModel().selectedRows()
    assert table.model.rows[index.row()] == chosen
    assert table.table.viewport().rect().contains(table.table.visualRect(index).center())


def test_a_pick_that_is_selected_while_shift_is_held_is_the_one_that_is_marked(qtbot, bench: Bench) -> None:
    """Shift is held when an uncertainty was dragged."""
    bench.stored(*(automatic(bench.archive, 0, "P", float(n), 0.9) for n in range(20)))
    table = shown(qtbot, PickTable(bench.state, bench.editor))
    bench.state.set_selected(bench.state.picks[3].id)
    qtbot.mousePress(table.count, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    bench.state.set_selected(bench.state.picks[8].id)
    assert [pick.id for pick in table.chosen()] == [bench.state.selected]
    bench.editor.set_uncertainty(bench.state.selected_pick, 0.7)
    qtbot.waitUntil(lambda: table.model.rows[8].uncertainty == 0.7)
    assert [pick.id for pick in table.chosen()] == [bench.state.selected] and table.accept.isEnabled()
    qtbot.mouseRelease(table.count, Qt.MouseButton.LeftButton)


def test_the_review_buttons_walk_through_the_picks(qtbot, bench: Bench) -> None:
    bench.stored(*(automatic(bench.archive, 0, "P", 100.0 * n, 0.9) for n in (1, 2, 3)))
    panel = shown(qtbot, ThresholdPanel(bench.state, bench.walk))
    buttons = {button.text(): button for button in panel.findChildren(QPushButton)}
    qtbot.mouseClick(buttons["Next"], Qt.MouseButton.LeftButton)
    first = bench.state.selected
    qtbot.mouseClick(buttons["Accept"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(buttons["Reject"], Qt.MouseButton.LeftButton)
    reviews = [pick.review for pick in bench.state.project.picks]
    assert reviews == [Review.ACCEPTED, Review.REJECTED, Review.UNREVIEWED]
    qtbot.waitUntil(lambda: panel.standing.text() == "1 undecided, 1 accepted, 1 rejected")
    qtbot.mouseClick(buttons["Back"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(buttons["Back"], Qt.MouseButton.LeftButton)
    assert bench.state.selected == first


def test_a_click_on_an_event_goes_there_and_delete_can_be_undone(qtbot, bench: Bench) -> None:
    bench.stored(
        Event(START + 400, 35.0, -117.0, 8.0, 2.5, "ML", source="catalogue"),
        Event(START + 100, score=0.9, source="STA/LTA"),
    )
    bench.state.set_span(START, START + 20.0)
    events = shown(qtbot, event_list(bench))
    click_row(qtbot, events.table, 1)
    assert bench.state.span.start < START + 400 < bench.state.span.end
    qtbot.mouseClick(events.remove, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [row.event.source for row in events.model.rows] == ["STA/LTA"])
    bench.editor.undo()
    qtbot.waitUntil(lambda: len(events.model.rows) == 2)
    events.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [row.event.magnitude for row in events.model.rows] == [2.5, None]


def test_the_selected_event_is_the_one_of_the_list_and_goes_with_it(qtbot, bench: Bench) -> None:
    bench.stored(Event(START + 100, source="catalogue"), Event(START + 400, source="catalogue"))
    events = shown(qtbot, event_list(bench))
    span = bench.state.span
    last = bench.state.events[-1]
    bench.state.set_selected_event(last.id)
    assert [events.model.rows[index.row()].event.id for index in events.table.selectionModel().selectedRows()] == [
        last.id
    ]
    assert bench.state.span == span  # whoever selected it says whether the traces go there
    click_row(qtbot, events.table, 0)
    assert bench.state.chosen_event.time == START + 100
    bench.editor.delete_events(bench.state.chosen_event)
    assert bench.state.selected_event == 0 and bench.state.chosen_event is None
    qtbot.waitUntil(lambda: len(events.model.rows) == 1)
    assert not events.table.selectionModel().hasSelection()


def test_a_check_mark_hides_a_station(qtbot, bench: Bench) -> None:
    panel = shown(qtbot, StationsPanel(bench.state))
    panel.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert [each.station.station for each in bench.state.records] == ["AAA", "CCC"]
    bench.state.set_current("XX.CCC..HH")
    assert panel.list.currentItem().text().startswith("XX.CCC")
    bench.state.set_hidden(frozenset())
    assert panel.list.item(1).checkState() is Qt.CheckState.Checked


def test_the_display_panel_and_the_desk_say_the_same(qtbot, bench: Bench) -> None:
    panel = shown(qtbot, TraceDisplayPanel(bench.state))
    panel.high.setValue(8.0)
    assert (bench.state.display.filter, bench.state.display.high) == ("own", 8.0)
    said = []
    bench.state.message.connect(said.append)
    panel.low.setValue(9.0)
    assert bench.state.display.low == 1.0 and said, "corners the wrong way round are refused"
    bench.state.set_display(filter="band-pass", gain=4.0)
    assert panel.filter.currentData() == "band-pass" and panel.factor.text() == "× 4"
    assert not panel.response.isEnabled(), "without StationXML there is no response to remove"


# Picking and teaching in the background


@dataclass
class Works:
    """An engine on a bench, with what it was asked to do."""

    engine: PickerEngine
    said: list[str]
    problems: list[str]


@pytest.fixture
def works(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Iterator[Works]:
    lanes = Lanes()
    engine = PickerEngine(bench.state, bench.editor, lanes)
    works = Works(engine, [], [])
    bench.state.message.connect(works.said.append)
    bench.state.problem.connect(works.problems.append)
    monkeypatch.setattr("seisviewer.app.traces.picker_engine.available", lambda: ("phasenet:one", "gpd:two"))
    yield works
    engine.abandon()
    lanes.shutdown()


def picked(bench: Bench, key: str, probability: float) -> RecordPicked:
    curve = Curve("P", START, 100.0, np.full(100, probability, np.float32))
    pick = replace(
        automatic(bench.archive, 0, "P", 50.0, probability), station=StationId.parse(key), model="phasenet:one"
    )
    return RecordPicked(Probabilities(key, "phasenet:one", (curve,)), (pick,))


def ended(qtbot, works: Works) -> None:
    qtbot.waitUntil(lambda: not works.engine.busy, timeout=10_000)


def test_picks_appear_record_by_record_and_stopping_keeps_those_that_are_done(
    qtbot, bench: Bench, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def endless(archive, keys, picker, **options):
        asked.append((keys, picker, options["span"]))
        yield Progress(0, 2, "first")
        yield picked(bench, keys[0], 0.8)
        while True:
            time.sleep(0.01)
            yield Progress(1, 2, "second")

    monkeypatch.setattr("seisviewer.app.traces.picker_engine.pick_archive", endless)
    panel = shown(qtbot, PickerPanel(bench.state, works.engine, bench.editor))
    bench.state.set_hidden(frozenset({"XX.CCC..HH"}))
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(bench.state.picks) == 1)
    assert asked == [(["XX.AAA..HH", "XX.BBB..HH"], "phasenet:one", None)]
    assert "XX.AAA..HH" in bench.state.probabilities
    qtbot.waitUntil(lambda: panel.said.text().startswith("second"))
    assert not panel.go.isEnabled()
    qtbot.mouseClick(panel.stop, Qt.MouseButton.LeftButton)
    ended(qtbot, works)
    assert len(bench.state.project.picks) == 1 and panel.go.isEnabled()
    assert "stopped" in works.said[-1]


def test_picking_again_replaces_what_nobody_looked_at(
    qtbot, bench: Bench, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def once(archive, keys, picker, **options):
        yield picked(bench, keys[0], 0.6)
        return ()

    monkeypatch.setattr("seisviewer.app.traces.picker_engine.pick_archive", once)
    for _ in range(2):
        works.engine.pick("phasenet:one", "phasenet:one", ["XX.AAA..HH"])
        ended(qtbot, works)
    assert len(bench.state.picks) == 1
    bench.editor.undo()
    bench.editor.undo()
    assert not bench.state.picks


def test_a_picker_that_cannot_be_had_is_one_sentence(
    qtbot, bench: Bench, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(archive, keys, picker, **options):
        yield Progress(0, 0, "loading")
        raise ModelError("There are no weights “two” of gpd.")

    monkeypatch.setattr("seisviewer.app.traces.picker_engine.pick_archive", missing)
    works.engine.pick("gpd:two", "gpd:two", ["XX.AAA..HH"])
    ended(qtbot, works)
    assert works.problems == ["There are no weights “two” of gpd."]


def test_fetched_weights_stand_in_the_list(qtbot, bench: Bench, works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    there = ["phasenet:one"]

    def fetched(name, device, download):
        assert download
        yield Progress(0, 0, "loading")
        there.append(name)

    monkeypatch.setattr("seisviewer.app.traces.picker_engine.available", lambda: tuple(there))
    monkeypatch.setattr("seisviewer.app.traces.picker_engine.loaded", fetched)
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: ("gpd:original", True))
    panel = shown(qtbot, PickerPanel(bench.state, works.engine, bench.editor))
    qtbot.mouseClick(panel.fetch, Qt.MouseButton.LeftButton)
    ended(qtbot, works)
    assert panel.picker.findText("gpd:original") >= 0 and not works.problems
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: ("nonsense", True))
    qtbot.mouseClick(panel.fetch, Qt.MouseButton.LeftButton)
    ended(qtbot, works)
    assert "names no weights" in works.problems[0]


def test_other_records_end_what_was_meant_for_the_old_ones(
    qtbot, bench: Bench, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(archive, keys, picker, **options):
        for _ in range(500):
            time.sleep(0.01)
            yield Progress(0, 1, "picking")
        yield picked(bench, keys[0], 0.9)

    monkeypatch.setattr("seisviewer.app.traces.picker_engine.pick_archive", slow)
    works.engine.pick("phasenet:one", "phasenet:one", ["XX.AAA..HH"])
    bench.state.set_archive(Archive((record("DDD"),)))
    ended(qtbot, works)
    assert not bench.state.picks and not works.problems


def test_teaching_takes_what_the_panel_says_and_lists_where_to_look(
    qtbot, bench: Bench, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def taught(project, archive, settings):
        asked.append(settings)
        yield Loss("supervised", 1, 2, 0.5, 3.0)
        run = project.new_run("picker", {})
        run = project.finish_run(run.number, "finished", {})
        window = RankedWindow("XX.BBB..HH@1", "XX.BBB..HH", START + 60, START + 90, 0.2, 0.9, 1)
        return run, (window,)

    monkeypatch.setattr("seisviewer.app.traces.picker_engine.teach_from_project", taught)
    suggestions = WindowSuggestions(bench.state, works.engine)
    panel, list_ = (
        shown(qtbot, TeachingPanel(bench.state, works.engine)),
        shown(qtbot, SuggestionPanel(suggestions.windows, COLUMNS, "window", WORTH)),
    )
    assert not panel.go.isEnabled(), "there is nothing to learn yet"
    bench.stored(replace(automatic(bench.archive, 0, "P", 10.0, 0.9), review=Review.ACCEPTED))
    qtbot.waitUntil(panel.go.isEnabled)
    panel.augmentations["flip"].setChecked(True)
    panel.epochs.setValue(7)
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    ended(qtbot, works)
    assert (asked[0].epochs, asked[0].start, "flip" in asked[0].augmentations) == (7, "phasenet:one", True)
    assert [panel.start.itemText(row) for row in range(panel.start.count())] == [
        "picker of run 1", "phasenet:one", "A new PhaseNet",
    ]  # fmt: skip
    qtbot.mouseClick(list_.following, Qt.MouseButton.LeftButton)
    assert bench.state.current == "XX.BBB..HH" and bench.state.span.start <= START + 60 <= bench.state.span.end


def test_a_dismissed_window_stays_out_on_another_day_until_it_is_brought_back(
    qtbot, bench: Bench, works: Works
) -> None:
    ranked = tuple(
        RankedWindow(f"XX.BBB..HH@{at}", "XX.BBB..HH", START + 60 * at, START + 60 * at + 30, 0.2, 0.9 - 0.1 * at, 1)
        for at in range(3)
    )
    suggestions = WindowSuggestions(bench.state, works.engine)
    works.engine.suggested.emit(ranked)
    suggestions.windows.next()
    suggestions.windows.dismiss()
    run = bench.state.project.new_run("picker", {})
    bench.state.project.finish_run(run.number, "finished", {"suggestions": [vars(each) for each in ranked]})
    bench.state.set_archive(bench.archive, bench.state.project)  # another day
    windows = suggestions.windows
    assert [row.place for row in windows.rows] == list(ranked[1:])
    list_ = shown(qtbot, SuggestionPanel(windows, COLUMNS, "window", WORTH))
    qtbot.mouseClick(list_.bringing_back, Qt.MouseButton.LeftButton)
    assert [row.place for row in windows.rows] == list(ranked) and bench.state.project.dismissed == []


def test_a_taught_picker_is_not_asked_for_again_when_its_windows_are_done(qtbot, bench: Bench, works: Works) -> None:
    ranked = tuple(
        RankedWindow(f"{key}@1", key, START + 60, START + 90, 0.2, 0.9, 1) for key in ("XX.AAA..HH", "XX.BBB..HH")
    )
    windows = WindowSuggestions(bench.state, works.engine).windows
    assert windows.said.startswith("Teach a picker first")
    told: list[str] = []
    bench.state.message.connect(told.append)
    windows.next()
    works.engine.suggested.emit(ranked)
    assert len(windows.rows) == 2
    assert [sentence.partition(" ")[0] for sentence in told] == ["Teach", "Windows"], "the first is no longer true"
    windows.next()
    windows.dismiss()
    (left,) = windows.rows
    key = list(bench.archive.records).index(bench.archive.record(left.place.station))
    bench.stored(replace(automatic(bench.archive, key, "P", 70.0, 0.9), review=Review.ACCEPTED))
    assert not windows.rows and windows.said.startswith("All windows that the picker suggested")
    works.engine.suggested.emit(())
    assert windows.said.startswith("Teach a picker first")


def test_a_pick_of_another_phase_is_listed_as_changed_and_not_as_moved(qtbot, bench: Bench) -> None:
    bench.stored(renamed(automatic(bench.archive, 0, "P", 10.0, 0.9), "S", None))
    model = PickModel()
    model.show(bench.state.picks, PickFilter())
    row = [model.data(model.index(0, column)) for column in range(len(model.titles))]
    assert "changed" in row and "moved" not in row


def test_the_loss_of_other_records_is_not_shown(qtbot, bench: Bench, works: Works) -> None:
    panel = shown(qtbot, TeachingPanel(bench.state, works.engine))
    works.engine.happened.emit(Loss("teacher", 1, 10, 0.5))
    assert panel.curve.listDataItems()
    bench.state.set_archive(bench.archive, bench.state.project)
    assert not panel.curve.listDataItems()


def test_a_teaching_begins_with_seist_and_with_pretraining_where_they_are_chosen(
    qtbot, bench: Bench, works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seisviewer.app.traces.picker_engine.available", lambda: ("gpd:two", "seist:s"))
    panel = shown(qtbot, TeachingPanel(bench.state, works.engine))
    assert not panel.settings.pretrain
    panel.start.setCurrentIndex(panel.start.findText("seist:s"))
    qtbot.mouseClick(panel.pretrain, Qt.MouseButton.LeftButton, pos=QPoint(8, panel.pretrain.height() // 2))
    assert panel.settings.start == "seist:s" and panel.settings.pretrain


def test_regional_phases_follow_the_threshold_of_theirs(bench: Bench) -> None:
    bench.stored(automatic(bench.archive, 0, "Pn", 10.0, 0.5), automatic(bench.archive, 0, "Sg", 20.0, 0.5))
    assert len(bench.state.shown_picks) == 2
    bench.state.set_threshold("P", 0.6)
    assert [pick.phase for pick in bench.state.shown_picks] == ["Sg"]


def test_arrows_walk_through_the_table_when_it_has_the_focus(qtbot, bench: Bench) -> None:
    bench.stored(*(automatic(bench.archive, n, "P", 100.0 * n + 50, 0.9) for n in range(3)))
    table = shown(qtbot, PickTable(bench.state, bench.editor))
    table.activateWindow()
    click_row(qtbot, table.table, 0)
    qtbot.waitUntil(table.table.hasFocus)
    qtbot.keyClick(table.table, Qt.Key.Key_Down)
    assert bench.state.selected_pick.time == START + 150
    assert bench.state.current == bench.archive.records[1].key


def test_a_click_on_the_record_in_use_goes_back_to_it(qtbot, bench: Bench) -> None:
    panel = shown(qtbot, StationsPanel(bench.state))
    with qtbot.waitSignal(bench.state.current_changed) as heard:
        place = panel.list.visualItemRect(panel.list.item(0)).center()
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
    assert heard.args == [bench.archive.records[0].key] and bench.state.current == heard.args[0]


@pytest.mark.slow
def test_many_picks_are_reviewed_without_waiting(bench: Bench) -> None:
    picks = [automatic(bench.archive, n % 3, "PS"[n % 2], n * 0.02, 0.5) for n in range(20_000)]
    bench.editor.add_automatic("phasenet:original", [record.key for record in bench.archive.records], picks)
    bench.walk.next()
    began = time.thread_time()
    for _ in range(10):
        bench.walk.next()
    assert (time.thread_time() - began) / 10 < 0.015  # sorting all of them for each step takes 30 ms and more
    assert bench.state.selected_pick.time == pytest.approx(START + 10 * 0.02)


def test_the_uncertainty_of_ones_own_picks_is_typed_and_kept_with_the_view(qtbot, bench: Bench) -> None:
    table = shown(qtbot, PickTable(bench.state, bench.editor))
    field = table.own_uncertainty
    assert field.text() == "My picks ± not stated"
    qtbot.mouseClick(field.lineEdit(), Qt.MouseButton.LeftButton)
    field.lineEdit().selectAll()
    qtbot.keyClicks(field.lineEdit(), "0.05")
    qtbot.keyClick(field.lineEdit(), Qt.Key.Key_Return)
    assert bench.state.own_uncertainty == 0.05
    pick = bench.editor.set_pick(bench.archive.records[0], "P", bench.archive.records[0].start + 5)
    assert pick.uncertainty == 0.05
    stored = view_state(bench.state)
    bench.state.set_own_uncertainty(None)
    assert field.text() == "My picks ± not stated"
    restore(bench.state, stored)
    assert field.value() == 0.05
