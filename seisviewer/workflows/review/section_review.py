"""What a model says about a section, region by region, and what a person answers to it."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from seisviewer.errors import BadRequest
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.provenance import Origin
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.predictions.answer_regions import LEAST, AnswerRegions, Region, answer_regions
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.prediction import predict_sections
from seisviewer.workflows.review.review_counts import ReviewCounts

if TYPE_CHECKING:
    from seisviewer.workflows.prediction import SectionAnswered


def acceptance(region: Region, label: int | None = None) -> Stroke:
    """The labels that a region becomes. label: another class than the model's, None for that."""
    before = np.full(region.mask.shape, UNLABELLED, np.int8)
    number = region.label if label is None else label
    return Stroke(region.section, number, region.row, region.column, region.mask, before, origin=Origin.ACCEPTED)


def rejection(region: Region) -> Rejection:
    """That the model's class is not there."""
    return Rejection(region.section, region.label, region.row, region.column, region.mask)


def regions_to_review(
    snapshot: LabelSnapshot,
    section: SectionId,
    classes: np.ndarray,
    confidence: np.ndarray,
    above: float = LEAST,
) -> AnswerRegions:
    """As `answer_regions`, beside the labels and rejections of a project."""
    index = snapshot.geometry.index(section)
    labels, rejected = snapshot.section(section.direction, index), snapshot.rejected(section.direction, index)
    return answer_regions(section, classes, confidence, labels, rejected, above)


def counts_of(snapshot: LabelSnapshot, found: AnswerRegions) -> ReviewCounts:
    """How the review of a section stands: regions that are left, pieces of one class whose labels were accepted, and
    regions that were rejected on it."""
    direction, index = found.section.direction, snapshot.geometry.index(found.section)
    labels, accepted = snapshot.section(direction, index), snapshot.accepted(direction, index)
    pieces = sum(ndimage.label(accepted & (labels == label))[1] for label in np.unique(labels[accepted]))
    rejected = sum(each.section == found.section for each in snapshot.rejections)
    return ReviewCounts(len(found.regions), pieces, rejected)


def predicted_regions(
    project: Project,
    volume: Volume,
    section: SectionId,
    above: float = LEAST,
    run: int | None = None,
    device: str = "auto",
) -> Generator[Progress | Notice | SectionAnswered, None, AnswerRegions]:
    """The regions of what a run says about an inline or crossline; run, device: as in `predict_sections`."""
    predicted = yield from predict_sections(project, volume, [section], run, device)
    said = predicted[section]
    return regions_to_review(project.snapshot(), section, said.classes, said.confidence, above)


def chosen(found: AnswerRegions, numbers: Iterable[int] = (), label: int | None = None) -> tuple[Region, ...]:
    """The regions of these numbers (all where none is named) and of a class (any where None); raises BadRequest."""
    numbers = tuple(numbers)
    for number in numbers:
        if not 1 <= number <= len(found.regions):
            raise BadRequest(
                tr("{section} has no region {number}: “review list” says which there are.").format(
                    section=found.section, number=number
                )
            )
    regions = (found.regions[number - 1] for number in numbers) if numbers else iter(found.regions)
    return tuple(region for region in regions if label in (None, region.label))
