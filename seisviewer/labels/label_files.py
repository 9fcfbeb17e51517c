"""Labels as sections in a .npz file: `inline_130`, `crossline_575`, … uint8 (traces, samples), 255 = unlabelled.

Boundaries drawn on a section are beside it, as `inline_130_boundaries`: float32 (points, 5), each point with the number of
its line (0, 1, …), trace, sample (the middle of sample 7 is 7.0), and the classes above and below (-1: not known).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest, LabelsError
from seisviewer.labels.boundary_stroke import BoundaryStroke, boundary_through
from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.volumes.geometry import Geometry, SectionId

UNLABELLED_IN_FILE = 255
BOUNDARIES = "_boundaries"
BESIDE_LABELS = ("_confidence", "_stability", BOUNDARIES)  # what predictions hold besides classes


class SectionFile:
    """An open .npz file of labels; sections are read one by one. Close it, or use it as a context manager.

    sections: those that the file has labels of; confidences, as predictions hold them, are passed over. bounded_sections:
    those with boundaries. Raises LabelsError
    when the file is no such file, or the survey has no such section.
    """

    def __init__(self, path: str | Path, geometry: Geometry) -> None:
        self._path, self._geometry = Path(path), geometry
        self._file = self._opened()
        try:
            names = [name for name in self._file.files if not name.endswith(BESIDE_LABELS)]
            drawn = [name for name in self._file.files if name.endswith(BOUNDARIES)]
            if not names and not drawn:
                raise LabelsError(
                    f"{self._path.name} holds no sections: it needs arrays named inline_130, crossline_575, …."
                )
            self._names = {_section(self._path, name, geometry): name for name in names}
            self._drawn = {_section(self._path, name.removesuffix(BOUNDARIES), geometry): name for name in drawn}
        except LabelsError:
            self.close()
            raise
        self.sections = tuple(self._names)
        self.bounded_sections = tuple(self._drawn)

    def read(self, section: SectionId) -> np.ndarray:
        """Labels of a section, int8 in its shape, UNLABELLED where the file says 255 or -1; any integer type is read.

        Raises LabelsError when they are damaged or do not fit the section.
        """
        with self._readable():
            values = self._file[self._names[section]]
        return _checked(self._path, section, values, self._geometry)

    def boundaries(self, section: SectionId) -> tuple[BoundaryStroke, ...]:
        """The boundaries drawn on a section; raises LabelsError when they are damaged or do not fit it."""
        with self._readable():
            table = self._file[self._drawn[section]]
        return _read_boundaries(self._path, section, table, self._geometry)

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self) -> np.lib.npyio.NpzFile:
        with self._readable():
            # Never pickled arrays: they could run code.
            file = np.load(self._path, allow_pickle=False)
            if isinstance(file, np.lib.npyio.NpzFile):
                return file
        raise self._unreadable("it holds one array without a name")

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        # A damaged archive may also seem encrypted or packed in an unknown way, which zipfile calls a RuntimeError.
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
            said = error.strerror if isinstance(error, OSError) else None
            raise self._unreadable(said or "it is no .npz file of sections") from error

    def _unreadable(self, reason: str) -> LabelsError:
        return LabelsError(f"{self._path} cannot be read as labels ({reason}): choose another file.")


def read_sections(path: str | Path, geometry: Geometry) -> dict[SectionId, np.ndarray]:
    """Labels of each section in the file, as SectionFile reads them."""
    with SectionFile(path, geometry) as file:
        return {section: file.read(section) for section in file.sections}


def write_sections(path: str | Path, snapshot: LabelSnapshot) -> int:
    """Write every section in whose plane a stroke or a boundary was drawn; returns their number. The file appears when
    it is whole.

    Raises LabelsError when nothing is labelled or the file cannot be written.
    """
    arrays = {
        str(section): np.where(labels == UNLABELLED, UNLABELLED_IN_FILE, labels).astype(np.uint8)
        for section, labels in labelled_arrays(snapshot).items()
    }
    for section in dict.fromkeys(line.section for line in snapshot.boundaries_that_count):
        arrays[f"{section}{BOUNDARIES}"] = _boundary_table(snapshot, section)
    if not arrays:
        raise LabelsError("There are no labels to export yet: paint a stroke first.")
    with replacing(path, LabelsError) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)
    return len({name.removesuffix(BOUNDARIES) for name in arrays})


def labelled_arrays(snapshot: LabelSnapshot) -> Mapping[SectionId, np.ndarray]:
    """Labels of every section in whose plane a stroke was drawn, int8."""
    geometry = snapshot.geometry
    return {
        section: snapshot.section(section.direction, geometry.index(section)) for section in snapshot.labelled_sections
    }


def _boundary_table(snapshot: LabelSnapshot, section: SectionId) -> np.ndarray:
    lines = [line for line in snapshot.boundaries_that_count if line.section == section]
    return np.concatenate(
        [
            np.stack(np.broadcast_arrays(np.float32(number), line.rows, line.depths, line.above, line.below), axis=1)
            for number, line in enumerate(lines)
        ]
    ).astype(np.float32)


def _read_boundaries(
    path: Path, section: SectionId, table: np.ndarray, geometry: Geometry
) -> tuple[BoundaryStroke, ...]:
    shape = geometry.section_shape(section.direction)
    classes = table[:, 3:] if table.ndim == 2 and table.shape[1] == 5 and table.dtype.kind in "iuf" else None
    if classes is None or not np.isfinite(table).all() or ((classes < UNLABELLED) | (classes > HIGHEST_NUMBER)).any():
        raise LabelsError(
            f"{path.name} holds no boundaries in {section}{BOUNDARIES}: each row needs the number of its line, trace, "
            "sample, and the class above and below."
        )
    lines = []
    for number in np.unique(table[:, 0]):
        points = table[table[:, 0] == number]
        above, below = points[0, 3:].astype(int).tolist()
        line = boundary_through(
            section, [(float(row), float(depth)) for row, depth in points[:, 1:3]], above, below, shape
        )
        lines += [line] if line is not None else []
    return tuple(lines)


def _section(path: Path, name: str, geometry: Geometry) -> SectionId:
    try:
        section = SectionId.parse(name)
    except BadRequest as error:
        raise LabelsError(
            f"{path.name} holds an array named “{name}”, which is no section: name it inline_130, crossline_575, …."
        ) from error
    try:
        geometry.index(section)
    except BadRequest as error:
        raise LabelsError(f"{path.name} holds {section}, which does not fit the survey: {error}") from error
    return section


def _checked(path: Path, section: SectionId, values: np.ndarray, geometry: Geometry) -> np.ndarray:
    shape = geometry.section_shape(section.direction)
    if values.shape != shape:
        raise LabelsError(
            f"{path.name} holds {section} with shape {values.shape}, but that section of the survey has {shape}: "
            "it has to be (traces, samples) over all lines of the survey."
        )
    if values.dtype.kind not in "iu":
        raise LabelsError(f"{section} in {path.name} holds {values.dtype} values: labels are whole numbers.")
    unlabelled = (values == UNLABELLED_IN_FILE) | (values == UNLABELLED)
    wrong = ~unlabelled & ((values < 0) | (values > HIGHEST_NUMBER))
    if wrong.any():
        raise LabelsError(
            f"{section} in {path.name} holds the label {values[wrong][0]}: use 0 to {HIGHEST_NUMBER}, and "
            f"{UNLABELLED_IN_FILE} for unlabelled."
        )
    return np.where(unlabelled, UNLABELLED, values).astype(np.int8)
