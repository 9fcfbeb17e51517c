"""The header words of traces from which their places follow, and what is checked of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.coordinate_reference import system_in_text, system_named
from seisviewer.volumes.geometry import SampleAxis
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.segy.coordinate_scalars import for_floats
from seisviewer.volumes.segy.coordinate_words import Coordinates, CoordinateWords, coordinates_of
from seisviewer.volumes.segy.empty_traces import TraceContents
from seisviewer.volumes.segy.float_words import WordKind
from seisviewer.volumes.segy.header_bytes import OFFSET_BYTE, HeaderBytes
from seisviewer.volumes.segy.segy_headers import header_word
from seisviewer.volumes.segy.segy_layout import SegyLayout
from seisviewer.volumes.segy.vertical_axis import StatedTimes, vertical_axis


@dataclass
class ScanWords:
    """Of all traces of a file, or of some; arrays of (traces,)."""

    inline: np.ndarray
    crossline: np.ndarray
    x: np.ndarray
    y: np.ndarray
    offset: np.ndarray
    scalar: np.ndarray
    coordinate_unit: np.ndarray
    delay: np.ndarray
    time_scalar: np.ndarray
    samples: np.ndarray
    interval: np.ndarray
    identity: np.ndarray
    contents: TraceContents

    @classmethod
    def unread(cls, count: int) -> ScanWords:
        """Room for the words of that many traces."""
        arrays = {name: np.empty(count, kind) for name, (_, kind) in _places(HeaderBytes()).items()}
        return cls(**arrays, contents=TraceContents.unread(count))

    def put(self, start: int, block: np.ndarray, layout: SegyLayout, headers: HeaderBytes) -> None:
        """Take the words of trace headers, uint8 (traces, 240), from the trace `start` on."""
        stop, plain = start + len(block), layout.plain_headers(block)
        for name, (byte, kind) in _places(headers).items():
            values = getattr(self, name)
            if kind == "f8":
                values[start:stop] = layout.word_values(block, byte)
            else:
                values[start:stop] = header_word(plain if kind == "i4" else block, byte, layout.byte_order, kind)

    @property
    def heard(self) -> np.ndarray:
        """The traces whose lengths and times count: the live ones, where there are any."""
        alive, _ = self.contents.without_dead(self.identity)
        return alive if alive.any() else ~alive

    def drop_copied_numbers(self, name: str) -> list[str]:
        """Where X and Y are but the line numbers, written once more, take none; what to say of it. name: of the file."""
        numbers = self.inline, self.crossline
        both = (any(np.array_equal(values, each) for each in numbers) for values in (self.x, self.y))
        if not (np.ptp(self.x) and np.ptp(self.y)) or not all(both):
            return []
        self.x[:] = self.y[:] = 0
        return [tr("The coordinates in {name} repeat its line numbers and are not taken for any.").format(name=name)]

    def coordinates(self, layout: SegyLayout, headers: HeaderBytes, choices: OpenChoices) -> Coordinates:
        are_floats = layout.odd_words.get(headers.x, WordKind.SWAPPED) != WordKind.SWAPPED
        return coordinates_of(
            CoordinateWords(
                self.x,
                self.y,
                for_floats(self.x, self.y, self.scalar) if are_floats else self.scalar,
                self.coordinate_unit,
                layout.measurement_system,
                layout.revision,
                layout.path.name,
            ),
            system_named(choices.crs) if choices.crs else system_in_text(layout.text),
            by_user=choices.crs is not None,
            chosen_scalar=choices.coordinate_scalar,
        )

    def vertical_axis(self, layout: SegyLayout, choices: OpenChoices) -> tuple[SampleAxis, list[str]]:
        """As `vertical_axis`; raises UnreadableFile where traces have different lengths or times."""
        self._check_lengths(layout)
        stated = StatedTimes(*(values[self.heard] for values in (self.delay, self.time_scalar, self.interval)))
        return vertical_axis(layout, stated, choices)

    def _check_lengths(self, layout: SegyLayout) -> None:
        """Dead traces, which often stand for missing ones, may state anything."""
        stated = self.samples[self.heard & (self.samples > 0)]
        if len(stated) and stated.min() != stated.max():
            raise UnreadableFile(
                tr(
                    "{layout_path_name} holds traces of different lengths ({min} to {max} samples): export "
                    "it with one trace length."
                ).format(layout_path_name=layout.path.name, min=stated.min(), max=stated.max())
            )
        delay = self.delay[self.heard]
        if delay.min() != delay.max():
            raise UnreadableFile(
                tr(
                    "The traces of {layout_path_name} start at different times ({min} to {max} ms in bytes "
                    "109–110): export it with one start time."
                ).format(layout_path_name=layout.path.name, min=delay.min(), max=delay.max())
            )


def _places(headers: HeaderBytes) -> dict[str, tuple[int, str]]:
    """First byte and kind of every word."""
    return {
        "inline": (headers.inline, "i4"),
        "crossline": (headers.crossline, "i4"),
        "x": (headers.x, "f8"),
        "y": (headers.y, "f8"),
        "offset": (OFFSET_BYTE, "i4"),
        "scalar": (71, "i2"),
        "coordinate_unit": (89, "i2"),
        "delay": (109, "i2"),
        "time_scalar": (215, "i2"),
        "samples": (115, "u2"),
        "interval": (117, "u2"),
        "identity": (29, "i2"),
    }
