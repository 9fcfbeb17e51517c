"""What a Zarr store says it holds: its arrays with their dimensions, without reading any of them.

Zarr specification 2 (with the dimensions of xarray, `_ARRAY_DIMENSIONS`) and 3. Names of codecs are compared with a list:
one of them runs code that a stranger wrote (pickle), and no survey needs it.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from seisviewer.bounded_reading import json_from
from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.zarr_surveys.store_objects import StoreObjects, whole_object
from seisviewer.volumes.zarr_surveys.unpacked_size import PACKERS

CODECS = frozenset(
    "adler32 astype bitround blosc bytes crc32 crc32c delta fixedscaleoffset fletcher32 gzip jenkins_lookup3 lz4 "
    "packbits quantize sharding_indexed shuffle transpose zlib zstd".split()
)
NUMBERS = frozenset("bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64".split())
GUESSED = ("amplitude", "seismic", "data", "samples")  # names of arrays, where a store can neither list nor say them
MOST_AXES = 8
MOST_MEMBERS = 10_000


@dataclass(frozen=True)
class Member:
    """An array of a store. kind: of its values; None for what is no number. unit: shape of the smallest part that is read.
    whole: shape of one object. codecs: names of how it is packed."""

    name: str
    shape: tuple[int, ...]
    dimensions: tuple[str, ...]
    kind: np.dtype | None
    unit: tuple[int, ...]
    whole: tuple[int, ...]
    codecs: tuple[str, ...]
    missing: float | None
    version: int
    attributes: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def packers(self) -> list[str]:
        """Of its codecs those after which values take more bytes than before."""
        return [name for each in self.codecs if (name := each.removeprefix("numcodecs.")) in PACKERS]

    @property
    def strange_codecs(self) -> list[str]:
        return sorted({name for name in self.codecs if name.removeprefix("numcodecs.") not in CODECS})


@dataclass(frozen=True)
class Store:
    """version: of Zarr, 2 or 3. members: by name; "" is a store that is one array."""

    version: int
    attributes: Mapping[str, Any]
    members: Mapping[str, Member]


def read_store(objects: StoreObjects, name: str) -> Store:
    """Raises UnreadableFile for what is no Zarr store."""
    try:
        for key, read in (("zarr.json", _version_3), (".zmetadata", _consolidated_2), (".zgroup", _group_2)):
            content = _json(objects, key)
            if content is not None:
                return read(content, objects)
        content = _json(objects, ".zarray")
        if content is not None:
            attributes = _json(objects, ".zattrs") or {}
            return Store(2, {}, {"": _member_2("", content, attributes)})
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        raise UnreadableFile(
            tr("{name} is no Zarr store, or what it says of itself is damaged ({error}).").format(
                name=name, error=error
            )
        ) from error
    raise UnreadableFile(
        tr("{name} is no Zarr store: it holds neither zarr.json nor .zgroup. Choose another one.").format(name=name)
    )


def _json(objects: StoreObjects, key: str) -> dict[str, Any] | None:
    raw = whole_object(objects, key)
    if raw is None:
        return None
    content = json_from(raw)
    if not isinstance(content, dict):
        raise ValueError(tr("{key} holds no description").format(key=key))
    return content


def _version_3(content: dict[str, Any], objects: StoreObjects) -> Store:
    if content.get("zarr_format") != 3:
        raise ValueError(tr("zarr.json is not of version 3"))
    attributes = dict(content.get("attributes") or {})
    if content["node_type"] == "array":
        return Store(3, {}, {"": _member_3("", content)})
    within = (content.get("consolidated_metadata") or {}).get("metadata") or {}
    found = {name: each for name, each in within.items() if _is_plain(name)}
    if not found:
        found = _looked_up(objects, attributes, "zarr.json")
    arrays = {name: each for name, each in found.items() if each.get("node_type") == "array"}
    return Store(3, attributes, _members((name, _member_3(name, each)) for name, each in arrays.items()))


def _looked_up(objects: StoreObjects, attributes: Mapping[str, Any], key: str) -> dict[str, dict[str, Any]]:
    """The descriptions of members by their own; where nothing lists them, those that the first ones name follow."""
    names = objects.names()
    listed = names is not None
    if names is None:
        own = attributes.get("attributes")
        said = own.get("defaultVariableName") if isinstance(own, dict) else None  # of MDIO
        names = [said, *GUESSED] if isinstance(said, str) else list(GUESSED)
    found: dict[str, dict[str, Any]] = {}
    for name in filter(_is_plain, names[:MOST_MEMBERS]):
        content = _json(objects, f"{name}/{key}")
        if content is not None:
            found[name] = content
    if not listed:
        further = [near for each in found.values() for near in _named_by(each, objects, key) if near not in found]
        for name in filter(_is_plain, [*dict.fromkeys(further), "trace_mask"][: MOST_AXES * 4]):
            content = _json(objects, f"{name}/{key}")
            if content is not None:
                found[name] = content
    return found


def _named_by(content: dict[str, Any], objects: StoreObjects, key: str) -> Iterator[str]:
    """The dimensions and coordinates that an array names."""
    attributes = content.get("attributes") or {}
    yield from (name for name in content.get("dimension_names") or () if isinstance(name, str))
    yield from str(attributes.get("coordinates") or "").split()


def _consolidated_2(content: dict[str, Any], objects: StoreObjects) -> Store:
    within = content["metadata"]
    arrays = {key.removesuffix("/.zarray"): each for key, each in within.items() if key.endswith("/.zarray")}
    named = ((name, each) for name, each in arrays.items() if _is_plain(name))
    members = ((name, _member_2(name, each, within.get(f"{name}/.zattrs") or {})) for name, each in named)
    return Store(2, within.get(".zattrs") or {}, _members(members))


def _group_2(content: dict[str, Any], objects: StoreObjects) -> Store:
    attributes = _json(objects, ".zattrs") or {}
    found = _looked_up(objects, attributes, ".zarray")
    members = ((name, _member_2(name, each, _json(objects, f"{name}/.zattrs") or {})) for name, each in found.items())
    return Store(2, attributes, _members(members))


def _members(found: Iterator[tuple[str, Member]]) -> dict[str, Member]:
    return dict(found)


def _member_3(name: str, content: dict[str, Any]) -> Member:
    shape = _shape(content["shape"])
    grid = content["chunk_grid"]
    whole = _shape(grid["configuration"]["chunk_shape"]) if grid["name"] == "regular" else shape
    unit, names = whole, []
    for codec in content["codecs"]:
        names += _codec_names(codec)
        if _codec_name(codec) == "sharding_indexed":
            unit = _shape(codec["configuration"]["chunk_shape"])
    kind = content["data_type"]
    attributes = dict(content.get("attributes") or {})
    return Member(
        name,
        shape,
        tuple(str(each or "") for each in content.get("dimension_names") or ("",) * len(shape)),
        np.dtype(kind) if isinstance(kind, str) and kind in NUMBERS else _time_kind(kind),
        _fitting(unit, shape),
        _fitting(whole, shape),
        tuple(names),
        _missing(attributes.get("_FillValue")),
        3,
        attributes,
    )


def _member_2(name: str, content: dict[str, Any], attributes: dict[str, Any]) -> Member:
    shape = _shape(content["shape"])
    kind = content["dtype"]
    dtype = np.dtype(kind) if isinstance(kind, str) and kind[1:2] in tuple("biufmM") else None
    if dtype is not None and dtype.kind != "m" and dtype.name not in NUMBERS:
        dtype = None
    codecs = [*(content.get("filters") or ()), *([content["compressor"]] if content.get("compressor") else ())]
    whole = _fitting(_shape(content["chunks"]), shape)
    dimensions = attributes.get("_ARRAY_DIMENSIONS") or content.get("dimension_names") or ("",) * len(shape)
    return Member(
        name,
        shape,
        tuple(str(each) for each in dimensions),
        dtype,
        whole,
        whole,
        tuple(str(codec["id"]) for codec in codecs),
        _missing(content.get("fill_value")),
        2,
        attributes,
    )


def _shape(numbers: object) -> tuple[int, ...]:
    if not isinstance(numbers, list) or len(numbers) > MOST_AXES:
        raise ValueError(tr("an array has no shape"))
    if any(not isinstance(each, int) or isinstance(each, bool) or not 0 <= each < 1 << 40 for each in numbers):
        raise ValueError(tr("an array has an impossible shape"))
    return tuple(numbers)


def _fitting(chunk: tuple[int, ...], shape: tuple[int, ...]) -> tuple[int, ...]:
    if len(chunk) != len(shape) or 0 in chunk and math.prod(shape):
        raise ValueError(tr("an array has chunks of another shape"))
    return chunk


def _codec_name(codec: Any) -> str:
    return str(codec["name"]) if isinstance(codec, dict) else str(codec)


def _codec_names(codec: Any, depth: int = 0) -> Iterator[str]:
    yield _codec_name(codec)
    inner = codec.get("configuration") or {} if isinstance(codec, dict) else {}
    if depth < 4:
        for each in (*(inner.get("codecs") or ()), *(inner.get("index_codecs") or ())):
            yield from _codec_names(each, depth + 1)


def _time_kind(kind: object) -> np.dtype | None:
    """A span of time, as NumPy has it."""
    if isinstance(kind, dict) and kind.get("name") == "numpy.timedelta64":
        inner = kind.get("configuration") or {}
        scale = inner.get("scale_factor", 1)
        return np.dtype(f"m8[{scale}{inner['unit']}]" if scale != 1 else f"m8[{inner['unit']}]")
    return None


def _missing(said: object) -> float | None:
    """The value that stands for none, as attributes write it: a number, a word, or bytes in base 64 (xarray)."""
    if isinstance(said, bool) or said is None:
        return None
    if isinstance(said, int | float):
        return float(said)
    if said in ("NaN", "Infinity", "-Infinity"):
        return float(str(said))
    if isinstance(said, str):
        try:
            raw = base64.b64decode(said, validate=True)
        except ValueError:
            return None
        if len(raw) == 8:  # xarray writes every number so as one of eight bytes
            return float(np.frombuffer(raw, "<f8")[0])
    return None


def _is_plain(name: object) -> bool:
    """Whether a name is of a member of the store itself and of no place elsewhere."""
    return isinstance(name, str) and bool(name) and not set(name) & set("/\\\0") and not name.startswith(".")
