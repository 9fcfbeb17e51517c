"""What a map at a horizon shows."""

from __future__ import annotations

from enum import StrEnum


class AtHorizon(StrEnum):
    """TIME: how deep the horizon lies, in the unit of the survey's samples."""

    TIME = "time"
    AMPLITUDE = "amplitude"
    FACIES = "facies"
