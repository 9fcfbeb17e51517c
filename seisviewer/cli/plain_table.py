"""Tables as plain text: whole at 80 columns, in a pipe and in a file. Nothing is drawn, and no number is ever cut."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from seisviewer.cli.plain_console import printable

WIDTH = 80
BETWEEN = "  "
NO_BREAK = "\N{NO-BREAK SPACE}"


def table_text(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> str:
    """Rows under a title and the names of their columns.

    texts: so many columns, from the left, hold words; the others hold numbers and are aligned at the right. A row without
    cells is an empty line. Where a row would be wider than WIDTH, its first cell stands in a line above it.
    """
    rows = [[printable(cell) for cell in row] for row in rows]
    cells = [columns, *(row for row in rows if row)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    apart = sum(widths) + len(BETWEEN) * (len(columns) - 1) > WIDTH
    lines = [title, ""]
    above = ""
    for row in (columns, *rows):
        if not row:
            lines.append("")
            continue
        if apart:
            if row is not columns and row[0] != above:
                above = row[0]
                lines.append(above)
            row = ("", *row[1:])
        parts = (
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, ([0] if apart else widths[:1]) + widths[1:], strict=True))
        )
        lines.append(BETWEEN.join(parts).rstrip())
    return "\n".join(lines)


def entry_text(name: str, value: str, indent: int = 0, column: int = 24) -> str:
    """“name      value”, with the value going on below itself where it is long; a path, and what NO_BREAK ties together,
    is never broken."""
    begin = (" " * indent + name).ljust(column - 2) + "  "
    return textwrap.fill(
        value,
        WIDTH,
        initial_indent=begin,
        subsequent_indent=" " * column,
        break_long_words=False,
        break_on_hyphens=False,
    ).replace(NO_BREAK, " ")
