"""Prints how well picks become a catalogue: python tests/benchmarks/catalogue_figures.py [--no-terms].

The records of Ridgecrest (SEISVIEWER_DATA) against the regional catalogue until 17:45: recall by magnitude beside that of
chance, epicentres, depths, magnitudes, seconds of each step. Then synthetic networks of 4, 8 and 20 stations whose events
are known, inside and outside of them, with 5 % of false picks.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from seisviewer.catalogue.associating import AssociationSettings, area_around
from seisviewer.catalogue.local_magnitude import SCALES
from seisviewer.catalogue.magnitude_corrections import corrected, magnitude_corrections
from seisviewer.catalogue.station_tables import centred, distances
from seisviewer.catalogue.velocity_model import velocity_model
from seisviewer.picks.located.magnitude import EventMagnitude
from seisviewer.picks.pick import Event, Pick
from seisviewer.progress import drive
from seisviewer.waveforms.station import Coordinates, StationId
from seisviewer.waveforms.station_table import read_station_table
from seisviewer.workflows.catalogue.event_magnitudes import measure_magnitudes
from seisviewer.workflows.catalogue.located_events import CatalogueSettings, associate_picks, tables_over
from seisviewer.workflows.traces.picking import PickSettings, pick_files
from seisviewer.workflows.traces.trace_opening import read_records

WITHIN = 3.0  # seconds
UNTIL = datetime(2019, 7, 4, 17, 45, tzinfo=UTC).timestamp()
START = 1_562_261_629.0


@dataclass(frozen=True)
class Known:
    time: float
    latitude: float
    longitude: float
    depth: float
    magnitude: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-terms", action="store_true", help="without station terms")
    words = parser.parse_args()
    ridgecrest(Path(os.environ["SEISVIEWER_DATA"]) / "quake", not words.no_terms)
    for count in (4, 8, 20):
        synthetic(count)


def ridgecrest(folder: Path, with_terms: bool) -> None:
    os.environ.setdefault("SEISBENCH_CACHE_ROOT", str(folder / "weights"))
    table = read_station_table(folder / "catalogue" / "ridgecrest_stations.csv")
    rows = csv.DictReader((folder / "catalogue" / "ridgecrest_catalogue_until_1745.tsv").open(), delimiter="\t")
    known = [
        Known(datetime.fromisoformat(row["time"]).replace(tzinfo=UTC).timestamp(), float(row["latitude"]),
              float(row["longitude"]), float(row["depth(m)"]) / 1000, float(row["magnitude"]))
        for row in rows
    ]  # fmt: skip
    began = time.perf_counter()
    picked = drive(pick_files([folder / "continuous"], PickSettings(model="phasenet:original")))
    picks = [pick for pick in picked.picks if pick.time < UNTIL]
    at_picks = time.perf_counter()
    settings = CatalogueSettings(velocity_model("southern-california"), deepest=30.0, with_terms=with_terms)
    found = drive(associate_picks(picks, table.sites, settings))
    at_places = time.perf_counter()
    archive = drive(read_records([folder / "continuous"]))
    area = area_around(table.sites)
    tables = tables_over(settings.model, table.sites, area)
    found = drive(measure_magnitudes(found, archive, tables, table, SCALES["iaspei"]))
    ended = time.perf_counter()
    print(f"Ridgecrest: {len(picks)} picks, {len(found.events)} events; seconds: picking {at_picks - began:.1f}, association "
          f"and location {at_places - at_picks:.1f}, magnitudes {ended - at_places:.1f}")  # fmt: skip
    pairs = matched(known, found.events)
    shuffled = [chance(known, found.events, seed) for seed in range(20)]
    for least in (-9.0, 2.5, 3.0, 4.0):
        all_ = sum(each.magnitude >= least for each in known)
        hits = sum(each.magnitude >= least for each, _ in pairs)
        by_chance = np.mean([sum(each.magnitude >= least for each, _ in drawn) for drawn in shuffled])
        print(f"  M ≥ {least:g}: {hits} of {all_} (by chance {by_chance:.1f})")
    for least in (6, 7):
        good = [(each, event) for each, event in pairs
                if event.id in found.findings.locations and len(found.findings.locations[event.id].counted) >= least]  # fmt: skip
        places(f"  {least} or more arrivals", good)
    sizes = np.array([event.magnitude - each.magnitude for each, event in pairs if event.magnitude is not None])
    print(f"  ML less the catalogue's, {len(sizes)} events: mean {sizes.mean():+.2f}, deviation {sizes.std():.2f}, "
          f"median |Δ| {np.median(np.abs(sizes)):.2f}, mean |Δ| {np.abs(sizes).mean():.2f}")  # fmt: skip
    halves = corrected_by_the_other_half(pairs, found.findings.magnitudes)
    print(f"  with station corrections from the other half of the events, {len(halves)} events: mean {halves.mean():+.2f}, "
          f"deviation {halves.std():.2f}, median |Δ| {np.median(np.abs(halves)):.2f}, mean |Δ| {np.abs(halves).mean():.2f}")  # fmt: skip


def corrected_by_the_other_half(
    pairs: Sequence[tuple[Known, Event]], magnitudes: Mapping[int, EventMagnitude]
) -> np.ndarray:
    """ML less the catalogue's, (events,): the first half of the time corrected by the second, and the other way round."""
    sized = [(magnitudes[event.id], each.magnitude) for each, event in pairs if event.id in magnitudes]
    middle = len(sized) // 2
    apart = []
    for own, others in ((sized[:middle], sized[middle:]), (sized[middle:], sized[:middle])):
        corrections = magnitude_corrections(others)
        apart += [corrected(measured, corrections).value - known for measured, known in own]
    return np.array(apart)


