"""An attribute of a whole survey worked out by several workers, some inlines a block."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.blocks.block import Block
from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.pictures.attribute_kinds import COHERENCE, DIP, LAYERS, window_samples
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.structure.attributes.plugin_attributes import plugin_attributes
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.attributes.attribute_volume import Inline, inline_values, lines_together, write_attribute
from seisviewer.workflows.by_blocks.kept_pieces import (
    left_for,
    make_pieces,
    piece,
    pieces_folder,
    put_piece,
    read_piece,
    remove_left,
    spans_of,
)
from seisviewer.workflows.by_blocks.survey_at_work import SurveyOrder, require_same_slopes, survey_at_work
from seisviewer.workflows.layer_run import FILE, latest_layers, layers_of_file
from seisviewer.workflows.survey_slopes import kept_slopes

BLOCK_BYTES = 64 << 20  # of the values of a block of what follows from single lines
MOST_LINES = 16


@dataclass(frozen=True)
class AttributeOrder:
    """Which attribute, in plain values. window: as `write_attribute` takes it. layers: file of the layers that a layer
    coordinate follows, "" for none; has_slopes: whether they follow dips of the survey."""

    kind: str
    window: float = 0.0
    layers: str = ""
    has_slopes: bool = False

    @classmethod
    def of(cls, volume: Volume, kind: str, window: float, project: Project | None) -> AttributeOrder:
        """Raises ModelError where a layer coordinate is asked for and the project has no layers."""
        if kind != LAYERS or project is None:
            return cls(kind, window)
        path = latest_layers(project).folder / FILE
        return cls(kind, window, str(path.absolute()), kept_slopes(volume) is not None)

    def folder(self, volume: Volume, path: Path) -> Path:
        """Where the pieces lie of what is to be written to `path`."""
        known = {
            "attribute": self.kind,
            "window": window_samples(self.window, volume.geometry.samples),
            "has_slopes": self.has_slopes,
            "plugin": str(plugin_attributes().get(self.kind)),  # with the version of its package
        }
        return pieces_folder(path, volume, known, self.layers)


def store_inlines(order: Mapping[str, Any], asked: Mapping[str, Any], folder: str, first: int, end: int) -> int:
    """Work out an attribute at inlines (indices) and put it into their piece; returns how many. What lies there already is
    not worked out twice."""
    if piece(Path(folder), first).is_file():
        return end - first
    volume, attribute = survey_at_work(order), AttributeOrder(**asked)
    layers = None
    if attribute.layers:
        require_same_slopes(volume, attribute.has_slopes)
        layers = layers_of_file(Path(attribute.layers), volume)
    inline = inline_values(volume, attribute.kind, attribute.window, layers=layers)
    geometry = volume.geometry
    values = np.full((end - first, *geometry.shape[1:]), np.nan, np.float32)
    for row in np.flatnonzero(geometry.live[first:end].any(axis=1)).tolist():
        values[row] = inline(first + row)
    put_piece(Path(folder), first, values)
    return end - first


def write_attribute_by(
    volume: Volume,
    kind: str,
    path: Path,
    *,
    window: float = 0.0,
    project: Project | None = None,
    workers: Workers = ALONE,
) -> Generator[Progress | Notice, None, Path]:
    """As `write_attribute`, by workers that see the survey and the folder of `path` under the same paths. The file is the
    same whoever works it out. Until it is written the disk holds its values a second time. This process alone goes on
    with what workers have left, and keeps nothing beside the file otherwise."""
    workers.check()

    def before() -> Generator[Progress | Notice, None, Inline]:
        if workers.is_alone and not left_for(path):
            return inline_values(volume, kind, window, project)
        return (yield from _worked_out(volume, AttributeOrder.of(volume, kind, window, project), path, workers))

    written = yield from write_attribute(volume, kind, path, window=window, project=project, before=before)
    remove_left(path)
    return written


def _worked_out(
    volume: Volume, asked: AttributeOrder, path: Path, workers: Workers
) -> Generator[Progress | Notice, None, Inline]:
    geometry, folder = volume.geometry, asked.folder(volume, path)
    together, line = _lines_of_block(geometry, asked.kind), 4 * geometry.shape[1] * geometry.shape[2]
    order, spans = SurveyOrder.of(volume).plain(), spans_of(geometry.shape[0], together)
    blocks = [
        Block.of(store_inlines, order=order, asked=vars(asked), folder=folder, first=first, end=end)
        for first, end in spans
    ]
    yield from make_pieces(path, folder, spans, blocks, workers, line, tr("Working out the attribute"))
    return _InlinesOfPieces(folder, geometry, together)


class _InlinesOfPieces:
    """Gives inlines from pieces, one of which is held at a time."""

    def __init__(self, folder: Path, geometry: Geometry, together: int) -> None:
        self._folder, self._shape, self._together = folder, geometry.shape, together
        self._first, self._values = -1, np.empty(0, np.float32)

    def __call__(self, index: int) -> np.ndarray:
        first = index // self._together * self._together
        if first != self._first:
            shape = (min(self._together, self._shape[0] - first), *self._shape[1:])
            self._first, self._values = first, read_piece(self._folder, first, shape)
        return self._values[index - first]


def _lines_of_block(geometry: Geometry, kind: str) -> int:
    """The same for any number of workers, so that other ones can go on."""
    if kind in (DIP, COHERENCE) and not geometry.is_2d:
        return lines_together(geometry)
    return int(np.clip(BLOCK_BYTES // (4 * geometry.shape[1] * geometry.shape[2]), 1, MOST_LINES))
