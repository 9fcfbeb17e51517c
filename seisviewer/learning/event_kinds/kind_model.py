"""A trained classifier of events, by either method, as values that a file of weights can hold."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import torch

from seisviewer.catalogue.event_kinds.kind_trace import BANDS
from seisviewer.learning.event_kinds.kind_examples import KindTable, mean_by_event
from seisviewer.learning.event_kinds.kind_forest import KindForest
from seisviewer.learning.event_kinds.kind_training import KindSettings, network_answer, train_kind_network
from seisviewer.learning.events import Loss
from seisviewer.learning.fitting import Checkpoint
from seisviewer.networks.device import DeviceChoice
from seisviewer.networks.event_kind import KindNetwork
from seisviewer.progress import Notice
from seisviewer.translation import tr

Method = Literal["forest", "cnn"]
METHODS: tuple[Method, ...] = ("forest", "cnn")
NAME = "kind of event"
MOST_KINDS, MOST_TRACES = 50, 1_000_000
FEATURES = 3 * len(BANDS)


@dataclass(frozen=True)
class KindModel:
    """names: of the kinds, in the order of the answers. learned: features, kinds and weights of the traces that the forest
    grows from. network: None for a forest."""

    method: Method
    names: tuple[str, ...]
    seed: int
    learned: tuple[np.ndarray, np.ndarray, np.ndarray] = field(repr=False, compare=False)
    network: KindNetwork | None = field(default=None, repr=False, compare=False)

    def answer(self, table: KindTable) -> np.ndarray:
        """(events, kinds) probabilities: the mean over each event's traces."""
        if self.network is not None:
            by_trace = network_answer(self.network, table)
        else:
            features, kinds, weights = self.learned
            by_trace = KindForest(features, kinds, weights, self.seed).answer(table)
        return mean_by_event(by_trace, table.events, int(table.events.max(initial=-1)) + 1)

    @property
    def values(self) -> dict[str, Any]:
        """Tensors, numbers and texts."""
        features, kinds, weights = (torch.from_numpy(each) for each in self.learned)
        return {
            "network": NAME, "method": self.method, "names": list(self.names), "seed": self.seed,
            "features": features, "kinds": kinds, "weights": weights,
            "state": self.network.state_dict() if self.network is not None else {},
        }  # fmt: skip

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> KindModel:
        """Raises ValueError, TypeError, KeyError or RuntimeError for what `values` never gives."""
        method, names, seed = values["method"], tuple(map(str, values["names"])), int(values["seed"])
        if values["network"] != NAME or method not in METHODS or not 2 <= len(names) <= MOST_KINDS:
            raise ValueError(tr("no classifier of events"))
        learned = tuple(values[name].double().numpy() for name in ("features", "kinds", "weights"))
        features, kinds, weights = learned[0], learned[1].astype(np.int64), learned[2]
        fit = features.shape == (len(kinds), FEATURES) and weights.shape == kinds.shape and 0 < len(kinds) < MOST_TRACES
        if (
            not fit
            or set(kinds.tolist()) != set(range(len(names)))
            or not all(np.isfinite(each).all() for each in learned)
        ):
            raise ValueError(tr("damaged"))
        network = None
        if method == "cnn":
            network = KindNetwork(len(names))
            network.load_state_dict(values["state"])
            network.eval()
        return cls(method, names, seed, (features, kinds, weights), network)


def train_kind_model(
    method: Method, table: KindTable, settings: KindSettings, device: DeviceChoice
) -> Generator[Loss | Notice | Checkpoint, None, KindModel]:
    learned = table.features, table.kinds[table.events], table.weights
    network = (yield from train_kind_network(table, settings, device)) if method == "cnn" else None
    return KindModel(method, table.names, settings.seed, learned, network)
