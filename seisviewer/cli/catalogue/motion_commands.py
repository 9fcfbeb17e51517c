"""`seisviewer polarity`: first motions of picks by a network."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.catalogue.location_options import PickFiles
from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.picking_commands import check_out
from seisviewer.cli.survey_commands import AsJson

if TYPE_CHECKING:
    from seisviewer.progress import Notice, Progress
    from seisviewer.workflows.first_motions.motion_finding import MotionsFound

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
        output().print(f"First motions: {found.sentence}. They are in {out}.")


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
