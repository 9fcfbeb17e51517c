"""Which line to predict next: what is on screen first, then the lines that cross it, so that one answer a voxel is
shown."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from seisviewer.predictions.agreement import agreement
from seisviewer.predictions.fill_order import BLOCK, FillOrder
from seisviewer.predictions.passes.kept_passes import BUDGET
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.passes.two_passes import alike
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId

HISTORY = 3
REMEMBERED = 24
CALM = 0.5  # seconds without another wish before lines are filled in: who steps through lines waits for none of them
NEVER = (-1, 0)  # versions of the labels and of the model that no pass has
FILLED = 0.8  # of the bytes that may be kept; the rest is for the lines that are stepped to


class Screen:
    """Keeps which model version last predicted each line.

    budget: bytes of passes that the window keeps; more than fit there are not filled in. filled: the directions whose lines
    are filled in.
    """

    def __init__(self, geometry: Geometry, budget: int = BUDGET, filled: tuple[Direction, ...] = LINES) -> None:
        self._geometry = geometry
        self._budget = budget
        self._directions = filled
        self._made: dict[SectionId, tuple[int, int]] = {}  # versions of the labels and of the model
        self._wanted: tuple[SectionId, ...] = ()
        self._crosshair = (0, 0)
        self._wanted_at = 0.0
        self._order = FillOrder(geometry)
        self._around: list[SectionId] = []  # all lines that tie what is on screen
        self._filled = 0
        self._earlier: dict[SectionId, deque[np.ndarray]] = {}
        self._compared: dict[SectionId, int] = {}  # version of the model

    def want(self, sections: tuple[SectionId, ...], crosshair: tuple[int, int]) -> None:
        """What the window shows, the most wanted first, and the indices of the inline and crossline of its crosshair."""
        if (sections, crosshair) != (self._wanted, self._crosshair):
            self._wanted, self._crosshair, self._wanted_at = sections, crosshair, time.monotonic()
            self._around = self._order.around(sections, crosshair)

    def fill_along(self, directions: tuple[Direction, ...]) -> None:
        """Fill in the lines of these directions from now on."""
        self._directions = directions

    def forget(self, sections: Iterable[SectionId]) -> None:
        """The window has dropped the passes over these lines to make room."""
        for section in sections:
            self._made.pop(section, None)
            self._compared.pop(section, None)

    def next_to_compare(self, version: int) -> SectionId | None:
        """The most wanted line on which the checkpoints of the round that made `version` are not compared yet, or None."""
        for section in self._wanted:
            if section.direction in LINES and self._compared.get(section) != version:
                return section
        return None

    def compared(self, section: SectionId, version: int) -> None:
        """Note that the checkpoints were compared on a line."""
        self._compared[section] = version

    def next_on_screen(self, labels_version: int, version: int) -> SectionId | None:
        """The most wanted line that the model of these versions has not predicted, or None."""
        for section in self._wanted:
            if section.direction in LINES and self._made.get(section, NEVER) != (labels_version, version):
                return section
        return None

    @property
    def is_calm(self) -> bool:
        """Whether the user has stayed where they are for a moment."""
        return time.monotonic() - self._wanted_at >= CALM

    def next_to_fill(self, labels_version: int, version: int, channels: int) -> SectionId | None:
        """A line that ties what is on screen, or None. labels_version, version, channels: of the model on screen.

        In turn a block of the nearest lines whose pass does not count beside one of that model, so that what is looked at
        is tied, and a block of the nearest that were never predicted, so that a time slice fills up while strokes come.
        Where all count, the line longest out of date.
        """
        lines = self._that_fit(channels)
        # Asked once a pair of versions, not once a line: there are hundreds of lines and a few versions, and while Python
        # counts here the window waits for its lock.
        counts = {made: alike(*made, labels_version, version) for made in {NEVER, *self._made.values()}}
        useless = [line for line in lines if not counts[self._made.get(line, NEVER)]]
        if useless:
            in_block, self._filled = self._filled // BLOCK, self._filled + 1
            new = (line for line in useless if line not in self._made)
            return next(new, useless[0]) if in_block % 2 else useless[0]
        outdated = [line for line in lines if self._made[line] != (labels_version, version)]
        return min(outdated, key=lambda line: self._made[line], default=None)

    def _that_fit(self, channels: int) -> list[SectionId]:
        """The lines to fill in, the nearest first, as far as their passes can be kept."""
        room, lines = FILLED * self._budget, []
        for line in self._around:
            if line.direction not in self._directions:
                continue
            room -= channels * math.prod(self._geometry.section_shape(line.direction))
            if room < 0:
                break
            lines.append(line)
        return lines

    def done(self, made: SectionPass) -> SectionPass:
        """Note a pass; returns it with its stability: the share of the model's last versions (three at most) that gave the
        same class, or None for the first one. Kept for the lines that were on screen last."""
        section = made.section
        self._made[section] = (made.labels_version, made.model_version)
        if section not in self._wanted:
            return made
        earlier = self._earlier.pop(section, deque(maxlen=HISTORY))
        classes = made.classes
        if earlier:
            of = (
                tr("this and the last {count} versions").format(count=len(earlier))
                if len(earlier) > 1
                else tr("this and the last version")
            )
            made = replace(made, stability=agreement(classes, earlier), stability_of=of)
        earlier.append(classes)
        self._earlier[section] = earlier
        while len(self._earlier) > REMEMBERED:
            del self._earlier[next(iter(self._earlier))]
        return made
