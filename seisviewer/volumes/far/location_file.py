"""A survey elsewhere stands on this computer as a small file that holds its address: a location.

So it has a place like other surveys: it is listed, dropped, found again by its project and copied with it, and its project
lies beside it. Nothing but the address and by what the source was last known is kept, no key and no password.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.bounded_reading import read_json
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.file_names import plain_name
from seisviewer.translation import tr
from seisviewer.user_folders import user_data_folder
from seisviewer.volumes.far.address import Address, address_in, checked_address

ENDING = ".location"
MOST_BYTES = 1 << 14


def place_of(path: str | Path) -> Path:
    """The path, or for an address its location, which is made. Raises BadRequest or UnreadableFile."""
    written = address_in(path)
    return Path(path).expanduser().absolute() if written is None else location_of(checked_address(written))


def location_of(address: Address) -> Path:
    """The location of an address in the user's data folder, made where it is missing; raises UnreadableFile."""
    mark = hashlib.sha256(address.text.encode()).hexdigest()[:12]
    place = user_data_folder() / "locations" / mark / f"{plain_name(_stem(address.name))}{ENDING}"
    if not place.is_file():
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnreadableFile(
                tr("{parent} cannot be made: {strerror}.").format(parent=place.parent, strerror=error.strerror or error)
            ) from error
        _write(place, address, "")
    return place


def read_location(path: Path) -> Address:
    """Raises UnreadableFile for what is no location."""
    address, _ = _read(path)
    return address


def address_of(path: Path) -> str:
    """The address in a location; "" for every other file, and where it cannot be read."""
    if path.suffix.lower() != ENDING:
        return ""
    try:
        return read_location(path).text
    except UnreadableFile:
        return ""


def note_version(path: Path, version: str) -> bool:
    """Remember by what the source is known; the location is written anew, so that all who know it by its time notice,
    only where that has changed. Returns whether it had been known as something else."""
    address, known = _read(path)
    if known == version:
        return False
    try:
        _write(path, address, version)
    except UnreadableFile:  # a folder that may only be read: then nobody notices, and nothing else is lost
        pass
    return bool(known)


def _read(path: Path) -> tuple[Address, str]:
    try:
        content = read_json(path, MOST_BYTES)
        if not isinstance(content, dict):
            raise ValueError(tr("it holds no address"))
        return checked_address(str(content["address"])), str(content.get("version", ""))
    except (OSError, ValueError, KeyError, BadRequest) as error:
        raise UnreadableFile(
            tr("{path_name} holds no address of a survey ({error}): open the address itself.").format(
                path_name=path.name, error=error
            )
        ) from error


def _write(path: Path, address: Address, version: str) -> None:
    content = {"seisviewer": "location of a survey", "address": address.text, "version": version}
    write_whole(path, json.dumps(content, indent=1).encode(), UnreadableFile)


def _stem(name: str) -> str:
    return Path(name.removesuffix(".zip")).stem or name
