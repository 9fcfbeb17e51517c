"""What the records on the desk are called, and where they came from."""

from __future__ import annotations

from pathlib import Path

from seisviewer.app.traces.trace_state import TraceState
from seisviewer.translation import tr


def archive_name(state: TraceState) -> str:
    """Of the file or folder that they came from; of several, the project or how many records there are."""
    sources = state.archive.sources
    if len(sources) == 1:
        return sources[0].name
    return (
        state.project.name
        if state.project is not None
        else tr("{count} records").format(count=len(state.archive.records))
    )


def archive_folder(state: TraceState) -> Path | None:
    """Where file dialogs begin: beside the first source."""
    return state.archive.sources[0].parent if state.archive is not None and state.archive.sources else None
