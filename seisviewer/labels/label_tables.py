"""What a label file holds beside painted sections, as tables: boundaries, fault sticks, what was said of strokes, and what
was rejected.

Each is an array named after its section: a row is a point (of a verdict or a rejection, a sample), and begins with the number of the line,
stick, stroke or rejection that it is of (0, 1, …). Traces and samples are counted from 0; the middle of sample 7 is 7.0.

- `inline_130_boundaries`, float32: number, trace, sample, class above, class below (-1: not known), and, where something
  was said of any of them, its verdict.
- `inline_130_faults`, float32: number, fault, trace, sample.
- `inline_130_verdicts`, int32: number, class, verdict, trace, sample. A stroke that is set aside lies here alone, not among
  the labels.
- `inline_130_rejections`, int32: number, class, trace, sample: where the user said that the class is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from seisviewer.labels.boundary_stroke import BoundaryStroke, boundary_through
from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.fault_stick import HIGHEST_FAULT, FaultStick, stick_through
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.labels.stroke_verdict import StrokeVerdict, Verdict
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId

CODES = {Verdict.OPEN: 0, Verdict.KEPT: 1, Verdict.ASIDE: 2}
SAID = {code: verdict for verdict, code in CODES.items()}

Shape = tuple[int, int]


@dataclass(frozen=True)
class TableKind:
    """suffix: of the name of its array. columns: how many it may have. holds: what is in them, in words. limits: by column,
    the least and the highest value on a section of a shape (traces, samples). read: the values of a table that fits."""

    suffix: str
    columns: tuple[int, ...]
    holds: str
    limits: Callable[[Shape], Mapping[int, tuple[int, int]]]
    read: Callable[[np.ndarray, SectionId, Shape], Iterator[BoundaryStroke | FaultStick | StrokeVerdict | Rejection]]

    def fits(self, table: np.ndarray, shape: Shape) -> bool:
        if table.ndim != 2 or table.shape[1] not in self.columns or table.dtype.kind not in "iuf":
            return False
        limits = [
            (table[:, at], least, most) for at, (least, most) in self.limits(shape).items() if at < table.shape[1]
        ]
        return bool(np.isfinite(table).all()) and all(
            bool(((values >= least) & (values <= most)).all()) for values, least, most in limits
        )


def _boundaries_in(table: np.ndarray, section: SectionId, shape: Shape) -> Iterator[BoundaryStroke]:
    for points in _each(table):
        above, below = points[0, 3:5].astype(int).tolist()
        line = boundary_through(section, _places(points[:, 1:3]), above, below, shape)
        if line is not None:
            yield replace(line, verdict=SAID[int(points[0, 5])] if table.shape[1] > 5 else Verdict.OPEN)


def _sticks_in(table: np.ndarray, section: SectionId, shape: Shape) -> Iterator[FaultStick]:
    for points in _each(table):
        stick = stick_through(section, _places(points[:, 2:4]), int(points[0, 1]), shape)
        if stick is not None:
            yield stick


def _verdicts_in(table: np.ndarray, section: SectionId, shape: Shape) -> Iterator[StrokeVerdict]:
    for points in _each(table.astype(np.int64)):
        label, code = points[0, 1:3].tolist()
        yield StrokeVerdict(section, label, *_mask_of(points[:, 3:]), SAID[code])


def _rejections_in(table: np.ndarray, section: SectionId, shape: Shape) -> Iterator[Rejection]:
    for points in _each(table.astype(np.int64)):
        yield Rejection(section, int(points[0, 1]), *_mask_of(points[:, 2:]))


def _mask_of(samples: np.ndarray) -> tuple[int, int, np.ndarray]:
    """Row, column and mask, as in `Stroke`, of samples (samples, 2)."""
    row, column = samples.min(axis=0).tolist()
    mask = np.zeros(samples.max(axis=0) - (row, column) + 1, bool)
    mask[samples[:, 0] - row, samples[:, 1] - column] = True
    return row, column, mask


BOUNDARIES = TableKind(
    "_boundaries",
    (5, 6),
    tr("boundaries in {}: each row needs the number of its line, trace, sample, and the class above and below"),
    lambda shape: {3: (UNLABELLED, HIGHEST_NUMBER), 4: (UNLABELLED, HIGHEST_NUMBER), 5: (0, max(SAID))},
    _boundaries_in,
)
FAULTS = TableKind(
    "_faults",
    (4,),
    tr("faults in {}: each row needs the number of its stick, the fault, trace and sample"),
    lambda shape: {1: (1, HIGHEST_FAULT)},
    _sticks_in,
)
VERDICTS = TableKind(
    "_verdicts",
    (5,),
    tr(
        "verdicts in {}: each row needs the number of its stroke, the class, 1 or 2 (kept, set aside), trace and sample"
    ),
    lambda shape: {1: (0, HIGHEST_NUMBER), 2: (1, max(SAID)), 3: (0, shape[0] - 1), 4: (0, shape[1] - 1)},
    _verdicts_in,
)
REJECTIONS = TableKind(
    "_rejections",
    (4,),
    tr("rejections in {}: each row needs the number of its rejection, the class, trace and sample"),
    lambda shape: {1: (0, HIGHEST_NUMBER), 2: (0, shape[0] - 1), 3: (0, shape[1] - 1)},
    _rejections_in,
)
TABLES = (BOUNDARIES, FAULTS, VERDICTS, REJECTIONS)
SUFFIXES = tuple(kind.suffix for kind in TABLES)


def tables_of(snapshot: LabelSnapshot) -> dict[str, np.ndarray]:
    """All of them, by the names of their arrays."""
    found: dict[str, np.ndarray] = {}
    for kind, drawn, table in (
        (BOUNDARIES, snapshot.boundaries, _boundary_table),
        (FAULTS, snapshot.faults, _fault_table),
        (VERDICTS, snapshot.verdicts, _verdict_table),
        (REJECTIONS, snapshot.rejections, _rejection_table),
    ):
        for section in dict.fromkeys(each.section for each in drawn):
            found[f"{section}{kind.suffix}"] = table([each for each in drawn if each.section == section])
    return found


def _boundary_table(lines: Sequence[BoundaryStroke]) -> np.ndarray:
    judged = any(line.verdict is not Verdict.OPEN for line in lines)
    return _stacked(
        (number, line.rows, line.depths, line.above, line.below, *([CODES[line.verdict]] if judged else []))
        for number, line in enumerate(lines)
    ).astype(np.float32)


def _fault_table(sticks: Sequence[FaultStick]) -> np.ndarray:
    return _stacked((number, stick.fault, stick.traces, stick.columns) for number, stick in enumerate(sticks)).astype(
        np.float32
    )


def _verdict_table(verdicts: Sequence[StrokeVerdict]) -> np.ndarray:
    rows = []
    for number, each in enumerate(verdicts):
        traces, samples = np.nonzero(each.mask)
        rows.append((number, each.label, CODES[each.verdict], each.row + traces, each.column + samples))
    return _stacked(rows).astype(np.int32)


def _rejection_table(rejections: Sequence[Rejection]) -> np.ndarray:
    rows = []
    for number, each in enumerate(rejections):
        traces, samples = np.nonzero(each.mask)
        rows.append((number, each.label, each.row + traces, each.column + samples))
    return _stacked(rows).astype(np.int32)


def _stacked(lines: Iterable[tuple]) -> np.ndarray:
    return np.concatenate([np.stack(np.broadcast_arrays(*columns), axis=1) for columns in lines])


def _each(table: np.ndarray) -> Iterator[np.ndarray]:
    for number in np.unique(table[:, 0]):
        yield table[table[:, 0] == number]


def _places(points: np.ndarray) -> list[tuple[float, float]]:
    return [(float(row), float(column)) for row, column in points]
