"""A large SEG-Y file is on screen before all of its headers are read, and nothing is stored by what is only guessed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtWidgets import QApplication

from seisviewer.progress import Progress, drive
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis
from seisviewer.volumes.random_line import RandomLine
from seisviewer.volumes.segy import segy_scan, segy_volume
from seisviewer.volumes.survey_writing import write_survey
from seisviewer.workflows import first_look
from seisviewer.workflows.attributes.attribute_volume import write_attribute
from seisviewer.workflows.first_look import giving_way
from seisviewer.workflows.pictures.random_line_pictures import random_line_picture
from seisviewer.workflows.pictures.section_pictures import AmplitudeLooks, section_picture
from seisviewer.workflows.survey_opening import ingest, project_for

SHAPE = (80, 110, 16)
TRACE_BYTES = 240 + 4 * SHAPE[2]
BETWEEN = 4_321  # a trace that no sample looks at


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path, random = tmp_path / "huge.sgy", np.random.default_rng(0)
    lines = LineAxis(100, 1, SHAPE[0]), LineAxis(300, 1, SHAPE[1])
    geometry = Geometry(*lines, SampleAxis(0.0, 4.0, SHAPE[2]), live=np.ones(SHAPE[:2], bool))
    drive(write_survey(path, geometry, lambda index: random.normal(0, 100, SHAPE[1:]).astype(np.float32)))
    return path


def change_numbers(path: Path, trace: int, inline: int, crossline: int) -> None:
    with path.open("r+b") as file:
        file.seek(3600 + trace * TRACE_BYTES + 188)
        file.write(np.array([inline, crossline], ">i4").tobytes())


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The headers of a file, however small, are all read only once this is set."""
    may_end, read = threading.Event(), segy_scan._read_words

    def slowly(layout, headers):
        while not may_end.is_set():
            yield Progress(1, 2, "Reading the headers")
            time.sleep(0.01)
        return (yield from read(layout, headers))

    monkeypatch.setattr(segy_scan, "_read_words", slowly)
    monkeypatch.setattr(segy_volume, "LARGE_BYTES", 0)
    yield may_end
    may_end.set()


def opened(qtbot, window, path: Path):
    sections = window.parts.sections
    sections.opener.open(path)
    qtbot.waitUntil(lambda: sections.state.volume is not None, timeout=20_000)
    view = sections.views.views[Direction.INLINE]
    qtbot.waitUntil(lambda: view.section is not None, timeout=20_000)
    return sections


@pytest.mark.slow
def test_it_is_shown_at_once_and_nothing_is_stored_until_it_is_sure(qtbot, new_window, survey, reading):
    window = new_window(1280, 720)
    sections = opened(qtbot, window, survey)
    look, said, problems = sections.state.volume, [], []
    assert look.unsure and sections.state.volume.geometry.shape == SHAPE and window.parts.background.busy
    sections.state.message.connect(said.append)
    sections.state.problem.connect(problems.append)
    assert "all are read" in sections.label_editor.refusal(0)
    window.parts.menus.actions["make_store"].trigger()
    assert "all are read" in said[-1]
    sections.label_editor.set_for_checking(sections.state.shown, marked=True)
    assert "all are read" in problems[-1]
    window.parts.pictures.ask_section(sections.views, sections.state)
    assert "all are read" in said[-1] and window.parts.pictures.dialog is None
    QApplication.clipboard().clear()
    for name in ("copy_view", "copy_window", "save_window"):
        said.clear()
        window.parts.menus.actions[name].trigger()
        assert "all are read" in said[-1] and QApplication.clipboard().pixmap().isNull()
    assert sections.state.project is None and not {path.suffix for path in survey.parent.iterdir()} & {".seis", ".zarr"}
    view = sections.views.views[Direction.INLINE]
    view.go_to(7)
    qtbot.waitUntil(lambda: view.section.number == 107, timeout=20_000)
    sections.state.set_display(gain=2.0)
    reading.set()
    with qtbot.waitSignal(sections.state.volume_sure, timeout=20_000):
        pass
    assert sections.state.volume is look and not look.unsure
    assert sections.state.position.inline == 7 and sections.state.display.gain == 2.0
    assert not sections.label_editor.refusal(-1)
    window.parts.menus.actions["copy_window"].trigger()
    assert QApplication.clipboard().pixmap().size() == window.grab().size()


