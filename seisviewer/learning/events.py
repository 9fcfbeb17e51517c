"""What training says while it runs. Frozen, small, safe to hand to another thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from seisviewer.predictions.section_pass import SectionPass

Unit = TypeVar("Unit")


@dataclass(frozen=True)
class StageStarted:
    """A stage of an ST++ round begins; `number` of `count`."""

    name: str
    number: int
    count: int


@dataclass(frozen=True)
class Loss:
    """One report of the training loss, averaged since the last one; steps is 0 where training never ends."""

    stage: str
    step: int
    steps: int
    loss: float
    seconds_left: float | None = None


@dataclass(frozen=True)
class RankedUnit(Generic[Unit]):
    """unit: what was ranked, a section or the name of a window. stability: s_i of ST++ divided by K - 1, so 0–1.
    reliable: in the half that the first student learns from."""

    unit: Unit
    stability: float
    reliable: bool


@dataclass(frozen=True)
class StabilityRanked(Generic[Unit]):
    """The unlabelled units, most stable first."""

    units: tuple[RankedUnit[Unit], ...]


@dataclass(frozen=True)
class ModelReady:
    """A model took its place on screen. score: accuracy on held-back strokes (mean over classes), None without any."""

    model: str
    version: int
    labels_version: int
    score: float | None


@dataclass(frozen=True)
class ModelRejected:
    """A model stayed off the screen because it was worse on the strokes held back."""

    model: str
    score: float
    shown_score: float


@dataclass(frozen=True)
class SectionPredicted:
    """A line was predicted and can be drawn, tied with those that cross it."""

    prediction: SectionPass


@dataclass(frozen=True)
class RoundEnded:
    """An ST++ round ended: finished, or stopped by the user."""

    finished: bool


@dataclass(frozen=True)
class Waiting:
    """Training cannot go on; `text` says what it waits for (two classes, the end of a pause)."""

    text: str
