"""Finished runs of `seisviewer benchmark suggestions` as curves: a panel for each survey, a curve for each habit."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from seisviewer.cli.benchmark_table import NETWORK, Record, groups_of
from seisviewer.pictures.curve_picture import Curve, CurvePanel, CurvesPicture
from seisviewer.translation import tr


def suggestions_curves(records: Sequence[Record]) -> CurvesPicture:
    """mIoU against the number of strokes: the mean over the seeds, and from the lowest to the highest; of a network dashed."""
    panels, network = [], False
    for truth in dict.fromkeys(record["asked"]["truth"] for record in records):
        groups = groups_of(
            [record for record in records if record["asked"]["truth"] == truth], lambda asked: asked["habit"]
        )
        curves = [_curve(name, runs, "mean_iou") for name, runs in groups]
        learned = [_curve(name, runs, NETWORK) for name, runs in groups if any(NETWORK in p for p in runs[0]["points"])]
        network |= bool(learned)
        panels.append(CurvePanel(truth, "strokes", (*curves, *learned)))
    runs = min(len(group) for _, group in groups_of(records, lambda asked: asked["habit"]))
    note = tr("Lines: the mean of {runs} runs or more; shaded: from the lowest to the highest.").format(runs=runs)
    return CurvesPicture(tuple(panels), tr("mIoU where nobody painted"), note + tr(" Dashed: a network.") * network)


def _curve(name: str, runs: Sequence[Record], what: str) -> Curve:
    points: dict[int, list[float]] = {}
    for run in runs:
        for point in run["points"]:
            if what in point:
                points.setdefault(point["strokes"], []).append(point[what])
    # A run that begins with more strokes, of one class more, has numbers of its own: those that all have are drawn.
    at = sorted(strokes for strokes, values in points.items() if len(values) == len(runs)) or sorted(points)
    return Curve(
        name,
        tuple(map(float, at)),
        tuple(statistics.mean(points[strokes]) for strokes in at),
        tuple(min(points[strokes]) for strokes in at),
        tuple(max(points[strokes]) for strokes in at),
        dashed=what == NETWORK,
    )
