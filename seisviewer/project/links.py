"""Symbolic links inside a project are not followed out of it: a stranger's project writes to no folder but its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from seisviewer.errors import ProjectError
from seisviewer.translation import tr


def link_out_of(project: Path, place: Path) -> Path | None:
    """The first link at `place`, above it in the project, or in it, that leads out of the project; None without one."""
    home = project.resolve()
    for path in _links(project, place):
        try:
            target = path.resolve()
        except (OSError, RuntimeError):  # links in a circle lead nowhere
            return path
        if not target.is_relative_to(home):
            return path
    return None


def check_inside(project: Path, place: Path) -> None:
    """Raises ProjectError where what is read or written at `place` would lie outside the project."""
    link = link_out_of(project, place)
    if link is not None:
        raise ProjectError(
            tr(
                "{link} is a link out of the project to {readlink}, which is not followed: remove the "
                "link, or put what it names in its place."
            ).format(link=link, readlink=os.readlink(link))
        )


def _links(project: Path, place: Path) -> Iterator[Path]:
    above = place
    while above != project and project in above.parents:
        if above.is_symlink():
            yield above
        above = above.parent
    if place.is_symlink():
        return
    for folder, folders, files in os.walk(place):  # which follows no links itself
        yield from (path for name in (*folders, *files) if (path := Path(folder, name)).is_symlink())
