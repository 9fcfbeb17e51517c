"""A section view as it is seen, as values that a picture is drawn of on any thread."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.colours.amplitude_colours import lookup_table, shown_amplitudes
from seisviewer.app.sections.curve_item import TICK, Curve
from seisviewer.app.sections.name_item import Name
from seisviewer.app.sections.overlay_layers import Layer
from seisviewer.app.sections.section_view import SectionView
from seisviewer.app.sections.view_caption import ColourScale
from seisviewer.app.sections.wiggle_traces import wiggle_swings
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.pictures.amplitude_indices import indices
from seisviewer.pictures.section_picture import (
    LegendEntry,
    LineOverlay,
    PictureScale,
    PlacedName,
    SectionPicture,
    WiggleTraces,
)
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.section_names import section_title
from seisviewer.workflows.pictures.section_pictures import (
    SeenPart,
    amplitude_scale,
    class_legend,
    exaggeration_notes,
    framed,
    numbers_in,
)

OTHERS = tr("Other overlays")
POINTS = 0.55  # of a line that is one pixel wide on screen
OUTLINE = "#ffffff"


@dataclass(frozen=True)
class SeenLayer:
    """What one layer draws over the section. legend: of what it shows. covers: it takes the place of the amplitudes."""

    name: str
    image: np.ndarray | None
    lines: tuple[LineOverlay, ...] = ()
    legend: tuple[LegendEntry, ...] = ()
    scale: PictureScale | None = None
    covers: bool = False
    names: tuple[PlacedName, ...] = ()


@dataclass(frozen=True)
class SeenSection:
    """base: the amplitudes, with axes and the part in sight. layers: over it, the lowest first."""

    base: SectionPicture
    layers: tuple[SeenLayer, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Of the layers, each once, from the lowest up."""
        return tuple(dict.fromkeys(layer.name for layer in self.layers))

    def picture(self, hidden: Collection[str] = (), title: str | None = None) -> SectionPicture:
        """Without the layers of these names; with another title."""
        shown = [layer for layer in self.layers if layer.name not in hidden]
        base = replace(self.base, title=self.base.title if title is None else title)
        scales = [layer.scale for layer in shown if layer.scale is not None]
        covered = any(layer.covers for layer in shown)
        return replace(
            base,
            images=(*base.images, *(layer.image for layer in shown if layer.image is not None)),
            wiggles=None if covered else base.wiggles,
            lines=tuple(line for layer in shown for line in layer.lines),
            names=tuple(name for layer in shown for name in layer.names),
            legend=tuple(dict.fromkeys(entry for layer in shown for entry in layer.legend)),
            scales=(*(() if covered else base.scales), *scales),
        )


def seen_section(view: SectionView, state: SectionState) -> SeenSection | None:
    """What a view shows; None while it shows nothing. On the GUI thread; every array is one that nobody changes."""
    section, values = view.section, view.shown_amplitudes()
    if section is None or values is None:
        return None
    return SeenSection(_base(view, state, section, values), tuple(_layers(view, state, section)))


def _base(view: SectionView, state: SectionState, section: SectionId, values: np.ndarray) -> SectionPicture:
    geometry, display, box = state.volume.geometry, state.display, view.box
    vertical = section.direction is not Direction.TIME
    shown, limit = shown_amplitudes(values, display, geometry.samples.interval if vertical else None)
    table = lookup_table(display)
    rows, columns = view.in_sight
    (rows_a_pixel, columns_a_pixel), orientation = box.cell_size, box.orientation
    height, width = (columns[1] - columns[0]) / columns_a_pixel, (rows[1] - rows[0]) / rows_a_pixel
    shape = width / height if orientation.turned else height / width
    after = (
        tr(" after AGC over {agc:g} {unit}").format(agc=display.agc, unit=geometry.samples.unit)
        if display.agc and vertical
        else ""
    )
    return replace(
        framed(geometry, section, rows, columns, orientation, shape),
        title=f"{state.volume.name}: {section_title(geometry, section)}",
        images=(table[indices(shown, limit)],),
        wiggles=_wiggles(view, shown / (-limit if display.flipped else limit)) if view.has_wiggles else None,
        scales=(amplitude_scale(table, limit, tr("Amplitude{after}").format(after=after)),),
        notes=exaggeration_notes(geometry, SeenPart(exaggeration=display.exaggeration, velocity=display.velocity))
        if vertical and orientation.shape is not None
        else (),
    )


