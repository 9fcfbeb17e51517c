"""`seisviewer associate`, `locate`, `magnitude` and `mechanism`: from picks to a catalogue, a step at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.cli.catalogue.location_options import (
    Deepest,
    Depth,
    Fewest,
    FewestBoth,
    FewestP,
    Misfit,
    Out,
    PickFiles,
    Stations,
    Terms,
    Tolerance,
    Velocity,
    association_of,
    settings_of,
)
from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.learning_commands import check_place
from seisviewer.cli.survey_commands import AsJson
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.progress import Notice, Progress
    from seisviewer.waveforms.station_table import StationTable
    from seisviewer.workflows.catalogue.located_events import LocatedEvents

    Steps = Generator[Progress | Notice, None, LocatedEvents]

DEFAULT_MODEL = "iasp91"
MagnitudeScale = Annotated[
    str, typer.Option("--scale", help="Distance correction: iaspei (Southern California), norway, united-kingdom.")
]


def register(app: typer.Typer) -> None:
    app.command()(associate)
    app.command()(locate)
    app.command()(magnitude)
    app.command()(mechanism)


def associate(
    picks: PickFiles,
    stations: Stations,
    out: Out,
    velocity: Velocity = DEFAULT_MODEL,
    fewest: Fewest = None,
    fewest_p: FewestP = None,
    fewest_both: FewestBoth = None,
    tolerance: Tolerance = 1.5,
    deepest: Deepest = None,
    misfit: Misfit = "edt",
    station_terms: Terms = True,
    as_json: AsJson = False,
) -> None:
    """Gather the picks that belong to one earthquake (PyOcto), locate each, and write the events with their picks."""
    from seisviewer.workflows.catalogue.located_events import associate_picks, heard_by

    settings = settings_of(velocity, deepest, None, misfit, station_terms)

    def associated(found: LocatedEvents, table: StationTable) -> Steps:
        known = heard_by(found.picks, table.sites)
        chosen = replace(settings, association=association_of(known, fewest, fewest_p, fewest_both, tolerance))
        return (yield from associate_picks(found.picks, table.sites, chosen))

    _run(picks, stations, associated, out, as_json)


def locate(
    events: PickFiles,
    stations: Stations,
    out: Out,
    velocity: Velocity = DEFAULT_MODEL,
    depth: Depth = None,
    deepest: Deepest = None,
    misfit: Misfit = "edt",
    station_terms: Terms = True,
    as_json: AsJson = False,
) -> None:
    """Locate events anew from their picks, with the confidence region, residuals, gap and nearest station of each."""
    from seisviewer.workflows.catalogue.located_events import locate_events

    settings = settings_of(velocity, deepest, depth, misfit, station_terms)

    def located(found: LocatedEvents, table: StationTable) -> Steps:
        anew = yield from locate_events(found.picks, found.events, table.sites, settings)
        locations = {**found.findings.locations, **anew.findings.locations}
        return replace(anew, findings=replace(found.findings, locations=locations))

    _run(events, stations, located, out, as_json)


def magnitude(
    events: PickFiles,
    records: Annotated[
        list[Path], typer.Option("--records", help="Waveforms: files and folders, with StationXML. May be given again.")
    ],
    stations: Stations,
    out: Out,
    scale: MagnitudeScale = "iaspei",
    known: Annotated[
        Path | None,
        typer.Option(help="Catalogue of known magnitudes (QuakeML, CSV), from which station corrections are found."),
    ] = None,
    velocity: Velocity = DEFAULT_MODEL,
    as_json: AsJson = False,
) -> None:
    """Measure local magnitudes ML (IASPEI) on the horizontal components; clipped ones never count."""
    from seisviewer.catalogue.area import area_around, covering
    from seisviewer.catalogue.local_magnitude import SCALES
    from seisviewer.catalogue.velocity_model import velocity_model
    from seisviewer.picks.catalogue import read_events
    from seisviewer.workflows.catalogue.event_magnitudes import correct_magnitudes, measure_magnitudes, scale_named
    from seisviewer.workflows.catalogue.located_events import tables_over
    from seisviewer.workflows.traces.trace_opening import read_records

    chosen, model = scale_named(scale, SCALES), velocity_model(velocity)
    events_known = () if known is None else read_events(known)

    def measured(found: LocatedEvents, table: StationTable) -> Steps:
        archive = yield from read_records(records)
        recorded = {record.station.code for record in archive.records}
        sites = {code: site for code, site in table.sites.items() if code in recorded}
        area = covering(area_around(sites), found.findings.locations.values())
        tables = tables_over(model, sites, area)
        sized = yield from measure_magnitudes(found, archive, tables, table, chosen)
        return sized if known is None else (yield from correct_magnitudes(sized, events_known))

    _run(events, stations, measured, out, as_json)


def mechanism(
    events: PickFiles,
    stations: Stations,
    out: Out,
    velocity: Annotated[
        list[str] | None,
        typer.Option(
            "--velocity",
            help="Velocity model, as “seisviewer locate” takes it; given again, the trials take them in turn.",
            show_default=DEFAULT_MODEL,
        ),
    ] = None,
    records: Annotated[
        list[Path] | None,
        typer.Option(
            "--records",
            help="Waveforms on which S/P amplitude ratios are measured too: files and folders. May be given again.",
            show_default="first motions alone",
        ),
    ] = None,
    fewest: Annotated[int, typer.Option(help="First motions that a mechanism needs.", min=6)] = 8,
    farthest: Annotated[float, typer.Option(help="km from the epicentre, beyond which none is used.", min=1)] = 120.0,
    bad: Annotated[
        float, typer.Option(help="Share of first motions that are expected to be wrong.", min=0, max=0.5)
    ] = 0.1,
    seed: Annotated[int, typer.Option(help="Draws depths within their confidence range.", min=0)] = 0,
    as_json: AsJson = False,
) -> None:
    """Search focal mechanisms on the first motions of located events' picks (Hardebeck & Shearer, 2002), and on S/P ratios."""
    from seisviewer.catalogue.area import area_around, covering
    from seisviewer.catalogue.mechanism_search import SearchSettings
    from seisviewer.catalogue.velocity_model import velocity_model
    from seisviewer.workflows.catalogue.event_mechanisms import find_mechanisms
    from seisviewer.workflows.catalogue.located_events import heard_by, tables_over
    from seisviewer.workflows.traces.trace_opening import read_records

    models = [velocity_model(name) for name in velocity or [DEFAULT_MODEL]]
    settings = SearchSettings(fewest=fewest, bad=bad, seed=seed)

    def solved(found: LocatedEvents, table: StationTable) -> Steps:
        known = heard_by(found.picks, table.sites)
        area = covering(area_around(known), found.findings.locations.values())
        tables = [tables_over(model, known, area) for model in models]
        archive = (yield from read_records(records)) if records else None
        return (yield from find_mechanisms(found, tables, settings, farthest, archive))

    _run(events, stations, solved, out, as_json)


