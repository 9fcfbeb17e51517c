"""What two programs that open the same project see of each other, and what a killed one leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import ProjectError
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId

# Opens the project, says so, then paints one stroke after another and says each number once it is stored.
PAINTER = """
import sys
import numpy as np
from seisviewer.labels.stroke import Stroke
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, SectionId

project = Project.open(sys.argv[1])
print("open", flush=True)
mask, before = np.ones((40, 60), bool), np.full((40, 60), -1, np.int8)
for number in range(int(sys.argv[2])):
    section = SectionId(Direction.INLINE, 100 + 2 * (number % 70))
    project.commit([Stroke(section, 1 + number % 4, number % 50, number % 70, mask, before)])
    print(number, flush=True)
sys.stdin.read()
"""


@contextmanager
def painter(folder: Path, strokes: int) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [sys.executable, "-c", PAINTER, str(folder), str(strokes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "open\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def painted_stroke(label: int = 1) -> Stroke:
    mask = np.ones((5, 5), bool)
    return Stroke(SectionId(Direction.INLINE, 100), label, 0, 0, mask, np.full((5, 5), UNLABELLED, np.int8))


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.15, 0.3])
def test_after_kill_9_every_finished_stroke_is_there(project, geometry, seconds):
    project.close()
    with painter(project.folder, 100_000) as process:
        process.stdout.readline()
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        said = process.stdout.read().split()
    finished = int(said[-1]) + 1 if said else 1
    with Project.open(project.folder, wait=0) as again:
        snapshot = again.snapshot()
        stored = sum(len(boxes) for boxes in snapshot.drawn.values())
        # The kill may fall between storing a stroke and saying so.
        assert finished <= stored <= finished + 1
        expected = np.full(geometry.shape, UNLABELLED, np.int8)
        for number in range(stored):
            row, column = number % 50, number % 70
            expected[number % 70, row : row + 40, column : column + 60] = 1 + number % 4
        for index in range(70):
            np.testing.assert_array_equal(snapshot.section(Direction.INLINE, index), expected[index])
        for _ in range(stored):
            again.undo()
        assert again.snapshot().counts() == {} and not again.can_undo


def test_a_second_program_waits_and_then_says_who_holds_the_project(project):
    project.close()
    with painter(project.folder, 0) as process:
        start = time.monotonic()
        with pytest.raises(ProjectError, match=f"process {process.pid} on this computer, since 20"):
            Project.open(project.folder, wait=0.3)
        assert time.monotonic() - start >= 0.25
        process.kill()
        process.wait()
        with Project.open(project.folder, wait=2.0) as after:
            after.commit([painted_stroke()])


def test_a_second_program_gets_the_project_when_the_first_one_closes_it_in_time(project):
    project.close()
    with painter(project.folder, 0) as process:
        process.stdin.close()  # lets it end
        with Project.open(project.folder, wait=10.0) as after:
            assert after.snapshot().counts() == {}


def test_readers_see_the_labels_and_add_runs_while_another_program_paints(project):
    project.close()
    with painter(project.folder, 5) as process:
        for _ in range(5):
            process.stdout.readline()
        with Project.open(project.folder, edit=False) as reader:
            assert sum(reader.snapshot().counts().values()) == 5 * 40 * 60
            assert reader.new_run("st++", {}).number == 1
            for change in (
                lambda: reader.commit([painted_stroke()]),
                reader.undo,
                lambda: reader.remove_class(1),
                lambda: reader.set_classes(reader.classes),
            ):
                with pytest.raises(ProjectError, match="opened for reading"):
                    change()


def test_two_projects_in_one_program_do_not_paint_in_the_same_folder_either(project):
    with pytest.raises(ProjectError, match=f"process {os.getpid()}"):
        Project.open(project.folder, wait=0.05)
    project.commit([painted_stroke()])
    with Project.open(project.folder, edit=False) as reader:
        assert reader.snapshot().counts() == {1: 25}
    # Closing the reader must not have let go of the writer's lock.
    with pytest.raises(ProjectError, match="open in another program"):
        Project.open(project.folder, wait=0.05)


# Opens the project beside whoever edits it, begins a run, says so, and learns for ever.
LEARNER = """
import sys
from seisviewer.project.project import Project

project = Project.open(sys.argv[1], edit=False)
print(project.new_run("st++", {}).number, flush=True)
sys.stdin.read()
"""


def test_a_run_whose_program_was_killed_is_shown_as_stopped_and_can_go_on(project):
    process = subprocess.Popen(
        [sys.executable, "-c", LEARNER, str(project.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        number = int(process.stdout.readline())
        assert [run.state for run in project.runs()] == ["running"]
        process.kill()
        process.wait()
    assert [run.state for run in project.runs()] == ["stopped"]
    with Project.open(project.folder, edit=False) as again:
        assert again.run(number).state == "stopped"
    assert project.finish_run(number, "running").state == "running"
    assert project.finish_run(number, "finished").state == "finished"
    assert [run.state for run in project.runs()] == ["finished"]


def test_a_run_of_a_program_from_before_this_was_written_down_is_shown_as_stopped(project):
    run = project.new_run("st++", {})
    (run.folder / "program.json").unlink()
    assert project.run(run.number).state == "stopped"


# Makes a project and says whether it could.
MAKER = """
import sys
import numpy as np
from pathlib import Path
from seisviewer.errors import ProjectError
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis

geometry = Geometry(LineAxis(1, 1, 3), LineAxis(1, 1, 4), SampleAxis(0, 4, 5), np.ones((3, 4), bool))
print("ready", flush=True)
sys.stdin.readline()
try:
    Project.create(sys.argv[1], sys.argv[2], geometry).close()
    print("made")
except ProjectError as error:
    print(error)
"""


def test_of_two_programs_that_make_a_project_at_once_one_makes_it_whole(tmp_path, survey):
    folder = tmp_path / "new.seis"
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", MAKER, str(folder), str(survey)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for program in programs:
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        program.stdin.write("\n")
        program.stdin.flush()
    said = sorted(program.communicate()[0].strip() for program in programs)
    assert "made" in said
    assert all(text == "made" or "exists already" in text or "open in another program" in text for text in said), said
    with Project.open(folder) as project:
        project.commit(
            [Stroke(SectionId(Direction.INLINE, 1), 1, 0, 0, np.ones((2, 2), bool), np.zeros((2, 2), np.int8))]
        )
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