def _wiggles(view: SectionView, values: np.ndarray) -> WiggleTraces:
    (first, last), (top, bottom) = view.in_sight
    rows = slice(max(0, int(first) - 1), int(last) + 2)
    columns = slice(max(0, int(top) - 1), int(bottom) + 2)
    swings, places = wiggle_swings(values[rows, columns])
    return WiggleTraces(swings, rows.start, places + columns.start)


def _layers(view: SectionView, state: SectionState, section: SectionId) -> Sequence[SeenLayer]:
    pixel, found = view.box.cell_size, []
    for layer in view.layers.layers:
        image = layer.rgba(section, pixel)
        lines = [_line(curve, pixel) for curve in layer.curves(section)] if hasattr(layer, "curves") else []
        if image is not None and hasattr(layer, "outline"):
            lines += _outlines(layer.outline(section, pixel))
        written = [_name(name) for name in layer.names(section)] if hasattr(layer, "names") else []
        if image is None and not lines and not written:
            continue
        scale = layer.scale(section) if hasattr(layer, "scale") and image is not None else None
        name = getattr(layer, "picture_name", OTHERS)
        found.append(
            SeenLayer(
                name,
                image,
                tuple(lines),
                _legend(layer, view, state, section),
                None if scale is None else _scale(scale, layer, section),
                covers=getattr(layer, "covers_amplitudes", False),
                names=tuple(written),
            )
        )
    return found


def _legend(layer: Layer, view: SectionView, state: SectionState, section: SectionId) -> tuple[LegendEntry, ...]:
    """The classes in sight that a layer draws."""
    if state.project is None or not hasattr(layer, "classes_in"):
        return ()
    classes = layer.classes_in(section)
    if classes is None:
        return ()
    rows, columns = (slice(max(0, round(low)), max(0, round(high)) + 1) for low, high in view.in_sight)
    seen = classes[rows, columns]
    nothing = NO_CLASS if seen.dtype == np.uint8 else UNLABELLED
    return class_legend(state.project.classes, numbers_in(seen, nothing))


def _scale(scale: ColourScale, layer: Layer, section: SectionId) -> PictureScale:
    """The ends of a scale on screen are words."""
    name = getattr(layer, "scale_name", None) or layer.caption(section).split("\n")[0]
    return PictureScale(name, 0.0, 1.0, scale.colours[:, :3], ((0.0, scale.low), (1.0, scale.high)))


def _line(curve: Curve, pixel: tuple[float, float]) -> LineOverlay:
    rows, columns = np.asarray(curve.rows, float), np.asarray(curve.columns, float)
    if len(rows) == 1:  # where a line of another section crosses this one
        rows, columns = rows + np.array([-1, 1]) * TICK * pixel[0], np.repeat(columns, 2)
    colours = tuple(dict.fromkeys((curve.above.name(), curve.below.name())))
    return LineOverlay(rows, columns, colours, POINTS * curve.width, curve.dashed)


def _name(name: Name) -> PlacedName:
    return PlacedName(name.row, name.column, name.text, name.colour.name(), name.heading, name.dot)


def _outlines(lines: np.ndarray | None) -> list[LineOverlay]:
    """float (lines, 2 ends, row and column) as one line with gaps."""
    if lines is None or not len(lines):
        return []
    ends = np.concatenate([lines, np.full((len(lines), 1, 2), np.nan)], axis=1).reshape(-1, 2)
    return [LineOverlay(ends[:, 0], ends[:, 1], (OUTLINE,), 0.5)]
