"""Picks and events in a project: what was changed is there afterwards, can be undone, and survives a kill."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest, ProjectError
from seisviewer.picks.pick import Change, Event, Origin, Pick, Polarity, Review
from seisviewer.project.kind import SURVEY, TRACES, kind_of
from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId

from .old_projects import OldProject
from .timelines import Timeline, reopened

CLC, CCC = StationId("CI", "CLC", "", "HH"), StationId("CI", "CCC", "", "HH")
M64 = 1562261629.0


@pytest.fixture
def waveforms(tmp_path: Path) -> Path:
    """A file that stands for waveforms; a project never looks into it."""
    path = tmp_path / "records" / "ridgecrest.mseed"
    path.parent.mkdir()
    path.write_bytes(b"samples")
    return path


@pytest.fixture
def traces(tmp_path: Path, waveforms: Path) -> Iterator[TraceProject]:
    with TraceProject.create(tmp_path / "ridgecrest.seis", [waveforms]) as made:
        yield made


def automatic(time: float, station: StationId = CLC, phase: str = "P", probability: float = 0.8) -> Pick:
    return Pick(
        station, phase, time, 0.05, Polarity.NONE, Origin.AUTOMATIC, Review.UNREVIEWED, probability, "phasenet:original"
    )


def added(*items: Pick | Event) -> list[Change]:
    return [Change(None, item) for item in items]


def test_every_field_of_picks_and_events_comes_back(traces):
    event = Event(M64, 35.705, -117.506, 10.7, 6.4, "Mw", "Ridgecrest", "catalogue", 0.99, id=-1)
    pick = Pick(
        CLC, "S", M64 + 1 / 3, 0.07, Polarity.UNDECIDABLE, Origin.SELF_TRAINED, Review.MOVED, 0.123456789, "my.pt",
        "bucket0$0,:3,:9001", event=-1,
    )  # fmt: skip
    stored_event, stored_pick = (change.after for change in traces.commit(added(event, pick)))
    assert (stored_event.id, stored_pick.id, stored_pick.event) == (1, 1, 1)
    assert stored_event == replace(event, id=1) and stored_pick == replace(pick, id=1, event=1)
    with reopened(traces) as again:
        assert again.picks == (stored_pick,) and again.events == (stored_event,)


def test_numbers_of_numpy_are_stored_as_they_are_read_again(traces):
    pick = replace(automatic(np.float64(M64)), probability=np.float32(0.3), uncertainty=np.float32(0.1))
    (change,) = traces.commit(added(pick))
    with reopened(traces) as again:
        assert again.picks == (change.after,)


def test_picks_come_in_the_order_of_time_and_are_the_same_object_until_something_changes(traces):
    traces.commit(added(automatic(M64 + 5), automatic(M64), automatic(M64 + 2, CCC)))
    assert [pick.time - M64 for pick in traces.picks] == [0, 2, 5]
    assert traces.picks is traces.picks
    before, events = traces.picks, traces.events
    traces.commit([Change(before[0], None)])
    assert len(before) == 3 and len(traces.picks) == 2
    assert traces.events is events, "no event changed"


def test_undo_and_redo_walk_through_every_state_and_survive_closing(traces):
    project = traces
    states = [(project.picks, project.events)]

    def commit(*changes: Change) -> None:
        project.commit(changes)
        states.append((project.picks, project.events))

    commit(*added(automatic(M64), automatic(M64 + 4, phase="S"), Event(M64 - 3)))
    first = project.picks[0]
    commit(Change(first, replace(first, time=M64 + 0.2, review=Review.MOVED)))
    commit(Change(project.picks[1], None), *added(automatic(M64 + 9)))
    commit(Change(project.events[0], replace(project.events[0], magnitude=6.4)))
    for picks, events in reversed(states[:-1]):
        project = reopened(project)
        assert project.can_undo and project.undo()
        assert (project.picks, project.events) == (picks, events)
    assert not project.can_undo and project.undo() == ()
    for picks, events in states[1:]:
        project = reopened(project)
        assert project.can_redo and project.redo()
        assert (project.picks, project.events) == (picks, events)
    assert not project.can_redo and project.redo() == ()
    project.close()


def test_undo_says_what_changed_and_the_same_commit_is_one_step(traces):
    made = traces.commit(added(automatic(M64), automatic(M64 + 1)))
    assert traces.undo() == tuple(change.reverse for change in reversed(made))
    assert traces.picks == ()
    assert traces.redo() == made


def test_a_new_change_ends_what_could_be_redone_and_ids_are_not_given_twice(traces):
    (first,) = traces.commit(added(automatic(M64)))
    traces.undo()
    (second,) = traces.commit(added(automatic(M64 + 1)))
    assert not traces.can_redo and second.after.id > first.after.id


def test_any_sequence_of_changes_agrees_with_a_list_of_states(traces):
    rng = np.random.default_rng(5)
    project, timeline = traces, Timeline(())
    for _ in range(80):
        what = rng.choice(["add", "add", "move", "remove", "undo", "redo", "reopen"])
        picks = project.picks
        if what == "add":
            project.commit(added(*(automatic(M64 + time) for time in rng.random(rng.integers(1, 5)))))
        elif what == "move" and picks:
            project.commit([Change(picks[-1], replace(picks[-1], time=M64 - rng.random(), review=Review.MOVED))])
        elif what == "remove" and picks:
            project.commit([Change(pick, None) for pick in picks[:2]])
        else:
            project = timeline.go(what, project)
        if what in ("add", "move", "remove") and project.picks is not picks:
            timeline.add(project.picks)
        assert project.picks == timeline.now
        timeline.check(project)
    project.close()


def test_several_changes_of_one_pick_in_a_commit_follow_each_other(traces):
    (change,) = traces.commit(added(automatic(M64)))
    moved = replace(change.after, time=M64 + 1)
    traces.commit([Change(change.after, moved), Change(moved, replace(moved, review=Review.ACCEPTED))])
    assert [(pick.time, pick.review) for pick in traces.picks] == [(M64 + 1, Review.ACCEPTED)]
    traces.undo()
    assert traces.picks == (change.after,)


def test_a_change_of_what_is_no_longer_there_is_refused_and_nothing_of_its_commit_is_kept(traces):
    (change,) = traces.commit(added(automatic(M64)))
    traces.commit([Change(change.after, replace(change.after, review=Review.ACCEPTED))])
    picks, version = traces.picks, traces.version
    with pytest.raises(BadRequest, match=r"P pick on CI\.CLC\.\.HH is no longer as it was shown"):
        traces.commit([*added(automatic(M64 + 7)), Change(change.after, None)])
    assert traces.picks == picks and traces.version == version
    with reopened(traces) as again:
        assert again.picks == picks


def test_an_event_that_goes_lets_its_picks_go_and_undo_ties_them_again(traces):
    traces.commit(
        added(Event(M64, id=-7), replace(automatic(M64 + 2), event=-7), replace(automatic(M64 + 3), event=99))
    )
    assert [pick.event for pick in traces.picks] == [1, 0], "an event that is not in the project is none"
    made = traces.commit([Change(traces.events[0], None)])
    assert len(made) == 2 and [pick.event for pick in traces.picks] == [0, 0]
    traces.undo()
    assert [pick.event for pick in traces.picks] == [1, 0] and len(traces.events) == 1


def test_new_automatic_picks_take_the_place_of_unreviewed_ones_of_the_same_model_and_records(traces):
    other_model = replace(automatic(M64 + 50), model="eqtransformer:pnw")
    traces.commit(added(automatic(M64), automatic(M64 + 10), automatic(M64 + 20, CCC), other_model))
    accepted = traces.picks[1]
    traces.commit([Change(accepted, replace(accepted, review=Review.REJECTED))])
    new = [automatic(M64 + 0.3), automatic(M64 + 10.05), automatic(M64 + 10.05, phase="S"), automatic(M64 + 10.2)]
    traces.replace_automatic("phasenet:original", {str(CLC)}, new)
    times = [(round(pick.time - M64, 2), pick.phase, pick.station.station) for pick in traces.picks]
    assert times == [
        (0.3, "P", "CLC"),
        (10.0, "P", "CLC"),  # rejected, so that the pick beside it does not come back
        (10.05, "S", "CLC"),
        (10.2, "P", "CLC"),
        (20.0, "P", "CCC"),  # not picked again
        (50.0, "P", "CLC"),  # another model's
    ]
    traces.undo()
    assert [round(pick.time - M64) for pick in traces.picks] == [0, 10, 20, 50]


def test_a_pick_that_was_moved_is_not_found_again_where_it_was(traces):
    traces.replace_automatic("phasenet:original", [str(CLC)], [automatic(M64), automatic(M64 + 10)])
    first, second = traces.picks
    moved = replace(first, time=first.time + 0.3, review=Review.MOVED)
    traces.commit([Change(first, moved), Change(second, replace(second, review=Review.ACCEPTED))])
    traces.replace_automatic("phasenet:original", [str(CLC)], [automatic(M64), automatic(M64 + 10.3)])
    assert [(round(pick.time - M64, 2), pick.review) for pick in traces.picks] == [
        (0.3, Review.MOVED),
        (10.0, Review.ACCEPTED),
        (10.3, Review.UNREVIEWED),  # who accepted the other did not say that this is the same
    ]


def test_a_span_limits_what_is_replaced(traces):
    traces.commit(added(automatic(M64), automatic(M64 + 100)))
    traces.replace_automatic("phasenet:original", [str(CLC)], [automatic(M64 + 99)], span=(M64 + 90, M64 + 110))
    assert [pick.time - M64 for pick in traces.picks] == [0, 99]
    assert traces.replace_automatic("phasenet:original", [str(CCC)], []) == ()


def test_sources_are_found_after_both_have_moved_and_what_is_gone_is_named(traces, waveforms, tmp_path):
    assert traces.sources() == (waveforms,)
    second = tmp_path / "more"
    second.mkdir()
    traces.set_sources([waveforms, second])
    traces.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for path in (traces.folder, waveforms.parent, second):
        shutil.move(path, elsewhere / path.name)
    with TraceProject.open(elsewhere / traces.folder.name) as moved:
        assert moved.sources() == (elsewhere / "records" / waveforms.name, elsewhere / "more")
        shutil.rmtree(elsewhere / "more")
        with pytest.raises(ProjectError, match=r"The waveforms more of .* are no longer at .*: put them back"):
            moved.sources()


def test_the_kind_of_a_folder_is_known_and_the_wrong_kind_is_refused(traces, project, tmp_path):
    assert (kind_of(traces.folder), kind_of(project.folder)) == (TRACES, SURVEY)
    with pytest.raises(ProjectError, match="holds picks on traces and not the labels of a survey"):
        Project.open(traces.folder)
    with pytest.raises(ProjectError, match="holds the labels of a survey and not picks on traces"):
        TraceProject.open(project.folder)
    with pytest.raises(ProjectError, match="is no project"):
        kind_of(tmp_path)


def test_a_project_of_version_1_is_brought_up_to_date(tmp_path, survey, geometry):
    OldProject().write(tmp_path / "old.seis", survey, geometry, version=1)
    assert kind_of(tmp_path / "old.seis") == SURVEY
    with Project.open(tmp_path / "old.seis") as opened:
        assert opened.geometry == geometry
    assert (tmp_path / "old.seis" / "project-version-1.db").is_file()


def test_damage_is_one_sentence(traces):
    traces.commit(added(automatic(M64)))
    traces.close()
    connection = sqlite3.connect(traces.folder / "project.db")
    connection.execute("UPDATE picks SET review = 'perhaps'")
    connection.commit()
    connection.close()
    with pytest.raises(ProjectError, match="is damaged .*restore it from a backup"):
        TraceProject.open(traces.folder)


def test_a_damaged_history_is_one_sentence_and_leaves_the_picks(traces):
    traces.commit(added(automatic(M64)))
    traces._database._connection.execute("UPDATE changes SET content = x'00'")
    with pytest.raises(ProjectError, match="is damaged"):
        traces.undo()
    assert len(traces.picks) == 1


def test_a_reader_sees_picks_but_cannot_change_them(traces):
    traces.commit(added(automatic(M64)))
    with TraceProject.open(traces.folder, edit=False) as reader:
        assert reader.picks == traces.picks and not reader.can_edit
        for change in (lambda: reader.commit(added(automatic(M64))), reader.undo):
            with pytest.raises(ProjectError, match="opened for reading: open it for editing to change its picks"):
                change()
    with pytest.raises(ProjectError, match=f"process {os.getpid()}"):
        TraceProject.open(traces.folder, wait=0.05)


def test_view_state_and_runs_work_as_for_a_survey(traces):
    traces.commit(added(automatic(M64)))
    traces.set_view_state({"span": [0, 1]})
    run = traces.new_run("picker", {"seed": 1})
    traces.finish_run(run.number, "finished", {"f1": 0.8})
    with reopened(traces) as again:
        assert again.view_state == {"span": [0, 1]} and again.version == 1
        (found,) = again.runs()
        assert (found.kind, found.labels_version, found.metrics) == ("picker", 1, {"f1": 0.8})
        assert (found.folder / "settings.json").is_file()


# Adds a pick, moves the one before it, and says the number once both are stored.
PICKER = """
import sys
from dataclasses import replace
from seisviewer.picks.pick import Change, Pick, Review
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId

