"""Opens a survey, whatever its format."""

from __future__ import annotations

from collections.abc import Generator
from importlib import import_module
from pathlib import Path
from typing import Unpack

from seisviewer.errors import UnreadableFile
from seisviewer.progress import Notice, Progress, drive
from seisviewer.volumes.open_choices import Choices, OpenChoices
from seisviewer.volumes.volume import Volume

# Ending of the file name: the generator `(path, choices) -> Volume` that opens it. A new format is one line here.
REGISTRY = {
    ".sgy": "seisviewer.volumes.segy.segy_volume:open_segy",
    ".segy": "seisviewer.volumes.segy.segy_volume:open_segy",
    ".npy": "seisviewer.volumes.npy_volume:open_array",
}


def open_volume(path: str | Path, **choices: Unpack[Choices]) -> Volume:
    """Open a survey or 2D line and find its geometry; the choices are those of `OpenChoices`.

    Raises UnreadableFile, as UnclearFile where the user has to say what the samples are, or UnknownGeometry when they have
    to name other header bytes.
    """
    return drive(open_steps(path, **choices))


def open_steps(path: str | Path, **choices: Unpack[Choices]) -> Generator[Progress | Notice, None, Volume]:
    """`open_volume` step by step, so that a window can show progress and stop it."""
    chosen = OpenChoices(**choices)
    path = Path(path).expanduser().absolute()
    if not path.is_file():
        raise UnreadableFile(f"{path} is no file: check its name." if path.exists() else f"{path} does not exist.")
    if path.suffix.lower() not in REGISTRY:
        known = ", ".join(REGISTRY)
        raise UnreadableFile(f"{path.name} is of no format that seisviewer opens: choose a file that ends in {known}.")
    module, name = REGISTRY[path.suffix.lower()].split(":")
    volume = yield from getattr(import_module(module), name)(path, chosen)
    volume.chosen = chosen
    for text in volume.notices:
        yield Notice(text)
    return volume
