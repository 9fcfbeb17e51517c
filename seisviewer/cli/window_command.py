"""`seisviewer open`, which `seisviewer [PATH …]` means too."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.far.address import address_in
from seisviewer.workflows.installation.screen import has_screen


def register(app: typer.Typer) -> None:
    app.command("open")(open_window)


def open_window(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="A survey (.sgy, .npy, .zarr, or its address), waveforms, or a project (.seis)."),
    ] = None,
) -> None:
    """Open the window; `seisviewer PATH …` does the same."""
    for path in paths or []:
        if not path.exists() and address_in(path) is None:
            raise UnreadableFile(tr("{path} does not exist.").format(path=path))
    show_window([str(path) for path in paths or []])


def show_window(paths: list[str]) -> None:
    """Run the window until it is closed; ends the command with its exit code."""
    if not has_screen():
        raise BadRequest(
            tr(
                "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): use the other "
                "commands, or try “seisviewer demo --headless”."
            )
        )
    try:
        from seisviewer.app.main_window.start import run
    except ImportError as error:
        if (error.name or "").startswith("seisviewer"):
            raise
        raise BadRequest(
            tr(
                "The window cannot open because a library is missing ({error}); on Debian or Ubuntu "
                "packaging/run-demo.sh installs what Qt needs."
            ).format(error=error)
        ) from error
    raise typer.Exit(run(paths))
