"""What the training panel shows, as one value that each event turns into the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from seisviewer.learning.events import (
    FusionJudged,
    HeldBackPaint,
    HeldBackScored,
    Loss,
    ModelReady,
    ModelRejected,
    RankedUnit,
    RoundCutOff,
    RoundEnded,
    RoundOutlook,
    RoundStarted,
    RoundTimeLeft,
    StabilityRanked,
    StageStarted,
    Waiting,
)
from seisviewer.progress import Notice, Progress


class Phase(Enum):
    """What live training does, in the words of the panel."""

    OFF = "off"
    STARTING = "starting"
    RUNNING = "learning"
    PAUSED = "paused"
    FINISHING = "finishing the round"
    STOPPING = "stopping"


@dataclass(frozen=True)
class PaintNow:
    """The labels of the project as they are. version: theirs. classes: the numbers of those painted."""

    version: int = 0
    classes: tuple[int, ...] = ()


@dataclass(frozen=True)
class LiveStatus:
    """stage: name of what is being trained; in a round it is `stage_number` of `stage_count`, else both are 0.

    step of steps (0 where training never ends). seconds_left: of a round, with all its stages; None where unknown.
    model, version, labels_version, score: of the model on screen ("" before the first). scored: how far the scores of
    the models that were scored last can be believed, newest first. held_back: what scores rest on.
    fusion: how good it is with the layers, where that was judged. refused: a newer model that stayed off the screen,
    until one is taken. waiting: what training waits for. device: what it computes on and why. ranking: the sections of
    a round, most stable first. round: the one that ran last. last_round: what became of the last one that ended.
    cut_off: one that waits to be taken up. paint: what there is to learn. outlook: seconds that a round would take, None
    where nothing tells. slower: steps take longer than when `seconds_left`, or without a round `outlook`, was first told.
    """

    phase: Phase = Phase.OFF
    stage: str = ""
    stage_number: int = 0
    stage_count: int = 0
    step: int = 0
    steps: int = 0
    loss: float | None = None
    seconds_left: float | None = None
    in_round: bool = False
    model: str = ""
    version: int = 0
    labels_version: int = 0
    score: float | None = None
    scored: tuple[HeldBackScored, ...] = ()
    held_back: HeldBackPaint | None = None
    fusion: FusionJudged | None = None
    refused: ModelRejected | None = None
    waiting: str = ""
    device: str = ""
    progress: str = ""
    ranking: tuple[RankedUnit, ...] = ()
    round: RoundStarted | None = None
    last_round: RoundEnded | None = None
    cut_off: RoundCutOff | None = None
    paint: PaintNow = PaintNow()
    outlook: float | None = None
    slower: bool = False

    @property
    def score_interval(self) -> HeldBackScored | None:
        """How far the score of the model on screen can be believed."""
        mine = (each for each in self.scored if (each.model, each.version) == (self.model, self.version))
        return next(mine, None)

    @property
    def is_on(self) -> bool:
        return self.phase is not Phase.OFF

    @property
    def is_learning(self) -> bool:
        """Whether something is learned now."""
        return self.is_on and (self.phase is not Phase.PAUSED or self.in_round)

    @property
    def can_pause(self) -> bool:
        """Whether training can be held or let go on."""
        return self.phase in (Phase.RUNNING, Phase.PAUSED)

    @property
    def can_improve(self) -> bool:
        """Whether an ST++ round can begin, as far as training is concerned."""
        return self.phase in (Phase.OFF, Phase.RUNNING, Phase.PAUSED) and not self.in_round

    @property
    def can_finish(self) -> bool:
        return self.in_round and self.phase in (Phase.RUNNING, Phase.PAUSED)

    @property
    def can_drop(self) -> bool:
        has_one = self.in_round or self.cut_off is not None
        return has_one and self.phase in (Phase.RUNNING, Phase.PAUSED, Phase.FINISHING)


def after(status: LiveStatus, event: Any) -> LiveStatus:
    """The status once `event` has happened; events that say nothing about training leave it as it is."""
    match event:
        case RoundStarted():
            return replace(status, round=event)
        case StageStarted(name, number, count):
            return replace(
                status, stage=name, stage_number=number, stage_count=count, in_round=count > 0, step=0, steps=0, loss=None,
                waiting="", progress="", cut_off=None,
            )  # fmt: skip
        case Loss(steps=0) if status.in_round:
            return status  # the live model takes turns with the round; the panel follows the round
        case Loss(stage, step, steps, loss):
            return replace(_running(status), stage=stage, step=step, steps=steps, loss=loss)
        case RoundOutlook(seconds):
            return replace(status, outlook=seconds)
        case RoundTimeLeft(seconds):
            return replace(status, seconds_left=seconds)
        case ModelReady(model, version, labels_version, score):
            return replace(
                _running(status), model=model, version=version, labels_version=labels_version, score=score, refused=None
            )
        case HeldBackScored():
            return replace(status, scored=(event, *status.scored[:1]))
        case HeldBackPaint():
            return replace(status, held_back=event)
        case FusionJudged():
            return replace(status, fusion=event)
        case ModelRejected():
            return replace(status, refused=event)
        case StabilityRanked(units):
            return replace(status, ranking=units)
        case RoundEnded():
            return replace(
                status, in_round=False, stage_number=0, stage_count=0, step=0, steps=0, seconds_left=None, slower=False,
                last_round=event, cut_off=None,
            )  # fmt: skip
        case RoundCutOff():
            return replace(status, cut_off=event)
        case Waiting(text):
            return replace(_running(status), waiting=text, seconds_left=None)
        case Notice(text):
            return replace(status, device=status.device or text)  # the first thing training says
        case Progress(done, total, message):
            share = f" {100 * done // total} %" if total else ""
            return replace(status, progress=f"{message[:1].upper()}{message[1:]}{share}")
    return status


def ended(status: LiveStatus) -> LiveStatus:
    """The status once training is off: what it left on screen is still there, and a round that ran can be taken up."""
    cut_off = status.cut_off
    if status.in_round and status.round is not None:
        cut_off = RoundCutOff(status.round, status.stage, status.stage_number, status.stage_count)
    return LiveStatus(
        model=status.model,
        version=status.version,
        labels_version=status.labels_version,
        score=status.score,
        scored=status.scored,
        held_back=status.held_back,
        fusion=status.fusion,
        ranking=status.ranking,
        last_round=status.last_round,
        cut_off=cut_off,
        paint=status.paint,
        outlook=status.outlook,
    )


def _running(status: LiveStatus) -> LiveStatus:
    """Starting is over at the first sign of life; pausing and stopping are the user's and stay."""
    phase = Phase.RUNNING if status.phase is Phase.STARTING else status.phase
    return replace(status, phase=phase, waiting="", progress="")
