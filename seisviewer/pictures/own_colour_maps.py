"""Colour maps that a user brings along: read from a file, kept with what belongs to the user, written for others."""

from __future__ import annotations

import json
import logging
from functools import cache
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import write_whole
from seisviewer.bounded_reading import json_from, read_bounded
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.file_names import plain_name
from seisviewer.pictures.coloured_stops import ColourMap
from seisviewer.translation import tr
from seisviewer.user_folders import user_data_folder

KINDS = ("diverging", "sequential", "cyclic")
MOST_COLOURS = 4096
OWN = "own-"  # before the names of these maps, which so never stand for one that comes with the program
log = logging.getLogger(__name__)


def own_maps_folder() -> Path:
    """Where they are kept; it may not exist yet."""
    return user_data_folder() / "colour_maps"


@cache
def own_maps() -> dict[str, ColourMap]:
    """Every colour map of the user by its name. A file there that is none any more is left out, and logged."""
    found = {}
    folder = own_maps_folder()
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            read = read_colour_map(path)
        except UnreadableFile as error:
            log.warning("%s", error)
            continue
        found[read.name] = read
    return found


def import_colour_map(path: Path) -> ColourMap:
    """Read a colour map and keep it with the user's, in the place of one of the same name. Raises UnreadableFile where the
    file is none, BadRequest where it cannot be kept."""
    read = read_colour_map(path)
    folder = own_maps_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest(
            tr("{folder} cannot be made ({strerror}): free its place.").format(folder=folder, strerror=error.strerror)
        ) from error
    write_colour_map(folder / f"{read.name.removeprefix(OWN)}.json", read)
    own_maps.cache_clear()
    return read


def write_colour_map(path: Path, colour_map: ColourMap) -> None:
    """Write a colour map as JSON, as it is read again; raises BadRequest."""
    colours = [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in colour_map.stops.tolist()]
    content = {"title": colour_map.title, "kind": colour_map.kind, "colours": colours}
    write_whole(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), BadRequest)


def read_colour_map(path: Path) -> ColourMap:
    """A colour map from JSON (title, kind, colours "#rrggbb"), or from text with red, green and blue in each line, 0 to 1 or
    0 to 255, such as those of Crameri's collection. Raises UnreadableFile."""
    try:
        text = read_bounded(path).decode("utf-8-sig")
        title, kind, stops = (
            _from_json(text) if path.suffix.lower() == ".json" else (path.stem, "sequential", _rows(text))
        )
    except OSError as error:
        raise UnreadableFile(
            tr("{path} cannot be read ({strerror}): choose another file.").format(path=path, strerror=error.strerror)
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise UnreadableFile(
            tr(
                "{path_name} is no colour map: choose a .json file of colours, or text with red, green "
                "and blue in each line."
            ).format(path_name=path.name)
        ) from error
    if not 2 <= len(stops) <= MOST_COLOURS:
        raise UnreadableFile(
            tr("{path_name} has {count} colours: a colour map has 2 to {most_colours}.").format(
                path_name=path.name, count=len(stops), most_colours=MOST_COLOURS
            )
        )
    return ColourMap(OWN + plain_name(path.stem), title.strip()[:80] or path.stem, kind, stops)


def _from_json(text: str) -> tuple[str, str, np.ndarray]:
    body = json_from(text)
    stops = np.array([list(bytes.fromhex(colour.removeprefix("#"))) for colour in body["colours"]], np.uint8)
    if stops.ndim != 2 or stops.shape[1] != 3 or body["kind"] not in KINDS:
        raise ValueError(tr("not red, green and blue, or of no kind that is known"))
    return str(body["title"]), body["kind"], stops


def _rows(text: str) -> np.ndarray:
    """uint8 (lines, 3); a line that begins with # is a remark."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    values = np.array([[float(word) for word in line.replace(",", " ").split()] for line in lines], float)
    if values.ndim != 2 or values.shape[1] != 3 or not ((values >= 0) & (values <= 255)).all():
        raise ValueError(tr("not red, green and blue"))
    return np.rint(values * (255 if values.max() <= 1 else 1)).astype(np.uint8)
