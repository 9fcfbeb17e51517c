"""What pickers said, kept beside the picks: a small file for each record, which may go or be damaged without loss of a
pick.

Probabilities are kept to 1/254, finer than they are drawn, so that a day of a record takes a few megabytes.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from contextlib import suppress
from pathlib import Path

import numpy as np

from seisviewer.array_archive import ArrayArchive
from seisviewer.atomic_files import replacing
from seisviewer.bounded_reading import json_from
from seisviewer.errors import ProjectError
from seisviewer.predictions.probabilities import Curve, Probabilities
from seisviewer.project.links import check_inside, link_out_of
from seisviewer.translation import tr
from seisviewer.waveforms.record import Record

log = logging.getLogger(__name__)

FOLDER = "probabilities"  # of a project
BUDGET = 256 << 20  # bytes of a folder; the files that were written first go when it holds more
LARGEST = 1 << 30  # bytes that a file may be unpacked to; a stranger's file must not fill the memory
STEPS = 254
NOTHING = 255  # where the picker said nothing


def write_probabilities(project: Path, record: Record, probabilities: Probabilities, budget: int = BUDGET) -> None:
    """Keep what a picker said about a record in the project folder, in place of what was said before.

    Raises ProjectError where it cannot be written; what was kept before is still there then.
    """
    folder, path = project / FOLDER, _path(project / FOLDER, record)
    check_inside(project, path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ProjectError(
            tr("{folder} cannot be made: {strerror}.").format(folder=folder, strerror=error.strerror or error)
        ) from error
    curves = probabilities.curves
    header = {
        "record": record.key,
        "samples": _mark(record),
        "model": probabilities.model,
        "curves": [[curve.phase, curve.start, curve.rate] for curve in curves],
    }
    arrays = {f"curve_{number}": _packed(curve.values) for number, curve in enumerate(curves)}
    with replacing(path, ProjectError) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, header=np.frombuffer(json.dumps(header).encode(), np.uint8), **arrays)
    _keep_within(folder, budget, path)


def read_probabilities(project: Path, record: Record) -> Probabilities | None:
    """What a picker said about a record; None where nothing is kept, where it was said about other samples than the record
    has now, and where the file is damaged."""
    path = _path(project / FOLDER, record)
    if not path.is_file() or link_out_of(project, path) is not None:
        return None
    try:
        with ArrayArchive(path) as stored:
            if stored.size > LARGEST:
                raise ValueError(tr("it is too large"))
            header = json_from(stored["header"].tobytes())
            if (header["record"], header["samples"]) != (record.key, _mark(record)):
                return None
            curves = tuple(
                Curve(str(phase), float(start), float(rate), _unpacked(stored[f"curve_{number}"]))
                for number, (phase, start, rate) in enumerate(header["curves"])
            )
            return Probabilities(record.key, str(header["model"]), curves)
    except (OSError, ValueError, LookupError, TypeError) as error:
        log.info("%s is not shown: %s", path, error)
        return None


def _path(folder: Path, record: Record) -> Path:
    name = re.sub(r"[^A-Za-z0-9._-]", "_", record.key)[:60]
    return folder / f"{name}-{hashlib.sha256(record.key.encode()).hexdigest()[:12]}.npz"


def _mark(record: Record) -> str:
    """Of which samples the record consists: channels, rates, and where each stretch begins and how long it is."""
    parts = [
        (component.channel, component.rate, [(segment.start, len(segment.samples)) for segment in component.segments])
        for component in record.components
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _packed(values: np.ndarray) -> np.ndarray:
    whole = np.rint(np.clip(np.nan_to_num(values), 0.0, 1.0) * STEPS).astype(np.uint8)
    return np.where(np.isnan(values), np.uint8(NOTHING), whole)


def _unpacked(whole: np.ndarray) -> np.ndarray:
    if whole.dtype != np.uint8 or whole.ndim != 1:
        raise ValueError(tr("a curve is of another kind"))
    return np.where(whole == NOTHING, np.float32(np.nan), whole / np.float32(STEPS)).astype(np.float32)


def _keep_within(folder: Path, budget: int, newest: Path) -> None:
    """Remove the files that were written first until the folder holds no more than the budget."""
    files = sorted(
        ((path.stat().st_mtime, path.stat().st_size, path) for path in folder.glob("*.npz") if path != newest),
        reverse=True,
    )
    held = newest.stat().st_size
    for _, size, path in files:
        held += size
        if held > budget:
            with suppress(OSError):
                path.unlink()
