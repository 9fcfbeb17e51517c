"""The scores of a run as a table."""

from __future__ import annotations

import math
from typing import Any

from seisviewer.cli.plain_table import table_text


def score_table(answer: dict[str, Any]) -> str:
    """What `workflows.evaluation.evaluate` found: the model beside “predict by depth”."""
    model, depth = answer["model"], answer["predict_by_depth"]
    by_depth = {entry["number"]: entry["iou"] for entry in depth["classes"]}
    rows: list[tuple[str, ...]] = [
        ("mean IoU", number(model["mean_iou"]), number(depth["mean_iou"])),
        ("accuracy", number(model["accuracy"]), number(depth["accuracy"])),
        ("expected calibration error", number(model["expected_calibration_error"]), ""),
        (),
    ]
    for entry in model["classes"]:
        name = f"IoU of {entry['number']} {entry['name']}".rstrip()
        rows.append((name, number(entry["iou"]), number(by_depth.get(entry["number"]))))
    rows.append(())
    for section, scores in model["sections"].items():
        below = depth["sections"][section]["mean_iou"]
        rows.append((f"mean IoU of {section}", number(scores["mean_iou"]), number(below)))
    return table_text("Scores on sections without strokes", ("", f"run {answer['run']}", "by depth"), rows)


def number(value: float | None) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:.3f}"
