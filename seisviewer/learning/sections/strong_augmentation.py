"""The strong augmentations: drawn for a crop on the host, done to it where its batch lies, on a GPU if there is one.

They change amplitudes only; polarity is always kept. In ST++ (Yang et al. 2022) they go on pseudo-labelled crops alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

Draw = np.random.Generator
TRUNCATE = 4.0  # standard deviations of a Gaussian
KNOTS = 4  # of the gain along time


@dataclass(frozen=True)
class Hole:
    """A rectangle of a crop."""

    row: int
    column: int
    height: int
    width: int

    @property
    def where(self) -> tuple[slice, slice]:
        return slice(self.row, self.row + self.height), slice(self.column, self.column + self.width)


@dataclass(frozen=True)
class Strength:
    """What is done to one crop, in this order; the values here leave it as it is.

    contrast: factor about zero, so that polarity and mean stay. curve: logarithms (base 2) of a gain down the trace at
    knots at even distances, as an uneven recovery of spherical divergence leaves it. shift: in standard deviations of
    the crop: ST++'s colour jitter taken literally; amplitudes have no brightness. blur: standard deviation of a
    Gaussian in samples and traces. noise: white, in standard deviations of the crop. seed: of the noise. hole: blanked,
    and its labels ignored.
    """

    contrast: float = 1.0
    curve: tuple[float, ...] = ()
    shift: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    seed: int = 0
    hole: Hole | None = None


PARTS: dict[str, Callable[[Draw], float | tuple[float, ...]]] = {
    "contrast": lambda draw: float(2.0 ** draw.uniform(-1.0, 1.0)),
    "curve": lambda draw: tuple(draw.uniform(-1.0, 1.0, KNOTS).tolist()),
    "shift": lambda draw: float(draw.uniform(-0.5, 0.5)),
    "blur": lambda draw: float(draw.uniform(0.1, 1.5)),
    "noise": lambda draw: float(draw.uniform(0.0, 0.3)),
}
REGISTRY: dict[str, tuple[str, ...]] = {
    "amplitude": ("contrast", "curve", "blur", "noise"),
    "published": ("contrast", "shift", "blur"),
}


def draw_strength(name: str, side: int, draw: Draw) -> Strength:
    """The parts of a set of `REGISTRY`, each with probability one half, and half of the time a hole in the crop."""
    parts = {part: PARTS[part](draw) for part in REGISTRY[name] if draw.random() < 0.5}
    return Strength(**parts, seed=int(draw.integers(2**63)), hole=_hole(side, draw) if draw.random() < 0.5 else None)


def _hole(side: int, draw: Draw) -> Hole:
    """A rectangle of 2–40 % of the area and aspect 0.3–3.3: the cutout of DeVries and Taylor 2017, in the form that ST++
    uses."""
    area = draw.uniform(0.02, 0.4) * side * side
    aspect = np.exp(draw.uniform(np.log(0.3), np.log(1 / 0.3)))
    height = int(np.clip(round(np.sqrt(area * aspect)), 1, side))
    width = int(np.clip(round(np.sqrt(area / aspect)), 1, side))
    return Hole(int(draw.integers(0, side - height + 1)), int(draw.integers(0, side - width + 1)), height, width)


def strengthened(amplitudes: Tensor, strength: Strength) -> Tensor:
    """The amplitudes (samples, traces) of a crop, float32, changed on the device that they lie on; the input stays."""
    changed = amplitudes * strength.contrast
    if strength.curve:
        changed = changed * _gains(strength.curve, changed)
    if strength.shift:
        changed = changed + strength.shift * changed.std(correction=0)
    if strength.blur:
        changed = _blurred(_blurred(changed, strength.blur).T, strength.blur).T
    if strength.noise:
        random = torch.Generator(changed.device).manual_seed(strength.seed)
        white = torch.randn(changed.shape, generator=random, device=changed.device)
        changed = changed + strength.noise * changed.std(correction=0) * white
    if strength.hole is not None:
        changed[strength.hole.where] = 0.0
    return changed


def _gains(curve: tuple[float, ...], amplitudes: Tensor) -> Tensor:
    """(samples, 1): linear between the knots in the logarithm."""
    knots = torch.tensor(curve, dtype=amplitudes.dtype, device=amplitudes.device)[None, None]
    lines = functional.interpolate(knots, size=len(amplitudes), mode="linear", align_corners=True)
    return torch.exp2(lines[0, 0])[:, None]


def _blurred(amplitudes: Tensor, deviation: float) -> Tensor:
    """Convolved along the first axis with a Gaussian; the border is mirrored."""
    reach = int(TRUNCATE * deviation + 0.5)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    weights /= weights.sum()
    count = len(amplitudes)
    rows = np.pad(np.arange(count), reach, mode="symmetric")
    padded = amplitudes[torch.from_numpy(rows).to(amplitudes.device)]
    return sum(float(weight) * padded[at : at + count] for at, weight in enumerate(weights))
