"""Down a trace layers follow one another in one order, and each may be left out; bodies may lie anywhere between and
within them: probabilities of all such paths at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SWITCH = 4.0  # nats that going on to another class costs, so that thin classes are not favoured: there are more paths with them
PERSUASIVE = 0.05  # share of all steps between classes that must speak for moving a class in the order


def path_probabilities(scores: np.ndarray, order: Sequence[int], bodies: Sequence[int] = ()) -> np.ndarray:
    """Probability of each class at each sample, float32 (traces, samples, classes).

    scores: likewise, the log-likelihood of each class at each sample. order: places of the layers along the last axis,
    from top to base; bodies: of the others. Forward and backward sums over all paths (Rabiner 1989,
    doi:10.1109/5.18626, eq. 19–27), scaled at each step. A state is a layer, or a body with the layer that it
    interrupts.
    """
    likely = np.exp(scores - scores.max(axis=-1, keepdims=True)).astype(np.float32)
    likely = np.ascontiguousarray(likely.transpose(1, 2, 0))  # numpy is fastest along the last axis: all traces at once
    samples, _, traces = likely.shape
    layers = likely[:, list(order)] if order else np.zeros((samples, 1, traces), np.float32)
    states = np.empty((samples, 1 + len(bodies), layers.shape[1], traces), np.float32)
    states[:, 0], states[:, 1:] = layers, likely[:, list(bodies), None]
    ahead = np.empty_like(states)
    ahead[0] = _scaled(states[0])
    for sample in range(1, samples):
        ahead[sample] = _scaled(_gone_on(ahead[sample - 1]) * states[sample])
    behind = np.ones_like(states[0])
    probabilities = np.zeros_like(likely)
    for sample in range(samples - 1, -1, -1):
        if sample < samples - 1:
            behind = _scaled(_come_from(behind * states[sample + 1]))
        found = _scaled(ahead[sample] * behind)
        if order:
            probabilities[sample, list(order)] = found[0]
        if bodies:
            probabilities[sample, list(bodies)] = found[1:].sum(axis=1)
    return np.ascontiguousarray(probabilities.transpose(2, 0, 1))


def _gone_on(before: np.ndarray) -> np.ndarray:
    """What comes to each state (1 + bodies, layers, traces) from those at the sample above."""
    on = np.float32(np.exp(-SWITCH))
    layer, body = before[0], before[1:]
    all_bodies = body.sum(axis=0)
    after = np.empty_like(before)
    after[0] = layer + on * (np.cumsum(layer, axis=0) - layer + np.cumsum(all_bodies, axis=0))
    after[1:] = body + on * (layer + all_bodies - body)
    return after


def _come_from(after: np.ndarray) -> np.ndarray:
    """The same upwards: what each state may go on to."""
    on = np.float32(np.exp(-SWITCH))
    layer, body = after[0], after[1:]
    all_bodies, below = body.sum(axis=0), np.cumsum(layer[::-1], axis=0)[::-1]
    before = np.empty_like(after)
    before[0] = layer + on * (below - layer + all_bodies)
    before[1:] = body + on * (below + all_bodies - body)
    return before


def _scaled(values: np.ndarray) -> np.ndarray:
    """States (1 + bodies, layers, traces) that sum to 1 on each trace."""
    return values / np.maximum(values.sum(axis=(0, 1)), 1e-30)


def order_of_maps(maps: Sequence[np.ndarray], first: Sequence[int]) -> list[int]:
    """The order from top to base that most steps from one class to another on maps of classes (traces, samples) follow.

    first: the order to begin with; a class moves in it only where a good share of all steps speaks for that.
    """
    count = len(first)
    steps = np.zeros((count, count))
    for classes in maps:
        np.add.at(steps, (classes[:, :-1].ravel(), classes[:, 1:].ravel()), 1)
    np.fill_diagonal(steps, 0)
    order, least = list(first), PERSUASIVE * steps.sum()
    while True:
        moves = [_moved(order, old, new) for old in range(count) for new in range(count) if old != new]
        best = max(moves, key=lambda tried: _followed(steps, tried), default=order)
        if _followed(steps, best) <= _followed(steps, order) + least:
            return order
        order = best


def _moved(order: Sequence[int], old: int, new: int) -> list[int]:
    changed = [*order[:old], *order[old + 1 :]]
    changed.insert(new, order[old])
    return changed


def _followed(steps: np.ndarray, order: Sequence[int]) -> float:
    """How many steps go down the order."""
    return float(np.triu(steps[np.ix_(order, order)], 1).sum())
