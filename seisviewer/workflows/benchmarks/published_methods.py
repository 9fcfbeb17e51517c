"""The methods of the published comparison and what was published of them (Li et al. 2023, doi:10.12677/CSA.2023.139168)."""

from __future__ import annotations

from dataclasses import dataclass

LAYERS = "layers"


@dataclass(frozen=True)
class PublishedMethod:
    """One number of the publication. share: of the pool that is labelled. mean_iou: in percent."""

    network: str
    share: float
    mean_iou: float

    @property
    def schedule(self) -> str:
        return "supervised" if self.share == 1 else "st++"


PUBLISHED = {
    "plain-all": PublishedMethod("deeplabv3+", 1, 88.81),
    "plain-1/4": PublishedMethod("deeplabv3+", 1 / 4, 87.10),
    "plain-1/8": PublishedMethod("deeplabv3+", 1 / 8, 86.02),
    "improved-all": PublishedMethod("deeplabv3+da-eca", 1, 89.16),
    "improved-1/4": PublishedMethod("deeplabv3+da-eca", 1 / 4, 87.68),
    "improved-1/8": PublishedMethod("deeplabv3+da-eca", 1 / 8, 86.42),
}
COMPARED = (*PUBLISHED, LAYERS)
