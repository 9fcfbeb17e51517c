"""Picking in blocks: a record, or an hour of all records. A worker reads the files once and keeps the picker."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seisviewer.blocks.block import Block
from seisviewer.blocks.running import BlockDone, run_blocks
from seisviewer.blocks.workers import Workers
from seisviewer.errors import BadRequest, ModelError
from seisviewer.networks.picker_names import PickerName
from seisviewer.picks.pick import Origin, Pick, Review
from seisviewer.progress import Notice, Progress, drive
from seisviewer.waveforms.record import Archive, Record
from seisviewer.workflows.traces.picking import PickSettings, loaded, pick_archive, thresholds_for
from seisviewer.workflows.traces.trace_opening import read_records

if TYPE_CHECKING:
    from seisviewer.networks.pickers import Picker

FIELDS = ("phase", "time", "uncertainty", "probability", "model", "trace_name", "width_of_model")  # of a pick, that travel

_kept = threading.local()


@dataclass(frozen=True)
class PickOrder:
    """What is picked and how, in plain values. job: tells one call of the user from another."""

    job: str
    paths: tuple[str, ...]
    settings: Mapping[str, Any] = field(hash=False)
    stationxml: tuple[str, ...] = ()

    @classmethod
    def of(cls, paths: Sequence[str | Path], settings: PickSettings, stationxml: Sequence[str | Path] = ()) -> PickOrder:
        places = (tuple(str(Path(path).expanduser().absolute()) for path in each) for each in (paths, stationxml))
        own_file = PickerName.parse(settings.model) is None
        model = str(Path(settings.model).expanduser().absolute()) if own_file else settings.model
        return cls(uuid.uuid4().hex, next(places), asdict(settings) | {"model": model}, next(places))


@dataclass(frozen=True)
class PickingAtWork:
    """What a worker holds."""

    order: PickOrder
    archive: Archive
    picker: Picker
    settings: PickSettings


def picking_at_work(order: Mapping[str, Any]) -> PickingAtWork:
    """The records and the picker of an order (its values by name), as this thread holds them."""
    held = getattr(_kept, "picking", None)
    if held is None or held.order.job != order["job"]:
        values = dict(order["settings"])
        settings = PickSettings(**values | {"test_time_filters": tuple(values["test_time_filters"])})
        asked = PickOrder(order["job"], tuple(order["paths"]), values, tuple(order["stationxml"]))
        archive = drive(read_records(asked.paths, stationxml=asked.stationxml))
        picker = drive(loaded(settings.model, device=settings.device, download=settings.download))
        _kept.picking = held = PickingAtWork(asked, archive, picker, settings)
    return held


def pick_record(order: Mapping[str, Any], record: str) -> dict[str, Any]:
    """The picks of the record of this key, as plain values by the names of FIELDS, sentences for the user, and why it
    was not picked, None where it was."""
    held = picking_at_work(order)
    settings, picker = held.settings, held.picker
    said: list[str] = []
    work = pick_archive(
        held.archive,
        [record],
        picker,
        thresholds=None if settings.candidates else thresholds_for(settings, picker),
        test_time_filters=settings.test_time_filters,
        combination=settings.combination,
    )
    try:
        picks = drive(work, lambda event: said.append(event.text) if isinstance(event, Notice) else None)
    except (ModelError, BadRequest) as problem:
        return {"picks": [], "said": said, "problem": str(problem)}
    return {"picks": [_plain(pick) for pick in picks], "said": said, "problem": None}


def pick_in_blocks(
    archive: Archive,
    paths: Sequence[str | Path],
    settings: PickSettings,
    workers: Workers,
    stationxml: Sequence[str | Path] = (),
) -> Generator[Progress | Notice, None, tuple[Pick, ...]]:
    """The picks of an archive as `pick_archive` gives them, by workers that read the same paths.

    Raises ModelError where the picker cannot be had or can use no record."""
    order = asdict(PickOrder.of(paths, settings, stationxml))
    blocks = [Block.of(pick_record, order=order, record=record.key) for record in archive.records]
    picks: dict[int, list[Pick]] = {}
    problems: list[str] = []
    for event in run_blocks(blocks, workers, "picking"):
        if not isinstance(event, BlockDone):
            yield event
            continue
        yield from (Notice(text) for text in event.value["said"])
        problems += [event.value["problem"]] if event.value["problem"] is not None else []
        record = archive.records[event.number]
        picks[event.number] = [_pick(values, record) for values in event.value["picks"]]
    if problems and len(problems) == len(blocks):
        raise ModelError(problems[0])
    # As one process has them: record after record, then in the order of time.
    return tuple(sorted((pick for number in sorted(picks) for pick in picks[number]), key=lambda pick: pick.time))


def _plain(pick: Pick) -> dict[str, Any]:
    return {name: getattr(pick, name) for name in FIELDS} | {"origin": pick.origin.value}


def _pick(values: Mapping[str, Any], record: Record) -> Pick:
    named = {name: value for name, value in values.items() if name != "origin"}
    return Pick(station=record.station, origin=Origin(values["origin"]), review=Review.UNREVIEWED, **named)
