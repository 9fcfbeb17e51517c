"""Trace headers as other programs write them: words of 2D lines and 3D surveys, to be put where a test wants them."""

from __future__ import annotations

from typing import Any

import numpy as np

Words = dict[int, tuple[str, Any]]


def words(**values: Any) -> Words:
    """Four-byte words by name, such as b21=cdp; b71 is the two-byte scalar of the coordinates."""
    return {int(name[1:]): ("i2" if name == "b71" else "i4", value) for name, value in values.items()}


def grid(inlines: Any, crosslines: Any) -> tuple[np.ndarray, np.ndarray]:
    """Inline and crossline numbers of all traces, crossline fastest; two ranges or arrays."""
    lines = np.meshgrid(inlines, crosslines, indexing="ij")
    return lines[0].ravel(), lines[1].ravel()


def on_plane(inline: np.ndarray, crossline: np.ndarray, angle: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """X, Y in tenths of a metre: bins of 25 by 12.5 m, turned by `angle` (radians)."""
    along, across = 25.0 * (inline - inline.min()), 12.5 * (crossline - crossline.min())
    x = 432_000 + along * np.cos(angle) - across * np.sin(angle)
    y = 6_478_000 + along * np.sin(angle) + across * np.cos(angle)
    return np.rint(10 * x), np.rint(10 * y)


def on_curve(number: np.ndarray, *, angle: float = 0.3, start: tuple[float, float] = (400_000.0, 5_200_000.0)) -> Any:
    """X, Y in tenths of a metre of a gently crooked line with 12.5 m between numbers."""
    way = 12.5 * (number - number[0])
    turn = angle + 0.4 * np.sin(way / 3000)
    return np.rint(10 * (start[0] + way * np.cos(turn))), np.rint(10 * (start[1] + way * np.sin(turn)))


def running(count: int) -> np.ndarray:
    return np.arange(1, count + 1)
