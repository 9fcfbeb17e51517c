"""Tables of marks on sections: an action adds rows and takes others away, which come back when it is undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from seisviewer.project.database import Database


@dataclass(frozen=True)
class MarkTable:
    """name: of the table, which also has a column `removed_by`. columns: in the order of its rows, with commas between;
    the first two are id and action."""

    name: str
    columns: str

    def record(
        self, connection: sqlite3.Connection, action: int, added: Iterable[tuple], removed: Iterable[int]
    ) -> None:
        """Store what an action did; added: rows; removed: ids of those it took away."""
        places = ", ".join("?" for _ in self.columns.split(","))
        connection.executemany(f"INSERT INTO {self.name} ({self.columns}) VALUES ({places})", added)
        connection.executemany(
            f"UPDATE {self.name} SET removed_by = ? WHERE id = ?", [(action, number) for number in removed]
        )

    def live(self, database: Database) -> list[tuple]:
        """The rows there are now, oldest first."""
        return database.rows(
            f"""SELECT {", ".join(f"mark.{name}" for name in self.columns.split(", "))} FROM {self.name} mark
            JOIN actions made ON made.number = mark.action LEFT JOIN actions gone ON gone.number = mark.removed_by
            WHERE NOT made.undone AND (gone.number IS NULL OR gone.undone) ORDER BY mark.id"""
        )

    def of(self, database: Database, action: int) -> list[tuple]:
        """The rows that an action added and, where it added none, those that it took away."""
        asked = f"SELECT {self.columns} FROM {self.name} WHERE"
        added = database.rows(f"{asked} action = ? ORDER BY id", (action,))
        return added or database.rows(f"{asked} removed_by = ? ORDER BY id", (action,))
