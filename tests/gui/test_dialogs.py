"""Dialogs: header bytes, array axes, shortcuts, the cheat sheet, the survey's description."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import segyio
from PyQt6.QtCore import QSettings, Qt
from PyQt6.QtWidgets import QApplication, QDialog, QDialogButtonBox

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.dialogs.npy_axes_dialog import NpyAxesDialog
from seisviewer.app.dialogs.segy_headers_dialog import SegyHeadersDialog
from seisviewer.app.dialogs.shortcuts_dialog import ShortcutsDialog
from seisviewer.app.dialogs.survey_info_page import page
from seisviewer.app.menus.action_table import TABLE
from seisviewer.app.menus.cheat_sheet import CheatSheet
from seisviewer.app.menus.keymap import Keymap, native
from seisviewer.app.opening.recents import Recents
from seisviewer.app.opening.survey_opener import SurveyOpener
from seisviewer.app.section_state import SectionState
from seisviewer.jobs.lanes import Lanes
from seisviewer.progress import drive
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.segy.header_bytes import HeaderBytes, NamedBytes
from seisviewer.volumes.segy.sample_formats import FORMATS
from seisviewer.volumes.segy.segy_headers import guess_headers
from seisviewer.workflows.survey_opening import ingest
from tests.volumes.header_layouts import grid, running, three_lines, words, write_survey

INLINES, CROSSLINES, SAMPLES = 12, 15, 20
ODD_INLINE_BYTE, ODD_CROSSLINE_BYTE = 233, 237  # where no guess looks


@pytest.fixture
def state(qtbot) -> SectionState:
    return SectionState()


@pytest.fixture
def background(qtbot, state: SectionState) -> Background:
    lanes = Lanes()
    background = Background(state, lanes)
    qtbot.addWidget(background)
    yield background
    background.stop()
    assert lanes.shutdown(5.0)


@pytest.fixture
def odd_segy(tmp_path: Path) -> Path:
    """A survey whose line numbers stand where nobody looks for them."""
    path = tmp_path / "odd.sgy"
    spec = segyio.spec()
    spec.format, spec.samples, spec.tracecount = 5, np.arange(SAMPLES) * 4.0, INLINES * CROSSLINES
    with segyio.create(str(path), spec) as file:
        file.bin.update(hdt=4000)
        for trace in range(spec.tracecount):
            inline, crossline = divmod(trace, CROSSLINES)
            file.header[trace] = {ODD_INLINE_BYTE: 100 + inline, ODD_CROSSLINE_BYTE: 200 + crossline}
            file.trace[trace] = np.full(SAMPLES, 1.0 + trace, np.float32)
    return path


def visible(kind: type[QDialog]) -> QDialog | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def press(dialog: QDialog, kind: QDialogButtonBox.StandardButton) -> None:
    dialog.findChild(QDialogButtonBox).button(kind).click()


def test_header_bytes_show_at_once_what_they_give(qtbot, background: Background, odd_segy: Path) -> None:
    dialog = SegyHeadersDialog(odd_segy, background.run)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "no survey" in dialog.verdict.text())
    dialog.bytes["inline"].setValue(ODD_INLINE_BYTE)
    dialog.bytes["crossline"].setValue(ODD_CROSSLINE_BYTE)
    qtbot.waitUntil(lambda: "3D survey" in dialog.verdict.text())
    assert dialog.ranges["inline"].text().startswith("100 – 111")
    assert dialog.choices["headers"] == HeaderBytes(inline=ODD_INLINE_BYTE, crossline=ODD_CROSSLINE_BYTE)
    assert dialog.choices["interval"] is None
    assert dialog.table.rowCount() > 0


def test_the_boxes_begin_with_the_bytes_the_file_would_open_with(
    qtbot, background: Background, odd_segy: Path, small_survey: Path
) -> None:
    guessing = SegyHeadersDialog(small_survey, background.run)
    qtbot.addWidget(guessing)
    qtbot.waitUntil(lambda: "3D survey" in guessing.verdict.text())
    assert guessing.headers == guess_headers(small_survey)
    assert not guessing.line.isVisibleTo(guessing), "its inlines are no 2D lines"
    assert guessing.choices["unit"] is None, "a remembered unit holds unless another one is chosen"
    guessing.unit.setCurrentText("m")
    assert guessing.choices["unit"] == "m"
    known = SegyHeadersDialog(odd_segy, background.run, headers=HeaderBytes(ODD_INLINE_BYTE, ODD_CROSSLINE_BYTE))
    qtbot.addWidget(known)
    qtbot.waitUntil(lambda: "3D survey" in known.verdict.text())


def test_a_file_of_unknown_geometry_asks_for_its_bytes_and_opens(
    qtbot, state: SectionState, background: Background, settings: QSettings, odd_segy: Path
) -> None:
    opener = SurveyOpener(state, background, Recents(settings), background)
    opener.open(odd_segy)
    qtbot.waitUntil(lambda: visible(SegyHeadersDialog) is not None, timeout=10_000)
    dialog = visible(SegyHeadersDialog)
    dialog.bytes["inline"].setValue(ODD_INLINE_BYTE)
    dialog.bytes["crossline"].setValue(ODD_CROSSLINE_BYTE)
    press(dialog, QDialogButtonBox.StandardButton.Open)
    qtbot.waitUntil(lambda: state.volume is not None, timeout=10_000)
    assert state.volume.geometry.shape == (INLINES, CROSSLINES, SAMPLES)
    assert state.volume.geometry.inlines.start == 100
    opener.close_survey()


def test_unclear_headers_are_asked_about_with_the_evidence_and_a_reading_can_be_chosen(
    qtbot, state: SectionState, background: Background, settings: QSettings, tmp_path: Path
) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    path = write_survey(tmp_path / "unclear.sgy", words(b9=inline, b21=running(1200), b25=crossline))
    opener = SurveyOpener(state, background, Recents(settings), background)
    opener.open(path)
    qtbot.waitUntil(lambda: (dialog := visible(SegyHeadersDialog)) is not None and dialog.candidates.count() > 0)
    dialog = visible(SegyHeadersDialog)
    best = dialog.candidates.item(0).text()
    assert "bytes 9 and 25: 3D, 20 × 60 lines" in best and "there are no coordinates" in best
    dialog.candidates.setCurrentRow(0)
    qtbot.waitUntil(lambda: "a 3D survey" in dialog.verdict.text())
    press(dialog, QDialogButtonBox.StandardButton.Open)
    qtbot.waitUntil(lambda: state.volume is not None, timeout=10_000)
    assert state.volume.geometry.shape[:2] == (20, 60)
    opener.close_survey()


def test_one_of_several_2d_lines_is_chosen_in_the_dialog(
    qtbot, state: SectionState, background: Background, settings: QSettings, tmp_path: Path
) -> None:
    lines = three_lines()
    given = words(b9=lines["line"], b21=lines["cdp"], b181=lines["x"], b185=lines["y"])
    opener = SurveyOpener(state, background, Recents(settings), background)
    opener.open(write_survey(tmp_path / "lines.sgy", given))
    qtbot.waitUntil(lambda: (dialog := visible(SegyHeadersDialog)) is not None and dialog.line.count() == 4)
    dialog = visible(SegyHeadersDialog)
    assert dialog.line.isVisible() and "3 2D lines" in dialog.verdict.text() and dialog.choices["line"] == 11
    dialog.candidates.setCurrentRow(1)
    qtbot.waitUntil(lambda: dialog.line.currentText() == "all of them, as a 3D survey")
    assert dialog.choices["line"] is None
    dialog.candidates.setCurrentRow(0)
    qtbot.waitUntil(lambda: dialog.choices["line"] == 11)
    dialog.line.setCurrentIndex(3)
    press(dialog, QDialogButtonBox.StandardButton.Open)
    qtbot.waitUntil(lambda: state.volume is not None, timeout=10_000)
    assert state.volume.geometry.is_2d and state.volume.geometry.inlines.start == 14
    opener.close_survey()


def test_an_array_is_asked_about_and_opens_with_its_axes(
    qtbot, state: SectionState, background: Background, settings: QSettings, tmp_path: Path
) -> None:
    path = tmp_path / "cube.npy"
    np.save(path, np.arange(1, 4 * 5 * 6 + 1, dtype=np.float32).reshape(6, 5, 4))  # samples, crosslines, inlines
    opener = SurveyOpener(state, background, Recents(settings), background)
    opener.open(path)
    dialog = visible(NpyAxesDialog)
    dialog.order.setCurrentIndex(dialog.order.findData("sxi"))
    dialog.inline_start.setValue(700)
    dialog.interval.setValue(2.0)
    press(dialog, QDialogButtonBox.StandardButton.Open)
    qtbot.waitUntil(lambda: state.volume is not None, timeout=10_000)
    geometry = state.volume.geometry
    assert geometry.shape == (4, 5, 6)
    assert (geometry.inlines.start, geometry.samples.interval) == (700, 2.0)
    opener.close_survey()


def test_an_array_beside_the_project_of_another_file_is_still_asked_about(
    qtbot, state: SectionState, background: Background, settings: QSettings, tmp_path: Path
) -> None:
    for name in ("other", "cube"):
        np.save(tmp_path / f"{name}.npy", np.ones((4, 5, 6), np.float32))
    made = drive(ingest(tmp_path / "other.npy", tmp_path / "cube.seis"))
    made.project.close()
    made.volume.close()
    opener = SurveyOpener(state, background, Recents(settings), background)
    opener.open(tmp_path / "cube.npy")
    assert visible(NpyAxesDialog) is not None
    visible(NpyAxesDialog).reject()
    (tmp_path / "cube.seis").rename(tmp_path / "other.seis")
    opener.open(tmp_path / "other.npy")
    assert visible(NpyAxesDialog) is None
    qtbot.waitUntil(lambda: state.volume is not None, timeout=10_000)
    opener.close_survey()


def test_an_array_that_is_none_is_refused_without_a_dialog(
    qtbot, state: SectionState, background: Background, settings: QSettings, tmp_path: Path
) -> None:
    path = tmp_path / "nothing.npy"
    path.write_bytes(b"not an array")
    said = []
    state.problem.connect(said.append)
    SurveyOpener(state, background, Recents(settings), background).open(path)
    assert len(said) == 1 and "nothing.npy" in said[0]


@pytest.fixture
def keymap(settings: QSettings) -> Keymap:
    return Keymap(settings)


@pytest.fixture
def shortcuts(qtbot, keymap: Keymap) -> ShortcutsDialog:
    dialog = ShortcutsDialog(keymap)
    qtbot.addWidget(dialog)
    return dialog


def test_a_key_that_is_taken_says_by_what_and_moves(
    qtbot, keymap: Keymap, shortcuts: ShortcutsDialog, settings: QSettings
) -> None:
    shortcuts.choose("brush")
    shortcuts.edit.setKeySequence("E")
    assert "Eraser" in shortcuts.note.text()
    qtbot.mouseClick(shortcuts.assign, Qt.MouseButton.LeftButton)
    assert keymap.keys("brush") == ("E",) and keymap.keys("eraser") == ()
    assert Keymap(settings).keys("brush") == ("E",), "what was changed is remembered"
    press(shortcuts, QDialogButtonBox.StandardButton.RestoreDefaults)
    assert keymap.keys("brush") == ("B",) and keymap.keys("eraser") == ("E",)


def test_a_second_key_and_no_key(qtbot, keymap: Keymap, shortcuts: ShortcutsDialog) -> None:
    shortcuts.choose("fill")
    shortcuts.edit.setKeySequence("Ctrl+F")
    qtbot.mouseClick(shortcuts.add, Qt.MouseButton.LeftButton)
    assert keymap.keys("fill") == ("F", "Ctrl+F")
    qtbot.mouseClick(shortcuts.clear, Qt.MouseButton.LeftButton)
    assert keymap.keys("fill") == ()


def test_a_search_leaves_groups_with_something_in_them_alone(shortcuts: ShortcutsDialog) -> None:
    shortcuts.search.setText("eraser")
    tree = shortcuts.tree
    shown = [each for each in map(tree.topLevelItem, range(tree.topLevelItemCount())) if not each.isHidden()]
    assert shown and all(any(not each.child(row).isHidden() for row in range(each.childCount())) for each in shown)
    shortcuts.search.clear()
    assert not any(tree.topLevelItem(row).isHidden() for row in range(tree.topLevelItemCount()))


def test_shortcuts_spoiled_by_hand_fall_back_to_the_defaults(settings: QSettings) -> None:
    settings.setValue("shortcuts", "{not json")
    assert Keymap(settings).keys("brush") == ("B",)
    settings.setValue("shortcuts", '{"brush": ["Q"], "gone": ["W"]}')
    assert Keymap(settings).keys("brush") == ("Q",)


def test_the_cheat_sheet_shows_every_key_as_it_is_now(qtbot, settings: QSettings) -> None:
    keymap = Keymap(settings)
    sheet = CheatSheet(keymap)
    qtbot.addWidget(sheet)
    for action in TABLE:
        if action.keys and not action.id.startswith("class_"):
            assert native(action.keys[0]) in sheet.sheet.text(), action.id
    assert "Ctrl + wheel" in sheet.sheet.text()
    keymap.set_keys("brush", ("Ctrl+Alt+B",))
    assert native("Ctrl+Alt+B") in sheet.sheet.text()


def test_the_survey_page_shows_facts_and_escapes_the_text_header() -> None:
    html = page("f3", {"unit": "ms", "inlines": {"first": 100, "last": 700}, "text_header": ["C 1 <b>A & B</b>  "]})
    assert "Unit" in html and "700" in html
    assert "C 1 &lt;b&gt;A &amp; B&lt;/b&gt;" in html


def test_recents_keep_a_path_once_and_newest_first(settings: QSettings, tmp_path: Path) -> None:
    recents = Recents(settings)
    for name in ("a.sgy", "b.sgy", "a.sgy"):
        recents.add(tmp_path / name)
    assert [path.name for path in Recents(settings).paths] == ["a.sgy", "b.sgy"]
    for number in range(30):
        recents.add(tmp_path / f"{number}.sgy")
    assert len(recents.paths) == 12


def headers_asked(qtbot) -> SegyHeadersDialog:
    """The dialog that asks for headers, once it says what it makes of the survey."""
    qtbot.waitUntil(lambda: visible(SegyHeadersDialog) is not None, timeout=10_000)
    dialog = visible(SegyHeadersDialog)
    qtbot.waitUntil(lambda: "3D survey" in dialog.verdict.text(), timeout=10_000)
    return dialog


@pytest.fixture
def depth_segy(small_survey: Path, tmp_path: Path) -> Path:
    """A survey of which nobody can say whether its samples are times or depths."""
    raw = bytearray(small_survey.read_bytes())
    raw[:3200] = "PSDM STACK".ljust(3200).encode("cp037")
    path = tmp_path / "psdm.sgy"
    path.write_bytes(raw)
    return path


def test_a_doubtful_unit_is_asked_for_and_what_was_guessed_is_no_choice(
    qtbot, state: SectionState, background: Background, settings: QSettings, depth_segy: Path
) -> None:
    opener = SurveyOpener(state, background, Recents(settings), background)
    opener.open(depth_segy)
    dialog = headers_asked(qtbot)
    dialog.unit.setCurrentText("m")
    press(dialog, QDialogButtonBox.StandardButton.Open)
    qtbot.waitUntil(lambda: state.volume is not None, timeout=10_000)
    assert state.volume.geometry.samples.unit == "m"
    assert state.volume.chosen == OpenChoices(unit="m")
    opener.close_survey()


def test_what_was_chosen_is_there_when_more_is_asked(
    qtbot, state: SectionState, background: Background, settings: QSettings, depth_segy: Path
) -> None:
    opener = SurveyOpener(state, background, Recents(settings), background)
    opener.begin(depth_segy, headers=NamedBytes(x=73), crs="23031")
    dialog = headers_asked(qtbot)
    assert dialog.bytes["x"].value() == 73 and dialog.system.text() == "23031"
    assert dialog.choices["headers"] == NamedBytes(x=73)
    dialog.system.setText("Atlantis")
    press(dialog, QDialogButtonBox.StandardButton.Open)
    assert dialog.isVisible() and "no coordinate reference system" in dialog.verdict.text()
    press(dialog, QDialogButtonBox.StandardButton.Cancel)


def test_a_missing_scalar_of_coordinates_is_chosen(
    qtbot, state: SectionState, background: Background, settings: QSettings, small_survey: Path, tmp_path: Path
) -> None:
    """Byte 89 says decimal degrees, and no scalar makes whole numbers such: the dialog asks, and the choice is kept."""
    raw = bytearray(small_survey.read_bytes())
    size = 240 + 4 * int.from_bytes(raw[3220:3222], "big")
    raw[3500] = 1
    for place, start in enumerate(range(3600, len(raw), size)):
        raw[start + 70 : start + 72], raw[start + 88 : start + 90] = bytes(2), b"\x00\x03"
        inline, crossline = (int.from_bytes(raw[start + byte : start + byte + 4], "big") for byte in (188, 192))
        for byte, value in ((180, 350_000 + 20 * crossline), (184, 6_100_000 + 10 * inline)):
            raw[start + byte : start + byte + 4] = value.to_bytes(4, "big")
    path = tmp_path / "degrees.sgy"
    path.write_bytes(raw)
    opener = SurveyOpener(state, background, Recents(settings), background)
    opener.open(path)
    dialog = headers_asked(qtbot)
    dialog.scalar.setCurrentText("divided by 100,000")
    press(dialog, QDialogButtonBox.StandardButton.Open)
    qtbot.waitUntil(lambda: state.volume is not None, timeout=10_000)
    assert state.volume.geometry.reference.is_geographic
    assert state.volume.chosen == OpenChoices(coordinate_scalar=-100_000)
    opener.ask_headers(path)
    again = visible(SegyHeadersDialog)
    assert again.scalar.currentText() == "divided by 100,000"
    again.reject()
    opener.close_survey()


def test_a_format_is_chosen_where_the_file_names_none(
    qtbot, state: SectionState, background: Background, settings: QSettings, small_survey: Path, tmp_path: Path
) -> None:
    raw = bytearray(small_survey.read_bytes())
    code, raw[3224:3226] = int.from_bytes(raw[3224:3226], "big"), bytes(2)
    path = tmp_path / "formatless.sgy"
    path.write_bytes(raw)
    opener = SurveyOpener(state, background, Recents(settings), background)
    opener.open(path)
    qtbot.waitUntil(lambda: visible(SegyHeadersDialog) is not None, timeout=10_000)
    dialog = visible(SegyHeadersDialog)
    qtbot.waitUntil(lambda: "names no sample format" in dialog.verdict.text(), timeout=10_000)
    dialog.format.setCurrentIndex(dialog.format.findData(FORMATS[code].option))
    qtbot.waitUntil(lambda: "3D survey" in dialog.verdict.text(), timeout=10_000)
    press(dialog, QDialogButtonBox.StandardButton.Open)
    qtbot.waitUntil(lambda: state.volume is not None, timeout=10_000)
    assert state.volume.chosen == OpenChoices(format=FORMATS[code].option)
    opener.close_survey()


def test_degrees_of_corners_are_told_to_the_metre() -> None:
    corner = {"inline": 1, "crossline": 2, "x": 3.5000412, "y": -61.0000123}
    told = page("north", {"coordinate_unit": "°", "coordinate_system": "WGS 84 (EPSG:4326)", "corners": [corner]})
    assert "3.5000412" in told and "-61.0000123" in told and "WGS 84 (EPSG:4326)" in told
