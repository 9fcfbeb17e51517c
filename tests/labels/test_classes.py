from __future__ import annotations

import json

import numpy as np
import pytest

from seisviewer.errors import LabelsError
from seisviewer.labels.class_files import read_classes, write_classes
from seisviewer.labels.class_kind import ClassKind
from seisviewer.labels.classes import PALETTE, ClassTable, FaciesClass, default_table, shipped_tables


def names(table: ClassTable) -> list[str]:
    return [each.name for each in table]


def test_adding_takes_the_next_number_a_free_name_and_a_free_colour():
    table = ClassTable().add("Channel").add().add("Salt", "#FF0000")
    assert table.numbers == (0, 1, 2)
    assert names(table) == ["Channel", "Facies 1", "Salt"]
    assert [each.colour for each in table] == [PALETTE[0], PALETTE[1], "#ff0000"]


def test_the_number_of_a_deleted_class_is_never_taken_again():
    table = ClassTable().add("a").add("b").add("c").remove(1)
    assert table.add("d").numbers == (0, 2, 3) and table.remove(2).add("d").numbers == (0, 3)
    assert (
        table.name_of(1) == "deleted class 1 (b)" and table.name_of(0) == "a" and table.name_of(9) == "deleted class 9"
    )
    with pytest.raises(LabelsError, match=r"Number 1 belongs to the deleted class 1 \(b\)"):
        table.add("d", number=1)
    assert table.with_numbers([1]).by_number(1).name == "b", "its labels bring it back"


def test_when_the_last_number_is_used_merging_is_said_to_help():
    full = ClassTable(tuple(FaciesClass(number, f"n{number}", "#000000") for number in range(127)))
    for table in (full, full.remove(5)):
        with pytest.raises(LabelsError, match="127 class numbers were used.*merge classes"):
            table.add("one too many")
    gap = ClassTable(tuple(each for each in full if each.number != 40))
    assert gap.add("in the gap").numbers[-1] == 40


def test_colours_never_repeat_however_many_classes_there_are():
    table = ClassTable()
    for _ in range(60):
        table = table.add()
    assert len({each.colour for each in table}) == 60


def test_rename_recolour_lock_and_move_change_one_class_and_leave_the_old_table_alone():
    before = ClassTable().add("a").add("b").add("c")
    after = before.rename(0, " Sand ").recolour(1, "#ABCDEF").lock(2).move(2, 0)
    assert names(after) == ["c", "Sand", "b"]
    assert after.by_number(1).colour == "#abcdef"
    assert after.locked == {2}
    assert names(before) == ["a", "b", "c"] and not before.locked


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda table: table.rename(0, "B"), "Two classes are named"),
        (lambda table: table.rename(0, "  "), "no name"),
        (lambda table: table.recolour(0, "red"), "#rrggbb"),
        (lambda table: table.by_number(9), "no class 9"),
        (lambda table: table.add("x", number=1), "number 1"),
        (lambda table: table.add("x", number=127), "0 to 126"),
        (lambda table: table.remove(7), "no class 7"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(change, said):
    with pytest.raises(LabelsError, match=said):
        change(ClassTable().add("a").add("b"))


def test_colours_by_number():
    table = ClassTable((FaciesClass(3, "Salt", "#0102ff"),))
    assert table.rgb()[3].tolist() == [1, 2, 255]
    assert (table.rgb()[np.r_[0:3, 4:256]] == 128).all()


@pytest.mark.parametrize("ending", [".json", ".csv"])
def test_a_table_written_to_a_file_reads_back_the_same(tmp_path, ending):
    table = ClassTable().add("Chenal, rempli «é»").add('Salt "dome"').lock(1).move(1, 0)
    table = table.set_kind(1, ClassKind.BODY)
    write_classes(tmp_path / f"classes{ending}", table)
    assert read_classes(tmp_path / f"classes{ending}") == table


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", "{"),
        ("b.json", "[1, 2]"),
        ("c.json", '{"colours": 3}'),
        ("d.json", "7"),
        ("e.csv", "name,colour\nSalt,#ff0000\n"),
        ("f.csv", "number,name,colour\n0,Salt,red\n"),
        ("g.csv", ""),
        ("i.csv", "number,name,colour,kind\n0,Salt,#ff0000,blob\n"),
        ("h.json", json.dumps([{"number": None, "name": "a", "colour": "#000000"}])),
    ],
)
def test_a_file_that_is_no_class_table_is_refused_by_name(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(LabelsError, match=name):
        read_classes(tmp_path / name)


def test_a_file_from_before_classes_had_a_kind_leaves_it_to_be_decided(tmp_path):
    (tmp_path / "old.csv").write_text("number,name,colour,locked\n0,Salt,#ff0000,1\n")
    assert read_classes(tmp_path / "old.csv").by_number(0) == FaciesClass(0, "Salt", "#ff0000", True, ClassKind.DECIDE)


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(LabelsError, match=r"nothing\.csv cannot be read"):
        read_classes(tmp_path / "nothing.csv")


def test_shipped_tables_are_whole_and_the_default_has_at_least_two_classes():
    tables = shipped_tables()
    assert len(tables) >= 4
    assert all(len(table) >= 2 for table in tables.values())
    assert default_table() == next(iter(tables.values()))
