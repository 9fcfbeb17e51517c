"""Opens the survey whose address stands in a location."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from seisviewer.errors import UnreadableFile
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.volumes.far.address import Address
from seisviewer.volumes.far.far_file import FarFile
from seisviewer.volumes.far.far_objects import THREADS, FarObjects
from seisviewer.volumes.far.location_file import note_version, read_location
from seisviewer.volumes.far.server import Server
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.store.build_record import PLAN_FILE
from seisviewer.volumes.volume import Volume

SEGY_ENDINGS = (".sgy", ".segy")
OWN_BLOCK_BYTES = 256 << 10
ROOTS = ("zarr.json", ".zmetadata", ".zgroup", ".zarray")


def open_location(path: Path, choices: OpenChoices) -> Generator[Progress | Notice, None, Volume]:
    """A Zarr store or a SEG-Y file elsewhere; raises UnreadableFile, UnclearFile or UnknownGeometry."""
    address = read_location(path)
    yield Progress(0, 0, tr("Asking {server}").format(server=address.server))
    try:
        if address.name.lower().endswith(SEGY_ENDINGS):
            volume = yield from _segy(path, choices, address)
        else:
            volume = yield from _store(path, choices, address)
    except MemoryError as error:
        raise UnreadableFile(
            tr("{address} says that it is larger than the memory of this machine.").format(address=address.text)
        ) from error
    return _as_far(volume, address)


def far_first_look(path: Path, choices: OpenChoices) -> Volume | None:
    """A large SEG-Y file elsewhere as `first_look` has it, from some dozens of its megabytes; None for everything else."""
    from seisviewer.volumes.segy.segy_volume import first_look

    address = read_location(path)
    if not address.name.lower().endswith(SEGY_ENDINGS):
        return None
    with closing(FarFile(path)):
        volume = first_look(path, choices, is_far=True)
    return None if volume is None else _as_far(volume, address)


def _as_far(volume: Volume, address: Address) -> Volume:
    volume.address, volume.is_far = address.text, True
    if address.is_open:
        volume.notices = (
            tr(
                "{server} is read without encryption (http://): others in this network can read and change what comes."
            ).format(server=address.server),
            *volume.notices,
        )
    return volume


def _segy(path: Path, choices: OpenChoices, address: Address) -> Generator[Progress | Notice, None, Volume]:
    from seisviewer.volumes.segy.segy_volume import open_segy, takes_long

    with closing(FarFile(path)) as file:  # open all the while, so that the server is asked after it once
        is_changed = note_version(path, file.version or tr("{size} bytes").format(size=file.size))
        if takes_long(path, choices, is_far=True):
            yield Notice(
                tr("All trace headers of {name} are read, for which up to {size:.3g} GB come from {server}.").format(
                    name=address.name, size=file.size / 1e9, server=address.server
                )
            )
        volume = yield from open_segy(path, choices)
        return _told(volume, is_changed, address)


def _store(path: Path, choices: OpenChoices, address: Address) -> Generator[Progress, None, Volume]:
    from seisviewer.volumes.zarr_surveys.zarr_opening import open_objects

    objects = _objects_of_store(address)
    try:
        root = next((key for key in ROOTS if objects.length(key) is not None), None)
        if root is None:
            raise UnreadableFile(
                tr(
                    "{address} is no survey that can be opened: it is neither SEG-Y (.sgy, .segy) nor a Zarr "
                    "store with zarr.json or .zgroup. Check the address."
                ).format(address=address.text)
            )
        is_changed = note_version(path, objects.version(root))
        volume = yield from open_objects(objects, path, choices, THREADS, name=address.name, is_far=True)
    except BaseException:
        objects.close()
        raise
    return _told(volume, is_changed, address)


def _objects_of_store(address: Address) -> FarObjects:
    """A store that seisviewer made has few and large objects, of which a section takes some hundred thousand bytes here and
    there; the objects of others are read whole mostly."""
    objects = FarObjects(Server(address))
    try:
        is_own = objects.length(PLAN_FILE) is not None
    except BaseException:
        objects.close()
        raise
    if not is_own:
        return objects
    objects.close()
    return FarObjects(objects.server, block_bytes=OWN_BLOCK_BYTES)


def _told(volume: Volume, is_changed: bool, address: Address) -> Volume:
    if is_changed:
        volume.notices = (
            *volume.notices,
            tr("{address_name} was changed on {server} since it was last open here.").format(
                address_name=address.name, server=address.server
            ),
        )
    return volume
