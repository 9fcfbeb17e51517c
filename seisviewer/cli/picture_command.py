"""`seisviewer picture`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seisviewer.cli.catalogue.pictured_catalogue import CatalogueAsked, Colour, Show, catalogue_picture, is_catalogue
from seisviewer.cli.console import output
from seisviewer.cli.pictured_sections import SectionAsked, survey_picture, write_map_picture
from seisviewer.cli.pictured_traces import TracesAsked, traces_picture
from seisviewer.cli.survey_options import with_survey_options
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.workflows.horizons.at_horizon import AtHorizon

if TYPE_CHECKING:
    from seisviewer.pictures.picture_files import Picture

SECTION, TRACES, CATALOGUE, PAGE = (
    tr("A section of a survey"),
    tr("Traces"),
    tr("A catalogue of events"),
    tr("The page"),
)


def register(app: typer.Typer) -> None:
    app.command()(picture)


@with_survey_options
def picture(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="A survey, a project, waveforms and folders of them, or a catalogue.", metavar="FILE_OR_PROJECT"
        ),
    ],
    out: Annotated[Path, typer.Option(help="File to write: .svg, .pdf or .png.")],
    inline: Annotated[int | None, typer.Option(help="Number of the inline.", rich_help_panel=SECTION)] = None,
    crossline: Annotated[int | None, typer.Option(help="Number of the crossline.", rich_help_panel=SECTION)] = None,
    time: Annotated[
        float | None, typer.Option(help="Time or depth of the slice, in the survey's unit.", rich_help_panel=SECTION)
    ] = None,
    random_line: Annotated[
        str,
        typer.Option(
            help="Inline,crossline of two nodes or more, such as '100,300 219,459', or the name of a line of the project.",
            rich_help_panel=SECTION,
        ),
    ] = "",
    horizon: Annotated[
        str,
        typer.Option(help="In place of a section: a map at this horizon of the project.", rich_help_panel=SECTION),
    ] = "",
    at_horizon: Annotated[
        AtHorizon,
        typer.Option(help="What the map at a horizon shows; facies are those of --run.", rich_help_panel=SECTION),
    ] = AtHorizon.TIME,
    across: Annotated[
        str, typer.Option(help="First and last line number, such as 300:700.", rich_help_panel=SECTION)
    ] = "",
    down: Annotated[
        str, typer.Option(help="First and last time or depth, such as 200:1500.", rich_help_panel=SECTION)
    ] = "",
    colours: Annotated[str, typer.Option(help="Colour map.", rich_help_panel=SECTION)] = "grey",
    clip: Annotated[
        float, typer.Option(help="Percent of samples at each end in the strongest colour.", rich_help_panel=SECTION)
    ] = 0.5,
    flip: Annotated[bool, typer.Option("--flip", help="Draw the opposite polarity.", rich_help_panel=SECTION)] = False,
    attribute: Annotated[
        str,
        typer.Option(
            help="In place of amplitudes: envelope, phase, frequency, rms, sweetness, dip, coherence, semblance or layers.",
            rich_help_panel=SECTION,
        ),
    ] = "",
    opacity: Annotated[
        float,
        typer.Option(min=0, max=1, help="Of the attribute over the amplitudes, such as 0.5.", rich_help_panel=SECTION),
    ] = 1.0,
    window: Annotated[
        float,
        typer.Option(min=0, help="Of rms, sweetness and semblance, in ms or the survey's unit.", rich_help_panel=SECTION),
    ] = 0.0,
    no_labels: Annotated[
        bool, typer.Option("--no-labels", help="Without what was painted.", rich_help_panel=SECTION)
    ] = False,
    run: Annotated[
        int | None, typer.Option(help="Draw what this run of the project predicts.", rich_help_panel=SECTION)
    ] = None,
    confidence: Annotated[
        bool,
        typer.Option("--confidence", help="With --run: how sure it is, in place of classes.", rich_help_panel=SECTION),
    ] = False,
    exaggeration: Annotated[
        float, typer.Option(help="Vertical exaggeration, such as 2; needs --velocity in time.", rich_help_panel=SECTION)
    ] = 0.0,
    velocity: Annotated[float, typer.Option(help="m/s, from two-way time to depth.", rich_help_panel=SECTION)] = 0.0,
    wells: Annotated[
        float,
        typer.Option(
            min=0, help="Metres within which the project's wells are drawn; 0 for none.", rich_help_panel=SECTION
        ),
    ] = 100.0,
    station: Annotated[
        list[str] | None,
        typer.Option(help="Record or station, such as CI.CLC; may be given again.", rich_help_panel=TRACES),
    ] = None,
    start: Annotated[str, typer.Option(help="UTC, such as 2019-07-06T03:19:53.", rich_help_panel=TRACES)] = "",
    end: Annotated[str, typer.Option(help="UTC.", rich_help_panel=TRACES)] = "",
    low: Annotated[float | None, typer.Option(help="Lower corner of a filter in Hz.", rich_help_panel=TRACES)] = None,
    high: Annotated[float | None, typer.Option(help="Upper corner in Hz.", rich_help_panel=TRACES)] = None,
    no_picks: Annotated[bool, typer.Option("--no-picks", help="Without picks.", rich_help_panel=TRACES)] = False,
    spectrogram: Annotated[
        bool,
        typer.Option("--spectrogram", help="With a spectrogram below each record.", rich_help_panel=TRACES),
    ] = False,
    show: Annotated[
        Show | None,
        typer.Option(
            help="What of a catalogue, or of the events of a project of traces.",
            show_default="map of a catalogue",
            rich_help_panel=CATALOGUE,
        ),
    ] = None,
    event: Annotated[
        str,
        typer.Option(
            help="UTC near the origin time of the event to draw, such as 2019-07-04T17:33:49.",
            rich_help_panel=CATALOGUE,
        ),
    ] = "",
    stations: Annotated[
        list[Path] | None,
        typer.Option(
            help="StationXML or table of stations, for the map; may be given again.", rich_help_panel=CATALOGUE
        ),
    ] = None,
    known: Annotated[
        Path | None, typer.Option(help="Known catalogue, of --show comparison.", rich_help_panel=CATALOGUE)
    ] = None,
    colour_by: Annotated[
        Colour, typer.Option(help="What colours on the map say.", rich_help_panel=CATALOGUE)
    ] = Colour.DEPTH,
    azimuth: Annotated[
        float, typer.Option(min=0, max=360, help="Of the depth section, degrees from north.", rich_help_panel=CATALOGUE)
    ] = 90.0,
    width: Annotated[float, typer.Option(help="Width of the picture in mm.", rich_help_panel=PAGE)] = 170.0,
    height: Annotated[
        float | None, typer.Option(help="Height in mm; as the data need it when not given.", rich_help_panel=PAGE)
    ] = None,
    dpi: Annotated[int, typer.Option(help="Dots per inch.", rich_help_panel=PAGE)] = 300,
    title: Annotated[str, typer.Option(help="Title in place of the name of the data.", rich_help_panel=PAGE)] = "",
    no_title: Annotated[bool, typer.Option("--no-title", rich_help_panel=PAGE)] = False,
    no_legend: Annotated[bool, typer.Option("--no-legend", rich_help_panel=PAGE)] = False,
    no_colour_bar: Annotated[bool, typer.Option("--no-colour-bar", rich_help_panel=PAGE)] = False,
    no_scale_bar: Annotated[bool, typer.Option("--no-scale-bar", rich_help_panel=PAGE)] = False,
    **choices: Any,
) -> None:
    """Make a picture for print of a section, of traces or of a catalogue, as vectors (SVG, PDF) or pixels (PNG).

    With axes, legend, colour bar and scale bar. Needs no window. Amplitudes inside an SVG or PDF have --dpi dots per inch,
    everything else is lines and text.
    """
    from seisviewer.pictures.picture_files import write_picture
    from seisviewer.pictures.picture_fonts import missing_letters
    from seisviewer.pictures.picture_style import FORMATS, PictureStyle
    from seisviewer.workflows.traces.trace_opening import is_trace_path

    style = PictureStyle(
        width,
        height,
        dpi,
        title=not no_title,
        legend=not no_legend,
        colour_bar=not no_colour_bar,
        scale_bar=not no_scale_bar,
    )
    style.check()
    if out.suffix.lower().removeprefix(".") not in FORMATS:
        raise BadRequest(
            tr("{out_name} ends in no format of pictures: name it .svg, .pdf or .png.").format(out_name=out.name)
        )
    if horizon:
        if len(paths) > 1:
            raise BadRequest(tr("A picture shows one survey: name its project alone."))
        write_map_picture(paths[0], horizon, at_horizon, out, run, style, title)
        output().print(tr("The picture is in {out}.").format(out=out))
        return
    if show is not None or is_catalogue(paths):
        made: Picture = catalogue_picture(
            CatalogueAsked(
                tuple(paths), show or Show.MAP, event, tuple(stations or ()), known, colour_by, azimuth, title
            )
        )
    elif all(map(is_trace_path, paths)):
        made = traces_picture(
            TracesAsked(tuple(paths), tuple(station or ()), start, end, low, high, not no_picks, title, spectrogram)
        )
    elif len(paths) > 1:
        raise BadRequest(tr("A picture shows one survey: name it alone."))
    else:
        asked = SectionAsked(
            paths[0], choices, inline, crossline, time, across, down, colours, clip, flip, not no_labels, run, confidence,
            exaggeration, velocity, title, attribute, opacity, window, random_line, wells,
        )  # fmt: skip
        made = survey_picture(asked)
    write_picture(made, style, out)
    unknown = missing_letters(made.texts)
    if unknown:
        output().print(
            tr("No font of this machine has the letters {unknown}: they are drawn as empty boxes.").format(
                unknown=unknown
            )
        )
    output().print(tr("The picture is in {out}.").format(out=out))
