"""Classes that are no layers: texture says what a voxel looks like, the order of the classes what may follow what down
a trace.

A layer may be missing from a trace (a pinch-out), a body may lie between or within layers, classes that lie on one side
of the main horizon stay there, and where the layer model holds it says where the boundaries between its layers are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seisviewer.structure.bodies.class_path import path_probabilities
from seisviewer.structure.bodies.far_pieces import far_pieces
from seisviewer.structure.bodies.main_horizon import MainHorizon
from seisviewer.structure.bodies.stroke_forest import Look, StrokeSamples, look_at
from seisviewer.structure.bodies.texture_grid import BLOCK
from seisviewer.structure.faults import Faults
from seisviewer.structure.followed_line import FollowedLine
from seisviewer.structure.layer_confidence import Boundary, layer_probabilities

ONE_SIDE = 0.94  # share of what was painted of a class on one side of the main horizon from which on it belongs there
WRONG_SIDE = 6.0  # nats at each sample
LEAST_SURE = 1e-6  # probability below which none falls before it is softened
TOGETHER = 4.0  # samples that say what one would: neighbours look alike
# Of the layer model's log-probability at each sample: whatever it is worth, and what is added between groups.
ANY_LAYER, BELIEVED_LAYER = 0.03, 0.07
LEAST = 1e-3  # probability of a layer below which none falls
FAR = 2.0  # nats at each sample of a piece of a body far from each stroke of it
ROUNDS = 2
SOFTENING = 2.75  # fixed: found anew from the few strokes that can be held out it was less calibrated


@dataclass(frozen=True)
class BodyPath:
    """classes: numbers, ascending; bodies: those that are no layers. order: all from top to base. groups: the classes
    of the layer model from top to base; it says nothing about where classes of one group meet. softening: the root of
    the probabilities that is taken, since paths are surer of themselves than they are right. share: of the path in the
    answer, 0–1; the rest is what the layers say, all of whose classes are in `groups` then."""

    classes: tuple[int, ...]
    bodies: tuple[int, ...]
    order: tuple[int, ...]
    samples: StrokeSamples
    horizon: MainHorizon
    groups: tuple[tuple[int, ...], ...]
    softening: float
    share: float = 1.0

    @cached_property
    def _sides(self) -> np.ndarray:
        return sides(self.samples, self.classes)

    def probabilities(
        self, followed: FollowedLine, layers: Sequence[Boundary], faults: Faults = Faults()
    ) -> np.ndarray:
        """Float32 (traces, samples, classes), classes ascending. layers: the boundaries of the layer model on the line,
        between the classes of `groups`. faults: as in `look_at`."""
        look = look_at(followed, self.horizon, faults)
        rows = np.minimum(np.round(look.grid.traces).astype(int), look.grid.shape[0] - 1)
        boundaries = [
            Boundary(layer.alternatives[rows], layer.probabilities, layer.deviation[rows]) for layer in layers
        ]
        scores = self.scores(look)
        if boundaries and self.groups:
            scores += self._of_layers(boundaries, look.grid.shape[1])
        whole = look.grid.everywhere(self.solved(scores, look))
        found = softened(whole, self.softening)
        if self.share == 1:
            return found
        of_layers = layer_probabilities(list(layers), followed.line.amplitudes.shape[1])
        order = [number for group in self.groups for number in group]
        return self.share * found + (1 - self.share) * of_layers[..., np.argsort(order)]

    def scores(self, look: Look, likelihoods: np.ndarray | None = None) -> np.ndarray:
        """Log-likelihood of each class at each point (rows, columns, classes), in nats a sample. likelihoods: what the
        trees say of `look`, where that is known."""
        found = self.samples.on_line(look.values, self.classes) if likelihoods is None else likelihoods
        return (found - WRONG_SIDE * wrong_side(look, self._sides)) / TOGETHER

    def solved(self, scores: np.ndarray, look: Look) -> np.ndarray:
        """Probabilities at the points of a line, from its scores; again without pieces of bodies far from where these were
        painted."""
        layers = [self.classes.index(number) for number in self.order if number not in self.bodies]
        bodies = [self.classes.index(number) for number in self.bodies]
        scores = scores * BLOCK[1]
        found = path_probabilities(scores, layers, bodies)
        for _ in range(ROUNDS):
            far = far_pieces(found.argmax(axis=2), self.classes, self.bodies, look.places, self.samples)
            if not far[0].size:
                break
            scores[far] -= FAR * BLOCK[1]
            rows = np.unique(far[0])
            found[rows] = path_probabilities(scores[rows], layers, bodies)
        return found

    def _of_layers(self, boundaries: Sequence[Boundary], samples: int) -> np.ndarray:
        """What the layer model adds to the scores, which is 0 for the most probable class and for those it does not know."""
        layers = layer_probabilities(list(boundaries), samples)
        columns = np.add.reduceat(layers, np.arange(0, samples, BLOCK[1]), axis=1)
        columns /= np.maximum(columns.sum(axis=2, keepdims=True), LEAST)
        order = [number for group in self.groups for number in group]
        found = ANY_LAYER * self._among(columns, order, [(number,) for number in order])
        return found + BELIEVED_LAYER * self._among(columns, order, self.groups)

    def _among(self, layers: np.ndarray, order: Sequence[int], groups: Sequence[Sequence[int]]) -> np.ndarray:
        """Log-probability of the group of each class (rows, columns, classes), less that of the most probable group. layers:
        probabilities of the classes `order`."""
        each = np.stack([layers[..., [order.index(number) for number in group]].sum(axis=2) for group in groups], 2)
        scores = np.log(np.maximum(each, LEAST))
        scores -= scores.max(axis=2, keepdims=True)
        found = np.zeros((*scores.shape[:2], len(self.classes)), np.float32)
        for place, group in enumerate(groups):
            found[..., [self.classes.index(number) for number in group]] = scores[..., [place]]
        return found


def softened(probabilities: np.ndarray, softening: float) -> np.ndarray:
    """Probabilities (…, classes) less sure of themselves, the order of the classes kept; they sum to 1."""
    roots = np.log(np.maximum(probabilities, LEAST_SURE))  # with exp in half the time that ** takes
    roots *= np.float32(1 / softening)
    np.exp(roots, out=roots)
    roots /= np.einsum("...c->...", roots)[..., None]  # the fast sum along so short an axis
    return roots


def sides(samples: StrokeSamples, classes: Sequence[int]) -> np.ndarray:
    """On which side of the main horizon each class lies: −1 above, 1 below, 0 on both; so robust that a few wrong strokes
    move none across. (classes,)"""
    found = []
    for number in classes:
        above = float((samples.off[samples.number == number] < 0).mean())
        found.append(-1 if above >= ONE_SIDE else 1 if above <= 1 - ONE_SIDE else 0)
    return np.array(found)


def wrong_side(look: Look, side: np.ndarray) -> np.ndarray:
    """Whether a class on that side (classes,) does not belong at a point, bool (rows, columns, classes)."""
    below = look.grid.samples[None, :, None] >= look.horizon[:, None, None]
    return (below & (side < 0)) | (~below & (side > 0))
