"""Picks of long records, hour by hour, each hour kept on disk as soon as it is done, so that work that was cut off goes on."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seisviewer.atomic_files import telling, write_whole
from seisviewer.blocks.block import Block
from seisviewer.blocks.running import BlockDone, run_blocks
from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.pick import Pick
from seisviewer.picks.table import read_csv, write_csv
from seisviewer.progress import Notice, Progress, drive, translated
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive, Component, Record
from seisviewer.workflows.by_blocks.picking_blocks import PickOrder, picking_at_work
from seisviewer.workflows.traces.picking import PickSettings, loaded, pick_archive, thresholds_for

if TYPE_CHECKING:
    from seisviewer.networks.pickers import Picker

HOUR = 3600.0  # seconds
MADE_WITH = "made_with.json"  # what the picks in the folder rest on
AROUND = 300.0  # s of record to each side of an hour, for the picker's windows and the ends of a resampling
Steps = Generator[Progress | Notice, None, tuple[Pick, ...]]


def pick_by_hour(
    archive: Archive,
    settings: PickSettings,
    folder: Path,
    workers: Workers = ALONE,
    paths: Sequence[str | Path] = (),
) -> Steps:
    """The picks of whole hours (UTC) one after the other, in the order of time.

    workers: who picks; several read the archive themselves, from its `paths`.

    folder: holds a table for each hour that is done; hours that lie there already, made from the same records in the same
    way, are read and not picked again. Raises BadRequest where it cannot be written, and what `pick_archive` raises.
    """
    settings.check()
    hours = hours_of(archive)
    yield from _begin(folder, _made_with(archive, settings))
    done = [hour for hour in hours if _place(folder, hour).is_file()]
    left = [hour for hour in hours if hour not in done]
    if done and left:
        yield Notice(
            tr("{count:,} of {count2:,} hours are picked already, and are read from {folder}.").format(
                count=len(done), count2=len(hours), folder=folder
            )
        )
    if left and workers.is_alone:
        picker = yield from loaded(settings.model, device=settings.device, download=settings.download)
        yield from _pick_hours(archive, settings, folder, left, picker)
    elif left:
        yield from _pick_by_workers(PickOrder.of(paths, settings), folder, left, workers)
    picks: list[Pick] = []
    for hour in hours:
        picks += read_hour(_place(folder, hour))
    return tuple(sorted(picks, key=lambda pick: pick.time))


def hours_of(archive: Archive) -> list[float]:
    """Beginnings (seconds since 1970 UTC) of the whole hours in which something was recorded."""
    hours = {
        float(hour)
        for record in archive.records
        for component in record.components
        for segment in component.segments
        for hour in np.arange(segment.start // HOUR, component.end_of(segment) // HOUR + 1) * HOUR
    }
    return sorted(hours)


def read_hour(path: Path) -> tuple[Pick, ...]:
    """The picks of a table that was written here; an hour without any holds no lines. Raises UnreadableFile."""
    if len(path.read_text(encoding="utf-8").splitlines()) < 2:
        return ()
    return read_csv(path).picks


def pick_hour(order: dict[str, Any], folder: str, hour: float) -> list[str]:
    """A block: pick one hour and write its table; returns sentences for the user."""
    held, said = picking_at_work(order), []
    work = _pick_hours(held.archive, held.settings, Path(folder), [hour], held.picker)
    drive(work, lambda event: said.append(event.text) if isinstance(event, Notice) else None)
    return said


def _pick_by_workers(
    order: PickOrder, folder: Path, hours: Sequence[float], workers: Workers
) -> Generator[Progress | Notice, None, None]:
    place, said = folder.absolute(), set()
    blocks = [Block.of(pick_hour, order=asdict(order), folder=place, hour=hour) for hour in hours]
    for event in run_blocks(blocks, workers, tr("Picking hours")):
        if not isinstance(event, BlockDone):
            yield event
            continue
        news = [text for text in event.value if text not in said]
        said.update(news)
        yield from (Notice(text) for text in news)


def _pick_hours(
    archive: Archive, settings: PickSettings, folder: Path, hours: Sequence[float], picker: Picker
) -> Generator[Progress | Notice, None, None]:
    thresholds = thresholds_for(settings, picker)
    said: set[str] = set()
    for number, hour in enumerate(hours):
        part = replace(archive, records=tuple(_cut(archive.records, hour - AROUND, hour + HOUR + AROUND)))
        name = f"{datetime.fromtimestamp(hour, UTC):%Y-%m-%d %H:00}"

        def of_all(event: object, number: int = number, name: str = name) -> Sequence[Progress | Notice]:
            if isinstance(event, Progress):
                share = event.done / event.total if event.total else 0.0
                return (
                    Progress(round(1000 * (number + share)), 1000 * len(hours), tr("Picking {name}").format(name=name)),
                )
            if not isinstance(event, Notice) or event.text in said:
                return ()
            said.add(event.text)
            return (event,)

        picks = yield from translated(
            pick_archive(
                part, None, picker, span=(hour, hour + HOUR), thresholds=thresholds,
                test_time_filters=settings.test_time_filters, combination=settings.combination,
            ),
            of_all,
        )  # fmt: skip
        write_csv(_place(folder, hour), [pick for pick in picks if hour <= pick.time < hour + HOUR])


def _cut(records: Sequence[Record], start: float, end: float) -> Generator[Record, None, None]:
    """The records between two times; those without a sample in between are left out."""
    for record in records:
        components = tuple(each for each in (_cut_component(one, start, end) for one in record.components) if each)
        if components:
            yield replace(record, components=components)


def _cut_component(component: Component, start: float, end: float) -> Component | None:
    segments = []
    for segment in component.segments:
        rate = component.rate_of(segment)
        first = max(0, int(np.ceil((start - segment.start) * rate)))
        last = min(len(segment.samples), int(np.floor((end - segment.start) * rate)) + 1)
        if first < last:
            segments.append(replace(segment, start=segment.start + first / rate, samples=segment.samples[first:last]))
    return replace(component, segments=tuple(segments)) if segments else None


def _place(folder: Path, hour: float) -> Path:
    return folder / f"{datetime.fromtimestamp(hour, UTC):%Y-%m-%dT%H}.csv"


def _made_with(archive: Archive, settings: PickSettings) -> str:
    weights = Path(settings.model).expanduser()
    changed = weights.stat().st_mtime if weights.is_file() else None
    return json.dumps(
        {
            "model": settings.model,
            "weights_changed": changed,
            "thresholds": dict(settings.thresholds),
            "filters": list(settings.test_time_filters),
            "combination": settings.combination,
            "records": [
                [record.key, record.start, record.end, sum(each.count for each in record.components)]
                for record in archive.records
            ],
        },
        indent=1,
    )


def _begin(folder: Path, made_with: str) -> Generator[Notice, None, None]:
    """Make the folder ready; hours that were made otherwise are removed, and that is said."""
    note = folder / MADE_WITH
    with telling(folder, BadRequest):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        before = note.read_text(encoding="utf-8") if note.is_file() else ""
        if before == made_with:
            return
        old = [path for path in folder.glob("????-??-??T??.csv") if path.is_file()]
        if old and not before:
            raise BadRequest(
                tr("{folder} holds tables that were not made here: name another --out, or move them away.").format(
                    folder=folder
                )
            )
        for path in old:
            path.unlink()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            tr("{folder} cannot be used for the picks of each hour: {error}.").format(folder=folder, error=error)
        ) from error
    if old:
        yield Notice(
            tr("The picks in {folder} were made otherwise, or from other records, and are made anew.").format(
                folder=folder
            )
        )
    write_whole(note, made_with.encode(), BadRequest)
