"""A survey in memory with two layers, and labels painted on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.labels.classes import ClassTable
from seisviewer.labels.label_volume import LabelSnapshot, LabelVolume
from seisviewer.labels.stroke import Stroke
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.volume import Volume


class LayeredVolume(Volume):
    """Two layers told apart by their reflections: coarse above the middle, fine below; inlines 10–29, crosslines
    100–139."""

    def __init__(self, dead: tuple[int, ...] = (), shape: tuple[int, int, int] = (20, 40, 48)) -> None:
        inlines, crosslines, samples = shape
        live = np.ones((inlines, crosslines), bool)
        live[list(dead), 5:] = False
        self.name, self.path = "layers", Path("layers.npy")
        self.geometry = Geometry(
            LineAxis(10, 1, inlines), LineAxis(100, 1, crosslines), SampleAxis(0.0, 4.0, samples), live
        )
        draw = np.random.default_rng(0)
        depth = np.arange(samples)
        wave = np.sin(2 * np.pi * depth / np.where(depth < samples // 2, 12.0, 3.0))
        self.amplitudes = (wave + 0.1 * draw.standard_normal(shape)).astype(np.float32)
        self.amplitudes[~live] = np.nan
        self.truth = np.broadcast_to((depth >= samples // 2).astype(np.int8), shape)

    def section(self, section: SectionId) -> np.ndarray:
        axis = list(Direction).index(section.direction)
        return np.take(self.amplitudes, self.geometry.index(section), axis).copy()

    def close(self) -> None:
        pass


class Painter:
    """Paints rectangles on sections, one stroke each."""

    def __init__(self, geometry: Geometry) -> None:
        self.labels = LabelVolume(geometry)
        self.strokes = 0

    def paint(self, section: str, label: int, rows: slice, columns: slice, held: bool = False) -> Painter:
        where = SectionId.parse(section)
        mask = np.zeros(self.labels.geometry.section_shape(where.direction), bool)
        mask[rows, columns] = True
        self.strokes += 1
        before = np.full(mask.shape, -1, np.int8)
        self.labels.apply(Stroke(where, label, 0, 0, mask, before, self.strokes, self.strokes, held))
        return self

    def snapshot(self) -> LabelSnapshot:
        return self.labels.snapshot(self.strokes, ClassTable())


@pytest.fixture
def layers() -> LayeredVolume:
    return LayeredVolume()


@pytest.fixture
def painter(layers: LayeredVolume) -> Painter:
    """Both layers painted on inline 15."""
    return (
        Painter(layers.geometry)
        .paint("inline_15", 0, slice(4, 20), slice(4, 16))
        .paint("inline_15", 1, slice(4, 20), slice(30, 42))
    )
