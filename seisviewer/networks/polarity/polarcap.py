"""PolarCAP (Chakraborty et al., 2022): whether the ground first moved up or down, from 64 samples of the vertical."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from seisviewer.errors import ModelError
from seisviewer.networks import weights
from seisviewer.networks.polarity.keras_arrays import keras_arrays
from seisviewer.networks.polarity.polarity_names import KERAS, find_polarity
from seisviewer.translation import tr

NAME = "PolarCAP"
RATE = 100.0  # samples per second
SAMPLES, ONSET = 64, 32  # of a window, and where P stands in it
DROPPED = 0.3  # share of the first layer's values that dropout takes away
CHANNELS = 32
NORMALISED = {"gamma": "weight", "beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}


class PolarCap(nn.Module):
    """(batch, 1, 64) → logits (batch, 2), down and up. The decoder of the published network, which only helped to train
    it, is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv1d(1, CHANNELS, 32)
        self.first_norm = nn.BatchNorm1d(CHANNELS, eps=1e-3)
        self.second = nn.Conv1d(CHANNELS, 8, 16)
        self.second_norm = nn.BatchNorm1d(8, eps=1e-3)
        self.classifier = nn.Linear(SAMPLES // 4 * 8, 2)

    def forward(self, windows: Tensor, kept: Tensor | None = None) -> Tensor:
        """kept: what dropout leaves of the first layer, as `dropout_masks` draws it, (batch, 32, 64); None: in training it
        draws its own, else nothing is taken away."""
        found = functional.relu(self.first(_padded(windows, 32)))
        found = functional.dropout(found, DROPPED, self.training) if kept is None else found * kept
        found = functional.max_pool1d(self.first_norm(found), 2)
        found = functional.relu(self.second(_padded(found, 16)))
        found = functional.max_pool1d(self.second_norm(found), 2)
        return self.classifier(found.transpose(1, 2).flatten(1))  # Keras has the channels last


def dropout_masks(count: int, seed: int) -> Tensor:
    """(count, 32, 64): 0 where a value is dropped, the others raised so that the mean stays."""
    draw = torch.Generator().manual_seed(seed)
    return (torch.rand((count, CHANNELS, SAMPLES), generator=draw) >= DROPPED) / (1 - DROPPED)


@dataclass(frozen=True)
class PolarityNetwork:
    """name: what picks call it. model: in eval mode, on the CPU."""

    name: str
    model: PolarCap = field(repr=False, compare=False)


def load_polarity(name_or_path: str = "") -> PolarityNetwork:
    """By name, by file (Keras HDF5, or as `save_polarity` wrote it), or the first at hand. Raises ModelError."""
    path = find_polarity(name_or_path)
    model = PolarCap()
    if path.suffix.lower() in KERAS:
        model.load_state_dict(_state_of(keras_arrays(path), path))
    else:
        values = weights.load_state(path)
        state = values.get("state")
        if values.get("network") != NAME or not isinstance(state, Mapping):
            raise ModelError(
                tr("{path} holds no network for first motions: choose weights of PolarCAP.").format(path=path)
            )
        weights.fill(model, state, path)
    return PolarityNetwork(path.stem, model.eval())


def save_polarity(path: Path, model: PolarCap) -> None:
    """Raises ModelError where it cannot be written."""
    weights.save_state(path, {"network": NAME, "state": model.state_dict()})


def _padded(values: Tensor, kernel: int) -> Tensor:
    """As Keras does for as many samples out as in: of an even kernel the longer half goes behind."""
    return functional.pad(values, ((kernel - 1) // 2, kernel // 2))


def _state_of(arrays: Mapping[str, np.ndarray], path: Path) -> dict[str, Tensor]:
    """Keras numbers its layers on through a session: the first of each kind are ours, in that order."""
    layers: dict[str, dict[int, dict[str, np.ndarray]]] = {}
    for name, values in arrays.items():
        match = re.fullmatch(r"(conv1d|batch_normalization|dense)(?:_(\d+))?/(\w+)", name)
        if match:
            layers.setdefault(match[1], {}).setdefault(int(match[2] or 0), {})[match[3]] = values
    state = {name: value for name, value in PolarCap().state_dict().items() if name.endswith("num_batches_tracked")}
    try:
        convolutions, norms, dense = (
            [found for _, found in sorted(layers[kind].items())] for kind in ("conv1d", "batch_normalization", "dense")
        )
        for name, layer in (("first", convolutions[0]), ("second", convolutions[1]), ("classifier", dense[0])):
            state[f"{name}.weight"] = torch.from_numpy(layer["kernel"].T.copy())
            state[f"{name}.bias"] = torch.from_numpy(layer["bias"].copy())
        for name, layer in (("first_norm", norms[0]), ("second_norm", norms[1])):
            state |= {f"{name}.{ours}": torch.from_numpy(layer[keras].copy()) for keras, ours in NORMALISED.items()}
    except (KeyError, IndexError) as error:
        raise ModelError(
            tr(
                "{path} holds the weights of another network: choose those of PolarCAP (two classes, 64 samples)."
            ).format(path=path)
        ) from error
    weights.check_fits(PolarCap(), state, path)
    return state
