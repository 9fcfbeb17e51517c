"""Surveys in files that say their shape in a first line (“3 4 50”) and hold float32 samples after it, trace by trace."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.volume import Volume


class PlainBox(Volume):
    def __init__(self, path: Path, values: np.ndarray) -> None:
        self.path, self.name = path, path.stem
        self._values = values
        inlines, crosslines, samples = values.shape
        live = (values != 0).any(axis=2)
        self.geometry = Geometry(
            LineAxis(1, 1, inlines), LineAxis(1, 1, crosslines), SampleAxis(0.0, 4.0, samples), live
        )

    def section(self, section: SectionId) -> np.ndarray:
        axis = list(Direction).index(section.direction)
        return self._values.take(self.geometry.index(section), axis)

    def close(self) -> None:
        pass


def open_plain_box(path: Path) -> PlainBox:
    head, _, body = path.read_bytes().partition(b"\n")
    try:
        shape = tuple(int(part) for part in head.split())
        return PlainBox(path, np.frombuffer(body, "<f4").reshape(shape))
    except ValueError:
        raise UnreadableFile(f"{path.name} is no plain box: its first line has to say its shape.") from None
