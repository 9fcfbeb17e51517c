"""Another class table over labels that are already painted."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from seisviewer.labels.classes import ClassTable, FaciesClass, unused_number


def replaced(old: ClassTable, new: ClassTable, painted: Set[int], in_use: Set[int]) -> ClassTable:
    """`new` in the place of `old`, with no number for another class than the one that was painted with it.

    painted: numbers that were ever painted, which models may know. Classes are told by their name: one of `new` gets
    the number under which its name was painted; where there is none, it keeps its own, unless another class was painted
    with it. in_use: numbers that labels have now; their classes stay, behind those of `new`. Raises LabelsError where
    no number is left.
    """
    numbers = {each.name.casefold(): each.number for each in (*old.retired, *old.classes) if each.number in painted}
    used = {*painted, *(each.number for each in (*old.classes, *new))}
    classes: list[FaciesClass] = []
    for facies in new:
        number = numbers.get(facies.name.casefold(), facies.number)
        if number in painted and facies.name.casefold() not in numbers:
            number = unused_number(used)
        used.add(number)
        classes.append(replace(facies, number=number))
    there = {each.number for each in classes}
    for facies in old:
        if facies.number in in_use - there:
            classes.append(replace(facies, name=_free_name(facies.name, classes)))
    table = ClassTable(tuple(classes)).after(old)
    return replace(table, retired=tuple(each for each in table.retired if each.number in painted))


def _free_name(name: str, classes: list[FaciesClass]) -> str:
    """The name, with a count behind it where it is taken."""
    taken = {each.name.casefold() for each in classes}
    free, count = name, 2
    while free.casefold() in taken:
        free, count = f"{name} ({count})", count + 1
    return free
