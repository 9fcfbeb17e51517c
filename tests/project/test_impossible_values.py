"""Single values of a project's database that no seisviewer writes: the project says so in one sentence, or opens as if the
value had its usual one. Nothing impossible reaches the window."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest, ProjectError
from seisviewer.picks.pick import Change, Event, Pick
from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject

from .test_mutated import STATION, outcome, survey_folder, trace_folder  # noqa: F401

VALUES: tuple[object, ...] = (
    None, 0, -1, 1, 127, -129, 2**31, 2**62, -(2**62), 0.5, 1e30, -1e30, 1e308, math.inf, -math.inf, "", "x", "-1", "nan", "[]",
    "{}", "null", "[[[]]]", "\x00", "⁂" * 5000, "../../x", b"", b"\xff\xfe", b"\x78\x9c", "1e999",
)  # fmt: skip
SEEDS = 30


def columns(file: Path) -> list[tuple[str, str]]:
    """Every table and column that has a row."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        filled = [name for name in tables if connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()]
        return [
            (name, row[1])
            for name in filled
            if not name.startswith("sqlite_") and name != "holder"
            for row in connection.execute(f"PRAGMA table_info({name})")
        ]


def harm(file: Path, seed: int) -> str:
    """Put a value where it does not belong: in a column, or somewhere inside the JSON of a setting; returns what was done."""
    draw = np.random.default_rng(seed)
    value = VALUES[draw.integers(len(VALUES))]
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        if seed % 3 == 0:
            names = [name for (name,) in connection.execute("SELECT name FROM settings ORDER BY name")]
            name = names[draw.integers(len(names))]
            (text,) = connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
            content = json.loads(text)
            plain = value.decode("latin-1") if isinstance(value, bytes) else value
            done = f"{name}: {_put(content, plain, draw)} = {value!r:.40}"
            connection.execute("UPDATE settings SET value = ? WHERE name = ?", (json.dumps(content), name))
        else:
            every = columns(file)
            table, column = every[draw.integers(len(every))]
            done = f"{table}.{column} = {value!r:.40}"
            try:
                connection.execute(
                    f"UPDATE {table} SET {column} = ? WHERE rowid = (SELECT MAX(rowid) FROM {table})", (value,)
                )
            except sqlite3.IntegrityError:  # the database itself keeps it out
                done = ""
        connection.commit()
    return done


def _put(content: object, value: object, draw: np.random.Generator) -> str:
    """Replace one value somewhere inside; returns where."""
    places = [(content, key) for key in _keys(content)]
    for holder, key in places:
        places += [(holder[key], inner) for inner in _keys(holder[key])]
    if not places:
        return "nothing"
    holder, key = places[draw.integers(len(places))]
    holder[key] = value
    return str(key)


def _keys(content: object) -> Iterator[object]:
    if isinstance(content, dict):
        yield from content
    elif isinstance(content, list):
        yield from range(len(content))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_survey_project_with_an_impossible_value_opens_or_says_so(survey_folder, seed):  # noqa: F811
    done = harm(survey_folder / "project.db", seed)
    said = outcome(survey_folder, Project)
    assert all("project.db" in sentence or str(survey_folder) in sentence for sentence in said), done
    assert all(len(sentence) < 500 + len(str(survey_folder)) for sentence in said), done


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_trace_project_with_an_impossible_value_opens_or_says_so(trace_folder, seed):  # noqa: F811
    done = harm(trace_folder / "project.db", seed)
    said = outcome(trace_folder, TraceProject)
    assert all("project.db" in sentence or str(trace_folder) in sentence for sentence in said), done
    assert all(len(sentence) < 500 + len(str(trace_folder)) for sentence in said), done
    try:
        project = TraceProject.open(trace_folder, edit=False)
    except ProjectError:
        return
    with project:
        for each in (*project.picks, *project.events):
            assert 0 < abs(each.time) < 253_402_300_800, done  # a date of four figures
        for event in project.events:
            assert event.latitude is None or abs(event.latitude) <= 90, done
            assert event.longitude is None or abs(event.longitude) <= 360, done
        for pick in project.picks:
            assert pick.probability is None or 0 <= pick.probability <= 1, done
            assert pick.uncertainty is None or 0 <= pick.uncertainty < 1e6, done


@pytest.mark.parametrize("column, value, shown", [
    ("picks.probability", 1e308, None), ("picks.probability", -0.5, None), ("picks.uncertainty", -1.0, None),
    ("picks.uncertainty", 1e30, None), ("events.latitude", 1e9, None), ("events.longitude", -1e9, None),
    ("events.depth", 1e30, None), ("events.magnitude", 1e6, None), ("events.latitude", -90.0, -90.0),
])  # fmt: skip
def test_a_number_that_cannot_be_is_not_known(trace_folder, column, value, shown):  # noqa: F811
    table, name = column.split(".")
    with closing(sqlite3.connect(trace_folder / "project.db")) as connection:
        connection.execute(f"UPDATE {table} SET {name} = ?", (value,))
        connection.commit()
    with TraceProject.open(trace_folder) as project:
        assert {getattr(each, name) for each in getattr(project, table)} == {shown}
        counts = {"picks": len(project.picks), "events": len(project.events)} if shown is None else {}
        assert project.not_known == (
            counts.get("picks", 0) * (table == "picks"),
            counts.get("events", 0) * (table == "events"),
        )
        assert project.commit([Change(None, Pick(STATION, "P", 5.0))]), "the others can be worked with"


@pytest.mark.parametrize("column", ["picks.time", "events.time"])
@pytest.mark.parametrize("value", [1e30, -1e12, math.inf, "yesterday"])
def test_a_time_that_cannot_be_is_said(trace_folder, column, value):  # noqa: F811
    table, name = column.split(".")
    with closing(sqlite3.connect(trace_folder / "project.db")) as connection:
        connection.execute(f"UPDATE {table} SET {name} = ?", (value,))
        connection.commit()
    with pytest.raises(ProjectError, match=r"project\.db is damaged \(.*\): restore it"):
        TraceProject.open(trace_folder)


@pytest.mark.parametrize("item", [Pick(STATION, "P", 1e30), Pick(STATION, "P", math.nan), Event(math.inf)])
def test_what_could_not_be_read_again_is_not_stored(trace_folder, item):  # noqa: F811
    with TraceProject.open(trace_folder) as project:
        before = project.picks, project.events
        with pytest.raises(BadRequest, match="cannot be stored"):
            project.commit([Change(None, item)])
        assert (project.picks, project.events) == before


@pytest.mark.parametrize("path", ["x" * 5000, "x/" * 3000, "\x00", "../" * 2000 + "x"])
def test_a_path_that_no_system_takes_is_where_nothing_lies(survey_folder, trace_folder, path: str) -> None:  # noqa: F811
    """The other of the two paths that a project remembers finds the file all the same."""
    for folder, kind, name in ((survey_folder, Project, "survey"), (trace_folder, TraceProject, "waveforms")):
        for place in ("relative", "absolute"):
            with closing(sqlite3.connect(folder / "project.db")) as connection, connection:
                (text,) = connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
                content = json.loads(text)
                (content[0] if name == "waveforms" else content)[place] = path
                connection.execute("UPDATE settings SET value = ? WHERE name = ?", (json.dumps(content), name))
            said = outcome(folder, kind)
            assert len(said) <= 1 and (place == "absolute" or not said)
            assert all(len(sentence) < 500 + len(str(folder)) for sentence in said)
