"""Where the traces of a SEG-Y file lie and how their headers and samples are stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from seisviewer.volumes.segy.float_words import Kinds, plain_headers, word_values
from seisviewer.volumes.segy.sample_formats import CLASS_NUMBERS, SampleFormat, decoded
from seisviewer.volumes.segy.stored_traces import StoredTraces
from seisviewer.volumes.segy.trace_framing import TRACE_HEADER_BYTES

CLASS_VOLUME = "CLASS VOLUME"  # in the text header of the class numbers that seisviewer writes


@dataclass(frozen=True)
class SegyLayout:
    """How to find every trace of the file.

    byte_order: of the trace headers, ">" big or "<" little; binary_order: of the binary header; sample_order: of the
    samples, in odd files another. samples: number per trace. interval: of the binary header, in thousandths of the unit of
    the vertical axis (as times: microseconds), 0 where it is missing. first_trace: position of the first trace in the file.
    header_bytes: of one trace, with the additional headers of revision 2. odd_words: trace header words that are no
    integers. swings: the samples that were looked at have both signs, as amplitudes have. notices: sentences for the user about what the headers say otherwise.
    """

    path: Path
    byte_order: str
    binary_order: str
    format: SampleFormat
    samples: int
    interval: float
    traces: int
    first_trace: int
    header_bytes: int
    revision: str
    sorting: int
    measurement_system: int
    sample_order: str
    text: str = field(repr=False)
    notices: tuple[str, ...] = ()
    odd_words: Kinds = field(default_factory=dict, repr=False, compare=False)
    swings: bool = field(default=False, repr=False, compare=False)

    @property
    def holds_classes(self) -> bool:
        """Whether the samples are class numbers that seisviewer wrote: 0 is a class, -1 is none."""
        return self.format.code == CLASS_NUMBERS and CLASS_VOLUME in self.text

    @property
    def trace_dtype(self) -> np.dtype:
        """One trace: `header` (240 bytes), `further` (additional headers, where the file has any) and `samples` as they
        are stored."""
        sample = np.dtype(self.format.kind).newbyteorder(self.sample_order)
        further = self.header_bytes - TRACE_HEADER_BYTES
        fields = [("header", np.uint8, (TRACE_HEADER_BYTES,)), ("samples", sample, (self.samples,))]
        if further:
            fields.insert(1, ("further", np.uint8, (further,)))
        return np.dtype(fields)

    def plain_headers(self, headers: np.ndarray) -> np.ndarray:
        """Trace headers, uint8 (traces, 240), with integers, rounded, where the file has floats."""
        return plain_headers(headers, self.byte_order, self.odd_words)

    def word_values(self, headers: np.ndarray, byte: int) -> np.ndarray:
        """A four-byte word of trace headers, uint8 (traces, 240), as float64 (traces,), in whatever way it is stored."""
        return word_values(headers, byte, self.byte_order, self.odd_words)

    def open_traces(self) -> StoredTraces:
        """The traces of the file, open for reading; whoever asked closes them. Raises UnreadableFile."""
        return StoredTraces(self.path, self.first_trace, self.traces, self.trace_dtype)

    def amplitudes(self, stored: np.ndarray) -> np.ndarray:
        """Samples as they are stored (any shape) turned into float32."""
        return decoded(stored, self.format, self.sample_order)
