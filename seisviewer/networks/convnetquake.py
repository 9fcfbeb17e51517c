"""The event detector of Perol, Gharbi and Denolle (2018, doi:10.1126/sciadv.1700578), and its file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from seisviewer.errors import ModelError
from seisviewer.networks import weights
from seisviewer.translation import tr

NAME = "ConvNetQuake"
LAYERS = 8
CHANNELS = 32


@dataclass(frozen=True)
class DetectorSpec:
    """What a detector needs to be used: as its windows were in training.

    rate: samples per second. samples: of a window. codes: the letters of the components, in order. band: corners of the
    band-pass in Hz, or None. places: (latitude, longitude) of each cluster. distance: of the clustering. first, last:
    where in a window an arrival stood in training, seconds from its start.
    """

    rate: float
    samples: int
    codes: str
    band: tuple[float, float] | None
    places: tuple[tuple[float, float], ...]
    distance: str
    first: float
    last: float

    @property
    def classes(self) -> int:
        """Noise, which is class 0, and one for each cluster."""
        return len(self.places) + 1

    def build(self, seed: int = 0) -> ConvNetQuake:
        """A new network with weights drawn from `seed`; the program's own random numbers are left alone."""
        with torch.random.fork_rng(devices=[]):
            torch.random.default_generator.manual_seed(seed)
            return ConvNetQuake(self.classes, len(self.codes), self.samples)


class ConvNetQuake(nn.Module):
    """(batch, components, samples) → logits (batch, classes), class 0 noise.

    Eight convolutions of 32 channels, three samples wide, each keeping every second sample, with ReLU behind; what is
    left of a ten-second window at 100 Hz, 4 samples × 32, goes through one fully connected layer.
    """

    def __init__(self, classes: int, components: int = 3, samples: int = 1000) -> None:
        super().__init__()
        planes = [components] + [CHANNELS] * LAYERS
        self.convolutions = nn.ModuleList(
            nn.Conv1d(before, after, 3, stride=2, padding=1) for before, after in pairwise(planes)
        )
        length = samples
        for _ in range(LAYERS):
            length = (length + 1) // 2
        self.classifier = nn.Linear(length * CHANNELS, classes)
        for convolution in self.convolutions:
            nn.init.kaiming_normal_(convolution.weight, nonlinearity="relu")
            nn.init.zeros_(convolution.bias)

    def forward(self, windows: Tensor) -> Tensor:
        for convolution in self.convolutions:
            windows = functional.relu(convolution(windows))
        return self.classifier(windows.flatten(1))


def save_detector(path: Path | str, model: ConvNetQuake, spec: DetectorSpec) -> None:
    """Write weights and `spec` to one file of tensors, numbers and texts; ModelError where it cannot be written."""
    description = {**asdict(spec), "places": [list(place) for place in spec.places]}
    description["band"] = list(spec.band) if spec.band else []
    weights.save_state(path, {"network": NAME, "spec": description, "state": model.state_dict()})


def load_detector(path: Path | str) -> tuple[ConvNetQuake, DetectorSpec]:
    """The network, ready to detect, and its description; ModelError where the file is missing, damaged or another
    model's."""
    values = weights.load_state(path)
    if values.get("network") != NAME:
        raise ModelError(
            tr("{path} holds no event detector: choose one that “seisviewer detect --train” has written.").format(
                path=path
            )
        )
    try:
        spec = _spec(values["spec"])
        model = spec.build()
        model.load_state_dict(values["state"])
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ModelError(tr("{path} is damaged: train the detector again.").format(path=path)) from error
    return model.eval(), spec


def _spec(values: dict[str, Any]) -> DetectorSpec:
    band = tuple(float(corner) for corner in values["band"])
    places = tuple((float(north), float(east)) for north, east in values["places"])
    return DetectorSpec(**{**values, "band": band or None, "places": places})
