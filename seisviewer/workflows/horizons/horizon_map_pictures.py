"""Maps at a horizon as pictures: their colours, which the window shares, and what is written beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.labels.classes import ClassTable
from seisviewer.pictures.colour_maps import colour_map
from seisviewer.pictures.map_picture import MapMark, MapPicture
from seisviewer.pictures.section_picture import LegendEntry, PictureScale
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.structure.wells.well import Well
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.map_grid import MapGrid
from seisviewer.workflows.horizons.at_horizon import AtHorizon
from seisviewer.workflows.horizons.horizon_maps import NO_FACIES
from seisviewer.workflows.pictures.section_pictures import class_image

SPARED = 0.02  # share of the traces at either end of the scale that may lie beyond it
ONE_SIGN = 0.9  # share of amplitudes of one sign from which on they are drawn from least to most
SEQUENTIAL, DIVERGING = "viridis", "vik"
TICKS = 5
MARGIN = 0.03  # of the survey, around it


@dataclass(frozen=True)
class MapColours:
    """image: uint8 RGBA (inlines, crosslines, 4), transparent where nothing is known. scale: of times and amplitudes. legend:
    of classes."""

    image: np.ndarray = field(repr=False)
    scale: PictureScale | None = None
    legend: tuple[LegendEntry, ...] = ()


def map_colours(geometry: Geometry, kind: AtHorizon, values: np.ndarray, classes: ClassTable) -> MapColours | None:
    """The colours of a map at a horizon; None where nothing is known. values: as `horizon_maps` makes them."""
    if kind is AtHorizon.FACIES:
        if not (values != NO_FACIES).any():
            return None
        there = set(np.unique(values).tolist())
        legend = tuple(LegendEntry(each.name, each.colour[:7]) for each in classes if each.number in there)
        return MapColours(class_image(values, NO_FACIES, classes, 1.0), None, legend)
    known = values[np.isfinite(values)]
    if not known.size:
        return None
    low, high = (float(each) for each in np.quantile(known, (SPARED, 1 - SPARED)))
    map_name, unit = SEQUENTIAL, ""
    if kind is AtHorizon.TIME:
        name = tr("Two-way time") if geometry.samples.is_time else tr("Depth")
        unit = geometry.samples.unit
    else:
        name = tr("Amplitude")
        if max((known > 0).mean(), (known < 0).mean()) < ONE_SIGN:
            map_name, high = DIVERGING, max(abs(low), abs(high))
            low = -high
    if high <= low:
        low, high = low - 0.5, high + 0.5
    table = np.full((256, 4), 255, np.uint8)
    table[:, :3] = colour_map(map_name).colours(np.linspace(0, 1, 256))
    if kind is AtHorizon.TIME:
        table = table[::-1]  # what lies high is bright
    places = np.clip((np.nan_to_num(values, nan=low) - low) / (high - low), 0, 1)
    image = table[np.rint(255 * places).astype(np.uint8)]
    image[~np.isfinite(values)] = 0
    ticks = tuple((value, f"{value:.5g}".replace("-", "−")) for value in np.linspace(low, high, TICKS).tolist())
    return MapColours(image, PictureScale(f"{name} ({unit})" if unit else name, low, high, table[:, :3], ticks))


def horizon_map_picture(
    geometry: Geometry,
    horizon: Horizon,
    kind: AtHorizon,
    values: np.ndarray,
    classes: ClassTable,
    wells: tuple[Well, ...] = (),
    title: str = "",
) -> MapPicture | None:
    """A map at a horizon for print, in the survey's coordinates, or its line numbers; None where nothing is known."""
    colours = map_colours(geometry, kind, values, classes)
    if colours is None:
        return None
    grid = MapGrid(geometry)
    low, high = grid.bounds
    room = MARGIN * (high - low)
    what = {
        AtHorizon.TIME: tr("Time") if geometry.samples.is_time else tr("Depth"),
        AtHorizon.AMPLITUDE: tr("Amplitude"),
    }
    return MapPicture(
        title or tr("{get} at {horizon_name}").format(get=what.get(kind, "Facies"), horizon_name=horizon.name),
        colours.image,
        np.asarray(grid.affine, float),
        grid.axis_names,
        tuple((low - room).tolist()),
        tuple((high + room).tolist()),
        grid.east_to_north,
        colours.scale,
        colours.legend,
        tuple(MapMark(well.name, well.x, well.y, well.colour) for well in wells),
    )
