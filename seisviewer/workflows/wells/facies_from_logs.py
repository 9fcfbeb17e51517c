"""A log of facies along a well: as labels of its samples, and beside what a model says there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from seisviewer.errors import BadRequest, LabelsError
from seisviewer.labels.label_edits import cropped_stroke, paintable
from seisviewer.labels.provenance import Origin
from seisviewer.labels.stroke import Stroke
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.progress import Progress
from seisviewer.project.project import Project
from seisviewer.structure.wells.well import Well, WellLog
from seisviewer.structure.wells.well_places import places_along, why_not_in_depth
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.section_lengths import length_unit, trace_places

FINEST = 0.1  # metres of measured depth between two looks at the log
MOST_LOOKS = 200_000


@dataclass(frozen=True)
class FaciesSamples:
    """The samples of a survey that a well passes through, and what its log says of each. inline, crossline, sample, facies:
    int (samples,), each sample of a trace once; facies is the value that most of the path inside of the sample has."""

    inline: np.ndarray
    crossline: np.ndarray
    sample: np.ndarray
    facies: np.ndarray

    def __len__(self) -> int:
        return len(self.facies)


@dataclass(frozen=True)
class FaciesCheck:
    """A prediction beside a log. of: by class number, how many samples of it the log has where there is a prediction; right:
    how many of these the prediction calls so. unknown: samples without a prediction."""

    of: Mapping[int, int]
    right: Mapping[int, int]
    unknown: int = 0

    @property
    def share(self) -> float:
        """Of all samples that were compared, those that are right; NaN without any."""
        total = sum(self.of.values())
        return sum(self.right.values()) / total if total else float("nan")


def facies_log(well: Well, name: str) -> WellLog:
    """The log of a name, which must be discrete; raises BadRequest."""
    log = well.log(name)
    if log is None:
        there = ", ".join(f"“{each.name}”" for each in well.logs) or "none"
        raise BadRequest(
            tr("“{well_name}” has no log “{name}”: it has {there}.").format(well_name=well.name, name=name, there=there)
        )
    if not log.facies:
        raise BadRequest(
            tr("“{name}” of “{well_name}” names no facies: its values are not a few whole numbers.").format(
                name=name, well_name=well.name
            )
        )
    return log


def facies_samples(geometry: Geometry, well: Well, log: WellLog) -> FaciesSamples:
    """Raises LabelsError where the well has no depth in the survey's samples, or none inside of it."""
    if why := why_not_in_depth(geometry, well):
        raise LabelsError(why)
    top, bottom = max(log.md[0], well.path.md[0]), min(log.md[-1], well.path.md[-1])
    count = int(np.clip((bottom - top) / FINEST, 2, MOST_LOOKS)) if bottom > top else 0
    md = np.linspace(top, bottom, count)
    place = places_along(geometry, well, md)
    nearest = np.clip(np.searchsorted((log.md[1:] + log.md[:-1]) / 2, md), 0, len(log.md) - 1)
    facies = log.values[nearest]
    whole = np.stack([np.rint(each) for each in (place.inline, place.crossline, place.sample)])
    inside = np.isfinite(whole).all(axis=0) & np.isfinite(facies)
    for index, most in zip(whole, geometry.shape, strict=True):
        inside &= (np.nan_to_num(index, nan=-1.0) >= 0) & (np.nan_to_num(index, nan=-1.0) < most)
    if geometry.trace_xy is not None:
        inside &= place.aside <= _half_spacing(geometry)
    cells = whole[:, inside].astype(int)
    alive = geometry.live[cells[0], cells[1]]
    cells, values = cells[:, alive], facies[inside][alive].astype(int)
    if not len(values):
        raise LabelsError(
            tr("“{log_name}” of “{well_name}” lies nowhere on a trace of the survey, or outside its samples.").format(
                log_name=log.name, well_name=well.name
            )
        )
    return FaciesSamples(*_majority(cells, values))


def label_facies(
    project: Project, samples: FaciesSamples, classes: Mapping[int, int]
) -> Generator[Progress, None, int]:
    """Label the samples along a well by its log, in one action; returns how many. classes: the class number of each value;
    values without one are left out. What a person painted there, and labels of locked classes, stay; provenance then says
    “accepted”. Raises BadRequest, LabelsError where nothing can be labelled."""
    for number in set(classes.values()):
        if number not in project.classes:
            raise BadRequest(tr("There is no class {number}: choose one of the class list.").format(number=number))
        if number in project.classes.locked:
            raise LabelsError(
                tr("“{number}” is locked: unlock it to label with it.").format(number=project.classes.name_of(number))
            )
    stored = yield from project.commit_steps(_strokes(project, samples, classes))
    labelled = sum(int(np.count_nonzero(each.mask)) for each in stored if isinstance(each, Stroke))
    if not labelled:
        raise LabelsError(
            tr("Nothing was labelled: the log has none of these values inside the survey, or all is labelled already.")
        )
    return labelled


