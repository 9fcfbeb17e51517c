"""Which format a file of picks or events is of, by what stands at its beginning."""

from __future__ import annotations

import re
from pathlib import Path

from seisviewer.picks.table_columns import are_names, event_columns, is_event_table, is_pick_table
from seisviewer.picks.text_table import encoding_of, table_of
from seisviewer.picks.unnamed_columns import LOOKED_AT, columns_by_content

LOOKED_INTO = 8000  # bytes at the beginning of a file
SNUFFLER = "# Snuffler Markers File Version 0."
NUMBER = r"[+-]?\d+\.?\d*"
HYPODD = re.compile(rf"\s*#\s*\d{{4}}(?:\s+\d{{1,2}}){{4}}(?:\s+{NUMBER}){{4,}}")
REAL = re.compile(r"\s*\d+\s+\d{4}\s+\d{1,2}\s+\d{1,2}\s+\d{1,2}:\d{1,2}:\d{1,2}")
NONLINLOC = re.compile(
    r"\S+\s+\S+\s+\S+\s+\S\s+\S+\s+\S\s+\d{8}\s+\d{3,4}\s+[\d.]+\s+(GAU|BOX|FIX|NONE|\?)", re.IGNORECASE
)
QUAKEML = re.compile(r"<[^>]*\bquakeml", re.IGNORECASE)
SEISCOMP = re.compile(r"<seiscomp\b.*<EventParameters", re.IGNORECASE | re.DOTALL)  # its inventories begin so too


def beginning_of(path: Path) -> str:
    """The first lines of a file as text; "" where it cannot be read: whoever opens it says what is wrong."""
    try:
        with path.open("rb") as file:
            head = file.read(LOOKED_INTO)
    except OSError:
        return ""
    if b"\x00" in head and encoding_of(head) != "utf-16":
        return ""
    text = head.decode(encoding_of(head), errors="replace")
    return text if len(head) < LOOKED_INTO else text[: text.rfind("\n") + 1] or text


def format_by_content(beginning: str) -> str:
    """The name of the format in `observations.REGISTRY`, or "" for what is none of them."""
    if QUAKEML.search(beginning) or SEISCOMP.search(beginning):
        return "quakeml"
    if beginning.startswith(SNUFFLER):
        return "snuffler"
    first = next((line for line in beginning.splitlines() if line.strip()), "")
    for name, sign in (("hypodd", HYPODD), ("real", REAL), ("nonlinloc", NONLINLOC)):
        if sign.match(first):
            return name
    if any(NONLINLOC.match(line) for line in beginning.splitlines()[:5]):  # after a comment or the public id
        return "nonlinloc"
    return "csv" if kind_of_table(beginning) == "picks" or _is_catalogue(beginning) else ""


def _is_catalogue(beginning: str) -> bool:
    """Whether a text is a table of events that says when and where they were, as FDSN services write it."""
    table = table_of(Path(), beginning, are_names)
    return is_event_table(table.names) and {"time", "latitude", "longitude"} <= event_columns(table.names).keys()


def kind_of_table(beginning: str) -> str:
    """ "picks", "events" or "" for a text that is a table of neither."""
    table = table_of(Path(), beginning, are_names)
    if table.names:
        return "picks" if is_pick_table(table.names) else "events" if is_event_table(table.names) else ""
    try:
        lines = [cells for _, (_, cells) in zip(range(LOOKED_AT), table.lines, strict=False)]
    except Exception:  # noqa: BLE001 - the text was cut off, maybe within quotes
        return ""
    found = columns_by_content(lines) or columns_by_content(lines[1:])
    return "picks" if found else ""
