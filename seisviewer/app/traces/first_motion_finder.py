"""First motions found by a network, asked for from the menu and found in the background."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.opening.file_asker import FileAsker
from seisviewer.app.topics import Topic
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.networks.loading import load_libraries
from seisviewer.networks.polarity.polarity_names import KERAS, OURS, available_polarity, polarity_folder
from seisviewer.picks.pick import Pick, between
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.first_motions.motion_finding import MotionsFound, find_first_motions

NAME = tr("Finding first motions")
WEIGHTS = tr("Weights of PolarCAP ({value})").format(value=" ".join((f"*{ending}" for ending in (*KERAS, OURS))))


class FirstMotionFinder(FileAsker[TraceState]):
    """Finds the first motions of the P picks that are chosen in the table, else of those on screen. Weights are those in the
    usual folder; where there are none, a file is asked for once a session."""

    def __init__(self, state: TraceState, editor: PickEditor, background: Background, window: QWidget) -> None:
        super().__init__(state, background, window)
        self._editor = editor
        self._named: Path | None = None

    def folder_to_ask_in(self) -> Path:
        return polarity_folder() if polarity_folder().is_dir() else Path.home()

    def find(self) -> None:
        """As one action of the project, which one undo takes back."""
        picks = self._wanted()
        if not any(pick.phase == "P" for pick in picks):
            self._state.message.emit(
                tr("No P pick is on screen: set P first, let a picker pick, or show more of the time.")
            )
            return
        if not available_polarity() and self._named is None:
            self._named = self._ask_file(tr("Weights for first motions"), WEIGHTS)
            if self._named is None:
                return
        archive, weights = self._state.archive, str(self._named or "")

        def work() -> Generator[Progress | Notice, None, MotionsFound]:
            load_libraries()  # first, so that the window does not stand still
            return (yield from find_first_motions(picks, archive, weights))

        self._background.run(NAME, work, lambda found: self._take(archive, found), self._failed, topic=Topic.PICKS)

    def _wanted(self) -> Sequence[Pick]:
        if len(self._state.chosen_picks) > 1:
            return self._state.chosen_picks
        shown, span = {record.key for record in self._state.records}, self._state.span
        return [pick for pick in between(self._state.shown_picks, span.start, span.end) if pick.record in shown]

    def _take(self, archive: Archive, found: MotionsFound) -> None:
        if archive is not self._state.archive:
            return  # other records were opened meanwhile
        if self._editor.set_first_motions(found.changes) is not None:
            self._state.message.emit(
                tr("First motions: {sentence}. One undo takes them back.").format(sentence=found.sentence)
            )

    def _failed(self, error: BaseException) -> bool:
        """A file that was named and is none is asked for again; the sentence is said as of any work."""
        self._named = None
        return False
