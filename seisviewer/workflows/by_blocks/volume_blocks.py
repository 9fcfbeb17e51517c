"""The blocks of which a predicted volume is made: some lines that are predicted and stored, some inlines that are answered.

Both may be done again at any time: a stored line is not predicted twice, and a file is written in one step.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.atomic_files import telling, write_whole
from seisviewer.errors import BadRequest
from seisviewer.labels.rejection import rejected_on
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.passes.volume_pass import answer_of_inline, channels_of, passes_asked
from seisviewer.predictions.rejected_classes import without_rejected
from seisviewer.predictions.stored.line_file import BLOCK
from seisviewer.reserved_array import ReservedArray
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.workflows.by_blocks.run_at_work import RunAtWork, at_work

INLINES = BLOCK  # of a block that is answered: stored crosslines are read in pieces of as many traces
Box = Sequence[int]  # first inline, the one after the last, first crossline, the one after the last: indices


def store_lines(order: dict[str, Any], direction: str, lines: Sequence[int]) -> int:
    """Predict lines (indices) of a direction that are not stored, and store them in the project; returns how many."""
    held, made = at_work(order), 0
    for index in lines:
        section = held.volume.geometry.section(Direction(direction), index)
        if not held.store.is_current(section, held.predictor.key):
            held.store.put(held.predictor.one_pass(section, held.volume.section(section)))
            made += 1
    return made


def answer_inlines(order: dict[str, Any], first: int, end: int, box: Box, folder: str) -> int:
    """Classes and confidence of inlines (indices, all of one piece of INLINES) inside a box, from the stored passes, each
    in an `answer_file` of that folder; returns how many.

    Memory holds an inline and INLINES traces of a crossline, and what crosses lies in a temporary file beside.
    """
    held = at_work(order)
    geometry, classes = held.volume.geometry, held.predictor.classes
    by_inline, by_crossline = passes_asked(geometry, held.along_inlines_alone, inside(geometry.shape, box))
    cross = np.flatnonzero(by_crossline[first:end].any(axis=0))
    line = geometry.section_shape(Direction.INLINE)
    with tempfile.TemporaryDirectory(prefix=".crossing-", dir=folder) as scratch, telling(Path(folder), BadRequest):
        crossing = (end - first, len(cross), len(classes), line[1])
        with closing(ReservedArray(Path(scratch) / "crossing.npy", np.uint8, crossing)) as crossed:
            for place, index in enumerate(cross.tolist()):
                said = _crossline_piece(held, index, first, end)
                crossed.put(0, place, said.transpose(1, 0, 2)[:, None])
            for row, index in enumerate(range(first, end)):
                sums = np.zeros((len(classes), *line), np.uint16)
                sums[:, cross] = crossed.row(row).transpose(1, 0, 2)
                sums[:, ~by_crossline[index]] = 0
                if by_inline[index].any():
                    sums[:, by_inline[index]] += _inline(held, index)[:, by_inline[index]]
                answer = answer_of_inline(sums, by_inline[index], by_crossline[index], classes)
                _write(answer_file(Path(folder), index), answer)
    return end - first


def answer_file(folder: Path, inline: int) -> Path:
    """Where the answer of an inline (index) lies: two arrays, as `read_answer` reads them."""
    return folder / f"inline-{inline:06d}.npy"


def read_answer(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Classes (uint8) and confidence (float16) of an inline, both (crosslines, samples); raises OSError or ValueError."""
    with path.open("rb") as file:
        return np.load(file, allow_pickle=False), np.load(file, allow_pickle=False)


def inside(shape: Sequence[int], box: Box) -> np.ndarray:
    """Bool (inlines, crosslines): what lies in a box."""
    found = np.zeros(tuple(shape[:2]), bool)
    found[box[0] : box[1], box[2] : box[3]] = True
    return found


def _write(path: Path, answers: Sequence[np.ndarray]) -> None:
    content = io.BytesIO()
    for each in answers:
        np.save(content, each, allow_pickle=False)
    write_whole(path, content.getvalue(), BadRequest)


def _inline(held: RunAtWork, index: int) -> np.ndarray:
    """uint8 (classes, crosslines, samples): what the pass over an inline says, without what is rejected."""
    section = held.volume.geometry.section(Direction.INLINE, index)
    return _allowed(held, section, channels_of(_pass(held, section), held.predictor.classes), slice(None))


def _crossline_piece(held: RunAtWork, index: int, first: int, end: int) -> np.ndarray:
    """uint8 (classes, end − first, samples): what the pass over a crossline says at some inlines."""
    section = held.volume.geometry.section(Direction.CROSSLINE, index)
    classes = held.predictor.classes
    piece = held.store.block(section, first // BLOCK) if held.store.is_current(section, held.predictor.key) else None
    if piece is None:  # damaged meanwhile
        said = channels_of(_pass(held, section), classes)[:, first:end]
    else:
        channels, values = piece
        values = values[:, first % BLOCK : first % BLOCK + end - first]
        said = np.zeros((len(classes), *values.shape[1:]), np.uint8)
        for channel, number in enumerate(classes):
            if number in channels:
                said[channel] = values[channels.index(number)]
    return _allowed(held, section, said, slice(first, end))


def _pass(held: RunAtWork, section: SectionId) -> SectionPass:
    kept = held.store.get(section) if held.store.is_current(section, held.predictor.key) else None
    return kept if kept is not None else held.predictor.one_pass(section, held.volume.section(section))


def _allowed(held: RunAtWork, section: SectionId, said: np.ndarray, traces: slice) -> np.ndarray:
    geometry = held.volume.geometry
    rejected = rejected_on(held.rejections, geometry, section.direction, geometry.index(section))
    cut = {number: where[traces] for number, where in rejected.items()}
    return without_rejected(said, held.predictor.classes, cut)
