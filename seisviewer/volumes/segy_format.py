"""What the headers in front of the traces of a SEG-Y file say: byte order, sample format, trace length, text.

Field positions are those of SEG-Y revision 1 and 2 (SEG Technical Standards Committee, 2002 and 2017).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import segyio._segyio  # segyio.tools.native needs it and leaves importing it to segyio.open
import segyio.tools

from seisviewer.errors import UnreadableFile

TEXT_BYTES = 3200
BINARY_BYTES = 400
TRACE_HEADER_BYTES = 240
CLASS_VOLUME = "CLASS VOLUME"  # in the text header of the class numbers that seisviewer writes


@dataclass(frozen=True)
class SampleFormat:
    """code: value of the binary header's byte 3225. kind: numpy type of a sample as stored, without byte order."""

    code: int
    name: str
    kind: str


FORMATS = {
    entry.code: entry
    for entry in (
        SampleFormat(1, "4-byte IBM float", "f4"),
        SampleFormat(2, "4-byte integer", "i4"),
        SampleFormat(3, "2-byte integer", "i2"),
        SampleFormat(5, "4-byte IEEE float", "f4"),
        SampleFormat(6, "8-byte IEEE float", "f8"),
        SampleFormat(8, "1-byte integer", "i1"),
        SampleFormat(10, "4-byte unsigned integer", "u4"),
        SampleFormat(11, "2-byte unsigned integer", "u2"),
        SampleFormat(16, "1-byte unsigned integer", "u1"),
    )
}
REFUSED_FORMATS = {
    4: "4-byte fixed point with gain",
    7: "3-byte integer",
    9: "8-byte integer",
    12: "8-byte unsigned integer",
    15: "3-byte unsigned integer",
}


@dataclass(frozen=True)
class SegyLayout:
    """How to find every trace of the file.

    byte_order: ">" big or "<" little. samples: number per trace. interval: of the binary header, in microseconds (or
    thousandths of a metre or foot), 0 where it is missing. first_trace: position of the first trace in the file.
    """

    path: Path
    byte_order: str
    format: SampleFormat
    samples: int
    interval: int
    traces: int
    first_trace: int
    revision: str
    sorting: int
    measurement_system: int
    text: str = field(repr=False)

    @property
    def holds_classes(self) -> bool:
        """Whether the samples are class numbers that seisviewer wrote: 0 is a class, -1 is none."""
        return self.format.code == 8 and CLASS_VOLUME in self.text

    @property
    def trace_dtype(self) -> np.dtype:
        """One trace: `header` (240 bytes) and `samples` as they are stored."""
        sample = np.dtype(self.format.kind).newbyteorder(self.byte_order)
        return np.dtype([("header", np.uint8, (TRACE_HEADER_BYTES,)), ("samples", sample, (self.samples,))])

    def map_traces(self) -> np.ndarray:
        """All traces of the file as a read-only memory map of `trace_dtype`."""
        # A plain view of the map: indexing a numpy.memmap object costs a Python call for every result.
        return np.asarray(
            np.memmap(self.path, self.trace_dtype, "r", offset=self.first_trace, shape=(self.traces,)),
        )

    def amplitudes(self, stored: np.ndarray) -> np.ndarray:
        """Samples as they are stored (any shape) turned into float32."""
        if self.format.code != 1:
            with np.errstate(over="ignore"):  # 8-byte values beyond float32 become infinite, and are mended later
                return stored.astype(np.float32)
        big_endian = np.array(stored, dtype=">f4") if self.byte_order == ">" else stored.view("<u4").astype(">u4")
        native = segyio.tools.native(np.ascontiguousarray(big_endian).ravel(), format=1, copy=False)
        return native.astype(np.float32, copy=False).reshape(stored.shape)


