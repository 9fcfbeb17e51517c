"""Training runs of a project: a numbered row in the database and a folder for what is large."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from seisviewer import __version__
from seisviewer.atomic_files import write_whole
from seisviewer.bounded_reading import read_json
from seisviewer.errors import ProjectError
from seisviewer.project.database import Database
from seisviewer.project.links import check_inside, link_out_of
from seisviewer.project.prediction_folders import delete_predictions
from seisviewer.project.program import Program
from seisviewer.project.stored_values import Unfit, json_of, number_of, number_or_none, of_kind, reader, whole
from seisviewer.project.survey_rows import read_setting, write_setting
from seisviewer.translation import tr

FOLDER = "runs"
GONE = ".deleted-"  # begins the name of the folder of a run that is being deleted
LONGEST_TITLE = 200
PROGRAM = "program.json"  # in the folder of a run: who runs it
CHOSEN = "chosen_run"  # the setting that names it: a list of its number, or of nothing
STATES = ("running", "stopped", "finished", "failed")


@dataclass(frozen=True)
class Run:
    """folder: settings.json, metrics.json and checkpoints. kind: "st++", "supervised", …. state: one of STATES; a
    run whose program was killed is "stopped". labels_version: of the labels it learned from. started, ended:
    seconds since 1970. title: what the user calls it, "" at first. pinned: nobody but the user deletes it."""

    number: int
    folder: Path
    kind: str
    state: str
    labels_version: int
    started: float
    ended: float | None
    settings: dict[str, Any] = field(repr=False)
    metrics: dict[str, Any] = field(repr=False)
    title: str = ""
    pinned: bool = False

    @property
    def name(self) -> str:
        """For the user to read."""
        return tr("run {number}").format(number=self.number)

    @property
    def key(self) -> str:
        """The same in files, and where models are told apart: in no user's language."""
        return f"run {self.number}"


def write_json(path: Path, content: Any) -> None:
    """Write JSON in one step; raises ProjectError."""
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    write_whole(path, text.encode("utf-8"), ProjectError)


def new_run(database: Database, folder: Path, kind: str, settings: dict[str, Any], labels_version: int) -> Run:
    """Take the next number and make its folder; settings must be JSON-able."""
    settings = settings | {"program_version": __version__}
    with database.transaction() as connection:
        values = kind, labels_version, time.time(), json.dumps(settings)
        number = connection.execute(
            "INSERT INTO runs (kind, state, labels_version, started, settings, metrics) VALUES (?, 'running', ?, ?, ?, '{}')",
            values,
        ).lastrowid
        place = folder / FOLDER / str(number)
        check_inside(folder, place)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ProjectError(
                tr("{place} cannot be made: {strerror}.").format(place=place, strerror=error.strerror)
            ) from error
        write_json(place / PROGRAM, asdict(Program.this()))
        write_json(place / "settings.json", {"kind": kind, "labels_version": labels_version, **settings})
    return find_run(database, folder, number)


def update_run(database: Database, folder: Path, number: int, state: str, metrics: dict[str, Any] | None) -> Run:
    """Set the state of a run and, unless None, its metrics; also in its metrics.json."""
    if state not in STATES:
        raise ValueError(tr("{state!r} is no state of a run").format(state=state))
    run = find_run(database, folder, number)
    metrics = run.metrics if metrics is None else metrics
    ended = None if state == "running" else time.time()
    with database.transaction() as connection:
        if state == "running":
            write_json(run.folder / PROGRAM, asdict(Program.this()))
        connection.execute(
            "UPDATE runs SET state = ?, ended = ?, metrics = ? WHERE number = ?",
            (state, ended, json.dumps(metrics), number),
        )
        write_json(run.folder / "metrics.json", {"state": state, **metrics})
    return find_run(database, folder, number)


def note_metrics(database: Database, folder: Path, number: int, metrics: dict[str, Any]) -> Run:
    """Add to the metrics of a run, which stays in its state."""
    run = find_run(database, folder, number)
    with database.transaction() as connection:
        metrics = run.metrics | metrics
        connection.execute("UPDATE runs SET metrics = ? WHERE number = ?", (json.dumps(metrics), number))
        write_json(run.folder / "metrics.json", {"state": run.state, **metrics})
    return find_run(database, folder, number)


def rename_run(database: Database, folder: Path, number: int, title: str) -> Run:
    """Call a run something; "" takes its name away. Raises ProjectError."""
    find_run(database, folder, number)
    with database.transaction() as connection:
        connection.execute(
            "UPDATE runs SET title = ? WHERE number = ?", (" ".join(title.split())[:LONGEST_TITLE], number)
        )
    return find_run(database, folder, number)


