"""Events and stations from above and from the side, for print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.catalogue.map_frame import KM_A_DEGREE, MapFrame
from seisviewer.picks.pick import Event
from seisviewer.pictures.catalogue.plot_picture import (
    ACCENT,
    FAINT,
    HOLLOW,
    INK,
    ColourBar,
    Marks,
    Panel,
    PlotLine,
    PlotPicture,
    Words,
)
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text

SMALLEST, PER_MAGNITUDE, LARGEST = 2.5, 1.9, 18.0  # points across
LEGEND_SIZES = (2.0, 4.0)  # magnitudes
MOST_NAMES = 40  # stations, beyond which names would cover the map
BAR_SHARE = 0.25  # of the width of the map, that the scale bar is shorter than
ENDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@dataclass(frozen=True)
class PrintColours:
    """map: Matplotlib's, light where values are small."""

    title: str
    value: Callable[[Event], float | None]
    words: Callable[[float], str]
    map: str


COLOURS = {
    "depth": PrintColours(
        tr("Depth below sea level"),
        lambda event: event.depth,
        lambda depth: f"{depth:.1f} km".replace("-", "−"),
        "viridis_r",
    ),
    "time": PrintColours(tr("Time (UTC)"), lambda event: event.time, lambda time: utc_text(time, 0)[5:16], "plasma_r"),
}


def mark_size(magnitude: float | None) -> float:
    """Points across; an event without a magnitude is as small as one of magnitude 0."""
    return min(SMALLEST + PER_MAGNITUDE * max(magnitude or 0.0, 0.0), LARGEST)


def map_picture(
    catalogue: ShownCatalogue, colours: str = "depth", azimuth: float | None = 90.0, title: str = "", note: str = ""
) -> PlotPicture:
    """colours: of COLOURS. azimuth: of the depth section, degrees from north; None for the longer side of the events."""
    frame, events = catalogue.frame(), catalogue.placed
    if azimuth is None:
        azimuth = frame.longer_side([event.latitude for event in events], [event.longitude for event in events])
    panels = _from_above(catalogue, frame, colours, azimuth), _from_the_side(catalogue, frame, colours, azimuth)
    return PlotPicture(title or tr("{count:,} events").format(count=len(events)), panels, (note,) if note else (), 0.62)


def event_marks(events: Sequence[Event], across: np.ndarray, up: np.ndarray, colours: str) -> Marks:
    """The larger marks lie below the smaller."""
    order = sorted(range(len(events)), key=lambda place: -mark_size(events[place].magnitude))
    shades = _shades(events, colours)
    return Marks(
        tuple(float(across[place]) for place in order),
        tuple(float(up[place]) for place in order),
        tuple(mark_size(events[place].magnitude) for place in order),
        tuple(shades[place] for place in order),
        edge_width=0.4,
    )


def scale_bar(frame: MapFrame, latitudes: np.ndarray, east: np.ndarray) -> tuple[PlotLine, Words] | None:
    """A round number of kilometres below the map's marks; None where all lie in one place."""
    width = float(np.ptp(east)) * KM_A_DEGREE / frame.stretch if len(east) else 0.0
    most = BAR_SHARE * max(width, float(np.ptp(latitudes)) * KM_A_DEGREE if len(latitudes) else 0.0)
    if most <= 0:
        return None
    power = 10.0 ** np.floor(np.log10(most))
    length = float(max(power * factor for factor in (1, 2, 5) if power * factor <= most * (1 + 1e-9)))
    left = float(east.min())
    right = left + length * frame.stretch / KM_A_DEGREE
    low = float(latitudes.min()) - 0.06 * max(float(np.ptp(latitudes)), most / KM_A_DEGREE)
    return PlotLine((left, right), (low, low), INK, 2.0), Words(left, low, f"{length:g} km")


def _shades(events: Sequence[Event], colours: str) -> list[str]:
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    kind = COLOURS[colours]
    values = np.array([np.nan if (value := kind.value(event)) is None else value for event in events], float)
    known = values[np.isfinite(values)]
    if not len(known):
        return [FAINT] * len(events)
    wide = float(np.ptp(known)) or 1.0
    shade = colormaps[kind.map]
    return [to_hex(shade((value - known.min()) / wide)) if np.isfinite(value) else FAINT for value in values]


