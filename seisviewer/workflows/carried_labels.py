"""The labels that reflectors carry: what was painted on inlines and crosslines, and the lines drawn between two classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.stroke_verdict import ALWAYS
from seisviewer.labels.strokes_apart import painted_when
from seisviewer.predictions.stored.content_digest import content_digest
from seisviewer.structure.drawn_boundaries import DrawnLine
from seisviewer.structure.drawn_faults import faults_in
from seisviewer.structure.faults import Faults
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.layer_run import bounded_sections, drawn_lines, learned_lines, painted_lines

NEWEST = 4  # sections with boundaries that count for a first word; on the others they count where they cross those


@dataclass(frozen=True)
class CarriedLabels:
    """version: of the labels. painted: as `painted_lines` gives it; when: as `painted_when` does. boundaries, drawn:
    the lines, the newest last. bounded: the sections that those lie on. kinds: what the user says of the classes.
    learned: what was painted without the strokes that are held back. faults: those drawn."""

    version: int
    painted: Mapping[SectionId, np.ndarray] = field(default_factory=dict, repr=False)
    boundaries: tuple[BoundaryStroke, ...] = field(default=(), repr=False)
    drawn: tuple[DrawnLine, ...] = field(default=(), repr=False)
    bounded: tuple[SectionId, ...] = ()
    when: Mapping[SectionId, np.ndarray] = field(default_factory=dict, repr=False)
    kinds: Mapping[int, ClassKind] = field(default_factory=dict)
    learned: Mapping[SectionId, np.ndarray] = field(default_factory=dict, repr=False)
    faults: Faults = Faults()

    @classmethod
    def of(cls, snapshot: LabelSnapshot) -> CarriedLabels:
        painted = painted_lines(snapshot)
        when = {section: painted_when(snapshot, section) for section in painted}
        lines = drawn_lines(snapshot), bounded_sections(snapshot)
        kinds, learned = snapshot.classes.kinds, learned_lines(snapshot)
        return cls(snapshot.version, painted, snapshot.boundaries, *lines, when, kinds, learned, faults_in(snapshot))

    @property
    def by_name(self) -> dict[str, np.ndarray]:
        """What was painted, by the name of its line."""
        return {str(section): labels for section, labels in self.painted.items()}

    @property
    def when_by_name(self) -> dict[str, np.ndarray]:
        """When it was painted, by the name of its line."""
        return {str(section): when for section, when in self.when.items()}

    @property
    def newest_sections(self) -> tuple[SectionId, ...]:
        """The painted sections, and those with the newest boundaries."""
        return tuple(dict.fromkeys((*self.painted, *self.bounded[-NEWEST:])))

    @property
    def without_held(self) -> CarriedLabels:
        """The same without the strokes that are held back."""
        return replace(self, painted=self.learned, when={section: self.when[section] for section in self.learned})

    @property
    def hold_some_back(self) -> bool:
        """Whether some strokes are held back."""
        return any(
            section not in self.learned or not np.array_equal(self.learned[section], labels)
            for section, labels in self.painted.items()
        )

    @property
    def are_enough(self) -> bool:
        """Whether they name two classes."""
        found = {number for line in self.drawn for number in (line.above, line.below)}
        for labels in self.painted.values():
            found |= set(np.unique(labels).tolist())
        return len(found - {UNLABELLED}) >= 2

    @property
    def digest(self) -> str:
        """The same for labels of any day that say the same."""
        lines = [(line.name, line.above, line.below, line.first, line.places, line.depths) for line in self.drawn]
        always = {section: when == ALWAYS for section, when in self.when.items()}
        accepted = {section: when < 0 for section, when in self.when.items() if (when < 0).any()}
        said = self.painted, always, lines, self.kinds, self.faults
        return content_digest((*said, accepted) if accepted else said)

    def say_the_same(self, other: CarriedLabels) -> bool:
        """Whether nothing that is carried differs."""
        return (
            self.kinds == other.kinds
            and self.faults == other.faults
            and len(self.boundaries) == len(other.boundaries)
            and all(one is another for one, another in zip(self.boundaries, other.boundaries, strict=True))
            and self.painted.keys() == other.painted.keys()
            and all(np.array_equal(self.painted[section], other.painted[section]) for section in self.painted)
            and all(
                np.array_equal(when == ALWAYS, other.when[section] == ALWAYS)
                and np.array_equal(when < 0, other.when[section] < 0)
                for section, when in self.when.items()
            )
        )
