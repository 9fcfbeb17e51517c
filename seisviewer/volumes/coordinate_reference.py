"""What the coordinates of a survey are: their unit, and the coordinate reference system that the user or the file names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

DEGREES = "°"
UNITS = {"metre": "m", "meter": "m", "foot": "ft", "US survey foot": "ft", "degree": DEGREES}
EPSG = re.compile(r"\bEPSG(?:[\s:]|CODE|NO\.?)*(\d{4,5})\b", re.IGNORECASE)


@dataclass(frozen=True)
class CoordinateReference:
    """unit: "m", "ft" or "°", None where it is not stated. stored_as: how the file has them where that is another unit.
    system: name and code of the coordinate reference system, "" where nobody named one."""

    unit: str | None = None
    stored_as: str = ""
    system: str = ""

    @property
    def is_geographic(self) -> bool:
        """Whether coordinates are longitudes and latitudes, in degrees."""
        return self.unit == DEGREES

    @property
    def axis_names(self) -> tuple[str, str]:
        """Of the axes to the east and to the north, with their unit."""
        if self.is_geographic:
            return tr("Longitude (°)"), tr("Latitude (°)")
        unit = f" ({self.unit})" if self.unit else ""
        return f"X{unit}", f"Y{unit}"

    @property
    def decimals(self) -> int:
        """Digits behind the point that tell a centimetre."""
        return 7 if self.is_geographic else 2

    def in_words(self) -> str:
        """System and unit in one line, "" where nothing is known."""
        return ", ".join(part for part in (self.system, self.unit) if part)


@dataclass(frozen=True)
class CoordinateSystem:
    """A coordinate reference system as it is shown, with its unit ("m", "ft" or "°"; None for others)."""

    name: str
    unit: str | None


@cache
def system_named(text: str) -> CoordinateSystem:
    """The system of an EPSG code (`23031`, `EPSG:23031`) or of a name (`ED50 / UTM zone 31N`).

    Raises BadRequest where there is no such system.
    """
    from pyproj import CRS  # half a second, which only those wait for who name a system
    from pyproj.exceptions import CRSError

    wanted = text.strip()
    try:
        found = CRS.from_user_input(int(wanted) if wanted.isdecimal() else wanted)
    except CRSError as error:
        raise BadRequest(
            tr(
                "“{text}” names no coordinate reference system: give its EPSG code, such as EPSG:23031, "
                "or its name, such as ED50 / UTM zone 31N."
            ).format(text=text)
        ) from error
    authority = found.to_authority()
    code = f" ({':'.join(authority)})" if authority else ""
    unit = found.axis_info[0].unit_name if found.axis_info else ""
    return CoordinateSystem(f"{found.name}{code}", UNITS.get(unit))


def system_in_text(text: str) -> CoordinateSystem | None:
    """The system whose EPSG code stands in a text header, where it names one and no other."""
    codes = set(EPSG.findall(text))
    if len(codes) != 1:
        return None
    try:
        return system_named(codes.pop())
    except BadRequest:
        return None