def _bar(events: Sequence[Event], colours: str) -> ColourBar | None:
    kind = COLOURS[colours]
    known = [value for event in events if (value := kind.value(event)) is not None]
    return ColourBar(kind.title, kind.map, kind.words(min(known)), kind.words(max(known))) if known else None


def _chosen(
    catalogue: ShownCatalogue, events: Sequence[Event], across: np.ndarray, up: np.ndarray
) -> tuple[Marks, ...]:
    return tuple(
        Marks((float(x),), (float(y),), mark_size(event.magnitude) + 5, HOLLOW, ACCENT, edge_width=1.4)
        for event, x, y in zip(events, across, up, strict=True)
        if event.id == catalogue.chosen and catalogue.chosen
    )


def _from_above(catalogue: ShownCatalogue, frame: MapFrame, colours: str, azimuth: float) -> Panel:
    events, sites = catalogue.placed, catalogue.sites
    across = frame.east([event.longitude for event in events])
    up = np.array([event.latitude for event in events], float)
    east = frame.east([site.longitude for site in sites.values()])
    north = np.array([site.latitude for site in sites.values()], float)
    stations = Marks(tuple(map(float, east)), tuple(map(float, north)), 6.0, INK, "white", "^", tr("station"))
    sizes = tuple(Marks((), (), mark_size(size), HOLLOW, INK, name=f"M {size:g}") for size in LEGEND_SIZES)
    lines, words = [], []
    if events and sites or len(events) > 1:
        along = frame.along([*up, *north], [*across, *east], azimuth)
        turn = np.radians(azimuth)
        ends = np.array([along.min(), along.max()])
        latitudes, longitudes = frame.degrees(ends * np.sin(turn), ends * np.cos(turn))
        lines.append(
            PlotLine(tuple(map(float, frame.east(longitudes))), tuple(map(float, latitudes)), FAINT, 0.6, True)
        )
    location = catalogue.location
    if location is not None:
        latitudes, longitudes = frame.outline(location.latitude, location.longitude, location.ellipse)
        lines.append(PlotLine(tuple(map(float, frame.east(longitudes))), tuple(map(float, latitudes)), ACCENT, 1.0,
                              name=tr("68 % region")))  # fmt: skip
    bar = scale_bar(frame, np.concatenate([up, north]), np.concatenate([across, east]))
    if bar is not None:
        lines.append(bar[0])
        words.append(bar[1])
    if len(sites) <= MOST_NAMES:
        words += [Words(float(x), float(y), code) for code, x, y in zip(sites, east, north, strict=True)]
    return Panel(
        marks=(stations, event_marks(events, across, up, colours), *_chosen(catalogue, events, across, up), *sizes),
        lines=tuple(lines), words=tuple(words), bar=_bar(events, colours), aspect=frame.stretch, in_degrees=True, share=1.35,
    )  # fmt: skip


def _from_the_side(catalogue: ShownCatalogue, frame: MapFrame, colours: str, azimuth: float) -> Panel:
    events = tuple(event for event in catalogue.placed if event.depth is not None)
    across = frame.along([event.latitude for event in events], [event.longitude for event in events], azimuth)
    up = np.array([event.depth for event in events], float)
    sites = catalogue.sites
    along = frame.along(
        [site.latitude for site in sites.values()], [site.longitude for site in sites.values()], azimuth
    )
    heights = tuple(-site.elevation / 1000.0 for site in sites.values())
    lines: tuple[PlotLine, ...] = ()
    location = catalogue.location
    if location is not None:
        middle = float(frame.along([location.latitude], [location.longitude], azimuth)[0])
        outline = frame.along(*frame.outline(location.latitude, location.longitude, location.ellipse), azimuth)
        ends = float(outline.min()), float(outline.max())
        lines = (
            PlotLine(ends, (location.depth,) * 2, ACCENT, 1.0),
            PlotLine((middle,) * 2, location.depth_range, ACCENT, 1.0),
        )
    start, end = (ENDS[round((azimuth + turn) % 360 / 45) % 8] for turn in (180, 0))
    return Panel(
        tr("km from the middle, {start} to {end} ({azimuth:.0f}°)").format(start=start, end=end, azimuth=azimuth), tr("Depth below sea level (km)"),
        marks=(
            Marks(tuple(map(float, along)), heights, 6.0, INK, "white", "v"),
            event_marks(events, across, up, colours), *_chosen(catalogue, events, across, up),
        ),
        lines=lines, downward=True,
    )  # fmt: skip
