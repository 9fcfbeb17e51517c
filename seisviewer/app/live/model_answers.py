"""What one of the models has said about the survey on the desk."""

from __future__ import annotations

from seisviewer.app.live.held_passes import HeldPasses
from seisviewer.predictions.passes.kept_passes import KeptPasses
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.volumes.geometry import Geometry, SectionId


class ModelAnswers:
    """passes: those that count. held: those that wait for a block of them."""

    def __init__(self, geometry: Geometry, budget: int) -> None:
        self.passes = KeptPasses(geometry, budget)
        self.held = HeldPasses()
        self._gone: list[SectionId] = []

    def __bool__(self) -> bool:
        return len(self.passes) > 0

    @property
    def labels_version(self) -> int | None:
        """Of the newest labels that it has answered with, None where it has not said anything."""
        newest = self.passes.newest
        return newest.labels_version if newest is not None else None

    def put(self, newer: SectionPass) -> None:
        """Let a pass count."""
        self._gone += self.passes.put(newer)

    def put_held(self) -> None:
        """Let those that wait count."""
        for held in self.held.take():
            self.put(held)

    def take_gone(self) -> tuple[SectionId, ...]:
        """The lines whose passes had to make room since the last call."""
        gone, self._gone = tuple(self._gone), []
        return gone
