"""How an amplitude is written beside a trace."""

from __future__ import annotations

import math


def amplitude_text(value: float, unit: str) -> str:
    """“±4.2e5 counts”, short enough to stand beside a row."""
    if value <= 0 or not math.isfinite(value):
        return unit
    number = float(f"{value:.2g}")
    text = f"{number:g}" if 1e-3 <= number < 1e5 else f"{number:.1e}"
    return f"±{text} {unit}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e−").replace("e-", "e−")
