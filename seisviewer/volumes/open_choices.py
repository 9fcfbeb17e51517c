"""What a user may say about a survey that is to be opened, instead of what its file says."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.coordinate_reference import system_named
from seisviewer.volumes.segy.sample_formats import format_named

if TYPE_CHECKING:
    from seisviewer.volumes.segy.header_bytes import HeaderBytes, NamedBytes

UNITS = ("ms", "m", "ft")
LARGEST_SCALAR = 1_000_000_000


@dataclass(frozen=True)
class ArrayAxes:
    """What the axes of an array are. order: a permutation of "i" inlines, "x" crosslines and "s" samples; of a 2D array
    (one line) the "i" is left out. interval, start: of the samples, in unit ("ms", "m" or "ft")."""

    order: str = "ixs"
    inline_start: int = 1
    inline_step: int = 1
    crossline_start: int = 1
    crossline_step: int = 1
    interval: float = 4.0
    start: float = 0.0
    unit: str = "ms"

    def __post_init__(self) -> None:
        if sorted(self.order) != ["i", "s", "x"]:
            raise BadRequest(
                tr("“{order}” is no order of axes: write i, x and s once each, for instance ixs.").format(
                    order=self.order
                )
            )
        if self.inline_step < 1 or self.crossline_step < 1:
            raise BadRequest(tr("The steps of inline and crossline numbers have to be 1 or more."))
        if not self.interval > 0:
            raise BadRequest(tr("The sample interval has to be more than 0."))


@dataclass(frozen=True)
class OpenChoices:
    """What the user chose instead of what the file says or a guess would give; None leaves it to the file.

    headers: bytes of the SEG-Y line numbers and coordinates, all or some of them. axes: what the axes of a .npy array
    are. unit: "ms", "m" or "ft" of the vertical axis. interval: its sample interval in that unit. format: of the SEG-Y
    samples, one of `sample_formats.OPTIONS`. line: number of one of several 2D lines in a SEG-Y file. crs: coordinate
    reference system, an EPSG code or a name. coordinate_scalar: of X and Y as in bytes 71–72 of a trace header, where a
    negative one divides. variable: the array of a Zarr store that holds several.
    """

    headers: HeaderBytes | NamedBytes | None = None
    axes: ArrayAxes | None = None
    unit: str | None = None
    interval: float | None = None
    format: str | None = None
    line: int | None = None
    crs: str | None = None
    coordinate_scalar: int | None = None
    variable: str | None = None

    def __post_init__(self) -> None:
        if self.format is not None:
            format_named(self.format)
        if self.crs is not None:
            system_named(self.crs)
        if self.unit is not None and self.unit not in UNITS:
            raise BadRequest(tr("“{unit}” is no unit of a vertical axis: choose ms, m or ft.").format(unit=self.unit))
        if self.interval is not None and not 0 < self.interval < math.inf:
            raise BadRequest(
                tr("A sample interval of {interval:g} makes no survey: choose a positive one.").format(
                    interval=self.interval
                )
            )
        scalar = self.coordinate_scalar
        if scalar is not None and (not isinstance(scalar, int) or not 0 < abs(scalar) <= LARGEST_SCALAR):
            raise BadRequest(
                tr(
                    "A coordinate scalar of {scalar} makes no coordinates: name one such as 10, which "
                    "multiplies, or -100, which divides."
                ).format(scalar=scalar)
            )
        if self.line is not None and not isinstance(self.line, int):
            raise BadRequest(tr("“{line}” is no number of a line.").format(line=self.line))


class Choices(TypedDict, total=False):
    """The same by name, as who opens a survey is given them."""

    headers: HeaderBytes | NamedBytes | None
    axes: ArrayAxes | None
    unit: str | None
    interval: float | None
    format: str | None
    line: int | None
    crs: str | None
    coordinate_scalar: int | None
    variable: str | None


def choices_to_json(choices: OpenChoices) -> dict[str, Any]:
    """What was chosen, as JSON values."""
    given = {name: value for name, value in vars(choices).items() if value is not None}
    return {name: asdict(value) if name in ("headers", "axes") else value for name, value in given.items()}


def choices_from_json(choices: dict[str, Any]) -> dict[str, Any]:
    """The other way round, by name. Raises BadRequest, TypeError or ValueError for what they cannot be."""
    from seisviewer.volumes.segy.header_bytes import HeaderBytes, NamedBytes

    def header_bytes(**named: int | None) -> HeaderBytes | NamedBytes:
        return NamedBytes(**named) if None in named.values() else HeaderBytes(**named)

    kinds = {"headers": header_bytes, "axes": ArrayAxes}
    made = {name: kinds[name](**value) if name in kinds else value for name, value in choices.items()}
    OpenChoices(**made)
    return made
