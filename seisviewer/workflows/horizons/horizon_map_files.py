"""A map at a horizon as a file: a table, or a picture."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

from seisviewer.errors import BadRequest
from seisviewer.pictures.picture_files import write_picture
from seisviewer.pictures.picture_style import FORMATS, PictureStyle
from seisviewer.project.project import Project
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.translation import tr
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.horizons.at_horizon import AtHorizon
from seisviewer.workflows.horizons.horizon_map_pictures import horizon_map_picture
from seisviewer.workflows.horizons.horizon_maps import amplitude_map, facies_map_of_run, time_map, write_map

TABLES = ("txt", "xyz", "dat", "asc")


def write_horizon_map(
    project: Project,
    volume: Volume,
    horizon: Horizon,
    kind: AtHorizon,
    out: Path,
    layout: HorizonLayout = HorizonLayout.BY_COORDINATES,
    run: int | None = None,
    style: PictureStyle = PictureStyle(),
    title: str = "",
) -> Generator[Any, None, None]:
    """Write what lies at a horizon. Raises BadRequest for another ending, or where nothing is known."""
    ending = out.suffix.lower().removeprefix(".")
    if ending not in (*TABLES, *FORMATS):
        raise BadRequest(
            tr("{out_name} ends in no format of maps: name it .txt, .png, .svg or .pdf.").format(out_name=out.name)
        )
    if kind is AtHorizon.TIME:
        values = time_map(volume.geometry, horizon)
    elif kind is AtHorizon.AMPLITUDE:
        values = yield from amplitude_map(volume, horizon)
    else:
        values = yield from facies_map_of_run(project, volume, horizon, run)
    if ending in TABLES:
        write_map(out, volume.geometry, values, layout)
        return
    picture = horizon_map_picture(volume.geometry, horizon, kind, values, project.classes, project.wells, title)
    if picture is None:
        raise BadRequest(
            tr("Nothing is known at “{horizon_name}”: track or import it first.").format(horizon_name=horizon.name)
        )
    write_picture(picture, style, out)
