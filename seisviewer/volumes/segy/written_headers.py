"""The 240 bytes in front of every trace that is written: made anew, or copied from another file."""

from __future__ import annotations

import numpy as np

from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.segy.arcs import NAMES, degrees_of
from seisviewer.volumes.segy.coordinate_scalars import times_scalar
from seisviewer.volumes.segy.segy_volume import SegyVolume
from seisviewer.volumes.segy.trace_framing import TRACE_HEADER_BYTES


def new_trace_headers(geometry: Geometry) -> np.ndarray:
    """uint8 (live traces, 240) in the places of revision 1, inline by inline."""
    inline, crossline = np.nonzero(geometry.live)
    count = len(inline)
    headers = np.zeros((count, TRACE_HEADER_BYTES), np.uint8)
    number = np.arange(1, count + 1)
    crosslines = geometry.trace_number(inline, crossline)
    samples = geometry.samples
    delay, time_scalar = scaled_delay(samples.start)
    words = {1: ("i4", number), 5: ("i4", number), 21: ("i4", crosslines), 29: ("i2", 1)}
    words |= {109: ("i2", delay), 215: ("i2", time_scalar), 115: ("u2", samples.count)}
    words |= {117: ("u2", round(samples.interval * 1000))}
    words |= {189: ("i4", geometry.inlines.numbers[inline]), 193: ("i4", crosslines)}
    if geometry.trace_xy is not None or geometry.affine is not None:
        if geometry.trace_xy is not None:
            x, y = geometry.trace_xy[inline, crossline].T
        else:
            x, y = geometry.affine @ np.stack([inline, crossline, np.ones(count)])
        words |= _coordinate_words(x, y, geometry.reference.is_geographic)
    for byte, (kind, value) in words.items():
        set_word(headers, byte, kind, value)
    return headers


def copied_headers(template: SegyVolume, places: np.ndarray) -> np.ndarray:
    """uint8 (traces, 240) of traces of the file. Where the user named the scalar of the coordinates, it stands in them, in a
    form that needs no naming."""
    made, layout, words = template.headers_of(places).copy(), template.scan.layout, template.scan.headers
    chosen = template.chosen.coordinate_scalar if template.chosen is not None else None
    reference = template.geometry.reference
    if chosen is None or not len(made):
        return made
    x, y = (times_scalar(layout.word_values(made, byte), chosen) for byte in (words.x, words.y))
    kind = next((kind for kind, name in NAMES.items() if reference.is_geographic and reference.stored_as == name), None)
    degrees = degrees_of(x, y, kind) if kind is not None else None
    x, y = degrees or (x, y)
    for byte, (kind, value) in _coordinate_words(x, y, degrees is not None, (words.x, words.y)).items():
        set_word(made, byte, kind, value, layout.byte_order)
    return made


def set_word(headers: np.ndarray, byte: int, kind: str, value: int | np.ndarray, order: str = ">") -> None:
    """Write one word of every header; headers: uint8 (headers, bytes); value: one for all, or one each."""
    dtype = np.dtype(f"{order}{kind}")
    values = np.broadcast_to(np.asarray(value), (len(headers),)).astype(dtype)
    headers[:, byte - 1 : byte - 1 + dtype.itemsize] = values.view(np.uint8).reshape(len(headers), -1)


def scaled_delay(start: float) -> tuple[int, int]:
    """Start time as an integer with the scalar of byte 215 that keeps up to three digits behind the point."""
    for factor in (1, 10, 100, 1000):
        value = start * factor
        if abs(value - round(value)) < 1e-6 and abs(value) < 32768:
            return round(value), 1 if factor == 1 else -factor
    return int(np.clip(round(start), -32768, 32767)), 1


def _coordinate_words(
    x: np.ndarray, y: np.ndarray, geographic: bool, places: tuple[int, int] = (181, 185)
) -> dict[int, tuple[str, int | np.ndarray]]:
    """X and Y with the scalar that keeps most digits behind the point; degrees as seconds of arc."""
    x, y = (3600 * values if geographic else values for values in (x, y))
    largest = max(np.abs(x).max(), np.abs(y).max())
    factor = next((each for each in ((1000,) if geographic else ()) + (100, 10) if largest * each < 2**31 - 1), 1)
    unit = 2 if geographic else 1
    words = {places[0]: ("i4", np.rint(x * factor)), places[1]: ("i4", np.rint(y * factor))}
    return words | {71: ("i2", -factor if factor > 1 else 1), 89: ("i2", unit)}
