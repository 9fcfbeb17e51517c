"""Opens a survey, whatever its format."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.progress import Notice, Progress, drive
from seisviewer.volumes.volume import Volume

if TYPE_CHECKING:
    from seisviewer.volumes.npy_volume import ArrayAxes
    from seisviewer.volumes.segy_headers import HeaderBytes, NamedBytes

# Ending of the file name: the generator `(path, choices) -> Volume` that opens it. A new format is one line here.
REGISTRY = {
    ".sgy": "seisviewer.volumes.segy_volume:open_segy",
    ".segy": "seisviewer.volumes.segy_volume:open_segy",
    ".npy": "seisviewer.volumes.npy_volume:open_array",
}
UNITS = ("ms", "m", "ft")


@dataclass(frozen=True)
class OpenChoices:
    """What the user chose instead of what the file says or a guess would give; None leaves it to the file.

    headers: bytes of the SEG-Y line numbers and coordinates, all or some of them. axes: what the axes of a .npy array
    are. unit: "ms", "m" or "ft" of the vertical axis. interval: its sample interval in that unit.
    """

    headers: HeaderBytes | NamedBytes | None = None
    axes: ArrayAxes | None = None
    unit: str | None = None
    interval: float | None = None

    def __post_init__(self) -> None:
        if self.unit is not None and self.unit not in UNITS:
            raise BadRequest(f"“{self.unit}” is no unit of a vertical axis: choose ms, m or ft.")
        if self.interval is not None and not self.interval > 0:
            raise BadRequest(f"A sample interval of {self.interval:g} makes no survey: choose a positive one.")


def open_volume(
    path: str | Path,
    *,
    headers: HeaderBytes | NamedBytes | None = None,
    axes: ArrayAxes | None = None,
    unit: str | None = None,
    interval: float | None = None,
) -> Volume:
    """Open a survey or 2D line and find its geometry; the choices are those of `OpenChoices`.

    Raises UnreadableFile, or UnknownGeometry when the user has to name other header bytes.
    """
    return drive(open_steps(path, headers=headers, axes=axes, unit=unit, interval=interval))


def open_steps(
    path: str | Path,
    *,
    headers: HeaderBytes | NamedBytes | None = None,
    axes: ArrayAxes | None = None,
    unit: str | None = None,
    interval: float | None = None,
) -> Generator[Progress | Notice, None, Volume]:
    """`open_volume` step by step, so that a window can show progress and stop it."""
    choices = OpenChoices(headers, axes, unit, interval)
    path = Path(path).expanduser().absolute()
    if not path.is_file():
        raise UnreadableFile(f"{path} is no file: check its name." if path.exists() else f"{path} does not exist.")
    if path.suffix.lower() not in REGISTRY:
        known = ", ".join(REGISTRY)
        raise UnreadableFile(f"{path.name} is of no format that seisviewer opens: choose a file that ends in {known}.")
    module, name = REGISTRY[path.suffix.lower()].split(":")
    volume = yield from getattr(import_module(module), name)(path, choices)
    for text in volume.notices:
        yield Notice(text)
    return volume
