"""What every project is, whatever it holds: an open folder with one database, runs, and how the user left the desk."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from functools import wraps
from pathlib import Path
from typing import Any, Self, TypeVar

from seisviewer.errors import DiskFull, ProjectError, ProjectGone, SeisviewerError
from seisviewer.progress import Progress
from seisviewer.project import history, prediction_folders, runs
from seisviewer.project.creation import whole_folder
from seisviewer.project.database import BUSY_SECONDS, FILE_NAME, Database
from seisviewer.project.edit_lock import EditLock, write_holder
from seisviewer.project.kind import SURVEY, TRACES, stored_kind
from seisviewer.project.runs import Run
from seisviewer.project.schema import bring_up_to_date
from seisviewer.project.survey_rows import read_setting, write_setting
from seisviewer.translation import tr

Answer = TypeVar("Answer")
LABELS = "labels.seis"  # in the folder of a run: a project as it was when the run began
CARRIED = runs.FOLDER, "probabilities", prediction_folders.FOLDER  # the folders of a project
KINDS = {SURVEY: tr("the labels of a survey"), TRACES: tr("picks on traces")}


def in_turn(method: Callable[..., Answer]) -> Callable[..., Answer]:
    """One thread at a time: a training thread may add a run while the window stores a change."""

    @wraps(method)
    def guarded(self: BaseProject, *args: Any, **named: Any) -> Answer:
        with self._turn:
            return method(self, *args, **named)

    return guarded


class BaseProject:
    """An open project folder. Any thread may call it; calls take turns.

    Every method that writes raises ProjectError when it cannot, and then nothing has changed.
    kind: what the folder must be about. holds: what a user calls the things that are edited.
    """

    kind: str
    holds: str

    def __init__(self, folder: Path, *, edit: bool, wait: float) -> None:
        self.folder = folder
        self._turn = threading.RLock()
        self._database = Database(folder)
        self._lock: EditLock | None = None
        self._version = 0
        try:
            try:
                self._begin(edit, wait)
            except DiskFull:  # what it holds can still be read
                self.close()
                self._database, self._lock = Database(folder, full=True), None
                self._begin(False, wait)
            self._load()
        except BaseException:
            self.close()
            raise

    def _begin(self, edit: bool, wait: float) -> None:
        bring_up_to_date(self._database)
        self._check_kind()
        if edit and not self.read_only:
            self._lock = EditLock(self._database, wait)
            self._database.write_back(alone=True)
            with self._database.transaction() as connection:
                history.delete_unreachable(connection)

    @classmethod
    def open(cls, folder: str | Path, *, edit: bool = True, wait: float = BUSY_SECONDS) -> Self:
        """Open a project folder.

        edit: take the right to change what it holds, which one program at a time has; waits `wait` seconds for it, then
        raises ProjectError that says who holds it. Without it everything can be read and runs added. A folder that
        cannot be written to is opened with `read_only` True. Raises ProjectError for what is no project, damaged, made
        by a newer program, or about something else.
        """
        return cls(Path(folder).expanduser().absolute(), edit=edit, wait=wait)

    @in_turn
    def close(self) -> None:
        """Give the folder back; a second call does nothing. Nothing is saved here: everything already is."""
        if self._lock is not None:
            self._lock.release()
        self._database.close()

    @in_turn
    def end_editing(self) -> None:
        """Let others change the project; what still runs can go on to read it and to add to its runs until `close`."""
        if self._lock is not None:
            self._database.write_back(alone=False)
            self._lock.release()
        self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether the folder cannot be written to."""
        return self._database.read_only

    @property
    def why_read_only(self) -> str:
        """Why nothing can be stored, as the beginning of a sentence."""
        return self._database.why_read_only

    @property
    def can_edit(self) -> bool:
        """Whether it can be changed: not in a folder that cannot be written to, nor when opened for reading."""
        return self._lock is not None

    def is_at(self, folder: Path) -> bool:
        """Whether this is the project in a folder, also when the folder was renamed since it was opened."""
        return self._database.is_at(folder / FILE_NAME)

    @property
    def name(self) -> str:
        return self.folder.stem

    @property
    def is_gone(self) -> bool:
        """Whether its file was deleted, moved or spoilt, so that nothing more is stored."""
        try:
            self._database.check()
        except ProjectGone:
            return True
        return False

    @property
    def is_lost(self) -> bool:
        """Whether it is gone and was not merely moved or renamed, so that nobody can open it again."""
        return self.is_gone and self._database.moved_to() is None

    def copy_steps(self, folder: Path) -> Generator[Progress, None, Path]:
        """Save the project as a new folder, which is returned; also when its own was deleted since it was opened. What
        its runs wrote is copied where it is still there. Of a project whose file was overwritten only what is shown is
        left, without its history and its runs. Raises ProjectError when the folder exists or cannot be made.
        """
        folder = folder.expanduser().absolute()
        yield Progress(0, 0, tr("Saving {folder_name}").format(folder_name=folder.name))
        with whole_folder(folder) as made:
            with self._turn:
                is_spoilt = self.is_gone and self._database.is_spoilt
                if is_spoilt:
                    made.rmdir()
                    self._store_anew(made)
                else:
                    self._database.copy_to(made / FILE_NAME)
                places = self._places_from(folder)
            with closing(Database(made)) as database, database.transaction() as connection:
                for name, content in places.items():
                    write_setting(connection, name, content)
                write_holder(connection)
            for name in () if is_spoilt else CARRIED:
                if (self.folder / name).is_dir() and not (self.folder / name).is_symlink():
                    yield Progress(0, 0, tr("Copying {name}").format(name=name))
                    shutil.copytree(self.folder / name, made / name, symlinks=True)
        return folder

    @property
    @in_turn
    def can_undo(self) -> bool:
        return history.action_to_undo(self._database) is not None

    @property
    @in_turn
    def can_redo(self) -> bool:
        return history.action_to_redo(self._database) is not None

    # View and runs

    @property
    @in_turn
    def view_state(self) -> dict[str, Any]:
        """How the user left the desk, as it was given to `set_view_state`; empty at first."""
        return read_setting(self._database, "view_state", {})

    @in_turn
    def set_view_state(self, state: dict[str, Any]) -> None:
        with self._database.transaction() as connection:
            write_setting(connection, "view_state", state)

    @property
    @in_turn
    def dismissed(self) -> list[Any]:
        """What was suggested and is not wanted, as it was given to `set_dismissed`; empty at first."""
        return read_setting(self._database, "dismissed", [])

    @in_turn
    def set_dismissed(self, suggestions: Sequence[dict[str, Any]]) -> None:
        """Keep these, and no others, out of what is suggested; JSON-able."""
        with self._database.transaction() as connection:
            write_setting(connection, "dismissed", list(suggestions))

    @property
    @in_turn
    def random_lines(self) -> list[Any]:
        """The random lines of the survey, as they were given to `set_random_lines`; empty at first."""
        return read_setting(self._database, "random_lines", [])

    @in_turn
    def set_random_lines(self, lines: Sequence[dict[str, Any]]) -> None:
        """Keep these random lines, and no others; JSON-able."""
        with self._database.transaction() as connection:
            write_setting(connection, "random_lines", list(lines))

    @in_turn
    def new_run(self, kind: str, settings: dict[str, Any], *, keep_labels: bool = True, like: Run | None = None) -> Run:
        """Begin a run on what is there now: takes the next number, makes its folder, writes settings.json.

        keep_labels: put a copy of what the project holds into the folder, from which the run can be repeated. like: a run
        whose labels it learns in place of today's.
        """
        version = self._version if like is None else like.labels_version
        run = runs.new_run(self._database, self.folder, kind, settings, version)
        if like is not None or keep_labels:
            try:
                self._keep_labels(run.folder / LABELS, like)
            except BaseException:
                with suppress(SeisviewerError):
                    runs.update_run(self._database, self.folder, run.number, "failed", None)
                raise
        return run

    def _keep_labels(self, place: Path, like: Run | None) -> None:
        """Put what the project holds, or held when another run began, into the folder of a run."""
        try:
            if like is not None:
                shutil.copytree(like.folder / LABELS, place)
                return
            place.mkdir()
        except OSError as error:
            raise ProjectError(
                tr("{place} cannot be written: {strerror}.").format(place=place, strerror=error.strerror or error)
            ) from error
        self._database.copy_to(place / FILE_NAME)
        with closing(Database(place)) as database, database.transaction() as connection:
            for name, content in self._places_from(place).items():
                write_setting(connection, name, content)
            for table in ("holder", "runs"):
                connection.execute(f"DELETE FROM {table}")

    @in_turn
    def finish_run(self, number: int, state: str, metrics: dict[str, Any] | None = None) -> Run:
        """Set the state ("finished", "stopped", "failed", or "running" again) and, unless None, the metrics."""
        return runs.update_run(self._database, self.folder, number, state, metrics)

    @in_turn
    def note_metrics(self, number: int, metrics: dict[str, Any]) -> Run:
        """Add to the metrics of a run that has ended."""
        return runs.note_metrics(self._database, self.folder, number, metrics)

    @in_turn
    def rename_run(self, number: int, title: str) -> Run:
        """Call a run something, or nothing (""); raises ProjectError."""
        return runs.rename_run(self._database, self.folder, number, title)

    @in_turn
    def pin_run(self, number: int, *, pinned: bool) -> Run:
        """Keep a run from being deleted, or no longer; raises ProjectError."""
        return runs.pin_run(self._database, self.folder, number, pinned=pinned)

    @in_turn
    def choose_run(self, number: int | None) -> None:
        """Let a finished run answer wherever nobody names one; None: the newest again. Raises ProjectError."""
        runs.choose_run(self._database, self.folder, number)

    @property
    @in_turn
    def chosen_run(self) -> Run | None:
        """The run that was chosen to answer, None where none is."""
        return runs.chosen_run(self._database, self.folder)

    @in_turn
    def delete_run(self, number: int) -> None:
        """Take a run away, with its folder and its predictions; raises ProjectError for one that runs or is pinned."""
        runs.delete_run(self._database, self.folder, number)

    @in_turn
    def runs(self) -> tuple[Run, ...]:
        """Every run, oldest first."""
        return runs.all_runs(self._database, self.folder)

    @in_turn
    def run(self, number: int) -> Run:
        """One run; raises ProjectError when there is none of that number."""
        return runs.find_run(self._database, self.folder, number)

    # Inside

    def _places_from(self, folder: Path) -> dict[str, Any]:
        """The settings that say where the data are, for a copy of the project in another folder."""
        raise NotImplementedError

    def _store_anew(self, folder: Path) -> None:
        """Make a project there of what is held in memory."""
        raise NotImplementedError

    def _load(self) -> None:
        """Read what the project holds; each kind has its own."""
        raise NotImplementedError

    def _check_kind(self) -> None:
        found = stored_kind(self._database)
        if found != self.kind:
            raise ProjectError(
                tr("{folder} holds {kinds} and not {kinds2}: choose another project folder.").format(
                    folder=self.folder, kinds=KINDS[found], kinds2=KINDS[self.kind]
                )
            )

    def _check_editable(self) -> None:
        if self._lock is None and not self.read_only:
            raise ProjectError(
                tr("{folder} was opened for reading: open it for editing to change its {holds}.").format(
                    folder=self.folder, holds=self.holds
                )
            )
