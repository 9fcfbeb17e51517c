"""Facies classes: number, name and colour, and the table that holds them in the order the user wants."""

from __future__ import annotations

import colorsys
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.labels.class_kind import ClassKind
from seisviewer.translation import tr

HIGHEST_NUMBER = 126

# Okabe & Ito (2008) without black, Tol's indigo, then each the one that is farthest from all before it for usual,
# protanopic and deuteranopic eyes: CIEDE2000 of 11 and more between any two (tests/labels/test_class_colours.py).
PALETTE = (
    *("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"),
    *("#332288", "#660011", "#aaeecc", "#006655", "#aa2200", "#3388ff", "#00cc88"),
)


@dataclass(frozen=True)
class FaciesClass:
    """number: the value stored in labels (0–126). colour: "#rrggbb". locked: painting never changes its labels. kind:
    whether reflectors bound it."""

    number: int
    name: str
    colour: str
    locked: bool = False
    kind: ClassKind = ClassKind.DECIDE


@dataclass(frozen=True)
class ClassTable:
    """The classes in the user's order. Numbers and names are unique; every change gives a new table.

    retired: deleted classes as they were last, "" for a name that is not known any more. Their numbers are never given to
    another class: models and exported labels go on answering with them. Raises LabelsError for a number out of 0–126, a
    colour that is not "#rrggbb", or a number or name used twice.
    """

    classes: tuple[FaciesClass, ...] = ()
    retired: tuple[FaciesClass, ...] = ()

    def __post_init__(self) -> None:
        names = [each.name.casefold() for each in self.classes]
        numbers = [each.number for each in self.classes]
        for each in self.classes:
            if not each.name.strip():
                raise LabelsError(tr("Class {each_number} has no name: give it one.").format(each_number=each.number))
            if not 0 <= each.number <= HIGHEST_NUMBER:
                raise LabelsError(
                    tr("Class “{each_name}” has number {each_number}: use a number from 0 to {highest_number}.").format(
                        each_name=each.name, each_number=each.number, highest_number=HIGHEST_NUMBER
                    )
                )
            if not re.fullmatch(r"#[0-9a-f]{6}", each.colour):
                raise LabelsError(
                    tr("Class “{each_name}” has colour “{colour}”: write it as #rrggbb.").format(
                        each_name=each.name, colour=each.colour
                    )
                )
            if numbers.count(each.number) > 1:
                raise LabelsError(
                    tr("Two classes have number {each_number}: give each its own.").format(each_number=each.number)
                )
            if names.count(each.name.casefold()) > 1:
                raise LabelsError(
                    tr("Two classes are named “{each_name}”: give each its own name.").format(each_name=each.name)
                )

    def __iter__(self) -> Iterator[FaciesClass]:
        return iter(self.classes)

    def __len__(self) -> int:
        return len(self.classes)

    def __contains__(self, number: object) -> bool:
        return any(each.number == number for each in self.classes)

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(each.number for each in self.classes)

    @property
    def locked(self) -> frozenset[int]:
        """Numbers of the classes that painting must not change."""
        return frozenset(each.number for each in self.classes if each.locked)

    def by_number(self, number: int) -> FaciesClass:
        """The class with this number; raises LabelsError when there is none."""
        for each in self.classes:
            if each.number == number:
                return each
        raise LabelsError(
            tr("There is no class {number}: the classes are {numbers}.").format(
                number=number, numbers=", ".join(map(str, self.numbers)) or tr("none yet")
            )
        )

    def name_of(self, number: int) -> str:
        """What a class number is called, also when the class was deleted since: “deleted class 2 (salt)”."""
        for each in self.classes:
            if each.number == number:
                return each.name
        name = next((each.name for each in self.retired if each.number == number), "")
        return (
            tr("deleted class {number} ({name})").format(number=number, name=name)
            if name
            else tr("deleted class {number}").format(number=number)
        )

    def next_number(self) -> int:
        """A number that no class has or had; raises LabelsError when all were used."""
        return unused_number({each.number for each in (*self.classes, *self.retired)})

    def add(self, name: str = "", colour: str = "", number: int | None = None) -> ClassTable:
        """With one more class at the end; what is not given is chosen: the next number, a free name, a free colour.

        Raises LabelsError for a number that a deleted class had.
        """
        number = self.next_number() if number is None else number
        if any(each.number == number for each in self.retired):
            raise LabelsError(
                tr("Number {number} belongs to the {number2}: use another one.").format(
                    number=number, number2=self.name_of(number)
                )
            )
        new = FaciesClass(number, name.strip() or self._free_name(number), (colour or self._free_colour()).lower())
        return replace(self, classes=(*self.classes, new))

    def with_numbers(self, numbers: Iterable[int]) -> ClassTable:
        """With a class for each of the numbers; this very table when none is missing. A deleted class comes back."""
        table = self
        for number in sorted(set(numbers)):
            table = table if number in table else table._with(number)
        return table

    def rename(self, number: int, name: str) -> ClassTable:
        return self._changed(number, name=name.strip())

    def recolour(self, number: int, colour: str) -> ClassTable:
        return self._changed(number, colour=colour.lower())

    def lock(self, number: int, locked: bool = True) -> ClassTable:
        return self._changed(number, locked=locked)

    @property
    def kinds(self) -> dict[int, ClassKind]:
        """What each class was told to be, by number."""
        return {each.number: each.kind for each in self.classes}

    def set_kind(self, number: int, kind: ClassKind) -> ClassTable:
        """With the class told to be a layer or a body, or left to be decided."""
        return self._changed(number, kind=kind)

    def move(self, number: int, position: int) -> ClassTable:
        """With the class at `position` of the order (0 is first)."""
        moved = self.by_number(number)
        others = [each for each in self.classes if each is not moved]
        others.insert(max(0, min(position, len(others))), moved)
        return replace(self, classes=tuple(others))

    def remove(self, number: int) -> ClassTable:
        """Without the class; what becomes of its labels is the project's business (`Project.remove_class`)."""
        gone = self.by_number(number)
        return replace(self, classes=tuple(each for each in self.classes if each is not gone)).after(self)

    def after(self, earlier: ClassTable) -> ClassTable:
        """This table as one that follows `earlier`: every class of either that is not in it is retired."""
        known = {each.number: each for table in (self, earlier) for each in (*table.retired, *table.classes)}
        return replace(self, retired=tuple(each for number, each in sorted(known.items()) if number not in self))

    def rgb(self) -> np.ndarray:
        """Uint8 (256, 3): the colour of each class number; mid-grey where there is no such class."""
        table = np.full((256, 3), 128, np.uint8)
        for each in self.classes:
            table[each.number] = tuple(bytes.fromhex(each.colour[1:]))
        return table

    def to_json(self) -> list[dict[str, Any]]:
        return [
            {
                "number": each.number,
                "name": each.name,
                "colour": each.colour,
                "locked": each.locked,
                "kind": each.kind.value,
            }
            for each in self.classes
        ]

    @classmethod
    def from_json(cls, rows: Any) -> ClassTable:
        """Read what `to_json` wrote; raises LabelsError for anything else."""
        try:
            if len(rows) > HIGHEST_NUMBER + 1:
                raise LabelsError(
                    tr("A class table has at most {highest_number} classes: choose another file.").format(
                        highest_number=HIGHEST_NUMBER + 1
                    )
                )
            return cls(tuple(_from_row(row) for row in rows))
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise LabelsError(tr("This is no class table: every class needs a number, a name and a colour.")) from error

    def _changed(self, number: int, **changes: Any) -> ClassTable:
        old = self.by_number(number)
        return replace(self, classes=tuple(replace(each, **changes) if each is old else each for each in self.classes))

    def _with(self, number: int) -> ClassTable:
        """With a class of this number: the deleted one that had it, else a new one."""
        deleted = next((each for each in self.retired if each.number == number), None)
        if deleted is None:
            return self.add(number=number)
        taken = {each.name.casefold() for each in self.classes}
        name = deleted.name if deleted.name and deleted.name.casefold() not in taken else self._free_name(number)
        return replace(self, classes=(*self.classes, replace(deleted, name=name))).after(self)

    def _free_name(self, number: int) -> str:
        names = {each.name.casefold() for each in self.classes}
        for name in (tr("Facies {count}").format(count=count) for count in range(number, number + len(names) + 1)):
            if name.casefold() not in names:
                return name
        raise AssertionError(tr("one of more names than there are classes is free"))

    def _free_colour(self) -> str:
        taken = {each.colour for each in self.classes}
        for colour in PALETTE:
            if colour not in taken:
                return colour
        hue = len(self.classes) * 0.618034 % 1.0  # the golden angle keeps neighbours in the list far apart
        return "#" + bytes(round(255 * part) for part in colorsys.hls_to_rgb(hue, 0.55, 0.6)).hex()


