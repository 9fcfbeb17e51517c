"""Teaching the small network which kind an event is of."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np
import torch
from torch.nn import functional

from seisviewer.learning.event_kinds.kind_examples import KindTable
from seisviewer.learning.events import Loss
from seisviewer.learning.fitting import Checkpoint, FitPlan, State, fit, polynomial_rate
from seisviewer.networks.device import DeviceChoice
from seisviewer.networks.event_kind import KindNetwork
from seisviewer.progress import Notice

STAGE = "kind of event"


@dataclass(frozen=True)
class KindSettings:
    """steps, batch (traces), rate, decay: of the network's training. shift: frames by which a spectrogram is moved, noise:
    standard deviation of what is added to it (log10 power), masked: frequencies that are hidden, all drawn anew each time.
    seed: of everything. start: weights to begin with (transfer), {} for random ones; those of another shape are left out."""

    steps: int = 300
    batch: int = 32
    rate: float = 2e-3
    decay: float = 1e-2
    shift: int = 2
    noise: float = 0.2
    masked: int = 4
    seed: int = 0
    start: State = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class KindBatch:
    spectrograms: torch.Tensor = field(repr=False)
    ratios: torch.Tensor = field(repr=False)
    kinds: torch.Tensor = field(repr=False)

    def __len__(self) -> int:
        return len(self.kinds)

    def part(self, rows: slice) -> KindBatch:
        return KindBatch(self.spectrograms[rows], self.ratios[rows], self.kinds[rows])


class KindLesson:
    """Draws a kind, an event of it and one of its traces, so that each kind and each event is seen equally often."""

    piece = "trace"

    def __init__(self, model: KindNetwork, table: KindTable, settings: KindSettings, device: DeviceChoice) -> None:
        self.model = model.to(device.device)
        self.device = device
        self._table, self._settings = table, settings
        self._shares = table.weights / table.weights.sum()
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=settings.rate, weight_decay=settings.decay)
        for group in self.optimiser.param_groups:
            group["initial_lr"] = settings.rate

    def batch(self, size: int, draw: np.random.Generator) -> KindBatch:
        table, settings = self._table, self._settings
        rows = draw.choice(len(table.events), size=size, p=self._shares)
        shown = table.spectrograms[rows].copy()
        for image, shift in zip(shown, draw.integers(-settings.shift, settings.shift + 1, size), strict=True):
            image[:] = np.roll(image, shift, axis=-1)
            first = draw.integers(image.shape[1])
            image[:, first : first + draw.integers(settings.masked + 1)] = 0.0
        shown += settings.noise * draw.standard_normal(shown.shape, dtype=np.float32)
        kinds = table.kinds[table.events[rows]]
        return KindBatch(torch.from_numpy(shown), torch.from_numpy(table.ratios[rows]), torch.from_numpy(kinds))

    def loss(self, batch: KindBatch) -> torch.Tensor:
        place = self.device.device
        logits = self.model(batch.spectrograms.to(place), batch.ratios.to(place))
        return functional.cross_entropy(logits, batch.kinds.to(place), label_smoothing=0.05)

    def set_rate(self, step: int, steps: int) -> None:
        polynomial_rate(self.optimiser, step, steps)


def train_kind_network(
    table: KindTable, settings: KindSettings, device: DeviceChoice
) -> Generator[Loss | Notice | Checkpoint, None, KindNetwork]:
    """A network taught the table, on the CPU."""
    with torch.random.fork_rng(devices=[]):
        torch.random.default_generator.manual_seed(settings.seed)
        model = KindNetwork(len(table.names))
    own = model.state_dict()
    model.load_state_dict(
        own | {name: value for name, value in settings.start.items() if name in own and value.shape == own[name].shape}
    )
    plan = FitPlan(STAGE, settings.steps, settings.batch, seed=settings.seed)
    (state,) = yield from fit(KindLesson(model, table, settings, device), plan)
    trained = KindNetwork(len(table.names))
    trained.load_state_dict(state)
    return trained.eval()


@torch.no_grad()
def network_answer(model: KindNetwork, table: KindTable) -> np.ndarray:
    """(traces, kinds) probabilities."""
    logits = model(torch.from_numpy(table.spectrograms), torch.from_numpy(table.ratios))
    return torch.softmax(logits, 1).numpy().astype(np.float64)
