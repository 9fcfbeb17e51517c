"""A project whose file was damaged by chance: it opens, or says in one sentence that it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import ProjectError
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.picks.pick import Change, Event, Pick
from seisviewer.project.kind import kind_of
from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.waveforms.station import StationId

MUTATIONS = 40
FIRST_PAGES = 8192  # bytes in which SQLite keeps what tables there are
STATION = StationId("CH", "BRANT", "", "HH")


def stroke(label: int, number: int = 100, direction: Direction = Direction.INLINE) -> Stroke:
    mask = np.random.default_rng(label).random((30, 20)) < 0.8
    return Stroke(SectionId(direction, number), label, 5, 7, mask, np.full(mask.shape, UNLABELLED, np.int8))


@pytest.fixture
def survey_folder(project: Project) -> Path:
    """A closed project with everything a project can hold."""
    project.commit([stroke(1), stroke(2, 104)])
    project.commit([stroke(3, 310, Direction.CROSSLINE)])
    project.commit([stroke(2, 40, Direction.TIME)])
    project.set_classes(project.classes.rename(1, "Salt"))
    project.remove_class(3, 2)
    project.commit([stroke(4, 106)])
    project.undo()
    run = project.new_run("st++", {"minutes": 3.0})
    project.finish_run(run.number, "finished", {"score": 0.9})
    project.set_view_state({"inline": 104, "layers": ["labels"]})
    project.close()
    return project.folder


@pytest.fixture
def trace_folder(tmp_path: Path) -> Path:
    records = tmp_path / "day.mseed"
    records.write_bytes(b"")
    event = Event(1_600_000_000.0, 46.0, 7.0, 5000.0, name="A", source="catalogue", id=-1)
    with TraceProject.create(tmp_path / "day.seis", [records]) as project:
        picks = [Pick(STATION, phase, 1_600_000_000.0 + n, event=-1) for n, phase in enumerate("PSPS")]
        made = project.commit([Change(None, event), *(Change(None, pick) for pick in picks)])
        project.commit([Change(made[1].after, None)])
        project.undo()
        project.new_run("picker", {"rate": 100})
        project.set_view_state({"rows": 6})
    return project.folder


def mutated(content: bytes, seed: int) -> bytes:
    """Some bytes of the file are others, or a stretch of it is zero or missing; most mutations hit what is written."""
    draw = np.random.default_rng(seed)
    bytes_ = np.frombuffer(content, np.uint8).copy()
    first = 0 if seed % 5 == 0 else FIRST_PAGES  # what is wrong there hides all else
    written = first + np.flatnonzero(bytes_[first:])
    place = int(draw.choice(written))
    match seed % 8:
        case 0:
            bytes_[place : place + int(draw.integers(16, 600))] = 0
        case 1:
            bytes_ = np.delete(bytes_, slice(place, place + int(draw.integers(1, 2000))))
        case kind:
            places = draw.choice(written, kind)
            bytes_[places] = draw.integers(0, 256, kind)
    return bytes_.tobytes()


def steps_of(project: Project | TraceProject) -> Iterator[Callable[[], object]]:
    """Everything that a window asks of a project, changes last."""
    yield lambda: (project.view_state, project.runs(), project.can_undo, project.can_redo)
    if isinstance(project, Project):
        yield lambda: (project.survey.found(project.folder), project.painted_at, project.snapshot().counts())
        geometry = project.geometry
        for direction in Direction:
            for index in range(0, geometry.count(direction), 16):
                yield lambda section=geometry.section(direction, index): project.label_section(section)
        yield lambda: project.commit([stroke(1, geometry.inlines.start)])
    else:
        yield lambda: (project.sources(), project.picks, project.events)
        yield lambda: project.commit([Change(None, Pick(STATION, "P", 1.0))])
    if isinstance(project, Project) and 2 in project.classes:
        yield lambda: project.remove_class(2)
    yield from [project.undo] * 6
    yield from [project.redo] * 6
    yield lambda: project.new_run("st++", {})
    yield lambda: project.set_view_state({})


def outcome(folder: Path, kind: type[Project] | type[TraceProject]) -> list[str]:
    """What was said; every other error ends the test."""
    said = []
    try:
        kind_of(folder)
        project = kind.open(folder, wait=0)
    except ProjectError as error:
        return [str(error)]
    with project:
        for step in steps_of(project):
            try:
                step()
            except ProjectError as error:
                said.append(str(error))
    return said


@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_a_damaged_project_of_a_survey_opens_or_says_so(survey_folder, seed):
    file = survey_folder / "project.db"
    file.write_bytes(mutated(file.read_bytes(), seed))
    assert all(
        "project.db" in sentence or str(survey_folder) in sentence for sentence in outcome(survey_folder, Project)
    )


@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_a_damaged_project_of_traces_opens_or_says_so(trace_folder, seed):
    file = trace_folder / "project.db"
    file.write_bytes(mutated(file.read_bytes(), seed))
    said = outcome(trace_folder, TraceProject)
    assert all("project.db" in sentence or str(trace_folder) in sentence for sentence in said)


def test_the_undamaged_projects_say_nothing(survey_folder, trace_folder):
    assert outcome(survey_folder, Project) == [] and outcome(trace_folder, TraceProject) == []
