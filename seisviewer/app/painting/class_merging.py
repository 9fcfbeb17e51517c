"""Another class table over labels that are already painted."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from seisviewer.labels.classes import ClassTable


def with_used(table: ClassTable, old: ClassTable, used: Container[int]) -> ClassTable:
    """`table` with those classes of `old` behind it whose number is in `used` and which it lacks.

    A kept class whose name is taken gets a count after it.
    """
    classes = list(table)
    for facies in old:
        if facies.number in used and facies.number not in table:
            names = {each.name.casefold() for each in classes}
            name, count = facies.name, 2
            while name.casefold() in names:
                name, count = f"{facies.name} ({count})", count + 1
            classes.append(replace(facies, name=name))
    return ClassTable(tuple(classes))
