"""When the live model may take the screen."""

from __future__ import annotations

import time

FIRST_STEPS = 8
REST = 50  # steps of the live model after an ST++ round, before it takes the screen again
SHORTEST, LONGEST = 1.0, 6.0  # seconds between two models on screen
LEAST_LEARNING = 0.4  # seconds


class ScreenPace:
    """When the live model may take the screen: after a few steps, then at growing intervals, sooner after a new stroke."""

    def __init__(self) -> None:
        self._published_at = 0.0
        self._interval = SHORTEST
        self.new_model()

    def new_model(self) -> None:
        """Another model begins to learn, at its step 0."""
        self._least_steps = FIRST_STEPS

    def new_labels(self) -> None:
        """A new stroke is learned for a moment before it is shown, but strokes in quick succession do not hold the
        screen up."""
        self._interval = SHORTEST
        self._published_at = max(self._published_at, time.monotonic() - SHORTEST + LEAST_LEARNING)

    def due(self, step: int) -> bool:
        """Whether the live model, at its step `step`, should be offered now."""
        return step >= self._least_steps and time.monotonic() - self._published_at >= self._interval

    def published(self) -> None:
        """The live model was offered."""
        self._published_at = time.monotonic()
        self._interval = min(LONGEST, self._interval * 1.5)

    def round_adopted(self, step: int) -> None:
        """The model of a round is on screen, and the live model goes on from it at `step`."""
        self._published_at = time.monotonic()
        self._least_steps = step + REST
