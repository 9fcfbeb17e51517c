"""Labels in and out of a project."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.labels.label_edits import cropped_stroke, paintable
from seisviewer.labels.label_files import read_sections, write_sections
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.survey_writing import write_segy
from seisviewer.volumes.volume import Volume


def import_labels(
    project: Project, volume: Volume, path: str | Path
) -> Generator[Progress | Notice, None, tuple[Stroke, ...]]:
    """Paint the sections of a .npz file: one stroke for each section and class, all undone at once.

    What the file leaves unlabelled stays as it was, and so do labels of locked classes. Classes that are not in the
    table are added to it. Raises LabelsError when the file does not fit the survey or holds no label.
    """
    sections = read_sections(path, volume.geometry)
    strokes: list[Stroke] = []
    left_out = 0
    for done, (section, labels) in enumerate(sections.items()):
        yield Progress(done, len(sections), f"Importing {section}")
        current = project.label_section(section)
        live = volume.geometry.section_live(section)
        allowed = paintable(current, 0, live=live, locked=project.classes.locked)
        left_out += int(((labels != UNLABELLED) & ~allowed).sum())
        for label in np.unique(labels[labels != UNLABELLED]):
            stroke = cropped_stroke(current, section, (labels == label) & allowed, int(label))
            if stroke is not None:
                strokes.append(stroke)
    if not strokes:
        raise LabelsError(f"{Path(path).name} holds no label on a trace of the survey: nothing was imported.")
    stored = project.commit(strokes)
    yield Progress(len(sections), len(sections), "Imported")
    if left_out:
        yield Notice(f"{left_out:,} labels were left out: they lie where there is no trace, or on locked classes.")
    return stored


def export_labels(project: Project, volume: Volume, path: str | Path) -> Generator[Progress, None, None]:
    """Write the labels as .npz (every section with a stroke in its plane) or as a SEG-Y volume of class numbers.

    In the SEG-Y file, which has the survey's traces, unlabelled is -1. Raises LabelsError.
    """
    path = Path(path)
    snapshot = project.snapshot()
    if not snapshot.counts():
        raise LabelsError(f"{project.folder} has no labels to export yet: paint a stroke first.")
    if path.suffix.lower() == ".npz":
        yield Progress(0, 1, f"Writing {path.name}")
        write_sections(path, snapshot)
        yield Progress(1, 1, f"Writing {path.name}")
    elif path.suffix.lower() in (".sgy", ".segy"):
        classes = [f"{each.number}: {each.name}" for each in snapshot.classes]
        text = "\n".join([f"Facies labels of {volume.name}, written by seisviewer", "-1: unlabelled", *classes])

        def inline(index: int) -> np.ndarray:
            return snapshot.section(Direction.INLINE, index)

        yield from write_segy(path, volume, inline, text=text, sample_format="int8")
    else:
        raise LabelsError(f"{path.name} is of no format that labels are written in: choose a name in .npz or .sgy.")
