"""`seisviewer score`."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

import typer

from seisviewer.cli.console import run_work, say_json
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.score_table import number
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import BadRequest
from seisviewer.picks.pick_scores import snr_bins
from seisviewer.picks.score_words import milliseconds
from seisviewer.translation import tr


def register(app: typer.Typer) -> None:
    app.command()(score)


def score(
    files: Annotated[list[Path], typer.Argument(help="Files of picks: CSV, QuakeML, …")],
    truth: Annotated[
        Path,
        typer.Option(
            help="What is true: a SeisBench data set, QuakeML, CSV, or a project of traces.",
            metavar="DATASET|QUAKEML|CSV|PROJECT",
        ),
    ],
    tolerance: Annotated[float, typer.Option(help="Seconds between a pick and the arrival that it matches.")] = 0.1,
    split: Annotated[str | None, typer.Option(help="Split of the data set: train, dev, test.")] = None,
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
    from seisviewer.workflows.traces.pick_scoring import score_files

    answer = run_work(score_files(files, truth, tolerance, split, thresholds_of(threshold or ())))
    if as_json:
        say_json(answer)
        return
    tables = [pick_table(answer), residual_table(answer)]
    if any(found["snr"] for _, _, found in _phases(answer)):
        tables.append(snr_table(answer))
    typer.echo("\n\n".join(tables))


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
            raise BadRequest(tr("--threshold {text} is none: write P=0.3 or S=0.3, from 0 to 1.").format(text=text))
        thresholds |= {each: least for each in ([phase.upper()] if phase else ["P", "S"])}
    return thresholds


def pick_table(answer: dict[str, Any]) -> str:
    """What `workflows.traces.pick_scoring.score_files` found: a row for each phase of each model."""
    where = Path(answer["truth"]).name + (f", {answer['split']}" if answer["split"] else "")
    counts = tr(" and ").join(f"{count} {phase}" for phase, count in answer["arrivals"].items())
    rows = [
        (
            model["name"],
            phase,
            f"{found['threshold']:g}",
            str(found["picks"]),
            str(found["matched"]),
            number(found["precision"]),
            number(found["recall"]),
            number(found["f1"]),
        )
        for model, phase, found in _phases(answer)
    ]
    return table_text(
        tr("Against {where}: {counts} within {tolerance:g} s").format(
            where=where, counts=counts, tolerance=answer["tolerance"]
        ),
        (tr("model"), tr("phase"), tr("threshold"), tr("picks"), tr("matched"), tr("precision"), tr("recall"), "F1"),
        rows,
        texts=2,
    )


def residual_table(answer: dict[str, Any]) -> str:
    """How far matched picks lie from their arrivals, and the threshold at which F1 is highest."""
    rows = []
    for model, phase, found in _phases(answer):
        best = found["best"]
        residuals = (
            milliseconds(found["residual_mean"]),
            milliseconds(found["residual_std"], sign=""),
            milliseconds(found["residual_median"]),
        )
        highest = (f"{best['f1']:.3f}", f"{best['threshold']:.2f}") if best else ("–", "–")
        rows.append((model["name"], phase, *residuals, *highest))
    return table_text(
        tr("Residuals in ms (pick − arrival), and the best F1 of any threshold"),
        (tr("model"), tr("phase"), tr("mean"), "s.d.", tr("median"), tr("best F1"), tr("threshold")),
        rows,
        texts=2,
    )


def snr_table(answer: dict[str, Any]) -> str:
    """F1 by the signal-to-noise ratio of the window, with the number of arrivals."""
    found = [(model["name"], phase, each["snr"]) for model, phase, each in _phases(answer)]
    bins = [each for each in snr_bins() if any(each in snr for _, _, snr in found)]
    rows = [
        (name, phase, *(f"{number(snr[each]['f1'])} ({snr[each]['truth']})" if each in snr else "–" for each in bins))
        for name, phase, snr in found
    ]
    return table_text(tr("F1 (arrivals) by signal-to-noise ratio"), (tr("model"), tr("phase"), *bins), rows, texts=2)


def _phases(answer: dict[str, Any]) -> list[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Model, phase and what was found for them, one after another."""
    return [(model, phase, found) for model in answer["models"] for phase, found in model["phases"].items()]
