"""Shortcuts in a file, to take them to another computer or to a colleague."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from seisviewer.app.menus.action_table import BY_ID
from seisviewer.app.menus.keymap import native, portable
from seisviewer.atomic_files import write_whole
from seisviewer.bounded_reading import read_json
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.translation import tr

Keys = Mapping[str, tuple[str, ...]]


def write_keys(path: Path, keys: Keys) -> None:
    """Write the keys of actions by their ids; raises BadRequest."""
    content = {"seisviewer shortcuts": {name: list(held) for name, held in keys.items()}}
    write_whole(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), BadRequest)


def read_keys(path: Path) -> Keys:
    """The keys of the actions that this version knows; raises UnreadableFile where the file holds none, or gives one key to
    two actions of a desk."""
    try:
        stored = read_json(path)["seisviewer shortcuts"]
        keys = {name: tuple(map(portable, map(str, held))) for name, held in stored.items() if name in BY_ID}
    except OSError as error:
        raise UnreadableFile(
            tr("{path} cannot be read ({strerror}): choose another file.").format(path=path, strerror=error.strerror)
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile(
            tr("{path_name} holds no shortcuts: choose a file that this dialog exported.").format(path_name=path.name)
        ) from error
    if any("" in held for held in keys.values()):
        raise UnreadableFile(
            tr("{path_name} names keys that there are not: choose a file that this dialog exported.").format(
                path_name=path.name
            )
        )
    _refuse_conflicts(path.name, {name: keys.get(name, action.keys) for name, action in BY_ID.items()})
    return keys


def _refuse_conflicts(file: str, keys: Keys) -> None:
    holders: dict[str, list[str]] = {}
    for name, held in keys.items():
        for key in map(portable, held):
            for other in holders.setdefault(key, []):
                if BY_ID[other].meets(BY_ID[name]):
                    first, second = (tr(BY_ID[each].text).removesuffix("…") for each in (other, name))
                    raise UnreadableFile(
                        tr(
                            "{file} gives {native} to “{first}” and to “{second}”: change one of them in the program "
                            "that wrote it."
                        ).format(file=file, native=native(key), first=first, second=second)
                    )
            holders[key].append(name)
