"""The command `seisviewer`: its sub-commands, and the one place where an error becomes a sentence and an exit code."""

from __future__ import annotations

import difflib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from seisviewer import __version__
from seisviewer.cli import (
    attribute_command,
    benchmark_command,
    demo_command,
    detection_commands,
    doctor_command,
    download_command,
    export_commands,
    headers_command,
    learning_commands,
    picking_commands,
    picture_command,
    plugin_commands,
    report_command,
    run_commands,
    scoring_command,
    suggest_command,
    survey_commands,
    teaching_command,
    window_command,
)
from seisviewer.cli.catalogue import (
    catalogue_commands,
    comparison_command,
    kind_commands,
    motion_commands,
    project_export_commands,
    whole_catalogue_command,
)
from seisviewer.cli.console import Stopped
from seisviewer.cli.labelling import (
    boundary_commands,
    class_commands,
    compare_labels_command,
    horizon_commands,
    label_commands,
    line_commands,
    proposal_commands,
    well_commands,
)
from seisviewer.cli.picking import leaderboard_command, pick_review_commands
from seisviewer.cli.plain_console import printable
from seisviewer.cli.translated_help import translate_help
from seisviewer.errors import BadRequest, SeisviewerError, UnclearFile, UnknownGeometry
from seisviewer.program_end import INTERRUPTED, Interrupted
from seisviewer.torchrun_place import process_count
from seisviewer.translation import ENGLISH, LANGUAGE, tr

FAILED, MISUSED = 1, 2
TEAMWORK = "train"  # the command that several processes share (`learning/team.py`)

app = typer.Typer(
    help=tr(
        "Label a few sections of a seismic survey, or pick a few arrivals of earthquakes, and "
        "watch self-training learn the rest. `seisviewer [PATH …]` without a command opens the "
        "window."
    ),
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
window_command.register(app)
demo_command.register(app)
survey_commands.register(app)
headers_command.register(app)
app.add_typer(label_commands.app, name="labels")
app.add_typer(class_commands.app, name="classes")
compare_labels_command.register(app)
app.add_typer(horizon_commands.app, name="horizons")
app.add_typer(well_commands.app, name="wells")
app.add_typer(line_commands.app, name="lines")
proposal_commands.app.add_typer(pick_review_commands.app, name="picks")
app.add_typer(proposal_commands.app, name="review")
boundary_commands.export_app.command("volumes")(export_commands.volumes_command)
project_export_commands.register(boundary_commands.export_app)
app.add_typer(boundary_commands.export_app, name="export")
learning_commands.register(app)
app.add_typer(run_commands.app, name="runs")
teaching_command.register(app)
download_command.register(app)
detection_commands.register(app)
picking_commands.register(app)
catalogue_commands.register(app)
comparison_command.register(app)
whole_catalogue_command.register(app)
motion_commands.register(app)
kind_commands.register(app)
scoring_command.register(app)
leaderboard_command.register(app)
picture_command.register(app)
attribute_command.register(app)
report_command.register(app)
doctor_command.register(app)
plugin_commands.register(app)
suggest_command.register(app)
app.add_typer(benchmark_command.app, name="benchmark")


def show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(tr("seisviewer {version}").format(version=__version__))
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code: 0, 1 for an error, 2 for wrong usage, 130 after Ctrl+C."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = typer.main.get_command(app)
    if LANGUAGE != ENGLISH:
        translate_help(command)
    try:
        given = with_default_command(given, list(command.commands))
        check_alone(given[0])
        code = command.main(args=given, prog_name="seisviewer", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except (Exception, Interrupted) as error:  # noqa: BLE001 - the top of the program: a defect is one sentence too
        return fail_with(error)


def fail_with(error: Exception | Interrupted) -> int:
    """Say what is wrong in one sentence; returns the exit code."""
    match error:
        case typer.TyperException():
            return fail(one_sentence(error.format_message()) + tr(" See “seisviewer --help”."), MISUSED)
        case UnknownGeometry() | UnclearFile():
            return fail("\n  ".join([str(error), *error.options]), FAILED)
        case SeisviewerError():
            return fail(str(error), FAILED)
        case Stopped():
            return fail(str(error), INTERRUPTED)
        case Interrupted() | typer.Abort():
            return fail(tr("Stopped."), INTERRUPTED)
        case OSError():
            return fail(f"{error.filename or 'A file'}: {one_sentence(error.strerror or str(error))}", FAILED)
        case MemoryError():
            return fail(
                tr("There is not enough memory for this; close other programs or work on fewer sections."), FAILED
            )
    if os.environ.get("SEISVIEWER_TRACEBACK"):
        traceback.print_exception(error)
    what = one_sentence(f"{type(error).__name__}: {error}")
    return fail(
        tr("This is a defect in the program; with SEISVIEWER_TRACEBACK=1 it says where. {what}").format(what=what),
        FAILED,
    )


def with_default_command(given: list[str], commands: list[str]) -> list[str]:
    """Put “open” in front of paths: `seisviewer survey.sgy` opens the window.

    Raises BadParameter for a first word that is neither a command nor something on the disk.
    """
    if not given:
        return ["open"]
    first = given[0]
    if first.startswith("-") or first in commands:
        return given
    from seisviewer.volumes.far.address import address_in

    if not Path(first).exists() and address_in(first) is None:
        near = difflib.get_close_matches(first, commands, n=1)
        hint = tr("; did you mean “{near}”?").format(near=near[0]) if near else "."
        raise typer.TyperException(tr("“{first}” is neither a file nor a command{hint}").format(first=first, hint=hint))
    return ["open", *given]


def check_alone(command: str) -> None:
    """Raises BadRequest in all of several processes that torchrun started for what one of them does: each would do all of
    it, and write over the others."""
    if process_count() > 1 and command != TEAMWORK and not command.startswith("-"):
        raise BadRequest(
            tr(
                "torchrun starts several processes, and only “seisviewer {teamwork}” shares its work among them: start "
                "“seisviewer {command}” without torchrun."
            ).format(teamwork=TEAMWORK, command=command)
        )


def one_sentence(text: str) -> str:
    """`text` on one line, ending with a full stop."""
    line = " ".join(text.split())
    return line if line.endswith((".", "?", "!")) else line + "."


def fail(sentence: str, code: int) -> int:
    typer.echo(tr("seisviewer: {sentence}").format(sentence=printable(sentence)), err=True)
    return code
