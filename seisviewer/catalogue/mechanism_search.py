"""Focal mechanisms from first motions and S/P amplitude ratios, by a grid search over all double couples.

After Hardebeck & Shearer (2002, first motions; 2003, ratios): for several trials of take-off angles all mechanisms are
kept whose misfit is near the least; the preferred one is their average, outliers left out one by one; what lies far from
it makes solutions of its own; the quality is that of their table 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from seisviewer.catalogue.double_couple import (
    kagan_angles,
    p_amplitudes,
    rays,
    s_amplitudes,
    turned_alike,
)
from seisviewer.errors import BadRequest
from seisviewer.picks.located.mechanism import FirstMotion, Mechanism, plane_of
from seisviewer.translation import tr

S_OVER_P = 4.9  # of the radiated amplitudes: (Vp / Vs)³
LEAST_AMPLITUDE = 1e-3  # near a nodal plane the ratio would be without bound
FEWEST_EXTRA = 2  # first motions, or units of log10 S/P, beyond the least misfit that are always allowed
# Of quality A, B and C: least probability, largest uncertainty (degrees) and misfit, least spread of stations.
TABLE_1 = {"A": (0.8, 25.0, 0.15, 0.5), "B": (0.6, 35.0, 0.2, 0.4), "C": (0.5, 45.0, 0.3, 0.3)}


@dataclass(frozen=True)
class SearchSettings:
    """step: degrees of the grid. bad: expected share of wrong first motions; bad_ratio: expected error of log10 S/P. near:
    degrees within which solutions are one. least_probability: of a further solution that is told. most: solutions that are
    averaged, drawn with `seed`. widest gaps: degrees in azimuth and take-off angle, beyond which an answer is of quality D."""

    step: float = 5.0
    fewest: int = 8
    bad: float = 0.1
    bad_ratio: float = 0.3
    near: float = 45.0
    least_probability: float = 0.25
    most: int = 500
    widest_azimuth_gap: float = 90.0
    widest_take_off_gap: float = 60.0
    seed: int = 0


def search_mechanism(motions: Sequence[FirstMotion], settings: SearchSettings | None = None) -> tuple[Mechanism, ...]:
    """The distinct solutions, the most probable first. Raises BadRequest for too few first motions."""
    settings = settings or SearchSettings()
    known = [motion for motion in motions if motion.weight > 0 and (motion.up is not None or motion.ratio is not None)]
    polar = [motion for motion in known if motion.up is not None]
    if len(polar) < settings.fewest:
        raise BadRequest(
            tr("{count} first motions are too few for a mechanism: {fewest} are needed.").format(
                count=len(polar), fewest=settings.fewest
            )
        )
    normals, slips = _couples(settings.step)
    trials = min(len(motion.take_offs) for motion in known)
    azimuths = np.array([motion.azimuth for motion in known])
    accepted = np.zeros(len(normals), bool)
    for trial in range(trials):
        directions = rays(azimuths, np.array([motion.take_offs[trial] for motion in known])).astype(np.float32)
        accepted |= _fit(known, directions, normals, slips, settings)
    chosen = np.flatnonzero(accepted)
    if len(chosen) > settings.most:
        chosen = np.random.default_rng(settings.seed).choice(chosen, settings.most, replace=False)
    directions = rays(azimuths, np.array([np.mean(motion.take_offs) for motion in known]))
    distinct = _distinct(normals[chosen].astype(float), slips[chosen].astype(float), settings)
    return tuple(_described(*each, known, directions) for each in distinct)


def gaps(motions: Sequence[FirstMotion]) -> tuple[float, float]:
    """The largest gaps in degrees in azimuth and in take-off angle of the first motions; of the same ray seen from the other
    side, since a mechanism looks the same there."""
    polar = [motion for motion in motions if motion.up is not None]
    azimuths = np.array([motion.azimuth for motion in polar])
    take_offs = np.array([float(np.mean(motion.take_offs)) for motion in polar])
    upward = take_offs > 90
    around = np.sort(np.where(upward, azimuths + 180, azimuths) % 360)
    down = np.sort(np.where(upward, 180 - take_offs, take_offs))
    azimuth_gap = float(np.max(np.diff(np.append(around, around[0] + 360)))) if len(around) else 360.0
    take_off_gap = float(np.max(np.diff(np.concatenate([[0.0], down, [90.0]]))))
    return azimuth_gap, take_off_gap


@lru_cache(maxsize=2)
def _couples(step: float) -> tuple[np.ndarray, np.ndarray]:
    """Normals and slips (n, 3) of couples about `step` degrees apart: normals over the half sphere, slips around each."""
    normals, slips = [], []
    turns = np.radians(np.arange(0.0, 180.0, step))
    for tilt in np.radians(np.arange(0.0, 90.0 + step / 2, step)):
        around = max(1, round(2 * np.pi * np.sin(tilt) / np.radians(step)))
        if abs(tilt - np.pi / 2) < 1e-9:
            around = max(1, around // 2)  # the other half of the rim has the opposite normals
        full = np.pi if abs(tilt - np.pi / 2) < 1e-9 else 2 * np.pi
        for azimuth in full * np.arange(around) / around:
            normal = np.array([np.sin(tilt) * np.cos(azimuth), np.sin(tilt) * np.sin(azimuth), np.cos(tilt)])
            first = np.array([np.cos(tilt) * np.cos(azimuth), np.cos(tilt) * np.sin(azimuth), -np.sin(tilt)])
            second = np.cross(normal, first)
            # A slip and its opposite are two mechanisms, so that the turns go all round.
            for turn in np.concatenate([turns, turns + np.pi]):
                normals.append(normal)
                slips.append(np.cos(turn) * first + np.sin(turn) * second)
    return np.array(normals, np.float32), np.array(slips, np.float32)


def _fit(
    motions: Sequence[FirstMotion],
    directions: np.ndarray,
    normals: np.ndarray,
    slips: np.ndarray,
    settings: SearchSettings,
) -> np.ndarray:
    """Which couples (n,) fit one trial nearly as well as the best."""
    polar = np.array([motion.up is not None for motion in motions])
    amplitudes = p_amplitudes(normals, slips, directions)
    up = np.array([bool(motion.up) for motion in motions])
    wrong = ((amplitudes[:, polar] > 0) != up[polar]).sum(axis=1)
    allowed = max(round(settings.bad * polar.sum()), FEWEST_EXTRA)
    extra = max(round(settings.bad * polar.sum() * 0.5), FEWEST_EXTRA)
    measured = np.array([motion.ratio is not None for motion in motions])
    if not measured.any():
        return wrong <= max(allowed, wrong.min() + extra)
    ratios = np.array([motion.ratio for motion in motions if motion.ratio is not None])
    missed = np.abs(_ratios(normals, slips, directions[measured]) - ratios).sum(axis=1)
    free = settings.bad_ratio * len(ratios)
    # The least ratio misfit among those whose first motions fit, as Hardebeck & Shearer (2003) take it.
    fits = wrong <= max(allowed, wrong.min() + extra)
    return fits & (missed <= max(free, missed[fits].min() + max(0.5 * free, FEWEST_EXTRA)))


def _ratios(normals: np.ndarray, slips: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """log10 of S over P amplitude, (…, rays)."""
    s, p = s_amplitudes(normals, slips, directions), np.abs(p_amplitudes(normals, slips, directions))
    return np.log10(S_OVER_P * np.maximum(s, LEAST_AMPLITUDE) / np.maximum(p, LEAST_AMPLITUDE))


def _distinct(
    normals: np.ndarray, slips: np.ndarray, settings: SearchSettings
) -> list[tuple[np.ndarray, np.ndarray, float, float]]:
    """Normal, slip, probability and uncertainty of each distinct solution, the most probable first."""
    total = len(normals)
    left_normals, left_slips = normals, slips
    found: list[tuple[np.ndarray, np.ndarray, float, float]] = []
    while len(left_normals):
        normal, slip, uncertainty = _average(left_normals, left_slips, settings.near)
        rest = kagan_angles(left_normals, left_slips, normal, slip) >= settings.near
        probability = float((~rest).sum()) / total
        if found and probability < settings.least_probability:
            break
        found.append((normal, slip, probability, uncertainty))
        if rest.all():
            break
        left_normals, left_slips = left_normals[rest], left_slips[rest]
    return sorted(found, key=lambda each: -each[2])


def _average(normals: np.ndarray, slips: np.ndarray, near: float) -> tuple[np.ndarray, np.ndarray, float]:
    """The average couple once the farthest was left out until all lie near it, and the root mean square of the angles by
    which their normals and slips differ from its."""
    kept_normals, kept_slips = normals, slips
    while True:
        normal, slip = _mean(kept_normals, kept_slips)
        angles = kagan_angles(kept_normals, kept_slips, normal, slip)
        if angles.max() < near or len(kept_normals) == 1:
            break
        keep = np.arange(len(kept_normals)) != angles.argmax()
        kept_normals, kept_slips = kept_normals[keep], kept_slips[keep]
    alike_normals, alike_slips = turned_alike(kept_normals, kept_slips, normal, slip)
    off = [
        np.degrees(np.arccos(np.clip(each @ axis, -1, 1)))
        for each, axis in ((alike_normals, normal), (alike_slips, slip))
    ]
    return normal, slip, float(np.mean([np.sqrt(np.mean(each**2)) for each in off]))


def _mean(normals: np.ndarray, slips: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean normal and slip of couples that are written alike, made orthogonal by equal turns of both."""
    normal, slip = normals[0], slips[0]
    for _ in range(5):
        alike_normals, alike_slips = turned_alike(normals, slips, normal, slip)
        first, second = alike_normals.mean(axis=0), alike_slips.mean(axis=0)
        first, second = first / np.linalg.norm(first), second / np.linalg.norm(second)
        sum_, difference = first + second, first - second
        sum_, difference = sum_ / np.linalg.norm(sum_), difference / np.linalg.norm(difference)
        normal, slip = (sum_ + difference) / np.sqrt(2), (sum_ - difference) / np.sqrt(2)
    return normal, slip


