"""What a user may choose about teaching a picker. Imports neither torch nor SeisBench."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from seisviewer.errors import BadRequest
from seisviewer.learning.phases.waveform_augmentation.augmentations import check
from seisviewer.networks.picker_names import SEIST, PickerName
from seisviewer.networks.training_sets import network_of
from seisviewer.translation import tr

SCHEDULES = ("supervised", "st++")
# Zhu and Beroza (2019) train with Adam at 0.01; weights that know how to pick already are moved less.
SCRATCH_RATE, TUNING_RATE = 0.01, 5e-4
LARGEST_TUNING_RATE = 1e-3
# What SeisBench derives from PhaseNet; the others are refused by their names, long before they would be loaded.
PHASENETS = ("phasenet", "phasenetlight", "variablelengthphasenet", "dkpn", "lfedetect")
RATE, WINDOW = 100.0, 3001  # samples per second that PhaseNet is taught with, and of a window
# SeisT halves a window six times and stretches what comes out to its length: of other lengths than a multiple of 64 every
# onset would be shifted. 2944 samples are 59 s, as windows of data sets are often of a minute.
SEIST_RATE, SEIST_WINDOW, SEIST_STEP = 50.0, 2944, 64
PRETRAINING_STEPS = 600


@dataclass(frozen=True)
class PickerSettings:
    """Settings of one training of a picker; every field is written down with the run.

    schedule: "st++" or "supervised". start: picker to go on from ("phasenet:original", a weights file), "" for a new
    PhaseNet. rate: of Adam, 0 takes 0.01 from scratch and 0.0005 otherwise. batch: windows a step. epochs: passes over
    as many windows as are labelled, in each training. window: samples the network sees. augmentations: names in the
    table of waveform_augmentation. checkpoints: K of ST++. unlabelled: at most so many unlabelled windows take part.
    validation_share: of the stations, kept out of the training to choose the best epoch by. threshold: probability
    above which a pick is a pseudo-label. sampling_rate: samples per second of what is taught. pretrain: first learn from the
    unlabelled windows to fill in masked samples, in `pretrain_steps` steps. steps: at most so many optimiser steps in all, minutes: at most about so long;
    0 for no limit.
    """

    schedule: str = "supervised"
    start: str = "phasenet:original"
    rate: float = 0.0
    batch: int = 20
    epochs: int = 100
    window: int = WINDOW
    seed: int = 0
    augmentations: tuple[str, ...] = ("shift",)
    checkpoints: int = 3
    unlabelled: int = 500
    validation_share: float = 0.2
    threshold: float = 0.3
    sampling_rate: float = RATE
    pretrain: bool = False
    pretrain_steps: int = PRETRAINING_STEPS
    steps: int = 0
    minutes: float = 0.0
    device: str = "auto"

    @property
    def learning_rate(self) -> float:
        return self.rate or (TUNING_RATE if self.start else SCRATCH_RATE)

    def check(self) -> None:
        """Raises BadRequest for what cannot be done."""
        if self.schedule not in SCHEDULES:
            raise BadRequest(
                tr("There is no schedule “{schedule}”: choose {schedules}.").format(
                    schedule=self.schedule, schedules=tr(" or ").join(SCHEDULES)
                )
            )
        name = PickerName.parse(self.start)
        if name is not None and name.network not in (*PHASENETS, SEIST):
            raise BadRequest(
                tr("{start} cannot be taught: choose a PhaseNet, a PhaseNetLight or SeisT.").format(start=self.start)
            )
        if self.start and self.rate > LARGEST_TUNING_RATE:
            raise BadRequest(
                tr(
                    "A rate of {rate:g} would destroy what {start} knows: choose {largest_tuning_rate:g} or less."
                ).format(rate=self.rate, start=self.start, largest_tuning_rate=LARGEST_TUNING_RATE)
            )
        if min(self.epochs, self.batch, self.window, self.checkpoints, self.pretrain_steps) < 1:
            raise BadRequest(tr("Epochs, batch, window, checkpoints and steps of pre-training are 1 or more."))
        check(self.augmentations)

    def for_start(self) -> PickerSettings:
        """With the samples per second of the picker to go on from, and a window that suits them where none was chosen."""
        if not self.start or network_of(self.start) != SEIST:
            return self
        window = SEIST_WINDOW if self.window == WINDOW else max(SEIST_STEP, self.window // SEIST_STEP * SEIST_STEP)
        return replace(self, sampling_rate=SEIST_RATE, window=window)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "augmentations": list(self.augmentations)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> PickerSettings:
        return cls(**{**values, "augmentations": tuple(values["augmentations"])})
