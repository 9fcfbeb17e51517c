"""A survey larger than the memory that the user allows is shown from a store, which the window makes beside everything."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtWidgets import QInputDialog

from seisviewer import checked_file
from seisviewer.app.scene.slice_pictures import SlicePictures
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections import section_reader
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.stores.memory_choice import KEY, MemoryChoice
from seisviewer.checked_file import CheckedFile
from seisviewer.memory import total_memory
from seisviewer.progress import drive
from seisviewer.volumes.display_cube import DisplayCube
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.segy.segy_volume import SegyVolume
from seisviewer.volumes.store import store_plan
from seisviewer.workflows.stores.survey_store import found_store, make_store
from seisviewer.workflows.survey_opening import ingest


@pytest.fixture
def survey(small_survey: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(small_survey, tmp_path / "large.sgy"))


@pytest.fixture
def no_cube(monkeypatch: pytest.MonkeyPatch) -> None:
    """No survey fits in memory, and stores have several blocks."""
    monkeypatch.setattr(DisplayCube, "fits", staticmethod(lambda shape, most=None: False))
    monkeypatch.setattr(store_plan, "SLAB_CELLS", 1)


def opened(qtbot, window, survey: Path):
    sections = window.parts.sections
    sections.opener.open(survey)
    qtbot.waitUntil(lambda: sections.state.volume is not None, timeout=20_000)
    return sections


def opened_with_store(qtbot, window, survey: Path):
    """And have the store made, which without a project nobody does unasked."""
    sections = opened(qtbot, window, survey)
    window.parts.menus.actions["make_store"].trigger()
    return sections


def whole(sections) -> bool:
    store = sections.store
    return not store.is_making and store._ready is not None and store._ready.exact is not None


@pytest.mark.slow
def test_it_is_made_read_from_and_used_again(qtbot, new_window, survey, no_cube):
    window = new_window(1280, 720)
    sections = opened_with_store(qtbot, window, survey)
    qtbot.waitUntil(lambda: whole(sections), timeout=60_000)
    volume = sections.state.volume
    folder, record = found_store(volume, None)
    assert record.is_complete and window.store_bar.isHidden()
    view = sections.views.views[Direction.CROSSLINE]
    read = volume.section
    wanted = volume.geometry.section(Direction.CROSSLINE, view._state.position.crossline + 9)  # others may look at other ones
    volume.section = lambda section: pytest.fail("the survey was read") if section == wanted else read(section)
    try:
        view.go_to(view._state.position.crossline + 9)
        qtbot.waitUntil(lambda: view.section is not None and view.section.number == 300 + 25 + 9, timeout=20_000)
        qtbot.waitUntil(lambda: view.amplitudes() is not None, timeout=20_000)
    finally:
        volume.section = read
    np.testing.assert_array_equal(view.amplitudes(), volume.section(view.section))
    first = (folder / "amplitude" / "c" / "0" / "0" / "0").stat().st_mtime_ns
    window.parts.sections.opener.close_survey()
    sections = opened(qtbot, window, survey)
    qtbot.waitUntil(lambda: whole(sections), timeout=20_000)
    assert (folder / "amplitude" / "c" / "0" / "0" / "0").stat().st_mtime_ns == first


@pytest.mark.slow
def test_it_is_paused_and_gone_on_with_from_the_status_bar(qtbot, new_window, survey, no_cube):
    window = new_window(1280, 720)
    sections = opened_with_store(qtbot, window, survey)
    qtbot.waitUntil(lambda: sections.store.is_making, timeout=20_000)
    sections.store.make_or_pause()
    assert window.store_bar.pause.text() == "Go on"
    qtbot.waitUntil(lambda: window.store_bar._text.width() > 200, timeout=5000)  # how far it is can be read
    qtbot.wait(600)
    assert sections.store.is_making and not whole(sections)
    window.store_bar.pause.click()
    assert window.store_bar.pause.text() == "Pause"
    qtbot.waitUntil(lambda: whole(sections), timeout=60_000)


@pytest.mark.slow
def test_time_slices_of_a_survey_beyond_memory_stay_in_8_bits_in_the_views_and_in_the_scene(
    qtbot, new_window, survey, no_cube, monkeypatch
):
    monkeypatch.setattr(section_reader, "FAR_CELLS", 0)
    window = new_window(1280, 720)
    sections = opened_with_store(qtbot, window, survey)
    qtbot.waitUntil(lambda: whole(sections), timeout=60_000)
    volume, view = sections.state.volume, sections.views.views[Direction.TIME]
    read = volume.section
    volume.section = lambda section: pytest.fail("a pass over the survey") if section.number < 60 else read(section)
    try:
        view.go_to(50)
        qtbot.waitUntil(lambda: view.section is not None and view.section.number == 50, timeout=20_000)
        qtbot.wait(300)
        exact = read(view.section)
        shown = view.shown_amplitudes()
        limit = sections.store._ready.display.limit
        assert view.amplitudes() is None and np.abs(shown - np.clip(exact, -limit, limit)).max() <= limit / 127
        scene = SlicePictures(sections.state, sections.reader, ())
        with qtbot.waitSignal(scene.changed, timeout=20_000):
            assert scene.picture(Direction.TIME, 21) is None
        assert scene.picture(Direction.TIME, 21) is not None
        scene.rest()
    finally:
        volume.section = read


@pytest.mark.slow
@pytest.mark.parametrize("stored", [True, False])
def test_a_pass_over_a_survey_beyond_memory_waits_for_whether_it_has_a_store(
    qtbot, new_window, survey, no_cube, monkeypatch, stored
):
    monkeypatch.setattr(section_reader, "FAR_CELLS", 0)
    if stored:
        with closing(open_volume(survey)) as volume:
            drive(make_store(volume))
    passes, read = [], SegyVolume.section
    monkeypatch.setattr(
        SegyVolume,
        "section",
        lambda self, section: (
            passes.append(section) if section.direction is Direction.TIME else None,
            read(self, section),
        )[1],
    )
    sections = opened(qtbot, new_window(1280, 720), survey)
    view = sections.views.views[Direction.TIME]
    qtbot.waitUntil(lambda: view.section is not None, timeout=20_000)
    qtbot.wait(300)
    assert bool(passes) is not stored


@pytest.mark.parametrize(
    "leave", [lambda reader, state: reader.forget("view"), lambda reader, state: state.set_volume(None)]
)
def test_a_pass_over_a_survey_beyond_memory_stops_once_nobody_looks_at_the_time_slice(qtbot, survey, monkeypatch, leave):
    monkeypatch.setattr(section_reader, "FAR_CELLS", 0)
    monkeypatch.setattr(checked_file, "BUFFER_BYTES", 1)  # a trace at a time
    read, traces = CheckedFile.read_into, []
    with closing(open_volume(survey)) as volume:
        state, ready = SectionState(), []
        reader = SectionReader(state, cube=False)
        reader.section_ready.connect(lambda section, values: ready.append(section))
        state.set_volume(volume)
        passes = reader._across[Direction.TIME]

        def slowly(file, target, position):
            if threading.current_thread() in passes._threads:
                traces.append(position)
                time.sleep(0.005)
            read(file, target, position)

        monkeypatch.setattr(CheckedFile, "read_into", slowly)
        reader.want("view", volume.geometry.section(Direction.TIME, 50))
        qtbot.waitUntil(lambda: len(traces) > 3, timeout=5000)
        leave(reader, state)
        qtbot.waitUntil(lambda: not passes.busy, timeout=2000)
        assert len(traces) < volume.geometry.live.sum() / 4 and not any(each.direction is Direction.TIME for each in ready)
        state.set_volume(None)


def test_nobody_reads_a_whole_survey_elsewhere_for_a_time_slice_that_is_shown_in_8_bits(qtbot, survey, no_cube):
    with closing(open_volume(survey)) as volume:
        folder = drive(make_store(volume))
    state, there, ready, exact = SectionState(), open_volume(folder), [], []
    there.is_far, read = True, there.section

    def counted(section):
        exact.append(section.direction)
        return read(section)

    there.section = counted
    reader = SectionReader(state, cube=False)
    reader.picture_ready.connect(ready.append)
    state.set_volume(there)
    section = there.geometry.section(Direction.TIME, 50)
    reader.want("view", section)
    qtbot.waitUntil(lambda: section in ready, timeout=20_000)
    qtbot.wait(3 * section_reader.SETTLE_MS)
    assert reader.picture(section) is not None and reader.want("view", section) is None
    assert Direction.TIME not in exact
    state.set_volume(None)
    there.close()


@pytest.mark.slow
def test_without_a_project_it_is_offered_and_with_one_it_is_made(qtbot, new_window, survey, no_cube):
    window = new_window(1280, 720)
    sections = opened(qtbot, window, survey)
    qtbot.waitUntil(lambda: "File › Make a store" in window.errors.text, timeout=20_000)
    assert "large.sgy" in window.errors.text and str(survey.parent) in window.errors.text
    assert not (survey.parent / "large.sgy.zarr").exists()
    sections.opener.close_survey()
    made = drive(ingest(survey, survey.with_suffix(".seis")))
    made.project.close()
    made.volume.close()
    sections = opened(qtbot, window, survey)
    qtbot.waitUntil(lambda: whole(sections), timeout=60_000)
    assert found_store(sections.state.volume, survey.with_suffix(".seis"))[0].parent == survey.with_suffix(".seis") / "store"


@pytest.mark.slow
def test_a_small_survey_gets_one_only_when_asked(qtbot, new_window, survey):
    window = new_window(1280, 720)
    sections = opened(qtbot, window, survey)
    qtbot.wait(1500)
    assert not sections.store.is_making and found_store(sections.state.volume, None) is None
    window.parts.menus.actions["make_store"].trigger()
    qtbot.waitUntil(lambda: whole(sections), timeout=60_000)


@pytest.mark.slow
def test_what_cannot_be_made_is_said_and_the_survey_stays(qtbot, new_window, survey, no_cube):
    (survey.parent / "large.sgy.zarr").mkdir()
    (survey.parent / "large.sgy.zarr" / "zarr.json").write_text("{}")
    window = new_window(1280, 720)
    full = shutil.disk_usage
    shutil.disk_usage = lambda folder: shutil._ntuple_diskusage(10**12, 10**12, 1000)
    try:
        sections = opened_with_store(qtbot, window, survey)
        qtbot.waitUntil(lambda: "takes" in window.errors.text, timeout=20_000)
    finally:
        shutil.disk_usage = full
    view = sections.views.views[Direction.INLINE]
    qtbot.waitUntil(lambda: view.amplitudes() is not None, timeout=20_000)


@pytest.mark.slow
def test_the_memory_that_the_user_allows_is_kept_and_never_absurd(qtbot, new_window, settings, monkeypatch):
    window = new_window(1280, 720)
    choice = window.parts.sections.memory
    assert choice.bytes == total_memory() // 4
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_: (512, True))
    window.parts.menus.actions["memory"].trigger()
    assert choice.bytes == MemoryChoice(settings, window).bytes == 512 << 20
    for stored in ("x", -5, 0):
        settings.setValue(KEY, stored)
        assert choice.bytes == total_memory() // 4
