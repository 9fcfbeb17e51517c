"""What training says while it runs. Frozen, small, safe to hand to another thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from seisviewer.learning.bootstrap_interval import ENOUGH_CLASSES, is_enough
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.structure.held_out_answers import HeldOutAnswers

Unit = TypeVar("Unit")
LEAST_VOXELS = 100  # of a class: about what a short stroke of a small brush covers


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
class HeldBackPaint:
    """What the models that follow are scored on. voxels: how many of each class number. painted: how many classes are
    painted in all. sections: on how many sections the voxels lie. strokes: of how many strokes they are."""

    voxels: Mapping[int, int]
    painted: int
    sections: int
    strokes: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether a score on it tells anything: strokes enough, of two classes that can be mistaken for one another."""
        classes = sum(count >= LEAST_VOXELS for count in self.voxels.values())
        return is_enough(self.strokes, classes)


@dataclass(frozen=True)
class HeldBackScored:
    """A model was scored on enough strokes held back. low, high: between them its score lies with 95 %, whole strokes drawn
    anew. version: of the model, 0 where it has none."""

    model: str
    version: int
    low: float
    high: float


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
class StudentRejected:
    """A student of ST++ does not replace its teacher: it was worse on the strokes held back, or, not could_tell, too few
    are held back to tell."""

    stage: str
    score: float | None
    teacher_score: float
    could_tell: bool = True


@dataclass(frozen=True)
class FusionJudged:
    """How good reflectors and network are, alone and together, on strokes that neither has learned: the share of them
    that each gets right, mean over the classes. share: what the network counts in the answer of both. strokes: how
    many. together_shown: whether both together answer on screen, and not the network alone. both_checked,
    network_checked: how sure and how right both, and the network alone, are on them."""

    layers: float
    network: float
    together: float
    share: float
    strokes: int
    together_shown: bool
    both_checked: HeldOutAnswers | None = field(default=None, repr=False, compare=False)
    network_checked: HeldOutAnswers | None = field(default=None, repr=False, compare=False)

    @property
    def can_tell(self) -> bool:
        """Whether the strokes, which are of two classes at least, are enough to tell anything."""
        return is_enough(self.strokes, ENOUGH_CLASSES)


@dataclass(frozen=True)
class SectionPredicted:
    """A line was predicted and can be drawn, tied with those that cross it. stored: it was read, and not made now."""

    prediction: SectionPass
    stored: bool = False


@dataclass(frozen=True)
class RoundTimeLeft:
    """Seconds until the ST++ round ends, with all the stages that are still to come."""

    seconds: float


@dataclass(frozen=True)
class RoundOutlook:
    """Seconds that an ST++ round would take if it began now, from what steps and predictions take on this machine."""

    seconds: float


@dataclass(frozen=True)
class RoundStarted:
    """An ST++ round begins or is gone on with. labels_version: of the labels that it learns. classes: those that its
    network has an output for."""

    name: str
    labels_version: int
    classes: tuple[int, ...]


@dataclass(frozen=True)
class RoundCutOff:
    """An ST++ round waits to be taken up in `stage`, which is `number` of `count`."""

    round: RoundStarted
    stage: str
    number: int
    count: int


@dataclass(frozen=True)
class RoundEnded:
    """An ST++ round ended: finished, or dropped by the user.

    shown: its student took the screen. score, shown_score: accuracy on held-back strokes (mean over classes) of the student
    and of the model that was on screen before; None where nothing is held back or nothing was on screen. earlier: it ended
    in an earlier session. could_tell: enough is held back for the scores to tell which is better.
    """

    name: str
    finished: bool
    shown: bool = False
    score: float | None = None
    shown_score: float | None = None
    earlier: bool = False
    could_tell: bool = True


@dataclass(frozen=True)
class Waiting:
    """Training cannot go on; `text` says what it waits for (two classes, the end of a pause)."""

    text: str
