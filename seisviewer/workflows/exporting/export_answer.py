"""The models of a project that can be asked about the whole survey: runs, and the layers that the window has at hand."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.passes.two_passes import chosen_passes
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Progress
from seisviewer.project.prediction_folders import LAYERS as AT_HAND
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, Geometry
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.layer_run import KIND as LAYERS
from seisviewer.workflows.layer_run import WITH_LAYERS, layer_predictor
from seisviewer.workflows.prediction import predictor_of
from seisviewer.workflows.runs.model_names import LIVE, LIVE_LAYERS, run_name


@dataclass(frozen=True)
class Answer:
    """A finished run, or a layer model that is no run. name: in words."""

    name: str
    run: Run | None = field(default=None, hash=False)  # what it has found out makes no hash
    layers: LayerPredictor | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, run: Run) -> Answer:
        return cls(run_name(run), run)

    @property
    def name_in_files(self) -> str:
        """The same for a file, in no user's language: a SEG-Y header has no letters but Latin ones."""
        if self.run is None:
            return "reflectors (live)"
        return f"{self.run.key} ({self.run.title})" if self.run.title else self.run.key

    @property
    def has_layers(self) -> bool:
        """Whether it knows boundaries between layers."""
        return self.run is None or self.run.kind in WITH_LAYERS

    @property
    def along_inlines_alone(self) -> bool:
        return self.run is None or self.run.kind == LAYERS

    def store(self, project: Project, geometry: Geometry) -> PredictionStore:
        """Where what it says is kept."""
        name = AT_HAND if self.run is None else self.run.number
        return PredictionStore(project.folder, name, geometry, read_only=project.read_only)

    def predictor(self, volume: Volume, device: str = "auto") -> SectionPredictor:
        return self.layers if self.run is None else predictor_of(self.run, volume, device)

    def layer_predictor(self, volume: Volume) -> LayerPredictor:
        """Raises BadRequest for a run without layers."""
        if not self.has_layers:
            raise BadRequest(
                tr("{name} holds no layers: choose another model, or leave horizons out.").format(name=self.name)
            )
        return self.layers if self.run is None else layer_predictor(self.run, volume)

    def lines_asked(self, geometry: Geometry, wanted: np.ndarray) -> dict[Direction, np.ndarray]:
        """Bool over the lines of each direction: those it looks along for the traces that are wanted, bool (inlines,
        crosslines)."""
        by_inline, by_crossline = chosen_passes(geometry)
        if self.along_inlines_alone:
            by_inline, by_crossline = geometry.live, np.zeros_like(geometry.live)
        return dict(zip(LINES, ((by_inline & wanted).any(axis=1), (by_crossline & wanted).any(axis=0)), strict=True))

    def lines_missing(self, geometry: Geometry, wanted: np.ndarray, outlook: Outlook | None) -> int:
        """How many of these are not stored by this very model; all where nothing is known of what is."""
        missing = 0
        for direction, asked in self.lines_asked(geometry, wanted).items():
            known = outlook is not None and bool(outlook.key)
            stored = outlook.store.coverage(direction).current(outlook.key) if known else np.zeros_like(asked)
            missing += int((asked & ~stored).sum())
        return missing


@dataclass(frozen=True)
class Outlook:
    """store: what the model has predicted, loaded. seconds: how long one more line takes. key: tells what this very model
    has predicted from what an earlier one did, "" where nothing tells."""

    store: PredictionStore
    seconds: float
    key: str


def outlook(project: Project, volume: Volume, answer: Answer) -> Generator[Progress, None, Outlook]:
    """What a model has predicted, and how long it takes over a line, measured on the middle one."""
    store = answer.store(project, volume.geometry)
    yield from store.load()
    predictor = answer.predictor(volume)
    lines = np.flatnonzero(volume.geometry.live.any(axis=1))
    line = volume.geometry.section(Direction.INLINE, int(lines[len(lines) // 2]))
    yield Progress(0, 0, tr("Timing {answer_name}").format(answer_name=answer.name))
    began = time.perf_counter()
    predictor.one_pass(line, volume.section(line))
    return Outlook(store, time.perf_counter() - began, predictor.key)


def answers(project: Project, layers: LayerPredictor | None = None) -> tuple[Answer, ...]:
    """The run in use, the layers at hand, then the finished runs, the newest first. Where live training left a run and
    others were trained, it comes last: it was made in a hurry."""
    chosen = project.chosen_run
    finished = [Answer.of(run) for run in reversed(project.runs()) if run.state == "finished"]
    finished.sort(key=lambda answer: answer.run.kind == LIVE)
    first = (Answer.of(chosen),) if chosen is not None else ()
    at_hand = (Answer(LIVE_LAYERS, layers=layers),) if layers is not None else ()
    return (*first, *at_hand, *(each for each in finished if each not in first))
