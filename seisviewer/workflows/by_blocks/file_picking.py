"""Picking waveform files in this process or by several."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.progress import Notice, Progress
from seisviewer.workflows.by_blocks.picking_blocks import pick_in_blocks
from seisviewer.workflows.traces.picking import Picked, PickSettings, RecordPicked, pick_files
from seisviewer.workflows.traces.trace_opening import read_records


def pick_files_by(
    paths: Sequence[str | Path],
    settings: PickSettings,
    workers: Workers = ALONE,
    *,
    stationxml: Sequence[str | Path] = (),
) -> Generator[Progress | Notice | RecordPicked, None, Picked]:
    """As `pick_files`, a record a block; the picks are the same whoever sets them."""
    workers.check()
    if workers.is_alone:
        return (yield from pick_files(paths, settings, stationxml=stationxml))
    settings.check()
    archive = yield from read_records(paths, stationxml=stationxml)
    picks = yield from pick_in_blocks(archive, paths, settings, workers, stationxml)
    return Picked(picks, archive, {record.name: (record.start, record.rate) for record in archive.records if record.name})