def _from_row(row: Mapping[str, Any]) -> FaciesClass:
    kind = str(row.get("kind") or ClassKind.DECIDE).lower()
    if kind not in tuple(ClassKind):
        raise LabelsError(
            tr("Class “{name}” is of kind “{kind}”: write {classkind}.").format(
                name=row["name"], kind=kind, classkind=", ".join(ClassKind)
            )
        )
    return FaciesClass(
        int(row["number"]), str(row["name"]), str(row["colour"]).lower(), bool(row.get("locked")), ClassKind(kind)
    )


def unused_number(used: Set[int]) -> int:
    """One above the highest number used while there is one, else the lowest that is free; LabelsError where none is."""
    following = max(used, default=-1) + 1
    if following <= HIGHEST_NUMBER:
        return following
    free = next((number for number in range(HIGHEST_NUMBER + 1) if number not in used), None)
    if free is None:
        raise LabelsError(
            tr(
                "All {highest_number} class numbers were used, and none is given twice, since models "
                "still answer with those of deleted classes: merge classes and use one that is there, or "
                "begin a new project."
            ).format(highest_number=HIGHEST_NUMBER + 1)
        )
    return free


def shipped_tables() -> dict[str, ClassTable]:
    """The class tables that come with the program, by title; the first is the one a new project starts with."""
    folder = resources.files("seisviewer.resources") / "classes"
    read = [json.loads(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".json")]
    read.sort(key=lambda table: (not table.get("default", False), table["title"]))
    for each in (each for table in read for each in table["classes"]):
        each["name"] = tr(each["name"])
    return {tr(table["title"]): ClassTable.from_json(table["classes"]) for table in read}


def default_table() -> ClassTable:
    """The classes that a new project starts with: a few without a meaning, to be renamed."""
    return next(iter(shipped_tables().values()))
