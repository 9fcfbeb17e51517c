"""First motions on the focal sphere, beside what a mechanism expects of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seisviewer.catalogue.focal_sphere import rays_on_disc, starts_upward
from seisviewer.catalogue.station_motions import StationMotion
from seisviewer.picks.located.mechanism import DoubleCouple


@dataclass(frozen=True)
class SphereMark:
    """east, north: on a disc of radius 1. contradicts: the mechanism has it the other way."""

    motion: StationMotion
    east: float
    north: float
    contradicts: bool


def sphere_marks(motions: Sequence[StationMotion], plane: DoubleCouple | None) -> tuple[SphereMark, ...]:
    if not motions:
        return ()
    rays = [motion.azimuth for motion in motions], [motion.take_off for motion in motions]
    expected = starts_upward(plane, *rays) if plane is not None else [None] * len(motions)
    return tuple(
        SphereMark(motion, float(x), float(y), up is not None and motion.up is not None and motion.up != bool(up))
        for motion, x, y, up in zip(motions, *rays_on_disc(*rays), expected, strict=True)
    )
