"""What a plugin of each group has to be. A package names such an object in its entry points (help page “Plugins”):

    [project.entry-points."seisviewer.attributes"]
    roughness = "my_package:roughness"

Nothing needs to be imported from here: any object of that shape will do. `seisviewer check-plugin NAME` says whether it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from seisviewer.picks.pick import Event, Pick
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.volume import Volume


class SurveyReader(Protocol):
    """Group `seisviewer.volumes`: opens surveys of a format. Its name is the ending of the files without the dot."""

    def __call__(self, path: Path) -> Volume:
        """The survey in a file: an object with `geometry`, `section(section)` and `close()` as `volumes.volume.Volume` says.
        Sections are asked for by any thread. Raise `seisviewer.SeisviewerError` with one sentence for a file that is not as
        it should be."""
        ...


class NetworkMaker(Protocol):
    """Group `seisviewer.networks`: a network for sections, offered as `train --network NAME`."""

    def __call__(self, encoder: Any, classes: int) -> Any:
        """A torch.nn.Module with the encoder as its attribute `encoder`: amplitudes (B, channels, H, W) → logits (B, classes,
        H, W) for any H and W. encoder: gives the features at a quarter of the size (`low_channels`) and at a sixteenth
        (`channels`)."""
        ...


class PickerMaker(Protocol):
    """Group `seisviewer.pickers`: a picker, offered as “NAME:plugin”."""

    def __call__(self) -> Any:
        """A seisbench.models.WaveformModel with its weights and labels among which are P and S."""
        ...


class TraceAttribute(Protocol):
    """Group `seisviewer.attributes`: what is worked out of every trace alone. Offered wherever attributes are.

    low, high: values in the first and in the last colour. unit: may be left out.
    """

    low: float
    high: float
    unit: str

    def __call__(self, traces: np.ndarray, interval: float) -> np.ndarray:
        """Values (traces, samples), NaN where there is none, of amplitudes float32 of that shape, which are all finite.
        interval: from sample to sample in seconds, or in thousands of the unit of depth. Asked by several threads."""
        ...


class PickWriter(Protocol):
    """Group `seisviewer.exports`, named “picks.ENDING”: writes picks and events into files of that ending."""

    def __call__(self, path: Path, picks: Sequence[Pick], events: Sequence[Event]) -> None:
        """path: an empty file that takes its place when all is written. Rejected picks are not among them."""
        ...


class VolumeWriter(Protocol):
    """Group `seisviewer.exports`, named “volumes.ENDING”: writes classes, confidence or labels of a survey, or of a box of it,
    into files of that ending."""

    def __call__(self, path: Path, geometry: Geometry, inlines: Iterator[np.ndarray], about: Mapping[str, Any]) -> None:
        """path: an empty file that takes its place when all is written. geometry: the grid of what is written. inlines: one
        after the other (crosslines, samples), int8 with -1 for nothing, or float32 with NaN. about: what they are
        ("content", "long_name", and "names" of class numbers)."""
        ...


class Colours(Protocol):
    """Group `seisviewer.colormaps`: an array (n, 3) of uint8, or of floats from 0 to 1, evenly spaced from the most negative
    amplitude to the most positive; or a function such as a colour map of Matplotlib:"""

    def __call__(self, at: np.ndarray) -> np.ndarray:
        """RGB or RGBA (n, 3 or 4) at places 0 to 1 (n,)."""
        ...
