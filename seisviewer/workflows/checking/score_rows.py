"""Scores of an answer as rows of a table, for the window and for the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from seisviewer.labels.classes import ClassTable
from seisviewer.translation import tr

SCORES = ("", "score", "from", "to")


def score_rows(checked: Mapping[str, Any], classes: ClassTable) -> list[tuple[str, ...]]:
    """Mean IoU, accuracy, the depth baseline and IoU by class, each with its interval. checked: as `LineScores.as_json`
    gives it, of enough strokes."""
    named = [(tr("mean IoU"), checked["mean_iou"]), ("accuracy", checked["accuracy"])]
    if checked.get("mean_iou_by_depth"):
        named.append((tr("mean IoU, predicted by depth"), checked["mean_iou_by_depth"]))
    named += [
        (tr("IoU of {number}").format(number=classes.name_of(int(number))), value)
        for number, value in checked["iou"].items()
    ]
    return [(name, *("–" if value != value else f"{value:.2f}" for value in values)) for name, values in named]


def confusion_rows(checked: Mapping[str, Any], classes: ClassTable) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Titles and rows of the confusion matrix: true classes are rows, answered ones columns."""
    names = [classes.name_of(number) for number in checked["classes"]]
    rows = [
        (name, *(f"{count:,}" for count in counts)) for name, counts in zip(names, checked["confusion"], strict=True)
    ]
    return ("true \\ answered", *names), rows


def rests_on(checked: Mapping[str, Any]) -> str:
    """What the scores rest on."""
    count = len(checked["sections"])
    return tr(
        "On {strokes} strokes on {count} section{value} that it did not learn; 95 % intervals, "
        "drawn over {drawn_over}. In the matrix rows are true."
    ).format(strokes=checked["strokes"], count=count, value="s" * (count != 1), drawn_over=checked["drawn_over"])
