"""`seisviewer polarity`: first motions of picks by a network."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from math import isnan
from pathlib import Path
from statistics import mean, pstdev
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from seisviewer.cli.catalogue.location_options import PickFiles
from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.learning_commands import check_place
from seisviewer.cli.picking_commands import check_out
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.learning.first_motions.motion_settings import MotionTeaching
    from seisviewer.progress import Notice, Progress
    from seisviewer.workflows.first_motions.motion_finding import MotionsFound
    from seisviewer.workflows.first_motions.motion_teaching import MotionScore, TaughtMotions

Records = Annotated[
    list[Path],
    typer.Option(
        "--data", "--records", help="Waveforms that the picks lie on: files, folders or a project. May be given again."
    ),
]
Weights = Annotated[
    str,
    typer.Option(
        help="File of weights for PolarCAP (.h5 of Keras), or its name in SEISBENCH_CACHE_ROOT/polarity.",
        show_default="the first that lies there",
    ),
]


def register(app: typer.Typer) -> None:
    app.command()(polarity)
    app.command("train-polarity")(train_polarity)


def polarity(
    picks: PickFiles,
    data: Records,
    out: Annotated[Path, typer.Option(help="File to write: .xml (QuakeML, everything), .csv, .obs, .markers.")],
    weights: Weights = "",
    threshold: Annotated[
        float, typer.Option(help="Probability below which a first motion is undecidable.", min=0.5, max=1)
    ] = 0.9,
    least_snr: Annotated[
        float, typer.Option(help="Signal-to-noise ratio of the onset below which it is undecidable.", min=0)
    ] = 4.0,
    seed: Annotated[int, typer.Option(help="Draws what dropout leaves out at each of the 32 trials.", min=0)] = 0,
    as_json: AsJson = False,
) -> None:
    """Find the first motions of P picks with a network, each with its probability and spread (dropout kept on).

    First motions that a person set are never changed. Onsets of automatic picks are looked for within 0.15 s of them.
    """
    check_out(out)
    found = run_work(_found(picks, data, out, weights, threshold, least_snr, seed))
    from seisviewer.picks.pick import Polarity

    counts = {word.value: found.count(word) for word in (Polarity.POSITIVE, Polarity.NEGATIVE, Polarity.UNDECIDABLE)}
    if as_json:
        say_json({"out": out, **counts, "by hand": found.kept, "unread": found.unread})
    else:
        output().print(tr("First motions: {sentence}. They are in {out}.").format(sentence=found.sentence, out=out))


def _found(
    picks: list[Path], data: list[Path], out: Path, weights: str, threshold: float, least_snr: float, seed: int
) -> Generator[Progress | Notice, None, MotionsFound]:
    from seisviewer.predictions.first_motions.motion_reader import MotionSettings
    from seisviewer.workflows.catalogue.catalogue_files import QUAKEML, read_observations, write_catalogue
    from seisviewer.workflows.first_motions.motion_finding import find_first_motions, with_motions
    from seisviewer.workflows.traces.pick_files import write_file
    from seisviewer.workflows.traces.trace_opening import read_records

    observed = yield from read_observations(picks)
    archive = yield from read_records(data)
    settings = MotionSettings(threshold=threshold, least_snr=least_snr, seed=seed)
    found = yield from find_first_motions(observed.picks, archive, weights, settings)
    after = replace(observed, picks=with_motions(observed.picks, found))
    if out.suffix.lower() in QUAKEML:
        yield from write_catalogue(out, after)
    else:
        yield from write_file(out, after.picks, after.events)
    return found


def train_polarity(
    picks: PickFiles,
    data: Records,
    out: Annotated[Path, typer.Option(help="File of weights to write (.pt), for “seisviewer polarity --weights”.")],
    start: Annotated[
        str,
        typer.Option(
            help="Weights to begin with: a file, or a name in SEISBENCH_CACHE_ROOT/polarity.",
            show_default="the first that lies there",
        ),
    ] = "",
    schedule: Annotated[
        Literal["supervised", "st++"],
        typer.Option(help="st++: P picks without a first motion teach too, by pseudo-labels that are stable and sure."),
    ] = "supervised",
    steps: Annotated[int, typer.Option(help="Optimiser steps of each training.", min=1)] = 200,
    seeds: Annotated[int, typer.Option(help="How often it is judged, each time on other events held out.", min=1)] = 3,
    as_json: AsJson = False,
) -> None:
    """Teach the network of first motions on those that were given by hand, and say how it does on events held out.

    At least 20 first motions of 4 events. The weights that are written learned all of them; the scores are of trainings that
    did not see the events they are judged on.
    """
    from seisviewer.learning.first_motions.motion_settings import MotionTeaching

    check_place(out)
    if out.suffix.lower() != ".pt":
        raise BadRequest(tr("{out_name} must end in .pt.").format(out_name=out.name))
    taught = run_work(_taught(picks, data, start, MotionTeaching(schedule, steps), seeds, out))
    rows = [_row("start", taught.before), _row("taught", taught.after)]
    if as_json:
        say_json({"out": out, "known": taught.known, "unlabelled": taught.unlabelled, "gain": taught.gain,
                  "before": [vars(each) for each in taught.before], "after": [vars(each) for each in taught.after]})  # fmt: skip
        return
    typer.echo(
        table_text(
            tr("First motions of events held out"),
            (tr("Weights"), "right", tr("decided at 0.9"), tr("right of these")),
            rows,
        )
    )
    verdict = (
        tr("is no better than the start: keep that")
        if taught.gain <= 0
        else tr("tells {gain:.1f} % more right").format(gain=100 * taught.gain)
    )
    output().print(
        tr("On events held out the taught network {verdict}. The weights are in {out}.").format(
            verdict=verdict, out=out
        )
    )


def _taught(
    picks: list[Path], data: list[Path], start: str, settings: MotionTeaching, seeds: int, out: Path
) -> Generator[Any, None, TaughtMotions]:
    from seisviewer.workflows.catalogue.catalogue_files import read_observations
    from seisviewer.workflows.first_motions.motion_teaching import teach_motions
    from seisviewer.workflows.traces.trace_opening import read_records

    observed = yield from read_observations(picks)
    archive = yield from read_records(data)
    return (yield from teach_motions(observed.picks, archive, start, settings, seeds, out))


def _row(name: str, scores: Sequence[MotionScore]) -> tuple[str, ...]:
    """Mean and standard deviation over the seeds."""
    cells = []
    for column in ("right", "decided", "right_of_decided"):
        values = [value for each in scores if not isnan(value := getattr(each, column))]
        cells.append(f"{mean(values):.3f} ± {pstdev(values):.3f}" if values else "–")
    return name, *cells
