"""Tables of wells as text: what their comments say, what their columns are called and in which unit they are.

Columns are named by a heading, with its unit behind it or in a line of its own (“MD (ft)”, “MD[m]”), or one below the other
between BEGIN HEADER and END HEADER, as Petrel writes them. Words in quotation marks are one column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.interpretation_files.point_tables import columns_of, table_lines

NULLS = (-999.25, -999.0, -9999.0, -99999.0, -9999.25)
LARGEST = 1e29
WORD = re.compile(r'"([^"]*)"|([^\s,;\t]+)')
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$")
UNIT = re.compile(r"[\[(]\s*([A-Za-z°]+)\s*[\])]|[_\-.\s]([A-Za-z]+)$")
UNITS = {
    "m": ("m", "meter", "meters", "metre", "metres"),
    "ft": ("ft", "f", "feet", "foot", "usft", "ftus"),
    "ms": ("ms", "msec", "milliseconds"),
    "s": ("s", "sec", "seconds"),
    "rad": ("rad", "radians"),
    "deg": ("deg", "degrees", "dega", "°"),
}


class LengthsIn(StrEnum):
    """What depths of a file are in."""

    METRES = "m"
    FEET = "ft"


class DepthsFrom(StrEnum):
    """What depths of a file are. TVDSS: true vertical depth below mean sea level."""

    MD = "md"
    TVD = "tvd"
    TVDSS = "tvdss"


METRES_OF = {"m": 1.0, "ft": 0.3048}


@dataclass(frozen=True)
class TextTable:
    """comments: lines without their signs. names: of the columns, as the file has them; () without a heading. units: by
    column, "" where none is said. rows: their words. lines: the number of each row in the file."""

    path: Path
    comments: tuple[str, ...]
    names: tuple[str, ...]
    units: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def where(self, row: int) -> str:
        return tr("Line {lines} of {path_name}").format(lines=self.lines[row], path_name=self.path.name)

    def column(self, index: int) -> np.ndarray:
        """The numbers of a column, float64 (rows,), NaN where one of the values that stand for nothing is; raises
        BadRequest where a word is no number."""
        found = np.full(len(self.rows), np.nan)
        for row, words in enumerate(self.rows):
            if len(words) <= index or not NUMBER.match(words[index]):
                if len(words) > index and words[index].lower() in ("nan", "null", "-", "n/a", ""):
                    continue
                name = f" ({self.names[index]})" if index < len(self.names) else ""
                raise BadRequest(
                    tr("{where} has no number in column {index}{name}: mend or delete it.").format(
                        where=self.where(row), index=index + 1, name=name
                    )
                )
            value = float(words[index])
            found[row] = np.nan if value in NULLS or abs(value) > LARGEST else value
        return found


def read_text_table(path: Path) -> TextTable:
    """Raises BadRequest where the file cannot be read or holds no row."""
    lines = table_lines(path)
    comments: list[str] = []
    heading: list[str] = []
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    listed: list[str] | None = None
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or set(text) <= set("#=-*! "):
            continue
        if text.upper() in ("BEGIN HEADER", "END HEADER"):
            listed = [] if text.upper().startswith("BEGIN") else listed
            if text.upper().startswith("END") and listed is not None:
                heading, listed = [f'"{name}"' for name in listed], None
        elif listed is not None:
            listed.append(text.replace('"', ""))
        elif text[0] in "#!":
            comments.append(text.lstrip("#! ").strip())
        elif not rows and not heading and not _has_number(text):
            heading = [text]
        elif not rows and not _has_number(text) and heading:
            heading.append(text)  # units, or a ruler
        elif not rows and re.match(r"version\b", text, re.IGNORECASE):
            continue
        else:
            columns_of(
                re.sub(r'"[^"]*"', "x", text),
                tr("Line {number} of {path_name}").format(number=number, path_name=path.name),
            )  # a decimal comma is refused
            rows.append(words_of(text))
            numbers.append(number)
    if not rows:
        raise BadRequest(
            tr("{path_name} holds no table: it needs a heading such as “MD INCL AZIM” and a line a station.").format(
                path_name=path.name
            )
        )
    names, units = _named(heading, comments, len(rows[0]))
    return TextTable(path, tuple(comments), names, units, tuple(rows), tuple(numbers))


def words_of(line: str) -> tuple[str, ...]:
    """The columns of a line: parted by semicolons, tabs or commas where it has some, else by blanks; what stands in quotation
    marks is one."""
    bare = re.sub(r'"[^"]*"', "", line)
    separator = next((each for each in ";\t," if each in bare), "")
    if not separator:
        return tuple(quoted or plain for quoted, plain in WORD.findall(line))
    parts = re.findall(rf'(?:"[^"]*"|[^{separator}"])+|(?<={separator})(?={separator}|$)', line)
    return tuple(part.strip().strip('"').strip() for part in parts)


def roles_of(names: Sequence[str], known: Mapping[str, re.Pattern[str]]) -> dict[str, int]:
    """The first column of each role that a heading names."""
    found: dict[str, int] = {}
    for column, name in enumerate(names):
        plain = _plain(name)
        role = next((role for role, words in known.items() if words.match(plain)), "")
        if role:
            found.setdefault(role, column)
    return found


def unit_named(text: str) -> str:
    """“m”, “ft”, “ms”, “s”, “deg” or “rad”; "" for anything else."""
    word = text.strip().lower().rstrip(".")
    return next((unit for unit, words in UNITS.items() if word in words), "")


def length_unit_of(table: TextTable, column: int | None, said: LengthsIn | None, what: str) -> str:
    """“m” or “ft”: as the user says, as the heading says, or as a comment says of all depths. Raises BadRequest where
    nobody says it, and where the user says another than the file."""
    own = table.units[column] if column is not None and column < len(table.units) else ""
    own = own if own in METRES_OF else _unit_in_comments(table.comments)
    if said is not None and own and own != said:
        raise BadRequest(
            tr("{table_path_name} says that its depths are in {own}, not in {said}: name that unit, or none.").format(
                table_path_name=table.path.name, own=own, said=said
            )
        )
    if not own and said is None:
        raise BadRequest(
            tr("{table_path_name} does not say the unit of {what}: name it, m or ft (--unit).").format(
                table_path_name=table.path.name, what=what
            )
        )
    return str(said or own)


def left_out(count: int, what: str, path: Path, why: str) -> str:
    """“2 stations of a.dev without values were left out.” why: of each, in the singular."""
    if count == 1:
        return tr("One {what} of {path_name} {why} was left out.").format(what=what, path_name=path.name, why=why)
    return tr("{count} {what}s of {path_name} {replace} were left out.").format(
        count=count,
        what=what,
        path_name=path.name,
        replace=why.replace("that repeats", "that repeat").replace("that lies", "that lie"),
    )


def rising(md: np.ndarray, others: np.ndarray, table: TextTable, name: str) -> tuple[np.ndarray, int]:
    """Which rows are kept, bool (rows,), and how many were left out since they repeat the row before. md: what must rise;
    others: (rows, columns) that must then be the same. Raises BadRequest where it falls, or repeats with other values."""
    keep = np.ones(len(md), bool)
    last = 0
    for row in range(1, len(md)):
        if md[row] > md[last]:
            last = row
        elif md[row] == md[last] and np.allclose(others[row], others[last], atol=1e-6, equal_nan=True):
            keep[row] = False
        elif md[row] == md[last]:
            raise BadRequest(
                tr("{where} has {name} {md:g} a second time, with other values: keep the right one.").format(
                    where=table.where(row), name=name, md=md[row]
                )
            )
        else:
            raise BadRequest(
                tr("{where} goes back from {name} {md:g} to {md2:g}: put the lines into the order of {name}.").format(
                    where=table.where(row), name=name, md=md[last], md2=md[row]
                )
            )
    return keep, int((~keep).sum())


def _named(heading: Sequence[str], comments: Sequence[str], columns: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and units of the columns, by the heading or by a comment that has as many words as there are columns."""
    lines = list(heading)
    if not lines:
        fitting = [line for line in comments if len(_heading_words(line)) == columns and not _has_number(line)]
        lines = fitting[-1:]
    if not lines:
        return (), ("",) * columns
    first = lines[0] if lines[0].startswith('"') is False or len(lines) == 1 else " ".join(lines)
    names = _heading_words(" ".join(lines) if lines[0].startswith('"') else first)
    units = [unit_in(name) for name in names]
    for line in [] if lines[0].startswith('"') else lines[1:]:
        words = [unit_named(word.strip("[]()")) for word in _heading_words(line)]
        if len(words) == len(names) and any(words):
            units = [own or word for own, word in zip(units, words, strict=True)]
    padded = (*units, *[""] * columns)
    return tuple(names), tuple(padded[: max(columns, len(names))])


def _heading_words(line: str) -> list[str]:
    """Words of a heading, a unit in brackets with the word before it."""
    joined = re.sub(r"\s+([\[(][^\])]*[\])])", r"\1", line)
    return list(words_of(joined))


def unit_in(name: str) -> str:
    """The unit that a column's name has in brackets, or behind its last _ or blank."""
    for match in UNIT.finditer(name):
        unit = unit_named(match[1] or match[2])
        if unit and (match[1] or unit != "s"):  # “depths” and the like are no seconds
            return unit
    return ""


def _unit_in_comments(comments: Sequence[str]) -> str:
    """“m” or “ft”, where all comments that name a unit of depths name the same one."""
    found = set()
    for line in comments:
        if re.search(r"depth|\bmd\b|\bunit", line, re.IGNORECASE):
            found |= {unit_named(word) for word in re.findall(r"[A-Za-z]{1,6}", line)} & set(METRES_OF)
    return found.pop() if len(found) == 1 else ""


def _plain(name: str) -> str:
    return re.sub(r"[\[(].*?[\])]", "", name).strip().lower().replace(" ", "_").strip("_:.")


def _has_number(text: str) -> bool:
    return any(NUMBER.match(word) for word in words_of(text))