def pin_run(database: Database, folder: Path, number: int, *, pinned: bool) -> Run:
    """Keep a run from being deleted, or no longer. Raises ProjectError."""
    find_run(database, folder, number)
    with database.transaction() as connection:
        connection.execute("UPDATE runs SET pinned = ? WHERE number = ?", (pinned, number))
    return find_run(database, folder, number)


def choose_run(database: Database, folder: Path, number: int | None) -> None:
    """Let this run answer wherever nobody names one; None: the newest again. Raises ProjectError for one that is not
    finished."""
    if number is not None and (run := find_run(database, folder, number)).state != "finished":
        raise ProjectError(
            tr("Run {number} has no model to use: it is {state}.").format(number=number, state=run.state)
        )
    with database.transaction() as connection:
        write_setting(connection, CHOSEN, [] if number is None else [number])


def chosen_run(database: Database, folder: Path) -> Run | None:
    """The run that was chosen, None where none was or it is there no more."""
    numbers = read_setting(database, CHOSEN, [])
    return next(
        (run for run in all_runs(database, folder) if [run.number] == numbers and run.state == "finished"), None
    )


def delete_run(database: Database, folder: Path, number: int) -> None:
    """Take a run away with its folder and its predictions. Raises ProjectError for one that runs or is pinned."""
    run = find_run(database, folder, number)
    if run.state == "running":
        raise ProjectError(tr("Run {number} is still running: stop it first.").format(number=number))
    if run.pinned:
        raise ProjectError(tr("Run {number} is pinned: unpin it first.").format(number=number))
    gone = folder / FOLDER / f"{GONE}{number}"
    try:
        if run.folder.exists():
            run.folder.rename(gone)
        with database.transaction() as connection:
            connection.execute("DELETE FROM runs WHERE number = ?", (number,))
    except OSError as error:
        raise ProjectError(
            tr("{folder} cannot be deleted: {strerror}.").format(folder=run.folder, strerror=error.strerror)
        ) from error
    except BaseException:
        if gone.exists():
            gone.rename(run.folder)
        raise
    delete_predictions(folder, number)
    for left in (folder / FOLDER).glob(f"{GONE}*"):  # of a deletion that a kill cut short, too
        shutil.rmtree(left, ignore_errors=True)


def all_runs(database: Database, folder: Path) -> tuple[Run, ...]:
    """Every run whose folder lies in the project, oldest first."""
    return tuple(run for run in _stored_runs(database, folder) if link_out_of(folder, run.folder) is None)


@reader
def _stored_runs(database: Database, folder: Path) -> tuple[Run, ...]:
    rows = database.rows(
        "SELECT number, kind, state, labels_version, started, ended, settings, metrics, title, pinned FROM runs ORDER BY number"
    )
    return tuple(_run(folder, *row) for row in rows)


def _run(
    folder: Path, number: object, kind: object, state: object, version: object, started: object, ended: object,
    settings: object, metrics: object, title: object, pinned: object,
) -> Run:  # fmt: skip
    place = folder / FOLDER / str(whole(number))
    if state not in STATES:
        raise Unfit(tr("a run is said to be {state!r}").format(state=state))
    times = number_of(started), number_or_none(ended)
    return Run(
        number,
        place,
        of_kind(kind, str),
        "stopped" if state == "running" and _is_abandoned(place) else state,
        whole(version),
        *times,
        json_of(settings, dict),
        json_of(metrics, dict),
        of_kind(title, str),
        bool(pinned),
    )


def _is_abandoned(place: Path) -> bool:
    """Whether no program runs this any more, as far as this computer can know."""
    try:
        if (place / PROGRAM).is_symlink():
            return True
        return Program(**of_kind(read_json(place / PROGRAM), dict)).is_gone
    except (OSError, ValueError, TypeError):  # begun before programs said who they are; or damaged
        return True


def find_run(database: Database, folder: Path, number: int) -> Run:
    """Raises ProjectError when the project has no such run, or its folder leads out of the project."""
    runs = _stored_runs(database, folder)
    for run in runs:
        if run.number == number:
            check_inside(folder, run.folder)
            return run
    known = ", ".join(str(run.number) for run in runs)
    raise ProjectError(
        tr("{folder} has no run {number}: ").format(folder=folder, number=number)
        + (tr("its runs are {known}.").format(known=known) if known else tr("train one first."))
    )
