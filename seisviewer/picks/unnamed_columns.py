"""Tables of picks without names of columns that we know: what stands in a column says what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from seisviewer.picks.phase_names import phase_of
from seisviewer.picks.table_columns import Columns
from seisviewer.picks.text_values import parsed_time, plain_number

LOOKED_AT = 200  # lines
LEAST_SECONDS, MOST_SECONDS = 1e8, 4.1e9  # since 1970: from 1973 to 2099
ID = re.compile(r"\w{1,8}\.\w{1,8}(\.[\w-]{0,8}(\.\w{0,8})?)?")
CODE = re.compile(r"[A-Za-z0-9]*[A-Za-z][A-Za-z0-9_]*")
CHANNEL = re.compile(r"[A-Z][A-Z][ZNE123RT*]?")


def columns_by_content(lines: Sequence[Sequence[str]]) -> Columns | None:
    """Which column is the phase, the time, the station and so on; None where that cannot be told for sure."""
    width = Counter(map(len, lines)).most_common(1)[0][0] if lines else 0
    rows = [line for line in lines if len(line) == width]
    columns = [[row[place] for row in rows] for place in range(width)]
    kinds = [_kind(cells) for cells in columns]
    if kinds.count("phase") != 1 or kinds.count("time") != 1:
        return None
    found = {"phase": (kinds.index("phase"),), "time": (kinds.index("time"),)}
    codes = [place for place, kind in enumerate(kinds) if kind == "code"]
    if kinds.count("id") == 1:
        found["id"] = (kinds.index("id"),)
    elif len(codes) == 1:
        found["station"] = (codes[0],)
    elif len(codes) in (2, 3) and all(len(cell) <= 2 for cell in columns[codes[0]]):
        found |= {"network": (codes[0],), "station": (codes[1],)}
        if len(codes) == 3 and all(CHANNEL.fullmatch(cell) for cell in columns[codes[2]]):
            found["channel"] = (codes[2],)
    else:
        return None
    if kinds.count("share") == 1:
        found["probability"] = (kinds.index("share"),)
    return found


def _kind(cells: Sequence[str]) -> str:
    if all(map(phase_of, cells)):
        return "phase"
    if all(map(_is_time, cells)):
        return "time"
    if all(map(_is_share, cells)):
        return "share"
    if all(map(ID.fullmatch, cells)):
        return "id"
    return "code" if all(map(CODE.fullmatch, cells)) else ""


def _is_time(text: str) -> bool:
    try:
        seconds = parsed_time(text)
    except (ValueError, OverflowError):
        return False
    return ":" in text or LEAST_SECONDS <= seconds <= MOST_SECONDS


def _is_share(text: str) -> bool:
    try:
        return 0 <= plain_number(text) <= 1
    except ValueError:
        return False
