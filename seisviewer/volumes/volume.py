"""The one interface through which sections reach the program, whatever file they come from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path

import numpy as np

from seisviewer.volumes.geometry import Geometry, SectionId


class Volume(ABC):
    """A survey that can be cut into sections. Every method may be called from any thread.

    name: what the user calls it (the file's stem). path: where it was read from.
    """

    name: str
    path: Path
    geometry: Geometry

    @abstractmethod
    def section(self, section: SectionId) -> np.ndarray:
        """Amplitudes as float32: (traces, samples) of an inline or crossline, (inlines, crosslines) of a time slice.

        Missing traces are NaN, never zero. Raises BadRequest when the survey has no such section.
        """

    @abstractmethod
    def close(self) -> None:
        """Give the file back; a second call does nothing."""
