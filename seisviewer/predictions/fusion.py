"""Two experts on one question: the layer model and a network, multiplied as far as each can be believed.

A product of experts (Hinton 2002, doi:10.1162/089976602760128018) with an exponent of each expert for each class:
log p(c) = (w_layers(c) · log p_layers(c) + w_network(c) · log p_network(c)) / temperature, up to a constant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seisviewer.translation import tr

NAME = "fused"  # of the model of both, in every pass of the window
LEAST = 1e-4  # probability below which no expert is believed to rule a class out


@dataclass(frozen=True)
class FusionWeights:
    """classes: class numbers, ascending. layers, network: exponent of each expert for each class. temperature: above 1 the
    answer is less sure."""

    classes: tuple[int, ...]
    layers: tuple[float, ...]
    network: tuple[float, ...]
    temperature: float = 1.0

    def as_json(self) -> dict[str, Any]:
        return {
            "classes": list(self.classes),
            "layers": [round(weight, 4) for weight in self.layers],
            "network": [round(weight, 4) for weight in self.network],
            "temperature": round(self.temperature, 4),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> FusionWeights:
        """Raises KeyError, TypeError or ValueError for what is none."""
        parts = [tuple(float(weight) for weight in stored[name]) for name in ("layers", "network")]
        weights = cls(tuple(int(number) for number in stored["classes"]), *parts, float(stored["temperature"]))
        if {len(part) for part in parts} != {len(weights.classes)} or not weights.temperature > 0:
            raise ValueError(tr("its weights do not belong to its classes"))
        return weights


def fused(layers: np.ndarray, network: np.ndarray, weights: FusionWeights) -> np.ndarray:
    """Float32 probabilities (classes, …) of both experts together; layers, network: likewise, in the order of the
    weights."""
    exponents = [np.asarray(each, np.float32) / weights.temperature for each in (weights.layers, weights.network)]
    wide = (-1,) + (1,) * (layers.ndim - 1)
    scores = sum(
        exponent.reshape(wide) * np.log(np.maximum(probabilities, LEAST))
        for exponent, probabilities in zip(exponents, (layers, network), strict=True)
    )
    scores -= scores.max(axis=0)
    np.exp(scores, out=scores)
    return scores / scores.sum(axis=0)


def aligned(probabilities: np.ndarray, have: Sequence[int], want: Sequence[int]) -> np.ndarray:
    """Probabilities (classes `have`, …) as (classes `want`, …). A class that the expert does not know is as likely as any:
    it gets an equal share, and those that it knows share the rest as before."""
    if tuple(have) == tuple(want):
        return probabilities
    unknown = [number for number in want if number not in have]
    found = np.full((len(want), *probabilities.shape[1:]), 1 / len(want), np.float32)
    for row, number in enumerate(want):
        if number in have:
            found[row] = probabilities[list(have).index(number)] * (1 - len(unknown) / len(want))
    return found
