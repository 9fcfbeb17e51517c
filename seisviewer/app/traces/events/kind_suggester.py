"""The kind of events suggested by a classifier, asked for from the menu and found in the background."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.opening.file_asker import FileAsker
from seisviewer.app.topics import Topic
from seisviewer.app.traces.archive_names import archive_folder
from seisviewer.app.traces.events.event_editor import EventEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.located.event_kinds import kind_in_words
from seisviewer.picks.pick import Event
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.event_kinds.kind_gathering import is_known
from seisviewer.workflows.event_kinds.kind_suggesting import KindSuggestion, suggest_kinds

NAME = tr("Suggesting types of events")
CLASSIFIERS = tr("Classifiers of “seisviewer train-event-type” (*.pt)")


class KindSuggester(FileAsker[TraceState]):
    """The classifier is asked for once a session."""

    def __init__(self, state: TraceState, editor: EventEditor, background: Background, window: QWidget) -> None:
        super().__init__(state, background, window)
        self._editor = editor
        self._model: Path | None = None

    def folder_to_ask_in(self) -> Path:
        """Beside the waveforms."""
        return archive_folder(self._state) or Path.home()

    def suggest(self, *events: Event) -> None:
        """Of those whose kind nobody has said; one undo takes all of it back."""
        asked = [event for event in events if not is_known(event)]
        if not asked:
            self._state.message.emit(
                tr("Every one of these events has a type already; what somebody said is not changed.")
            )
            return
        self._model = self._model or self._ask_file(tr("Classifier of events"), CLASSIFIERS)
        if self._model is None:
            return
        archive, picks, model = self._state.archive, self._state.picks, self._model
        self._background.run(
            NAME,
            lambda: suggest_kinds(asked, picks, archive, model),
            lambda found: self._take(archive, model.name, found),
            self._failed,
            topic=Topic.PICKS,
        )

    def _take(self, archive: Archive, model: str, found: tuple[KindSuggestion, ...]) -> None:
        if archive is not self._state.archive:
            return  # other records were opened meanwhile
        self._editor.suggest_kinds({each.event: each.kind for each in found if each.kind}, model)
        counts = Counter(kind_in_words(each.kind).lower() or tr("undecided") for each in found)
        said = ", ".join(f"{count} {words}" for words, count in sorted(counts.items()))
        self._state.message.emit(
            tr(
                "Types suggested: {said}. The list marks them with “?” until you say a type. One undo takes them back."
            ).format(said=said)
        )

    def _failed(self, error: BaseException) -> bool:
        """A file that is no classifier is asked for again; the sentence is said as of any work."""
        self._model = None
        return False
