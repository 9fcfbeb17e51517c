"""The class of what lies between two horizons, as labels that were accepted and not painted."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np

from seisviewer.errors import BadRequest, LabelsError
from seisviewer.labels.label_edits import cropped_stroke, paintable
from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import Stroke
from seisviewer.progress import Progress
from seisviewer.project.project import Project
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, SectionId


def between(geometry: Geometry, section: SectionId, upper: Horizon | None, lower: Horizon | None) -> np.ndarray:
    """Bool (traces, samples) of an inline or crossline: the samples that lie below `upper` and not below `lower`, on traces
    where both are defined and in this order. None: the top, or the base, of the survey."""
    samples = np.arange(geometry.samples.count)
    traces = geometry.section_shape(section.direction)[0]
    top = np.full(traces, -1.0) if upper is None else upper.on_line(geometry, section)
    base = np.full(traces, float(len(samples))) if lower is None else lower.on_line(geometry, section)
    with np.errstate(invalid="ignore"):
        mask = (samples > top[:, None]) & (samples <= base[:, None])
    mask &= (np.isfinite(top) & np.isfinite(base))[:, None] & geometry.section_live(section)[:, None]
    return mask


def label_between(
    project: Project, sections: Sequence[SectionId], upper: Horizon | None, lower: Horizon | None, label: int
) -> Generator[Progress, None, int]:
    """Label what lies between two horizons on inlines and crosslines, in one action; returns how many samples. What a person
    painted there, and labels of locked classes, stay as they are; provenance then says “accepted”.

    Raises BadRequest without a horizon or for one twice, LabelsError where nothing can be labelled.
    """
    if upper is None and lower is None:
        raise BadRequest(tr("Say at least one horizon: above it or below it, or both for what lies between."))
    if upper is not None and lower is not None and upper.number == lower.number:
        raise BadRequest(
            tr("Between “{upper_name}” and itself lies nothing: choose two horizons.").format(upper_name=upper.name)
        )
    if label not in project.classes:
        raise BadRequest(tr("There is no class {label}: choose one of the class list.").format(label=label))
    if label in project.classes.locked:
        raise LabelsError(
            tr("“{label}” is locked: unlock it to label with it.").format(label=project.classes.name_of(label))
        )
    stored = yield from project.commit_steps(_strokes(project, sections, upper, lower, label))
    labelled = sum(int(np.count_nonzero(each.mask)) for each in stored if isinstance(each, Stroke))
    if not labelled:
        names = tr(" and ").join(f"“{each.name}”" for each in (upper, lower) if each is not None)
        raise LabelsError(
            tr(
                "Nothing was labelled: on these lines {names} enclose nothing that is not labelled "
                "already, or lie the other way round."
            ).format(names=names)
        )
    return labelled


def _strokes(
    project: Project, sections: Sequence[SectionId], upper: Horizon | None, lower: Horizon | None, label: int
) -> Generator[Progress | Stroke, None, None]:
    for done, section in enumerate(sections):
        yield Progress(done, len(sections), tr("Labelling {section}").format(section=section))
        current = project.label_section(section)
        allowed = paintable(current, label, locked=project.classes.locked)
        mask = between(project.geometry, section, upper, lower) & allowed & (current != label)
        stroke = cropped_stroke(current, section, mask, label)
        if stroke is not None:
            yield replace(stroke, origin=Origin.ACCEPTED)
