"""The leaderboard as rows of numbers, for a table that programs read."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest
from seisviewer.picks.pick import PHASES
from seisviewer.picks.pick_scores import Counts
from seisviewer.workflows.leaderboard.comparison import Board, Standing

Row = dict[str, str | float | int]
COLUMNS = (
    "model", "data", "split", "trained_on_it", "phase", "tolerance_s", "snr", "threshold", "picks", "truth", "matched",
    "precision", "recall", "f1", "residual_mean_s", "residual_std_s", "best_f1", "best_threshold", "false_an_hour",
    "hours_a_second",
)  # fmt: skip
ALL = "all"


def rows(board: Board) -> list[Row]:
    """One for each model, data set, phase, tolerance and bin of signal-to-noise ratio (“all” first); on noise one for each
    phase. Keys are of COLUMNS; what does not apply is left out."""
    return [row for standing in board.standings for row in _of_standing(standing)]


def write_rows(path: Path, board: Board) -> None:
    """As CSV; raises BadRequest where the file cannot be written."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows(board):
        writer.writerow({name: _text(value) for name, value in row.items()})
    write_whole(path, text.getvalue().encode("utf-8"), BadRequest)


def _of_standing(standing: Standing) -> Iterator[Row]:
    first: Row = {
        "model": standing.entry.name,
        "data": standing.data.name,
        "split": standing.data.split,
        "trained_on_it": int(standing.entry.learned_from(standing.data.name)),
        "hours_a_second": standing.speed,
    }
    for phase in PHASES if standing.data.is_noise else ():
        threshold = standing.thresholds[phase]
        rate = standing.false_an_hour(phase, threshold)
        yield first | {"phase": phase, "threshold": threshold, "false_an_hour": rate}
    for tolerance, of_phases in standing.scores.items():
        for phase, found in of_phases.items():
            same = first | {"phase": phase, "tolerance_s": tolerance, "threshold": found.threshold}
            best: Row = {"best_f1": found.best.f1, "best_threshold": found.best.threshold} if found.best else {}
            yield same | {"snr": ALL} | _counts(found.total) | best
            for name, counts in found.snr.items():
                yield same | {"snr": name} | _counts(counts)


def _counts(counts: Counts) -> Row:
    said = counts.to_json()
    renamed = {"residual_mean": "residual_mean_s", "residual_std": "residual_std_s"}
    return {renamed.get(name, name): value for name, value in said.items() if renamed.get(name, name) in COLUMNS}


def _text(value: str | float) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6g}"
    return str(value)
