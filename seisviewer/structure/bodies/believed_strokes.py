"""Strokes that say what a class looks like: all but those that others contradict and that look like another class besides.

A stroke that lies on the wrong side of others is either painted wrong or of a class that is no layer; its texture tells
which.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from seisviewer.structure.bodies.stroke_forest import Look, StrokeSamples, stroke_samples
from seisviewer.structure.stroke_observations import PaintedStroke, StrokeStart

# Nats by which a stroke looks more like another class than like its own, its mean, from which on it is wrong.
UNLIKE = 2.0


def believed_strokes(
    strokes: Sequence[PaintedStroke], contradicted: Collection[StrokeStart], looks: Mapping[str, Look]
) -> list[PaintedStroke]:
    """contradicted: which of the strokes lie on the wrong side of others; of each class some stroke does not."""
    others = [stroke for stroke in strokes if stroke.start not in contradicted]
    if len(others) == len(strokes):
        return others
    samples = stroke_samples(others, looks)
    return [
        stroke for stroke in strokes if stroke.start not in contradicted or _unlike(stroke, samples, looks) <= UNLIKE
    ]


def _unlike(stroke: PaintedStroke, samples: StrokeSamples, looks: Mapping[str, Look]) -> float:
    """By how many nats a stroke looks more like another class than like its own, by what others look like."""
    look, classes = looks[stroke.name], samples.classes
    values = look.grid.at(look.values, stroke.traces, stroke.samples)
    likely = samples.log_likelihoods(values[None], classes)[0].mean(axis=0)
    return float(likely.max() - likely[classes.index(stroke.number)])
