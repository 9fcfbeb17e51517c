"""How amplitudes become the input of a network. Written into every run, so that prediction sees what training saw."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

CLIP = 4.0  # scales; beyond this a sample says "strong", not how strong


@dataclass(frozen=True)
class Preparation:
    """scale: amplitude that becomes 1 (AmplitudeStatistics.scale). depth: a second channel tells the network how deep
    a sample lies (0 at the top of the survey, 1 at its bottom). template: side of the square that sections are scaled into,
    keeping their aspect ratio, as ST++ publishes it; 0 works at full resolution on crops.
    """

    scale: float
    depth: bool = False
    template: int = 0

    @property
    def channels(self) -> int:
        return 2 if self.depth else 1

    def as_json(self) -> dict:
        return asdict(self)

    def image(self, amplitudes: np.ndarray) -> np.ndarray:
        """Float32 (channels, samples, traces) of a section (traces, samples); missing traces (NaN) become 0."""
        scaled = np.nan_to_num(amplitudes.T / self.scale, copy=False, nan=0.0, posinf=CLIP, neginf=-CLIP)
        planes = [np.clip(scaled, -CLIP, CLIP)]
        if self.depth:
            depths = np.linspace(-1.0, 1.0, amplitudes.shape[1])[:, None]
            planes.append(np.broadcast_to(depths, planes[0].shape))
        return np.ascontiguousarray(np.stack(planes), dtype=np.float32)


def template_shape(samples: int, traces: int, template: int) -> tuple[int, int]:
    """(samples, traces) of a section scaled so that its longer side is `template`; unchanged where template is 0."""
    if not template:
        return samples, traces
    factor = template / max(samples, traces)
    return max(1, round(samples * factor)), max(1, round(traces * factor))
