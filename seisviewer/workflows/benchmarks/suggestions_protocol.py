"""Do labels tell more where the program suggests them? mIoU against the number of strokes, for three ways to choose."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer import __version__
from seisviewer.errors import BadRequest
from seisviewer.labels.robot_interpreter import NOT_PAINTED, ROBOTS, Painting, robot_strokes, strokes_in
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.progress import Notice, Progress
from seisviewer.structure.followed_line import FollowedLines
from seisviewer.structure.layer_model import LayerModel
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.benchmarks.finished_runs import Pace, Record, RunsFile, machine
from seisviewer.workflows.benchmarks.known_truths import KnownTruth, six_classes, synthetic, ten_classes
from seisviewer.workflows.benchmarks.labelling_habits import HABITS, Habit, at_random, on_even_lines, suggested
from seisviewer.workflows.benchmarks.robot_painting import paint_on
from seisviewer.workflows.layer_run import lines_to_solve, solve_layers
from seisviewer.workflows.suggestions.answered_places import lines_to_look_at
from seisviewer.workflows.survey_opening import ingest

WIDTH = 4  # samples of a stroke
FOLLOWED_BYTES = 500_000_000  # of lines with their slopes, which are the same at each look


@dataclass(frozen=True)
class Course:
    """How a simulated interpreter goes on: `rounds` times `strokes` strokes, at one place after the other, and a look at
    the new answer after each round. length: traces of a stroke. seeds: of the first strokes and of what is left to chance. network_steps: where
    not 0, a network alone learns the strokes too, so many steps, after each third of the rounds."""

    habits: Sequence[Habit] = HABITS
    seeds: Sequence[int] = (0, 1, 2)
    rounds: int = 6
    strokes: int = 4
    length: int = 40
    network_steps: int = 0

    def asked(self, truth: KnownTruth) -> list[Record]:
        """What each run is asked: one habit with one seed. Raises BadRequest for a habit that there is not."""
        wrong = [habit for habit in self.habits if habit not in HABITS]
        if wrong:
            raise BadRequest(
                tr("There is no habit “{wrong}”: choose of {habits}.").format(wrong=wrong[0], habits=", ".join(HABITS))
            )
        return [
            {
                "benchmark": "suggestions",
                "truth": truth.name,
                "habit": habit,
                "rounds": self.rounds,
                "strokes": self.strokes,
                "length": self.length,
                "network_steps": self.network_steps,
                "seed": seed,
            }
            for seed in self.seeds
            for habit in self.habits
        ]


def run_courses(
    folder: Path | None, which: str, geology: int, course: Course, file: RunsFile
) -> Generator[Any, None, None]:
    """Run the courses on F3 (folder: with its files; which: "ten" or "six" classes) or, without a folder, on a synthetic
    survey (geology: its seed), and add each to the file when it is finished; those that it has are not run again."""
    with tempfile.TemporaryDirectory(prefix="seisviewer-benchmark-") as made:
        if folder is not None:
            truth = ten_classes(folder) if which == "ten" else six_classes(folder)
        else:
            truth = yield from synthetic(Path(made), geology)
        missing = file.missing(course.asked(truth))
        if not missing:
            return
        opened = yield from ingest(truth.survey, Path(made) / "benchmark.seis")
        pace = Pace(len(missing))
        with closing(opened.volume), opened.project:
            if folder is None:
                cube = Path(made) / "demo_facies.npy"
                truth = replace(truth, facies=_every_line(cube, opened.volume.geometry))
            begun = _Begun()
            for asked in missing:
                yield Notice(
                    pace.line(
                        tr("{truth}: {habit}, seed {seed}").format(
                            truth=asked["truth"], habit=asked["habit"], seed=asked["seed"]
                        )
                    )
                )
                began = time.monotonic()
                points = yield from _Walk(truth, opened.volume, asked, begun).run()
                seconds = round(time.monotonic() - began, 1)
                file.add(
                    {
                        "asked": asked,
                        "points": points,
                        "seconds": seconds,
                        "machine": machine("cpu"),
                        "version": __version__,
                    }
                )
                pace.done += 1


@dataclass(frozen=True)
class _Begun:
    """What all interpreters on one survey share: its lines with their slopes, and by seed the model of the first strokes,
    with which they all begin."""

    followed: FollowedLines = field(default_factory=lambda: FollowedLines(FOLLOWED_BYTES))
    models: dict[int, LayerModel] = field(default_factory=dict)


class _Walk:
    """One interpreter on one survey, from the first strokes on."""

    def __init__(self, truth: KnownTruth, volume: Volume, asked: Record, begun: _Begun) -> None:
        self._truth, self._volume, self._asked, self._begun = truth, volume, asked, begun
        self._random = np.random.default_rng(7000 + asked["seed"])
        self._painted: dict[SectionId, np.ndarray] = {}
        self._when: dict[SectionId, np.ndarray] = {}
        self._strokes = 0
        self._places = 0  # that were labelled after the first line
        self._predictor: LayerPredictor | None = None
        self._looked_at: tuple[SectionId, ...] = ()  # for places; lines that are only scored are none of them

    def run(self) -> Generator[Any, None, list[dict[str, float]]]:
        """Points of the curve: strokes so far and the mIoU."""
        self._begin()
        points = []
        for done in range(self._asked["rounds"] + 1):
            yield Progress(done, self._asked["rounds"] + 1, tr("{strokes} strokes").format(strokes=self._strokes))
            is_last = done == self._asked["rounds"]
            answers = yield from self._answers(for_places=self._asked["habit"] == "suggestions" and not is_last)
            points.append({"strokes": self._strokes, "mean_iou": round(self._score(answers), 5)})
            if self._asked["network_steps"] and done and done % max(self._asked["rounds"] // 3, 1) == 0:
                said = yield from self._network_answers()
                points[-1]["network_mean_iou"] = round(self._score(said), 5)
            if not is_last:
                self._go_on(answers, self._asked["strokes"])
        return points

    def _begin(self) -> None:
        """All of them begin alike: a stroke of every class on the first line of the truth."""
        section, seed = self._truth.labelled[0], self._asked["seed"]
        painting = Painting(1, self._asked["length"], WIDTH)
        strokes = robot_strokes(self._truth.facies[section], seed, ROBOTS["loose"], painting)
        for number in np.unique(strokes[strokes != NOT_PAINTED]):
            self._paint(section, np.where(strokes == number, strokes, NOT_PAINTED))

    def _paint(self, section: SectionId, strokes: np.ndarray) -> None:
        there = strokes != NOT_PAINTED
        if not there.any():
            return
        self._strokes += 1
        labels = self._painted.setdefault(section, np.full(there.shape, UNLABELLED, np.int8))
        when = self._when.setdefault(section, np.zeros(there.shape, np.int64))
        labels[there], when[there] = strokes[there], self._strokes

    def _answers(self, for_places: bool) -> Generator[Any, None, dict[SectionId, SectionPrediction]]:
        """What the layer model says of the lines that are scored and, where asked for, of those on which the program looks
        for places."""
        geometry, followed = self._volume.geometry, self._begun.followed
        lines = lines_to_solve(geometry, tuple(self._painted))
        begins, seed = self._predictor is None, self._asked["seed"]
        model = self._begun.models.get(seed) if begins else None
        if model is None:
            model = yield from solve_layers(
                self._volume, self._painted, lines, followed=followed, when=self._when, checked=False
            )
        if begins:
            self._begun.models[seed] = model
        self._predictor = LayerPredictor(model, geometry, "layers", followed=followed)
        self._looked_at = tuple(lines_to_look_at(geometry, lines)) if for_places else ()
        return {section: self._answer(section) for section in dict.fromkeys((*self._looked_at, *self._scored))}

    def _answer(self, section: SectionId) -> SectionPrediction:
        return self._predictor.predict(section, self._volume.section(section))

    def _network_answers(self) -> Generator[Any, None, dict[SectionId, SectionPrediction]]:
        """What a network says that learns these strokes alone, in a project of its own."""
        from seisviewer.learning.sections.train_settings import TrainSettings
        from seisviewer.workflows.prediction import predict_sections
        from seisviewer.workflows.training import train

        steps, seed = self._asked["network_steps"], self._asked["seed"]
        with tempfile.TemporaryDirectory(prefix="seisviewer-benchmark-") as folder:
            opened = yield from ingest(self._truth.survey, Path(folder) / "run.seis")
            with closing(opened.volume), opened.project as project:
                project.set_classes(self._truth.class_table(told=False))
                yield from paint_on(
                    opened, {str(section): _as_painted(each) for section, each in self._painted.items()}
                )
                settings = TrainSettings(schedule="supervised", steps=steps, seed=seed)
                run = yield from train(project, opened.volume, settings)
                return (yield from predict_sections(project, opened.volume, self._scored, run.number))

    @property
    def _scored(self) -> tuple[SectionId, ...]:
        return (*self._truth.labelled, *self._truth.scored)

    def _score(self, answers: dict[SectionId, SectionPrediction]) -> float:
        """The mIoU where nothing is painted."""
        from seisviewer.learning.metrics import confusion, mean_iou

        total = np.zeros((256, 256), np.int64)
        for section in self._scored:
            known = self._truth.facies[section]
            counted = known != NOT_PAINTED
            if section in self._painted:
                counted &= self._painted[section] == UNLABELLED
            total += confusion(known[counted], answers[section].classes[counted], 256)
        present = np.flatnonzero(total.sum(0) + total.sum(1))
        return mean_iou(total[np.ix_(present, present)])

    def _go_on(self, answers: dict[SectionId, SectionPrediction], count: int) -> None:
        geometry, habit = self._volume.geometry, self._asked["habit"]
        if habit == "suggestions":
            known = [answers[section] for section in self._looked_at if section in self._truth.facies]
            places = suggested(geometry, known, self._painted, count)
        elif habit == "random":
            places = at_random(geometry, self._truth.facies, self._random, count)
        else:
            places = on_even_lines(geometry, self._truth.facies, self._places, count, self._asked["seed"])
        painting, last = Painting(1, self._asked["length"], WIDTH), self._strokes + count
        for place in places:
            if self._strokes >= last:
                break
            known, seed = self._truth.facies[place.section], 100 * self._asked["seed"] + self._strokes
            for strokes in strokes_in(known, place.rows, place.columns, seed, painting)[: last - self._strokes]:
                self._paint(place.section, strokes)
            self._places += 1


def _as_painted(labels: np.ndarray) -> np.ndarray:
    """Labels as the robot gives its strokes."""
    return np.where(labels == UNLABELLED, np.uint8(NOT_PAINTED), labels.astype(np.uint8))


def _every_line(file: Path, geometry: Geometry) -> dict[SectionId, np.ndarray]:
    """The classes of every inline and crossline, from a cube with those of all voxels."""
    cube = np.load(file, mmap_mode="r")
    inlines = {geometry.section(Direction.INLINE, index): cube[index] for index in range(cube.shape[0])}
    return inlines | {geometry.section(Direction.CROSSLINE, index): cube[:, index] for index in range(cube.shape[1])}
