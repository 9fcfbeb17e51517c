"""What the passes along inlines and those along crosslines say about a section, each alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.predictions.section_prediction import NO_CLASS


@dataclass(frozen=True)
class PassesApart:
    """inline, crossline: uint8 class numbers in the section's shape, of the passes along the inlines and along the
    crosslines, NO_CLASS unless both count there: an answer to older labels is not compared with one to newer ones.
    possible: bool over the traces, both lines have a say there (`chosen_passes`): of lone lines only where they cross."""

    inline: np.ndarray = field(repr=False)
    crossline: np.ndarray = field(repr=False)
    possible: np.ndarray = field(repr=False)

    @property
    def known(self) -> np.ndarray:
        """Bool: both directions have an answer."""
        return self.inline != NO_CLASS

    @property
    def differs(self) -> np.ndarray:
        """Bool: they name different classes."""
        return self.inline != self.crossline
