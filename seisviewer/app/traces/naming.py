"""What the records on the desk are called, and where they came from."""

from __future__ import annotations

from pathlib import Path

from seisviewer.app.traces.desk import TraceDesk


def archive_name(desk: TraceDesk) -> str:
    """Of the file or folder that they came from; of several, the project or how many records there are."""
    sources = desk.archive.sources
    if len(sources) == 1:
        return sources[0].name
    return desk.project.name if desk.project is not None else f"{len(desk.archive.records)} records"


def archive_folder(desk: TraceDesk) -> Path | None:
    """Where file dialogs begin: beside the first source."""
    return desk.archive.sources[0].parent if desk.archive is not None and desk.archive.sources else None