def read_layout(path: Path) -> SegyLayout:
    """Read the text and binary headers; raises UnreadableFile when the traces behind them cannot be read rightly."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(TEXT_BYTES + BINARY_BYTES)
            first_header = file.read(TRACE_HEADER_BYTES)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if len(head) + len(first_header) < TEXT_BYTES + BINARY_BYTES + TRACE_HEADER_BYTES:
        raise UnreadableFile(
            f"{path.name} is no SEG-Y file: it holds {size:,} bytes, too few for its headers and a trace."
        )
    binary = head[TEXT_BYTES:]
    order = _byte_order(binary, path)
    sample_format = _sample_format(_int16(binary, order, 3225), path)
    first_trace = TEXT_BYTES + BINARY_BYTES + _extended_text_bytes(binary, order, path)
    samples, traces = _trace_length(binary, first_header, order, sample_format, size - first_trace, path)
    return SegyLayout(
        path=path,
        byte_order=order,
        format=sample_format,
        samples=samples,
        interval=_uint16(binary, order, 3217),
        traces=traces,
        first_trace=first_trace,
        # Some writers put the major number into the second byte.
        revision=f"{binary[300] or binary[301]}.{binary[301] if binary[300] else 0}",
        sorting=_int16(binary, order, 3229),
        measurement_system=_int16(binary, order, 3255),
        text=decode_text(head[:TEXT_BYTES]),
    )


def decode_text(raw: bytes) -> str:
    """The text header as lines of 80 characters, from EBCDIC or ASCII, whichever it looks like."""
    ebcdic = raw.count(b"\x40") >= raw.count(b"\x20")
    text = raw.decode("cp037" if ebcdic else "latin-1")
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return "\n".join(text[start : start + 80].rstrip() for start in range(0, len(text), 80)).rstrip()


def _byte_order(binary: bytes, path: Path) -> str:
    """Big unless only the other order gives a sample format that the standard knows."""
    for order in (">", "<"):
        if 1 <= _int16(binary, order, 3225) <= 16:
            return order
    raise UnreadableFile(f"{path.name} is no SEG-Y file, or a damaged one: its binary header names no sample format.")


def _sample_format(code: int, path: Path) -> SampleFormat:
    if code in FORMATS:
        return FORMATS[code]
    name = REFUSED_FORMATS.get(code, "not in the standard")
    raise UnreadableFile(
        f"{path.name} stores its samples in format {code} ({name}), which seisviewer does not read: "
        "write it again as IBM or IEEE float."
    )


def _extended_text_bytes(binary: bytes, order: str, path: Path) -> int:
    extra = _int16(binary, order, 3505)
    if extra < 0:
        raise UnreadableFile(
            f"{path.name} does not say how many extended text headers it has, so its traces cannot be found: "
            "write the file again without them."
        )
    if _int32(binary, order, 3507) and binary[300] >= 2:
        raise UnreadableFile(
            f"{path.name} has additional trace headers of SEG-Y revision 2, which seisviewer does not read: "
            "write the file again as revision 1."
        )
    return TEXT_BYTES * extra


def _trace_length(
    binary: bytes, first_header: bytes, order: str, sample_format: SampleFormat, size: int, path: Path
) -> tuple[int, int]:
    """Samples per trace and number of traces: the first of the numbers in the headers that divides the file."""
    width = np.dtype(sample_format.kind).itemsize
    in_binary = _uint16(binary, order, 3221) or (_int32(binary, order, 3269) if binary[300] >= 2 else 0)
    in_trace = struct.unpack_from(f"{order}H", first_header, 114)[0]
    if not in_binary and not in_trace:
        raise UnreadableFile(f"{path.name} does not say how many samples its traces have: write it with full headers.")
    for samples in (in_binary, in_trace):
        if samples > 0 and size > 0 and size % (TRACE_HEADER_BYTES + samples * width) == 0:
            return samples, size // (TRACE_HEADER_BYTES + samples * width)
    raise UnreadableFile(
        f"{path.name} is cut off or damaged: the {max(size, 0):,} bytes after its headers are no whole number of "
        f"traces of {in_binary or in_trace} samples; copy or export it again."
    )


def _int16(binary: bytes, order: str, byte: int) -> int:
    return struct.unpack_from(f"{order}h", binary, byte - 3201)[0]


def _uint16(binary: bytes, order: str, byte: int) -> int:
    return struct.unpack_from(f"{order}H", binary, byte - 3201)[0]


def _int32(binary: bytes, order: str, byte: int) -> int:
    return struct.unpack_from(f"{order}i", binary, byte - 3201)[0]
