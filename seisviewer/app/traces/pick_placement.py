"""Picks of a file find the record they lie on: files often say less than which instrument it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seisviewer.picks.pick import Pick
from seisviewer.waveforms.record import Archive, Record


def place_picks(picks: Sequence[Pick], archive: Archive) -> tuple[tuple[Pick, ...], int]:
    """The picks, each on the record that it can only mean, and how many lie on none.

    A pick that names less than an instrument (many formats name the station alone) goes to the first record of that station
    that has samples at its time, else to the first one. A pick of a station that is not here stays as it is.
    """
    keys = {record.key for record in archive.records}
    found = [pick if pick.record in keys else _on_record(pick, archive.records) for pick in picks]
    return tuple(found), sum(pick.record not in keys for pick in found)


def _on_record(pick: Pick, records: Sequence[Record]) -> Pick:
    candidates = [record for record in records if _could_be(pick, record)]
    there = [record for record in candidates if record.start <= pick.time <= record.end]
    record = next(iter(there or candidates), None)
    return pick if record is None else replace(pick, station=record.station, trace_name=record.name)


def _could_be(pick: Pick, record: Record) -> bool:
    """Whether nothing that the pick says of its station contradicts the record."""
    named, here = pick.station, record.station
    return named.station == here.station and all(
        not said or said == known
        for said, known in (
            (named.network, here.network),
            (named.location, here.location),
            (named.instrument, here.instrument),
            (pick.trace_name, record.name),
        )
    )
