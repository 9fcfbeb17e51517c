"""One edit of the class table, to be undone, redone and told in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from seisviewer.labels.classes import ClassTable, FaciesClass
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.translation import tr


@dataclass(frozen=True)
class ClassChange:
    """before, after: the tables. removed: number of a class whose labels became those of the class `became` (UNLABELLED:
    none), or None; strokes: how many it had."""

    before: ClassTable
    after: ClassTable
    removed: int | None = None
    became: int = UNLABELLED
    strokes: int = 0

    def __str__(self) -> str:
        """What was done, such as “deleting the class “salt” (3 strokes)”."""
        if self.removed is not None:
            name = self.before.by_number(self.removed).name
            done = tr("deleting the class “{name}”").format(name=name)
            if self.became != UNLABELLED:
                done = tr("merging the class “{name}” into “{name2}”").format(
                    name=name, name2=self.after.by_number(self.became).name
                )
            return done + (
                tr(" ({strokes} stroke{plural})").format(strokes=self.strokes, plural="s" if self.strokes > 1 else "")
                if self.strokes
                else ""
            )
        before, after = _by_number(self.before), _by_number(self.after)
        added = [each.name for number, each in after.items() if number not in before]
        gone = [each.name for number, each in before.items() if number not in after]
        changed = [(before[number], each) for number, each in after.items() if before.get(number, each) != each]
        match added, gone, changed:
            case [name], [], []:
                return tr("adding the class “{name}”").format(name=name)
            case [], [name], []:
                return tr("deleting the class “{name}”").format(name=name)
            case [], [], [(old, new)]:
                if old.name != new.name:
                    return tr("renaming the class “{old_name}” to “{new_name}”").format(
                        old_name=old.name, new_name=new.name
                    )
                if old.kind != new.kind:
                    return tr("what the class “{new_name}” is ({kind} to {kind2})").format(
                        new_name=new.name, kind=old.kind, kind2=new.kind
                    )
                return tr("recolouring the class “{new_name}”").format(new_name=new.name)
            case [], [], []:
                return tr("reordering the classes")
        return tr("another list of classes")

    @property
    def changes_nothing(self) -> bool:
        """Whether only locks differ, which are no part of the history."""
        return self.removed is None and _unlocked(self.before) == _unlocked(self.after)


def brought_back(table: ClassTable, current: ClassTable) -> ClassTable:
    """A table of the past in the place of `current`, whose locks stay as they are."""
    locked = {each.number: each.locked for each in current}
    classes = (replace(each, locked=locked.get(each.number, each.locked)) for each in table)
    return ClassTable(tuple(classes)).after(current)


def _by_number(table: ClassTable) -> dict[int, FaciesClass]:
    return {each.number: each for each in _unlocked(table)}


def _unlocked(table: ClassTable) -> tuple[FaciesClass, ...]:
    return tuple(replace(each, locked=False) for each in table)
