"""The rock of the synthetic survey: which facies lies where, and its acoustic impedance.

From the top: parallel marine layers with a sinuous channel cut into them; under them a lens of chaotic mass transport;
clinoforms that prograde onto an unconformity; below it older layers, folded, tilted, and cut by normal faults that end at
the unconformity (one goes on through it); weak shale at the base. A salt dome pierces the old layers and drags up what
lies around it. Every layer is drawn through a stratigraphic depth: the depth a voxel had before all that happened to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

FACIES = ("Parallel layers", "Channel", "Mass transport", "Clinoforms", "Folded layers", "Shale", "Salt")
PARALLEL, CHANNEL, TRANSPORT, CLINOFORMS, FOLDED, SHALE, SALT = range(len(FACIES))
FINE = 2  # impedance is worked out on half samples, so that boundaries do not jump by whole ones
LOG_STEPS = 4  # values of an impedance log per sample


@dataclass(frozen=True)
class Fault:
    """A planar normal fault; positions and throw in units of the survey's longer side and of its depth.

    x: where it crosses the middle inline at the depth of the unconformity. strike: how x moves along the inlines. dip:
    +1 or -1, the side it leans to. throw: in depth. late: it also cuts what lies above the unconformity.
    """

    x: float
    strike: float
    dip: int
    throw: float
    late: bool = False


FAULTS = (
    Fault(0.14, 0.10, 1, 0.055),
    Fault(0.30, 0.16, 1, 0.040),
    Fault(0.43, 0.06, -1, 0.035),
    Fault(0.86, -0.08, -1, 0.060, late=True),
    Fault(0.97, -0.05, -1, 0.030),
)


@dataclass(frozen=True)
class Section:
    """One inline. facies: uint8 (crosslines, samples). impedance: float (crosslines, FINE * samples)."""

    facies: np.ndarray
    impedance: np.ndarray


class Geology:
    """A model of (inlines, crosslines, samples); the same seed gives the same rock."""

    def __init__(self, shape: tuple[int, int, int], seed: int) -> None:
        random = np.random.default_rng(seed)
        self.shape = shape
        inlines, crosslines, samples = shape
        self._side = max(inlines, crosslines)
        self._depth = np.arange(FINE * samples)[None, :] / FINE
        self._x = np.arange(crosslines)[:, None] / self._side
        self._relief = {name: _smooth_map(random, shape[:2], knots) for name, knots in _RELIEF_KNOTS.items()}
        self._logs = {facies: [_impedance_log(random, samples, *_LOGS[facies]) for _ in range(2)] for facies in _LOGS}
        self._phase = random.uniform(0, 2 * np.pi, 6)
        self._waves = _random_waves(random)

    def section(self, inline: int) -> Section:
        """Facies and impedance of one inline, by its index."""
        samples = self.shape[2]
        y = inline / self._side
        relief = {name: field[inline][:, None] for name, field in self._relief.items()}
        salt_distance, salt_radius = self._salt(y)
        uplifted = self._depth + self._uplift(salt_distance)
        flat = uplifted - self._throw(y, late=True) * np.clip((uplifted / samples - 0.2) / 0.3, 0, 1)

        clinoform_top = samples * (0.39 + 0.010 * relief["top"])
        unconformity = samples * (0.575 - 0.05 * (self._x - 0.5) + 0.014 * relief["erosion"])
        fold = 0.055 * np.sin(2 * np.pi * (1.7 * self._x + 0.5 * y) + self._phase[0]) + 0.012 * relief["fold"]
        old = flat - self._throw(y, late=False) - samples * (fold + 0.26 * (self._x - 0.5) - 0.08 * (y - 0.5))

        facies = np.full(flat.shape, PARALLEL, np.uint8)
        facies[flat >= clinoform_top] = CLINOFORMS
        facies[flat >= unconformity] = FOLDED
        facies[(facies == FOLDED) & (old >= 0.86 * samples)] = SHALE
        transport_top, transport_base = self._transport(y, relief, clinoform_top)
        facies[(flat >= transport_top) & (flat < transport_base)] = TRANSPORT
        across = self._across_channel(y)
        channel_top = samples * 0.165
        channel_base = channel_top + samples * 0.072 * (1 - across**2)
        facies[(flat >= channel_top) & (flat < channel_base)] = CHANNEL
        facies[salt_distance < salt_radius] = SALT

        strata = {
            PARALLEL: flat - samples * 0.012 * relief["top"] * np.clip(flat / clinoform_top, 0, 1),
            CHANNEL: flat - samples * 0.03 * (1 - across**2),
            TRANSPORT: flat + self._chaos(inline, facies == TRANSPORT),
            CLINOFORMS: self._clinoform_depth(y, (flat - clinoform_top) / (unconformity - clinoform_top)),
            FOLDED: old,
            SHALE: old,
            SALT: self._depth + 0 * flat,
        }
        impedance = self._impedance(facies, strata, relief["lateral"])
        return Section(np.ascontiguousarray(facies[:, ::FINE]), impedance)

    def _impedance(self, facies: np.ndarray, strata: dict[int, np.ndarray], lateral: np.ndarray) -> np.ndarray:
        """Impedance rises with depth; each facies adds its own log, which changes slowly along the layers."""
        impedance = np.empty(facies.shape)
        share = np.broadcast_to(1 / (1 + np.exp(-2.0 * lateral)), facies.shape)
        for number, depth in strata.items():
            inside = facies == number
            if not inside.any():
                continue
            # Depths before folding lie above and below the survey too: the log is long enough for three of it.
            place = (depth[inside] + self.shape[2]) * LOG_STEPS
            first, second = (np.interp(place, np.arange(len(log)), log) for log in self._logs[number])
            impedance[inside] = first + share[inside] * (second - first)
        trend = 0.5 * self._depth / self.shape[2]
        return np.where(facies == SALT, impedance, impedance + trend)

    def _salt(self, y: float) -> tuple[np.ndarray, np.ndarray]:
        """Distance of each column from the dome's axis (crosslines, 1), and its radius at each depth, in sides."""
        dx, dy = self._x - 0.66, y - self.shape[0] / self._side * 0.55
        angle = np.arctan2(dy, dx)
        below_top = np.clip(self._depth / self.shape[2] - 0.47, 0, None)
        bulge = 1 + 0.30 * np.exp(-(((below_top - 0.10) / 0.08) ** 2)) + 0.35 * np.clip(below_top - 0.35, 0, None) / 0.2
        outline = 1 + 0.10 * np.sin(2 * angle + self._phase[1]) + 0.06 * np.sin(3 * angle + self._phase[2])
        radius = 0.095 * np.sqrt(1 - np.exp(-below_top / 0.035)) * bulge * outline
        return np.hypot(dx, dy), radius

    def _uplift(self, salt_distance: np.ndarray) -> np.ndarray:
        """How far rock was lifted, in samples: a broad dome above the salt, and steep drag along its flank."""
        depth = self._depth / self.shape[2]
        broad = 0.10 * _ramp(depth, 0.05, 0.75) * np.exp(-((salt_distance / 0.23) ** 2))
        drag = 0.13 * _ramp(depth, 0.38, 0.75) * np.exp(-np.clip(salt_distance - 0.08, 0, None) / 0.05)
        return self.shape[2] * (broad + drag)

    def _throw(self, y: float, late: bool) -> np.ndarray:
        """How far the faults lowered rock, in samples; dips of about 60 degrees, throw dying out along the strike."""
        samples = self.shape[2]
        fall = (self._depth / samples - 0.575) * samples / self._side * 0.16
        middle = self.shape[0] / self._side / 2
        total = np.zeros((1, 1))
        for fault in FAULTS:
            if fault.late != late:
                continue
            bend = 0.012 * np.sin(9 * y + 40 * fault.x)
            hanging = fault.dip * (self._x - fault.x - fault.strike * (y - middle) - bend) - fall
            taper = np.clip(1 - ((y - middle * (0.7 + fault.x * 0.6)) / 0.75) ** 2, 0, 1)
            # The hanging wall rolls over: its throw is greatest at the fault.
            total = total + np.where(hanging > 0, samples * fault.throw * taper * np.exp(-hanging / 0.30), 0)
        return total

    def _transport(
        self, y: float, relief: dict[str, np.ndarray], clinoform_top: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Top and base of the mass transport: a lens with a hummocky top that eroded what lay below it."""
        samples = self.shape[2]
        dx, dy = self._x - 0.31, y - self.shape[0] / self._side * 0.45
        # A lobe that ran out obliquely, with a ragged edge.
        reach = ((dx + 0.4 * dy) / 0.25) ** 2 + ((dy - 0.2 * dx) / 0.46) ** 2 + 0.22 * relief["lobes"]
        thickness = np.sqrt(np.clip(1 - reach, 0, 1))
        top = samples * (0.285 + 0.010 * relief["hummocks"] * thickness)
        base = samples * (0.285 + 0.095 * thickness + 0.012 * relief["scours"] * thickness)
        return top, np.minimum(base, clinoform_top - 1)

    def _across_channel(self, y: float) -> np.ndarray:
        """Distance from the channel's middle line in half widths (1 is its bank), (crosslines, 1)."""
        bends = 0.085 * np.sin(2 * np.pi * 1.9 * y + self._phase[3]) + 0.03 * np.sin(
            2 * np.pi * 4.3 * y + self._phase[4]
        )
        slope = np.hypot(1, 0.085 * 2 * np.pi * 1.9 * np.cos(2 * np.pi * 1.9 * y + self._phase[3]))
        return np.abs(self._x - 0.40 - 0.12 * y - bends) / (0.034 * slope)

    def _clinoform_depth(self, y: float, within: np.ndarray) -> np.ndarray:
        """Stratigraphic depth of sigmoids that step towards higher crosslines; within: 0 at their top, 1 at their base."""
        within = 0.08 + 0.84 * np.clip(within, 0, 1)
        thick = 0.185 * self.shape[2]
        width = 0.10
        sigmoid = np.log(within / (1 - within))
        along = self._x + 0.15 * y + 0.015 * np.sin(7 * y + self._phase[5])
        return thick / (3.4 * width) * (width * sigmoid - (along - 0.5) * 0.8)

    def _chaos(self, inline: int, inside: np.ndarray) -> np.ndarray:
        """Random displacement of layers in samples, a sum of waves of a few traces' length; 0 outside."""
        moved = np.zeros(inside.shape)
        crossline, depth = np.nonzero(inside)
        waves, phases = self._waves
        place = np.stack([np.full(len(crossline), inline), crossline, depth / FINE], axis=1)
        for start in range(0, len(place), 65536):
            part = slice(start, start + 65536)
            moved[crossline[part], depth[part]] = np.cos(place[part] @ waves + phases).sum(axis=1)
        return 6.0 * moved / np.sqrt(waves.shape[1] / 2)


# Control points a side of the maps that make horizons uneven: few for broad swells, many for hummocks.
_RELIEF_KNOTS = {"top": 5, "erosion": 6, "fold": 5, "hummocks": 22, "scours": 12, "lobes": 8, "lateral": 7}

# Of each facies' impedance log: mean (10^6 kg/m²s), contrast between layers, and mean layer thickness in samples.
_LOGS = {
    PARALLEL: (2.40, 0.18, 3.6),
    CHANNEL: (2.02, 0.15, 2.4),
    TRANSPORT: (2.42, 0.16, 2.8),
    CLINOFORMS: (2.75, 0.18, 4.2),
    FOLDED: (3.25, 0.27, 4.6),
    SHALE: (3.40, 0.06, 3.5),
    SALT: (4.50, 0.03, 8.0),
}


def _ramp(values: np.ndarray, start: float, end: float) -> np.ndarray:
    """0 before start, 1 after end, smooth between."""
    rise = np.clip((values - start) / (end - start), 0, 1)
    return rise * rise * (3 - 2 * rise)


def _smooth_map(random: np.random.Generator, shape: tuple[int, int], knots: int) -> np.ndarray:
    """A smooth random surface with mean 0 and deviation 1 (inlines, crosslines)."""
    coarse = random.standard_normal((knots + 3, knots + 3))
    places = np.meshgrid(*(np.linspace(1, knots + 1, count) for count in shape), indexing="ij")
    surface = ndimage.map_coordinates(coarse, places, order=3)
    return (surface - surface.mean()) / (surface.std() or 1.0)


def _impedance_log(
    random: np.random.Generator, samples: int, mean: float, contrast: float, thickness: float
) -> np.ndarray:
    """Layers of random thickness and impedance over three times the survey's depth, LOG_STEPS values a sample."""
    length = 3 * samples * LOG_STEPS
    bounds = np.cumsum(LOG_STEPS * (1 + random.gamma(2.0, (thickness - 1) / 2, length // LOG_STEPS)))
    # Sand and shale alternate, so that hardly a layer has no reflection, and none outshines all the others.
    steps = random.choice([-1, 1], len(bounds)) * random.uniform(0.35, 1.0, len(bounds)) * contrast
    packages = ndimage.gaussian_filter1d(random.uniform(0.3, 1.0, len(bounds)), 3)
    values = mean + steps * packages / packages.mean()
    log = values[np.searchsorted(bounds, np.arange(length)).clip(max=len(values) - 1)]
    # One sample wide: a layer boundary that moves by a part of a sample changes the trace by that part.
    return ndimage.uniform_filter1d(log, LOG_STEPS)


def _random_waves(random: np.random.Generator, count: int = 28) -> tuple[np.ndarray, np.ndarray]:
    """Wave numbers (3, count) in radians a trace, a trace and a sample, and their phases (count,)."""
    lateral = 2 * np.pi / random.uniform(8, 30, count)
    heading = random.uniform(0, 2 * np.pi, count)
    vertical = 2 * np.pi / random.uniform(12, 40, count) * random.choice([-1, 1], count)
    return np.stack([lateral * np.cos(heading), lateral * np.sin(heading), vertical]), random.uniform(
        0, 2 * np.pi, count
    )