def _run(
    files: Sequence[Path],
    stations: Sequence[Path],
    step: Callable[[LocatedEvents, StationTable], Steps],
    out: Path,
    as_json: bool,
) -> None:
    """Read files of picks and events and of their stations, do what the command is for, and write and say what came of it."""
    from seisviewer.workflows.catalogue.catalogue_files import (
        check_catalogue_name,
        read_observations,
        read_sites,
        write_catalogue,
    )

    def work() -> Steps:
        observed = yield from read_observations(files)
        table = yield from read_sites(stations, [pick.time for pick in observed.picks])
        made = yield from step(observed, table)
        yield from write_catalogue(out, made)
        return made

    check_place(out)
    check_catalogue_name(out)
    found = run_work(work())
    say_catalogue(out, found, as_json)


def say_catalogue(out: Path, found: LocatedEvents, as_json: bool) -> None:
    """How much of a catalogue came into being."""
    belong = sum(1 for pick in found.picks if pick.event)
    counts = {
        "events": len(found.events),
        "located": len(found.findings.locations),
        "magnitudes": len(found.findings.magnitudes),
        "mechanisms": len(found.findings.mechanisms),
        "picks": {"of events": belong, "without an event": len(found.picks) - belong},
    }
    terms = {f"{code} {phase}": round(late, 3) for (code, phase), late in sorted(found.terms.items()) if late}
    if as_json:
        say_json({"out": out, **counts, "station_terms": terms})
        return
    measured = (
        tr(", {magnitudes:,} with a magnitude").format(magnitudes=counts["magnitudes"]) if counts["magnitudes"] else ""
    )
    measured += (
        tr(", {mechanisms:,} with a mechanism").format(mechanisms=counts["mechanisms"]) if counts["mechanisms"] else ""
    )
    output().print(
        tr("{count:,} events ({located:,} located{measured}) with {belong:,} of {count2:,} picks are in {out}.").format(
            count=len(found.events),
            located=counts["located"],
            measured=measured,
            belong=belong,
            count2=len(found.picks),
            out=out,
        )
    )
    if terms:
        told = ", ".join(f"{name} {late:+.2f}" for name, late in terms.items())
        output().print(tr("What is late at a station everywhere was taken off, in seconds: {told}.").format(told=told))
