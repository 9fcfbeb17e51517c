"""How a network of first motions is taught."""

from __future__ import annotations

from dataclasses import dataclass

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

SCHEDULES = ("supervised", "st++")


@dataclass(frozen=True)
class MotionTeaching:
    """schedule: of SCHEDULES. steps: of the teacher; each student of ST++ takes as many. jitter: samples, standard deviation
    by which onsets are moved. certain: probability that a pseudo-label needs. held_out: share of the events that judges.
    noise: of the largest amplitude, most that students see added (ST++'s strong augmentation)."""

    schedule: str = "supervised"
    steps: int = 200
    batch: int = 32
    learning_rate: float = 3e-4
    jitter: float = 2.0
    certain: float = 0.9
    held_out: float = 0.3
    noise: float = 0.15
    seed: int = 0

    def check(self) -> None:
        """Raise BadRequest for settings that cannot be met."""
        if self.schedule not in SCHEDULES:
            raise BadRequest(
                tr("There is no schedule “{schedule}”: choose {schedules}.").format(
                    schedule=self.schedule, schedules=tr(" or ").join(SCHEDULES)
                )
            )
        if self.steps < 1 or self.batch < 2:
            raise BadRequest(tr("A training needs at least one step and two first motions a step."))
