"""The metadata of a store, and its small arrays: line numbers, times or depths, coordinates, and where there are traces."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.store.array_layout import ArrayLayout, parsed_json
from seisviewer.volumes.store.byte_source import ByteSource, whole_object
from seisviewer.volumes.store.sharded_array import ShardedArray
from seisviewer.volumes.store.store_plan import DISPLAY, StorePlan

ROOT = "zarr.json"
SURVEY = "survey"  # what of the geometry stands in the attributes of the whole


def write_metadata(folder: Path, plan: StorePlan, geometry: Geometry, name: str, *, complete: bool) -> None:
    """Everything but the samples. complete: every block is there. Raises BadRequest where it cannot be written."""
    small = _small_arrays(geometry, plan.z)
    layouts = {key: layout for key, (layout, _) in small.items()} | plan.arrays()
    groups = {DISPLAY: {"source": AS_DISPLAYED}} if plan.display else {}
    for key, (layout, values) in small.items():
        target = folder / key / "c" / "/".join("0" for _ in layout.shape)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, np.ascontiguousarray(values, layout.dtype).tobytes(), BadRequest)
    documents = {key: layout.to_json() for key, layout in layouts.items()}
    documents |= {key: _group(attributes) for key, attributes in groups.items()}
    for key, document in documents.items():
        (folder / key).mkdir(parents=True, exist_ok=True)
        write_whole(folder / key / ROOT, json.dumps(document, indent=1).encode(), BadRequest)
    root = _group({"title": name, "complete": complete, SURVEY: _survey_to_json(geometry)})
    root["consolidated_metadata"] = {"kind": "inline", "must_understand": False, "metadata": documents}
    write_whole(folder / ROOT, json.dumps(root).encode(), BadRequest)


AS_DISPLAYED = "amplitude in 8 bits, for display: once for each direction, at full, half and quarter resolution"


def _group(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {"zarr_format": 3, "node_type": "group", "attributes": dict(attributes)}


def _small_arrays(geometry: Geometry, z: str) -> dict[str, tuple[ArrayLayout, np.ndarray]]:
    samples, reference = geometry.samples, geometry.reference
    lines = ("inline", "crossline")
    found = {
        "inline": _whole(geometry.inlines.numbers, ("inline",), {"long_name": "inline number"}),
        "crossline": _whole(geometry.crosslines.numbers, ("crossline",), {"long_name": "crossline number"}),
        z: _whole(samples.values, (z,), {"units": samples.unit, "positive": "down"}),
        "live": _whole(geometry.live, lines, {"long_name": "there is a trace", "coordinates": "x y"}),
    }
    if geometry.affine is not None:
        rows, columns = np.indices(geometry.shape[:2])
        places = np.tensordot(geometry.affine, np.stack([rows, columns, np.ones_like(rows)]), axes=1)
        said = {"units": reference.unit or "not stated"} | ({"crs": reference.system} if reference.system else {})
        found |= {name: _whole(values, lines, said) for name, values in zip("xy", places, strict=True)}
    return found


def _whole(values: np.ndarray, dimensions: tuple[str, ...], said: Mapping[str, Any]) -> tuple[ArrayLayout, np.ndarray]:
    """An array of one chunk. NaN as fill, so that no line number is taken for a missing one."""
    fill = np.nan if values.dtype.kind == "f" else 0
    layout = ArrayLayout(values.shape, values.shape, values.shape, str(values.dtype), fill, dimensions, attributes=said)
    return layout, values


def _survey_to_json(geometry: Geometry) -> dict[str, Any]:
    axes = {name: [axis.start, axis.step, axis.count] for name, axis in _lines(geometry).items()}
    samples, reference = geometry.samples, geometry.reference
    return {
        **{name: list(map(int, values)) for name, values in axes.items()},
        "samples": [float(samples.start), float(samples.interval), int(samples.count), samples.unit],
        "affine": None if geometry.affine is None else np.asarray(geometry.affine).tolist(),
        "reference": [reference.unit, reference.stored_as, reference.system],
    }


def _lines(geometry: Geometry) -> dict[str, LineAxis]:
    return {"inlines": geometry.inlines, "crosslines": geometry.crosslines}


def read_geometry(source: ByteSource, name: str) -> Geometry:
    """The grid of a store that seisviewer made; raises UnreadableFile where it does not say it, or is damaged."""
    raw = whole_object(source, ROOT)
    if raw is None:
        raise UnreadableFile(tr("{name} is no Zarr store of version 3: choose another one.").format(name=name))
    content = parsed_json(raw, f"{name}/{ROOT}")
    try:
        said = content["attributes"][SURVEY]
        inlines, crosslines = (LineAxis(*_numbers(said[key], 3, int)) for key in ("inlines", "crosslines"))
        start, interval, count = _numbers(said["samples"][:3], 3, (int, float))
        samples = SampleAxis(float(start), float(interval), int(count), str(said["samples"][3]))
        affine = None if said["affine"] is None else np.array(said["affine"], np.float64)
        unit, stored_as, system = said["reference"]
        fits = inlines.step > 0 and crosslines.step > 0 and samples.interval > 0 and samples.count > 0
        if not fits or (affine is not None and (affine.shape != (2, 3) or not np.isfinite(affine).all())):
            raise ValueError(tr("its grid is none"))
    except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
        raise UnreadableFile(
            tr("{name} does not say the grid of a survey, or is damaged: make it anew.").format(name=name)
        ) from error
    live = ShardedArray.opened(source, "live")
    shape = inlines.count, crosslines.count
    if live.layout.shape != shape or live.layout.kind != "bool":
        raise UnreadableFile(tr("{name} has another number of traces than its grid: make it anew.").format(name=name))
    found = Geometry(inlines, crosslines, samples, live.read((0, 0), shape).astype(bool), affine)
    return replace(found, reference=CoordinateReference(unit, str(stored_as), str(system)))


def _numbers(values: Any, count: int, kind: Any) -> list[Any]:
    numbers = list(values)
    if len(numbers) != count or not all(isinstance(each, kind) and not isinstance(each, bool) for each in numbers):
        raise TypeError(tr("a number is none"))
    return numbers
