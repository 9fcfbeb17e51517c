"""Lines predicted in the background that wait until there is a block of them to be shown at once."""

from __future__ import annotations

from seisviewer.predictions.fill_order import BLOCK
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.volumes.geometry import Direction, SectionId


class HeldPasses:
    """Neighbouring lines of one direction, as they are filled in. Shown one by one, their averages with the lines that
    cross them would stand beside what one direction says alone, like the teeth of a comb that the rock does not have."""

    def __init__(self) -> None:
        self._passes: dict[SectionId, SectionPass] = {}

    def __contains__(self, section: SectionId) -> bool:
        return section in self._passes

    def __bool__(self) -> bool:
        return bool(self._passes)

    def ends_with(self, direction: Direction) -> bool:
        """Whether a line of this direction begins another block."""
        return any(section.direction is not direction for section in self._passes)

    @property
    def is_whole(self) -> bool:
        return len(self._passes) >= BLOCK

    def hold(self, newer: SectionPass) -> None:
        self._passes[newer.section] = newer

    def take(self) -> list[SectionPass]:
        """All of them, oldest first; none are held any more."""
        taken, self._passes = list(self._passes.values()), {}
        return taken
