"""How a folder that `download` filled lies on disk."""

from __future__ import annotations

from pathlib import Path

QUERY, CATALOGUE, STATIONS, WAVEFORMS, MISSING = (
    "query.json", "catalogue.xml", "stations.xml", "waveforms", "missing.csv",
)  # fmt: skip


def is_about_download(path: Path) -> bool:
    """Whether a file is one of those beside the waveforms that neither holds any nor says where stations stand."""
    return path.name in (QUERY, CATALOGUE, MISSING) and path.with_name(QUERY).is_file()
