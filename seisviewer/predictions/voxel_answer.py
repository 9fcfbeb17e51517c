"""What the passes that are kept say about one voxel: little enough to be asked at every move of the pointer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.predictions.passes.section_pass import LEVELS, SectionPass
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.volumes.geometry import Direction


@dataclass(frozen=True)
class VoxelAnswer:
    """label: class number. confidence: its mean probability, 0–1. stability: 0–1, None where nobody knows.
    along_inline, along_crossline: the class that the pass along that line gives alone, None where it does not count.
    model: name of the newest model that counts."""

    label: int
    confidence: float
    stability: float | None
    along_inline: int | None
    along_crossline: int | None
    model: str

    @property
    def disagrees(self) -> bool:
        """Whether both directions count and name different classes."""
        both = self.along_inline is not None and self.along_crossline is not None
        return both and self.along_inline != self.along_crossline


@dataclass(frozen=True)
class PassHere:
    """A pass that counts at a trace, and where the voxel lies in it."""

    made: SectionPass
    trace: int
    sample: int

    @property
    def shares(self) -> np.ndarray:
        """Uint8 (channels,), in 255ths."""
        return self.made.probabilities[:, self.trace, self.sample]

    @property
    def label(self) -> int | None:
        """The class of the highest share, None where there is no trace."""
        best = int(self.shares.argmax())
        return int(self.made.channels[best]) if self.shares[best] else None

    @property
    def stability(self) -> float | None:
        if self.made.stability is None:
            return None
        value = float(self.made.stability[self.trace, self.sample])
        return None if np.isnan(value) else value


def voxel_answer(
    inline: PassHere | None,
    crossline: PassHere | None,
    channels: Sequence[int],
    looked_at: Direction,
    rejected: Collection[int] = (),
) -> VoxelAnswer | None:
    """The answer of the passes that count, None where they say nothing. channels: the class number of each channel, as
    in the passes, which may lack the last ones. looked_at: the direction of the section on screen, whose own stability
    is drawn. rejected: class numbers that the user says are not there."""
    counting = [here for here in (inline, crossline) if here is not None]
    total = np.zeros(len(channels), np.uint16)
    for here in counting:
        total[: len(here.shares)] += here.shares
    total[[channel for channel, number in enumerate(channels) if number in rejected]] = 0
    if not total.any():
        return None
    best = int(total.argmax())
    if channels[best] == NO_CLASS:
        return None
    return VoxelAnswer(
        label=int(channels[best]),
        confidence=float(total[best]) / (LEVELS * len(counting)),
        stability=_stability(inline, crossline, looked_at),
        along_inline=inline.label if inline is not None else None,
        along_crossline=crossline.label if crossline is not None else None,
        model=max(counting, key=lambda here: here.made.seconds).made.model,
    )


def _stability(inline: PassHere | None, crossline: PassHere | None, looked_at: Direction) -> float | None:
    """As it is drawn: shares of versions and of checkpoints are never mixed, and those of the section's own line lead."""
    own = {Direction.INLINE: inline, Direction.CROSSLINE: crossline}.get(looked_at)
    counting = [here for here in (inline, crossline) if here is not None]
    stated = [here for here in counting if here.stability is not None]
    if own is None and looked_at is Direction.TIME:
        own = max(stated, key=lambda here: here.made.seconds, default=None)
    if own is None or own.stability is None:
        return None
    alike = [here.stability for here in stated if here.made.stability_of == own.made.stability_of]
    return sum(alike) / len(alike)
