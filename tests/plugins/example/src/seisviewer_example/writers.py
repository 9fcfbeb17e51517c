"""Picks as a line each, and volumes as plain numbers with their shape in a first line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np


def write_lines(path: Path, picks: Sequence[Any], events: Sequence[Any]) -> None:
    lines = [f"{pick.station} {pick.phase} {pick.time:.6f}" for pick in picks]
    path.write_text("\n".join([f"# {len(events)} events", *lines]) + "\n", encoding="utf-8")


def write_raw(path: Path, geometry: Any, inlines: Iterator[np.ndarray], about: Mapping[str, Any]) -> None:
    with path.open("wb") as file:
        file.write(f"{' '.join(map(str, geometry.shape))} {about['content']}\n".encode())
        for inline in inlines:
            file.write(inline.astype("<f4").tobytes())
