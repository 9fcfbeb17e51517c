"""The published comparison on F3: DeepLabv3+ and its form with attention, all labels or ST++ with a quarter and an
eighth of them (Li et al. 2023, doi:10.12677/CSA.2023.139168), and the layer model.

Which lines were labelled and scored there is not known to this program: it draws its own, the same ones for every run. A
fifth of the lines is scored, and never labelled; where a scored line crosses a labelled one, that trace does not count.
Self-training sees every line, as it does in the program.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seisviewer import __version__
from seisviewer.errors import BadRequest
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.robot_interpreter import ROBOTS, robot_strokes
from seisviewer.progress import Notice, filtered
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, SectionId
from seisviewer.volumes.opening import open_steps
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.benchmarks.f3_cubes import F3Cubes, F3Layout, f3_cubes
from seisviewer.workflows.benchmarks.finished_runs import Pace, Record, RunsFile, machine
from seisviewer.workflows.benchmarks.line_choice import CHOICES, RANDOM, lines_by_psnr, random_lines
from seisviewer.workflows.benchmarks.published_methods import COMPARED, LAYERS, PUBLISHED
from seisviewer.workflows.benchmarks.run_scores import scores_of
from seisviewer.workflows.evaluation import score_sections, scored_voxels
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.learning_methods import learn
from seisviewer.workflows.survey_opening import Opened, ingest, open_path

if TYPE_CHECKING:
    from seisviewer.learning.facies_score import FaciesScore
    from seisviewer.learning.sections.train_settings import TrainSettings

LAYER_LINES = 12  # half of them inlines; the robot paints centred strokes on them
SCORED_TOGETHER = 20
SETTINGS = ("encoder", "steps", "fit", "crop", "batch", "augmentation", "encoder_weights", "device")


def compare(
    folder: Path,
    methods: Sequence[str],
    seeds: Sequence[int],
    settings: TrainSettings,
    file: RunsFile,
    layout: F3Layout,
    choice: str = RANDOM,
) -> Generator[Any, None, None]:
    """Make the runs that the file does not have yet, and add each when it is finished.

    folder: with the two cubes. settings: of the networks. choice: how labelled lines are drawn, one of CHOICES. What
    runs leave behind lies beside the file, in a folder of its name that ends in .work: a training that was stopped goes
    on there. Raises BadRequest.
    """
    wrong = [method for method in methods if method not in COMPARED]
    if wrong:
        raise BadRequest(
            tr("There is no method “{wrong}” here: choose of {compared}.").format(
                wrong=wrong[0], compared=", ".join(COMPARED)
            )
        )
    if choice not in CHOICES:
        raise BadRequest(
            tr("Lines are not chosen by “{choice}”: choose of {choices}.").format(
                choice=choice, choices=", ".join(CHOICES)
            )
        )
    work = file.path.absolute().with_suffix(".work")
    cubes = yield from f3_cubes(folder, work, layout)
    missing = file.missing(_asked(method, seed, settings, choice) for seed in seeds for method in methods)
    pace = Pace(len(missing))
    for asked in missing:
        yield Notice(pace.line(tr("{method}, seed {seed}").format(method=asked["method"], seed=asked["seed"])))
        file.add((yield from _made(cubes, work, asked, settings)))
        pace.done += 1


def _asked(method: str, seed: int, settings: TrainSettings, choice: str) -> Record:
    asked: Record = {"benchmark": "f3", "method": method, "seed": seed}
    if method == LAYERS:
        return {**asked, "network": {}}
    return {**asked, "network": {name: getattr(settings, name) for name in SETTINGS}, "choice": choice}


def _made(cubes: F3Cubes, work: Path, asked: Record, settings: TrainSettings) -> Generator[Any, None, Record]:
    lines = _layer_lines(cubes) if asked["method"] == LAYERS else (yield from _labelled(cubes, asked))
    opened = yield from _with_labels(cubes, work, asked, lines)
    with closing(opened.volume), opened.project as project:
        began, cpu_began = time.monotonic(), time.process_time()
        run = yield from _learned(project, opened.volume, asked, settings, len(cubes.pool))
        learned, cpu_learned = time.monotonic(), time.process_time()
        score = yield from _scored(cubes, project, opened.volume, lines, run.number, settings.device)
        return {
            "asked": asked,
            "labelled": len(lines),
            "scored": len(cubes.scored),
            "scores": scores_of(score),
            "seconds": round(learned - began, 1),
            "cpu_seconds": round(cpu_learned - cpu_began, 1),
            "seconds_to_predict": round(time.monotonic() - learned, 1),
            "machine": machine("cpu" if asked["method"] == LAYERS else settings.device),
            "version": __version__,
        }


def _labelled(cubes: F3Cubes, asked: Record) -> Generator[Any, None, tuple[SectionId, ...]]:
    """The share of the pool that a method has labelled; the seed draws it."""
    count = max(1, round(PUBLISHED[asked["method"]].share * len(cubes.pool)))
    if asked["choice"] == RANDOM or count == len(cubes.pool):
        return random_lines(cubes.pool, count, asked["seed"])
    volume = yield from open_steps(cubes.survey, axes=cubes.axes)
    with closing(volume):
        return (yield from lines_by_psnr(volume, cubes.pool, count, asked["seed"]))


def _layer_lines(cubes: F3Cubes) -> tuple[SectionId, ...]:
    """Lines of the pool, evenly spaced in both directions."""
    chosen: list[SectionId] = []
    for direction in LINES:
        lines = sorted(section for section in cubes.pool if section.direction is direction)
        places = np.linspace(0, len(lines) - 1, min(len(lines), LAYER_LINES // 2)).round().astype(int)
        chosen += [lines[place] for place in places]
    return tuple(chosen)


def _with_labels(
    cubes: F3Cubes, work: Path, asked: Record, lines: tuple[SectionId, ...]
) -> Generator[Any, None, Opened]:
    """The project of these labels, which the plain and the improved network share; made where it is not there yet."""
    what = LAYERS if asked["method"] == LAYERS else f"{len(lines)}-lines"
    if asked.get("choice", RANDOM) != RANDOM:
        what += f"-by-{asked['choice']}"
    folder = work / f"{what}-seed-{asked['seed']}.seis"
    opened = yield from (
        open_path(folder, survey=cubes.survey) if folder.exists() else ingest(cubes.survey, folder, axes=cubes.axes)
    )
    try:
        if not opened.project.snapshot().counts():
            labels = cubes.labels(lines, opened.volume.geometry)
            if what == LAYERS:
                labels = {
                    name: robot_strokes(known, asked["seed"], ROBOTS["centred"]) for name, known in labels.items()
                }
            opened.project.set_classes(ClassTable())
            file = work / "labels.npz"
            np.savez_compressed(file, **labels)
            yield from import_labels(opened.project, opened.volume, file, also_unlabelled=())
            file.unlink()
    except BaseException:
        opened.project.close()
        opened.volume.close()
        raise
    return opened


def _learned(
    project: Project, volume: Volume, asked: Record, settings: TrainSettings, pool: int
) -> Generator[Any, None, Run]:
    if asked["method"] == LAYERS:
        return (yield from learn(LAYERS, project, volume, settings))
    method = PUBLISHED[asked["method"]]
    settings = replace(settings, network=method.network, schedule=method.schedule, seed=asked["seed"], unlabelled=pool)
    stopped = [run for run in project.runs() if run.state != "finished" and _is_of(run, settings)]
    resume = stopped[-1].number if stopped else None
    return (yield from learn("network", project, volume, settings, resume))


def _is_of(run: Run, settings: TrainSettings) -> bool:
    """Whether a run that was stopped was made with these settings, as far as they were not left to the device."""
    made = run.settings.get("train", {})
    asked = {"network", "schedule", "seed", *(name for name in SETTINGS if getattr(settings, name))}
    return all(made.get(name) == getattr(settings, name) for name in asked)


def _scored(
    cubes: F3Cubes, project: Project, volume: Volume, lines: tuple[SectionId, ...], run: int, device: str
) -> Generator[Any, None, FaciesScore]:
    """Some lines at a time, so that not all of their classes are in memory at once."""
    scores: list[FaciesScore] = []
    for first in range(0, len(cubes.scored), SCORED_TOGETHER):
        known = {
            section: cubes.known(section, volume.geometry) for section in cubes.scored[first : first + SCORED_TOGETHER]
        }
        counted = {
            section: scored_voxels(classes, section, volume.geometry, lines) for section, classes in known.items()
        }
        found = yield from filtered(
            score_sections(project, volume, known, counted, run, device), lambda event: not isinstance(event, Notice)
        )
        scores.append(reduce(add, found.values()))
    return reduce(add, scores)
