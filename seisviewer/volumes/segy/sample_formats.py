"""The ways in which SEG-Y stores a sample, and how each is turned into float32.

Codes are those of the binary header's byte 3225 (SEG Technical Standards Committee, revisions 1, 2.0 and 2.1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import segyio._segyio  # segyio.tools.native needs it and leaves importing it to segyio.open
import segyio.tools

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

IBM, IEEE = 1, 5
CLASS_NUMBERS = 8


@dataclass(frozen=True)
class SampleFormat:
    """code: value of the binary header's byte 3225. option: what the user calls it. kind: numpy type of a sample as it is
    stored, without byte order; three bytes where numpy has no such number."""

    code: int
    option: str
    name: str
    kind: str

    @property
    def width(self) -> int:
        """Bytes a sample."""
        return np.dtype(self.kind).itemsize

    @property
    def is_bytes(self) -> bool:
        """Whether stored samples have a last axis, of their three bytes."""
        return self.width == 3

    @property
    def is_float(self) -> bool:
        """Whether samples may be impossibly large, or no number."""
        return self.code in (IBM, IEEE, 6)


FORMATS = {
    entry.code: entry
    for entry in (
        SampleFormat(IBM, "ibm", tr("4-byte IBM float"), "f4"),
        SampleFormat(2, "int32", tr("4-byte integer"), "i4"),
        SampleFormat(3, "int16", tr("2-byte integer"), "i2"),
        SampleFormat(IEEE, "ieee", tr("4-byte IEEE float"), "f4"),
        SampleFormat(6, "float64", tr("8-byte IEEE float"), "f8"),
        SampleFormat(7, "int24", tr("3-byte integer"), "3u1"),
        SampleFormat(CLASS_NUMBERS, "int8", tr("1-byte integer"), "i1"),
        SampleFormat(9, "int64", tr("8-byte integer"), "i8"),
        SampleFormat(10, "uint32", tr("4-byte unsigned integer"), "u4"),
        SampleFormat(11, "uint16", tr("2-byte unsigned integer"), "u2"),
        SampleFormat(12, "uint64", tr("8-byte unsigned integer"), "u8"),
        SampleFormat(15, "uint24", tr("3-byte unsigned integer"), "3u1"),
        SampleFormat(16, "uint8", tr("1-byte unsigned integer"), "u1"),
    )
}
OPTIONS = {entry.option: entry for entry in FORMATS.values()}
FORMAT_OPTIONS = tuple(
    tr("--format {option}  {entry_name}").format(option=entry.option, entry_name=entry.name)
    for entry in FORMATS.values()
)  # for a shell
FIXED_POINT = 4
KNOWN_CODES = frozenset({*FORMATS, FIXED_POINT})


def format_named(option: str) -> SampleFormat:
    """The format that a user names; raises BadRequest for what is none."""
    if option not in OPTIONS:
        raise BadRequest(
            tr("“{option}” is no format of samples: choose {options}.").format(
                option=option, options=", ".join(OPTIONS)
            )
        )
    return OPTIONS[option]


def decoded(stored: np.ndarray, sample_format: SampleFormat, order: str) -> np.ndarray:
    """Samples as they are stored turned into float32, in the shape of `stored`, without its last axis for three bytes.

    order: ">" or "<". 8-byte floats beyond float32 become infinite.
    """
    if sample_format.code == IBM:
        return _ibm(stored, order)
    if sample_format.is_bytes:
        return _three_bytes(stored, order, signed=sample_format.code == 7)
    with np.errstate(over="ignore"):
        return stored.astype(np.float32)


def _ibm(stored: np.ndarray, order: str) -> np.ndarray:
    big_endian = np.array(stored, dtype=">f4") if order == ">" else stored.view("<u4").astype(">u4")
    native = segyio.tools.native(np.ascontiguousarray(big_endian).ravel(), format=1, copy=False)
    return native.astype(np.float32, copy=False).reshape(stored.shape)


def _three_bytes(stored: np.ndarray, order: str, *, signed: bool) -> np.ndarray:
    high, middle, low = np.moveaxis(stored if order == ">" else stored[..., ::-1], -1, 0).astype(np.int32)
    values = high << 16 | middle << 8 | low
    return (np.where(values >= 1 << 23, values - (1 << 24), values) if signed else values).astype(np.float32)
