"""How an array of a Zarr store of version 3 lies in its files: shape, shards, chunks, and the metadata that says so.

Zarr specification 3, with the codec `sharding_indexed`: a shard is one object (a file) of several chunks, behind which an
index says where each of them lies. Chunks are stored as they are, so that any part of one can be read by itself, or
packed with zstd where most of a survey is empty.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr

MOST_CHUNKS = 1 << 24  # of a shard: its index takes 16 bytes for each
MOST_CELLS = 1 << 50
KINDS = ("float32", "uint8", "bool", "int64", "float64")
CRC_BYTES, ENTRY_BYTES = 4, 16
NOWHERE = np.uint64(2**64 - 1)  # both words of a chunk that is not stored


@dataclass(frozen=True)
class ArrayLayout:
    """shape: of the whole array. shard: shape of one file. chunk: shape of the pieces in it; equal to `shard` where the
    array has no shards. kind: NumPy's name of the values. fill: what is not stored. packed: chunks are packed with zstd."""

    shape: tuple[int, ...]
    shard: tuple[int, ...]
    chunk: tuple[int, ...]
    kind: str
    fill: float
    dimensions: tuple[str, ...]
    packed: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def dtype(self) -> np.dtype:
        return np.dtype(self.kind).newbyteorder("<")

    @property
    def is_sharded(self) -> bool:
        return self.chunk != self.shard

    @property
    def chunks_in_shard(self) -> tuple[int, ...]:
        return tuple(whole // part for whole, part in zip(self.shard, self.chunk, strict=True))

    @property
    def chunk_bytes(self) -> int:
        return math.prod(self.chunk) * self.dtype.itemsize

    @property
    def index_bytes(self) -> int:
        """Of the index at the end of a shard; 0 where there is none."""
        return math.prod(self.chunks_in_shard) * ENTRY_BYTES + CRC_BYTES if self.is_sharded else 0

    def shards(self) -> Iterator[tuple[int, ...]]:
        """The places of all shards on their grid."""
        return product(*(range(-(-length // step)) for length, step in zip(self.shape, self.shard, strict=True)))

    def to_json(self) -> dict[str, Any]:
        """The metadata, as `zarr.json` holds it."""
        width = np.dtype(self.kind).itemsize
        plain: dict[str, Any] = {"name": "bytes"}
        if width > 1:
            plain["configuration"] = {"endian": "little"}
        codecs = [plain]
        if self.packed:
            codecs.append({"name": "zstd", "configuration": {"level": 1, "checksum": False}})
        if self.is_sharded:
            index_codecs = [{"name": "bytes", "configuration": {"endian": "little"}}, {"name": "crc32c"}]
            configuration = {
                "chunk_shape": list(self.chunk),
                "codecs": codecs,
                "index_codecs": index_codecs,
                "index_location": "end",
            }
            codecs = [{"name": "sharding_indexed", "configuration": configuration}]
        return {
            "zarr_format": 3,
            "node_type": "array",
            "shape": list(self.shape),
            "data_type": self.kind,
            "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(self.shard)}},
            "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
            "fill_value": "NaN" if math.isnan(self.fill) else self._plain_fill(),
            "codecs": codecs,
            "attributes": dict(self.attributes),
            "dimension_names": list(self.dimensions),
        }

    def _plain_fill(self) -> bool | int | float:
        return {"b": bool, "f": float}.get(np.dtype(self.kind).kind, int)(self.fill)

    @classmethod
    def from_json(cls, content: object, name: str) -> ArrayLayout:
        """The other way round. name: of the array, for sentences. Raises UnreadableFile for what is no such metadata, is
        stored in a way that is not read here, or is larger than can be."""
        try:
            return cls._parsed(content)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise UnreadableFile(
                tr(
                    "{name} is no array of a Zarr store that is read here, or it is damaged ({error}): make "
                    "the store anew."
                ).format(name=name, error=error)
            ) from error

    @classmethod
    def _parsed(cls, content: Any) -> ArrayLayout:
        if content["zarr_format"] != 3 or content["node_type"] != "array":
            raise ValueError(tr("it is of another version"))
        kind = content["data_type"]
        if kind not in KINDS:
            raise ValueError(tr("its values are of type {kind}").format(kind=kind))
        if content["chunk_key_encoding"] != {"name": "default", "configuration": {"separator": "/"}}:
            raise ValueError(tr("its chunks have other names"))
        shape, shard = _lengths(content["shape"]), _lengths(content["chunk_grid"]["configuration"]["chunk_shape"])
        codecs, chunk = content["codecs"], shard
        if codecs[0]["name"] == "sharding_indexed":
            configuration = codecs[0]["configuration"]
            if len(codecs) != 1 or configuration.get("index_location", "end") != "end":
                raise ValueError(tr("its shards are stored in another way"))
            if [each["name"] for each in configuration["index_codecs"]] != ["bytes", "crc32c"]:
                raise ValueError(tr("the index of its shards is stored in another way"))
            chunk, codecs = _lengths(configuration["chunk_shape"]), configuration["codecs"]
        names = [each["name"] for each in codecs]
        if names not in (["bytes"], ["bytes", "zstd"]):
            raise ValueError(tr("its chunks are stored as {names}").format(names=", ".join(names)))
        if codecs[0].get("configuration", {}).get("endian", "little") != "little":
            raise ValueError(tr("its values are stored in another byte order"))
        if not len(shape) == len(shard) == len(chunk) or any(
            whole % part for whole, part in zip(shard, chunk, strict=True)
        ):
            raise ValueError(tr("its chunks do not fill its shards"))
        dimensions = tuple(content.get("dimension_names") or [""] * len(shape))
        fill = content["fill_value"]
        attributes = dict(content.get("attributes") or {})
        layout = cls(shape, shard, chunk, kind, float(fill), dimensions, len(names) > 1, attributes)
        if math.prod(layout.chunks_in_shard) > MOST_CHUNKS or math.prod(shape) > MOST_CELLS:
            raise ValueError(tr("it claims to be larger than any survey"))
        return layout


def parsed_json(raw: bytes, name: str) -> Any:
    """Raises UnreadableFile for what is no JSON."""
    try:
        return json.loads(raw)
    except ValueError as error:
        raise UnreadableFile(tr("{name} is damaged: make the store anew.").format(name=name)) from error


def _lengths(values: Any) -> tuple[int, ...]:
    lengths = tuple(values)
    if not all(type(each) is int and 0 < each < 1 << 40 for each in lengths):
        raise ValueError(tr("a length is no positive whole number"))
    return lengths
