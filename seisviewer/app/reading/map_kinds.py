"""What the map of the survey can be coloured by, and how."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.app.live.prediction_caption import percent
from seisviewer.app.live.prediction_layer import CONFIDENCE_MAP, PINK, STABILITY_MAP, map_table
from seisviewer.app.sections.colours.amplitude_colours import widened
from seisviewer.pictures import prediction_images

TRACES = "traces"  # nothing but where there are traces
ACROSS = 220  # pixels that the map has at least for the longer side of the survey
LEAST_PIXELS = 2  # of a lone line of a sparse survey


@dataclass(frozen=True)
class MapKind:
    """name: as it is stored. title, tip: what the user reads. table: uint8 (256, 4), opaque, from `low` to the highest
    value: `high`, or, where that is None, the highest there is. hatched: live traces without a value are hatched."""

    name: str
    title: str
    tip: str
    table: np.ndarray = field(repr=False, compare=False)
    low: float = 0.0
    high: float | None = 1.0
    hatched: bool = True

    def ends(self, values: np.ndarray) -> tuple[float, float]:
        """The values at both ends of the scale; values: float (inlines, crosslines), NaN where nothing is known."""
        known = values[np.isfinite(values)]
        highest = self.high if self.high is not None else float(known.max(initial=0.0))
        return self.low, highest

    def end_names(self, values: np.ndarray) -> tuple[str, str]:
        low, high = self.ends(values)
        return f"≤ {percent(low)}" if low else "0 %", percent(high)


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
            "labels", "Labels", "The share of each trace that is labelled", _opaque(CONFIDENCE_MAP), 0.0, None, False
        ),
        MapKind(
            "confidence",
            "Confidence",
            "The mean confidence of each trace; hatched where nothing is predicted yet",
            _opaque(CONFIDENCE_MAP),
            prediction_images.UNSURE,
        ),
        MapKind(
            "stability",
            "Stability",
            "The mean stability of each trace; hatched where none is known yet",
            _opaque(STABILITY_MAP),
        ),
        MapKind(
            "disagreement",
            "Disagreement",
            "The share of each trace at which inline and crossline name different classes; hatched where both are not known",
            _to_pink(),
            0.0,
            None,
        ),
    )
}


def map_picture(kind: MapKind, values: np.ndarray, live: np.ndarray, *, sparse: bool) -> np.ndarray:
    """Uint8 RGBA (inlines, crosslines, 4), transparent where nothing is to be drawn. values: float (inlines, crosslines),
    NaN where nothing is known. live: bool, where there are traces. sparse: lone lines are drawn as wide as can be seen."""
    low, high = kind.ends(values)
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
