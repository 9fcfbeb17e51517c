"""Labels for a line between two labelled lines."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field

import numpy as np

from seisviewer.errors import BadRequest, ModelError
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.progress import Progress
from seisviewer.project.project import Project
from seisviewer.structure.between_lines.layer_depths import depths_by_layers
from seisviewer.structure.between_lines.shape_interpolation import labels_between, moved_labels
from seisviewer.structure.slope_grid import SlopeGrid
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, SectionId
from seisviewer.volumes.section_names import section_title
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.layer_run import latest_layers, layer_predictor
from seisviewer.workflows.proposals.followed_depths import depths_along_dips
from seisviewer.workflows.proposals.label_proposal import LabelProposal
from seisviewer.workflows.proposals.section_proposals import standing_on
from seisviewer.workflows.survey_slopes import kept_slopes, suits_slopes

Boundaries = Callable[[SectionId], SectionBoundaries | None]


def _no_boundaries(section: SectionId) -> None:
    """Where no layers are known."""


@dataclass(frozen=True, eq=False)
class Reflectors:
    """What is known of the reflectors of a survey. grid: its dips, None where they were not worked out yet. boundaries: gives
    those between layers on a section, None where there are none."""

    volume: Volume
    grid: SlopeGrid | None = field(default=None, repr=False)
    boundaries: Boundaries = field(default=_no_boundaries, repr=False)

    def depths(self, source: SectionId, target: SectionId) -> tuple[np.ndarray, str] | None:
        """For each sample of one line its depth on another of the same direction, float32 (traces, samples), along what
        leads there, and what that is; None where nothing does.

        Dips that are known lead, else the boundaries between layers, if both lines have the same, else dips that are found
        between the lines, which takes seconds. Where lines lie far apart there are no dips.
        """
        geometry = self.volume.geometry
        places = geometry.index(source), geometry.index(target)
        has_dips = suits_slopes(geometry)
        if not has_dips or self.grid is None:
            there, here = self.boundaries(source), self.boundaries(target)
            if there is not None and here is not None and there.order == here.order:
                return depths_by_layers(here.depths, there.depths, geometry.samples.count), tr("along the layers")
        if has_dips:
            return depths_along_dips(self.volume, source.direction, *places, self.grid), tr("along the dips")
        return None


def nearest_labelled(snapshot: LabelSnapshot, section: SectionId) -> tuple[SectionId, SectionId]:
    """The labelled lines of the same direction before and after a line, nearest to it; those that are for checking only do
    not count. Raises BadRequest where there is none on either side."""
    geometry = snapshot.geometry
    if section.direction not in LINES or geometry.is_2d:
        raise BadRequest(tr("Labels are interpolated on inlines and crosslines of a survey: choose one of those."))
    index = geometry.index(section)
    labelled = (each for each in snapshot.labelled_sections if each.direction is section.direction)
    labelled = (each for each in labelled if not all(box.along for box in snapshot.drawn[each]))
    found = {geometry.index(each): each for each in labelled if each not in snapshot.checking}
    before, after = [each for each in found if each < index], [each for each in found if each > index]
    if not before or not after:
        side = tr("before") if not before else tr("after")
        raise BadRequest(
            tr("No {direction} {side} this one is labelled: paint one on either side of it.").format(
                direction=tr(section.direction), side=side
            )
        )
    return found[max(before)], found[min(after)]


def interpolation(
    snapshot: LabelSnapshot,
    section: SectionId,
    classes: np.ndarray | None,
    confidence: np.ndarray | None,
    reflectors: Reflectors,
) -> LabelProposal:
    """What the labels of the two nearest labelled lines say on a line between them, beside the labels there are.

    classes, confidence: what a model says, as in `standing_on`. Labels that are held back are passed over: what models
    are scored on would be learned on another line. Raises BadRequest as `nearest_labelled`.
    """
    pair, geometry = nearest_labelled(snapshot, section), snapshot.geometry
    first, second = (geometry.index(each) for each in pair)
    depths = [reflectors.depths(each, section) for each in pair]
    sides = [_labels(snapshot, each) for each in pair]
    way = tr("straight across")
    if all(each is not None for each in depths):
        sides = [moved_labels(labels, along) for labels, (along, _) in zip(sides, depths, strict=True)]
        way = tr(" and ").join(dict.fromkeys(named for _, named in depths))
    share = (geometry.index(section) - first) / (second - first)
    wanted = labels_between(*sides, share).astype(np.int16)
    standing = standing_on(snapshot, section, classes, confidence)
    unlabelled = snapshot.section(section.direction, geometry.index(section)) == UNLABELLED
    proposed = np.where(unlabelled & standing.may_be(wanted), wanted, UNLABELLED).astype(np.int8)
    lines = tr("{section_title} and {number}").format(
        section_title=section_title(geometry, pair[0]), number=pair[1].number
    )
    return LabelProposal(
        section,
        proposed,
        standing.classes,
        tr("between {lines}{lines2}, {way}").format(lines=lines[0].lower(), lines2=lines[1:], way=way),
    )


def interpolated_labels(
    project: Project, volume: Volume, section: SectionId
) -> Generator[Progress, None, LabelProposal]:
    """`interpolation` with what is known of the reflectors outside of the window: kept dips, else the last layers."""
    yield Progress(0, 1, tr("interpolating on {section}").format(section=section))
    grid = kept_slopes(volume)
    boundaries = _boundaries_of_layers(project, volume) if grid is None else _no_boundaries
    return interpolation(project.snapshot(), section, None, None, Reflectors(volume, grid, boundaries))


def _boundaries_of_layers(project: Project, volume: Volume) -> Boundaries:
    """Those of the last run with layers."""
    try:
        predictor = layer_predictor(latest_layers(project), volume)
    except ModelError:  # without layers it goes another way, and says which
        return _no_boundaries

    def found(section: SectionId) -> SectionBoundaries:
        return predictor.pass_with_boundaries(section, volume.section(section))[1]

    return found


def _labels(snapshot: LabelSnapshot, section: SectionId) -> np.ndarray:
    """Labels of a line, int8, without those that are held back."""
    index = snapshot.geometry.index(section)
    labels = snapshot.section(section.direction, index)
    return np.where(snapshot.held(section.direction, index), np.int8(UNLABELLED), labels)
