"""Files of wells for others, which the readers beside this one read too: paths and markers as Petrel has them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest


def write_well_path(
    path: Path, name: str, head: tuple[float, float], kb: float | None, stations: np.ndarray, xy: np.ndarray | None
) -> None:
    """Write a deviation file. stations: as of ReadPath, angles or, with `xy`, float (stations, 2) in the survey's
    coordinates, points. head: x, y."""
    lines = ["# WELL TRACE", f"# WELL NAME: {name}", f"# WELL HEAD X-COORDINATE: {head[0]:.12g}"]
    lines.append(f"# WELL HEAD Y-COORDINATE: {head[1]:.12g}")
    if kb is not None:
        lines.append(f"# WELL DATUM (KB, Kelly bushing, from MSL): {kb:.8g} (m)")
    lines.append("# MD AND TVD ARE 0 AT THE KELLY BUSHING AND INCREASE DOWNWARDS, IN m")
    if xy is None:
        lines.append("MD(m) INCL(deg) AZIM_GN(deg)")
        rows = stations
        formats = ("%.4f", "%.6f", "%.6f")
    else:
        lines.append("MD(m) X Y TVD(m)")
        rows = np.column_stack([stations[:, 0], xy, stations[:, 3]])
        formats = ("%.4f", "%.12g", "%.12g", "%.4f")
    lines += [" ".join(form % value for form, value in zip(formats, row, strict=True)) for row in rows.tolist()]
    _write(path, lines)


def write_times(path: Path, name: str, times: np.ndarray) -> None:
    """times: (points, 2), true vertical depth below the kelly bushing (m) and two-way time (ms)."""
    lines = [f"# WELL NAME: {name}", "TVD(m) TWT(ms)"]
    _write(path, lines + [f"{depth:.4f} {time:.4f}" for depth, time in times.tolist()])


def write_markers(path: Path, markers: Iterable[tuple[str, str, float]]) -> None:
    """markers: well, name and measured depth (m)."""
    lines = ["Well Marker MD(m)"]
    quoted = lambda text: '"' + text.replace('"', "'") + '"'  # noqa: E731
    _write(path, lines + [f"{quoted(well)} {quoted(name)} {md:.4f}" for well, name, md in markers])


def _write(path: Path, lines: list[str]) -> None:
    with replacing(path, BadRequest) as temporary:
        temporary.write_text("\n".join(lines) + "\n", "utf-8")
