"""Reading what a stranger wrote into no more memory than is foreseen: packed bytes, small files, JSON.

Whatever exceeds its bound or is damaged raises ValueError, whose message is half a sentence: what is wrong with it.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from seisviewer.memory import available_memory
from seisviewer.translation import tr

DESCRIPTION_BYTES = (
    4 << 20
)  # of a file that describes a run, a model, a request, classes: a thousand times what they take
PIECE_BYTES = 1 << 22
PIPE_BYTES = 1 << 28  # of a pipe or device, whose size is not known
LONGEST_LINE = 1 << 22  # traces or samples along which anything is drawn, more than any section has
SHARE_OF_MEMORY = 8  # what is read becomes values that take several times its bytes


def unpacked(packed: bytes, most: int) -> bytes:
    """What zlib packed, `most` bytes at the most; nothing beyond them is ever unpacked."""
    if not isinstance(packed, bytes):
        raise ValueError(tr("it is not packed"))
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, most + 1)
    except zlib.error as error:
        raise ValueError(tr("it is damaged")) from error
    if len(content) > most:
        raise ValueError(tr("it is larger than what it belongs to"))
    if not unpacker.eof:
        raise ValueError(tr("it is cut off"))
    return content


def read_bounded(path: Path, most: int = DESCRIPTION_BYTES) -> bytes:
    """The bytes of a file, also of a device that never ends; raises OSError too."""
    pieces: list[bytes] = []
    left = most
    with path.open("rb") as file:
        while left >= 0 and (piece := file.read(PIECE_BYTES)):
            pieces.append(piece)
            left -= len(piece)
    if left < 0:
        raise ValueError(tr("it is larger than such a file can be"))
    return b"".join(pieces)


def read_within_memory(path: Path) -> bytes:
    """The bytes of a file that may be of any size this machine has room for; raises OSError too."""
    size = path.stat().st_size
    most = available_memory() // SHARE_OF_MEMORY if size else PIPE_BYTES
    if size > most:
        raise ValueError(tr("there is not enough memory for it"))
    return read_bounded(path, most)


def json_from(content: bytes | str) -> object:
    """What JSON holds; text that is nested without end is damaged too."""
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError(tr("it is nested too deeply")) from error


def read_json(path: Path, most: int = DESCRIPTION_BYTES) -> object:
    """What a JSON file in UTF-8 holds, `most` bytes of it at the most; raises OSError too."""
    return json_from(read_bounded(path, most))
