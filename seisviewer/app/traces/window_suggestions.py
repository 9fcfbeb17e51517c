"""The windows that a picker would learn most from, as the list of suggestions of the trace desk."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QObject

from seisviewer.app.suggestions.suggestion_list import Suggested, SuggestionList
from seisviewer.app.suggestions.suggestion_panel import Columns
from seisviewer.app.traces.picker_engine import PickerEngine
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.errors import ProjectError
from seisviewer.learning.phases.phase_ranking import RankedWindow
from seisviewer.project.trace_project import TraceProject
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text
from seisviewer.workflows.traces.dismissed_windows import (
    DismissedWindow,
    dismissed_windows,
    keep_dismissed_windows,
)

COLUMNS = Columns(
    (tr("Station"), tr("From (UTC)"), tr("Worth"), tr("Stability"), tr("Picks")),
    ("XX.AAAAA..HH", "2026-01-31 23:59:59", "0.88", "0.88", "88"),
    2,
)
WORTH = 2
NONE = tr("Teach a picker first: it then says which windows a label would help it with most.")
RANKED = tr("Windows whose picks would teach the most, the best first. J goes to the next one.")
DONE = tr("All windows that the picker suggested are reviewed or dismissed: teach it again, and it looks for more.")
UNSTABLE = 0.8  # agreement of the checkpoints below which that is the reason


class WindowSuggestions(QObject):
    """windows: the list. Goes to the window that is chosen from it; those with a reviewed pick in them drop out."""

    def __init__(self, state: TraceState, engine: PickerEngine) -> None:
        super().__init__()
        self.windows = SuggestionList(NONE, WORTH)
        self._state, self._engine = state, engine
        self._ranked: tuple[RankedWindow, ...] = ()
        self._dismissed: tuple[DismissedWindow, ...] = ()
        self._was_asked = False  # and had none
        self.windows.chosen.connect(self._go_to)
        self.windows.wanted.connect(self._say_there_is_none)
        self.windows.dismissed.connect(
            lambda row: self._set_dismissed((*self._dismissed, DismissedWindow.of(row.place)))
        )
        self.windows.brought_back.connect(self._bring_back)
        engine.suggested.connect(self._show)
        state.archive_changed.connect(self._start_afresh)
        state.project_changed.connect(self._take_project)
        state.picks_changed.connect(lambda *_: self._drop_reviewed())
        self._show(engine.ranking)

    def _show(self, ranked: tuple[RankedWindow, ...]) -> None:
        self._ranked = ranked
        rows = [_row(window) for window in ranked if not self._is_reviewed(window) and not self._is_dismissed(window)]
        self._list(rows)
        if rows and self._was_asked:
            self._was_asked = False
            self._state.message.emit(RANKED)  # what was said to who asked holds no more

    def _say_there_is_none(self) -> None:
        self._was_asked = True
        self._state.message.emit(self.windows.said)

    def _list(self, rows: Sequence[Suggested]) -> None:
        self.windows.show(rows, RANKED if rows else DONE if self._ranked else NONE)

    def _start_afresh(self, _: object) -> None:
        self._ranked, self._dismissed = (), ()
        self.windows.show_left_out(0)
        self.windows.start_afresh(NONE)

    def _take_project(self, project: TraceProject | None) -> None:
        """Leave out what was dismissed in an earlier session, and keep what was before the project was made."""
        if project is None:
            return
        self._dismissed, fresh = (*dismissed_windows(project), *self._dismissed), self._dismissed
        self.windows.show_left_out(len(self._dismissed))
        if fresh:
            self._set_dismissed(self._dismissed)
        self._show(self._engine.ranking)

    def _set_dismissed(self, windows: tuple[DismissedWindow, ...]) -> None:
        self._dismissed, project = windows, self._state.project
        self.windows.show_left_out(len(windows))
        self._list(self.windows.rows)
        if project is None:
            return
        try:
            keep_dismissed_windows(project, windows)
        except ProjectError as error:
            self._state.message.emit(
                tr("What is dismissed is forgotten when the records are closed: {error}").format(error=error)
            )

    def _bring_back(self) -> None:
        self._set_dismissed(())
        self._show(self._engine.ranking)

    def _drop_reviewed(self) -> None:
        left = [row for row in self.windows.rows if not self._is_reviewed(row.place)]
        if len(left) < len(self.windows.rows):
            self._list(left)

    def _is_dismissed(self, window: RankedWindow) -> bool:
        return any(gone.covers(window) for gone in self._dismissed)

    def _is_reviewed(self, window: RankedWindow) -> bool:
        key = window.name.rpartition("@")[0]
        return any(
            pick.is_reviewed and pick.record == key and window.start <= pick.time <= window.end
            for pick in self._state.picks
        )

    def is_in_sight(self, row: Suggested) -> bool:
        """Whether the time of a window is on screen, or some of it."""
        span, window = self._state.span, row.place
        return self._state.archive is not None and span.start < window.end and window.start < span.end

    def _go_to(self, row: Suggested) -> None:
        state, window = self._state, row.place
        records = state.archive.records if state.archive is not None else ()
        record = next((each for each in records if window.name.rpartition("@")[0] == each.key), None)
        if record is None:
            state.message.emit(tr("{station} is not on the desk any more.").format(station=window.station))
            return
        state.set_hidden(state.hidden - {record.key})
        state.set_current(record.key)
        state.set_span(window.start, window.end)
        state.message.emit(window_words(row))


def window_words(row: Suggested) -> str:
    """Which window it is, and why."""
    return f"{row.place.station}, {utc_text(row.place.start, 0)}: {row.reason}"


def _row(window: RankedWindow) -> Suggested:
    start = utc_text(window.start, 0)
    cells = window.station, start, f"{window.value:.2f}", f"{window.stability:.2f}", str(window.picks)
    keys = window.station, window.start, -window.value, window.stability, float(window.picks)
    return Suggested(cells, keys, _reason(window), window)


def _reason(window: RankedWindow) -> str:
    picks = (
        tr("{picks} pick{plural}").format(picks=window.picks, plural="" if window.picks == 1 else "s")
        if window.picks
        else tr("no pick")
    )
    if window.stability < UNSTABLE:
        return tr(
            "While it was taught, the picker kept to its answer on only {stability:.0f} % of this window; at the end "
            "it sets {picks}."
        ).format(stability=100 * window.stability, picks=picks)
    return tr("The picker sets {picks} in this window and is unsure: your label there tells it most.").format(
        picks=picks
    )
