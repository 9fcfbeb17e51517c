"""What the robot paints into the project of a run."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from seisviewer.labels.boundary_stroke import BoundaryStroke, boundary_through
from seisviewer.labels.robot_interpreter import (
    NOT_PAINTED,
    ROBOTS,
    Painting,
    correcting_strokes,
    robot_boundaries,
    robot_strokes,
)
from seisviewer.volumes.geometry import Geometry, SectionId
from seisviewer.workflows.benchmarks.finished_runs import Record
from seisviewer.workflows.benchmarks.known_truths import KnownTruth
from seisviewer.workflows.demo import paint
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.prediction import Predicted
from seisviewer.workflows.survey_opening import Opened

DEMO = "demo"  # the strokes that `seisviewer demo` paints: their length and number are its own
ROBOT_NAMES = (*ROBOTS, DEMO)


def paint_strokes(opened: Opened, truth: KnownTruth, asked: Record) -> Generator[Any, None, None]:
    """Paint what a run is asked to learn."""
    known = {name: truth.facies[SectionId.parse(name)] for name in asked["sections"]}
    seed = asked["seed"]
    if asked["robot"] == DEMO:
        painted = {name: paint(classes, seed) for name, classes in known.items()}
    else:
        robot, painting = ROBOTS[asked["robot"]], Painting(asked["per_class"], asked["length"])
        painted = {name: robot_strokes(classes, seed, robot, painting) for name, classes in known.items()}
    yield from paint_on(opened, painted)
    if asked["boundaries"]:
        opened.project.commit(_lines(truth, asked, opened.volume.geometry))


def paint_corrections(
    opened: Opened, truth: KnownTruth, asked: Record, answer: Predicted
) -> Generator[Any, None, bool]:
    """Paint where an answer on the painted sections is wrong; whether it is anywhere."""
    painted = {
        str(section): correcting_strokes(truth.facies[section], predicted.classes, asked["corrections"], asked["seed"])
        for section, predicted in answer.items()
    }
    painted = {name: strokes for name, strokes in painted.items() if (strokes != NOT_PAINTED).any()}
    if painted:
        yield from paint_on(opened, painted)
    return bool(painted)


def paint_on(opened: Opened, painted: Mapping[str, np.ndarray]) -> Generator[Any, None, None]:
    """Paint strokes, as the robot gives them, on sections by name."""
    with TemporaryDirectory(prefix="seisviewer-benchmark-") as folder:
        file = Path(folder) / "strokes.npz"
        np.savez_compressed(file, **painted)
        yield from import_labels(opened.project, opened.volume, file, also_unlabelled=())


def _lines(truth: KnownTruth, asked: Record, geometry: Geometry) -> list[BoundaryStroke]:
    lines = []
    for section in map(SectionId.parse, asked["sections"]):
        shape = geometry.section_shape(section.direction)
        for line in robot_boundaries(truth.facies[section], asked["seed"]):
            points = list(zip(line.traces.tolist(), line.depths.tolist(), strict=True))
            drawn = boundary_through(section, points, line.above, line.below, shape)
            if drawn is not None:
                lines.append(drawn)
    return lines
