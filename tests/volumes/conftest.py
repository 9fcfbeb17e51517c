"""A writer of odd SEG-Y files that shares no code with the reader under test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

KINDS = {1: "f4", 2: "i4", 3: "i2", 5: "f4", 6: "f8", 8: "i1", 9: "i8", 10: "u4", 11: "u2", 12: "u8", 16: "u1"}
THREE_BYTES = (7, 15)
Words = dict[int, tuple[str, Any]]


def segy_bytes(
    samples: np.ndarray, words: Words, *, code: int, order: str, binary: Words, text: bytes, additional: int = 0
) -> bytes:
    """samples: (traces, samples). words, binary: byte to (numpy kind, value or one value a trace). additional: trace
    headers of revision 2, which are zero."""
    traces, count = samples.shape
    head = np.zeros((1, 400), np.uint8)
    put(head, {3217: ("u2", 4000), 3221: ("u2", count), 3225: ("i2", code), **binary}, order, first=3201)
    headers, further = np.zeros((traces, 240), np.uint8), np.zeros((traces, 240 * additional), np.uint8)
    put(headers, words, order, first=1)
    body = np.concatenate([headers, further, _stored(samples, code, order).reshape(traces, -1)], axis=1)
    return text.ljust(3200, b"\x40") + head.tobytes() + body.tobytes()


def _stored(samples: np.ndarray, code: int, order: str) -> np.ndarray:
    if code in THREE_BYTES:
        whole = np.ascontiguousarray(samples.astype(f"{order}i4")).view(np.uint8).reshape(*samples.shape, 4)
        return np.ascontiguousarray(whole[..., 1:] if order == ">" else whole[..., :3])
    return np.ascontiguousarray(samples.astype(np.dtype(KINDS[code]).newbyteorder(order))).view(np.uint8)


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
        additional: int = 0,
    ) -> Path:
        inline, crossline = np.broadcast_arrays(inline, crossline)
        if samples is None:
            samples = np.random.default_rng(1).integers(1, 100, (inline.size, 20)).astype(np.float32)
        numbers = {189: ("i4", inline.ravel()), 193: ("i4", crossline.ravel())}
        path = tmp_path / name
        words, binary = numbers | (words or {}), binary or {}
        raw = segy_bytes(samples, words, code=code, order=order, binary=binary, text=text, additional=additional)
        path.write_bytes(raw + extra)
        return path

    return make


@pytest.fixture(scope="session")
def ibm_bits() -> Callable[[np.ndarray], np.ndarray]:
    """The bits of IBM floats, as float32 that can be written as they are: sign, exponent of 16 with excess 64, 24 bits of
    fraction."""

    def bits(values: np.ndarray) -> np.ndarray:
        fraction, exponent = np.frexp(np.abs(values.astype(np.float64)))
        hexadecimal = -(-exponent // 4)
        mantissa = np.rint(np.ldexp(fraction, exponent - 4 * hexadecimal + 24)).astype(np.int64)
        words = np.signbit(values).astype(np.int64) << 31 | (hexadecimal + 64) << 24 | mantissa
        return np.where(values == 0, 0, words).astype(np.uint32).view(np.float32)

    return bits
