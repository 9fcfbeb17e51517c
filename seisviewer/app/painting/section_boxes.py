"""Where in a section something lies."""

from __future__ import annotations

import numpy as np

Box = tuple[slice, slice]


def box_of(mask: np.ndarray) -> Box | None:
    """The smallest box around what is True, None where nothing is."""
    rows = np.flatnonzero(mask.any(axis=1))
    if not rows.size:
        return None
    row, past_row = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(mask[row:past_row].any(axis=0))
    return slice(row, past_row), slice(int(columns[0]), int(columns[-1]) + 1)
