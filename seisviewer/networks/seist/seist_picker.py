"""SeisT as a picker that SeisBench's annotate can run."""

from __future__ import annotations

from typing import Any

import torch
from seisbench.models.base import WaveformModel
from torch import Tensor

from seisviewer.networks.seist.seist_network import SIZES, CurvesHead, stages, stem
from seisviewer.translation import tr

SAMPLES = 8192  # of a window, 164 s
RATE = 50.0
LABELS = ["Detection", "P", "S"]
TINY = 1e-10
CITATION = tr(
    "Li, S., Yang, X., Cao, A., Wang, C., Liu, Y., Liu, Y. and Niu, Q. (2024). SeisT: A "
    "Foundational Deep-Learning Model for Earthquake Monitoring Tasks. IEEE TGRS 62. "
    "https://doi.org/10.1109/TGRS.2024.3371503"
)


class SeisT(WaveformModel):
    """size: "s", "m" or "l". in_samples: of a window; the network takes any number.

    Shapes (windows, components ZNE, samples) to (windows, detection P S, samples).
    """

    _annotate_args = WaveformModel._annotate_args.copy()
    _annotate_args["overlap"] = (_annotate_args["overlap"][0], 0.5)

    def __init__(self, size: str = "s", in_samples: int = SAMPLES, **kwargs: Any) -> None:
        super().__init__(
            citation=CITATION,
            output_type="array",
            in_samples=in_samples,
            pred_sample=(0, in_samples),
            labels=LABELS,
            sampling_rate=RATE,
            component_order="ZNE",
            **kwargs,
        )
        if size not in SIZES:
            raise ValueError(tr("SeisT has the sizes {sizes}").format(sizes=", ".join(SIZES)))
        self.size = size
        self.stem = stem()
        self.encoder_layers = stages(SIZES[size])
        self.out_head = CurvesHead(SIZES[size])

    def set_window(self, samples: int) -> None:
        """See so many samples at once from now on."""
        self.in_samples, self.pred_sample = samples, (0, samples)

    def forward(self, x: Tensor, logits: bool = False) -> Tensor:
        features = self.stem(x)
        for stage in self.encoder_layers:
            features = stage(features)
        answer = self.out_head(features, x.shape[-1])
        return answer if logits else torch.sigmoid(answer)

    def annotate_batch_pre(self, batch: Tensor, argdict: dict[str, Any]) -> Tensor:
        """Each component without its mean and with a standard deviation of 1, as the authors trained it."""
        batch = batch - batch.mean(dim=-1, keepdim=True)
        return batch / (batch.std(dim=-1, keepdim=True, correction=0) + TINY)

    def annotate_batch_post(self, batch: Tensor, piggyback: Any, argdict: dict[str, Any]) -> Tensor:
        return batch.transpose(-1, -2)

    def get_model_args(self) -> dict[str, Any]:
        return {"size": self.size, "in_samples": self.in_samples}
