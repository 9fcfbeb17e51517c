"""Finished runs of a benchmark as tables: means over the seeds, and their spread."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Sequence
from typing import Any

from seisviewer.cli.plain_table import table_text
from seisviewer.translation import tr
from seisviewer.workflows.benchmarks.line_choice import RANDOM
from seisviewer.workflows.benchmarks.published_methods import PUBLISHED

Record = dict[str, Any]

SCORES = (
    ("mIoU", "mean_iou", 3),
    ("accuracy", "accuracy", 3),
    ("ECE", "expected_calibration_error", 3),
    (tr("ECE near"), "calibration_error_near_boundaries", 3),
    ("estimate", "estimated_mean_iou", 3),
)
NETWORK = "network_mean_iou"
BOUNDARIES = (
    ("|dz|", "median_away", 1),
    ("90 %", "ninety_percent_away", 1),
    ("missing", "missing", 2),
    ("F1", "f1", 3),
)
SECONDS = (("seconds", "seconds", 0), ("CPU s", "cpu_seconds", 0))


def groups_of(records: Sequence[Record], name: Callable[[Record], str]) -> list[tuple[str, list[Record]]]:
    """Records that differ in their seed alone, under the name of what they were asked; in the order of the file."""
    groups: dict[str, list[Record]] = {}
    names: dict[str, str] = {}
    for record in records:
        asked = {key: value for key, value in record["asked"].items() if key != "seed"}
        key = json.dumps(asked, sort_keys=True)
        groups.setdefault(key, []).append(record)
        names[key] = name(asked)
    return [(names[key], group) for key, group in groups.items()]


def strokes_tables(records: Sequence[Record], name: Callable[[Record], str]) -> str:
    """What `seisviewer benchmark strokes` found."""
    groups = groups_of(records, name)
    scores = [
        (
            title,
            str(len(group)),
            *(spread(group, lambda run, key=key: run["scores"][key], digits) for _, key, digits in SCORES),
        )
        for title, group in groups
    ]
    boundaries = [
        (
            title,
            *(
                spread(group, lambda run, key=key: run["scores"]["boundaries"][key], digits)
                for _, key, digits in BOUNDARIES
            ),
            *(spread(group, lambda run, key=key: run[key], digits) for _, key, digits in SECONDS),
        )
        for title, group in groups
    ]
    machines = "\n".join(sorted({tr("Computed on {machine}.").format(machine=record["machine"]) for record in records}))
    return "\n\n".join(
        [
            table_text(
                tr("Scores, mean ± standard deviation over seeds"), ("", "runs", *(row[0] for row in SCORES)), scores
            ),
            table_text(
                tr("Boundaries: |dz| in samples, share missing, F1 within 3 samples; learning"),
                ("", *(row[0] for row in (*BOUNDARIES, *SECONDS))),
                boundaries,
            ),
            machines,
        ]
    )


def suggestions_tables(records: Sequence[Record]) -> str:
    """What `seisviewer benchmark suggestions` found: a table for each survey, a column for each number of strokes."""
    tables = []
    for truth in dict.fromkeys(record["asked"]["truth"] for record in records):
        of_truth = [record for record in records if record["asked"]["truth"] == truth]
        strokes = range(max(len(record["points"]) for record in of_truth))
        rows = [
            (
                title,
                str(len(group)),
                *(spread(group, lambda run, at=at: _point(run, at), 3) for at in strokes),
                spread(group, _over_the_course, 3),
            )
            for title, group in groups_of(of_truth, lambda asked: asked["habit"])
        ]
        first, each = of_truth[0]["points"][0]["strokes"], of_truth[0]["asked"]["strokes"]
        columns = ("", "runs", *(str(first + each * at) for at in strokes), "mean")
        tables.append(table_text(tr("{truth}: mIoU by number of strokes").format(truth=truth), columns, rows))
        at_network = [at for at in strokes if any(_point(run, at, NETWORK) is not None for run in of_truth)]
        if at_network:
            rows = [
                (title, *(spread(group, lambda run, at=at: _point(run, at, NETWORK), 3) for at in at_network))
                for title, group in groups_of(of_truth, lambda asked: asked["habit"])
            ]
            columns = ("", *(str(first + each * at) for at in at_network))
            tables.append(table_text(tr("{truth}: mIoU of a network alone").format(truth=truth), columns, rows))
    return "\n\n".join(tables)


def _point(run: Record, at: int, what: str = "mean_iou") -> float | None:
    return run["points"][at].get(what) if at < len(run["points"]) else None


def _over_the_course(run: Record) -> float:
    """The mean of what came after the first strokes, which are the same for all."""
    return statistics.mean(point["mean_iou"] for point in run["points"][1:])


def f3_table(records: Sequence[Record]) -> str:
    """What `seisviewer benchmark f3` found, with the published mIoU beside; mIoU in percent, as published."""
    rows = []
    for title, group in groups_of(records, _f3_title):
        published = PUBLISHED.get(group[0]["asked"]["method"])
        rows.append(
            (
                title,
                str(group[0]["labelled"]),
                f"{published.mean_iou:.2f}" if published else "–",
                str(len(group)),
                spread(group, lambda run: 100 * run["scores"]["mean_iou"], 2),
                spread(group, lambda run: run["scores"]["expected_calibration_error"], 3),
                spread(group, lambda run: run["scores"]["boundaries"]["f1"], 3),
                spread(group, lambda run: run["seconds"] / 60, 1),
            )
        )
    columns = ("method", "lines", "published", "runs", "mIoU", "ECE", "F1", "minutes")
    scored = ", ".join(sorted({str(record["scored"]) for record in records}))
    notes = [
        tr(
            "Scored on {scored} lines that are never labelled, without the traces where they cross "
            "labelled lines. Which lines"
        ).format(scored=scored),
        tr("were labelled and scored in the publication is not known here: these are drawn anew."),
        *sorted({tr("Computed on {machine}.").format(machine=record["machine"]) for record in records}),
    ]
    return table_text(tr("The published comparison on F3, mIoU in percent"), columns, rows) + "\n\n" + "\n".join(notes)


def _f3_title(asked: Record) -> str:
    choice = asked.get("choice", RANDOM)
    return (
        asked["method"]
        if choice == RANDOM
        else tr("{method} by {choice}").format(method=asked["method"], choice=choice)
    )


def spread(group: Sequence[Record], value_of: Callable[[Record], float | None], digits: int) -> str:
    """“0.812 ±0.023”; without the spread of a single value, and “–” where none has one."""
    values = [value for value in map(value_of, group) if value is not None]
    if not values:
        return "–"
    mean = f"{statistics.mean(values):.{digits}f}"
    return f"{mean} ±{statistics.stdev(values):.{digits}f}" if len(values) > 1 else mean
