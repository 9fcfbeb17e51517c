"""How windows for an event detector are cut, and how it is trained. Importing this does not import torch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WindowPlan:
    """seconds: length of a window. first, last: where in it an arrival may stand, seconds from its start. noise: windows of
    noise to an event. before, after: seconds around an arrival that count as the event's, and hold no noise."""

    seconds: float = 10.0
    first: float = 0.5
    last: float = 3.5
    noise: int = 3
    before: float = 5.0
    after: float = 40.0

    def samples(self, rate: float) -> int:
        return round(self.seconds * rate)

    def slack(self, rate: float) -> int:
        """Samples that a cut is longer than a window, so that the arrival can stand anywhere between first and last."""
        return round((self.last - self.first) * rate)


@dataclass(frozen=True)
class DetectorSettings:
    """steps, batch, rate: of the optimiser, Adam. decay: weight of the squared weights in the loss. gaussian: standard
    deviations of the noise that is added to a window, in parts of its peak; one of them or none is drawn each time."""

    steps: int = 2000
    batch: int = 64
    rate: float = 2e-3
    decay: float = 1e-4
    gaussian: tuple[float, ...] = (0.02, 0.05)
    seed: int = 0
