"""How residuals are written, in every table alike."""

from __future__ import annotations

import math


def milliseconds(seconds: float, sign: str = "+") -> str:
    """Whole milliseconds, with its sign where `sign` is "+"; a dash where nothing matched."""
    return "–" if math.isnan(seconds) else f"{round(seconds * 1000) + 0:{sign}d}"
