"""`seisviewer download`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from seisviewer.cli.console import run_work, say_json
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import BadRequest
from seisviewer.translation import tr


def register(app: typer.Typer) -> None:
    app.command()(download)


def download(
    folder: Annotated[Path, typer.Argument(help="Folder to fill; the same command again goes on.")],
    server: Annotated[
        str,
        typer.Option(help="Address of an FDSN server, or its name (EARTHSCOPE, GFZ, SCEDC, …)."),
    ] = "",
    start: Annotated[str, typer.Option(help="First moment, UTC: 2019-07-04T17:00.")] = "",
    end: Annotated[str, typer.Option(help="Last moment, UTC.")] = "",
    network: Annotated[str, typer.Option(help="Network codes; “,” separates, “*” and “?” stand for any.")] = "*",
    station: Annotated[str, typer.Option(help="Station codes.")] = "*",
    location: Annotated[str, typer.Option(help="Location codes; “--” for the empty one.")] = "*",
    channel: Annotated[str, typer.Option(help="Channel codes.")] = "HH?,BH?",
    around: Annotated[
        str,
        typer.Option(help="LATITUDE,LONGITUDE,RADIUS in degrees: only stations and events there."),
    ] = "",
    events: Annotated[
        bool, typer.Option("--events", help="Bring the catalogue, and waveforms only around its events.")
    ] = False,
    magnitude: Annotated[float | None, typer.Option(help="Least magnitude of the events.")] = None,
    before: Annotated[float, typer.Option(help="Seconds of waveforms ahead of each origin time.", min=0)] = 60.0,
    after: Annotated[float, typer.Option(help="Seconds of waveforms behind each origin time.", min=1)] = 240.0,
    as_json: AsJson = False,
) -> None:
    """Bring events, stations and waveforms from an FDSN server.

    What is there already is not asked for again; what the server lacks is listed in missing.csv. `seisviewer download
    FOLDER` alone goes on with the request that the folder was made for.
    """
    from seisviewer.waveforms.fdsn import EventQuery, StationQuery
    from seisviewer.workflows.traces.waveform_download import Request
    from seisviewer.workflows.traces.waveform_download import download as bring

    request = None
    if server:
        first, last = moment(start, "--start"), moment(end, "--end")
        if last <= first:
            raise BadRequest(
                tr("--end {end} is not after --start {start}: exchange them.").format(end=end, start=start)
            )
        if magnitude is not None and not events:
            raise BadRequest(tr("--magnitude chooses among events: give --events too."))
        if not around and not any(codes.strip(" *") for codes in (network, station)):
            raise BadRequest(
                tr("Name a --network, a --station or a place with --around: all stations of the world are many.")
            )
        latitude, longitude, radius = circle(around)
        place = {"latitude": latitude, "longitude": longitude, "radius": radius}
        stations = StationQuery(first, last, network, station, location, channel, **place)
        catalogue = EventQuery(first, last, magnitude, **place) if events else None
        request = Request(server, stations, catalogue, before, after)
    elif start or end or events:
        raise BadRequest(tr("Name the server to ask: --server EARTHSCOPE, or an address."))
    done = run_work(bring(folder, request))
    if as_json:
        missing = [{"file": name, "reason": reason} for name, reason in done.missing]
        say_json({"folder": str(done.folder), "new": done.new, "had": done.had, "missing": missing})
    else:
        typer.echo(
            tr("{folder}: {new} new files, {had} were there, {count} missing.").format(
                folder=done.folder, new=done.new, had=done.had, count=len(done.missing)
            )
        )


def moment(text: str, option: str) -> float:
    """Seconds since 1970 UTC of an ISO date and time; one without a zone is UTC."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest(
            tr("{option} “{text}” is no time: write it as 2019-07-04T17:33:49.").format(option=option, text=text)
        ) from None
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def circle(text: str) -> tuple[float, float, float]:
    """Latitude, longitude and radius in degrees; zeros for ""."""
    if not text:
        return 0.0, 0.0, 0.0
    try:
        latitude, longitude, radius = (float(part) for part in text.split(","))
    except ValueError:
        raise BadRequest(
            tr("--around “{text}” is no circle: write LATITUDE,LONGITUDE,RADIUS in degrees.").format(text=text)
        ) from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 0 < radius <= 180):
        raise BadRequest(
            tr("--around “{text}” lies on no map: latitude to ±90°, longitude to ±180°, radius above 0.").format(
                text=text
            )
        )
    return latitude, longitude, radius
