"""A survey's description as a page to read: everything `seisviewer info` gives."""

from __future__ import annotations

from html import escape
from typing import Any

from seisviewer.translation import tr

TEXT = "text_header"
COORDINATES = ("x", "y")


def page(name: str, description: dict[str, Any]) -> str:
    """HTML of a description; nested values become tables, the text header comes last, as it stands in the file."""
    facts = {key: value for key, value in description.items() if key != TEXT}
    lines = [line.rstrip() for line in description.get(TEXT) or []]
    text = tr("<h3>Text header</h3><pre>{lines}</pre>").format(lines=escape(chr(10).join(lines))) if lines else ""
    return f"<h2>{escape(name)}</h2>{_table(facts)}{text}"


def _table(values: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td style='padding:2px 18px 2px 0'><b>{escape(_words(key))}</b></td><td style='padding:2px 0'>{_cell(value, key)}</td></tr>"
        for key, value in values.items()
        if value not in (None, "", [], {})
    )
    return f"<table>{rows}</table>"


def _cell(value: Any, key: str = "") -> str:
    if isinstance(value, dict):
        return _table(value)
    if isinstance(value, list | tuple):
        short = all(not isinstance(part, dict | list | tuple | str) for part in value)
        return (", " if short else "<br>").join(_cell(part) for part in value)
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, float) and key in COORDINATES:
        return f"{value:,.10g}"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e5 else f"{value:,.1f}"
    return escape(str(value))


def _words(key: str) -> str:
    words = tr(str(key).replace("_", " "))
    return words[:1].upper() + words[1:]