def _strokes(
    project: Project, samples: FaciesSamples, classes: Mapping[int, int]
) -> Generator[Progress | Stroke, None, None]:
    lines = np.unique(samples.inline)
    for done, index in enumerate(lines.tolist()):
        section = project.geometry.section(Direction.INLINE, index)
        yield Progress(done, len(lines), tr("Labelling {section}").format(section=section))
        here = samples.inline == index
        current = project.label_section(section)
        for value, number in classes.items():
            chosen = here & (samples.facies == value)
            mask = np.zeros(current.shape, bool)
            mask[samples.crossline[chosen], samples.sample[chosen]] = True
            mask &= paintable(current, number, locked=project.classes.locked) & (current != number)
            stroke = cropped_stroke(current, section, mask, number)
            if stroke is not None:
                yield replace(stroke, origin=Origin.ACCEPTED)


def sections_of(geometry: Geometry, samples: FaciesSamples) -> tuple[SectionId, ...]:
    """The inlines that the samples lie on."""
    return tuple(geometry.section(Direction.INLINE, index) for index in np.unique(samples.inline).tolist())


def compared(samples: FaciesSamples, classes: Mapping[int, int], said: np.ndarray) -> FaciesCheck:
    """A prediction beside a log; see FaciesCheck. said: class numbers (samples,), NO_CLASS where nothing is predicted."""
    of: dict[int, int] = {}
    right: dict[int, int] = {}
    unknown = 0
    for value, number in classes.items():
        here = samples.facies == value
        known = here & (said != NO_CLASS)
        unknown += int(here.sum() - known.sum())
        if known.any():
            of[number] = of.get(number, 0) + int(known.sum())
            right[number] = right.get(number, 0) + int((said[known] == number).sum())
    return FaciesCheck(of, right, unknown)


def said_on_lines(geometry: Geometry, samples: FaciesSamples, lines: Mapping[SectionId, np.ndarray]) -> np.ndarray:
    """What predictions of inlines, uint8 (traces, samples) each, say of samples along a well."""
    said = np.full(len(samples), NO_CLASS, np.uint8)
    for section, classes in lines.items():
        here = samples.inline == geometry.index(section)
        said[here] = classes[samples.crossline[here], samples.sample[here]]
    return said


def said_of_traces(samples: FaciesSamples, traces: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> np.ndarray:
    """The same of a store of predictions. traces: as `PredictionStore.traces`."""
    places, which = np.unique(np.stack([samples.inline, samples.crossline]), axis=1, return_inverse=True)
    return traces(places[0], places[1])[which.ravel(), samples.sample]


def check_in_words(check: FaciesCheck, name_of: Callable[[int], str]) -> tuple[str, ...]:
    """A line a class, and one of all."""
    lines = [
        tr("{number}: {right:.0%} of {of:,} samples right").format(
            number=name_of(number), right=check.right[number] / of, of=of
        )
        for number, of in sorted(check.of.items())
    ]
    if check.of:
        lines.append(
            tr("all: {share:.0%} of {values:,} samples right").format(share=check.share, values=sum(check.of.values()))
        )
    if check.unknown:
        lines.append(tr("{unknown:,} samples have no prediction yet").format(unknown=check.unknown))
    return tuple(lines)


def classes_named(values: Sequence[int], said: Mapping[int, int], known: Sequence[int]) -> dict[int, int]:
    """By value of a log, the number of its class: as it was said, or the class of the same number where nothing was."""
    return dict(said) if said else {value: value for value in values if value in known}


def _majority(cells: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, ...]:
    """Each cell once, int (cells,) for each axis, with the value that stands most often there."""
    pairs, counts = np.unique(np.vstack([cells, values]), axis=1, return_counts=True)
    order = np.lexsort([counts, *pairs[2::-1]])  # by inline, crossline, sample, and the most frequent last
    pairs = pairs[:, order]
    last = np.append((np.diff(pairs[:3], axis=1) != 0).any(axis=0), True)
    return tuple(pairs[:, last])


def _half_spacing(geometry: Geometry) -> float:
    steps = np.diff(trace_places(geometry, geometry.section(Direction.INLINE, 0)))[: geometry.length(0) - 1]
    return float(np.median(steps)) / 2 * (length_unit(geometry).metres or 1.0) if steps.size else 0.0
