"""Depths of a boundary at every trace of a line, from those at nodes between which faults may pass."""

from __future__ import annotations

import numpy as np

from seisviewer.structure.faults import Faults


def stepped(faults: Faults, places: np.ndarray, nodes: np.ndarray, depths: np.ndarray) -> np.ndarray:
    """Depths (traces,) from depths at some traces `nodes`: in proportion, but on either side of a fault as on that side.

    places: (traces, 2). Where a fault leaves a gap between the ends of a boundary, it lies on the fault.
    """
    traces = np.arange(len(places))
    found = np.interp(traces, nodes, depths)
    if not faults or len(nodes) < 2:
        return found
    first, last = nodes[:-1], nodes[1:]
    cut = faults.separate(places[first], depths[:-1], places[last], depths[1:])
    left = np.clip(np.searchsorted(nodes, traces, "right") - 1, 0, len(nodes) - 2)
    inside = np.flatnonzero(cut[left] & ~np.isin(traces, nodes))
    for end in (left[inside], left[inside] + 1):
        here = places[inside], depths[end], places[nodes[end]], depths[end]
        same = ~faults.separate(*here)
        found[inside[same]] = depths[end][same]
    return found
