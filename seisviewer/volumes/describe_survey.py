"""Everything worth knowing about a survey, as plain values that JSON can hold."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, LineAxis
from seisviewer.volumes.npy_volume import NpyVolume
from seisviewer.volumes.segy.segy_volume import SegyVolume
from seisviewer.volumes.several_2d.line_list_volume import LineListVolume
from seisviewer.volumes.statistics import AmplitudeStatistics, amplitude_statistics
from seisviewer.volumes.store.store_volume import StoreVolume
from seisviewer.volumes.volume import Volume
from seisviewer.volumes.zarr_surveys.zarr_volume import ZarrVolume


def describe(volume: Volume, statistics: AmplitudeStatistics | None = None) -> dict[str, Any]:
    """Format, axes, sample interval, live traces, corners, amplitudes and text header.

    statistics: where they are already known; else they are estimated now.
    """
    geometry, samples = volume.geometry, volume.geometry.samples
    statistics = statistics or amplitude_statistics(volume)
    grid = geometry.inlines.count * geometry.crosslines.count
    return {
        "name": volume.name,
        "path": str(volume.path),
        **({"address": volume.address} if volume.address else {}),
        **_file_facts(volume),
        "kind": "2D" if geometry.is_2d else "3D",
        "inlines": _axis(geometry.inlines),
        "crosslines": _axis(geometry.crosslines),
        "samples": {"first": samples.start, "last": samples.stop, "count": samples.count},
        "sample_interval": samples.interval,
        "unit": samples.unit,
        "coordinate_unit": geometry.reference.unit,
        "coordinates_stored_as": geometry.reference.stored_as or None,
        "coordinate_system": geometry.reference.system or None,
        "grid_traces": grid,
        "live_traces": int(geometry.live.sum()) if volume.is_sure else None,
        **({} if volume.is_sure else {"all_headers_read": False}),
        "corners": _corners(geometry),
        "amplitudes": {
            "minimum": statistics.minimum,
            "maximum": statistics.maximum,
            "mean": statistics.mean,
            "std": statistics.std,
            "zero_share": statistics.zero_share,
            "clip": statistics.limit,
            "percentiles": {f"{percent:g}": value for percent, value in statistics.percentiles.items()},
        },
        "notices": list(volume.notices),
    }


def _file_facts(volume: Volume) -> dict[str, Any]:
    if isinstance(volume, SegyVolume):
        layout = volume.scan.layout
        return {
            "format": "SEG-Y",
            "revision": layout.revision,
            "sample_format": {"code": layout.format.code, "name": layout.format.name},
            "byte_order": "big" if layout.byte_order == ">" else "little",
            "header_bytes": asdict(volume.scan.headers),
            "coordinate_scalar": volume.scan.coordinate_scalar,
            "traces_in_file": layout.traces,
            "text_header": layout.text.splitlines(),
        }
    if isinstance(volume, NpyVolume):
        dtype = volume.dtype
        return {
            "format": tr("NumPy array"),
            "sample_format": {"code": None, "name": str(dtype)},
            "byte_order": {">": "big", "<": "little"}.get(dtype.str[0]),
            "axes": asdict(volume.axes),
            "text_header": [],
        }
    if isinstance(volume, StoreVolume):
        kind = volume.record.plan.amplitude.kind
        sample_format = {"code": None, "name": kind}
        return {"format": "Zarr 3", "sample_format": sample_format, "byte_order": "little", "text_header": []}
    if isinstance(volume, ZarrVolume):
        return {
            "format": tr("Zarr {version}").format(version=volume.version),
            "sample_format": {"code": None, "name": str(volume.dtype)},
            "byte_order": None,
            "variable": volume.variable or None,
            "dimensions": list(volume.dimensions),
            "text_header": [],
        }
    if isinstance(volume, LineListVolume):
        files = {line.name: str(line.path) for line in volume.listed}
        return {"format": tr("2D lines of files of their own"), "lines": files}
    return {"format": type(volume).__name__}


def _axis(axis: LineAxis) -> dict[str, int]:
    return {"first": axis.start, "last": axis.stop, "step": axis.step, "count": axis.count}


def _corners(geometry: Geometry) -> list[dict[str, float]] | None:
    """X and Y at the ends of the grid (of the line, for 2D), walked around; None where coordinates are missing."""
    if geometry.xy(0, 0) is None:
        return None
    inlines, crosslines = geometry.inlines.count - 1, geometry.crosslines.count - 1
    if geometry.lines:  # the ends of each
        around = [(index, end) for index in range(inlines + 1) for end in (0, geometry.length(index) - 1)]
    else:
        around = _around(geometry, inlines, crosslines)
    corners = []
    for inline, crossline in around:
        x, y = geometry.xy(inline, crossline)
        corners.append(
            {
                "inline": geometry.inlines.number(inline),
                "crossline": int(geometry.trace_number(inline, crossline)),
                "x": round(x, geometry.reference.decimals + 1),
                "y": round(y, geometry.reference.decimals + 1),
            }
        )
    return corners


def _around(geometry: Geometry, inlines: int, crosslines: int) -> list[tuple[int, int]]:
    return (
        [(0, 0), (0, crosslines)] if geometry.is_2d else [(0, 0), (0, crosslines), (inlines, crosslines), (inlines, 0)]
    )
