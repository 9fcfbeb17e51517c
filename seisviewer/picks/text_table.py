"""Tables as text: whatever stands between the columns, with a line of names or without, comments left aside."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from seisviewer.bounded_reading import read_within_memory
from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr

SEPARATORS = ";\t|,"  # of two that are as frequent, the first: a comma may be decimal
Cells = list[str]


@dataclass(frozen=True)
class TextTable:
    """names: of the columns, in lower case with “_” for a space; empty for a table without a line of names. lines: number
    and cells of every line in which something stands; raises UnreadableFile while it is read. A line with more cells than
    there are names comes as it is."""

    path: Path
    names: tuple[str, ...]
    lines: Iterator[tuple[int, Cells]]


def read_text(path: Path) -> str:
    """The text of a small file in UTF-8, or UTF-16 with its mark; raises UnreadableFile."""
    try:
        content = read_within_memory(path)
    except FileNotFoundError as error:
        raise UnreadableFile(tr("There is no file {path}: choose one that exists.").format(path=path)) from error
    except OSError as error:
        raise UnreadableFile(
            tr("{path} cannot be read: {strerror}.").format(path=path, strerror=error.strerror or error)
        ) from error
    except ValueError as error:
        raise UnreadableFile(tr("{path} cannot be read: {error}.").format(path=path, error=error)) from error
    try:
        return content.decode(encoding_of(content))
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            tr("{path} is no text in UTF-8: save it with this encoding, or choose another file.").format(path=path)
        ) from error


def encoding_of(content: bytes) -> str:
    """UTF-16 where its mark says so (spreadsheets write it), else UTF-8, with or without a mark."""
    return "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def table_of(path: Path, text: str, are_names: Callable[[tuple[str, ...]], bool]) -> TextTable:
    """The table in a text. are_names: whether the cells of its first line are the names of columns. Raises
    UnreadableFile."""
    skipped, first = _first_line(text, are_names)
    separator = separator_of(first)
    names = names_in(first, separator)
    body = io.StringIO(text, newline="")
    for _ in range(skipped):
        body.readline()
    rows = _split(path, body, separator, skipped)
    if are_names(names):
        next(rows, None)
        return TextTable(path, names, rows)
    return TextTable(path, (), rows)


def separator_of(line: str) -> str:
    """What stands between the cells of a line; "" for spaces."""
    best = max(SEPARATORS, key=line.count)
    return best if best in line else ""


def names_in(line: str, separator: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader([line], delimiter=separator)) if separator else line.lstrip("#").split()
    except (csv.Error, StopIteration):
        return ()
    return tuple(cell.strip().lstrip("#").strip().lower().replace(" ", "_") for cell in cells)


def _first_line(text: str, are_names: Callable[[tuple[str, ...]], bool]) -> tuple[int, str]:
    """The line that names the columns, which may stand behind a “#”, else the first that is no comment; and how many
    lines are before it."""
    plain: tuple[int, str] | None = None
    for number, line in enumerate(text[:100_000].splitlines()):
        if line.startswith("#"):
            if are_names(names_in(line, separator_of(line))):
                return number, line
        elif line.strip():
            plain = number, line
            break
    return plain or (0, "")


def _split(path: Path, body: io.StringIO, separator: str, before: int) -> Iterator[tuple[int, Cells]]:
    if not separator:
        for number, line in enumerate(body, before + 1):
            if line.strip() and (number == before + 1 or not line.startswith("#")):
                yield number, line.lstrip("#").split()
        return
    rows = csv.reader(body, delimiter=separator, strict=True)
    try:
        for cells in rows:
            if any(cells) and (rows.line_num == 1 or not cells[0].startswith("#")):
                yield before + rows.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise UnreadableFile(
            tr("{path} is no table from line {before} on ({error}): mend its quotes, or choose another file.").format(
                path=path, before=before + rows.line_num, error=error
            )
        ) from error
