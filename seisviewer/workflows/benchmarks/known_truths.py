"""Surveys with known classes: which sections are painted, and which are scored."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from seisviewer.array_archive import ArrayArchive
from seisviewer.errors import BadRequest
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.classes import ClassTable
from seisviewer.labels.robot_interpreter import NOT_PAINTED
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.synthetic_geology import CHANNEL, FACIES, SALT, TRANSPORT
from seisviewer.workflows.demo import prepare_demo

BODIES = frozenset({CHANNEL, TRANSPORT, SALT})  # of the synthetic survey


@dataclass(frozen=True)
class KnownTruth:
    """name: as records say it. survey: file. facies: uint8 class numbers (traces, samples), NOT_PAINTED where not known.

    labelled: the sections with strokes. scored: those that are predicted and scored. names: of the classes, () where they
    have none. bodies: the classes that are no layers, None where nobody says.
    """

    name: str
    survey: Path
    facies: Mapping[SectionId, np.ndarray] = field(repr=False, compare=False)
    labelled: tuple[SectionId, ...]
    scored: tuple[SectionId, ...]
    names: tuple[str, ...] = ()
    bodies: frozenset[int] | None = None

    def class_table(self, told: bool) -> ClassTable:
        """Its classes. told: whether each is said to be a layer or a body."""
        numbers = sorted({int(each) for known in self.facies.values() for each in np.unique(known)} - {NOT_PAINTED})
        table = ClassTable()
        for number in numbers:
            table = table.add(self.names[number] if self.names else "", number=number)
        if not told:
            return table
        if self.bodies is None:
            raise BadRequest(
                tr("Nobody says which classes of {name} are bodies: leave --told out.").format(name=self.name)
            )
        for number in numbers:
            table = table.set_kind(number, ClassKind.BODY if number in self.bodies else ClassKind.LAYER)
        return table


def ten_classes(folder: Path) -> KnownTruth:
    """F3, ten intervals between nine horizons (Silva et al. 2019), on two inlines and four crosslines."""
    return _truth(
        "F3, ten classes",
        folder / "f3_sections.sgy",
        folder / "f3_facies.npz",
        ("inline_130", "crossline_575"),
        ("inline_241", "crossline_327", "crossline_380", "crossline_652"),
    )


def six_classes(folder: Path) -> KnownTruth:
    """F3, six classes with pinch-outs and a body (Alaudah et al. 2019), on three inlines."""
    return _truth(
        "F3, six classes",
        folder / "f3_six_inlines.sgy",
        folder / "f3_six_facies.npz",
        ("inline_199",),
        ("inline_100", "inline_299"),
    )


def synthetic(folder: Path, seed: int) -> Generator[Progress | Notice, None, KnownTruth]:
    """The demo's survey with another geology, written into the folder where it is not there yet."""
    demo = yield from prepare_demo(folder, seed=seed)
    known = _facies(demo.truth)
    return KnownTruth(
        f"synthetic, seed {seed}", demo.survey, known, demo.labelled, demo.scored, FACIES, BODIES
    )


def _truth(name: str, survey: Path, facies: Path, labelled: tuple[str, ...], scored: tuple[str, ...]) -> KnownTruth:
    for path in (survey, facies):
        if not path.is_file():
            raise BadRequest(
                tr("{parent} has no {path_name}: --data names the folder that holds it.").format(
                    parent=path.parent, path_name=path.name
                )
            )
    known = _facies(facies)
    sections = [tuple(map(SectionId.parse, names)) for names in (labelled, scored)]
    missing = [section for section in (*sections[0], *sections[1]) if section not in known]
    if missing:
        raise BadRequest(
            tr("{facies} has no {missing}: it is not the file of this benchmark.").format(
                facies=facies, missing=", ".join(map(str, missing))
            )
        )
    return KnownTruth(name, survey, known, *sections)


def _facies(path: Path) -> dict[SectionId, np.ndarray]:
    try:
        with ArrayArchive(path) as stored:
            stored.require_memory()
            return {SectionId.parse(name): array for name, array in stored.items()}
    except (OSError, ValueError) as error:
        raise BadRequest(
            tr("{path} cannot be read as classes of sections: {error}").format(path=path, error=error)
        ) from error
