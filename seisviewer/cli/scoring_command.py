"""`seisviewer score`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.score_table import number
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import BadRequest
from seisviewer.picks.pick_scores import snr_bins


def register(app: typer.Typer) -> None:
    app.command()(score)


def score(
    files: Annotated[list[Path], typer.Argument(help="Files of picks: CSV, QuakeML, …", show_default=False)],
    truth: Annotated[
        Path,
        typer.Option(
            help="What is true: a SeisBench data set, QuakeML, CSV, or a project of traces.",
            metavar="DATASET|QUAKEML|CSV|PROJECT",
            show_default=False,
        ),
    ],
    tolerance: Annotated[float, typer.Option(help="Seconds between a pick and the arrival that it matches.")] = 0.1,
    split: Annotated[
        str | None, typer.Option(help="Split of the data set: train, dev, test.", show_default=False)
    ] = None,
    threshold: Annotated[
        list[str] | None,
        typer.Option(help="Least probability of a pick that counts, P=0.3; may be given again.", show_default="0.3"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare picks with what is true: precision, recall, F1 and residuals.

    Every pick without a partner within the tolerance is false. Several files, or several models in one, stand side by side.
    --json adds every station, the precision-recall curve and the signal-to-noise ratios.
    """
    from seisviewer.workflows.pick_scoring import score_files

    answer = run_work(score_files(files, truth, tolerance, split, thresholds_of(threshold or ())))
    if as_json:
        say_json(answer)
        return
    output().print(pick_table(answer))
    if any(phase["snr"] for model in answer["models"] for phase in model["phases"].values()):
        output().print(snr_table(answer))


def thresholds_of(texts: list[str] | tuple[str, ...]) -> dict[str, float]:
    """Read `P=0.3`, or `0.3` for both phases; raises BadRequest."""
    thresholds: dict[str, float] = {}
    for text in texts:
        phase, _, value = text.rpartition("=")
        try:
            least = float(value)
        except ValueError:
            least = math.nan
        if phase.upper() not in ("", "P", "S") or not 0 <= least <= 1:
            raise BadRequest(f"--threshold {text} is none: write P=0.3 or S=0.3, from 0 to 1.")
        thresholds |= {each: least for each in ([phase.upper()] if phase else ["P", "S"])}
    return thresholds


def pick_table(answer: dict[str, Any]) -> Table:
    """What `workflows.pick_scoring.score_files` found: a row for each phase of each model."""
    where = Path(answer["truth"]).name + (f", {answer['split']}" if answer["split"] else "")
    counts = " and ".join(f"{count} {phase}" for phase, count in answer["arrivals"].items())
    table = Table(
        "picks", "phase", "threshold", "picks", "matched", "precision", "recall", "F1", "residual ± s.d.", "median",
        "best F1 at",
        title=f"Against {where}: {counts} within {answer['tolerance']:g} s",
    )  # fmt: skip
    for column in table.columns[2:]:
        column.justify = "right"
    for model in answer["models"]:
        for phase, found in model["phases"].items():
            best = found["best"]
            table.add_row(
                model["name"],
                phase,
                f"{found['threshold']:g}",
                str(found["picks"]),
                str(found["matched"]),
                number(found["precision"]),
                number(found["recall"]),
                number(found["f1"]),
                f"{milliseconds(found['residual_mean'])} ± {milliseconds(found['residual_std'], sign='')} ms",
                f"{milliseconds(found['residual_median'])} ms",
                f"{best['f1']:.3f} {best['threshold']:.2f}" if best else "–",
            )
    return table


def snr_table(answer: dict[str, Any]) -> Table:
    """F1 by the signal-to-noise ratio of the window, with the number of arrivals."""
    rows = [
        (model["name"], phase, found["snr"]) for model in answer["models"] for phase, found in model["phases"].items()
    ]
    bins = [each for each in snr_bins() if any(each in snr for _, _, snr in rows)]
    table = Table("picks", "phase", *bins, title="F1 (arrivals) by signal-to-noise ratio")
    for column in table.columns[2:]:
        column.justify = "right"
    for name, phase, snr in rows:
        cells = [f"{number(snr[each]['f1'])} ({snr[each]['truth']})" if each in snr else "–" for each in bins]
        table.add_row(name, phase, *cells)
    return table


def milliseconds(seconds: float, sign: str = "+") -> str:
    return "–" if math.isnan(seconds) else f"{seconds * 1000:{sign}.0f}"
