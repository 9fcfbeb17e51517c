"""The public F3 survey with its ten classes as two cubes, and the part of it that the published comparison uses."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest
from seisviewer.labels.label_files import UNLABELLED_IN_FILE
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import Notice, Progress
from seisviewer.reserved_array import ReservedArray
from seisviewer.translation import tr
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.volumes.opening import REGISTRY, open_steps
from seisviewer.volumes.stored_array import StoredArray, read_format
from seisviewer.volumes.volume import Volume

CALLED_LABELS = ("label", "facies", "mask", "class")


@dataclass(frozen=True)
class F3Layout:
    """shape: of both cubes (inlines, crosslines, samples), whose first lines are `first`. last: inline and crossline, the
    last ones used. classes: how many. pool: lines that may be labelled. scored: share of all lines, drawn once."""

    shape: tuple[int, int, int] = (651, 951, 462)
    first: tuple[int, int] = (100, 300)
    last: tuple[int, int] = (701, 1246)
    classes: int = 10
    pool: int = 600
    scored: float = 0.2

    @property
    def axes(self) -> ArrayAxes:
        return ArrayAxes(inline_start=self.first[0], crossline_start=self.first[1], interval=4.0)

    @property
    def used(self) -> tuple[int, int, int]:
        """Shape of what is used."""
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1, self.shape[2]


@dataclass(frozen=True)
class F3Cubes:
    """survey: .npy of the part that is used. facies: int8, its classes 0, 1, …, UNLABELLED where not known, read from
    the disk. scored: lines that are never labelled. pool: those of which some or all are."""

    survey: Path
    axes: ArrayAxes
    facies: StoredArray
    scored: tuple[SectionId, ...]
    pool: tuple[SectionId, ...]

    def known(self, section: SectionId, geometry: Geometry) -> np.ndarray:
        """Classes of a line, int8 (traces, samples)."""
        index = geometry.index(section)
        return self.facies.plane(LINES.index(section.direction), index)

    def labels(self, sections: tuple[SectionId, ...], geometry: Geometry) -> Mapping[str, np.ndarray]:
        """The classes of some lines, as label files hold them."""
        known = {str(section): self.known(section, geometry) for section in sections}
        return {
            name: np.where(each == UNLABELLED, np.uint8(UNLABELLED_IN_FILE), each.astype(np.uint8))
            for name, each in known.items()
        }


def f3_cubes(folder: Path, work: Path, layout: F3Layout) -> Generator[Progress | Notice, None, F3Cubes]:
    """Find the two cubes in a folder, check them, and write the part that is used into `work` where it is not there yet.

    Raises BadRequest for what is not the survey of the layout.
    """
    survey, labels = _find(folder)
    work.mkdir(parents=True, exist_ok=True)
    places = work / "survey.npy", work / "facies.npy"
    if not all(place.exists() for place in places):
        require_space(work, 5 * int(np.prod(layout.used)), tr("The part of F3 that is used"))
        yield from _cut(survey, places[0], layout, np.dtype(np.float32))
        yield from _cut(labels, places[1], layout, np.dtype(np.int8))
    facies = StoredArray(places[1], read_format(places[1]))
    lines = [
        SectionId(direction, first + place)
        for direction, first, count in zip(LINES, layout.first, layout.used[:2], strict=True)
        for place in range(count)
    ]
    # One draw for all runs and seeds, so that all are scored on the same lines.
    order = np.random.default_rng(0).permutation(len(lines))
    scored = round(layout.scored * len(lines))
    chosen = [tuple(lines[place] for place in part) for part in (order[:scored], order[scored : scored + layout.pool])]
    return F3Cubes(places[0], layout.axes, facies, *chosen)


def _find(folder: Path) -> tuple[Path, Path]:
    cubes = sorted(path for path in folder.iterdir() if path.suffix.lower() in REGISTRY and path.is_file())
    labels = [path for path in cubes if any(word in path.stem.lower() for word in CALLED_LABELS)]
    surveys = [path for path in cubes if path not in labels]
    if len(labels) != 1 or len(surveys) != 1:
        found = ", ".join(path.name for path in cubes) or tr("no cube")
        raise BadRequest(
            tr(
                "{folder} has to hold one survey and one cube of classes whose name says labels, facies "
                "or masks, as .npy or SEG-Y; it holds {found}."
            ).format(folder=folder, found=found)
        )
    return surveys[0], labels[0]


def _cut(path: Path, out: Path, layout: F3Layout, kind: np.dtype) -> Generator[Progress | Notice, None, None]:
    """Write what is used of a cube: amplitudes (float32), or class numbers counted from 0 (int8)."""
    choices = {"axes": layout.axes} if path.suffix.lower() == ".npy" else {}
    volume = yield from open_steps(path, **choices)
    with closing(volume):
        _check(path, volume, layout)
        numbers = None
        if kind == np.int8:
            numbers = yield from _numbers(path, volume, layout)
        with replacing(out, BadRequest) as temporary:
            with closing(ReservedArray(temporary, kind, layout.used)) as cube:
                for index in range(layout.used[0]):
                    yield Progress(index, layout.used[0], tr("Writing {out_name}").format(out_name=out.name))
                    values = _inline(volume, index, layout)
                    if numbers is not None:
                        values = np.where(np.isin(values, numbers), np.searchsorted(numbers, values), UNLABELLED)
                    cube.put(index, 0, np.nan_to_num(values)[None])


def _inline(volume: Volume, index: int, layout: F3Layout) -> np.ndarray:
    return volume.section(volume.geometry.section(Direction.INLINE, index))[: layout.used[1]]


def _check(path: Path, volume: Volume, layout: F3Layout) -> None:
    geometry = volume.geometry
    if geometry.shape != layout.shape:
        raise BadRequest(
            tr("{path_name} has {times} inlines, crosslines and samples; the F3 survey has {times2}.").format(
                path_name=path.name, times=_times(geometry.shape), times2=_times(layout.shape)
            )
        )
    first = geometry.inlines.start, geometry.crosslines.start
    if first != layout.first:
        raise BadRequest(
            tr(
                "{path_name} begins with inline {first} and crossline {first2}; the F3 survey with "
                "inline {first3} and crossline {first4}."
            ).format(
                path_name=path.name, first=first[0], first2=first[1], first3=layout.first[0], first4=layout.first[1]
            )
        )


def _numbers(path: Path, volume: Volume, layout: F3Layout) -> Generator[Progress, None, np.ndarray]:
    """The class numbers that a cube holds, ascending; those that say “not known” are left out."""
    found: set[float] = set()
    for index in range(layout.used[0]):
        yield Progress(index, layout.used[0], tr("Reading {path_name}").format(path_name=path.name))
        found.update(np.unique(np.nan_to_num(_inline(volume, index, layout), nan=UNLABELLED)).tolist())
        if len(found) > layout.classes + 2:
            break
    numbers = np.array(sorted(found - {float(UNLABELLED), float(UNLABELLED_IN_FILE)}))
    if len(numbers) != layout.classes or (numbers != np.round(numbers)).any():
        count = f"{len(numbers)}" if len(found) <= layout.classes + 2 else "more"
        raise BadRequest(
            tr("{path_name} holds {count} different class numbers; the F3 survey has {classes} classes.").format(
                path_name=path.name, count=count, classes=layout.classes
            )
        )
    return numbers


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))
