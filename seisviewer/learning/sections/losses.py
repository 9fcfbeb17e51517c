"""What a network is told about its mistakes."""

from __future__ import annotations

import torch
from torch.nn import functional

from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.team import ALONE, Team


def masked_cross_entropy(
    logits: torch.Tensor,
    paint: torch.Tensor,
    pseudo: torch.Tensor,
    weights: torch.Tensor,
    trust: torch.Tensor | None = None,
    team: Team = ALONE,
) -> torch.Tensor:
    """Cross-entropy over painted voxels plus that over pseudo-labelled ones, each averaged over its own voxels.

    logits: (batch, classes, rows, columns). paint, pseudo: int64 (batch, rows, columns); IGNORE voxels never count, as
    background or otherwise. Two averages instead of one, because strokes are a few hundred voxels and would drown in
    the pseudo-labels around them. weights: (classes,), applied to painted voxels. trust: float (batch, rows, columns),
    what each pseudo-label counts; a batch of doubtful ones counts less than one of sure ones. Zero where nothing is
    known. team: whose mean over all processes is the loss of the whole batch.
    """
    known = paint != IGNORE
    # A class without a weight counts for nothing, and a batch of such classes alone for 0, not for 0 / 0.
    weight = team.total(weights[paint[known]].sum()).clamp_min(1e-6) / team.count
    loss = functional.cross_entropy(logits, paint, weight=weights, ignore_index=IGNORE, reduction="sum") / weight
    count = team.total((pseudo != IGNORE).sum()).clamp_min(1) / team.count
    each = functional.cross_entropy(logits, pseudo, ignore_index=IGNORE, reduction="none")
    return loss + (each if trust is None else each * trust).sum() / count
