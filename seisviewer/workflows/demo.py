"""The demo: a synthetic survey with known facies, strokes on two of its sections, and the whole way to scores."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.array_archive import ArrayArchive
from seisviewer.labels.classes import ClassTable
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.user_folders import user_data_folder
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.synthetic_survey import FACIES, demo_steps
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.survey_opening import ingest, open_path

SHAPE = (120, 160, 256)

# How a careful interpreter in a hurry paints: short strokes with the usual brush along the middle of a facies.
STROKES_PER_CLASS = 3
STROKE_TRACES = 30
STROKE_SAMPLES = 10
NOTHING = 255


@dataclass(frozen=True)
class Demo:
    """Where the parts of the demo lie. truth: .npz of known facies. strokes: .npz of what was painted. labelled: the
    sections with strokes; scored: those of `truth` without any."""

    survey: Path
    project: Path
    truth: Path
    strokes: Path
    labelled: tuple[SectionId, ...]
    scored: tuple[SectionId, ...]


def demo_settings(minutes: float, seed: int = 0, device: str = "auto") -> TrainSettings:
    """Training that suits so small a survey and so short a time: small crops, few unlabelled sections."""
    return TrainSettings(minutes=minutes, seed=seed, device=device, crop=128, unlabelled=16)


def demo_folder() -> Path:
    """Where the demo lies when the user names no folder."""
    return user_data_folder() / "demo"


def prepare_demo(
    folder: Path | None = None, shape: tuple[int, int, int] = SHAPE, seed: int = 0
) -> Generator[Progress | Notice, None, Demo]:
    """Write the survey, make its project and paint the strokes; what is already there is left as the user has it.

    folder: made when it is missing; `demo_folder()` when None. The project to open is `Demo.project`.
    """
    folder = Path(folder or demo_folder()).absolute()
    survey, truth, strokes = (folder / name for name in ("demo.sgy", "demo_facies.npz", "demo_strokes.npz"))
    project = folder / "demo.seis"
    if not (survey.exists() and truth.exists()):
        yield from demo_steps(folder, shape, seed)
    with ArrayArchive(truth) as stored:
        facies = {SectionId.parse(name): array for name, array in stored.items()}
    labelled = _instructive_lines(facies)
    if not project.exists():
        painted = {str(section): paint(facies[section], seed) for section in labelled}
        np.savez_compressed(strokes, **painted)
        yield from _make_project(survey, project, strokes)
    scored = tuple(section for section in facies if section not in labelled)
    return Demo(survey, project, truth, strokes, labelled, scored)


def run_demo(demo: Demo, settings: TrainSettings) -> Generator[Any, None, dict[str, Any]]:
    """Train on the strokes as `seisviewer train` does by default, predict the sections without any and score them;
    returns what `evaluate` does."""
    from seisviewer.workflows.evaluation import evaluate
    from seisviewer.workflows.learning_methods import DEFAULT, learn
    from seisviewer.workflows.prediction import predict_sections, save_sections

    opened = yield from open_path(demo.project, edit=False)
    with closing(opened.volume), opened.project as project:
        run = yield from learn(DEFAULT, project, opened.volume, settings)
        predicted = yield from predict_sections(project, opened.volume, demo.scored, run.number, settings.device)
        out = demo.survey.with_name("demo_prediction.npz")
        save_sections(out, predicted)
        yield Notice(tr("The predicted sections are in {out}.").format(out=out))
        scores = yield from evaluate(project, opened.volume, demo.truth, demo.scored, run.number, settings.device)
    return scores


def paint(facies: np.ndarray, seed: int) -> np.ndarray:
    """Strokes of a robot interpreter on a section of known facies; both uint8 (traces, samples), NOTHING where
    unpainted."""
    random = np.random.default_rng(seed)
    painted = np.full(facies.shape, NOTHING, np.uint8)
    for label in np.unique(facies[facies != NOTHING]):
        present = np.flatnonzero((facies == label).sum(axis=1) >= 2)
        for stretch in np.array_split(present, STROKES_PER_CLASS):
            if stretch.size:
                _stroke(painted, facies, label, random.choice(stretch), random.uniform(0.25, 0.75))
    return painted


def _stroke(painted: np.ndarray, facies: np.ndarray, label: int, start: int, height: float) -> None:
    """Paint along a facies from the trace `start` on; height: 0 at its top, 1 at its base."""
    for trace in range(start, min(start + STROKE_TRACES, len(facies))):
        samples = np.flatnonzero(facies[trace] == label)
        if samples.size >= 2:
            width = min(STROKE_SAMPLES, samples.size // 2)
            first = max(0, samples[int(height * samples.size)] - width // 2)
            inside = facies[trace, first : first + width] == label
            painted[trace, first : first + width][inside] = label


def _make_project(survey: Path, folder: Path, strokes: Path) -> Generator[Progress | Notice, None, None]:
    opened = yield from ingest(survey, folder)
    with closing(opened.volume), opened.project as project:
        table = ClassTable()
        for number, name in enumerate(FACIES):
            table = table.add(name, number=number)
        project.set_classes(table)
        yield from import_labels(project, opened.volume, strokes, also_unlabelled=())


def _instructive_lines(facies: Mapping[SectionId, np.ndarray]) -> tuple[SectionId, ...]:
    """In each direction the known line that meets most facies; of equal ones the one nearest to the middle."""
    chosen = []
    for way in sorted({section.direction for section in facies}, reverse=True):
        lines = sorted(section for section in facies if section.direction is way)
        numbers = [len(np.unique(facies[line])) for line in lines]
        middle = (len(lines) - 1) / 2
        chosen.append(lines[max(range(len(lines)), key=lambda at: (numbers[at], -abs(at - middle)))])
    return tuple(chosen)
