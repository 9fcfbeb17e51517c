"""ObsPy's traces as values that JSON knows and arrays of one axis, and back: what goes between two processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from obspy import Stream, Trace, UTCDateTime
from obspy.core import AttribDict

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

DERIVED = ("endtime", "delta", "processing")  # follows from the rest, or is not of the file
NOTHING = np.zeros(0, "S1")  # stands for what is no array of numbers


def packed(stream: Stream) -> tuple[list[Plain], list[np.ndarray]]:
    """A header for each trace, and the arrays: the samples of a trace, then its mask where it has one."""
    headers: list[Plain] = []
    arrays: list[np.ndarray] = []
    for trace in stream:
        masked = np.ma.isMaskedArray(trace.data)
        samples = np.ma.getdata(trace.data)
        arrays.append(samples if samples.ndim == 1 and samples.dtype.kind in "iuf" else NOTHING)
        if masked:
            arrays.append(np.ma.getmaskarray(trace.data))
        stats = {name: value for name, value in trace.stats.items() if name not in DERIVED}
        headers.append({"stats": _plain(stats), "masked": masked})
    return headers, arrays


def unpacked(headers: Sequence[Mapping[str, Plain]], arrays: Iterable[np.ndarray]) -> Stream:
    """The traces of `packed`. Raises whatever it stumbles over where these are not of its making."""
    following = iter(arrays)
    traces = []
    for header in headers:
        samples = next(following)
        if header["masked"]:
            samples = np.ma.array(samples, mask=next(following))
        traces.append(Trace(samples, dict(_value(header["stats"]))))
    return Stream(traces)


def _plain(value: object) -> Plain:
    """What ObsPy keeps in headers; of other kinds are objects of a reader, which nobody else asks for."""
    match value:
        case None | bool() | int() | str():
            return value
        case np.generic() if value.dtype.kind in "biuf":
            return {"number": [value.dtype.str, value.item()]}
        case float():
            return value
        case UTCDateTime():
            return {"time": value.ns}
        case bytes():
            return {"bytes": value.decode("latin-1")}
        case list() | tuple():
            return [_plain(each) for each in value]
        case Mapping():
            return {"map": {str(name): _plain(each) for name, each in value.items()}}
    return None


def _value(plain: Plain) -> object:
    match plain:
        case {"number": [kind, number]}:
            return np.dtype(kind).type(number)
        case {"time": count}:
            return UTCDateTime(ns=count)
        case {"bytes": text}:
            return text.encode("latin-1")
        case list():
            return [_value(each) for each in plain]
        case {"map": inner}:
            return AttribDict({name: _value(each) for name, each in inner.items()})
    return plain
