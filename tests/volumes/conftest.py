"""A writer of odd SEG-Y files that shares no code with the reader under test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

KINDS = {1: "f4", 2: "i4", 3: "i2", 5: "f4", 6: "f8", 8: "i1", 10: "u4", 11: "u2", 16: "u1"}
Words = dict[int, tuple[str, Any]]


def segy_bytes(samples: np.ndarray, words: Words, *, code: int, order: str, binary: Words, text: bytes) -> bytes:
    """samples: (traces, samples). words, binary: byte to (numpy kind, value or one value a trace)."""
    traces, count = samples.shape
    sample = np.dtype(KINDS[code]).newbyteorder(order)
    head = np.zeros((1, 400), np.uint8)
    put(head, {3217: ("u2", 4000), 3221: ("u2", count), 3225: ("i2", code), **binary}, order, first=3201)
    headers = np.zeros((traces, 240), np.uint8)
    put(headers, words, order, first=1)
    body = np.concatenate([headers, samples.astype(sample).view(np.uint8).reshape(traces, -1)], axis=1)
    return text.ljust(3200, b"\x40") + head.tobytes() + body.tobytes()


def put(headers: np.ndarray, words: Words, order: str, first: int) -> None:
    for byte, (kind, value) in words.items():
        dtype = np.dtype(order + kind)
        raw = np.broadcast_to(np.asarray(value), len(headers)).astype(dtype).view(np.uint8).reshape(len(headers), -1)
        headers[:, byte - first : byte - first + dtype.itemsize] = raw


@pytest.fixture
def make_segy(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file with given line numbers in bytes 189 and 193; amplitudes are random where none are given."""

    def make(
        inline: Any,
        crossline: Any,
        samples: np.ndarray | None = None,
        *,
        name: str = "odd.sgy",
        code: int = 5,
        order: str = ">",
        words: Words | None = None,
        binary: Words | None = None,
        text: bytes = b"",
        extra: bytes = b"",
    ) -> Path:
        inline, crossline = np.broadcast_arrays(inline, crossline)
        if samples is None:
            samples = np.random.default_rng(1).integers(1, 100, (inline.size, 20)).astype(np.float32)
        numbers = {189: ("i4", inline.ravel()), 193: ("i4", crossline.ravel())}
        path = tmp_path / name
        raw = segy_bytes(samples, numbers | (words or {}), code=code, order=order, binary=binary or {}, text=text)
        path.write_bytes(raw + extra)
        return path

    return make