@pytest.mark.slow
def test_what_the_headers_say_otherwise_takes_its_place(qtbot, new_window, survey, reading):
    for trace, crossline in ((BETWEEN, BETWEEN + 1), (BETWEEN + 1, BETWEEN)):
        change_numbers(survey, trace, 100 + crossline // SHAPE[1], 300 + crossline % SHAPE[1])
    window = new_window(1280, 720)
    sections = opened(qtbot, window, survey)
    look, problems = sections.state.volume, []
    assert look.unsure
    before = look.section(look.geometry.section(Direction.INLINE, BETWEEN // SHAPE[1]))
    sections.state.problem.connect(problems.append)
    reading.set()
    qtbot.waitUntil(lambda: sections.state.volume is not look, timeout=20_000)
    volume = sections.state.volume
    assert not volume.unsure and problems == [
        "All trace headers of huge.sgy are read now: 2 traces lie elsewhere than the first look at some of them said."
    ]
    after = volume.section(volume.geometry.section(Direction.INLINE, BETWEEN // SHAPE[1]))
    place = BETWEEN % SHAPE[1]
    np.testing.assert_array_equal(after[[place + 1, place]], before[[place, place + 1]])


@pytest.mark.slow
def test_a_file_that_turns_out_to_be_none_leaves_the_desk(qtbot, new_window, survey, reading):
    with survey.open("r+b") as file:
        file.seek(3600 + BETWEEN * TRACE_BYTES + 114)
        file.write(np.array([99], ">i2").tobytes())  # another length of this trace
    window = new_window(1280, 720)
    sections = opened(qtbot, window, survey)
    problems = []
    sections.state.problem.connect(problems.append)
    reading.set()
    qtbot.waitUntil(lambda: sections.state.volume is None, timeout=20_000)
    assert len(problems) == 1 and "different lengths" in problems[0]


@pytest.mark.slow
def test_labels_of_a_project_come_with_the_sure_survey(qtbot, new_window, survey, reading):
    reading.set()
    made = drive(ingest(survey, survey.with_suffix(".seis")))
    with closing(made.volume), closing(made.project):
        pass
    reading.clear()
    window = new_window(1280, 720)
    sections = opened(qtbot, window, survey.with_suffix(".seis"))
    assert sections.state.volume.unsure and sections.state.project is None
    view = sections.views.views[Direction.INLINE]
    view.go_to(7)
    reading.set()
    qtbot.waitUntil(lambda: sections.state.project is not None, timeout=20_000)
    assert not sections.state.volume.unsure and sections.state.position.inline == 7
    assert not sections.label_editor.refusal(-1)


@pytest.mark.slow
def test_reading_the_rest_can_be_stopped_and_gone_on_with_and_ends_with_the_survey(qtbot, new_window, survey, reading):
    window = new_window(1280, 720)
    sections = opened(qtbot, window, survey)
    window.parts.background.cancel.click()
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=20_000)
    look = sections.state.volume
    assert look is not None and look.unsure
    reading.set()
    window.parts.menus.actions["make_sure"].trigger()
    qtbot.waitUntil(lambda: not sections.state.volume.unsure, timeout=20_000)
    assert sections.state.volume is look
    sections.opener.close_survey()
    reading.clear()
    opened(qtbot, window, survey)
    sections.opener.close_survey()
    reading.set()
    qtbot.waitUntil(lambda: not window.parts.background.busy, timeout=20_000)
    qtbot.wait(100)
    assert sections.state.volume is None, "nothing is brought back"


def test_no_project_picture_or_file_is_made_of_a_guess(survey, reading):
    from seisviewer.errors import BadRequest, ProjectError
    from seisviewer.volumes.open_choices import OpenChoices

    with closing(segy_volume.first_look(survey, OpenChoices())) as look:
        with pytest.raises(ProjectError, match="all are read"):
            project_for(look)
        with pytest.raises(BadRequest, match="all are read"):
            section_picture(look, look.geometry.section(Direction.INLINE, 7))
        with pytest.raises(BadRequest, match="all are read"):
            random_line_picture(look, RandomLine("slant", ((100, 300), (150, 360))), looks=AmplitudeLooks())
        with pytest.raises(BadRequest, match="all are read"):
            drive(write_attribute(look, "envelope", survey.with_name("envelope.sgy")))


def test_the_rest_gives_way_to_a_view_that_waits_but_not_for_ever(monkeypatch):
    monkeypatch.setattr(first_look, "LONGEST_REST", 0.2)
    asked, done = [], []

    def work():
        for number in range(3):
            done.append(number)
            yield Progress(number, 3)
        return "opened"

    def busy():
        asked.append(len(done))
        return len(done) == 2 or len(done) == 1 and len(asked) < 4

    events = giving_way(work(), busy)
    begun = time.monotonic()
    assert drive(events) == "opened" and done == [0, 1, 2]
    assert asked.count(1) == 4 and 0.2 <= time.monotonic() - begun < 2.0
