"""A random line as a picture: amplitudes by nearest trace, labels, and what is stored of predictions, over its distance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from seisviewer.labels.stroke import UNLABELLED
from seisviewer.pictures.section_picture import LineOverlay, PlacedName, SectionPicture
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.random_line import RandomLine, RandomLineVolume, distance_axis
from seisviewer.volumes.section_axes import section_axes
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.pictures.section_pictures import (
    CLASS_OPACITY,
    LABEL_OPACITY,
    AmplitudeLooks,
    SeenPart,
    class_image,
    class_legend,
    numbers_in,
    section_picture,
)
from seisviewer.workflows.pictures.well_marks import well_marks
from seisviewer.workflows.prediction import latest_run, store_of
from seisviewer.workflows.random_lines import labels_along

NODE_COLOUR = "#606060"


def random_line_picture(
    volume: Volume,
    line: RandomLine,
    *,
    looks: AmplitudeLooks,
    project: Project | None = None,
    run: int | None = None,
    labels: bool = True,
    part: SeenPart = SeenPart(),
    title: str = "",
    well_distance: float = 0.0,
) -> SectionPicture:
    """well_distance: as in `section_picture`. run: draw what is stored of its predictions; a random line is not predicted by itself. Dashed lines stand at the nodes.

    Raises BadRequest for a line that the survey has not, ProjectError for a run that the project has not.
    """
    along = RandomLineVolume(volume, line)
    path = along.path_along
    picture = section_picture(
        along, along.section_id, looks=looks, part=part, title=title or f"{volume.name}: {line.name}"
    )
    images, numbers, notes = (
        list(picture.images),
        set(),
        [*picture.notes, tr("{line}; amplitudes of the nearest traces").format(line=line)],
    )
    if project is not None and run is not None:
        store = store_of(project, volume, latest_run(project, run))
        drive(store.load())
        classes = store.traces(path.inlines, path.crosslines)
        images.append(class_image(classes, NO_CLASS, project.classes, CLASS_OPACITY))
        numbers |= numbers_in(classes, NO_CLASS)
        notes.append(
            tr("Run {run}, {mean:.0%} of the traces predicted").format(
                run=run, mean=float((classes != NO_CLASS).any(axis=1).mean())
            )
        )
    if project is not None and labels:
        painted = labels_along(project.snapshot(), path)
        images.append(class_image(painted, UNLABELLED, project.classes, LABEL_OPACITY))
        numbers |= numbers_in(painted, UNLABELLED)
    count = volume.geometry.samples.count
    ends = np.array([-0.5, count - 0.5])
    lines = [
        LineOverlay(np.full(2, node), ends, (NODE_COLOUR,), 0.4, dashed=True) for node in path.nodes[1:-1].tolist()
    ]
    names: tuple[PlacedName, ...] = ()
    if project is not None and well_distance > 0:
        drilled, names = well_marks(along.geometry, along.section_id, project.wells, well_distance)
        lines += drilled
    _, down = section_axes(along.geometry, Direction.INLINE)
    return replace(
        picture,
        images=tuple(images),
        axes=(distance_axis(volume.geometry, path), down),
        lines=(*picture.lines, *lines),
        legend=class_legend(project.classes, numbers) if project is not None else (),
        notes=tuple(notes),
        names=names,
    )
