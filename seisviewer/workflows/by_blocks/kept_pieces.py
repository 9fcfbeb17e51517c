"""What blocks of inlines have made, kept beside the file or folder that it is for until that is written.

A folder of pieces is known by the survey, the settings and the program, so that the same command goes on with it after
whatever stopped it, and nothing of another survey or setting is ever taken.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer import __version__
from seisviewer.atomic_files import replacing, telling
from seisviewer.blocks.block import Block
from seisviewer.blocks.running import BlockDone, run_blocks
from seisviewer.blocks.workers import Workers
from seisviewer.errors import BadRequest
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.by_blocks.survey_at_work import SurveyOrder

Span = tuple[int, int]  # first inline of a piece and the one after the last: indices


def pieces_folder(path: Path, volume: Volume, settings: Mapping[str, Any], layers: str = "") -> Path:
    """Where the pieces lie of what is to be written to `path`. settings: plain values, of which other ones make other pieces.
    layers: the file of the layers that are followed, "" for none. Raises BadRequest where the survey's lines are not sure.
    """
    survey = {name: value for name, value in SurveyOrder.of(volume).plain().items() if name not in ("job", "path")}
    told = json.dumps([__version__, dict(settings), survey], sort_keys=True).encode()
    if layers:
        with telling(Path(layers), BadRequest):
            told += Path(layers).read_bytes()
    return path.absolute().with_name(f"{_beginning(path)}{hashlib.sha256(told).hexdigest()[:16]}.blocks")


def left_for(path: Path) -> list[Path]:
    """Folders of pieces that were begun for a file or folder."""
    begun = re.compile(re.escape(_beginning(path)) + r"[0-9a-f]{16}\.blocks")
    around = path.absolute().parent
    with telling(path, BadRequest):
        found = list(around.iterdir()) if around.is_dir() else []
        return [each for each in found if begun.fullmatch(each.name) and each.is_dir()]


def remove_left(path: Path, but: Path | None = None) -> None:
    """Remove them, but for one folder."""
    for folder in left_for(path):
        if folder != but:
            shutil.rmtree(folder, ignore_errors=True)


def spans_of(inlines: int, together: int) -> list[Span]:
    """All inlines, some together."""
    return [(first, min(first + together, inlines)) for first in range(0, inlines, together)]


def make_pieces(
    path: Path, folder: Path, spans: Sequence[Span], blocks: Sequence[Block], workers: Workers, line: int, message: str
) -> Generator[Progress | Notice, None, None]:
    """Run the blocks that make the pieces of some spans, each of which leaves alone what is there. line: bytes that an inline
    takes. Raises BadRequest where the folder cannot be written, or the disk has no room."""
    with telling(folder, BadRequest):
        folder.mkdir(exist_ok=True)
        remove_left(path, but=folder)  # of another survey or setting, which nobody will ask for
        done = sum(end - first for first, end in spans if piece(folder, first).is_file())
    total = spans[-1][1]
    require_space(folder, line * (total - done), message)
    if done:
        yield Notice(
            tr("{done} of {total} inlines were worked out before: it goes on with the others.").format(
                done=done, total=total
            )
        )
    for event in run_blocks(blocks, workers, message):
        if not isinstance(event, BlockDone):
            yield event


def piece(folder: Path, first: int) -> Path:
    """The file of the span that begins at an inline (index)."""
    return folder / f"inlines-{first:06d}.npy"


def put_piece(folder: Path, first: int, values: np.ndarray) -> None:
    with replacing(piece(folder, first), BadRequest) as temporary, temporary.open("wb") as file:
        np.save(file, values)


def read_piece(folder: Path, first: int, shape: Sequence[int]) -> np.ndarray:
    """The float32 values of a span. Raises BadRequest where it is damaged, and removes it, so that it is made anew."""
    path = piece(folder, first)
    try:
        values = np.load(path, allow_pickle=False)
        if values.shape != tuple(shape) or values.dtype != np.float32:
            raise ValueError(f"{values.dtype} {values.shape}")
    except (OSError, ValueError) as error:
        with suppress(OSError):
            path.unlink()
        raise BadRequest(
            tr("{path} cannot be read ({error}): repeat the command, which goes on.").format(path=path, error=error)
        ) from error
    return values


def _beginning(path: Path) -> str:
    # Part of the name and what tells it from others: with all of it the name could be longer than the disk allows.
    return f".{path.name[:40]}.{hashlib.sha256(path.name.encode()).hexdigest()[:8]}."
