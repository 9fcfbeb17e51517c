"""How amplitudes become the input of a network. Written into every run, so that prediction sees what training saw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from seisviewer.errors import ModelError
from seisviewer.structure.slopes import section_slopes
from seisviewer.volumes.geometry import SectionId

CLIP = 4.0  # scales; beyond this a sample says "strong", not how strong
Coordinate = Callable[[SectionId, np.ndarray], np.ndarray]  # (traces, samples) 0–1 of a section
STEEP = 2.0  # traces a sample; a slope of one half becomes 1


@dataclass(frozen=True)
class Preparation:
    """scale: amplitude that becomes 1 (AmplitudeStatistics.scale). depth: a second channel tells the network how deep a
    sample lies (−1 at the top of the survey, 1 at its bottom). coordinate: another tells it where a sample lies among
    the layers (likewise, `layer_coordinate`). dip: another tells it how steep the reflectors are, to either side.
    template: side of the square that sections are scaled into, keeping their aspect ratio, as ST++ publishes it; 0
    works at full resolution on crops.
    """

    scale: float
    depth: bool = False
    template: int = 0
    coordinate: bool = False
    dip: bool = False

    @property
    def channels(self) -> int:
        return 1 + self.depth + self.coordinate + self.dip

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
        return np.ascontiguousarray(np.stack(planes), dtype=np.float32)

    def section_image(self, section: SectionId, amplitudes: np.ndarray, coordinate: Coordinate | None) -> np.ndarray:
        """`image` of a section, with its layer coordinate where the network was taught with it."""
        if not self.coordinate:
            return self.image(amplitudes)
        if coordinate is None:
            raise ModelError("This network was taught together with a layer model and cannot predict without it.")
        return self.image(amplitudes, coordinate(section, amplitudes))


def template_shape(samples: int, traces: int, template: int) -> tuple[int, int]:
    """(samples, traces) of a section scaled so that its longer side is `template`; unchanged where template is 0."""
    if not template:
        return samples, traces
    factor = template / max(samples, traces)
    return max(1, round(samples * factor)), max(1, round(traces * factor))
