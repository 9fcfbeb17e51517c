"""Where the files of a project were, told so that they are found again when the folder has moved."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from seisviewer.errors import ProjectError
from seisviewer.project.database import Database
from seisviewer.project.stored_values import checked, of_kind
from seisviewer.project.survey_rows import read_setting
from seisviewer.translation import tr

LONGEST_SAID = 120  # letters of a path


@dataclass(frozen=True)
class Source:
    """relative: path of a file or folder from the project folder; absolute: the same from the root, tried second."""

    relative: str
    absolute: str

    @property
    def name(self) -> str:
        return Path(self.absolute).name

    @classmethod
    def of(cls, folder: Path, path: Path) -> Source:
        path = path.expanduser().absolute()
        return cls(relative_path(folder.absolute(), path), str(path))

    @classmethod
    def from_json(cls, content: dict[str, str]) -> Source:
        """Raises ValueError for anything but a dictionary of two paths."""
        return cls(**{name: of_kind(path, str) for name, path in of_kind(content, dict).items()})

    def found(self, folder: Path) -> Path | None:
        """Where it is now; None when it is neither in its old place nor beside the project."""
        # Of `os.path`, which says no where a path is longer than the system takes, or lies in somebody's closed folder.
        candidates = places(folder, self.relative, self.absolute)
        return next((Path(os.path.normpath(place)) for place in candidates if os.path.exists(place)), None)


def read_sources(database: Database) -> tuple[Source, ...]:
    """The waveforms that a project of traces is of; raises ProjectError."""
    with checked(database):
        return tuple(Source.from_json(each) for each in read_setting(database, "waveforms"))


def relative_path(folder: Path, path: Path) -> str:
    """The path from the folder on; the absolute path where the two lie on different drives."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:
        return str(path)


def places(folder: Path, relative: str, absolute: str) -> Iterator[Path]:
    """Where a file of the project in `folder` may be now, most likely place first."""
    name = Path(absolute).name
    yield from (folder / relative, Path(absolute), folder.parent / name, folder / name)


def in_sentence(path: str) -> str:
    """A path as a sentence holds it; the middle of a very long one is left out."""
    return path if len(path) <= LONGEST_SAID else f"{path[: LONGEST_SAID // 2]}…{path[-LONGEST_SAID // 2 :]}"


def found_sources(sources: Sequence[Source], folder: Path) -> tuple[Path, ...]:
    """Where the waveforms are now; raises ProjectError that names what is gone."""
    found = [source.found(folder) for source in sources]
    gone = [source for source, place in zip(sources, found, strict=True) if place is None]
    if gone:
        name = in_sentence(gone[0].name)
        what = name if len(gone) == 1 else tr("{name} and {count} more").format(name=name, count=len(gone) - 1)
        raise ProjectError(
            tr(
                "The waveforms {what} of {folder} are no longer at {in_sentence}: put them back, put "
                "them beside the project, or say where they are."
            ).format(what=what, folder=folder, in_sentence=in_sentence(str(Path(gone[0].absolute).parent)))
        )
    return tuple(place for place in found if place is not None)
