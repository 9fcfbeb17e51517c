"""What sections can show in place of amplitudes, and how: the colours, their range, the unit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from seisviewer.pictures.colour_maps import colour_map
from seisviewer.plugins.found import Plugin
from seisviewer.structure.attributes.plugin_attributes import plugin_attributes, plugin_scale
from seisviewer.structure.attributes.trace_attributes import WINDOW
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SampleAxis

AMPLITUDE, DIP, COHERENCE, SEMBLANCE, LAYERS = "amplitude", "dip", "coherence", "semblance", "layers"
ENVELOPE, PHASE, FREQUENCY, RMS, SWEETNESS = "envelope", "phase", "frequency", "rms", "sweetness"
STEEP = 0.5  # samples a trace drawn in the strongest colour
HIGH_FREQUENCY = 0.6  # of the highest that the samples can hold, drawn in the last colour
USUAL_FREQUENCY = 0.2  # of the same, about which surveys lie
BROKEN = 0.4  # coherence drawn in the darkest
METRES = "m"  # the unit of depth in which coordinates are taken to be as well
MISSING = 0  # the index of what is not drawn; the others run from 1 to 255


@dataclass(frozen=True)
class AttributeKind:
    """name: in `Display.shows`. colours: the name of its colour map; turned: from its last colour to its first.
    without: what is said where it cannot be shown. of_trace: it follows from every trace alone. windowed: from a stretch of it
    whose length can be chosen."""

    name: str
    title: str
    tip: str
    colours: str = "grey"
    turned: bool = False
    without: str = ""
    of_trace: bool = False
    windowed: bool = False


KINDS: dict[str, AttributeKind] = {
    kind.name: kind
    for kind in (
        AttributeKind(AMPLITUDE, tr("Amplitude"), tr("Show the amplitudes themselves")),
        AttributeKind(
            ENVELOPE,
            tr("Envelope"),
            tr("Show how strong reflections are, whatever their polarity: the length of the analytic signal"),
            "plasma",
            of_trace=True,
        ),
        AttributeKind(
            PHASE,
            tr("Phase"),
            tr(
                "Show the instantaneous phase: 0° on peaks, ±180° on troughs; it follows weak reflectors "
                "as well as strong ones"
            ),
            "twilight",
            of_trace=True,
        ),
        AttributeKind(
            FREQUENCY,
            tr("Frequency"),
            tr(
                "Show the instantaneous frequency, how fast the phase turns; where waves interfere it is "
                "far off, or negative"
            ),
            "viridis",
            of_trace=True,
        ),
        AttributeKind(
            RMS,
            tr("RMS amplitude"),
            tr("Show the root of the mean square of the amplitudes in a window about each sample"),
            "plasma",
            of_trace=True,
            windowed=True,
        ),
        AttributeKind(
            SWEETNESS,
            tr("Sweetness"),
            tr(
                "Show the envelope over the root of the frequency, averaged over the window: strong and "
                "low-frequency places stand out"
            ),
            "plasma",
            of_trace=True,
            windowed=True,
        ),
        AttributeKind(
            DIP,
            tr("Dip"),
            tr(
                "Show how steeply reflectors go down (+) or up (−) towards higher line numbers; on time "
                "slices, how steep they are"
            ),
            "vik",
            without=tr("Dip: not worked out yet"),
        ),
        AttributeKind(
            COHERENCE,
            tr("Coherence"),
            tr("Show how well reflectors go on from trace to trace; faults, flanks and chaos are dark"),
            turned=True,
            without=tr("Coherence: not worked out yet"),
        ),
        AttributeKind(
            SEMBLANCE,
            tr("Semblance"),
            tr(
                "Show how alike five traces are along the reflectors of the line, over the window; breaks and chaos "
                "are dark"
            ),
            turned=True,
            without=tr("Semblance: on lines"),
            windowed=True,
        ),
        AttributeKind(
            LAYERS,
            tr("Layer coordinate"),
            tr(
                "Show the place among the layers, from the top (0) to the base (1) of the section: a "
                "relative geologic time"
            ),
            "batlow",
            without=tr("Layer coordinate: on lines where layers are known"),
        ),
    )
}


def attribute_kinds() -> dict[str, AttributeKind]:
    """All that can be shown by name: KINDS, then what plugins work out of traces."""
    return _kinds(tuple(plugin_attributes().values()))


@cache
def _kinds(of_plugins: tuple[Plugin, ...]) -> dict[str, AttributeKind]:
    return KINDS | {each.name: _of_plugin(each) for each in of_plugins if each.name not in KINDS}


def _of_plugin(plugin: Plugin) -> AttributeKind:
    title = plugin.name.capitalize()
    tip, failed = (
        tr("Show what {package} works out of every trace").format(package=plugin.package),
        tr("{title}: its plugin failed").format(title=title),
    )
    return AttributeKind(plugin.name, title, tip, "viridis", without=failed, of_trace=True)


@dataclass(frozen=True)
class AttributeScale:
    """low, high: what is drawn in the first and in the last colour. unit: "" for none. colours: uint8 RGBA (256, 4),
    the first transparent."""

    low: float
    high: float
    unit: str
    colours: np.ndarray = field(repr=False, compare=False)

    @property
    def ends(self) -> tuple[str, str]:
        """What stands at the ends of a colour bar."""
        unit = f" {self.unit}" if self.unit else ""
        return number(self.low), f"{number(self.high)}{unit}"

    def indices(self, values: np.ndarray) -> np.ndarray:
        """uint8, same shape: numbers into `colours`, MISSING for NaN."""
        scaled = np.clip((values - self.low) * np.float32(254 / (self.high - self.low)), 0, 254) + np.float32(1.5)
        return np.where(np.isnan(scaled), np.float32(MISSING), scaled).astype(np.uint8)


def attribute_scale(name: str, geometry: Geometry, gain: float = 1.0, limit: float = 1.0) -> AttributeScale:
    """How an attribute of a survey is drawn. gain: by which dips, and what is an amplitude, are drawn stronger. limit: the
    amplitude of the strongest colour."""
    colours = _table(name)
    if name == DIP:
        steep = STEEP / gain * sum(dip_factors(geometry)) / 2
        high = math.degrees(math.atan(steep)) if in_degrees(geometry) else steep
        return AttributeScale(-high, high, dip_unit(geometry), colours)
    if name == PHASE:
        return AttributeScale(-180.0, 180.0, "°", colours)
    if name == FREQUENCY:
        return AttributeScale(0.0, HIGH_FREQUENCY * _highest_frequency(geometry), frequency_unit(geometry), colours)
    if name in (ENVELOPE, RMS):
        return AttributeScale(0.0, limit / gain, "", colours)
    if name == SWEETNESS:
        usual = math.sqrt(USUAL_FREQUENCY * _highest_frequency(geometry))
        return AttributeScale(0.0, limit / gain / usual, "", colours)
    if name not in KINDS:
        return AttributeScale(*plugin_scale(name), colours)
    return AttributeScale(BROKEN if name in (COHERENCE, SEMBLANCE) else 0.0, 1.0, "", colours)


def attribute_title(name: str, samples: SampleAxis, window: float = 0.0) -> str:
    """What it is called where it is shown. window: as in `window_samples`."""
    kind = attribute_kinds()[name]
    if not kind.windowed:
        return kind.title
    return tr("{title} over {window_samples:g} {unit}").format(
        title=kind.title, window_samples=window_samples(window, samples) * samples.interval, unit=samples.unit
    )


def window_samples(window: float, samples: SampleAxis) -> int:
    """An odd number of samples, of a window in the unit of the survey; the usual one for 0."""
    if window <= 0:
        return WINDOW
    most = max(1, samples.count)
    return min(2 * int(window / samples.interval / 2) + 1, most - (most + 1) % 2)


def trace_interval(samples: SampleAxis) -> float:
    """From sample to sample in seconds, or in thousands of the unit of depth."""
    return samples.interval / 1000


def frequency_unit(geometry: Geometry) -> str:
    samples = geometry.samples
    return "Hz" if samples.is_time else f"cycles/k{samples.unit}"


def in_degrees(geometry: Geometry) -> bool:
    """Whether dips are angles: in depth, where the distance of the traces is known in the same unit."""
    in_metres = geometry.samples.unit == METRES and geometry.reference.unit in (None, METRES)
    return in_metres and geometry.affine is not None and all(_bins(geometry))


def dip_unit(geometry: Geometry) -> str:
    return "°" if in_degrees(geometry) else f"{geometry.samples.unit}/trace"


def dip_factors(geometry: Geometry) -> tuple[float, float]:
    """What slopes in samples a trace are multiplied by, from inline to inline and from crossline to crossline: then
    they are in ms, m or ft a trace, or the tangent of an angle."""
    interval = geometry.samples.interval
    if not in_degrees(geometry):
        return interval, interval
    across_inlines, across_crosslines = _bins(geometry)
    return interval / across_inlines, interval / across_crosslines


def dips_in_unit(slopes: np.ndarray, direction: Direction, geometry: Geometry) -> np.ndarray:
    """Slopes along a line, samples a trace, in the unit in which they are shown."""
    dips = slopes * np.float32(dip_factors(geometry)[1 if direction is Direction.INLINE else 0])
    return _as_angle(dips) if in_degrees(geometry) else dips


def steepest_in_unit(per_inline: np.ndarray, per_crossline: np.ndarray, geometry: Geometry) -> np.ndarray:
    """The dip in the direction in which it is largest."""
    factors = dip_factors(geometry)
    steepest = np.hypot(per_inline * np.float32(factors[0]), per_crossline * np.float32(factors[1]))
    return _as_angle(steepest) if in_degrees(geometry) else steepest


def number(value: float) -> str:
    """Three digits, without an exponent where there is room for all of them."""
    text = f"{value:.3g}" if abs(value) < 1000 or abs(value) >= 1e6 else f"{value:,.0f}"
    return text.replace("-", "−")


def _as_angle(tangents: np.ndarray) -> np.ndarray:
    return np.degrees(np.arctan(tangents))


def _highest_frequency(geometry: Geometry) -> float:
    """Which the samples can hold, in the unit of frequencies."""
    return 0.5 / trace_interval(geometry.samples)


def _bins(geometry: Geometry) -> tuple[float, float]:
    """Metres from one inline to the next, and from one crossline to the next."""
    east, north = geometry.affine[:, :2]
    return math.hypot(east[0], north[0]), math.hypot(east[1], north[1])


@cache
def _table(name: str) -> np.ndarray:
    kind = attribute_kinds()[name]
    at = np.linspace(1.0, 0.0, 255) if kind.turned else np.linspace(0.0, 1.0, 255)
    table = np.zeros((256, 4), np.uint8)
    table[1:, :3], table[1:, 3] = colour_map(kind.colours).colours(at), 255
    return table
