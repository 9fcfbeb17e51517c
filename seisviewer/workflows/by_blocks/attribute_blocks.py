"""An attribute of a whole survey worked out by several workers, some inlines a block.

What is done lies beside the file that is to be written, known by the survey, the settings and the program: the same command
goes on with it after whatever stopped it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer import __version__
from seisviewer.atomic_files import replacing, telling
from seisviewer.blocks.block import Block
from seisviewer.blocks.running import BlockDone, run_blocks
from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.errors import BadRequest
from seisviewer.pictures.attribute_kinds import COHERENCE, DIP, LAYERS, window_samples
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.structure.attributes.plugin_attributes import plugin_attributes
from seisviewer.translation import tr
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.attributes.attribute_volume import Inline, inline_values, lines_together, write_attribute
from seisviewer.workflows.by_blocks.survey_at_work import SurveyOrder, require_same_slopes, survey_at_work
from seisviewer.workflows.layer_run import FILE, latest_layers, layers_of_file
from seisviewer.workflows.survey_slopes import kept_slopes

VERSION = 1  # of what a piece holds
BLOCK_BYTES = 64 << 20  # of the values of a block of what follows from single lines
MOST_LINES = 16


@dataclass(frozen=True)
class AttributeOrder:
    """Which attribute, in plain values. window: samples' unit, as `write_attribute` takes it. layers: file of the layers
    that a layer coordinate follows, "" for none; has_slopes: whether they follow dips of the survey."""

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


def store_inlines(order: Mapping[str, Any], asked: Mapping[str, Any], folder: str, first: int, end: int) -> int:
    """Work out an attribute at inlines (indices) and put it into a `_piece`; returns how many. What lies there already is
    not worked out twice."""
    path = _piece(Path(folder), first)
    if path.is_file():
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
    with replacing(path, BadRequest) as temporary, temporary.open("wb") as file:
        np.save(file, values)
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
        if workers.is_alone and not any(_left_for(path)):
            return inline_values(volume, kind, window, project)
        asked = AttributeOrder.of(volume, kind, window, project)
        return (yield from _worked_out(volume, asked, path, workers))

    written = yield from write_attribute(volume, kind, path, window=window, project=project, before=before)
    for folder in _left_for(path):
        shutil.rmtree(folder, ignore_errors=True)
    return written


def pieces_folder(volume: Volume, asked: AttributeOrder, path: Path) -> Path:
    """Where the blocks of an attribute lie that is to be written to `path`: beside it, under a hidden name that another
    survey, another setting or another program does not have."""
    known = vars(asked) | {"layers": "", "window": window_samples(asked.window, volume.geometry.samples)}
    survey = {name: value for name, value in SurveyOrder.of(volume).plain().items() if name not in ("job", "path")}
    plugin = plugin_attributes().get(asked.kind)
    told = json.dumps([VERSION, __version__, known, survey, str(plugin)], sort_keys=True).encode()
    if asked.layers:
        told += Path(asked.layers).read_bytes()
    return path.absolute().with_name(f"{_beginning(path)}{hashlib.sha256(told).hexdigest()[:16]}.blocks")


def _worked_out(
    volume: Volume, asked: AttributeOrder, path: Path, workers: Workers
) -> Generator[Progress | Notice, None, Inline]:
    folder, geometry = pieces_folder(volume, asked, path), volume.geometry
    together = _lines_of_block(geometry, asked.kind)
    spans = [(first, min(first + together, geometry.shape[0])) for first in range(0, geometry.shape[0], together)]
    with telling(folder, BadRequest):
        folder.mkdir(exist_ok=True)
        for other in _left_for(path):
            if other != folder:  # of another survey or setting, which nobody will ask for
                shutil.rmtree(other, ignore_errors=True)
        missing = sum(end - first for first, end in spans if not _piece(folder, first).is_file())
    require_space(folder, 4 * missing * geometry.shape[1] * geometry.shape[2], tr("Working out the attribute"))
    if missing < geometry.shape[0]:
        done = geometry.shape[0] - missing
        yield Notice(
            tr("{done} of {total} inlines were worked out before: it goes on with the others.").format(
                done=done, total=geometry.shape[0]
            )
        )
    order = SurveyOrder.of(volume).plain()
    blocks = [
        Block.of(store_inlines, order=order, asked=vars(asked), folder=folder, first=first, end=end)
        for first, end in spans
    ]
    for event in run_blocks(blocks, workers, tr("Working out the attribute")):
        if not isinstance(event, BlockDone):
            yield event
    return _Pieces(folder, geometry, together)


class _Pieces:
    """Gives inlines from the files of blocks, one of which is held at a time."""

    def __init__(self, folder: Path, geometry: Geometry, together: int) -> None:
        self._folder, self._shape, self._together = folder, geometry.shape, together
        self._first, self._values = -1, np.empty(0, np.float32)

    def __call__(self, index: int) -> np.ndarray:
        first = index // self._together * self._together
        if first != self._first:
            self._first, self._values = first, self._read(first)
        return self._values[index - first]

    def _read(self, first: int) -> np.ndarray:
        path = _piece(self._folder, first)
        shape = (min(self._together, self._shape[0] - first), *self._shape[1:])
        try:
            values = np.load(path, allow_pickle=False)
            if values.shape != shape or values.dtype != np.float32:
                raise ValueError(f"{values.dtype} {values.shape}")
        except (OSError, ValueError) as error:
            with suppress(OSError):
                path.unlink()  # so that it is made anew
            raise BadRequest(
                tr("{path} cannot be read ({error}): repeat the command, which goes on.").format(path=path, error=error)
            ) from error
        return values


def _lines_of_block(geometry: Geometry, kind: str) -> int:
    """The same for any number of workers, so that other ones can go on."""
    if kind in (DIP, COHERENCE) and not geometry.is_2d:
        return lines_together(geometry)
    return int(np.clip(BLOCK_BYTES // (4 * geometry.shape[1] * geometry.shape[2]), 1, MOST_LINES))


def _piece(folder: Path, first: int) -> Path:
    return folder / f"inlines-{first:06d}.npy"


def _left_for(path: Path) -> list[Path]:
    """Folders of blocks that were begun for a file."""
    begun = re.compile(re.escape(_beginning(path)) + r"[0-9a-f]{16}\.blocks")
    with telling(path, BadRequest):
        return [each for each in path.absolute().parent.iterdir() if begun.fullmatch(each.name) and each.is_dir()]


def _beginning(path: Path) -> str:
    # Part of the name and what tells it from others: with all of it the name could be longer than the disk allows.
    return f".{path.name[:40]}.{hashlib.sha256(path.name.encode()).hexdigest()[:8]}."
