"""How alike the waveforms along a surface are: to one another, and moved up or down to those of the picks."""

from __future__ import annotations

import math

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier
from numpy.lib.stride_tricks import sliding_window_view

from seisviewer.structure.horizons.surface_grid import Seen, SurfaceGrid

REACH = 10  # samples by which an event may lie above or below the surface
HALF_WINDOW = 12  # samples of the waveform on either side
OFFSETS = np.arange(-REACH - HALF_WINDOW, REACH + HALF_WINDOW + 1)
ALONG = 4.0  # sigma, lines, over which flattened amplitudes are averaged
PULL = 8.0  # weight of the correlation against staying where the surface is
OBSERVED = 2.0  # standard deviation in samples of an event of perfect likeness
SIDE = 8  # nodes on either side of an edge whose waveforms are compared
COMPARED = 16  # samples on either side of what is compared across an edge
BROAD = 20.0  # sigma, lines, of the waveforms that an event is looked for with


class Smoother:
    """Averages over the neighbours of each node, again and again: a Gaussian as wide as is asked for."""

    def __init__(self, grid: SurfaceGrid) -> None:
        ones = np.ones(len(grid.pairs))
        beside = scipy.sparse.csr_matrix((ones, tuple(grid.pairs.T)), (grid.count, grid.count))
        around = beside + beside.T + scipy.sparse.eye(grid.count)
        self._mean = (
            (scipy.sparse.diags(1 / np.asarray(around.sum(axis=1)).ravel()) @ around).tocsr().astype(np.float32)
        )
        self._step = grid.step

    def __call__(self, values: np.ndarray, sigma: float) -> np.ndarray:
        """values: (nodes, …). sigma: in lines of the survey."""
        for _ in range(max(1, math.ceil(1.5 * (sigma / self._step) ** 2))):
            values = self._mean @ values
        return values


def events_seen(windows: np.ndarray, smoother: Smoother, free: float, local: bool) -> tuple[Seen, np.ndarray]:
    """Where the event of a surface lies at each node, as seen in windows (nodes, OFFSETS) about it, and how like the others
    it is there, 0–1. free: samples by which the surface may lie off it. local: it is compared with waveforms round about,
    and not with those of the whole surface."""
    flat = smoother(windows, ALONG)
    middle = flat[:, REACH:-REACH]
    strength = np.sqrt((middle**2).sum(axis=1)) + 1e-9
    template = middle.mean(axis=0)
    for _ in range(2):
        alike = np.clip(middle @ template / (strength * np.linalg.norm(template) + 1e-9), 0, 1)
        template = (middle * (alike / strength)[:, None]).mean(axis=0)
    if local:
        templates = smoother(middle * (alike / strength)[:, None], BROAD) + 0.1 * template
    else:
        templates = np.broadcast_to(template, middle.shape)
    views = sliding_window_view(flat, 2 * HALF_WINDOW + 1, axis=1)
    strengths = np.sqrt((views**2).sum(axis=2)) + 1e-9
    against = np.einsum("nlw,nw->nl", views, templates)
    correlation = against / (strengths * np.linalg.norm(templates, axis=1)[:, None] + 1e-9)
    lags = np.arange(-REACH, REACH + 1)
    score = PULL * correlation - lags**2 / (2 * free**2)
    best = score.argmax(axis=1)
    rows = np.arange(len(best))
    inner = np.clip(best, 1, len(lags) - 2)
    upper, at, lower = (score[rows, inner + each] for each in (-1, 0, 1))
    bend = upper - 2 * at + lower
    lag = lags[inner] + np.clip(0.5 * (upper - lower) / np.where(bend < 0, bend, -np.inf), -0.5, 0.5)
    seen = np.clip(correlation[rows, best], 0, 1)
    return Seen(rows, lag, (seen / OBSERVED) ** 2), seen


def likeness_across(windows: np.ndarray, grid: SurfaceGrid) -> np.ndarray:
    """How like the waveforms on this side of each edge those on the other are, -1–1 (edges,): the mean of some nodes up to
    it against that of as many beyond, in line with it. windows: (nodes, OFFSETS)."""
    middle = windows[:, REACH + HALF_WINDOW - COMPARED : REACH + HALF_WINDOW + COMPARED + 1]
    own = middle / (np.linalg.norm(middle, axis=1)[:, None] + 1e-9)
    found = np.empty(len(grid.pairs))
    for across in (False, True):
        edges = np.flatnonzero(grid.across_inlines == across)
        first, second = grid.pairs[edges].T
        before, after = _one_sided(own, first, second), _one_sided(own, second, first)
        found[edges] = (before[first] * after[second]).sum(axis=1) / (
            np.linalg.norm(before[first], axis=1) * np.linalg.norm(after[second], axis=1) + 1e-9
        )
    return found


def _one_sided(own: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The sum of each node's row and of those of the nodes behind it; those that lie behind `second` are `first`."""
    behind = np.full(len(own), -1)
    behind[second] = first
    total, at = own.copy(), behind.copy()
    for _ in range(SIDE - 1):
        there = at >= 0
        total[there] += own[at[there]]
        at[there] = behind[at[there]]
    return total
