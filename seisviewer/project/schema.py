"""The tables of a project's database, and how older databases become today's."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from seisviewer.errors import ProjectError, SeisviewerError
from seisviewer.project.database import Database
from seisviewer.project.migration_to_3 import hold_strokes_back, retire_numbers
from seisviewer.translation import tr

APPLICATION_ID = 0x53656973  # "Seis", so that tools tell the file from other SQLite files

Step = Callable[[sqlite3.Connection, Path], None]  # of the open database and the project folder

# Each entry takes the database one version further. Entries are never changed once they are released.
MIGRATIONS: list[tuple[str | Step, ...]] = [
    (
        # name: survey, view_state, labels_version, dismissed …; value: JSON.
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        """CREATE TABLE classes (
            number INTEGER PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL, colour TEXT NOT NULL,
            locked INTEGER NOT NULL)""",
        # What is undone together. Undone actions wait for a redo until something new is painted.
        """CREATE TABLE actions (
            number INTEGER PRIMARY KEY AUTOINCREMENT, undone INTEGER NOT NULL DEFAULT 0, made REAL NOT NULL)""",
        # mask: zlib of bits, row by row; before: zlib of the int8 labels under the mask.
        """CREATE TABLE strokes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action INTEGER NOT NULL REFERENCES actions (number) ON DELETE CASCADE,
            direction TEXT NOT NULL, line INTEGER NOT NULL, label INTEGER NOT NULL,
            first_row INTEGER NOT NULL, first_column INTEGER NOT NULL,
            row_count INTEGER NOT NULL, column_count INTEGER NOT NULL,
            mask BLOB NOT NULL, before BLOB NOT NULL)""",
        "CREATE INDEX strokes_of_action ON strokes (action)",
        # The labels as they are now: what the strokes that are not undone add up to.
        """CREATE TABLE blocks (
            i INTEGER NOT NULL, j INTEGER NOT NULL, k INTEGER NOT NULL, voxels BLOB NOT NULL, PRIMARY KEY (i, j, k))""",
        """CREATE TABLE runs (
            number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, state TEXT NOT NULL,
            labels_version INTEGER NOT NULL, started REAL NOT NULL, ended REAL,
            settings TEXT NOT NULL, metrics TEXT NOT NULL)""",
        # Who may change the labels just now; only believed while the edit lock is held.
        "CREATE TABLE holder (pid INTEGER NOT NULL, host TEXT NOT NULL, since REAL NOT NULL)",
    ),
    (
        # Projects of traces have the settings waveforms and picks_version in place of survey and labels_version.
        """CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT, time REAL NOT NULL, latitude REAL, longitude REAL, depth REAL,
            magnitude REAL, magnitude_type TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, score REAL)""",
        # event: 0 without one.
        """CREATE TABLE picks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            network TEXT NOT NULL, station TEXT NOT NULL, location TEXT NOT NULL, instrument TEXT NOT NULL,
            phase TEXT NOT NULL, time REAL NOT NULL, uncertainty REAL, polarity TEXT NOT NULL, origin TEXT NOT NULL,
            review TEXT NOT NULL, probability REAL, model TEXT NOT NULL, trace_name TEXT NOT NULL,
            event INTEGER NOT NULL)""",
        # What an action did to picks and events: zlib of JSON, a list of [kind, row before or null, row after or null].
        """CREATE TABLE changes (
            action INTEGER PRIMARY KEY REFERENCES actions (number) ON DELETE CASCADE, content BLOB NOT NULL)""",
    ),
    (
        # Deleted classes keep their number, name and colour; painted_classes in settings: numbers that ever had a label.
        "ALTER TABLE classes ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0",
        retire_numbers,
        # held: models are scored on the stroke and do not learn it; in voxels and in before, label n is then -2 - n.
        "ALTER TABLE strokes ADD COLUMN held INTEGER NOT NULL DEFAULT 0",
        "DROP INDEX strokes_of_action",
        "CREATE INDEX strokes_of_action ON strokes (action, label, held)",
        hold_strokes_back,
        # What an action did to the class table. before, after: JSON of the tables. removed: the class whose labels became
        # `became` (-1: none), or NULL; strokes: how many it had.
        """CREATE TABLE class_changes (
            action INTEGER PRIMARY KEY REFERENCES actions (number) ON DELETE CASCADE, before TEXT NOT NULL,
            after TEXT NOT NULL, removed INTEGER, became INTEGER NOT NULL, strokes INTEGER NOT NULL)""",
        # The blocks that a class was removed from, as they were.
        """CREATE TABLE replaced_blocks (
            action INTEGER NOT NULL REFERENCES actions (number) ON DELETE CASCADE, i INTEGER NOT NULL,
            j INTEGER NOT NULL, k INTEGER NOT NULL, voxels BLOB NOT NULL, PRIMARY KEY (action, i, j, k))""",
    ),
    (
        # kind: a value of ClassKind.
        "ALTER TABLE classes ADD COLUMN kind TEXT NOT NULL DEFAULT 'decide'",
    ),
    (
        # Lines between two classes (-1: not known which). depths: zlib of float32, one a trace, in samples. removed_by: the
        # action that took the line away.
        """CREATE TABLE boundary_strokes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action INTEGER NOT NULL REFERENCES actions (number) ON DELETE CASCADE,
            direction TEXT NOT NULL, line INTEGER NOT NULL, above INTEGER NOT NULL, below INTEGER NOT NULL,
            first_row INTEGER NOT NULL, depths BLOB NOT NULL,
            removed_by INTEGER REFERENCES actions (number) ON DELETE SET NULL)""",
        "CREATE INDEX boundary_strokes_of_action ON boundary_strokes (action)",
        "CREATE INDEX boundary_strokes_removed ON boundary_strokes (removed_by)",
    ),
    (
        # What the user says of strokes that the answer does not honour. mask: zlib of bits, row by row. verdict: a value of
        # Verdict. held: the stroke was held back. removed_by: the action that took the verdict away.
        """CREATE TABLE stroke_verdicts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action INTEGER NOT NULL REFERENCES actions (number) ON DELETE CASCADE,
            direction TEXT NOT NULL, line INTEGER NOT NULL, label INTEGER NOT NULL,
            first_row INTEGER NOT NULL, first_column INTEGER NOT NULL,
            row_count INTEGER NOT NULL, column_count INTEGER NOT NULL,
            verdict TEXT NOT NULL, held INTEGER NOT NULL, mask BLOB NOT NULL,
            removed_by INTEGER REFERENCES actions (number) ON DELETE SET NULL)""",
        "CREATE INDEX stroke_verdicts_of_action ON stroke_verdicts (action)",
        "CREATE INDEX stroke_verdicts_removed ON stroke_verdicts (removed_by)",
        "ALTER TABLE boundary_strokes ADD COLUMN verdict TEXT NOT NULL DEFAULT 'open'",
    ),
    (
        # Lines along faults. fault: its number. traces: zlib of float32, one a sample from first_column on. removed_by: the
        # action that took the line away.
        """CREATE TABLE fault_sticks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action INTEGER NOT NULL REFERENCES actions (number) ON DELETE CASCADE,
            direction TEXT NOT NULL, line INTEGER NOT NULL, fault INTEGER NOT NULL, first_column INTEGER NOT NULL,
            traces BLOB NOT NULL, removed_by INTEGER REFERENCES actions (number) ON DELETE SET NULL)""",
        "CREATE INDEX fault_sticks_of_action ON fault_sticks (action)",
        "CREATE INDEX fault_sticks_removed ON fault_sticks (removed_by)",
    ),
    (
        # What files say of picks and events besides: “Pg”, how sharp the onset is, QuakeML's status and public ids.
        # width_of_model: the uncertainty is half the width of a model's curve, as that of every pick of a model was.
        "ALTER TABLE picks ADD COLUMN phase_name TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE picks ADD COLUMN onset TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE picks ADD COLUMN status TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE picks ADD COLUMN public_id TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE picks ADD COLUMN width_of_model INTEGER NOT NULL DEFAULT 0",
        "UPDATE picks SET width_of_model = 1 WHERE uncertainty IS NOT NULL AND origin <> 'manual' AND model <> ''",
        "ALTER TABLE events ADD COLUMN public_id TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE events ADD COLUMN origin_id TEXT NOT NULL DEFAULT ''",
    ),
    (
        # title: what the user calls a run. pinned: never deleted but by the user.
        "ALTER TABLE runs ADD COLUMN title TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE runs ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
        # Sections marked as for checking only, or unmarked, by an action; the newest that is not undone counts. In strokes,
        # held is 2 where a stroke is held back because its section was marked when it was made.
        """CREATE TABLE checking_marks (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action INTEGER NOT NULL REFERENCES actions (number) ON DELETE CASCADE,
            direction TEXT NOT NULL, line INTEGER NOT NULL, marked INTEGER NOT NULL)""",
        "CREATE INDEX checking_marks_of_action ON checking_marks (action)",
    ),
    (
        # origin: a value of Origin. accepted_before: zlib of bits, for each sample under the mask whether its label was
        # accepted before; NULL where none was.
        "ALTER TABLE strokes ADD COLUMN origin TEXT NOT NULL DEFAULT 'painted'",
        "ALTER TABLE strokes ADD COLUMN accepted_before BLOB",
        # Blocks as in `blocks`, 0 where the label was accepted and not painted.
        """CREATE TABLE accepted_blocks (
            i INTEGER NOT NULL, j INTEGER NOT NULL, k INTEGER NOT NULL, voxels BLOB NOT NULL, PRIMARY KEY (i, j, k))""",
        # Where the user says that a class is not. mask: zlib of bits, row by row.
        """CREATE TABLE rejections (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action INTEGER NOT NULL REFERENCES actions (number) ON DELETE CASCADE,
            direction TEXT NOT NULL, line INTEGER NOT NULL, label INTEGER NOT NULL,
            first_row INTEGER NOT NULL, first_column INTEGER NOT NULL,
            row_count INTEGER NOT NULL, column_count INTEGER NOT NULL, mask BLOB NOT NULL)""",
        "CREATE INDEX rejections_of_action ON rejections (action)",
    ),
    (
        # reach: lines to each side to which the stroke is still to be carried along the dips; its copies are strokes of the
        # same action with the origin 'carried', and 1 in accepted_blocks. carried_before: as accepted_before, for 'carried'.
        "ALTER TABLE strokes ADD COLUMN reach INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE strokes ADD COLUMN carried_before BLOB",
        "CREATE INDEX strokes_to_carry ON strokes (id) WHERE reach > 0",
    ),
    (
        # polarity_model: what found the first motion, '' for a person; its probability and spread are 0 to 1.
        "ALTER TABLE picks ADD COLUMN polarity_model TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE picks ADD COLUMN polarity_probability REAL",
        "ALTER TABLE picks ADD COLUMN polarity_spread REAL",
    ),
    (
        # kind: QuakeML's type of an event. found: JSON of Found, '' for nothing. stale: the picks were changed since.
        "ALTER TABLE events ADD COLUMN kind TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE events ADD COLUMN found TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE events ADD COLUMN stale INTEGER NOT NULL DEFAULT 0",
        # weight: 0 to 4 as HYPO71 has it, NULL where nobody said.
        "ALTER TABLE picks ADD COLUMN weight INTEGER",
    ),
    (
        # number: of the horizon, the same through every change. event: a value of Event. picks: zlib of JSON. depths: zlib of
        # float32 (inlines, crosslines), in samples; NULL where the row depths_in has them. removed_by: the action that took
        # the horizon away, or put a changed one in its place.
        """CREATE TABLE horizons (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action INTEGER NOT NULL REFERENCES actions (number) ON DELETE CASCADE,
            number INTEGER NOT NULL, name TEXT NOT NULL, colour TEXT NOT NULL, event TEXT NOT NULL, source TEXT NOT NULL,
            picks BLOB NOT NULL, depths_in INTEGER, depths BLOB,
            removed_by INTEGER REFERENCES actions (number) ON DELETE SET NULL)""",
        "CREATE INDEX horizons_of_action ON horizons (action)",
        "CREATE INDEX horizons_removed ON horizons (removed_by)",
    ),
    (
        # number: of the well, the same through every change. said: zlib of JSON, what is no array. numbers: zlib of float64,
        # stations and the time–depth table. logs: zlib of float64 depths and float32 values; NULL where the row logs_in has
        # them. removed_by: the action that took the well away, or put a changed one in its place.
        """CREATE TABLE wells (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            action INTEGER NOT NULL REFERENCES actions (number) ON DELETE CASCADE,
            number INTEGER NOT NULL, name TEXT NOT NULL, colour TEXT NOT NULL, said BLOB NOT NULL, numbers BLOB NOT NULL,
            logs_in INTEGER, logs BLOB, removed_by INTEGER REFERENCES actions (number) ON DELETE SET NULL)""",
        "CREATE INDEX wells_of_action ON wells (action)",
        "CREATE INDEX wells_removed ON wells (removed_by)",
    ),
    (
        # along: with the others of its action it was drawn as one gesture along a random line.
        "ALTER TABLE strokes ADD COLUMN along INTEGER NOT NULL DEFAULT 0",
    ),
]


def bring_up_to_date(database: Database) -> None:
    """Run the migrations that the database lacks, in one transaction; an older one is backed up beside it first.

    Raises ProjectError when the database is no project's, or newer than this program.
    """
    version = database.value("PRAGMA user_version")
    owner = database.value("PRAGMA application_id")
    if owner != APPLICATION_ID and (owner or version or database.rows("SELECT name FROM sqlite_master LIMIT 1")):
        raise ProjectError(
            tr("{file} is a database of another program: choose a .seis folder.").format(file=database.file)
        )
    if version > len(MIGRATIONS):
        raise ProjectError(
            tr(
                "{parent} was made by a newer seisviewer (project version {version}, this one knows "
                "{count}): update seisviewer."
            ).format(parent=database.file.parent, version=version, count=len(MIGRATIONS))
        )
    if version == len(MIGRATIONS):
        return
    with database.transaction(on_copy=True) as connection:
        # Another program may have done it while this one waited for its turn.
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if 0 < version < len(MIGRATIONS) and not database.read_only:
            database.back_up(f"project-version-{version}.db")
        for change in chain.from_iterable(MIGRATIONS[version:]):
            if isinstance(change, str):
                connection.execute(change)
            else:
                _run(change, connection, database)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _run(change: Step, connection: sqlite3.Connection, database: Database) -> None:
    try:
        change(connection, database.file.parent)
    except (SeisviewerError, KeyError, TypeError, ValueError, zlib.error) as error:
        raise ProjectError(
            tr("{file} is damaged ({error}): restore it from a backup.").format(file=database.file, error=error)
        ) from error
