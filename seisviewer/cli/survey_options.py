"""The options with which a user says what a survey file does not: header bytes, unit, sample interval, array axes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

SAMPLES = tr("SEG-Y samples")
HEADERS = tr("SEG-Y trace header bytes (those not given are guessed)")
ARRAYS = tr("NumPy arrays")
STORES = tr("Zarr stores")


def read_choices(
    inline_byte: Annotated[
        int | None, typer.Option(help="First byte of the inline number; revision 1 has 189.", rich_help_panel=HEADERS)
    ] = None,
    crossline_byte: Annotated[
        int | None,
        typer.Option(help="First byte of the crossline number; revision 1 has 193.", rich_help_panel=HEADERS),
    ] = None,
    x_byte: Annotated[
        int | None, typer.Option(help="First byte of X; revision 1 has 181.", rich_help_panel=HEADERS)
    ] = None,
    y_byte: Annotated[
        int | None, typer.Option(help="First byte of Y; revision 1 has 185.", rich_help_panel=HEADERS)
    ] = None,
    line: Annotated[
        int | None,
        typer.Option(help="Number of the line that is wanted, of several 2D lines in a file.", rich_help_panel=HEADERS),
    ] = None,
    unit: Annotated[str | None, typer.Option(help="What the vertical axis counts: ms, m or ft.")] = None,
    interval: Annotated[float | None, typer.Option(help="Sample interval in that unit, instead of the file's.")] = None,
    sample_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="Format of the samples instead of the one that fits: ibm, ieee, int8, int16, int24, int32, int64, float64 "
            "or an unsigned one, such as uint8.",
            rich_help_panel=SAMPLES,
        ),
    ] = None,
    crs: Annotated[
        str | None,
        typer.Option(
            help="Coordinate reference system of X and Y: an EPSG code, such as EPSG:23031, or a name.",
            rich_help_panel=HEADERS,
        ),
    ] = None,
    coordinate_scalar: Annotated[
        int | None,
        typer.Option(
            help="What X and Y are multiplied by, or divided by where it is negative, instead of bytes 71-72: -100 for "
            "centimetres.",
            rich_help_panel=HEADERS,
        ),
    ] = None,
    variable: Annotated[
        str | None, typer.Option(help="Name of the array, of several in a Zarr store.", rich_help_panel=STORES)
    ] = None,
    axes: Annotated[
        str | None,
        typer.Option(help="Order of the axes: i inline, x crossline, s sample. [default: ixs]", rich_help_panel=ARRAYS),
    ] = None,
    inlines: Annotated[
        str | None, typer.Option(help="First inline number and step, such as 100:2.", rich_help_panel=ARRAYS)
    ] = None,
    crosslines: Annotated[
        str | None, typer.Option(help="First crossline number and step, such as 300:1.", rich_help_panel=ARRAYS)
    ] = None,
) -> dict[str, Any]:
    """The keywords with which `workflows.survey_opening` opens a file; what was not given is left to the file."""
    from seisviewer.volumes.open_choices import ArrayAxes
    from seisviewer.volumes.segy.header_bytes import NamedBytes

    choices: dict[str, Any] = {
        "unit": unit,
        "interval": interval,
        "format": sample_format,
        "line": line,
        "crs": crs,
        "coordinate_scalar": coordinate_scalar,
        "variable": variable,
    }
    given_bytes = given(inline=inline_byte, crossline=crossline_byte, x=x_byte, y=y_byte)
    if given_bytes:
        choices["headers"] = NamedBytes(**given_bytes)
    array = given(order=axes)
    for name, text in given(inline=inlines, crossline=crosslines).items():
        array[f"{name}_start"], array[f"{name}_step"] = start_and_step(text)
    if array:
        choices["axes"] = ArrayAxes(**array)
    return given(**choices)


def given(**options: Any) -> dict[str, Any]:
    """The options that are not None."""
    return {name: value for name, value in options.items() if value is not None}


def start_and_step(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(-?\d+)(?::(\d+))?", text.strip())
    if not match:
        raise BadRequest(
            tr("“{text}” names no lines: write the first number and the step, such as 100:2.").format(text=text)
        )
    return int(match[1]), int(match[2] or 1)


def with_survey_options(command: Callable[..., None]) -> Callable[..., None]:
    """`command(…, **choices)` with the options of `read_choices` in place of `choices`."""
    own = [
        parameter
        for parameter in inspect.signature(command, eval_str=True).parameters.values()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    options = list(inspect.signature(read_choices, eval_str=True).parameters.values())

    @wraps(command)
    def run(**values: Any) -> None:
        choices = read_choices(**{option.name: values.pop(option.name) for option in options})
        command(**values, **choices)

    run.__signature__ = inspect.Signature(own + options)  # what typer makes the options of
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in own + options}
    return run
