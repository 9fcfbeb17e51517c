"""Association by PyOcto (Münchmeyer, 2024): picks that fit one source in a box of space and time, halved until it is small.

Its file of travel times is written from our own tables, for its own way needs another library.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pyproj import Transformer

from seisviewer.catalogue.area import Sites
from seisviewer.catalogue.associating import Association, AssociationSettings
from seisviewer.catalogue.travel_times import Extent, travel_times
from seisviewer.catalogue.velocity_model import VelocityModel
from seisviewer.picks.pick import Pick

NODES = 400  # of its table along the distance
SMALLEST_BOX, SMALLEST_OF_PLACE = 0.06, 0.01  # shares of the area's width (km) at which it stops halving
ROOM = 1.3  # its table must be longer than the area's diagonal
THROUGH = 1.2  # times as long as S needs through the area is what a block of time overlaps the next
TIMES_OF_A_READING = 2.0  # its model's tolerance beside that of the picks
OTHERS = 0.25  # share of the nearer stations that must have a pick for a station's to count


def associate(
    picks: Sequence[Pick], sites: Sites, model: VelocityModel, settings: AssociationSettings
) -> list[Association]:
    """As `associating.Associator` says."""
    import pandas as pd
    import pyocto

    known = [place for place, pick in enumerate(picks) if pick.station.code in sites and pick.phase in ("P", "S")]
    if not known:
        return []
    area = settings.area
    middle = (area.south + area.north) / 2, (area.west + area.east) / 2
    flat = Transformer.from_crs(
        "EPSG:4326", f"+proj=aeqd +lat_0={middle[0]} +lon_0={middle[1]} +units=km +datum=WGS84", always_xy=True
    )
    norths, easts = zip(*area.outline(), strict=True)
    (west, east), (south, north) = ((min(axis), max(axis)) for axis in flat.transform(easts, norths))
    diagonal = float(np.hypot(east - west, north - south))
    first = max(area.highest, 0.0)  # it knows no sources above sea level
    x, y = flat.transform([site.longitude for site in sites.values()], [site.latitude for site in sites.values()])
    stations = pd.DataFrame(
        {"id": list(sites), "x": x, "y": y, "z": [-site.elevation / 1000.0 for site in sites.values()]}
    )
    frame = pd.DataFrame(
        {
            "station": [picks[place].station.code for place in known],
            "phase": [picks[place].phase for place in known],
            "time": [picks[place].time for place in known],
        }
    )
    slowest = float(model.at("S", np.array([area.deepest]))[0])
    with tempfile.TemporaryDirectory(prefix="seisviewer-") as folder:
        table = Path(folder) / "times"
        reach = ROOM * float(np.hypot(diagonal, area.deepest))
        _write_table(table, model, reach, area.deepest)
        velocities = pyocto.VelocityModel1D(
            table, settings.tolerance * TIMES_OF_A_READING,
            surface_p_velocity=float(model.at("P", np.zeros(1))[0]),
            surface_s_velocity=float(model.at("S", np.zeros(1))[0]),
        )  # fmt: skip
        associator = pyocto.OctoAssociator(
            (west, east), (south, north), (first, area.deepest), velocities,
            time_before=THROUGH * diagonal / slowest + 5.0,
            min_node_size=max(SMALLEST_BOX * diagonal, 1.0),
            min_node_size_location=max(SMALLEST_OF_PLACE * diagonal, 0.5),
            pick_match_tolerance=settings.tolerance,
            n_picks=settings.fewest, n_p_picks=settings.fewest_p, n_s_picks=settings.fewest_both,
            n_p_and_s_picks=settings.fewest_both, min_pick_fraction=OTHERS,
        )  # fmt: skip
        events, members = associator.associate(frame, stations)
    if not len(events):
        return []
    by_event = {int(number): rows["pick_idx"].to_numpy() for number, rows in members.groupby("event_idx")}
    longitudes, latitudes = flat.transform(events["x"].tolist(), events["y"].tolist(), direction="INVERSE")
    return [
        Association(
            tuple(known[place] for place in by_event[int(event.idx)]), float(event.time), float(latitude),
            float(longitude), float(event.z),
        )
        for event, latitude, longitude in zip(events.itertuples(), latitudes, longitudes, strict=True)
    ]  # fmt: skip


def _write_table(path: Path, model: VelocityModel, reach: float, deepest: float) -> None:
    """Its file: nx, nz as int32 and the spacing in km as float64, then P and S times (nx, nz) as float64 in seconds; the
    source is at sea level and distance 0."""
    spacing = reach / NODES
    away = spacing * np.arange(NODES + 1)
    down = spacing * np.arange(int(np.ceil(reach / spacing)) + 1)
    down = down[down <= deepest + 2 * spacing]
    extent = Extent(float(away[-1]), 0.0, float(down[-1]))
    with path.open("wb") as file:
        file.write(struct.pack("iid", len(away), len(down), spacing))
        for phase in ("P", "S"):
            times = travel_times(model, phase, 0.0, extent).at(away[:, None], down[None, :])
            file.write(np.ascontiguousarray(times, dtype=np.float64).tobytes())
