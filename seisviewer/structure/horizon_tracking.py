"""Boundaries follow the event that they lie on: correlation with a template, and the best path of lags along each line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage

from seisviewer.structure.boundary_solution import DepthObservation
from seisviewer.structure.line_network import LineNetwork, PreparedLine

REACH = 12  # samples by which an event may lie above or below a boundary
HALF_WINDOW = 14  # samples of the template on either side
ALONG = 4.0  # sigma, traces, over which flattened amplitudes are averaged
PULL = 4.0  # weight of the correlation against staying where the boundary is
JUMP = 0.4  # samples a trace by which the lag usually changes
OBSERVED = 2.0  # standard deviation in samples of an event of perfect quality
WINDOW = np.arange(-REACH - HALF_WINDOW, REACH + HALF_WINDOW + 1)


def track_boundaries(network: LineNetwork, depths: np.ndarray, deviations: np.ndarray) -> Iterator[DepthObservation]:
    """Where each boundary's event lies. depths, deviations: (nodes, boundaries)."""
    lags = np.arange(-REACH, REACH + 1)
    live = network.live
    for boundary in range(depths.shape[1]):
        flat = np.concatenate([flattened(network, part, depths[:, boundary], WINDOW) for part in network.lines])
        correlation = _correlation(flat)
        quality = max(float(correlation[:, REACH].mean()), 0.0)
        free = np.clip(2 * deviations[:, boundary], 1.0, 6.0)
        score = PULL * quality / 0.5 * correlation - lags[None] ** 2 / (2 * free[:, None] ** 2)
        best = _best_lags(network, score, lags)
        seen = np.clip(correlation[np.arange(len(best)), best], 0, 1)
        yield DepthObservation(boundary, seen**2 * quality * live / OBSERVED**2, depths[:, boundary] + lags[best])


def flattened(network: LineNetwork, part: PreparedLine, depths: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """Balanced amplitudes at `offsets` (samples) from a boundary, (nodes of the line, offsets), averaged along it."""
    every = part.every
    depth = network.on_traces(depths[:, None], part)[::every] - 0.5
    at = depth.astype(np.float32) + offsets.astype(np.float32)
    last = np.float32(network.samples - 1.01)
    inside = (at >= 0) & (at <= last) & part.line.live[::every, None]
    np.clip(at, 0, last, out=at)
    above = at.astype(np.int32)
    at -= above  # what is left is the share of the sample below
    flat = part.followed.balanced.ravel()
    above += (every * np.arange(len(at), dtype=np.int32) * network.samples)[:, None]
    values = flat.take(above)
    values += (flat.take(above + 1) - values) * at
    values *= inside
    return ndimage.gaussian_filter1d(values, ALONG / every, axis=0, truncate=3.0)[part.nodes // every]


def best_paths(scores: np.ndarray, costs: np.ndarray) -> np.ndarray:
    """Of each row of several scores a state, so that the sum of a chain less the cost of each step is largest (Viterbi).

    scores: (chains, rows, states). costs: (chains, states before, states after). Returns (chains, rows).
    """
    chains, rows, states = scores.shape
    came_from = np.zeros((rows, chains, states), np.int16)
    total = scores[:, 0]
    for row in range(1, rows):
        options = total[:, :, None] - costs
        came_from[row] = options.argmax(axis=1)
        total = options.max(axis=1) + scores[:, row]
    paths = np.empty((chains, rows), int)
    paths[:, -1] = total.argmax(axis=1)
    for row in range(rows - 1, 0, -1):
        paths[:, row - 1] = came_from[row, np.arange(chains), paths[:, row]]
    return paths


def _best_lags(network: LineNetwork, score: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """The lag of each node, as its place among `lags`: the best path along each line. score: (nodes, lags)."""
    longest = max(len(part.nodes) for part in network.lines)
    scores = np.zeros((len(network.lines), longest, len(lags)), np.float32)
    for own, part in zip(scores, network.lines, strict=True):
        own[: len(part.nodes)] = score[part.span]  # what follows is worth nothing and changes nothing
    costs = np.stack([_jump_costs(lags, part) for part in network.lines]).astype(np.float32)
    paths = best_paths(scores, costs)
    return np.concatenate([path[: len(part.nodes)] for path, part in zip(paths, network.lines, strict=True)])


def _correlation(flat: np.ndarray) -> np.ndarray:
    """Normalised correlation of each row with a robust mean of the middles, (rows, lags)."""
    middle = flat[:, REACH:-REACH]
    strength = np.sqrt((middle**2).sum(axis=1)) + 1e-3
    template = middle.mean(axis=0)
    for _ in range(2):
        alike = np.clip(middle @ template / (strength * np.linalg.norm(template) + 1e-9), 0, 1)
        template = (middle * alike[:, None]).sum(axis=0) / (alike.sum() + 1e-9)
    windows = sliding_window_view(flat, 2 * HALF_WINDOW + 1, axis=1)
    strengths = np.sqrt((windows**2).sum(axis=2))
    return windows @ template / (strengths * np.linalg.norm(template) + 1e-3)


def _jump_costs(lags: np.ndarray, part: PreparedLine) -> np.ndarray:
    step = float(np.median(np.diff(part.nodes)))
    return (lags[:, None] - lags[None]) ** 2 / (2 * JUMP**2 * step)
