"""Focal mechanisms: double couples as strike, dip and rake, and what a search found. Frozen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class DoubleCouple:
    """One of the two nodal planes, in degrees after Aki & Richards (1980): strike 0–360 with the dip to its right, dip
    0–90, rake −180–180 of the hanging wall."""

    strike: float
    dip: float
    rake: float


@dataclass(frozen=True)
class Mechanism:
    """One distinct solution of a grid search. probability: share of the accepted solutions near it, 0–1. uncertainty:
    degrees, root mean square of the two planes over these. misfit: weighted share of contradicting first motions, 0–1.
    ratio_misfit: mean of log10 S/P, None without ratios. spread: how far its stations lie from the nodal planes, 0–1, small
    where they tell little. quality: A to D."""

    plane: DoubleCouple
    probability: float
    uncertainty: float
    misfit: float
    ratio_misfit: float | None
    spread: float
    quality: str


@dataclass(frozen=True)
class FirstMotion:
    """How the P wave began at a station. azimuth: degrees from the epicentre. take_offs: degrees from straight down, as each
    of several trials (velocity models, depths) has it. up: whether it began upwards, None where nobody knows. weight: 0–1.
    ratio: log10 of S over P amplitude, None where it was not measured."""

    station: str
    azimuth: float
    take_offs: tuple[float, ...]
    up: bool | None
    weight: float = 1.0
    ratio: float | None = None


def normal_and_slip(plane: DoubleCouple) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors (3,): normal of the plane and slip of its hanging wall (Aki & Richards, 1980, equation 4.88)."""
    strike, dip, rake = np.radians([plane.strike, plane.dip, plane.rake])
    normal = np.array([-np.sin(dip) * np.sin(strike), np.sin(dip) * np.cos(strike), -np.cos(dip)])
    slip = np.array([
        np.cos(rake) * np.cos(strike) + np.cos(dip) * np.sin(rake) * np.sin(strike),
        np.cos(rake) * np.sin(strike) - np.cos(dip) * np.sin(rake) * np.cos(strike),
        -np.sin(rake) * np.sin(dip),
    ])  # fmt: skip
    return normal, slip


def plane_of(normal: np.ndarray, slip: np.ndarray) -> DoubleCouple:
    """The other way round; of a normal that points down both are turned."""
    if normal[2] > 0:
        normal, slip = -normal, -slip
    dip = np.arccos(np.clip(-normal[2], -1.0, 1.0))
    strike = np.arctan2(-normal[0], normal[1]) if np.sin(dip) > 1e-9 else 0.0
    along = slip[0] * np.cos(strike) + slip[1] * np.sin(strike)
    up_dip = -slip[2] / np.sin(dip) if np.sin(dip) > 1e-9 else slip[0] * np.sin(strike) - slip[1] * np.cos(strike)
    return DoubleCouple(
        float(np.degrees(strike) % 360.0), float(np.degrees(dip)), float(np.degrees(np.arctan2(up_dip, along)))
    )


def other_plane(plane: DoubleCouple) -> DoubleCouple:
    """The auxiliary plane: its normal is the slip of the first."""
    normal, slip = normal_and_slip(plane)
    return plane_of(slip, normal)
