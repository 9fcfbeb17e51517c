"""The main horizon of a survey: the strongest event that goes on from one side of a line to the other.

It is found by dynamic programming on each line, and tied to the lines on which it is known already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.structure.faults import Faults
from seisviewer.structure.followed_line import Line

SMOOTH = 2.0, 1.0  # sigmas, traces and samples, of the amplitudes that are followed
STRONGEST = 3.0  # standard deviations of the line beyond which an event counts no more
STEEPEST = 4  # samples from one trace to the next
JUMP = 0.6  # of a standard deviation: what a step of one sample costs
THROWN = 0.06, 100  # the same at a fault that was drawn, and the longest step there
NEAR, DRIFT = 3.0, 0.3  # standard deviation about the known depth: samples, and samples a trace away from it
FAR_OFF = 2.0  # of a standard deviation: what lying elsewhere than expected costs at most
EVERY = 4  # traces between two that are remembered


@dataclass(frozen=True)
class MainHorizon:
    """Where it is known. sign: +1 for a peak, −1 for a trough. places: (points, 2), in traces. depths: (points,),
    samples."""

    sign: int
    places: np.ndarray = field(repr=False, compare=False)
    depths: np.ndarray = field(repr=False, compare=False)

    def on_line(self, line: Line, faults: Faults = Faults()) -> np.ndarray:
        """Its depth at every trace of a line, (traces,), in whole samples. faults: those at which it may jump."""
        away, nearest = scipy.spatial.cKDTree(self.places).query(line.places)
        off = (np.arange(line.amplitudes.shape[1]) - self.depths[nearest][:, None]) / (NEAR + DRIFT * away)[:, None]
        return _strongest_path(_events(line, self.sign) - np.minimum(0.5 * off**2, FAR_OFF), _cuts(line, faults))[0]


def find_horizon(painted: Sequence[Line], others: Sequence[Line] = (), faults: Faults = Faults()) -> MainHorizon:
    """Find it on the painted line where it is strongest, then on the other painted lines, then on the others, the nearest
    first."""
    choices = []
    for number, line in enumerate(painted):
        for sign in (1, -1):
            path, strength = _strongest_path(_events(line, sign), _cuts(line, faults))
            choices.append((strength, sign, number, path))
    _, sign, first, path = max(choices, key=lambda choice: choice[0])
    known = MainHorizon(sign, painted[first].places[::EVERY], path[::EVERY].astype(float))
    for lines in ([line for number, line in enumerate(painted) if number != first], list(others)):
        while lines:
            away = [scipy.spatial.cKDTree(known.places).query(line.places)[0].mean() for line in lines]
            line = lines.pop(int(np.argmin(away)))
            known = MainHorizon(
                sign,
                np.concatenate([known.places, line.places[::EVERY]]),
                np.concatenate([known.depths, known.on_line(line, faults)[::EVERY]]),
            )
    return known


def _events(line: Line, sign: int) -> np.ndarray:
    """How strong an event of this sign is at every sample, (traces, samples)."""
    deviation = float(line.amplitudes[line.live].std()) if line.live.any() else 0.0
    return np.clip(sign * ndimage.gaussian_filter(line.amplitudes, SMOOTH) / (deviation + 1e-9), 0, STRONGEST)


def _cuts(line: Line, faults: Faults) -> np.ndarray | None:
    """Where faults pass between one trace and the next, bool (traces − 1, samples); None where there are none."""
    return faults.between(line.places, np.arange(line.amplitudes.shape[1]) + 0.5) if faults else None


def _strongest_path(score: np.ndarray, cuts: np.ndarray | None) -> tuple[np.ndarray, float]:
    """The sample of each trace along which `score` (traces, samples) is largest, and the mean score along it. cuts: as
    `_cuts` gives them."""
    traces, samples = score.shape
    steps = np.arange(-STEEPEST, STEEPEST + 1)
    costs = JUMP * np.abs(steps)[:, None]
    came_from = np.zeros((traces, samples), np.int16)
    total, each = score[0].astype(float), np.arange(samples)
    around = np.full(samples + 2 * STEEPEST, -np.inf)  # nothing comes from beyond the ends of a trace
    within, stepped = around[STEEPEST:-STEEPEST], sliding_window_view(around, samples)
    for trace in range(1, traces):
        within[:] = total
        options = stepped - costs
        best = options.argmax(axis=0)
        found, came_from[trace] = options[best, each], each + steps[best]
        if cuts is not None and cuts[trace - 1].any():
            thrown, source = _across_fault(total, cuts[trace - 1])
            came_from[trace] = np.where(thrown > found, source, came_from[trace])
            found = np.maximum(found, thrown)
        total = found + score[trace]
    path = np.empty(traces, int)
    path[-1] = int(total.argmax())
    for trace in range(traces - 1, 0, -1):
        path[trace - 1] = came_from[trace, path[trace]]
    return path, float(total.max()) / traces


def _across_fault(total: np.ndarray, cut: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best score with which each sample is reached from one on the other side of a fault, and from which. cut: bool
    (samples,), where the fault passes."""
    each = np.arange(len(total))
    apart = np.abs(each[:, None] - each)
    cost, longest = THROWN
    options = np.where((cut[:, None] | cut) & (apart <= longest), total - cost * apart, -np.inf)
    source = options.argmax(axis=1)
    return options[each, source], source
