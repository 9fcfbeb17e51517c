"""Damages a sound file as disks, transfers, careless programs and people with bad intentions do; the same for the same
number."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import numpy as np

EXTREMES = (0, -1, 1, 127, 255, 32767, -32768, 65535, 2**31 - 1, -(2**31), 2**32 - 1, 16_777_216)
FLOATS = (float("nan"), float("inf"), 1e30, -1e308, 1e-300, 1e38)
TOKENS = (
    b"1e308",
    b"-1",
    b"9" * 20,
    b"nan",
    b"inf",
    b"0",
    b'"',
    b"<",
    b"&",
    b";",
    b",",
    b"\n",
    b"\xff\xfe",
    b"\x00",
    b"12004",
)
FRONT = 4096  # bytes at the beginning, where headers are
MOST = 20  # of bytes or places that a mutation changes
Mutation = Callable[[bytes, np.random.Generator], bytes]


def mutated(content: bytes, number: int, *, is_text: bool = False) -> bytes:
    """The file with mutation `number`. is_text: words and numbers in it are changed as well as its bytes. Of an archive
    every second mutation changes one of its members, under a check sum that is right."""
    draw = np.random.default_rng(number)
    kinds = (*_OF_BYTES, *_OF_TEXT) if is_text else _OF_BYTES
    mutate = kinds[number // 2 % len(kinds)]
    if number % 2 and zipfile.is_zipfile(io.BytesIO(content)):
        return _in_a_member(content, draw, mutate)
    return mutate(content, draw) or b"\x00"


def _in_a_member(content: bytes, draw: np.random.Generator, mutate: Mutation) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(changed, "w") as written:
        members = archive.infolist()
        chosen = members[draw.integers(len(members))]
        for member in members:
            data = archive.read(member)
            data = mutate(data, draw) if member is chosen else data
            written.writestr(member.filename, data, compress_type=member.compress_type)
    return changed.getvalue()


def _place(content: bytes, draw: np.random.Generator) -> int:
    """A position, in every second case among the headers."""
    end = min(FRONT, len(content)) if draw.random() < 0.5 else len(content)
    return int(draw.integers(max(end, 1)))


def _flip_bits(content: bytes, draw: np.random.Generator) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.integers(1, MOST)):
        changed[_place(content, draw)] ^= 1 << int(draw.integers(8))
    return bytes(changed)


def _set_bytes(content: bytes, draw: np.random.Generator) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.integers(1, MOST)):
        changed[_place(content, draw)] = int(draw.integers(256))
    return bytes(changed)


def _cut(content: bytes, draw: np.random.Generator) -> bytes:
    return content[: _place(content, draw)]


def _leave_out(content: bytes, draw: np.random.Generator) -> bytes:
    place, length = _place(content, draw), int(draw.integers(1, 600))
    return content[:place] + content[place + length :]


def _repeat(content: bytes, draw: np.random.Generator) -> bytes:
    place, length = _place(content, draw), int(draw.integers(1, 600))
    return (
        content[: place + length]
        + content[place : place + length] * int(draw.integers(1, 4))
        + content[place + length :]
    )


def _swap(content: bytes, draw: np.random.Generator) -> bytes:
    first, second, third = sorted(_place(content, draw) for _ in range(3))
    return content[:first] + content[second:third] + content[first:second] + content[third:]


def _zero(content: bytes, draw: np.random.Generator) -> bytes:
    place, length = _place(content, draw), int(draw.integers(1, 600))
    return content[:place] + bytes(min(length, len(content) - place)) + content[place + length :]


def _extreme_number(content: bytes, draw: np.random.Generator) -> bytes:
    """A number at the edge of its type, in either byte order, on a place where a header would have one."""
    changed = bytearray(content)
    for _ in range(draw.integers(1, 4)):
        order, place = draw.choice(["<", ">"]), _place(content, draw) & ~1
        if draw.random() < 0.3:
            raw = struct.pack(f"{order}{draw.choice(['f', 'd'])}", _fitting(FLOATS, draw))
        else:
            raw = int(EXTREMES[draw.integers(len(EXTREMES))] & 0xFFFFFFFF).to_bytes(
                4, "little" if order == "<" else "big"
            )
            raw = raw[: int(draw.choice([2, 4]))]
        changed[place : place + len(raw)] = raw[: len(content) - place]
    return bytes(changed)


def _fitting(numbers: tuple[float, ...], draw: np.random.Generator) -> float:
    number = numbers[draw.integers(len(numbers))]
    return number if abs(number) < 3e38 or not np.isfinite(number) else float(np.float32(3e38))


def _insert_token(content: bytes, draw: np.random.Generator) -> bytes:
    for _ in range(draw.integers(1, 4)):
        place = _place(content, draw)
        content = content[:place] + TOKENS[draw.integers(len(TOKENS))] + content[place:]
    return content


def _other_number(content: bytes, draw: np.random.Generator) -> bytes:
    """A run of digits gives way to a token."""
    digits = [place for place in range(len(content)) if content[place : place + 1].isdigit()]
    if not digits:
        return _insert_token(content, draw)
    first = last = int(draw.choice(digits))
    while content[first - 1 : first].isdigit():
        first -= 1
    while content[last : last + 1].isdigit():
        last += 1
    return content[:first] + TOKENS[draw.integers(len(TOKENS))] + content[last:]


def _repeat_line(content: bytes, draw: np.random.Generator) -> bytes:
    lines = content.split(b"\n")
    line = int(draw.integers(len(lines)))
    return b"\n".join([*lines[:line], *[lines[line]] * int(draw.integers(0, 5)), *lines[line + 1 :]])


_OF_BYTES: tuple[Mutation, ...] = (
    _flip_bits, _set_bytes, _cut, _leave_out, _repeat, _swap, _zero, _extreme_number,
)  # fmt: skip
_OF_TEXT: tuple[Mutation, ...] = (_insert_token, _other_number, _repeat_line)
