"""Opens a survey, whatever its format."""

from __future__ import annotations

import os
from collections.abc import Generator
from importlib import import_module
from pathlib import Path
from typing import Unpack

from seisviewer.errors import UnreadableFile
from seisviewer.plugins.found import Plugin, plugins
from seisviewer.progress import Notice, Progress, drive
from seisviewer.translation import tr
from seisviewer.volumes.far.location_file import ENDING as LOCATION
from seisviewer.volumes.far.location_file import place_of
from seisviewer.volumes.open_choices import Choices, OpenChoices
from seisviewer.volumes.survey_state import folder_of_store, store_file
from seisviewer.volumes.volume import Volume

# Ending of the name: the generator `(path, choices) -> Volume` that opens it. A new format is one line here.
REGISTRY = {
    ".sgy": "seisviewer.volumes.segy.segy_volume:open_segy",
    ".segy": "seisviewer.volumes.segy.segy_volume:open_segy",
    ".npy": "seisviewer.volumes.npy_volume:open_array",
    ".zarr": "seisviewer.volumes.zarr_surveys.zarr_opening:open_zarr",
    ".mdio": "seisviewer.volumes.zarr_surveys.zarr_opening:open_zarr",
    ".zarr.zip": "seisviewer.volumes.zarr_surveys.zarr_opening:open_zarr",
    ".mdio.zip": "seisviewer.volumes.zarr_surveys.zarr_opening:open_zarr",
    ".lines": "seisviewer.volumes.several_2d.line_list_volume:open_line_list",
    ".location": "seisviewer.volumes.far.far_opening:open_location",
}
SEGY_ENDINGS = (".sgy", ".segy")
FOLDERS = (".zarr", ".mdio")  # endings of surveys that are folders
GROUP = "volumes"  # of plugins: what they are named is the ending without its dot


def endings() -> tuple[str, ...]:
    """Of all surveys that are opened, those by plugins last."""
    return (*REGISTRY, *(ending for ending in _readers() if ending not in REGISTRY))


def _readers() -> dict[str, Plugin]:
    """The plugins that read surveys, by their ending."""
    return {f".{name.lower()}": each for name, each in plugins(GROUP).items()}


def open_volume(path: str | Path, **choices: Unpack[Choices]) -> Volume:
    """Open a survey or 2D line and find its geometry; the choices are those of `OpenChoices`. path: or an address.

    Raises UnreadableFile, as UnclearFile where the user has to say what the samples are, or UnknownGeometry when they have
    to name other header bytes.
    """
    return drive(open_steps(path, **choices))


def open_steps(path: str | Path, **choices: Unpack[Choices]) -> Generator[Progress | Notice, None, Volume]:
    """`open_volume` step by step, so that a window can show progress and stop it."""
    chosen = OpenChoices(**choices)
    path = folder_of_store(place_of(path))
    ending = survey_ending(path)
    if not path.is_file() and not is_survey_folder(path):
        raise UnreadableFile(
            tr("{path} is no file: check its name.").format(path=path)
            if path.exists()
            else tr("{path} does not exist.").format(path=path)
        )
    if ending is None:
        known = ", ".join(endings())
        raise UnreadableFile(
            tr("{path_name} is of no format that seisviewer opens: choose a file that ends in {known}.").format(
                path_name=path.name, known=known
            )
        )
    if ending in REGISTRY:
        module, name = REGISTRY[ending].split(":")
        volume = yield from getattr(import_module(module), name)(path, chosen)
    else:
        from seisviewer.volumes.plugin_volume import open_by_plugin

        volume = yield from open_by_plugin(_readers()[ending], path, chosen)
    volume.chosen = chosen
    for text in volume.notices:
        yield Notice(text)
    return volume


def looked_at_first(path: Path, choices: OpenChoices) -> Volume | None:
    """A large survey as it probably is, which is known far sooner than `open_volume` is sure of it; None for all others."""
    ending = survey_ending(path)
    if ending not in (*SEGY_ENDINGS, LOCATION) or not path.is_file():
        return None
    if ending == LOCATION:
        from seisviewer.volumes.far.far_opening import far_first_look

        return far_first_look(path, choices)
    from seisviewer.volumes.segy.segy_volume import first_look

    return first_look(path, choices)


def survey_ending(path: Path) -> str | None:
    """The one of `endings` by which a survey of this name is opened; None for what is none."""
    name = path.name.lower()
    found = max((ending for ending in endings() if name.endswith(ending)), key=len, default=None)
    if found in FOLDERS and path.is_file():  # a folder that was packed, whatever it is called
        return f"{found}.zip"
    return FOLDERS[0] if found not in FOLDERS and is_survey_folder(path) else found


def is_survey_folder(path: Path) -> bool:
    """Whether a folder is a survey: by its ending, or as it holds a Zarr store."""
    if not os.path.isdir(path):
        return False
    return path.suffix.lower() in FOLDERS or store_file(path) is not None
