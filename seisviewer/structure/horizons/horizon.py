"""What a horizon is: one depth at each place of a survey's grid, with a name, a colour and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId

HIGHEST_HORIZON = 9999
LONGEST_NAME = 200
FARTHEST = 10  # lengths of the survey's samples, farther from which no horizon lies
COLOURS = ("#ffd400", "#00d5ff", "#ff5fb0", "#7dff4d", "#ff9326", "#b48cff", "#ff5347", "#3fe0b0", "#f4f1c0", "#7fa8ff")
COLOUR = re.compile(r"#[0-9a-f]{6}$", re.IGNORECASE)


class Event(StrEnum):
    """What of the wavelet a horizon lies on; the zero crossings by what the amplitudes become downward. NONE: not known."""

    PEAK = "peak"
    TROUGH = "trough"
    ZERO_UP = "zero, negative to positive"
    ZERO_DOWN = "zero, positive to negative"
    NONE = "none"


@dataclass(frozen=True)
class HorizonPick:
    """A place that a person picked. inline, crossline: indices; depth: in samples, as in a horizon."""

    inline: int
    crossline: int
    depth: float


@dataclass(frozen=True)
class Horizon:
    """depths: float32 (inlines, crosslines), in samples, the middle of sample 7 at 7.0; NaN where it is not defined.

    colour: as “#ffd400”. picks: what it was tracked from. event: what they lie on. source: how it was made, in words
    (“tops.txt”, “tracked from 5 picks”). number: stays the same through every change; it, id and action are 0 until a
    project has stored it.
    """

    name: str
    colour: str
    depths: np.ndarray = field(repr=False, compare=False)
    picks: tuple[HorizonPick, ...] = ()
    event: Event = Event.NONE
    source: str = ""
    number: int = 0
    id: int = 0
    action: int = 0

    def __post_init__(self) -> None:
        self.depths.setflags(write=False)

    @property
    def count(self) -> int:
        """How many places it is defined at."""
        return int(np.count_nonzero(np.isfinite(self.depths)))

    def on_line(self, geometry: Geometry, section: SectionId) -> np.ndarray:
        """Depths along an inline or crossline, float32 (traces,)."""
        index = geometry.index(section)
        return self.depths[index] if section.direction is Direction.INLINE else self.depths[:, index]

    def with_depths(self, depths: np.ndarray, picks: tuple[HorizonPick, ...] | None = None) -> Horizon:
        """The same horizon elsewhere. depths: a new array; picks: None to keep those it has."""
        return replace(self, depths=depths.astype(np.float32), picks=self.picks if picks is None else picks)


def check_horizon(geometry: Geometry, horizon: Horizon) -> None:
    """Raises LabelsError for a horizon that cannot be of this survey."""
    if not horizon.name.strip() or len(horizon.name) > LONGEST_NAME or not horizon.name.isprintable():
        raise LabelsError(
            tr("A horizon needs a name of at most {longest_name} letters on one line.").format(
                longest_name=LONGEST_NAME
            )
        )
    if not COLOUR.match(horizon.colour):
        raise LabelsError(
            tr("“{colour}” is no colour of a horizon: write it like #ffd400.").format(colour=horizon.colour)
        )
    if horizon.depths.shape != geometry.live.shape or horizon.depths.dtype != np.float32:
        raise LabelsError(
            tr("“{horizon_name}” has another grid than the survey: import it again.").format(horizon_name=horizon.name)
        )
    most = FARTHEST * geometry.samples.count
    if np.isinf(horizon.depths).any() or (np.abs(horizon.depths) > most).any():
        raise LabelsError(
            tr("“{horizon_name}” lies far outside the survey: its depths must be samples.").format(
                horizon_name=horizon.name
            )
        )
    inlines, crosslines = geometry.live.shape
    for pick in horizon.picks:
        inside = 0 <= pick.inline < inlines and 0 <= pick.crossline < crosslines and abs(pick.depth) <= most
        if not inside:
            raise LabelsError(
                tr("A pick of “{horizon_name}” lies outside the survey.").format(horizon_name=horizon.name)
            )


def free_name(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, with a number behind it where a horizon has that name already."""
    wanted = " ".join(wanted.split())[:LONGEST_NAME] or tr("Horizon")
    known = {name.casefold() for name in taken}
    name, number = wanted, 2
    while name.casefold() in known:
        name, number = f"{wanted[: LONGEST_NAME - 6]} {number}", number + 1
    return name


def free_colour(horizons: Iterable[Horizon]) -> str:
    """A colour that the fewest of these have."""
    used = [each.colour.lower() for each in horizons]
    return min(COLOURS, key=used.count)
