"""Wells in the window: imported, listed, drawn on sections and on the map, and their facies as labels or beside a prediction."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from seisviewer.app.section_state import Position
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.app.wells.facies_dialog import FaciesDialog, ask_facies
from seisviewer.app.wells.well_desk import NO_PREDICTION, WellDesk
from seisviewer.app.wells.well_dialogs import VerticalWellDialog, WellDialog
from seisviewer.app.wells.well_layer import WellLayer
from seisviewer.app.wells.well_marks import WellMarks
from seisviewer.app.wells.well_panel import NAME, WellPanel
from seisviewer.app.wells.wells_along import WellsAlong
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import Notice, drive
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.random_line import RandomLine, RandomLineVolume
from seisviewer.volumes.synthetic_survey import write_demo
from seisviewer.volumes.well_files.las_files import LasLog, write_las
from seisviewer.volumes.well_files.well_tables import LengthsIn
from seisviewer.workflows.wells.well_import import WellHead

from . import easel as bench

INLINE, CROSSLINE, TIME = bench.INLINE, bench.CROSSLINE, bench.TIME
HEAD = 10, 12  # inline and crossline index


class AtOnce:
    """In place of the background jobs: the work is done when it is asked for, and what it notices is kept."""

    def __init__(self):
        self.notices = []

    def run(self, name, work, then=lambda result: None, **_):
        then(drive(work(), lambda event: self.notices.append(event.text) if isinstance(event, Notice) else None))


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    return write_demo(tmp_path_factory.mktemp("wells"), (20, 24, 100)).survey


@pytest.fixture
def easel(qtbot, survey, tmp_path):
    place = tmp_path / "demo.sgy"
    place.write_bytes(survey.read_bytes())
    easel = bench.Easel(qtbot, place)
    easel.background = AtOnce()
    easel.store = None
    easel.desk = WellDesk(easel.state, easel.label_editor, easel.background, lambda: easel.store)
    easel.wells = WellLayer(easel.desk)
    easel.sections.add_layer(easel.wells)
    easel.map = SurveyMap(easel.state)
    easel.marks = WellMarks(easel.desk, easel.map)
    easel.panel = WellPanel(easel.desk)
    for part in (easel.map, easel.panel):
        qtbot.addWidget(part)
    yield easel
    easel.end()


def settle(easel):
    easel.label_editor.settle()
    easel.settle()


def drilled(easel, tmp_path):
    """A vertical well with everything, and its name."""
    x, y = easel.state.volume.geometry.xy(*HEAD)
    (tmp_path / "a.dev").write_text("MD INCL AZIM\n0 0 0\n390 0 0\n")
    (tmp_path / "t.txt").write_text("TVD(m) TWT(ms)\n0 0\n390 390\n")
    (tmp_path / "m.txt").write_text("Marker MD(m)\nTop 120\nBase 300\n")
    md = np.arange(40.0, 380.0, 1.0)
    logs = [LasLog("GR", "GAPI", np.sin(md / 20).astype(np.float32)), LasLog("F", "", 1 + (md // 200).astype(np.float32))]
    write_las(tmp_path / "a.las", "a", md, logs)
    easel.desk.import_files([tmp_path / "a.dev"], WellHead("A <b>1", x, y, unit=LengthsIn.METRES))
    settle(easel)
    easel.desk.add_times(tmp_path / "t.txt", None, None, None)
    settle(easel)
    easel.desk.add_markers(tmp_path / "m.txt", None, None)
    settle(easel)
    easel.desk.add_logs(tmp_path / "a.las", None)
    settle(easel)
    return easel.desk.current


def test_a_well_is_imported_filled_and_drawn_where_it_is_near(easel, tmp_path):
    well = drilled(easel, tmp_path)
    assert easel.desk.chosen == well.number and "on the map only" in easel.background.notices[0]
    assert [marker.name for marker in well.markers] == ["Top", "Base"] and [log.name for log in well.logs] == ["GR", "F"]
    geometry = easel.state.volume.geometry
    on, near, far = (geometry.section(INLINE, index) for index in (HEAD[0], HEAD[0] + 3, HEAD[0] + 6))
    path, top, base = easel.wells.curves(on)
    assert path.rows == pytest.approx(HEAD[1], abs=0.01) and np.ptp(path.columns) > 90
    assert (top.columns.item(), base.columns.item()) == pytest.approx((30, 75), abs=0.01)
    assert [name.text for name in easel.wells.names(on)] == ["A <b>1", "Top", "Base"]
    assert easel.wells.curves(near) and not easel.wells.curves(far), "75 m and 150 m away"
    easel.state.set_overlays(well_distance=200.0, well_log="GR")
    assert easel.wells.curves(far)
    curve = easel.wells.curves(on)[-1]
    assert curve.rows.min() > HEAD[1] and np.ptp(curve.rows) > 3, "the log swings to the right of the path"
    assert easel.wells.names(on)[-1].text.startswith("GR -")
    (dot,) = easel.wells.names(SectionId(TIME, 50))
    assert (dot.row, dot.column) == pytest.approx(HEAD, abs=0.01) and dot.dot
    easel.state.set_overlays(wells=False)
    assert easel.wells.curves(on) == () and easel.wells.names(on) == ()


def test_the_map_shows_where_wells_stand_and_go_to_goes_there(easel, tmp_path):
    well = drilled(easel, tmp_path)
    (spot,) = easel.marks.heads.points()
    assert (spot.pos().x(), spot.pos().y()) == pytest.approx((well.x, well.y))
    easel.state.set_position(easel.state.position.moved(INLINE, 0))
    easel.qtbot.mouseClick(easel.panel.buttons["go"], bench.LEFT)
    settle(easel)
    position = easel.state.position
    assert (position.inline, position.crossline, position.sample) == (*HEAD, 30), "its first marker"
    easel.desk.show(well.number, False)
    assert not len(easel.marks.heads.points())


def test_the_list_renames_hides_and_deletes_and_undo_brings_back(easel, tmp_path):
    drilled(easel, tmp_path)
    item = easel.panel.list.topLevelItem(0)
    assert item.text(1) == "390 m" and "&lt;b&gt;" in item.toolTip(NAME) or "<b>" in item.toolTip(NAME)
    item.setText(NAME, "B-7")
    settle(easel)
    assert easel.desk.current.name == "B-7" and len(easel.desk.current.logs) == 2
    assert easel.panel.list.topLevelItem(0) is item, "a row that tells of a change is not taken away meanwhile"
    easel.panel.list.topLevelItem(0).setCheckState(NAME, Qt.CheckState.Unchecked)
    settle(easel)
    assert easel.desk.shown == () and easel.state.overlays.hidden_wells == str(easel.desk.chosen)
    assert easel.panel.list.topLevelItem(0) is item
    easel.qtbot.mouseClick(easel.panel.buttons["delete"], bench.LEFT)
    settle(easel)
    assert easel.desk.wells == () and not easel.panel.buttons["times"].isEnabled() and "No well yet" in easel.panel.said.text()
    easel.label_editor.undo()
    settle(easel)
    assert [each.name for each in easel.desk.wells] == ["B-7"] and easel.said[-1] == "Undone: a change of well “B-7”."


def test_facies_of_a_log_are_labelled_and_compared_from_one_dialog(easel, qtbot, tmp_path):
    well = drilled(easel, tmp_path)
    dialog = FaciesDialog(easel.desk, easel.sections)
    qtbot.addWidget(dialog)
    assert dialog.log.count() == 1 and dialog.chosen == {1: 1, 2: 2}, "values are the numbers of classes to begin with"
    dialog.check.click()
    assert dialog.result.text() == NO_PREDICTION
    shape = easel.state.volume.geometry.samples.count
    easel.store = SimpleNamespace(
        load=lambda: iter(()), traces=lambda inlines, crosslines: np.full((len(inlines), shape), 2, np.uint8)
    )
    dialog.check.click()
    assert "Facies 1: 0% of" in dialog.result.text() and "Facies 2: 100% of" in dialog.result.text()
    dialog.classes[2].setCurrentIndex(0)
    dialog.label.click()
    settle(easel)
    labels = easel.state.project.label_section(easel.state.volume.geometry.section(INLINE, HEAD[0]))
    trace = labels[HEAD[1]]
    assert (trace[10:50] == 1).all() and (trace[52:] == UNLABELLED).all() and (labels != UNLABELLED).sum() == (trace == 1).sum()
    easel.label_editor.undo()
    settle(easel)
    assert (easel.state.project.label_section(easel.state.volume.geometry.section(INLINE, HEAD[0])) == UNLABELLED).all()
    easel.label_editor.change_wells([type(well)(well.name, well.colour, well.x, well.y, well.path, number=well.number)])
    settle(easel)
    ask_facies(easel.desk, easel.sections)
    assert "names facies" in easel.said[-1]


def test_what_is_no_number_is_not_taken_and_several_files_share_no_place(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = WellDialog(window, alone=True)
    dialog.x.setText("here")
    dialog.accept()
    assert "numbers" in dialog.problem.text() and not dialog.result()
    dialog.x.setText("605000.5")
    dialog.kb.setText("25")
    dialog.accept()
    assert dialog.head == WellHead("", 605000.5, None, 25.0, None) and dialog.result()
    assert not WellDialog(window, alone=False).x.isEnabled()


def test_a_vertical_well_is_set_without_a_file(easel, qtbot):
    easel.state.set_position(Position(*HEAD, 30))
    dialog = VerticalWellDialog(easel.sections, easel.desk)
    qtbot.addWidget(dialog)
    x, y = easel.state.volume.geometry.xy(*HEAD)
    assert (float(dialog.x.text()), float(dialog.y.text())) == pytest.approx((x, y), abs=0.01), "it stands at the crosshair"
    dialog.accept()
    assert "depth above 0" in dialog.problem.text() and not dialog.result()
    dialog.depth.setText("deep")
    dialog.accept()
    assert "numbers" in dialog.problem.text() and not dialog.result()
    dialog.name.setText("A-1")
    dialog.depth.setText("1000")
    dialog.unit.setCurrentIndex(1)
    dialog.accept()
    assert dialog.result()
    easel.desk.add(dialog.well)
    settle(easel)
    (well,) = easel.desk.wells
    assert well.name == "A-1" and well.path.md[-1] == pytest.approx(304.8) and "no time–depth table" in easel.said[-1]
    easel.label_editor.undo()
    settle(easel)
    assert not easel.desk.wells


def test_wells_are_drawn_over_a_random_line_where_it_passes_them(easel, tmp_path):
    well, geometry = drilled(easel, tmp_path), easel.state.volume.geometry
    lines, crosslines = geometry.inlines, geometry.crosslines
    along = WellsAlong(easel.desk)
    nodes = ((lines.number(0), crosslines.number(HEAD[1])), (lines.number(19), crosslines.number(HEAD[1])))
    line = RandomLineVolume(easel.state.volume, RandomLine("R", nodes))
    assert along.curves(line.section_id) == () and along.names(line.section_id) == ()
    along.follow(line)
    names = along.names(line.section_id)
    assert names[0].text == well.name and names[0].heading and along.curves(line.section_id)
    inline = line.path_along.places[round(names[0].row), 0]
    assert inline == pytest.approx(HEAD[0], abs=1)
    elsewhere = ((lines.number(0), crosslines.number(0)), (lines.number(3), crosslines.number(0)))
    along.follow(RandomLineVolume(easel.state.volume, RandomLine("R", elsewhere)))
    assert along.names(line.section_id) == ()
