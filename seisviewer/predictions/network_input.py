"""How amplitudes become the input of a network. Written into every run, so that prediction sees what training saw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from seisviewer.errors import ModelError
from seisviewer.structure.attributes.trace_attributes import section_attribute
from seisviewer.structure.slopes import section_continuity, section_slopes
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

CLIP = 4.0  # scales; beyond this a sample says "strong", not how strong
Coordinate = Callable[[SectionId, np.ndarray], np.ndarray]  # (traces, samples) 0–1 of a section
INPUT_ATTRIBUTES = ("envelope", "phase", "frequency", "rms", "coherence")
FAST = 4.0  # samples; a frequency of a quarter of a cycle a sample becomes 1
STEEP = 2.0  # traces a sample; a slope of one half becomes 1


@dataclass(frozen=True)
class Preparation:
    """scale: amplitude that becomes 1 (AmplitudeStatistics.scale). depth: a second channel tells the network how deep a
    sample lies (−1 at the top of the survey, 1 at its bottom). coordinate: another tells it where a sample lies among
    the layers (likewise, `layer_coordinate`). dip: another tells it how steep the reflectors are, to either side.
    attributes: of INPUT_ATTRIBUTES, a channel each.
    template: side of the square that sections are scaled into, keeping their aspect ratio, as ST++ publishes it; 0
    works at full resolution on crops.
    """

    scale: float
    depth: bool = False
    template: int = 0
    coordinate: bool = False
    dip: bool = False
    attributes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", tuple(self.attributes))  # JSON knows lists alone
        unknown = [name for name in self.attributes if name not in INPUT_ATTRIBUTES]
        if unknown:
            raise ModelError(
                tr("This version knows no input attribute “{unknown}”: there are {input_attributes}.").format(
                    unknown=unknown[0], input_attributes=", ".join(INPUT_ATTRIBUTES)
                )
            )

    @property
    def channels(self) -> int:
        return 1 + self.depth + self.coordinate + self.dip + len(self.attributes)

    def as_json(self) -> dict:
        return asdict(self)

    def image(self, amplitudes: np.ndarray, coordinate: np.ndarray | None = None) -> np.ndarray:
        """Float32 (channels, samples, traces) of a section (traces, samples); missing traces (NaN) become 0.

        coordinate: 0–1 (traces, samples), needed where the network was taught with it.
        """
        scaled = np.nan_to_num(amplitudes.T / self.scale, copy=False, nan=0.0, posinf=CLIP, neginf=-CLIP)
        planes = [np.clip(scaled, -CLIP, CLIP)]
        if self.depth:
            depths = np.linspace(-1.0, 1.0, amplitudes.shape[1])[:, None]
            planes.append(np.broadcast_to(depths, planes[0].shape))
        if self.coordinate:
            planes.append(2 * coordinate.T - 1)
        if self.dip:
            # Without its sign, since crops are flipped.
            planes.append(STEEP * np.abs(section_slopes(planes[0].T).slope.T))
        planes += [_attribute_plane(name, planes[0].T).T for name in self.attributes]
        return np.ascontiguousarray(np.stack(planes), dtype=np.float32)

    def section_image(self, section: SectionId, amplitudes: np.ndarray, coordinate: Coordinate | None) -> np.ndarray:
        """`image` of a section, with its layer coordinate where the network was taught with it."""
        if not self.coordinate:
            return self.image(amplitudes)
        if coordinate is None:
            raise ModelError(tr("This network was taught together with a layer model and cannot predict without it."))
        return self.image(amplitudes, coordinate(section, amplitudes))


def _attribute_plane(name: str, scaled: np.ndarray) -> np.ndarray:
    """(traces, samples) of an attribute of scaled amplitudes, about −1 to 1 or 0 to CLIP; 0 where it has no value."""
    if name == "coherence":
        return 2 * section_continuity(scaled) - 1
    values = section_attribute(name, scaled, interval=1.0)
    if name == "phase":  # an angle jumps, its cosine does not
        values = np.cos(np.radians(values))
    elif name == "frequency":
        values = FAST * values
    return np.clip(np.nan_to_num(values, nan=0.0), -CLIP, CLIP)


def template_shape(samples: int, traces: int, template: int) -> tuple[int, int]:
    """(samples, traces) of a section scaled so that its longer side is `template`; unchanged where template is 0."""
    if not template:
        return samples, traces
    factor = template / max(samples, traces)
    return max(1, round(samples * factor)), max(1, round(traces * factor))
