"""Where samples lie among the layers: a relative geologic position that is level along every boundary."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.structure.layer_confidence import Boundary


def layer_coordinate(boundaries: Sequence[Boundary], samples: int) -> np.ndarray:
    """Float32 (traces, samples), 0 at the top and 1 at the base; 1 / layers, 2 / layers, … at the boundaries, and in
    proportion to depth between two of them."""
    depths = np.stack([boundary.depth for boundary in boundaries], axis=1)
    depths = np.clip(np.maximum.accumulate(depths, axis=1), 0.0, float(samples))
    levels = np.linspace(0.0, 1.0, len(boundaries) + 2)
    middles = np.arange(samples) + 0.5
    rows = [np.interp(middles, np.concatenate([[0.0], row, [float(samples)]]), levels) for row in depths]
    return np.array(rows, np.float32)