def _described(
    normal: np.ndarray,
    slip: np.ndarray,
    probability: float,
    uncertainty: float,
    motions: Sequence[FirstMotion],
    directions: np.ndarray,
) -> Mechanism:
    polar = np.array([motion.up is not None for motion in motions])
    up = np.array([bool(motion.up) for motion in motions])[polar]
    weights = np.array([motion.weight for motion in motions])[polar]
    amplitudes = p_amplitudes(normal, slip, directions[polar])
    shares = weights * np.sqrt(np.abs(amplitudes))
    misfit = float(shares[(amplitudes > 0) != up].sum() / max(shares.sum(), 1e-9))
    spread = float(np.mean(np.sqrt(np.abs(amplitudes))))
    measured = np.array([motion.ratio is not None for motion in motions])
    ratio_misfit = None
    if measured.any():
        ratios = np.array([motion.ratio for motion in motions if motion.ratio is not None])
        ratio_misfit = float(np.mean(np.abs(_ratios(normal, slip, directions[measured]) - ratios)))
    quality = next(
        (
            grade
            for grade, (least, largest, worst, fewest) in TABLE_1.items()
            if probability > least and uncertainty <= largest and misfit <= worst and spread >= fewest
        ),
        "D",
    )
    return Mechanism(plane_of(normal, slip), probability, uncertainty, misfit, ratio_misfit, spread, quality)
