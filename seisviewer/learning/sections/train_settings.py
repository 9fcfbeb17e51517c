"""What a user may choose about training, with defaults that suit sparse strokes on a machine without a GPU."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seisviewer.networks.device import DeviceChoice

# Learning rate of the encoder, and the head's as a multiple of it; ST++ trains the head ten times as fast.
NEW_RATES = (2e-3, 1.0)
PRETRAINED_RATES = (1e-4, 10.0)


@dataclass(frozen=True)
class TrainSettings:
    """Settings of one training run; every field is written into the run's folder.

    recipe: of ST++, "published", or "checked", where a student replaces its teacher only when it is no worse on the
    strokes held back. schedule: "st++", "supervised", or "fused" for the network of a fused run. steps: optimiser steps
    of the whole run; where 0, `minutes` is turned into steps after a short timing. crop: side of a training crop in
    samples and traces, 0 takes the device's. batch: crops a step, 0 takes what the device can carry. fit: "crop" trains
    on crops at full resolution; "template" scales whole sections into a square, as published. augmentation: "amplitude"
    (polarity and zero mean kept) or "published" (with a brightness shift). encoder_rate: learning rate of the encoder;
    the head's is `head_multiple` times that; 0 takes what suits the encoder (a pretrained one learns slower than its
    new head). depth: tell the network how deep a sample lies. coordinate, dip: tell it where among the layers (fused
    runs), and how steep the reflectors are. attributes: show it attributes besides, of `INPUT_ATTRIBUTES`. soft_labels: the network of a fused run learns what the layer model says.
    held_back: keep the strokes that are held back out of training and score the model on them, else every stroke is
    learned (which strokes these are was decided when each was made; see labels.holding_back). checkpoints: K of ST++.
    unlabelled: at most so many unlabelled sections take part. device: "auto", "cpu", "cuda". encoder_weights: path of
    torchvision weights for a ResNet encoder, or "".
    """

    schedule: str = "st++"
    recipe: str = "published"
    network: str = ""
    encoder: str = ""
    steps: int = 0
    minutes: float = 0.0
    seed: int = 0
    device: str = "auto"
    fit: str = "crop"
    crop: int = 0
    batch: int = 0
    augmentation: str = "amplitude"
    encoder_rate: float = 0.0
    head_multiple: float = 0.0
    weight_decay: float = 1e-4
    depth: bool = False
    coordinate: bool = False
    dip: bool = False
    attributes: tuple[str, ...] = ()
    soft_labels: bool = True
    held_back: bool = False
    checkpoints: int = 3
    unlabelled: int = 64
    encoder_weights: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", tuple(self.attributes))  # JSON knows lists alone

    def decided(self, device: DeviceChoice) -> TrainSettings:
        """These settings with a value wherever they leave the choice to the device."""
        rate, multiple = PRETRAINED_RATES if self.encoder_weights else NEW_RATES
        crop = self.crop or device.crop
        return replace(
            self,
            network=self.network or device.network,
            encoder=self.encoder or device.encoder,
            crop=crop,
            batch=self.batch or device.batch_for(crop),
            encoder_rate=self.encoder_rate or rate,
            head_multiple=self.head_multiple or multiple,
        )

    def as_json(self) -> dict:
        return asdict(self)
