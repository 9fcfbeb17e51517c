"""The strokes protocol: a robot interpreter paints a few strokes, a method learns them, and sections without any are
scored."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from seisviewer import __version__
from seisviewer.errors import BadRequest
from seisviewer.labels.robot_interpreter import NOT_PAINTED
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import Notice
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.benchmarks.finished_runs import Pace, Record, RunsFile, machine
from seisviewer.workflows.benchmarks.known_truths import KnownTruth, six_classes, synthetic, ten_classes
from seisviewer.workflows.benchmarks.robot_painting import DEMO, ROBOT_NAMES, paint_corrections, paint_strokes
from seisviewer.workflows.benchmarks.run_scores import scores_of
from seisviewer.workflows.evaluation import score_sections, scored_voxels
from seisviewer.workflows.learning_methods import METHODS, Method, learn
from seisviewer.workflows.prediction import predict_sections
from seisviewer.workflows.survey_opening import Opened, ingest

if TYPE_CHECKING:
    from seisviewer.learning.facies_score import FaciesScore
    from seisviewer.learning.sections.train_settings import TrainSettings

OF_NETWORKS = (
    "schedule",
    "recipe",
    "held_back",
    "steps",
    "minutes",
    "network",
    "encoder",
    "fit",
    "crop",
    "batch",
    "augmentation",
)


@dataclass(frozen=True)
class Grid:
    """Every combination is one run. sections: the painted ones, () for all of the truth's. boundaries: one line is
    drawn along every boundary of a painted section. corrections: so many strokes follow on each, where the first answer
    is wrong. told: the classes are said to be layers or bodies. settings: of the methods that have a network; the seed
    is the run's."""

    methods: Sequence[Method]
    robots: Sequence[str]
    lengths: Sequence[int]
    per_class: Sequence[int]
    sections: Sequence[SectionId]
    seeds: Sequence[int]
    boundaries: bool
    corrections: Sequence[int]
    told: bool
    settings: TrainSettings

    def asked(self, truth: KnownTruth) -> list[Record]:
        """What each run of this grid is asked, as its record says. Raises BadRequest for what is not there to choose."""
        _check("method", self.methods, METHODS)
        _check("robot", self.robots, ROBOT_NAMES)
        _check("section", self.sections, truth.labelled)
        sections = self.sections or truth.labelled
        runs = product(self.methods, self.robots, self.lengths, self.per_class, self.corrections, self.seeds)
        return [
            {
                "benchmark": "strokes",
                "truth": truth.name,
                "method": method,
                "network": {} if method == "layers" else {name: getattr(self.settings, name) for name in OF_NETWORKS},
                "robot": robot,
                "length": None if robot == DEMO else length,
                "per_class": None if robot == DEMO else per_class,
                "sections": [str(section) for section in sections],
                "boundaries": self.boundaries,
                "corrections": corrections,
                "told": self.told,
                "seed": seed,
            }
            for method, robot, length, per_class, corrections, seed in runs
        ]


def run_protocol(
    folder: Path | None, which: Literal["ten", "six"], geology: int, grid: Grid, file: RunsFile
) -> Generator[Any, None, None]:
    """Run a grid on F3 (folder: with its files; which: of its truths), or on a synthetic survey where there is no folder
    (geology: its seed)."""
    if folder is not None:
        yield from run_grid(ten_classes(folder) if which == "ten" else six_classes(folder), grid, file)
        return
    with tempfile.TemporaryDirectory(prefix="seisviewer-benchmark-") as made:
        yield from run_grid((yield from synthetic(Path(made), geology)), grid, file)


def run_grid(truth: KnownTruth, grid: Grid, file: RunsFile) -> Generator[Any, None, None]:
    """Make the runs of a grid that the file does not have yet, one after the other, and add each when it is finished."""
    missing = file.missing(grid.asked(truth))
    pace = Pace(len(missing))
    for asked in missing:
        yield Notice(pace.line(run_name(asked)))
        file.add((yield from _made(truth, asked, replace(grid.settings, seed=asked["seed"]))))
        pace.done += 1


def run_name(asked: Record) -> str:
    """A run, or with its seed left out a group of them, in words."""
    how = asked["robot"]
    if asked["length"]:
        how += tr(", {length} traces, {per_class} a class").format(length=asked["length"], per_class=asked["per_class"])
    if asked.get("boundaries"):
        how += tr(", a line a boundary")
    if asked.get("corrections"):
        how += tr(", {corrections} corrections a section").format(corrections=asked["corrections"])
    if asked["told"]:
        how += tr(", kinds told")
    method = asked["method"]
    if method == "network":
        method += f" ({asked['network']['schedule']})"
    seed = tr(", seed {seed}").format(seed=asked["seed"]) if "seed" in asked else ""
    return tr("{truth}: {method}, {how}, on {listed}{seed}").format(
        truth=asked["truth"], method=method, how=how, listed=tr(" and ").join(asked["sections"]), seed=seed
    )


def _made(truth: KnownTruth, asked: Record, settings: TrainSettings) -> Generator[Any, None, Record]:
    """Learn the strokes of one run in a project of its own, and score it."""
    with tempfile.TemporaryDirectory(prefix="seisviewer-benchmark-") as folder:
        opened = yield from ingest(truth.survey, Path(folder) / "run.seis")
        with closing(opened.volume), opened.project as project:
            project.set_classes(truth.class_table(asked["told"]))
            yield from paint_strokes(opened, truth, asked)
            began, cpu_began = time.monotonic(), time.process_time()
            run = yield from _learned(opened, truth, asked, settings)
            learned, cpu_learned = time.monotonic(), time.process_time()
            score = yield from _scored(truth, project, opened.volume, run.number, settings.device)
            return {
                "asked": asked,
                "scores": scores_of(score),
                "seconds": round(learned - began, 1),
                "cpu_seconds": round(cpu_learned - cpu_began, 1),
                "seconds_to_predict": round(time.monotonic() - learned, 1),
                "machine": machine("cpu" if asked["method"] == "layers" else settings.device),
                "version": __version__,
            }


def _learned(opened: Opened, truth: KnownTruth, asked: Record, settings: TrainSettings) -> Generator[Any, None, Run]:
    """Learn once, and where corrections are asked for once more with those."""
    project, volume = opened.project, opened.volume
    run = yield from learn(asked["method"], project, volume, settings)
    if asked["corrections"]:
        sections = [SectionId.parse(name) for name in asked["sections"]]
        answer = yield from predict_sections(project, volume, sections, run.number, settings.device)
        if (yield from paint_corrections(opened, truth, asked, answer)):
            run = yield from learn(asked["method"], project, volume, settings)
    return run


def _scored(
    truth: KnownTruth, project: Project, volume: Volume, run: int, device: str
) -> Generator[Any, None, FaciesScore]:
    """What all runs of a truth are scored on is the same, whichever of its sections were painted."""
    known = {
        section: np.where(
            truth.facies[section] == NOT_PAINTED, np.int16(UNLABELLED), truth.facies[section].astype(np.int16)
        )
        for section in truth.scored
    }
    counted = {
        section: scored_voxels(known[section], section, volume.geometry, truth.labelled) for section in truth.scored
    }
    scores = yield from score_sections(project, volume, known, counted, run, device)
    return reduce(add, scores.values())


def _check(kind: str, chosen: Iterable[object], known: Sequence[object]) -> None:
    wrong = [each for each in chosen if each not in known]
    if wrong:
        raise BadRequest(
            tr("There is no {kind} “{wrong}” here: choose of {known}.").format(
                kind=kind, wrong=wrong[0], known=", ".join(map(str, known))
            )
        )
