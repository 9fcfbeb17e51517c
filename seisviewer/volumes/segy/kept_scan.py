"""What the headers of a large SEG-Y file said, kept so that the file is opened again without reading all of it.

A scan is known by the file's size and time of change, bytes from all over it, and what the user chose. It may be deleted at
any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.array_archive import ArrayArchive
from seisviewer.atomic_files import replacing
from seisviewer.errors import CacheError, SeisviewerError
from seisviewer.translation import tr
from seisviewer.user_folders import user_cache_folder
from seisviewer.volumes.coordinate_reference import CoordinateReference
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.segy.header_bytes import HeaderBytes
from seisviewer.volumes.segy.segy_format import read_layout
from seisviewer.volumes.segy.segy_scan import SegyScan
from seisviewer.volumes.store.source_identity import SourceIdentity

MOST_KEPT = 16  # files
FORMAT = 1


def keep_scan(scan: SegyScan, choices: OpenChoices, source: SourceIdentity) -> None:
    """source: the file as it was before it was scanned. Keeps nothing where the file is another now, or the disk takes
    nothing."""
    if not source.matches(scan.layout.path):
        return
    geometry = scan.geometry
    said = {
        "headers": asdict(scan.headers),
        "inlines": asdict(geometry.inlines),
        "crosslines": asdict(geometry.crosslines),
        "samples": asdict(geometry.samples),
        "reference": asdict(geometry.reference),
        "is_2d": geometry.is_2d,
        "scalar": scan.coordinate_scalar,
        "notices": scan.notices,
        "traces": scan.layout.traces,
    }
    arrays = {"trace_at": scan.trace_at, "live": geometry.live, "said": np.frombuffer(_json(said), np.uint8)}
    for name in ("affine", "trace_xy"):
        if (values := getattr(geometry, name)) is not None:
            arrays[name] = np.asarray(values, np.float64)
    place = _place(scan.layout.path, choices, source)
    with suppress(OSError, CacheError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with replacing(place, CacheError) as temporary, temporary.open("wb") as file:
            np.savez(file, **arrays)
        _forget_oldest(place.parent)


def is_kept(path: Path, choices: OpenChoices, source: SourceIdentity) -> bool:
    """Whether a scan of a file as it is now is there, damaged or not."""
    return _place(path, choices, source).is_file()


def kept_scan(path: Path, choices: OpenChoices, source: SourceIdentity) -> SegyScan | None:
    """The scan of a file as it is now; None where none is kept, or what is kept is damaged."""
    place = _place(path, choices, source)
    try:
        with ArrayArchive(place) as archive:
            scan = _scan(path, choices, archive)
        os.utime(place)  # used now
        return scan
    except (OSError, ValueError, KeyError, TypeError, SeisviewerError):
        return None  # not there, or damaged: it is scanned anew


def _scan(path: Path, choices: OpenChoices, archive: ArrayArchive) -> SegyScan:
    said: dict[str, Any] = json.loads(archive["said"].tobytes())
    inlines, crosslines = LineAxis(**said["inlines"]), LineAxis(**said["crosslines"])
    trace_at, live = archive["trace_at"], archive["live"]
    grid, traces = (inlines.count, crosslines.count), int(said["traces"])
    layout = read_layout(path, choices.format)
    inside = trace_at.dtype == np.int64 and trace_at.shape == grid and -1 <= trace_at.min() and trace_at.max() < traces
    if not inside or live.dtype != bool or live.shape != grid or (live & (trace_at < 0)).any():
        raise ValueError(tr("it is damaged"))
    if layout.traces != traces or layout.samples != int(said["samples"]["count"]):
        raise ValueError(tr("it is of another file"))
    affine, xy = (archive[name] if name in archive else None for name in ("affine", "trace_xy"))
    if (
        affine is not None
        and affine.shape != (2, 3)
        or xy is not None
        and xy.shape not in ((crosslines.count, 2), (1, crosslines.count, 2))
    ):
        raise ValueError(tr("it is damaged"))
    reference = CoordinateReference(**said["reference"])
    geometry = Geometry(
        inlines,
        crosslines,
        SampleAxis(**said["samples"]),
        live,
        affine,
        None if xy is None else xy.reshape(1, -1, 2),
        bool(said["is_2d"]),
        reference,
    )
    return SegyScan(
        layout,
        HeaderBytes(**said["headers"]),
        geometry,
        trace_at,
        int(said["scalar"]),
        tuple(map(str, said["notices"])),
    )


def _place(path: Path, choices: OpenChoices, source: SourceIdentity) -> Path:
    known_by = (FORMAT, _program(), str(path.resolve()), source.size, source.modified, source.digest, choices)
    name = hashlib.sha256(repr(known_by).encode()).hexdigest()[:32]
    return user_cache_folder() / "scans" / f"{name}.npz"


def _program() -> str:
    """Another version may read headers otherwise."""
    try:
        return version("seisviewer")
    except PackageNotFoundError:
        return ""


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, default=lambda value: value.item()).encode()


def _forget_oldest(folder: Path) -> None:
    files = []
    for file in folder.glob("*.npz"):
        with suppress(OSError):
            files.append((file.stat().st_mtime, file))
    for _, file in sorted(files)[:-MOST_KEPT]:
        with suppress(OSError):
            file.unlink()
