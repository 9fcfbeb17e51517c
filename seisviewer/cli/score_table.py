"""The scores of a run as a table."""

from __future__ import annotations

import math
from typing import Any

from seisviewer.cli.plain_table import table_text
from seisviewer.translation import tr


def score_table(answer: dict[str, Any]) -> str:
    """What `workflows.evaluation.evaluate` found: the model beside “predict by depth”, and how far its confidence is
    right."""
    model, depth = answer["model"], answer["predict_by_depth"]
    by_depth = {entry["number"]: entry["iou"] for entry in depth["classes"]}
    boundaries = model["boundaries"]
    rows: list[tuple[str, ...]] = [
        (tr("mean IoU"), number(model["mean_iou"]), number(depth["mean_iou"])),
        (tr("estimated mIoU (without truth)"), number(model["estimated_mean_iou"]), ""),
        ("accuracy", number(model["accuracy"]), number(depth["accuracy"])),
        (tr("expected calibration error"), number(model["expected_calibration_error"]), ""),
        (tr("  near boundaries"), number(model["calibration_error_near_boundaries"]), ""),
        (tr("boundaries: median of |dz|, samples"), number(boundaries["median_away"], 1), ""),
        (tr("  90 % within, samples"), number(boundaries["ninety_percent_away"], 1), ""),
        (tr("  share not predicted on their trace"), number(boundaries["missing"]), ""),
        (tr("  F1 within 3 samples"), number(boundaries["f1"]), ""),
        (),
    ]
    for entry in model["classes"]:
        name = f"IoU of {entry['number']} {entry['name']}".rstrip()
        rows.append((name, number(entry["iou"]), number(by_depth.get(entry["number"]))))
    rows.append(())
    for section, scores in model["sections"].items():
        below = depth["sections"][section]["mean_iou"]
        rows.append((tr("mean IoU of {section}").format(section=section), number(scores["mean_iou"]), number(below)))
    scores = table_text(
        tr("Scores on sections without strokes"), ("", tr("run {run}").format(run=answer["run"]), tr("by depth")), rows
    )
    return f"{scores}\n\n{reliability_table(model['reliability'])}"


def reliability_table(bins: list[dict[str, float]]) -> str:
    """The reliability diagram as rows: how often the model is right where it is so sure."""
    rows = [(number(each["confidence"]), number(each["accuracy"]), number(each["share"])) for each in bins]
    return table_text(
        tr("Confidence and how often it is right"), ("confidence", "right", tr("share of samples")), rows, texts=0
    )


def number(value: float | None, decimals: int = 3) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:.{decimals}f}"
