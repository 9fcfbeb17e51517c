"""Focal mechanisms of located events from the first motions that their picks carry."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from seisviewer.catalogue.mechanism_search import SearchSettings, gaps, search_mechanism
from seisviewer.catalogue.station_motions import UP
from seisviewer.catalogue.station_tables import StationTables
from seisviewer.picks.located.location import Location
from seisviewer.picks.located.mechanism import FirstMotion, Mechanism
from seisviewer.picks.pick import Pick, Review
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.catalogue.amplitude_ratios import amplitude_ratios
from seisviewer.workflows.catalogue.located_events import LocatedEvents

TRIALS = 30  # of depth and velocity model, as Hardebeck & Shearer (2002) take

FARTHEST = 120.0  # km from the epicentre, beyond which no first motion is used unless somebody says so
EMERGENT = 0.5  # weight of a first motion that is not impulsive


def find_mechanisms(
    found: LocatedEvents,
    models: Sequence[StationTables],
    settings: SearchSettings,
    farthest: float,
    archive: Archive | None = None,
) -> Generator[Progress | Notice, None, LocatedEvents]:
    """The located events with the mechanisms of those that have enough first motions. models: travel times of one or
    several velocity models, taken in turn by the trials; the depth is drawn within its confidence range. farthest: km from
    the epicentre, beyond which no first motion is used. archive: records on which S/P amplitude ratios are measured, None for
    first motions alone."""
    draw = np.random.default_rng(settings.seed)
    mechanisms: dict[int, tuple[Mechanism, ...]] = {}
    few = 0
    for done, event in enumerate(found.events):
        yield Progress(done, len(found.events), tr("Searching mechanisms"))
        location = found.findings.locations.get(event.id)
        if location is None:
            continue
        own = [pick for pick in found.picks if pick.event == event.id and pick.review is not Review.REJECTED]
        ratios = amplitude_ratios(location, archive, models[0]) if archive is not None else {}
        motions = _first_motions(own, location, models, farthest, draw, ratios)
        if sum(motion.up is not None for motion in motions) < settings.fewest:
            few += 1
            continue
        azimuth_gap, take_off_gap = gaps(motions)
        solutions = search_mechanism(motions, settings)
        if azimuth_gap > settings.widest_azimuth_gap or take_off_gap > settings.widest_take_off_gap:
            solutions = tuple(replace(each, quality="D") for each in solutions)
        mechanisms[event.id] = solutions
    if few:
        yield Notice(
            tr("{few:,} events have fewer than {fewest} first motions, and get no mechanism.").format(
                few=few, fewest=settings.fewest
            )
        )
    return replace(found, findings=replace(found.findings, mechanisms=mechanisms))


def _first_motions(
    picks: Sequence[Pick],
    location: Location,
    models: Sequence[StationTables],
    farthest: float,
    draw: np.random.Generator,
    ratios: Mapping[str, float],
) -> list[FirstMotion]:
    """Of the P picks that are up or down, or whose station has a ratio, within reach."""
    low, high = location.depth_range
    known = {(each.station, each.phase): each for each in location.arrivals}
    top, bottom = models[0].extent.highest, models[0].extent.deepest
    depths = np.clip(location.depth + draw.normal(size=TRIALS) * max(high - low, 0.0) / 2, top, bottom)
    depths[0] = location.depth
    motions = []
    for pick in picks:
        arrival = known.get((pick.station.code, "P"))
        ratio = ratios.get(pick.station.code)
        if pick.phase != "P" or arrival is None or arrival.distance > farthest:
            continue
        if pick.polarity not in UP and ratio is None:
            continue
        away = np.array([arrival.distance])
        take_offs = tuple(
            float(models[trial % len(models)].table(pick.station.code, "P").take_off(away, np.array([depth]))[0])
            for trial, depth in enumerate(depths)
        )
        weight = EMERGENT if pick.onset == "emergent" else 1.0
        motions.append(FirstMotion(pick.station.code, arrival.azimuth, take_offs, UP.get(pick.polarity), weight, ratio))
    return motions
