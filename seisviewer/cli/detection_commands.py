"""`seisviewer detect`."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.learning_commands import OnDevice, check_place
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.workflows.traces.detector_files import Searched


class Way(StrEnum):
    CNN = "cnn"
    STA_LTA = "sta-lta"
    TEMPLATES = "templates"


def register(app: typer.Typer) -> None:
    app.command()(detect)


def detect(
    files: Annotated[list[Path], typer.Argument(help="Waveforms: files and folders.")],
    method: Annotated[
        list[Way] | None,
        typer.Option(
            help="How to look for events; several times for a table.  [default: sta-lta; cnn with --model or --train]",
        ),
    ] = None,
    catalogue: Annotated[
        Path | None,
        typer.Option(
            help="Known events, to learn from and to score by: .csv (time, latitude, longitude, depth, …) or .xml (QuakeML).",
        ),
    ] = None,
    model: Annotated[Path | None, typer.Option(help="A detector trained before (cnn).")] = None,
    train: Annotated[
        Path | None, typer.Option(help="Train a detector on the catalogue and write it here (cnn).")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Events found: .csv or .xml (QuakeML).")] = None,
    band: Annotated[
        str, typer.Option(help="Corners of the band-pass in Hz, “none” for no filter; --model has its own.")
    ] = "2,15",
    clusters: Annotated[int, typer.Option(help="Clusters of the catalogue (cnn, templates).", min=1)] = 5,
    distance: Annotated[
        Literal["city-block", "euclidean"], typer.Option(help="How far epicentres lie apart, for the clustering.")
    ] = "city-block",
    restarts: Annotated[
        int, typer.Option(help="Restarts of the clustering from other beginnings; the best is kept.", min=1)
    ] = 20,
    steps: Annotated[int, typer.Option(help="Training steps (cnn).", min=1)] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same detector.", min=0)] = 0,
    threshold: Annotated[float, typer.Option(help="Probability that makes an event (cnn).", min=0, max=1)] = 0.5,
    height: Annotated[float, typer.Option(help="Correlation that makes an event (templates).", min=0, max=1)] = 0.35,
    ratio: Annotated[Literal["recursive", "classic"], typer.Option(help="Kind of STA/LTA.")] = "recursive",
    sta: Annotated[float, typer.Option(help="Short window of STA/LTA, s.")] = 0.5,
    lta: Annotated[float, typer.Option(help="Long window of STA/LTA, s.")] = 20.0,
    on: Annotated[float, typer.Option(help="Ratio at which a trigger begins.")] = 3.5,
    off: Annotated[float, typer.Option(help="Ratio at which a trigger ends.")] = 1.5,
    stations: Annotated[int, typer.Option(help="Stations that have to agree; 0 for half of them.", min=0)] = 0,
    tolerance: Annotated[float, typer.Option(help="Seconds within which an event counts as a known one.", min=0)] = 5.0,
    device: OnDevice = "auto",
    as_json: AsJson = False,
) -> None:
    """Find events in continuous data: ConvNetQuake, STA/LTA and template matching on the same filtered records.

    With a catalogue the ways are scored against it, in one table. Clusters and templates need located events and, to know
    when these arrive, StationXML among the files.
    """
    from seisviewer.learning.detection.detector_settings import DetectorSettings
    from seisviewer.waveforms.triggering import StaLta
    from seisviewer.workflows.traces.detection_setup import DetectSettings
    from seisviewer.workflows.traces.detector_files import Search, search

    for path in (out, train):
        if path is not None:
            check_place(path)
    settings = DetectSettings(
        band=corners(band),
        clusters=clusters,
        distance=distance,
        restarts=restarts,
        training=DetectorSettings(steps=steps, seed=seed),
        threshold=threshold,
        sta_lta=StaLta(ratio, sta, lta, on, off),
        height=height,
        stations=stations,
        device=device,
        seed=seed,
    )
    ways = tuple(dict.fromkeys(way.value for way in method or [Way.CNN if model or train else Way.STA_LTA]))
    found = run_work(search(Search(tuple(files), ways, settings, catalogue, model, train, out, tolerance)))
    if as_json:
        say_json(as_plain(found))
        return
    typer.echo(table_of(found))
    for path in (out, train):
        if path is not None:
            output().print(tr("Wrote {path}.").format(path=path))


def corners(text: str) -> tuple[float, float] | None:
    """Read “2,15”; None for “none”. Raises BadRequest for anything else."""
    if text.strip().lower() == "none":
        return None
    try:
        low, high = (float(part) for part in text.split(","))
    except ValueError:
        raise BadRequest(
            tr("--band {text} names no band: write its two corners in Hz, as 2,15.").format(text=text)
        ) from None
    return low, high


def as_plain(found: Searched) -> dict[str, Any]:
    """What was found, for a program to read."""
    methods = {}
    for each in found.detected:
        methods[each.method] = {"events": len(each.events), "seconds": each.seconds}
        score = found.scores.get(each.method)
        if score is not None:
            methods[each.method] |= {
                "known": score.known,
                "precision": score.precision,
                "recall": score.recall,
                "f1": score.f1,
                "residual_mean": score.mean,
                "residual_std": score.std,
            }
    answer: dict[str, Any] = {"methods": methods}
    if found.taught is not None:
        answer["training"] = {
            "windows": found.taught.windows,
            "clusters": found.taught.clusters.centres,
            "skipped": found.taught.skipped,
            "seconds": found.taught.seconds,
        }
    return answer


def table_of(found: Searched) -> str:
    """A line for each way; the scores only where there is a catalogue."""
    from seisviewer.workflows.traces.event_detection import SOURCES

    titles = ["method", "events", "seconds"]
    titles += ["known", "precision", "recall", "F1", tr("residual s")] if found.scores else []
    rows = []
    for each in found.detected:
        cells = [SOURCES[each.method], str(len(each.events)), f"{each.seconds:.2f}"]
        score = found.scores.get(each.method)
        if score is not None:
            residual = "–" if math.isnan(score.mean) else f"{score.mean:+.2f} ± {score.std:.2f}"
            cells += [str(score.known), f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", residual]
        rows.append(cells + [""] * (len(titles) - len(cells)))
    return table_text(tr("Events found"), titles, rows)
