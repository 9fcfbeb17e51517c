"""Who said what a voxel is: a person painted it, a person accepted what was proposed, or only a model says so."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

NOTHING, PAINTED_CODE, ACCEPTED_CODE = 0, 1, 2  # of a provenance array, uint8


class Origin(StrEnum):
    """PAINTED: a person drew it. ACCEPTED: a model or a tool proposed it and a person said yes."""

    PAINTED = "painted"
    ACCEPTED = "accepted"


def provenance_codes(labelled: np.ndarray, accepted: np.ndarray) -> np.ndarray:
    """Uint8 in the shape of both: NOTHING where no label is, else PAINTED_CODE or ACCEPTED_CODE."""
    codes = np.where(accepted, np.uint8(ACCEPTED_CODE), np.uint8(PAINTED_CODE))
    return np.where(labelled, codes, np.uint8(NOTHING))
