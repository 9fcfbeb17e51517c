"""What the map of the survey can be coloured by, and how."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from seisviewer.app.live.prediction_caption import percent
from seisviewer.app.live.prediction_layer import CONFIDENCE_MAP, PINK, STABILITY_MAP, map_table
from seisviewer.app.sections.colours.amplitude_colours import widened
from seisviewer.pictures import prediction_images
from seisviewer.predictions.stored.survey_fill import GRID
from seisviewer.translation import tr

TRACES = "traces"  # nothing but where there are traces
SPARED = 0.02  # share of the traces at either end of a stretched scale that may lie beyond it
ROUNDED = 1e-3  # of a percent: 0.9 in 32 bits is a little less
ACROSS = 220  # pixels that the map has at least for the longer side of the survey
LEAST_PIXELS = 2  # of a lone line of a sparse survey


@dataclass(frozen=True)
class MapKind:
    """name: as it is stored. title, tip: what the user reads. table: uint8 (256, 4), opaque, from 0 to the
    highest value there is; stretched: from about the lowest to about the highest there is instead, since values lie so close
    together that one colour would be seen. hatched: live traces without a value are hatched. gridded: values come in on lines that lie apart, and stand for
    those between them. nothing: what is said while no value is known."""

    name: str
    title: str
    tip: str
    table: np.ndarray = field(repr=False, compare=False)
    stretched: bool = False
    hatched: bool = True
    gridded: bool = False
    nothing: str = tr("not known yet")

    def ends(self, values: np.ndarray) -> tuple[float, float] | None:
        """The values at both ends of the scale, None where no value is known; values: float (inlines, crosslines), NaN
        where nothing is known."""
        known = values[np.isfinite(values)]
        if not known.size or (not self.hatched and not known.any()):
            return None
        if not self.stretched:
            return 0.0, float(known.max())
        low, high = np.quantile(known, (SPARED, 1 - SPARED))
        # Whole percents, as they are named; where all traces are alike there is a scale all the same.
        low = math.floor(100 * float(low) + ROUNDED) / 100
        return low, max(math.ceil(100 * float(high) - ROUNDED) / 100, low + 0.01)

    def end_names(self, values: np.ndarray) -> tuple[str, str] | None:
        """What the ends are called, with a sign where some values lie beyond them; None where no value is known."""
        ends = self.ends(values)
        if ends is None:
            return None
        below, beyond = (over * (values - end) > ROUNDED / 100 for over, end in zip((-1, 1), ends, strict=True))
        low, high = (f"{100 * end:.0f} %" if self.stretched else percent(end) for end in ends)
        return f"≤ {low}" if below.any() else low, f"≥ {high}" if beyond.any() else high


def _opaque(name: str) -> np.ndarray:
    table = map_table(name).copy()
    table[:, 3] = 255
    return table


def _to_pink() -> np.ndarray:
    """From nearly white: what differs is pink on sections as well."""
    share = np.linspace(0, 1, 256)[:, None]
    colours = (1 - share) * (255, 236, 246) + share * PINK[:3]
    return np.concatenate([colours, np.full((256, 1), 255)], axis=1).astype(np.uint8)


KINDS = {
    kind.name: kind
    for kind in (
        MapKind(
            "labels",
            tr("Labels"),
            tr("The share of each trace that is labelled"),
            _opaque(CONFIDENCE_MAP),
            hatched=False,
            nothing=tr("nothing labelled yet"),
        ),
        MapKind(
            "confidence",
            tr("Confidence"),
            tr(
                "The mean confidence of each trace, the colours stretched over those there are; hatched "
                "where nothing is predicted yet"
            ),
            _opaque(CONFIDENCE_MAP),
            stretched=True,
        ),
        MapKind(
            "stability",
            tr("Stability"),
            tr(
                "The mean stability of each trace, the colours stretched over those there are; hatched "
                "where none is known yet"
            ),
            _opaque(STABILITY_MAP),
            stretched=True,
        ),
        MapKind(
            "disagreement",
            tr("Disagreement"),
            tr(
                "The share of each trace at which inline and crossline name different classes; hatched "
                "where both are not known"
            ),
            _to_pink(),
            gridded=True,
        ),
    )
}


def between_lines(values: np.ndarray) -> np.ndarray:
    """Values (inlines, crosslines), NaN where nothing is known, with those of the nearest known crossline, and then of the
    nearest known inline, where it is near."""
    for axis in (1, 0):
        known = np.flatnonzero(np.isfinite(values).any(axis=1 - axis))
        if not known.size:
            return values
        lines = np.arange(values.shape[axis])
        after = np.searchsorted(known, lines).clip(max=len(known) - 1)
        before = (after - 1).clip(min=0)
        nearest = known[np.where(abs(known[before] - lines) <= abs(known[after] - lines), before, after)]
        near = np.expand_dims(abs(nearest - lines) <= GRID // 2, 1 - axis)
        values = np.where(np.isnan(values) & near, np.take(values, nearest, axis), values)
    return values


def rests_on(values: np.ndarray, live: np.ndarray, filling: bool) -> str:
    """How much of the survey the disagreement is known of; "" where it is of all. values: (inlines, crosslines), NaN where
    it is not. live: bool, the traces at which both directions can be known. filling: the whole survey is being predicted."""
    if not live.any():
        return tr("No lines cross.")
    share = float(np.isfinite(values[live]).mean())
    if share == 1:
        return ""
    missing = tr("the rest follows") if filling else tr("Fill the whole survey completes it")
    if share == 0:
        return tr("Inlines and crosslines are being predicted.") if filling else tr("Fill the whole survey makes it.")
    return tr("Compared at {percent}; {missing}.").format(percent=percent(share), missing=missing)


def map_picture(kind: MapKind, values: np.ndarray, live: np.ndarray, *, sparse: bool) -> np.ndarray:
    """Uint8 RGBA (inlines, crosslines, 4), transparent where nothing is to be drawn. values: float (inlines, crosslines),
    NaN where nothing is known. live: bool, where there are traces. sparse: lone lines are drawn as wide as can be seen."""
    low, high = kind.ends(values) or (0.0, 1.0)
    shown = np.where(live & (np.isfinite(values) if kind.hatched else values > 0), values, np.nan)
    scaled = np.clip((shown - low) / max(high - low, 1e-6), 0.0, 1.0)
    picture = prediction_images.value_map(scaled, 0.0, kind.table)
    pixel = max(live.shape) / ACROSS
    if kind.hatched:
        prediction_images.hatch(picture, live & np.isnan(shown), (pixel, pixel))
    if sparse:
        wide = max(1, round(LEAST_PIXELS * pixel))
        picture = widened(np.ascontiguousarray(picture).view(np.uint32)[..., 0], wide, wide)[..., None].view(np.uint8)
    return picture
