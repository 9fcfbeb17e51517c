"""Geometry of double couples: normals, slips, amplitudes and the angle between two of them. x is north, y east, z down."""

from __future__ import annotations

import numpy as np


def rays(azimuths: np.ndarray, take_offs: np.ndarray) -> np.ndarray:
    """Unit vectors (…, 3) of rays that leave the source at azimuths and take-off angles (degrees; 0 is straight down)."""
    azimuth, take_off = np.radians(azimuths), np.radians(take_offs)
    flat = np.sin(take_off)
    return np.stack(np.broadcast_arrays(flat * np.cos(azimuth), flat * np.sin(azimuth), np.cos(take_off)), axis=-1)


def p_amplitudes(normals: np.ndarray, slips: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Far-field P radiation (…, rays), −1 to 1 and positive where the first motion is up, of couples (…, 3)."""
    return 2.0 * (normals @ directions.T) * (slips @ directions.T)


def s_amplitudes(normals: np.ndarray, slips: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Far-field S radiation (…, rays), 0 to 1: SV and SH together."""
    toward, along = normals @ directions.T, slips @ directions.T
    squared = toward**2 + along**2 - 4.0 * (toward * along) ** 2  # the slip is at right angles to the normal
    return np.sqrt(np.maximum(squared, 0.0))


def kagan_angles(normals: np.ndarray, slips: np.ndarray, normal: np.ndarray, slip: np.ndarray) -> np.ndarray:
    """Smallest rotation in degrees (n,) that takes couples (n, 3) into another one (Kagan, 1991)."""
    return _rotations(normals, slips, normal, slip).min(axis=0)


def turned_alike(
    normals: np.ndarray, slips: np.ndarray, normal: np.ndarray, slip: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of the four ways to write each couple the one nearest to another."""
    best = _rotations(normals, slips, normal, slip).argmin(axis=0)
    first = np.stack([normals, -normals, slips, -slips])
    second = np.stack([slips, -slips, normals, -normals])
    each = np.arange(len(normals))
    return first[best, each], second[best, each]


def _rotations(normals: np.ndarray, slips: np.ndarray, normal: np.ndarray, slip: np.ndarray) -> np.ndarray:
    """Degrees (4, n): of (n, s), (−n, −s), (s, n), (−s, −n)."""
    null, nulls = np.cross(normal, slip), np.cross(normals, slips)
    straight = normals @ normal + slips @ slip
    crossed = slips @ normal + normals @ slip
    across = nulls @ null
    traces = np.stack([straight + across, -straight + across, crossed - across, -crossed - across])
    return np.degrees(np.arccos(np.clip((traces - 1.0) / 2.0, -1.0, 1.0)))
