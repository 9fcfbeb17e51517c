"""Who said what a voxel is: a person painted it, a person accepted what was proposed, it was carried over from a stroke on
another line, or only a model says so."""

from __future__ import annotations

from enum import StrEnum

NOTHING, PAINTED_CODE, ACCEPTED_CODE, CARRIED_CODE = 0, 1, 2, 3  # of a provenance array, uint8
ALONG_CODE = 4  # the same in files of labels alone: painted, as part of a gesture along a random line


class Origin(StrEnum):
    """PAINTED: a person drew it. ACCEPTED: a model or a tool proposed it and a person said yes. CARRIED: a copy, along the
    dips, of what a person drew on a line near by; nobody needs to have looked at it."""

    PAINTED = "painted"
    ACCEPTED = "accepted"
    CARRIED = "carried"


CODES = {Origin.PAINTED: PAINTED_CODE, Origin.ACCEPTED: ACCEPTED_CODE, Origin.CARRIED: CARRIED_CODE}
