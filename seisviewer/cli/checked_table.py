"""The scores of what was held back as tables: IoU by class with intervals, confusion, reliability, depth baseline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from seisviewer.cli.console import run_work, say_json
from seisviewer.cli.opened_project import opened_project
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.score_table import number, reliability_table
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.labels.classes import ClassTable
    from seisviewer.learning.bootstrap_interval import Interval
    from seisviewer.workflows.checking.line_scores import LineScores


def checked_table(scores: LineScores, classes: ClassTable, who: str) -> str:
    """What `score_lines` found; a sentence where it tells nothing."""
    from seisviewer.learning.bootstrap_interval import HOW_TO_GET_MORE
    from seisviewer.workflows.checking.line_scores import TOO_LITTLE

    where = tr("{strokes} strokes on {count} sections").format(strokes=scores.strokes, count=len(scores.sections))
    if not scores.is_enough:
        return tr("{too_little}: {where} are. {how_to_get_more}").format(
            too_little=TOO_LITTLE, where=where, how_to_get_more=HOW_TO_GET_MORE
        )
    names = {each: classes.name_of(each) for each in scores.classes}
    rows = [(tr("mean IoU"), *_cells(scores.mean_iou)), ("accuracy", *_cells(scores.accuracy))]
    depth = scores.mean_iou_by_depth
    if depth is not None:
        rows.append((tr("mean IoU, by depth"), *_cells(depth)))
    rows += [(tr("IoU of {name}").format(name=name), *_cells(scores.iou(each))) for each, name in names.items()]
    title = tr("Scores of {who} on {where} held back; 95 % intervals over {drawn}").format(
        who=who, where=where, drawn=scores.drawn
    )
    tables = [table_text(title, ("", tr("score"), tr("from"), tr("to")), rows)]
    confusion = [
        (names[each], *(f"{count:,}" for count in row.tolist()))
        for each, row in zip(scores.classes, scores.confusion, strict=True)
    ]
    tables.append(table_text(tr("Samples: true (rows) and answered (columns)"), ("", *names.values()), confusion))
    return "\n\n".join([*tables, reliability_table(scores.calibration.table())])


def _cells(interval: Interval) -> tuple[str, str, str]:
    return number(interval.value), number(interval.low), number(interval.high)


def show_check(project: Path, run: int | None, device: str, as_json: bool) -> None:
    """Score a run, the newest unless one is named, on what is held back, and say it."""
    from seisviewer.workflows.checking.run_checking import check_run, require_scores

    with opened_project(project) as (held, volume):
        found, scores = run_work(check_run(held, volume, run, device))
        table = held.classes
    scores = require_scores(scores)
    if as_json:
        say_json({"run": found.number, **scores.as_json()})
    else:
        typer.echo(checked_table(scores, table, tr("run {found_number}").format(found_number=found.number)))