project = TraceProject.open(sys.argv[1])
print("open", flush=True)
station, last = StationId("CI", "CLC", "", "HH"), None
for number in range(100_000):
    moves = [Change(last, replace(last, time=last.time + 0.5, review=Review.MOVED))] if last else []
    made = project.commit([*moves, Change(None, Pick(station, "P", 1000.0 * number))])
    last = made[-1].after
    print(number, flush=True)
"""


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.3])
def test_after_kill_9_every_finished_change_is_there_and_none_by_halves(traces, seconds):
    traces.close()
    process = subprocess.Popen([sys.executable, "-c", PICKER, str(traces.folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == "open\n"
        process.stdout.readline()
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        said = process.stdout.read().split()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    finished = int(said[-1]) + 1 if said else 1
    with TraceProject.open(traces.folder, wait=0) as again:
        # The kill may fall between storing a change and saying so.
        assert finished <= len(again.picks) <= finished + 1
        *moved, last = again.picks
        assert [pick.time for pick in moved] == [1000.0 * number + 0.5 for number in range(len(moved))]
        assert last.time == 1000.0 * len(moved), "the move of a commit came with its new pick"
        for _ in range(len(again.picks)):
            assert again.undo()
        assert again.picks == () and not again.can_undo


@pytest.mark.parametrize("statement", [
    """UPDATE settings SET value = '{"a": 1}' WHERE name = 'waveforms'""",
    """UPDATE settings SET value = '[{"a": 1}]' WHERE name = 'waveforms'""",
    "UPDATE settings SET value = 'x' WHERE name = 'waveforms'",
    """INSERT INTO picks (network, station, location, instrument, phase, time, polarity, origin, review, model, trace_name, event)
       VALUES ('', 'CLC', '', 'HH', 'P', 'noon', '', 'manual', 'accepted', '', '', 0)""",
])  # fmt: skip
def test_damaged_rows_are_one_sentence(traces: TraceProject, statement: str) -> None:
    traces.close()
    database = sqlite3.connect(traces.folder / "project.db")
    with database:
        database.execute(statement)
    database.close()
    with pytest.raises(ProjectError, match="damaged"), TraceProject.open(traces.folder) as project:
        project.sources()


def test_a_name_that_is_no_text_is_one_sentence_and_changes_nothing(traces: TraceProject) -> None:
    with pytest.raises(ProjectError, match="UTF-8"):
        traces.commit(added(replace(automatic(M64), model="/caf\udce9.pt")))
    assert traces.picks == () and not traces.can_undo
