"""Proposals that are made of what stands on a section: labels, and what a model says beside them."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.provenance import PAINTED_CODE
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.cleaning.class_cleaning import CleaningRules, cleaned
from seisviewer.predictions.cleaning.section_classes import SectionClasses
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.prediction import predict_sections
from seisviewer.workflows.proposals.label_proposal import LabelProposal

if TYPE_CHECKING:
    from seisviewer.workflows.prediction import SectionAnswered


def standing_on(
    snapshot: LabelSnapshot, section: SectionId, classes: np.ndarray | None, confidence: np.ndarray | None
) -> SectionClasses:
    """What stands on a section: its labels, and elsewhere what a model says there.

    classes: uint8, NO_CLASS where unknown, and confidence 0–1, both in the section's shape, None where no model has said
    anything. What a person painted is not free, nor are labels of locked classes, nor is anything where no trace is.
    """
    index = snapshot.geometry.index(section)
    labels = snapshot.section(section.direction, index)
    is_label = labels != UNLABELLED
    stands, sure = labels.astype(np.int16), is_label.astype(np.float32)
    if classes is not None:
        said = ~is_label & (classes != NO_CLASS)
        stands[said] = classes[said]
        sure[said] = np.nan_to_num(np.asarray(confidence, np.float32))[said]
    locked = snapshot.classes.locked
    free = snapshot.provenance(section.direction, index) != PAINTED_CODE
    free &= ~(is_label & np.isin(labels, tuple(locked)))
    live = snapshot.geometry.section_live(section)
    free &= live if live.ndim == 2 else live[:, None]
    allowed = tuple(number for number in snapshot.classes.numbers if number not in locked)
    return SectionClasses(stands, sure, free, allowed, snapshot.rejected(section.direction, index))


def cleaning_proposal(
    snapshot: LabelSnapshot,
    section: SectionId,
    classes: np.ndarray | None,
    confidence: np.ndarray | None,
    rules: CleaningRules,
) -> LabelProposal:
    """What the rules would change of what stands on a section; classes, confidence: as in `standing_on`."""
    standing = standing_on(snapshot, section, classes, confidence)
    clean = cleaned(standing, rules)
    proposed = np.where(clean != standing.classes, clean, UNLABELLED).astype(np.int8)
    return LabelProposal(section, proposed, standing.classes)


def answer_as_labels(
    snapshot: LabelSnapshot,
    section: SectionId,
    classes: np.ndarray | None,
    confidence: np.ndarray | None,
    above: float = 0.0,
) -> LabelProposal:
    """What a model says as labels, beside those there are; above: 0–1, what it is less sure of is left out."""
    standing = standing_on(snapshot, section, classes, confidence)
    labels = snapshot.section(section.direction, snapshot.geometry.index(section))
    wanted = np.where((labels == UNLABELLED) & (standing.sure >= above), standing.classes, UNLABELLED)
    proposed = np.where(standing.may_be(wanted), wanted, UNLABELLED).astype(np.int8)
    return LabelProposal(section, proposed, standing.classes)


def order_of_layers(order: Collection[int], kinds: Mapping[int, ClassKind]) -> tuple[int, ...]:
    """The classes from top to base that lie in an order over the survey: all but bodies."""
    return tuple(number for number in order if kinds.get(number) is not ClassKind.BODY)


def predicted_cleaning(
    project: Project, volume: Volume, section: SectionId, rules: CleaningRules, run: int | None = None
) -> Generator[Progress | Notice | SectionAnswered, None, LabelProposal]:
    """`cleaning_proposal` of what a run says about an inline or crossline; run: as in `predict_sections`."""
    said = (yield from predict_sections(project, volume, [section], run))[section]
    return cleaning_proposal(project.snapshot(), section, said.classes, said.confidence, rules)


def predicted_labels(
    project: Project, volume: Volume, section: SectionId, above: float = 0.0, run: int | None = None
) -> Generator[Progress | Notice | SectionAnswered, None, LabelProposal]:
    """`answer_as_labels` of what a run says about an inline or crossline; run: as in `predict_sections`."""
    said = (yield from predict_sections(project, volume, [section], run))[section]
    return answer_as_labels(project.snapshot(), section, said.classes, said.confidence, above)
