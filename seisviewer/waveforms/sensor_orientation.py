"""Which way the components of a record point, by its station metadata: they are turned to up, north and east."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from obspy import Inventory
from obspy.core.inventory import Channel

from seisviewer.translation import tr
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.record_arrangement import in_order
from seisviewer.waveforms.rotation import made_component, together
from seisviewer.waveforms.sensor_directions import Angles, fit_together
from seisviewer.waveforms.station_metadata import channel_at

NOTHING: Mapping[str, Angles] = MappingProxyType({})
LEVEL = 0.1  # degrees of dip that are as good as none
NAMED = 5.0  # degrees by which a component called Z, N or E may point elsewhere, as SEED has it
NOMINAL = {"N": 0.0, "E": 90.0}
Directions = list[tuple[float, Angles]]  # with the time from when on


def rotate_to_zne(
    record: Record, inventory: Inventory | None, in_headers: Mapping[str, Angles] = NOTHING
) -> tuple[Record, tuple[str, ...]]:
    """The record with its components up, north and east, and what must be said about it.

    Components 1 and 2 (or 1, 2 and 3, or U, V and W) are turned to N and E (Z, N and E) where azimuth and dip of each are
    known all the time. So are N and E that point elsewhere, and a vertical that points down is turned over; both are said.
    Otherwise (and where two of them point the same way, or one was turned while it recorded) components stay as they are,
    with their names. What only some of the components recorded cannot be turned and becomes a gap. Samples that were turned
    are float32. in_headers: the directions by channel that the files themselves state, for an instrument of which the
    metadata say none; believed where they fit together.
    """
    known, source = _known(record, inventory), tr("the station metadata")
    if not known:
        known, source = _known_from(record, in_headers), tr("the headers of its files")
    if not known:
        return record, ()
    for codes in ("123", "UVW", "Z12"):
        if set(codes) == set(known) == set(record.codes) and (codes != "Z12" or not _are_level(known, "12")):
            return _turned(record, codes, known), ()
    upright, said = _upright(record, known, source)
    if record.codes in ("Z12", "12") and {"1", "2"} <= set(known) and _are_level(known, "12"):
        return _turned(upright, "12", known), said
    if {"N", "E"} <= set(known) and _point_elsewhere(known):
        turned = _turned(upright, "NE", known)
        azimuths = tr(" and ").join(f"{known[code][0][1][0]:g}°" for code in "NE")
        return turned, (
            *said,
            tr("N and E of {key} point to {azimuths} by {source}: they were turned.").format(
                key=record.key, azimuths=azimuths, source=source
            ),
        )
    return upright, said


def _known(record: Record, inventory: Inventory | None) -> dict[str, Directions]:
    if inventory is None:
        return {}
    found = {component.code: _directions(record, component, inventory) for component in record.components}
    return {code: directions for code, directions in found.items() if directions}


def _known_from(record: Record, in_headers: Mapping[str, Angles]) -> dict[str, Directions]:
    """Those of the files' headers, which hold all the time."""
    stated = {each.code: in_headers[each.channel] for each in record.components if each.channel in in_headers}
    if not fit_together(stated, record.codes):
        return {}
    return {each.code: [(segment.start, stated[each.code]) for segment in each.segments] for each in record.components}


def _turned(record: Record, codes: str, known: Mapping[str, Directions]) -> Record:
    """The record with three of its components, or its two horizontal ones, turned; as it was where that cannot be."""
    from obspy.signal.rotate import rotate2zne  # a second to import, and seldom used

    used = [component for component in record.components if component.code in codes]
    if len({component.rate for component in used}) > 1:
        return record
    parts: list[list[Segment]] = [[], [], []]
    for segment, samples in together(used):
        angles = [_at(known[component.code], segment.start) for component in used]
        if len(used) == 2:
            samples, angles = [np.zeros_like(samples[0]), *samples], [(0.0, -90.0), *angles]
        try:
            turned = rotate2zne(*(value for pair in zip(samples, angles) for value in (pair[0], *pair[1])))
        except ValueError:  # the directions lie in a plane or are no numbers: the metadata are wrong
            return record
        for place, values in zip(parts, turned):
            place.append(replace(segment, samples=values.astype(np.float32)))
    if not parts[0]:
        return record
    made = [made_component(used[0], record, code, segments) for code, segments in zip("ZNE", parts)]
    others = [component for component in record.components if component not in used]
    return replace(record, components=in_order([*others, *made[3 - len(used) :]]))


def _upright(record: Record, known: Mapping[str, Directions], source: str) -> tuple[Record, tuple[str, ...]]:
    """The vertical turned over where it points down."""
    components, said = [], []
    for component in record.components:
        down = [_points_down(angles) for _, angles in known.get(component.code, ())]
        if component.code == "Z" and any(down):
            segments = zip(component.segments, down)
            turned = tuple(
                replace(each, samples=-each.samples.astype(np.float32)) if over else each for each, over in segments
            )
            component = replace(component, segments=turned)
            said.append(
                tr("{channel} of {key} points down by {source} (dip 90°): it is shown turned over, up is up.").format(
                    channel=component.channel, key=record.key, source=source
                )
            )
        components.append(component)
    return (replace(record, components=tuple(components)), tuple(said)) if said else (record, ())


def _points_down(angles: Angles) -> bool:
    return angles[1] >= 90.0 - NAMED


def _are_level(known: Mapping[str, Directions], codes: str) -> bool:
    return all(abs(dip) <= LEVEL for code in codes for _, (_, dip) in known[code])


def _point_elsewhere(known: Mapping[str, Directions]) -> bool:
    """Whether N or E lies level and not where it is called."""
    level = all(abs(dip) <= NAMED for code in "NE" for _, (_, dip) in known[code])
    away = [abs((azimuth - NOMINAL[code] + 180) % 360 - 180) for code in "NE" for _, (azimuth, _) in known[code]]
    return level and max(away) > NAMED


def _directions(record: Record, component: Component, inventory: Inventory) -> Directions | None:
    """The direction at every time at which a segment begins; None where one is not known, or changes on the way."""
    found = []
    for segment in component.segments:
        times = (segment.start, component.end_of(segment))
        angles = [_angles(channel_at(inventory, record.station, component.channel, time)) for time in times]
        if angles[0] is None or angles[0] != angles[1]:
            return None
        found.append((segment.start, angles[0]))
    return found


def _angles(entry: Channel | None) -> Angles | None:
    """Azimuth and dip, where they are known."""
    if entry is None or entry.azimuth is None or entry.dip is None:
        return None
    return float(entry.azimuth), float(entry.dip)


def _at(directions: Sequence[tuple[float, Angles]], time: float) -> Angles:
    """Azimuth and dip of the segment that holds this time."""
    return directions[max(0, bisect_right(directions, time + 1e-3, key=lambda each: each[0]) - 1)][1]
