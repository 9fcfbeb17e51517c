"""What a class is to the reflectors: a layer that they bound, or a body of a texture of its own."""

from __future__ import annotations

from enum import StrEnum


class ClassKind(StrEnum):
    """LAYER: it lies above and below others in an order that holds over the survey, and its boundaries run along
    reflectors. BODY: it lies anywhere (salt, a channel, chaos). DECIDE: the strokes and held-out checks say which of
    the two."""

    DECIDE = "decide"
    LAYER = "layer"
    BODY = "body"
