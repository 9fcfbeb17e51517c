"""Strokes and actions as rows: how they are stored, found again for undo and redo, and rewritten."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from seisviewer.bounded_reading import unpacked
from seisviewer.labels.accepted_voxels import ACCEPTED, CARRIED
from seisviewer.labels.boundary_stroke import BoundaryStroke
from seisviewer.labels.class_changes import ClassChange
from seisviewer.labels.classes import HIGHEST_NUMBER
from seisviewer.labels.fault_stick import FaultStick
from seisviewer.labels.holding_back import HoldingBack
from seisviewer.labels.label_volume import Drawn, DrawnBox
from seisviewer.labels.provenance import Origin
from seisviewer.labels.rejection import Rejection
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.labels.stroke_verdict import StrokeVerdict
from seisviewer.progress import Progress, drive
from seisviewer.project.class_history import Removal, removals
from seisviewer.project.database import Database
from seisviewer.project.stored_values import Unfit, checked, of_kind, reader, whole
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId

_COLUMNS = "id, action, direction, line, label, first_row, first_column, row_count, column_count, held, "
_COLUMNS += "reach, origin, along, accepted_before, carried_before, mask, before"
# What `actions.undone` says. OUTSIDE is what nobody can reach: an action that is not stored whole yet, or one that was
# undone before something new was painted. It is deleted when the project is opened next, which may take its time.
DONE, UNDONE, OUTSIDE = 0, 1, 2
ROWS = 500  # of the database that are looked through between two events
LONGEST = 2**31  # samples or traces of a section, more than any survey has
FOR_CHECKING = 2  # in `strokes.held`: its section was for checking only
LARGEST_MASK = 2**28  # pixels, more than any section has


@dataclass(frozen=True)
class Action:
    """What was done, undone or redone at once: strokes in the order of painting, boundaries and faults drawn or taken away,
    verdicts on strokes, rejections, an edit of the class table, or several of these (an import with classes of its own).
    checking: sections that were marked as for checking only, or unmarked. horizons, wells: the names of those that were changed."""

    strokes: tuple[Stroke, ...] = ()
    classes: ClassChange | None = None
    boundaries: tuple[BoundaryStroke, ...] = ()
    verdicts: tuple[StrokeVerdict, ...] = ()
    faults: tuple[FaultStick, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    checking: tuple[SectionId, ...] = ()
    horizons: tuple[str, ...] = ()
    wells: tuple[str, ...] = ()


def new_action(connection: sqlite3.Connection) -> int:
    """Begin an action; what was undone before it can no longer be redone."""
    end_redo(connection)
    return connection.execute("INSERT INTO actions (made) VALUES (?)", (time.time(),)).lastrowid


def end_redo(connection: sqlite3.Connection) -> None:
    """What was undone can no longer be redone."""
    connection.execute("UPDATE actions SET undone = ? WHERE undone = ?", (OUTSIDE, UNDONE))


def delete_unreachable(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM actions WHERE undone = ?", (OUTSIDE,))


@reader
def next_numbers(database: Database) -> tuple[int, int, int, int, int, int]:
    """The numbers that the next action, stroke, boundary stroke, verdict, fault stick and rejection get; they never repeat in a
    project."""
    last = dict(database.rows("SELECT name, seq FROM sqlite_sequence"))
    tables = "actions", "strokes", "boundary_strokes", "stroke_verdicts", "fault_sticks", "rejections"
    return tuple(last.get(table, 0) + 1 for table in tables)


def put_action(connection: sqlite3.Connection, number: int, state: int) -> None:
    """Store an action, or that it is in another state now."""
    connection.execute(
        """INSERT INTO actions (number, undone, made) VALUES (?, ?, ?)
        ON CONFLICT (number) DO UPDATE SET undone = excluded.undone, made = excluded.made""",
        (number, state, time.time()),
    )


def stroke_row(stroke: Stroke) -> tuple:
    """A stroke, with its id and action, as it is stored."""
    section = stroke.section
    # SQLite takes no NumPy integers, which a gesture may well have computed.
    held = FOR_CHECKING if stroke.for_checking else stroke.held
    numbers = map(
        int, (section.number, stroke.label, stroke.row, stroke.column, *stroke.mask.shape, held, stroke.reach)
    )
    before = _packed_origins(stroke, ACCEPTED), _packed_origins(stroke, CARRIED)
    packed = stroke.origin.value, stroke.along, *before, packed_mask(stroke.mask), packed_before(stroke)
    return (stroke.id, stroke.action, section.direction.value, *numbers, *packed)


def _packed_origins(stroke: Stroke, code: int) -> bytes | None:
    """Where the labels under a stroke came as `code` says, of AcceptedVoxels; None where none did."""
    if stroke.origins_before is None:
        return None
    found = stroke.origins_before[stroke.mask] == code
    return packed_mask(found) if found.any() else None


def add_strokes(connection: sqlite3.Connection, rows: Iterable[tuple]) -> None:
    """Store strokes, as `stroke_row` makes them; their action must be there."""
    connection.executemany(f"INSERT INTO strokes ({_COLUMNS}) VALUES ({', '.join('?' * 17)})", rows)


@reader
def stroke_ids(database: Database, action: int) -> list[int]:
    """The strokes of an action in the order in which they were painted."""
    return [number for (number,) in database.rows("SELECT id FROM strokes WHERE action = ? ORDER BY id", (action,))]


@reader
def stroke(database: Database, number: int) -> Stroke:
    """One stroke."""
    (row,) = database.rows(f"SELECT {_COLUMNS} FROM strokes WHERE id = ?", (number,))
    return _stroke(row)


def strokes_on(
    database: Database, section: SectionId, removed: Sequence[Removal]
) -> Generator[Progress, None, list[Stroke]]:
    """The strokes made on a section and not undone, erasers too, oldest first, in steps. removed: the removals of classes
    to reckon with; a stroke whose class was deleted is an eraser now."""
    rows = database.rows(
        """SELECT id FROM strokes JOIN actions ON actions.number = strokes.action
        WHERE undone = ? AND direction = ? AND line = ? ORDER BY id""",
        (DONE, section.direction.value, section.number),
    )
    found = []
    for done, (number,) in enumerate(rows, 1):
        made = stroke(database, number)
        found.append(replace(made, label=_label_now(made.label, made.action, removed)))
        if done % ROWS == 0:
            yield Progress(done, len(rows), tr("Looking through the strokes"))
    return found


def action_to_undo(database: Database) -> int | None:
    return database.value("SELECT MAX(number) FROM actions WHERE NOT undone")


def action_to_redo(database: Database) -> int | None:
    return database.value("SELECT MIN(number) FROM actions WHERE undone = ?", (UNDONE,))


def mark(connection: sqlite3.Connection, action: int, *, undone: bool) -> None:
    connection.execute("UPDATE actions SET undone = ? WHERE number = ?", (undone, action))


def drawn_boxes(database: Database) -> Drawn:
    """Where the strokes lie that are no erasers and not undone, by section, oldest first."""
    return drive(drawn_steps(database, removals(database)))


def drawn_steps(database: Database, removed: Sequence[Removal]) -> Generator[Progress, None, Drawn]:
    """`drawn_boxes` in steps. removed: the removals of classes to reckon with: a stroke whose class was merged since has
    the label of the other class, and one whose class was deleted is left out."""
    found: dict[SectionId, list[DrawnBox]] = {}
    with checked(database):
        rows = database.rows(
            """SELECT direction, line, origin, along, action, id, label, first_row, first_column, row_count, column_count
            FROM strokes JOIN actions ON actions.number = strokes.action WHERE NOT undone AND label != ? ORDER BY id""",
            (UNLABELLED,),
        )
        for done, (direction, line, origin, along, action, number, label, *box) in enumerate(rows, 1):
            section = SectionId(Direction(direction), of_kind(line, int))
            label = _label_now(whole(label, most=HIGHEST_NUMBER), action, removed)
            if label != UNLABELLED:
                said = (Origin(origin) is each for each in (Origin.CARRIED, Origin.ACCEPTED))
                drawn = DrawnBox(number, label, *map(whole, box), whole(action), *said, bool(along))
                found.setdefault(section, []).append(drawn)
            if done % ROWS == 0:
                yield Progress(done, len(rows), tr("Looking through the strokes"))
    return {section: tuple(boxes) for section, boxes in found.items()}


def _label_now(label: int, action: int, removed: Sequence[Removal]) -> int:
    """What the label of an action has become by the removals of classes after it."""
    for each in removed:
        if each.action > action and label == each.number:
            label = each.became
    return label


@reader
def holding_back(database: Database) -> HoldingBack:
    """What decides about the next strokes, knowing those that are there and not on sections for checking only. A gesture along
    a random line is one."""
    rows = database.rows(
        """SELECT label, COUNT(*), SUM(held) FROM (
            SELECT label, MAX(held) AS held FROM strokes JOIN actions ON actions.number = strokes.action
            WHERE undone = ? AND origin = ? AND held != ?
            GROUP BY label, CASE WHEN along THEN -action ELSE id END) GROUP BY label""",
        (DONE, Origin.PAINTED.value, FOR_CHECKING),
    )
    return HoldingBack({label: made for label, made, _ in rows}, {label: held for label, _, held in rows})


@reader
def last_made(database: Database) -> float | None:
    """When the newest action that changed labels was made; None where one is undone, or there is none."""
    return database.value(
        """SELECT CASE MAX(undone) WHEN ? THEN MAX(made) END FROM actions WHERE undone != ? AND (
            EXISTS (SELECT 1 FROM strokes WHERE action = number)
            OR EXISTS (SELECT 1 FROM boundary_strokes WHERE action = number OR removed_by = number)
            OR EXISTS (SELECT 1 FROM stroke_verdicts WHERE action = number OR removed_by = number)
            OR EXISTS (SELECT 1 FROM rejections WHERE action = number)
            OR EXISTS (SELECT 1 FROM checking_marks WHERE action = number)
            OR EXISTS (SELECT 1 FROM fault_sticks WHERE action = number OR removed_by = number)
            OR EXISTS (SELECT 1 FROM class_changes WHERE action = number AND removed IS NOT NULL))""",
        (DONE, OUTSIDE),
    )


def packed_mask(mask: np.ndarray) -> bytes:
    return zlib.compress(np.packbits(mask).tobytes(), 1)


def packed_before(stroke: Stroke) -> bytes:
    """Only what lies under the mask: what lies beside it may change while the stroke is in the past."""
    return zlib.compress(stroke.before[stroke.mask].tobytes(), 1)


def unpacked_mask(packed: bytes, rows: int, columns: int) -> np.ndarray:
    """Bool (rows, columns): what `packed_mask` packed."""
    if rows * columns > LARGEST_MASK:
        raise Unfit(tr("the box of a stroke is larger than any section"))
    size = -(-rows * columns // 8)
    packed_bits = np.frombuffer(unpacked(packed, size), np.uint8)
    if len(packed_bits) != size:
        raise Unfit(tr("the mask of a stroke has another size than its box"))
    bits = np.unpackbits(packed_bits, count=rows * columns)
    return bits.astype(bool).reshape(rows, columns)


def _stroke(row: tuple) -> Stroke:
    number, action, direction, line, label, first_row, first_column, rows, columns, held, reach, *packed = row
    origin, along, accepted, carried, packed_bits, before = packed
    mask = unpacked_mask(packed_bits, whole(rows, 1, LONGEST), whole(columns, 1, LONGEST))
    codes = np.full(mask.shape, UNLABELLED, np.int8)
    codes[mask] = np.frombuffer(unpacked(before, int(np.count_nonzero(mask))), np.int8)
    section = SectionId(Direction(direction), of_kind(line, int))
    place = whole(label, UNLABELLED, HIGHEST_NUMBER), whole(first_row), whole(first_column)
    origins = Origin(origin), _origins_before(mask, accepted, carried), held == FOR_CHECKING
    said = whole(reach, 0, LONGEST), bool(along)
    return Stroke(section, *place, mask, codes, number, action, bool(held), *origins, *said)


def _origins_before(mask: np.ndarray, accepted: bytes | None, carried: bytes | None) -> np.ndarray | None:
    """How the labels under a stroke had come, as `Stroke.origins_before`."""
    if accepted is None and carried is None:
        return None
    origins, count = np.full(mask.shape, UNLABELLED, np.int8), int(np.count_nonzero(mask))
    under = np.full(count, UNLABELLED, np.int8)
    for code, packed in ((ACCEPTED, accepted), (CARRIED, carried)):
        if packed is not None:
            under[unpacked_mask(packed, 1, count)[0]] = code
    origins[mask] = under
    return origins
