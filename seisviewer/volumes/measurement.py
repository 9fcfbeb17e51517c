"""How far two points of a section lie from one another: along the line, downward, and how steeply."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.section_lengths import (
    LengthUnit,
    grid_places,
    length_text,
    length_unit,
    sample_metres,
    trace_places,
)

Place = tuple[float, float]  # fractional row and column of a section
LEAST = 1e-9


@dataclass(frozen=True)
class Measurement:
    """along: length along the line, or between the points of a time slice, in `unit`. down: difference along the samples in
    `down_unit`, positive downward; None on a time slice. thickness: the same in metres, None where nobody knows. dip:
    degrees below the horizontal; None likewise. azimuth: degrees from north over east, of a time slice with coordinates.
    velocity: m/s that `thickness` and `dip` rest on, 0 where they need none."""

    along: float
    unit: LengthUnit
    down: float | None = None
    down_unit: str = "ms"
    thickness: float | None = None
    dip: float | None = None
    azimuth: float | None = None
    velocity: float = 0.0

    @property
    def lines(self) -> tuple[str, ...]:
        """In words, a line each."""
        said = [length_text(self.along, self.unit)]
        if self.azimuth is not None:
            said.append(tr("azimuth {azimuth:.0f}°").format(azimuth=self.azimuth))
        if self.down is not None:
            name = "Δt" if self.down_unit == "ms" else "Δz"
            said.append(f"{name} {self.down:.4g} {self.down_unit}".replace("-", "−"))
            said += self._of_depth()
        return tuple(said)

    def _of_depth(self) -> list[str]:
        if self.down_unit == "ms" and self.velocity <= 0:
            steep = self.down / self.along if self.along > LEAST else 0.0
            return (
                [f"{1000 * steep:.3g} ms/km".replace("-", "−")]
                if self.unit.metres == 1.0 and self.unit.stated and steep
                else []
            )
        at = tr(" at {velocity:g} m/s").format(velocity=self.velocity) if self.velocity else ""
        said = (
            [tr("{thickness:.4g} m thick{at}").format(thickness=abs(self.thickness), at=at)]
            if self.velocity and self.thickness is not None
            else []
        )
        if self.dip is not None:
            unsure = "" if self.unit.stated else tr(" if coordinates are metres")
            said.append(tr("dip {dip:.1f}°{unsure}").format(dip=self.dip, unsure=unsure).replace("-", "−"))
        return said


def measured(geometry: Geometry, section: SectionId, first: Place, second: Place, velocity: float = 0.0) -> Measurement:
    """Between two places of a section. velocity: m/s, of surveys in two-way time; 0: not stated, so that nothing is said of
    depths and dips."""
    unit = length_unit(geometry)
    if section.direction is Direction.TIME:
        here, there = grid_places(geometry, *np.array([first, second]).T)
        east, north = there - here
        azimuth = math.degrees(math.atan2(east, north)) % 360 if unit.metres and (east or north) else None
        return Measurement(math.hypot(east, north), unit, azimuth=azimuth)
    samples = geometry.samples
    places = trace_places(geometry, section)
    rows = np.arange(len(places))
    along = abs(float(np.diff(np.interp([first[0], second[0]], rows, places))[0]))
    columns = second[1] - first[1]
    if second[0] < first[0]:  # what goes down to the right dips, whichever end was set first
        columns = -columns
    step = sample_metres(geometry, velocity)
    thickness = None if step is None else columns * step
    dip = None
    if thickness is not None and unit.metres is not None and (along > LEAST or thickness):
        dip = math.degrees(math.atan2(thickness, along * unit.metres))
    return Measurement(
        along,
        unit,
        columns * samples.interval,
        samples.unit,
        thickness,
        dip,
        velocity=velocity if samples.is_time else 0.0,
    )
