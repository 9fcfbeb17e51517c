"""`seisviewer leaderboard`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.learning_commands import OnDevice, check_place
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.score_table import number
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import BadRequest
from seisviewer.picks.score_words import milliseconds
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.workflows.leaderboard.comparison import Board

PAGES = (".html", ".htm")


def register(app: typer.Typer) -> None:
    app.command()(leaderboard)


def leaderboard(
    data: Annotated[
        list[Path],
        typer.Option(help="SeisBench data set, labelled or of noise; may be given more than once.", metavar="DATASET"),
    ],
    out: Annotated[Path, typer.Option(help="File to write: .html (with pictures), or .csv.")],
    models: Annotated[
        list[str] | None,
        typer.Option(
            help="NETWORK:WEIGHTS or a file of weights, with “+filters” behind it to average over the test-time filters; "
            "may be given more than once.",
            show_default="every picker at hand, the first with filters too",
        ),
    ] = None,
    window: Annotated[
        int, typer.Option(help="Cut longer windows to so many samples at a random place with P inside; 0: none.", min=0)
    ] = 6000,
    seed: Annotated[int, typer.Option(help="Draws the places, and the windows that choose the thresholds.", min=0)] = 0,
    device: OnDevice = "auto",
    as_json: AsJson = False,
) -> None:
    """Compare every model on every data set: precision, recall, F1, residuals, false picks on noise, speed.

    Each model has the threshold that is best on other windows of the same data set. What is finished is kept in the folder
    NAME_picks beside the report, so that the same command goes on where it was stopped; “seisviewer score” reads these files.
    """
    from seisviewer.workflows.leaderboard.board_page import board_page
    from seisviewer.workflows.leaderboard.board_rows import rows, write_rows
    from seisviewer.workflows.leaderboard.comparison import BoardSettings, compare
    from seisviewer.workflows.leaderboard.entries import entries
    from seisviewer.workflows.reporting.project_report import write_report

    check_place(out)
    is_page = out.suffix.lower() in PAGES
    if not is_page and out.suffix.lower() != ".csv":
        raise BadRequest(
            tr("{out_name} is no name of a leaderboard: let it end in .html or .csv.").format(out_name=out.name)
        )
    settings = BoardSettings(window, seed, device)
    work = compare(entries(models or ()), data, settings, out.with_name(f"{out.stem}_picks"))
    board = run_work(work)
    if is_page:
        write_report(out, board_page(board))
    else:
        write_rows(out, board)
    if as_json:
        say_json({"out": out, "rows": rows(board), "left_out": board.left_out})
        return
    typer.echo("\n\n".join(board_tables(board)))
    output().print(tr("Wrote {out}.").format(out=out))


def board_tables(board: Board) -> list[str]:
    """A table for each labelled data set, the best model first, and one for each of noise."""
    from seisviewer.workflows.leaderboard.board_page import shown_name
    from seisviewer.workflows.leaderboard.comparison import TOLERANCES

    tables = []
    for each in board.sets:
        if each.is_noise:
            found = [standing for standing in board.standings if standing.data is each]
            rows = [
                (standing.entry.name, phase, f"{threshold:g}", f"{standing.false_an_hour(phase, threshold):.1f}")
                for standing in found
                for phase, threshold in standing.thresholds.items()
            ]
            columns = ("model", "phase", "threshold", tr("false an hour"))
            tables.append(
                table_text(
                    tr("Noise, {each_name}: {hours:.2f} hours").format(each_name=each.name, hours=each.hours),
                    columns,
                    rows,
                    texts=2,
                )
            )
            continue
        rows = []
        for standing in board.of(each.name):
            for phase, threshold in standing.thresholds.items():
                small, large = (standing.scores[tolerance][phase].total for tolerance in TOLERANCES)
                said = small.to_json()
                rows.append((
                    shown_name(standing), phase, f"{threshold:.2f}", number(small.precision), number(small.recall),
                    number(small.f1), milliseconds(said["residual_mean"], "+"), milliseconds(said["residual_std"], ""),
                    number(large.f1), f"{standing.speed:.2g}",
                ))  # fmt: skip
        columns = (
            "model", "phase", "threshold", "precision", "recall", "F1", tr("mean ms"), tr("s.d. ms"),
            f"F1 {TOLERANCES[1]:g} s", "hours/s",
        )  # fmt: skip
        tables.append(
            table_text(
                tr("{each_name}, within {tolerances:g} s (* was trained on it)").format(
                    each_name=each.name, tolerances=TOLERANCES[0]
                ),
                columns,
                rows,
                texts=2,
            )
        )
    return tables
