"""What the text formats of picks share: times, phase names, channel codes, and a file that appears whole."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from seisviewer.errors import UnreadableFile
from seisviewer.picks.pick import PHASES
from seisviewer.waveforms.station import StationId

ORIENTATIONS = "ZNE123RT"
YEAR_1, YEAR_10000 = -62135596800.0, 253402300800.0  # seconds since 1970: what lies outside can be written as no date
Line = tuple[int, dict[str, str]]  # number of a line of a table, and its cells by the names of the columns


def iso_time(time: float) -> str:
    """Seconds since 1970 as “2019-07-04T17:33:49.123456Z”."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parsed_time(text: str) -> float:
    """The other way round; also ISO times without a zone (they are UTC) and plain seconds. Raises ValueError, also for
    seconds that no year has (milliseconds, a date without its dashes)."""
    try:
        seconds = float(text)
    except ValueError:
        # It reads at most six decimals; what is below a microsecond is below the step of a float of today too.
        time = datetime.fromisoformat(text.strip().replace("/", "-"))
        seconds = (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    if not YEAR_1 <= seconds < YEAR_10000:
        raise ValueError(f"“{text}” is no time")
    return seconds


def parsed_number(text: str) -> float | None:
    """None for an empty cell and for NaN, which tables have in place of it. Raises ValueError."""
    value = float(text) if text else math.nan
    return value if math.isfinite(value) else None


def place_on_earth(latitude: float | None, longitude: float | None) -> tuple[float | None, float | None]:
    """Degrees north and east as they are, or None twice where there is no such place."""
    known = latitude is not None and longitude is not None
    impossible = known and not (abs(latitude) <= 90 and abs(longitude) <= 360)
    return (None, None) if impossible else (latitude, longitude)


def phase_of(hint: str) -> str:
    """ "P" or "S" for the phase hints that begin so (“Pg”, “Sn”, “P*”) and for a mere “p” or “s”; "" for what is neither,
    as an amplitude or the depth phase “pP”."""
    hint = hint.strip()
    first = hint.upper() if len(hint) == 1 else hint[:1]
    return first if first in PHASES else ""


def channel_of(station: StationId) -> str:
    """The channel that stands for an instrument where a format wants one: its vertical. It does not say on which
    component the pick was seen."""
    return f"{station.instrument}Z"


def instrument_of(channel: str) -> str:
    """Band and instrument of a channel (“HHZ”), or of what is already without orientation (“HH”)."""
    if len(channel) >= 3 or channel.endswith("Z") or len(channel) == 1 and channel in ORIENTATIONS:
        return channel[:-1]
    return channel


def read_text(path: Path) -> str:
    """The text of a small file; raises UnreadableFile."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {path}: choose one that exists.") from error
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{path} is no text in UTF-8: save it with this encoding, or choose another file."
        ) from error


def read_lines(path: Path) -> tuple[list[str], Iterator[Line]]:
    """The columns of a CSV file (names in lower case, “_” for a space), and every line in which something stands.

    Between the columns are commas, semicolons or tabs. Raises UnreadableFile, also while the lines are read.
    """
    text = read_text(path)
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        rows.fieldnames = [name.strip().lower().replace(" ", "_") for name in rows.fieldnames or ()]
    except csv.Error as error:
        raise _no_table(path, 1, error) from error
    return rows.fieldnames, _lines(path, rows)


def _lines(path: Path, rows: csv.DictReader) -> Iterator[Line]:
    try:
        for row in rows:
            cells = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
            if any(cells.values()):
                yield rows.line_num, cells
    except csv.Error as error:
        raise _no_table(path, rows.line_num, error) from error


def _no_table(path: Path, line: int, error: csv.Error) -> UnreadableFile:
    return UnreadableFile(f"{path} is no table from line {line} on ({error}): mend its quotes, or choose another file.")


def writable_text(text: str) -> str:
    """With “?” for what neither XML nor UTF-8 can hold: control characters, and bytes of file names that are no text."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)
