"""Opens the survey whose address stands in a location."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from seisviewer.errors import UnreadableFile
from seisviewer.progress import Progress
from seisviewer.volumes.far.address import Address
from seisviewer.volumes.far.block_cache import LIMIT_NAME, cache_limit
from seisviewer.volumes.far.far_file import FarFile
from seisviewer.volumes.far.far_objects import THREADS, FarObjects
from seisviewer.volumes.far.location_file import note_version, read_location
from seisviewer.volumes.far.server import Server
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.volume import Volume

SEGY_ENDINGS = (".sgy", ".segy")
ROOTS = ("zarr.json", ".zmetadata", ".zgroup", ".zarray")


def open_location(path: Path, choices: OpenChoices) -> Generator[Progress, None, Volume]:
    """A Zarr store or a SEG-Y file elsewhere; raises UnreadableFile, UnclearFile or UnknownGeometry."""
    address = read_location(path)
    yield Progress(0, 0, f"Asking {address.server}")
    try:
        if address.name.lower().endswith(SEGY_ENDINGS):
            volume = yield from _segy(path, choices, address)
        else:
            volume = yield from _store(path, choices, address)
    except MemoryError as error:
        raise UnreadableFile(f"{address.text} says that it is larger than the memory of this machine.") from error
    volume.address, volume.is_far = address.text, True
    if address.is_open:
        volume.notices = (
            f"{address.server} is read without encryption (http://): others in this network can read and change what comes.",
            *volume.notices,
        )
    return volume


def _segy(path: Path, choices: OpenChoices, address: Address) -> Generator[Progress, None, Volume]:
    from seisviewer.volumes.segy.segy_volume import open_segy

    file = FarFile(path)
    file.close()
    if file.size > cache_limit():
        raise UnreadableFile(
            f"{address.name} takes {file.size / 2**30:.1f} GB, and all trace headers of a SEG-Y file have to be read: that is "
            f"more than the {cache_limit() / 2**30:.1f} GB which are kept of surveys elsewhere. Set {LIMIT_NAME} in the "
            "environment, or put it on the server as a Zarr store."
        )
    is_changed = note_version(path, file.version or f"{file.size} bytes")
    volume = yield from open_segy(path, choices)
    return _told(volume, is_changed, address)


def _store(path: Path, choices: OpenChoices, address: Address) -> Generator[Progress, None, Volume]:
    from seisviewer.volumes.zarr_surveys.zarr_opening import open_objects

    objects = FarObjects(Server(address))
    try:
        root = next((key for key in ROOTS if objects.length(key) is not None), None)
        if root is None:
            raise UnreadableFile(
                f"{address.text} is no survey that can be opened: it is neither SEG-Y (.sgy, .segy) nor a Zarr store with "
                "zarr.json or .zgroup. Check the address."
            )
        is_changed = note_version(path, objects.version(root))
        volume = yield from open_objects(objects, path, choices, THREADS, name=address.name, is_far=True)
    except BaseException:
        objects.close()
        raise
    return _told(volume, is_changed, address)


def _told(volume: Volume, is_changed: bool, address: Address) -> Volume:
    if is_changed:
        volume.notices = (
            *volume.notices,
            f"{address.name} was changed on {address.server} since it was last open here.",
        )
    return volume
