"""Trace headers as other programs write them: words of 2D lines and 3D surveys, to be put where a test wants them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.volumes.conftest import segy_bytes

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


def three_lines() -> dict[str, np.ndarray]:
    """Lines 11, 12 and 14 of 400, 250 and 330 traces, whose CDPs all start at 101."""
    lengths = (400, 250, 330)
    cdp = np.concatenate([101 + np.arange(length) for length in lengths])
    line = np.repeat([11, 12, 14], lengths)
    starts = ((400_000.0, 5_200_000.0), (401_000.0, 5_201_500.0), (399_500.0, 5_203_900.0))
    curves = [
        on_curve(np.arange(length), angle=angle, start=start)
        for length, angle, start in zip(lengths, (0.3, 1.4, -0.5), starts, strict=True)
    ]
    x, y = (np.concatenate([curve[axis] for curve in curves]) for axis in (0, 1))
    return {"cdp": cdp, "line": line, "x": x, "y": y, "count": running(980)}


def write_survey(path: Path, given: Words) -> Path:
    """A file with nothing in its trace headers but the words given."""
    count = max(np.size(value) for _, value in given.values())
    samples = np.random.default_rng(1).normal(size=(count, 20)).astype(np.float32)
    path.write_bytes(segy_bytes(samples, given, code=5, order=">", binary={}, text=b""))
    return path
