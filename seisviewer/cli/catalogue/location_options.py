"""Options that the commands of a catalogue share, and the settings they make."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from seisviewer.catalogue.area import Sites
    from seisviewer.catalogue.associating import AssociationSettings
    from seisviewer.workflows.catalogue.located_events import CatalogueSettings

PickFiles = Annotated[
    list[Path], typer.Argument(help="Files of picks: .csv, .xml (QuakeML), .obs, … as “seisviewer pick” writes them.")
]
Stations = Annotated[
    list[Path],
    typer.Option(
        "--stations",
        help="Where the stations stand: StationXML, or a table with id (NET.STA), latitude, longitude, elevation_m and, for "
        "magnitudes, gains such as hh_counts_per_m_s. May be given again.",
    ),
]
Out = Annotated[
    Path,
    typer.Option(help="File to write: .xml (QuakeML, everything), .csv (a line an event), .obs (NonLinLoc), .markers."),
]
Velocity = Annotated[
    str,
    typer.Option(
        "--velocity",
        help="Velocity model: iasp91, ak135, southern-california, half-space:6.0,3.46 (km/s, P and S), or a file of lines "
        "depth (km), P, S.",
    ),
]
Deepest = Annotated[
    float | None,
    typer.Option(
        "--deepest", help="Greatest depth in km below sea level.", show_default="by the network's width, ≤ 40"
    ),
]
Depth = Annotated[
    float | None, typer.Option("--depth", help="Hold the depth fast: km below sea level.", show_default="free")
]
Misfit = Annotated[
    Literal["edt", "l1"],
    typer.Option("--misfit", help="edt: equal differential times, which false picks harm least; l1: sum of residuals."),
]
Terms = Annotated[
    bool,
    typer.Option(
        "--station-terms/--no-station-terms",
        help="Take off what is late at a station at all events, and locate again; needs eight events with seven arrivals.",
    ),
]
Fewest = Annotated[
    int | None, typer.Option("--fewest", help="Picks that make an event.", show_default="by the number of stations")
]
FewestP = Annotated[
    int | None, typer.Option("--fewest-p", help="P picks that make an event.", show_default="by the number of stations")
]
FewestBoth = Annotated[
    int | None,
    typer.Option(
        "--fewest-both", help="Stations with both P and S that make an event.", show_default="by the number of stations"
    ),
]
Tolerance = Annotated[
    float,
    typer.Option("--tolerance", help="Seconds by which a pick may miss its event's travel time.", min=0.05, max=60),
]


def settings_of(
    velocity: str, deepest: float | None, depth: float | None, misfit: str, with_terms: bool
) -> CatalogueSettings:
    from seisviewer.catalogue.velocity_model import velocity_model
    from seisviewer.workflows.catalogue.located_events import CatalogueSettings

    return CatalogueSettings(
        velocity_model(velocity), misfit=misfit, depth=depth, deepest=deepest, with_terms=with_terms
    )


def association_of(
    sites: Sites, fewest: int | None, fewest_p: int | None, fewest_both: int | None, tolerance: float
) -> AssociationSettings:
    """What suits the network, with what was asked for in its place."""
    from seisviewer.catalogue.associating import AssociationSettings

    own = AssociationSettings.for_network(sites)
    return replace(
        own,
        fewest=own.fewest if fewest is None else fewest,
        fewest_p=own.fewest_p if fewest_p is None else fewest_p,
        fewest_both=own.fewest_both if fewest_both is None else fewest_both,
        tolerance=tolerance,
    )
