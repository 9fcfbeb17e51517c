"""What opening surveys and opening waveforms have in common: the newest request wins, nothing is lost without a question,
and what leaves the desk goes through the stages of closing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.main_window.close_questions import may_end
from seisviewer.app.opening.file_asker import FileAsker, State
from seisviewer.app.opening.recents import Recents
from seisviewer.app.opening.source_question import ask_about_sources
from seisviewer.app.topics import Topic
from seisviewer.errors import ProjectError, UnknownSource
from seisviewer.jobs.job import Job
from seisviewer.translation import tr
from seisviewer.workflows.outside_sources.trusted_sources import agree_to_sources

Result = TypeVar("Result")
log = logging.getLogger(__name__)


class DeskOpener(FileAsker[State]):
    """Puts something on a desk and takes it off again; what that is, a desk's own opener says."""

    def __init__(self, state: State, background: Background, recents: Recents, window: QWidget) -> None:
        super().__init__(state, background, window)
        self._recents = recents
        self._job: Job | None = None
        state.closing.on_store(self._keep_view)
        state.closing.on_stop(self._note_leaving)
        state.closing.on_release(self._give_back_leaving)

    def folder_to_ask_in(self) -> Path:
        """Beside what is on the desk, else beside what was opened last."""
        last = (path.parent for path in self._recents.paths if path.parent.exists())
        return self._place() or next(last, Path.home())

    def _place(self) -> Path | None:
        """The folder of what is on the desk."""
        raise NotImplementedError

    def _view(self) -> dict[str, Any]:
        """How it is looked at, for its project."""
        raise NotImplementedError

    def _note_leaving(self) -> None:
        """Remember what is on the desk now, which something else is about to replace."""
        raise NotImplementedError

    def _give_back_leaving(self) -> None:
        """Take it off the desk if nothing has taken its place; it is closed when nobody uses it any more."""
        raise NotImplementedError

    def _close(self, result: Any) -> None:
        """Close what was opened too late to be wanted."""
        raise NotImplementedError

    def _may_replace(self, name: str) -> bool:
        return may_end(self._state.closing, tr("open {name}").format(name=name), self._window)

    @property
    def _is_opening(self) -> bool:
        """Whether the newest request has not ended."""
        return self._job is not None and not self._job.done

    def _cancel(self) -> None:
        """A newer request takes the place of one that still runs."""
        if self._job is not None:
            self._job.cancel()

    def _begin(
        self,
        title: str,
        name: str,
        work: Callable[[], Generator[Any, None, Result]],
        show: Callable[[Result], None],
        failed: Callable[[BaseException], bool] = lambda error: False,
        look: Callable[[Any], bool] = lambda event: False,
    ) -> None:
        """Open in the background, then `show`. name: of what is opened. failed: as for `Background.run`. look: is given
        what the work says meanwhile, and returns whether that is on the desk now."""
        asked = bool(self._state.closing.unfinished())  # and agreed to
        self._cancel()

        def heard(event: Any) -> None:
            nonlocal asked
            if job is self._job and (asked or not self._state.closing.unfinished()):
                asked = look(event) or asked

        def then(result: Result) -> None:
            # What was begun only meanwhile has not been asked about.
            if job is self._job and (asked or self._may_replace(name)):
                self._job = None
                show(result)
            else:
                self._close(result)

        self._job = job = self._background.run(title, work, then, failed, topic=Topic.OPENING, heard=heard)

    def _ask_about_sources(self, error: BaseException, again: Callable[[], None]) -> bool:
        """Ask whether a project that was handed over may read what did not come with it; `again` opens it then."""
        if not isinstance(error, UnknownSource):
            return False

        def agreed() -> None:
            try:
                agree_to_sources(error.folder)
            except ProjectError as failure:
                self._state.report(str(failure), Topic.OPENING)
            else:
                again()

        ask_about_sources(error, agreed, self._window)
        return True

    def _replace(self, put: Callable[[], None]) -> None:
        """put: puts other data on the desk, or none."""
        self._state.closing.store()
        self._state.closing.stop()
        put()
        self._state.closing.release()

    def _tell_unfit(self, names: Sequence[str]) -> None:
        """Of the view of a project that was damaged, or made by a stranger."""
        if names and (project := self._state.project) is not None:
            self._state.report(
                tr(
                    "{folder_name} stores a view that cannot be shown ({names}): the usual values are used "
                    "in its place."
                ).format(folder_name=project.folder.name, names=", ".join(names)),
                Topic.OPENING,
            )

    def _keep_view(self) -> None:
        project = self._state.project
        if project is None:
            return
        try:
            project.set_view_state(self._view())
        except ProjectError as error:
            # A project that may only be read, or that another program holds, still closes.
            log.info("the view was not kept: %s", error)
