"""Labels as sections in a .npz file: `inline_130`, `crossline_575`, … uint8 (traces, samples), 255 = unlabelled."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest, LabelsError
from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.volumes.geometry import Geometry, SectionId

UNLABELLED_IN_FILE = 255
BESIDE_LABELS = ("_confidence", "_stability")  # what predictions hold besides classes


def read_sections(path: str | Path, geometry: Geometry) -> dict[SectionId, np.ndarray]:
    """Labels of each section in the file, int8 in the section's shape, UNLABELLED where the file says 255.

    Any integer type is read; -1 means unlabelled too. Confidences, as predictions hold them, are passed over. Raises
    LabelsError when the file is no such file, or a section does not fit the survey.
    """
    path = Path(path)
    arrays = {name: values for name, values in _arrays(path).items() if not name.endswith(BESIDE_LABELS)}
    if not arrays:
        raise LabelsError(f"{path.name} holds no sections: it needs arrays named inline_130, crossline_575, ….")
    sections = {_section(path, name): values for name, values in arrays.items()}
    return {section: _checked(path, section, values, geometry) for section, values in sections.items()}


def write_sections(path: str | Path, snapshot: LabelSnapshot) -> int:
    """Write every section in whose plane a stroke was drawn; returns their number. The file appears when it is whole.

    Raises LabelsError when nothing is labelled or the file cannot be written.
    """
    arrays = {
        str(section): np.where(labels == UNLABELLED, UNLABELLED_IN_FILE, labels).astype(np.uint8)
        for section, labels in labelled_arrays(snapshot).items()
    }
    if not arrays:
        raise LabelsError("There are no labels to export yet: paint a stroke first.")
    with replacing(path, LabelsError) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)
    return len(arrays)


def labelled_arrays(snapshot: LabelSnapshot) -> Mapping[SectionId, np.ndarray]:
    """Labels of every section in whose plane a stroke was drawn, int8."""
    geometry = snapshot.geometry
    return {
        section: snapshot.section(section.direction, geometry.index(section)) for section in snapshot.labelled_sections
    }


def _arrays(path: Path) -> dict[str, np.ndarray]:
    try:
        # Never pickled arrays: they could run code.
        file = np.load(path, allow_pickle=False)
        if isinstance(file, np.lib.npyio.NpzFile):
            with file:
                return {name: file[name] for name in file.files}
        reason = "it holds one array without a name"
    # A damaged archive may also seem encrypted or packed in an unknown way, which zipfile calls a RuntimeError.
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no .npz file of sections"
    raise LabelsError(f"{path} cannot be read as labels ({reason}): choose another file.")


def _section(path: Path, name: str) -> SectionId:
    try:
        return SectionId.parse(name)
    except BadRequest as error:
        raise LabelsError(
            f"{path.name} holds an array named “{name}”, which is no section: name it inline_130, crossline_575, …."
        ) from error


def _checked(path: Path, section: SectionId, values: np.ndarray, geometry: Geometry) -> np.ndarray:
    try:
        geometry.index(section)
    except BadRequest as error:
        raise LabelsError(f"{path.name} holds {section}, which does not fit the survey: {error}") from error
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
