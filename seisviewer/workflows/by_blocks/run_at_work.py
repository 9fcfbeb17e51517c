"""A run of a project, opened by a worker once for all of its blocks."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from seisviewer.errors import BadRequest
from seisviewer.labels.rejection import Rejection
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.by_blocks.survey_at_work import require_same_slopes
from seisviewer.workflows.layer_run import WITH_LAYERS
from seisviewer.workflows.prediction import predictor_of, store_of
from seisviewer.workflows.survey_opening import open_path
from seisviewer.workflows.survey_slopes import kept_slopes

_kept = threading.local()  # a project belongs to the thread that opened it


@dataclass(frozen=True)
class RunOrder:
    """Which run answers, in plain values. job: tells one call of the user from another, so that workers that outlive it
    open anew what may have changed. labels_version: of the project. has_slopes: whether the slopes of the survey are
    known, which the layers then follow."""

    job: str
    project: str
    run: int
    labels_version: int
    has_slopes: bool
    device: str = "auto"

    @classmethod
    def of(cls, job: str, project: Project, volume: Volume, run: Run, device: str) -> RunOrder:
        has_slopes = run.kind in WITH_LAYERS and kept_slopes(volume) is not None
        return cls(job, str(project.folder), run.number, project.labels_version, has_slopes, device)


@dataclass
class RunAtWork:
    """What a worker holds: the survey, what was stored of the run, where classes are rejected."""

    order: RunOrder
    volume: Volume
    run: Run
    store: PredictionStore
    rejections: tuple[Rejection, ...] = field(repr=False)

    @cached_property
    def predictor(self) -> SectionPredictor:
        """Loaded when the first line is to be predicted: blocks that only put together what is stored need none."""
        return predictor_of(self.run, self.volume, self.order.device)

    @property
    def along_inlines_alone(self) -> bool:
        return isinstance(self.predictor, LayerPredictor)

    def close(self) -> None:
        self.volume.close()


def at_work(order: dict[str, object]) -> RunAtWork:
    """The run of an order (its values by name), as this thread holds it. Raises BadRequest where it is not the same here
    as where it was ordered."""
    asked = RunOrder(**order)
    held = getattr(_kept, "run", None)
    if held is None or held.order != asked:
        if held is not None:
            held.close()
        _kept.run = held = _opened(asked)
    return held


def _opened(order: RunOrder) -> RunAtWork:
    opened = drive(open_path(Path(order.project), edit=False))
    with closing(opened.project) as project:
        run = project.run(order.run)
        if project.labels_version != order.labels_version:
            opened.volume.close()
            raise BadRequest(tr("The labels were changed while the volume was predicted: repeat the command."))
        try:
            if run.kind in WITH_LAYERS:
                require_same_slopes(opened.volume, order.has_slopes)
        except BadRequest:
            opened.volume.close()
            raise
        store = store_of(project, opened.volume, run)
        return RunAtWork(order, opened.volume, run, store, tuple(project.snapshot().rejections))
