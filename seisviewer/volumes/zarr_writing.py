"""Writes volumes that lie on the grid of a survey as a Zarr store of version 3, as xarray opens it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.atomic_files import replacing_folder, telling
from seisviewer.errors import BadRequest
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.survey_box import SurveyBox

if TYPE_CHECKING:
    from zarr import Array, Group

CHUNK = (16, 128, 256)  # inlines, crosslines, samples: half a megabyte of classes
DIMENSIONS = ("inline", "crossline")


@dataclass(frozen=True)
class ZarrVariable:
    """inline: gives the values of an inline index as (crosslines, samples); a class number of 255 becomes -1 in int8.
    attributes: what is said of it, as JSON holds it."""

    inline: Callable[[int], np.ndarray] = field(repr=False)
    dtype: type
    attributes: Mapping[str, str | Sequence[int]]


def write_zarr(
    path: Path, geometry: Geometry, variables: Mapping[str, ZarrVariable], box: SurveyBox, about: Mapping[str, str]
) -> Generator[Progress, None, None]:
    """Write what lies in the box as a folder with line numbers, times or depths and X and Y. about: attributes of the whole.

    A folder of that name that is a Zarr store is replaced, when the new one is whole. Raises BadRequest where it cannot
    be written.
    """
    if path.exists() and not (path / "zarr.json").is_file():
        raise BadRequest(tr("{path} is there already and no Zarr store: choose another name.").format(path=path))
    size = sum(np.dtype(each.dtype).itemsize for each in variables.values()) * int(np.prod(box.shape, dtype=np.int64))
    with replacing_folder(path, BadRequest) as temporary:
        require_space(path.absolute().parent, size, tr("Writing {path_name}").format(path_name=path.name))
        yield from _fill(temporary, path, box, box.cut(geometry), variables, about)
    yield Progress(1, 1, tr("Writing {path_name}").format(path_name=path.name))


def _fill(
    folder: Path,
    path: Path,
    box: SurveyBox,
    part: Geometry,
    variables: Mapping[str, ZarrVariable],
    about: Mapping[str, str],
) -> Generator[Progress, None, None]:
    import zarr  # a third of a second, which only those wait for who write it

    with telling(path, BadRequest):
        group = zarr.open_group(folder, mode="w", zarr_format=3, attributes=dict(about))
        z = _write_axes(group, part)
        stored = {name: _create(group, name, variable, box, z) for name, variable in variables.items()}
    parts = range(0, len(box.inlines), CHUNK[0])
    for start in parts:
        for done, (name, variable) in enumerate(variables.items()):
            yield Progress(
                start * len(variables) + done,
                len(box.inlines) * len(variables),
                tr("Writing {path_name}").format(path_name=path.name),
            )
            lines = [variable.inline(index)[box.on_inline] for index in box.inlines[start : start + CHUNK[0]]]
            with telling(path, BadRequest):
                stored[name][start : start + len(lines)] = np.stack(lines).astype(variable.dtype)
    with telling(path, BadRequest), warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # version 3 does not speak of it yet; xarray reads it, and warns where it is missing
        zarr.consolidate_metadata(folder)


def _create(group: Group, name: str, variable: ZarrVariable, box: SurveyBox, z: str) -> Array:
    fill = np.nan if np.dtype(variable.dtype).kind == "f" else -1
    return group.create_array(
        name,
        shape=box.shape,
        chunks=tuple(min(pair) for pair in zip(CHUNK, box.shape, strict=True)),
        dtype=variable.dtype,
        fill_value=fill,
        dimension_names=(*DIMENSIONS, z),
        attributes={"coordinates": "x y"} | dict(variable.attributes),
    )


def _write_axes(group: Group, part: Geometry) -> str:
    """Line numbers, times or depths, X and Y; returns the name of the vertical axis."""
    samples, reference = part.samples, part.reference
    z = "twt" if samples.is_time else "depth"
    axes = {
        "inline": (part.inlines.numbers, ("inline",), {"long_name": "inline number"}),
        "crossline": (part.crosslines.numbers, ("crossline",), {"long_name": "crossline number"}),
        z: (samples.values, (z,), {"units": samples.unit, "positive": "down"}),
    }
    axes["live"] = part.live, DIMENSIONS, {"long_name": "whether there is a trace"}  # so that nobody has to look for it
    if part.xy(0, 0) is not None:
        said = {"crs": reference.system} if reference.system else {}
        for name, values in zip("xy", part.grid_xy(), strict=True):
            axes[name] = values, DIMENSIONS, {"units": reference.unit or "not stated"} | said
    for name, (values, dimensions, attributes) in axes.items():
        made = group.create_array(
            name, shape=values.shape, dtype=values.dtype, dimension_names=dimensions, attributes=attributes
        )
        made[...] = values
    return z
