"""Labels between two lines: shapes that change evenly from the one to the other.

Shape-based interpolation (Raya and Udupa 1990): the distance to the edge of a shape, positive inside, is interpolated, and
the shape between is where that is positive. Of several classes the one lies there that reaches farthest beyond its edge.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from seisviewer.labels.stroke import UNLABELLED, box_of


def moved_labels(labels: np.ndarray, depths: np.ndarray) -> np.ndarray:
    """Labels of a line, int8 (traces, samples), as they lie on another one. depths: for each sample of that, the depth on the
    first, (traces, samples), NaN where it comes from nowhere."""
    last = labels.shape[1] - 1
    inside = np.isfinite(depths) & (depths > -0.5) & (depths < last + 0.5)
    nearest = np.clip(np.rint(np.where(inside, depths, 0)), 0, last).astype(int)
    return np.where(inside, np.take_along_axis(labels, nearest, axis=1), np.int8(UNLABELLED))


def labels_between(first: np.ndarray, second: np.ndarray, share: float) -> np.ndarray:
    """Int8 (traces, samples): the labels at `share` (0–1) of the way from the first to the second, both int8 of that shape
    and where the reflectors of the line between lie; UNLABELLED where neither shape reaches."""
    found = np.full(first.shape, UNLABELLED, np.int8)
    farthest = np.zeros(first.shape, np.float32)
    for number in np.intersect1d(first[first != UNLABELLED], second[second != UNLABELLED]).tolist():
        # No shape between reaches beyond both; with the samples around them, where they end.
        either = box_of((first == number) | (second == number))
        box = tuple(slice(max(span.start - 1, 0), span.stop + 1) for span in either)
        reach = (1 - share) * _inside(first[box] == number) + share * _inside(second[box] == number)
        farther = reach > farthest[box]
        found[box][farther], farthest[box][farther] = number, reach[farther]
    return found


def _inside(shape: np.ndarray) -> np.ndarray:
    """Distance to the edge of a shape in traces and samples, positive inside; the end of the data is no edge."""
    if shape.all():
        return np.full(shape.shape, float(max(shape.shape)), np.float32)
    inner, outer = ndimage.distance_transform_edt(shape), ndimage.distance_transform_edt(~shape)
    return np.where(shape, inner - 0.5, 0.5 - outer).astype(np.float32)
