"""One pass in a file: a short head, what it says of every trace in a few bytes, and blocks of traces packed with zlib.

    8 bytes     MAGIC
    2 × uint32  bytes and CRC-32 of the head, little-endian
    head        JSON: the section, its shape, who predicted it and when, and bytes and CRC-32 of every part
    parts       the summary, then a block of probabilities for every BLOCK traces, then likewise of stability if there is one;
                of both how each trace differs from the one before it in the block, modulo 256

Every part is packed on its own, so that the traces of one line are read without the others. What is damaged raises
ValueError, whose message is half a sentence; no more is ever read or unpacked than a line of this survey can have.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np

from seisviewer.atomic_files import write_whole
from seisviewer.bounded_reading import json_from, unpacked
from seisviewer.errors import ProjectError
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.stored.eight_bits import packed_shares, unpacked_shares
from seisviewer.predictions.stored.line_summary import LineSummary
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

MAGIC = b"SVLINE1\n"
SIZES = struct.Struct("<II")
BLOCK = 64  # traces
LEVEL = 1  # of zlib: a third larger than the best and five times as fast
MOST_HEAD = 1 << 20  # bytes
MOST_CHANNELS = 255


@dataclass(frozen=True)
class LineHead:
    """What a file says of its line before its parts. shape: (traces, samples). first: position of the first part.
    parts: bytes and CRC-32 of each. The rest as in SectionPass."""

    section: SectionId
    shape: tuple[int, int]
    channels: tuple[int, ...]
    model: str
    key: str
    model_version: int
    labels_version: int
    seconds: float
    stability_of: str
    has_stability: bool
    first: int = 0
    parts: tuple[tuple[int, int], ...] = field(default=(), repr=False)

    @property
    def blocks(self) -> int:
        return math.ceil(self.shape[0] / BLOCK)

    def block_traces(self, block: int) -> slice:
        """The traces of a block."""
        return slice(block * BLOCK, min((block + 1) * BLOCK, self.shape[0]))


def write_line(path: Path, kept: SectionPass, summary: LineSummary) -> None:
    """Write a pass in one step; raises ProjectError."""
    shape = kept.probabilities.shape[1:]
    parts = [summary.to_bytes(), *(block.tobytes() for block in _blocks(kept.probabilities))]
    if kept.stability is not None:
        parts += [block.tobytes() for block in _blocks(packed_shares(kept.stability)[None])]
    packed = [zlib.compress(part, LEVEL) for part in parts]
    head = json.dumps(
        {
            "section": str(kept.section),
            "shape": list(shape),
            "channels": list(kept.channels),
            "model": kept.model,
            "key": kept.key,
            "model_version": kept.model_version,
            "labels_version": kept.labels_version,
            "seconds": kept.seconds,
            "stability_of": kept.stability_of,
            "has_stability": kept.stability is not None,
            "parts": [[len(part), zlib.crc32(part)] for part in packed],
        }
    ).encode()
    write_whole(path, b"".join((MAGIC, SIZES.pack(len(head), zlib.crc32(head)), head, *packed)), ProjectError)


def read_head(file: BinaryIO, section: SectionId, shape: tuple[int, int]) -> LineHead:
    """What a file says of the line that it should hold; raises ValueError for another, and OSError."""
    if file.read(len(MAGIC)) != MAGIC:
        raise ValueError(tr("it is no line of a prediction"))
    size, check = SIZES.unpack(_exactly(file, SIZES.size))
    if size > MOST_HEAD:
        raise ValueError(tr("its head is damaged"))
    content = _exactly(file, size)
    if zlib.crc32(content) != check:
        raise ValueError(tr("its head is damaged"))
    try:
        head = _head(json_from(content), file.tell())
    except (LookupError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(tr("its head is damaged")) from error
    if head.section != section or head.shape != tuple(shape):
        raise ValueError(tr("it belongs to another line"))
    return head


def read_summary(file: BinaryIO, head: LineHead, sampled: int) -> LineSummary:
    """What is said of every trace. sampled: of how many samples the class is told."""
    size = LineSummary.size(head.shape[0], sampled)
    return LineSummary.from_bytes(_part(file, head, 0, size), head.shape[0], sampled)


def read_pass(file: BinaryIO, head: LineHead) -> SectionPass:
    """The whole pass; raises ValueError where any of it is damaged."""
    traces, samples = head.shape
    probabilities = np.empty((len(head.channels), traces, samples), np.uint8)
    stability = np.empty((1, traces, samples), np.uint8) if head.has_stability else None
    for block in range(head.blocks):
        probabilities[:, head.block_traces(block)] = _block(file, head, block, len(head.channels))
        if stability is not None:
            stability[:, head.block_traces(block)] = _block(file, head, block, 1, after=head.blocks)
    return SectionPass(
        head.section,
        probabilities,
        head.channels,
        head.model,
        head.model_version,
        head.labels_version,
        head.seconds,
        None if stability is None else unpacked_shares(stability[0]),
        head.stability_of,
        head.key,
    )


def read_block(file: BinaryIO, head: LineHead, block: int) -> np.ndarray:
    """The probabilities of the traces of a block, uint8 (channels, traces, samples)."""
    return _block(file, head, block, len(head.channels))


def read_trace(file: BinaryIO, head: LineHead, trace: int) -> tuple[np.ndarray, np.ndarray | None]:
    """One trace of a line: uint8 probabilities (channels, samples), and uint8 stability (samples,) or None."""
    block, row = divmod(trace, BLOCK)
    probabilities = _block(file, head, block, len(head.channels))[:, row]
    if not head.has_stability:
        return probabilities, None
    return probabilities, _block(file, head, block, 1, after=head.blocks)[0, row]


def _blocks(values: np.ndarray) -> Sequence[np.ndarray]:
    """What is packed of values (channels, traces, samples): of every trace how it differs from the one before in its
    block, which takes two thirds of the room."""
    blocks = (values[:, first : first + BLOCK] for first in range(0, values.shape[1], BLOCK))
    return [np.diff(block, axis=1, prepend=np.uint8(0)) for block in blocks]


def _block(file: BinaryIO, head: LineHead, block: int, channels: int, after: int = 0) -> np.ndarray:
    """uint8 (channels, traces of the block, samples). after: how many blocks come before those asked for."""
    traces = head.block_traces(block)
    shape = channels, traces.stop - traces.start, head.shape[1]
    content = _part(file, head, 1 + after + block, math.prod(shape))
    return np.frombuffer(content, np.uint8).reshape(shape).cumsum(axis=1, dtype=np.uint8)


def _part(file: BinaryIO, head: LineHead, number: int, size: int) -> bytes:
    """A part as it was before it was packed, `size` bytes."""
    length, check = head.parts[number]
    if length > size + size // 100 + 1024:  # more than zlib makes of what cannot be packed
        raise ValueError(tr("a part of it is damaged"))
    file.seek(head.first + sum(before for before, _ in head.parts[:number]))
    packed = _exactly(file, length)
    if zlib.crc32(packed) != check:
        raise ValueError(tr("a part of it is damaged"))
    content = unpacked(packed, size)
    if len(content) != size:
        raise ValueError(tr("a part of it is damaged"))
    return content


def _exactly(file: BinaryIO, size: int) -> bytes:
    content = file.read(size)
    if len(content) != size:
        raise ValueError(tr("it is cut off"))
    return content


def _head(stored: object, first: int) -> LineHead:
    """Raises LookupError, TypeError or ValueError for what is none."""
    traces, samples = (int(count) for count in stored["shape"])
    head = LineHead(
        SectionId.parse(stored["section"]),
        (traces, samples),
        tuple(int(number) for number in stored["channels"]),
        str(stored["model"]),
        str(stored["key"]),
        int(stored["model_version"]),
        int(stored["labels_version"]),
        float(stored["seconds"]),
        str(stored["stability_of"]),
        stored["has_stability"] is True,
        first,
        tuple((int(size), int(check)) for size, check in stored["parts"]),
    )
    numbers_fit = all(abs(number) < 1 << 62 for number in (head.model_version, head.labels_version))
    channels_fit = 0 < len(head.channels) <= MOST_CHANNELS and all(0 <= number < 255 for number in head.channels)
    if not (numbers_fit and channels_fit and math.isfinite(head.seconds)):
        raise ValueError(tr("its head is damaged"))
    if len(head.parts) != 1 + head.blocks * (1 + head.has_stability) or any(size < 0 for size, _ in head.parts):
        raise ValueError(tr("its head is damaged"))
    return head
