"""Labels in and out of a project."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.covering_value import check_covering_value
from seisviewer.labels.label_edits import paintable, strokes_of_pieces
from seisviewer.labels.label_files import SectionFile, write_sections
from seisviewer.labels.provenance import ALONG_CODE, CODES, Origin
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.stroke_verdict import StrokeVerdict, Verdict
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Line, Mark, Project
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction
from seisviewer.volumes.survey_writing import write_segy
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.fault_exchange import joined_faults


def import_labels(
    project: Project,
    volume: Volume,
    path: str | Path,
    also_unlabelled: Collection[int] | None = None,
    reach: int = 0,
) -> Generator[Progress | Notice, None, tuple[Stroke | Line, ...]]:
    """Paint the sections of a .npz file, all undone at once: one stroke for each connected piece of a class on a
    section, the boundaries and faults drawn on it, what was said of its strokes, and what was rejected there.

    What the file leaves unlabelled stays as it was, and so do labels of locked classes. Classes that are not in the
    table are added to it. The labels change with the last event; an import that is given up leaves nothing behind.

    also_unlabelled: values that mean “unlabelled” besides 255 and -1; () where all others are classes. Where it is not
    said and one value covers nearly everything, UnclearLabels is raised. reach: lines to each side to which what was painted on
    inlines and crosslines is to be carried, see `reach.carrying`. Raises LabelsError when the file does not fit the
    survey or holds no label.
    """
    path = Path(path)
    with SectionFile(path, volume.geometry) as file:
        stored = yield from project.commit_steps(_reaching(_marks(project, volume, file, also_unlabelled), reach))
    if not stored:
        raise LabelsError(
            tr("{path_name} holds no label on a trace of the survey: nothing was imported.").format(path_name=path.name)
        )
    return stored


def _reaching(marks: Iterable[Progress | Notice | Mark], reach: int) -> Generator[Progress | Notice | Mark, None, None]:
    for mark in marks:
        painted = isinstance(mark, Stroke) and mark.origin is Origin.PAINTED and mark.section.direction in LINES
        yield replace(mark, reach=reach) if painted and not mark.along else mark


def _marks(
    project: Project, volume: Volume, file: SectionFile, also_unlabelled: Collection[int] | None
) -> Generator[Progress | Notice | Mark, None, None]:
    """Strokes that were set aside come before those painted since, and what is kept after them."""
    if also_unlabelled is None:
        yield from check_covering_value(file)
        also_unlabelled = ()
    said = [verdict for section in file.judged_sections for verdict in file.verdicts(section)]
    for verdict in said:
        if verdict.verdict is Verdict.ASIDE:
            yield from _set_aside(project, volume, verdict)
    yield from _strokes(project, volume, file, also_unlabelled)
    for section in file.bounded_sections:
        yield from file.boundaries(section)
    sticks = [stick for section in file.faulted_sections for stick in file.faults(section)]
    yield from sticks
    elsewhere = (stick for stick in project.snapshot().faults if stick.section not in file.faulted_sections)
    yield from joined_faults({stick.fault for stick in elsewhere}, sticks)
    yield from (verdict for verdict in said if verdict.verdict is Verdict.KEPT)
    known = {_place(each) for each in project.snapshot().rejections}
    rejected = (each for section in file.rejected_sections for each in file.rejections(section))
    yield from (each for each in rejected if _place(each) not in known)


def _place(rejection: Rejection) -> tuple[object, ...]:
    """What two rejections share that say the same."""
    return (
        rejection.section,
        rejection.label,
        rejection.row,
        rejection.column,
        rejection.mask.shape,
        rejection.mask.tobytes(),
    )


def _set_aside(project: Project, volume: Volume, verdict: StrokeVerdict) -> Iterator[Mark]:
    """Paint a stroke where nothing else lies, and set it aside; nothing where it is set aside already."""
    section, shape = verdict.section, verdict.mask.shape
    known = [each for each in project.snapshot().verdicts if each.verdict is Verdict.ASIDE]
    if any(each.meets(verdict) for each in known):
        return
    current, live = project.label_section(section), volume.geometry.section_live(section)
    free = paintable(current, verdict.label, live=live, locked=project.classes.locked)
    free &= np.isin(current, (UNLABELLED, verdict.label))
    inside = np.s_[verdict.row : verdict.row + shape[0], verdict.column : verdict.column + shape[1]]
    mask = verdict.mask & free[inside]
    if mask.any():
        yield Stroke(section, verdict.label, verdict.row, verdict.column, mask, current[inside])
        yield replace(verdict, mask=mask)


def _strokes(
    project: Project, volume: Volume, file: SectionFile, also_unlabelled: Collection[int]
) -> Generator[Progress | Notice | Stroke, None, None]:
    left_out, painted, copied = 0, False, []
    for done, section in enumerate(file.sections):
        progress = Progress(done, len(file.sections), tr("Importing {section}").format(section=section))
        yield progress
        labels, current = file.read(section, also_unlabelled), project.label_section(section)
        live, said = volume.geometry.section_live(section), file.provenance(section)
        allowed = paintable(current, 0, live=live, locked=project.classes.locked)
        left_out += int(((labels != UNLABELLED) & ~allowed).sum())
        for label in np.flatnonzero(np.bincount(labels.view(np.uint8).ravel())[: HIGHEST_NUMBER + 1]).tolist():
            of_class = (labels == label) & allowed
            for origin, code in (*CODES.items(), (Origin.PAINTED, ALONG_CODE)):
                for stroke in strokes_of_pieces(current, section, of_class & (said == code), label, origin):
                    if origin is Origin.CARRIED:
                        copied.append(stroke)
                    else:
                        yield replace(stroke, along=code == ALONG_CODE)
                    yield progress
                    painted = True
    yield from copied  # a copy is held back where its stroke is
    if left_out and painted:
        yield Notice(
            tr("{left_out:,} labels were left out: they lie where there is no trace, or on locked classes.").format(
                left_out=left_out
            )
        )


def export_provenance(project: Project, volume: Volume, path: str | Path) -> Generator[Progress, None, None]:
    """Write who said what each label is as a SEG-Y volume: 0 no label (only a model speaks), 1 painted, 2 accepted, 3 carried
    over from a stroke on a line near by."""
    snapshot = project.snapshot()
    text = (
        f"Provenance of the facies labels of {volume.name}, written by seisviewer\n"
        "0: no label\n1: painted\n2: accepted\n3: carried over from a stroke on a line near by"
    )

    def inline(index: int) -> np.ndarray:
        return snapshot.provenance(Direction.INLINE, index)

    yield from write_segy(Path(path), volume, inline, text=text, sample_format="int8")


def export_labels(project: Project, volume: Volume, path: str | Path) -> Generator[Progress, None, None]:
    """Write the labels as .npz (every section with a stroke in its plane, with the boundaries and faults drawn on it
    and what was said of its strokes) or as a SEG-Y volume of class numbers.

    In the SEG-Y file, which has the survey's traces, unlabelled is -1. Raises LabelsError.
    """
    path = Path(path)
    snapshot = project.snapshot()
    beside = snapshot.boundaries or snapshot.faults or snapshot.verdicts or snapshot.rejections
    if not snapshot.counts() and not (beside and path.suffix.lower() == ".npz"):
        raise LabelsError(
            tr("{folder} has no labels to export yet: paint a stroke first.").format(folder=project.folder)
        )
    if path.suffix.lower() == ".npz":
        yield Progress(0, 1, tr("Writing {path_name}").format(path_name=path.name))
        write_sections(path, snapshot)
        yield Progress(1, 1, tr("Writing {path_name}").format(path_name=path.name))
    elif path.suffix.lower() in (".sgy", ".segy"):
        classes = [f"{each.number}: {each.name}" for each in snapshot.classes]
        text = "\n".join([f"Facies labels of {volume.name}, written by seisviewer", "-1: unlabelled", *classes])

        def inline(index: int) -> np.ndarray:
            return snapshot.section(Direction.INLINE, index)

        yield from write_segy(path, volume, inline, text=text, sample_format="int8")
    else:
        raise LabelsError(
            tr("{path_name} is of no format that labels are written in: choose a name in .npz or .sgy.").format(
                path_name=path.name
            )
        )
