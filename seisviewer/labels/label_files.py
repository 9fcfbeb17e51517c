"""Labels as sections in a .npz file: `inline_130`, `crossline_575`, … uint8 (traces, samples), 255 = unlabelled.

`inline_130_provenance`, uint8 in the same shape, says of each label whether it was painted (1), accepted (2) or carried over
from a stroke on a line near by (3), or painted along a random line (4); without it all of them were painted. What was drawn on a section, and what was said of strokes there, is beside it, as `label_tables` says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Self

import numpy as np

from seisviewer.array_archive import ArrayArchive
from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest, LabelsError
from seisviewer.labels.along_lines import only_along
from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.label_tables import (
    BOUNDARIES,
    FAULTS,
    REJECTIONS,
    SUFFIXES,
    TABLES,
    VERDICTS,
    TableKind,
    tables_of,
)
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.provenance import ACCEPTED_CODE, ALONG_CODE, CARRIED_CODE, PAINTED_CODE
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.stroke_verdict import StrokeVerdict
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, SectionId

UNLABELLED_IN_FILE = 255
FEWEST_POINTS, MOST_OVERDRAWN = 1_000_000, 16  # points that any table may have, and for each sample of its section
PREDICTED = ("_confidence", "_stability")
PROVENANCE = "_provenance"
SAID = (ACCEPTED_CODE, CARRIED_CODE, ALONG_CODE)
BESIDE_LABELS = (*PREDICTED, PROVENANCE, *SUFFIXES)  # what predictions hold besides classes, and tables


class SectionFile:
    """An open .npz file of labels; sections are read one by one. Close it, or use it as a context manager.

    sections: those that the file has labels of; confidences, as predictions hold them, are passed over.
    bounded_sections, faulted_sections, judged_sections, rejected_sections: those with boundaries, fault sticks, strokes of
    which something was said, and rejections. Raises LabelsError when the file is no such file, or the survey has no such section.
    """

    def __init__(self, path: str | Path, geometry: Geometry) -> None:
        self._path, self._geometry = Path(path), geometry
        with self._readable():
            self._file = ArrayArchive(self._path)
        try:
            names = [name for name in self._file if not name.endswith(BESIDE_LABELS)]
            tables = [name for name in self._file if name.endswith(SUFFIXES)]
            if not names and not tables:
                raise LabelsError(
                    tr("{path_name} holds no sections: it needs arrays named inline_130, crossline_575, ….").format(
                        path_name=self._path.name
                    )
                )
            self._names = {_section(self._path, name, geometry): name for name in names}
            self._tables = {kind: self._named(tables, kind) for kind in TABLES}
        except LabelsError:
            self.close()
            raise
        self.sections = tuple(self._names)
        self.bounded_sections, self.faulted_sections, self.judged_sections, self.rejected_sections = (
            tuple(self._tables[kind]) for kind in TABLES
        )

    def read(self, section: SectionId, also_unlabelled: Collection[int] = ()) -> np.ndarray:
        """Labels of a section, int8 in its shape, UNLABELLED where the file says 255 or -1, or one of `also_unlabelled`;
        any integer type is read.

        Raises LabelsError when they are damaged or do not fit the section.
        """
        with self._readable():
            stored = self._file.header(self._names[section]).shape
        if stored != self._geometry.section_shape(section.direction):
            raise _misshapen(self._path, section, stored, self._geometry)
        with self._readable():
            values = self._file[self._names[section]]
        return _checked(self._path, section, values, also_unlabelled)

    def provenance(self, section: SectionId) -> np.ndarray:
        """Uint8 in the section's shape: how the file says that its labels came, PAINTED_CODE where it says nothing. Raises
        as `read`."""
        name, shape = f"{self._names[section]}{PROVENANCE}", self._geometry.section_shape(section.direction)
        if name not in self._file:
            return np.full(shape, PAINTED_CODE, np.uint8)
        with self._readable():
            if self._file.header(name).shape != shape:
                raise LabelsError(
                    tr("{path_name} holds {name} in another shape than {section} of the survey.").format(
                        path_name=self._path.name, name=name, section=section
                    )
                )
            said = self._file[name]
            return np.where(np.isin(said, SAID), said, PAINTED_CODE).astype(np.uint8)

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def are_predictions(self) -> bool:
        """Whether the file holds what a model said, with how sure it was."""
        return any(name.endswith(PREDICTED) for name in self._file)

    def boundaries(self, section: SectionId) -> tuple[BoundaryStroke, ...]:
        """The boundaries drawn on a section; raises LabelsError when they are damaged or do not fit it."""
        return self._read_table(section, BOUNDARIES)

    def faults(self, section: SectionId) -> tuple[FaultStick, ...]:
        """The fault sticks drawn on a section; raises as `boundaries`."""
        return self._read_table(section, FAULTS)

    def verdicts(self, section: SectionId) -> tuple[StrokeVerdict, ...]:
        """What was said of strokes on a section; raises as `boundaries`."""
        return self._read_table(section, VERDICTS)

    def rejections(self, section: SectionId) -> tuple[Rejection, ...]:
        """Where the file says that a class is not, on a section; raises as `boundaries`."""
        return self._read_table(section, REJECTIONS)

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _named(self, names: Sequence[str], kind: TableKind) -> dict[SectionId, str]:
        """The names of the tables of a kind by their sections."""
        mine = [name for name in names if name.endswith(kind.suffix)]
        return {_section(self._path, name.removesuffix(kind.suffix), self._geometry): name for name in mine}

    def _read_table(self, section: SectionId, kind: TableKind) -> tuple:
        name, shape = self._tables[kind][section], self._geometry.section_shape(section.direction)
        with self._readable():
            if self._file.header(name).shape[:1] > (FEWEST_POINTS + MOST_OVERDRAWN * shape[0] * shape[1],):
                raise ValueError(tr("{name} has more points than can be drawn on a section").format(name=name))
            table = self._file[name]
        if not kind.fits(table, shape):
            raise LabelsError(
                tr("{path_name} holds no {holds}.").format(path_name=self._path.name, holds=kind.holds.format(name))
            )
        return tuple(kind.read(table, section, shape))

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or error
            raise LabelsError(
                tr("{path} cannot be read as labels ({reason}): choose another file.").format(
                    path=self._path, reason=reason
                )
            ) from error


def read_sections(path: str | Path, geometry: Geometry) -> dict[SectionId, np.ndarray]:
    """Labels of each section in the file, as SectionFile reads them."""
    with SectionFile(path, geometry) as file:
        return {section: file.read(section) for section in file.sections}


def read_painted(path: str | Path, geometry: Geometry) -> dict[SectionId, np.ndarray]:
    """The same without what was accepted or carried and not painted: what models are scored on."""
    with SectionFile(path, geometry) as file:
        return {
            section: np.where(
                np.isin(file.provenance(section), (PAINTED_CODE, ALONG_CODE)), file.read(section), np.int8(UNLABELLED)
            )
            for section in file.sections
        }


def write_sections(path: str | Path, snapshot: LabelSnapshot) -> int:
    """Write every section in whose plane a stroke, a boundary or a fault was drawn, or something was rejected; returns their number. The file appears
    when it is whole.

    Raises LabelsError when nothing is labelled or the file cannot be written.
    """
    arrays = {
        str(section): np.where(labels == UNLABELLED, np.uint8(UNLABELLED_IN_FILE), labels.astype(np.uint8))
        for section, labels in labelled_arrays(snapshot).items()
    }
    said = {f"{name}{PROVENANCE}": _provenance(snapshot, SectionId.parse(name)) for name in arrays}
    arrays |= {name: codes for name, codes in said.items() if np.isin(codes, SAID).any()}
    arrays |= tables_of(snapshot)
    if not arrays:
        raise LabelsError(tr("There are no labels to export yet: paint a stroke first."))
    with replacing(path, LabelsError) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)
    return len({reduce(str.removesuffix, (PROVENANCE, *SUFFIXES), name) for name in arrays})


def _provenance(snapshot: LabelSnapshot, section: SectionId) -> np.ndarray:
    codes = snapshot.provenance(section.direction, snapshot.geometry.index(section))
    return np.where(only_along(snapshot, section), np.uint8(ALONG_CODE), codes)


def labelled_arrays(snapshot: LabelSnapshot) -> Mapping[SectionId, np.ndarray]:
    """Labels of every section in whose plane a stroke was drawn, int8."""
    geometry = snapshot.geometry
    return {
        section: snapshot.section(section.direction, geometry.index(section)) for section in snapshot.labelled_sections
    }


def _section(path: Path, name: str, geometry: Geometry) -> SectionId:
    try:
        section = SectionId.parse(name)
    except BadRequest as error:
        raise LabelsError(
            tr(
                "{path_name} holds an array named “{name}”, which is no section: name it inline_130, crossline_575, …."
            ).format(path_name=path.name, name=name)
        ) from error
    try:
        geometry.index(section)
    except BadRequest as error:
        raise LabelsError(
            tr("{path_name} holds {section}, which does not fit the survey: {error}").format(
                path_name=path.name, section=section, error=error
            )
        ) from error
    return section


def _misshapen(path: Path, section: SectionId, stored: tuple[int, ...], geometry: Geometry) -> LabelsError:
    shape = geometry.section_shape(section.direction)
    return LabelsError(
        tr(
            "{path_name} holds {section} with shape {stored}, but that section of the survey has "
            "{shape}: it has to be (traces, samples) over all lines of the survey."
        ).format(path_name=path.name, section=section, stored=stored, shape=shape)
    )


def _checked(path: Path, section: SectionId, values: np.ndarray, also_unlabelled: Collection[int]) -> np.ndarray:
    if values.dtype.kind not in "iu":
        raise LabelsError(
            tr("{section} in {path_name} holds {dtype} values: labels are whole numbers.").format(
                section=section, path_name=path.name, dtype=values.dtype
            )
        )
    unlabelled = (values == UNLABELLED_IN_FILE) | (values == UNLABELLED)
    for value in also_unlabelled:
        unlabelled |= values == value
    wrong = ~unlabelled & ((values < 0) | (values > HIGHEST_NUMBER))
    if wrong.any():
        raise LabelsError(
            tr(
                "{section} in {path_name} holds the label {values}: use 0 to {highest_number}, and "
                "{unlabelled_in_file} for unlabelled."
            ).format(
                section=section,
                path_name=path.name,
                values=values[wrong][0],
                highest_number=HIGHEST_NUMBER,
                unlabelled_in_file=UNLABELLED_IN_FILE,
            )
        )
    return np.where(unlabelled, np.int8(UNLABELLED), values.astype(np.int8))
