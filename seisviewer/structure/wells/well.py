"""What a well is: its head, its path, what was found along it, and how deep that lies in two-way time."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.structure.wells.well_path import StationKind, WellPath
from seisviewer.translation import tr

HIGHEST_WELL = 9999
LONGEST_NAME = 200
DEEPEST = 20_000.0  # metres along a well: the longest ever drilled has 15,000
LONGEST_TIME = 60_000.0  # ms
MOST_STATIONS, MOST_MARKERS, MOST_LOGS, MOST_LOG_POINTS = 100_000, 10_000, 1000, 5_000_000
TAILS = 0.02  # share of a log's values at either end that its range leaves out
MOST_VALUES = 40  # different ones of a log that names facies
COLOUR = re.compile(r"#[0-9a-f]{6}$", re.IGNORECASE)


@dataclass(frozen=True)
class Marker:
    """A place that was recognised in a well. md: measured depth in metres below the kelly bushing."""

    name: str
    md: float


@dataclass(frozen=True)
class WellLog:
    """A curve along a well. md: float64 (points,), metres below the kelly bushing, rising. values: float32 (points,), NaN
    where nothing was measured. unit: as its file has it."""

    name: str
    unit: str
    md: np.ndarray = field(repr=False, compare=False)
    values: np.ndarray = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        self.md.setflags(write=False)
        self.values.setflags(write=False)

    @cached_property
    def range(self) -> tuple[float, float]:
        """The values between which nearly all lie: all but 2 % at either end, of facies all; the second is the higher."""
        known = self.values[np.isfinite(self.values)]
        if not known.size:
            return 0.0, 1.0
        tails = (0.0, 1.0) if self.facies else (TAILS, 1 - TAILS)
        low, high = (float(each) for each in np.quantile(known, tails))
        return (low, high) if high > low else (low - 0.5, low + 0.5)

    @cached_property
    def facies(self) -> tuple[int, ...]:
        """The numbers that a discrete log has, rising; none where its values are no few whole numbers."""
        known = self.values[np.isfinite(self.values)]
        numbers = np.unique(known[:1000]) if known.size else known
        if not known.size or len(numbers) > MOST_VALUES or (known != np.rint(known)).any():
            return ()
        numbers = np.unique(known)
        return tuple(map(int, numbers)) if len(numbers) <= MOST_VALUES and np.abs(numbers).max() < 1e6 else ()


@dataclass(frozen=True)
class Well:
    """x, y: of the well head, in the survey's coordinates. kb: metres of the kelly bushing, from which depths are measured,
    above mean sea level; None where nobody said. times: float64 (points, 2), true vertical depth in metres below the kelly
    bushing and two-way time in ms, both rising; (0, 2) without a time–depth table. colour: as “#ffd400”. source: where it
    comes from, in words. number: stays the same through every change; it, id and action are 0 until a project has stored it.
    """

    name: str
    colour: str
    x: float
    y: float
    path: WellPath = field(compare=False)
    kb: float | None = None
    times: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)), repr=False, compare=False)
    markers: tuple[Marker, ...] = ()
    logs: tuple[WellLog, ...] = ()
    source: str = ""
    number: int = 0
    id: int = 0
    action: int = 0

    def __post_init__(self) -> None:
        self.times.setflags(write=False)

    def log(self, name: str) -> WellLog | None:
        """The log of a name, if there is one."""
        return next((each for each in self.logs if each.name == name), None)


def check_well(well: Well) -> None:
    """Raises LabelsError for a well that cannot be one."""
    name = f"“{well.name}”"
    _check_text(well.name, "A well")
    if not COLOUR.match(well.colour):
        raise LabelsError(tr("“{colour}” is no colour of a well: write it like #ffd400.").format(colour=well.colour))
    if not all(map(math.isfinite, (well.x, well.y, well.kb or 0.0))) or abs(well.kb or 0.0) > DEEPEST:
        raise LabelsError(
            tr("The head of {name} lies nowhere: give its x, y and kelly bushing as numbers.").format(name=name)
        )
    stations, columns = well.path.stations, 3 if well.path.kind is StationKind.ANGLES else 4
    if stations.ndim != 2 or stations.shape[1] != columns or not 2 <= len(stations) <= MOST_STATIONS:
        raise LabelsError(tr("The path of {name} needs at least two stations.").format(name=name))
    md = stations[:, 0]
    if not np.isfinite(stations).all() or not (np.diff(md) > 0).all() or md[0] < 0 or np.abs(stations).max() > 1e6:
        raise LabelsError(tr("The measured depths of {name} do not rise from station to station.").format(name=name))
    if md[-1] > DEEPEST:
        raise LabelsError(
            tr("{name} would be {md:.0f} km long: its depths are in another unit than was said.").format(
                name=name, md=md[-1] / 1000
            )
        )
    _check_times(well.times, name)
    if len(well.markers) > MOST_MARKERS or len(well.logs) > MOST_LOGS:
        raise LabelsError(tr("{name} has more markers or logs than a well can have.").format(name=name))
    for marker in well.markers:
        _check_text(marker.name, tr("A marker of {name}").format(name=name))
        if not abs(marker.md) <= DEEPEST:
            raise LabelsError(
                tr("The marker “{marker_name}” of {name} lies at no depth of a well.").format(
                    marker_name=marker.name, name=name
                )
            )
    for log in well.logs:
        _check_text(log.name, tr("A log of {name}").format(name=name))
        whole = log.md.shape == log.values.shape and log.md.ndim == 1 and 1 <= len(log.md) <= MOST_LOG_POINTS
        if not whole or log.values.dtype != np.float32 or not np.isfinite(log.md).all() or np.isinf(log.values).any():
            raise LabelsError(
                tr("The log “{log_name}” of {name} is not one value at each depth.").format(
                    log_name=log.name, name=name
                )
            )
        if not (np.diff(log.md) > 0).all() or np.abs(log.md).max() > DEEPEST:
            raise LabelsError(
                tr("The depths of the log “{log_name}” of {name} do not rise, or are none of a well.").format(
                    log_name=log.name, name=name
                )
            )


def _check_times(times: np.ndarray, name: str) -> None:
    if times.ndim != 2 or times.shape[1] != 2 or len(times) == 1 or len(times) > MOST_STATIONS:
        raise LabelsError(tr("The time–depth table of {name} needs at least two points.").format(name=name))
    if not len(times):
        return
    far = np.abs(times[:, 0]).max() > DEEPEST or np.abs(times[:, 1]).max() > LONGEST_TIME
    if not np.isfinite(times).all() or not (np.diff(times, axis=0) > 0).all() or far:
        raise LabelsError(tr("Depths and times of the time–depth table of {name} do not both rise.").format(name=name))


def _check_text(text: str, what: str) -> None:
    if not text.strip() or len(text) > LONGEST_NAME or not text.isprintable():
        raise LabelsError(
            tr("{what} needs a name of at most {longest_name} letters on one line.").format(
                what=what, longest_name=LONGEST_NAME
            )
        )
