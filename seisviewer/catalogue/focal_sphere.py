"""The lower hemisphere of the focal sphere as a flat disc of radius 1 (equal area, Schmidt): rays, nodal lines, axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.catalogue.double_couple import p_amplitudes, rays
from seisviewer.picks.located.mechanism import DoubleCouple, normal_and_slip

POINTS = 91  # of a nodal line


@dataclass(frozen=True)
class Axis:
    """azimuth: degrees from north. plunge: degrees below the horizontal."""

    azimuth: float
    plunge: float


def on_disc(directions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """East and north on the disc of unit vectors (…, 3; north, east, down); what goes up is seen at the opposite side, where
    a double couple radiates the same."""
    down = np.where(directions[..., 2:] < 0, -directions, directions)
    flat = np.hypot(down[..., 0], down[..., 1])
    radius = np.sqrt(np.maximum(1.0 - np.clip(down[..., 2], 0.0, 1.0), 0.0))  # √2 sin(i / 2)
    scale = np.where(flat > 1e-12, radius / np.maximum(flat, 1e-12), 0.0)
    return down[..., 1] * scale, down[..., 0] * scale


def rays_on_disc(azimuths: Sequence[float], take_offs: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """East and north on the disc of rays (degrees; a take-off angle of 0 is straight down)."""
    return on_disc(rays(np.asarray(azimuths, float), np.asarray(take_offs, float)))


def nodal_line(plane: DoubleCouple) -> tuple[np.ndarray, np.ndarray]:
    """East and north along the plane, from the end that its strike points to."""
    strike, dip = np.radians(plane.strike), np.radians(plane.dip)
    along = np.array([np.cos(strike), np.sin(strike), 0.0])
    down_dip = np.array([-np.sin(strike) * np.cos(dip), np.cos(strike) * np.cos(dip), np.sin(dip)])
    turn = np.linspace(0.0, np.pi, POINTS)[:, None]
    return on_disc(np.cos(turn) * along + np.sin(turn) * down_dip)


def stress_axes(plane: DoubleCouple) -> tuple[Axis, Axis]:
    """P and T."""
    normal, slip = normal_and_slip(plane)
    return _axis(normal - slip), _axis(normal + slip)


def axis_on_disc(axis: Axis) -> tuple[float, float]:
    east, north = rays_on_disc([axis.azimuth], [90.0 - axis.plunge])
    return float(east[0]), float(north[0])


def starts_upward(plane: DoubleCouple, azimuths: Sequence[float], take_offs: Sequence[float]) -> np.ndarray:
    """Whether P begins upward along each ray."""
    directions = rays(np.asarray(azimuths, float), np.asarray(take_offs, float))
    return p_amplitudes(*normal_and_slip(plane), directions) > 0


def upward_on_disc(plane: DoubleCouple, size: int) -> np.ndarray:
    """(size, size) bool, north at the top: where P begins upward; only the inside of the disc means anything."""
    return motion_on_disc(plane, size) > 0


def motion_on_disc(plane: DoubleCouple, size: int) -> np.ndarray:
    """(size, size), north at the top: how strongly P begins, upward above zero; only the inside of the disc means
    anything."""
    places = (np.arange(size) + 0.5) / size * 2 - 1
    east, north = np.meshgrid(places, -places)
    radius = np.hypot(east, north)
    flat = radius * np.sqrt(np.maximum(2.0 - radius**2, 0.0))  # sin i of r = √2 sin(i / 2) / √2
    scale = np.where(radius > 1e-12, flat / np.maximum(radius, 1e-12), 0.0)
    directions = np.stack([north * scale, east * scale, 1.0 - radius**2], axis=-1)
    normal, slip = normal_and_slip(plane)
    return (directions @ normal) * (directions @ slip)


def _axis(vector: np.ndarray) -> Axis:
    vector = vector / np.linalg.norm(vector)
    if vector[2] < 0:
        vector = -vector
    azimuth = float(np.degrees(np.arctan2(vector[1], vector[0])) % 360.0)
    return Axis(azimuth, float(np.degrees(np.arcsin(np.clip(vector[2], 0.0, 1.0)))))
