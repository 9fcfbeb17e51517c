"""`seisviewer catalogue`: from records to a catalogue in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seisviewer.cli.catalogue.catalogue_commands import DEFAULT_MODEL, MagnitudeScale, say_catalogue
from seisviewer.cli.catalogue.location_options import (
    Deepest,
    Fewest,
    FewestBoth,
    FewestP,
    Misfit,
    Out,
    Terms,
    Tolerance,
    Velocity,
    association_of,
    settings_of,
)
from seisviewer.cli.console import Stopped, run_work
from seisviewer.cli.learning_commands import OnDevice, check_place
from seisviewer.cli.scoring_command import thresholds_of
from seisviewer.cli.survey_commands import AsJson
from seisviewer.cli.worker_options import Processes, Scheduler, workers_of
from seisviewer.translation import tr


def register(app: typer.Typer) -> None:
    app.command()(catalogue)


def catalogue(
    paths: Annotated[
        list[Path], typer.Argument(help="Waveform files and folders of them, with StationXML.", metavar="FILES")
    ],
    out: Out,
    stations: Annotated[
        list[Path] | None,
        typer.Option(
            "--stations",
            help="Where the stations stand, as for “seisviewer associate”. May be given again.",
            show_default="StationXML among FILES",
        ),
    ] = None,
    model: Annotated[
        str, typer.Option(help="Picker: NETWORK:WEIGHTS (see “seisviewer pickers”), or a file of weights.")
    ] = "phasenet:original",
    threshold: Annotated[
        list[str] | None,
        typer.Option(
            help="Least probability of a pick, P=0.3 or 0.3 for both.", show_default="as the weights recommend"
        ),
    ] = None,
    velocity: Velocity = DEFAULT_MODEL,
    fewest: Fewest = None,
    fewest_p: FewestP = None,
    fewest_both: FewestBoth = None,
    tolerance: Tolerance = 1.5,
    deepest: Deepest = None,
    misfit: Misfit = "edt",
    station_terms: Terms = True,
    scale: MagnitudeScale = "iaspei",
    polarity: Annotated[
        str,
        typer.Option(
            help="Network of first motions: a file of weights or its name (see “seisviewer polarity”), none to leave them out.",
            show_default="the first that is here",
        ),
    ] = "",
    device: OnDevice = "auto",
    workers: Processes = 1,
    scheduler: Scheduler = "",
    as_json: AsJson = False,
) -> None:
    """Make a catalogue of records: pick, associate, locate, magnitudes, first motions, mechanisms.

    The picks of each hour are kept in a folder beside the result: call the same command again after it was stopped or killed,
    and it goes on from there. The steps are commands of their own too: pick, associate, locate, magnitude,
    polarity, mechanism.
    """
    from seisviewer.catalogue.local_magnitude import SCALES
    from seisviewer.networks.polarity.polarity_names import available_polarity
    from seisviewer.workflows.catalogue.catalogue_files import check_catalogue_name
    from seisviewer.workflows.catalogue.event_magnitudes import scale_named
    from seisviewer.workflows.catalogue.whole_catalogue import ChainSettings, make_catalogue, picks_folder
    from seisviewer.workflows.traces.picking import PickSettings

    settings = ChainSettings(
        PickSettings(model=model, thresholds=thresholds_of(threshold or ()), device=device),
        settings_of(velocity, deepest, None, misfit, station_terms),
        lambda sites: association_of(sites, fewest, fewest_p, fewest_both, tolerance),
        scale_named(scale, SCALES),
        None if polarity == "none" or not polarity and not available_polarity() else polarity,
    )
    shared = workers_of(workers, scheduler)
    check_place(out)
    check_catalogue_name(out)
    try:
        found = run_work(make_catalogue(paths, stations or (), out, settings, shared))
    except Stopped as stopped:
        raise Stopped(
            tr("{stopped} The hours that are done lie in {picks_folder}: the same command goes on.").format(
                stopped=stopped, picks_folder=picks_folder(out)
            )
        ) from None
    say_catalogue(out, found, as_json)
