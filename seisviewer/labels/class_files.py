"""Class tables in files that other people can read: JSON (complete) and CSV (for a spreadsheet)."""

from __future__ import annotations

import csv
import io
import json
from itertools import islice
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.bounded_reading import json_from, read_bounded
from seisviewer.errors import LabelsError
from seisviewer.labels.classes import HIGHEST_NUMBER, ClassTable
from seisviewer.translation import tr

COLUMNS = ("number", "name", "colour", "locked", "kind")


def read_classes(path: str | Path) -> ClassTable:
    """Read a class table from .json or .csv; raises LabelsError with the file's name."""
    path = Path(path)
    try:
        text = read_bounded(path).decode("utf-8-sig")
        table = _from_csv(text) if path.suffix.lower() == ".csv" else _from_json(text)
    except OSError as error:
        raise LabelsError(
            tr("{path} cannot be read ({strerror}): choose another file.").format(path=path, strerror=error.strerror)
        ) from error
    except (ValueError, csv.Error) as error:
        raise LabelsError(
            tr("{path_name} is no class table: choose a .json or .csv file of classes.").format(path_name=path.name)
        ) from error
    except LabelsError as error:
        raise LabelsError(f"{path.name}: {error}") from error
    if not len(table):
        raise LabelsError(tr("{path_name} holds no classes: choose another file.").format(path_name=path.name))
    return table


def write_classes(path: str | Path, table: ClassTable) -> None:
    """Write a class table as .csv where the name ends so, else as JSON; raises LabelsError."""
    path = Path(path)
    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "locked": int(row["locked"])} for row in table.to_json())
        content = text.getvalue()
    else:
        content = json.dumps({"title": path.stem, "classes": table.to_json()}, ensure_ascii=False, indent=2) + "\n"
    write_whole(path, content.encode("utf-8"), LabelsError)


def _from_json(text: str) -> ClassTable:
    content = json_from(text)
    return ClassTable.from_json(content["classes"] if isinstance(content, dict) and "classes" in content else content)


def _from_csv(text: str) -> ClassTable:
    rows = list(islice(csv.DictReader(io.StringIO(text)), HIGHEST_NUMBER + 2))  # with one more it is refused
    for row in rows:
        row["locked"] = str(row.get("locked") or "").strip().lower() in ("1", "true", "yes")
    return ClassTable.from_json(rows)