def synthetic(count: int) -> None:
    """50 events a minute apart, half of them around the network; picks .05 and .1 s wrong, 5 % false."""
    draw = np.random.default_rng(count)
    sites = {f"XX.S{k}": Coordinates(35 + draw.uniform(-0.36, 0.36), -117 + draw.uniform(-0.5, 0.5), draw.uniform(0, 2000))
             for k in range(count)}  # fmt: skip
    known = [Known(START + 60 * k, 35 + draw.uniform(-1, 1) * (0.3 if k % 2 else 0.7),
                   -117 + draw.uniform(-1, 1) * (0.4 if k % 2 else 0.9), draw.uniform(3, 18)) for k in range(50)]  # fmt: skip
    model = velocity_model("southern-california")
    area = area_around(sites)
    tables = tables_over(model, sites, area)
    picks = []
    for each in known:
        place = centred(np.array(each.latitude), np.array(each.longitude))
        for code, site in sites.items():
            away = distances(place, centred(np.array(site.latitude), np.array(site.longitude)))
            for phase, error in (("P", 0.05), ("S", 0.1)):
                travel = float(tables.table(code, phase).at(away, np.array(each.depth)))
                picks.append(pick_of(code, phase, each.time + travel + draw.normal(0, error)))
    false = [pick_of(str(draw.choice(list(sites))), "PS"[draw.integers(2)], draw.uniform(START, START + 3000))
             for _ in range(len(picks) // 20)]  # fmt: skip
    offered = sorted((*picks, *false), key=lambda pick: pick.time)
    settings = CatalogueSettings(model, AssociationSettings.for_network(sites), deepest=30.0)
    found = drive(associate_picks(offered, sites, settings))
    pairs = matched(known, found.events)
    print(f"Synthetic, {count} stations: recall {len(pairs) / len(known):.2f}, precision "
          f"{len(pairs) / max(len(found.events), 1):.2f}")  # fmt: skip
    places("  in the network", [pair for pair in pairs if known.index(pair[0]) % 2])
    places("  in and around it", [pair for pair in pairs if not known.index(pair[0]) % 2])


def pick_of(code: str, phase: str, when: float) -> Pick:
    return Pick(StationId(*code.split("."), "", "HH"), phase, when)


def matched(known: Sequence[Known], events: Sequence[Event]) -> list[tuple[Known, Event]]:
    left, pairs = list(events), []
    for each in known:
        best = min(left, key=lambda event: abs(event.time - each.time), default=None)
        if best is not None and abs(best.time - each.time) <= WITHIN:
            pairs.append((each, best))
            left.remove(best)
    return pairs


def chance(known: Sequence[Known], events: Sequence[Event], seed: int) -> list[tuple[Known, Event]]:
    """Matches of the same number of events at times drawn at random from the same span."""
    draw = np.random.default_rng(seed)
    first, last = known[0].time, known[-1].time
    moved = sorted(
        (Known(draw.uniform(first, last), 0, 0, 0, each.magnitude) for each in known), key=lambda each: each.time
    )
    return matched(moved, events)


def places(name: str, pairs: Sequence[tuple[Known, Event]]) -> None:
    if not pairs:
        print(f"{name}: none")
        return
    away = [float(distances(centred(np.array(each.latitude), np.array(each.longitude)),
                            centred(np.array(event.latitude), np.array(event.longitude)))) for each, event in pairs]  # fmt: skip
    deep = [event.depth - each.depth for each, event in pairs]
    print(f"{name}, {len(pairs)} events: epicentre {np.median(away):.2f} km (90 %: {np.percentile(away, 90):.2f}), depth "
          f"{np.median(deep):+.2f} km, |Δ| {np.median(np.abs(deep)):.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
