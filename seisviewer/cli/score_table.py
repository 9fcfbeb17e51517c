"""The scores of a run as a table."""

from __future__ import annotations

import math
from typing import Any

from rich.table import Table


def score_table(answer: dict[str, Any]) -> Table:
    """What `workflows.evaluation.evaluate` found: the model beside “predict by depth”."""
    model, depth = answer["model"], answer["predict_by_depth"]
    table = Table("", f"run {answer['run']}", "by depth", title="Scores on sections without strokes")
    for column in table.columns[1:]:
        column.justify = "right"
    table.add_row("mean IoU", number(model["mean_iou"]), number(depth["mean_iou"]))
    table.add_row("accuracy", number(model["accuracy"]), number(depth["accuracy"]))
    table.add_row("expected calibration error", number(model["expected_calibration_error"]), "", end_section=True)
    by_depth = {entry["number"]: entry["iou"] for entry in depth["classes"]}
    for entry in model["classes"]:
        name = f"IoU of {entry['number']} {entry['name']}".rstrip()
        table.add_row(name, number(entry["iou"]), number(by_depth.get(entry["number"])))
    table.add_section()
    for section, scores in model["sections"].items():
        table.add_row(
            f"mean IoU of {section}", number(scores["mean_iou"]), number(depth["sections"][section]["mean_iou"])
        )
    return table


def number(value: float | None) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:.3f}"
