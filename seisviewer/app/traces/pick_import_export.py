"""Picks and events out of the window and into it: QuakeML, CSV, NonLinLoc observations, Snuffler markers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.opening.file_asker import FileAsker
from seisviewer.app.topics import Topic
from seisviewer.app.traces.archive_names import archive_folder, archive_name
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.pick_wording import counted
from seisviewer.app.traces.which_picks import ask_which_picks
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.found_picks import FoundPicks
from seisviewer.picks.located.findings import holding
from seisviewer.picks.observations import endings, written_formats
from seisviewer.picks.pick import Event, Pick
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.events.project_catalogue import wanted_picks, write_event_catalogue
from seisviewer.workflows.traces.pick_files import standing, write_file
from seisviewer.workflows.traces.pick_placing import PlacedPicks, read_placed

EVENTS_OUT = {
    "QuakeML (*.xml)": ".xml",
    tr("Table, a line an event (*.csv)"): ".csv",
    tr("NonLinLoc observations, a block an event (*.obs)"): ".obs",
    tr("Snuffler markers (*.markers)"): ".markers",
}
IN = tr("Picks and events ({endings});;All files (*)").format(
    endings=" ".join((f"*{ending}" for ending in endings(reading=True)))
)


class PickImportExport(FileAsker[TraceState]):
    """Asks for a file, then reads or writes it in the background."""

    def __init__(self, state: TraceState, editor: PickEditor, background: Background, window: QWidget) -> None:
        super().__init__(state, background, window)
        self._editor = editor

    def folder_to_ask_in(self) -> Path:
        """Beside the waveforms."""
        return archive_folder(self._state) or Path.home()

    def ask_import(self) -> None:
        path = self._ask_file(tr("Import picks or events"), IN)
        if path is not None:
            self.import_from(path)

    def import_from(self, path: Path) -> None:
        """Take picks and events of a file over; one undo takes them all back."""
        archive = self._state.archive
        if archive is None:
            self._state.report(
                tr("Open the waveforms first, then drop {path_name} on the window again.").format(path_name=path.name),
                Topic.OPENING,
            )
            return
        self._background.run(
            tr("Reading {path_name}").format(path_name=path.name),
            lambda: read_placed(path, archive, _starts(archive)),
            lambda found: self._take(path, archive, *found),
        )

    def ask_export(self) -> None:
        """Asks first whether picks that nobody looked at should go along, where there are some beside others."""
        picks = self._state.shown_picks
        reviewed = wanted_picks(picks, reviewed=True)
        if reviewed and any(not pick.is_reviewed for pick in picks):
            ask_which_picks(picks, reviewed, self.ask_target_of, self._window)
        else:
            self.ask_target_of(picks)

    def ask_target_of(self, picks: tuple[Pick, ...]) -> None:
        name = f"{Path(archive_name(self._state)).stem}_picks.xml"
        out = {f"{title} (*{ending})": ending for title, ending in written_formats().items()}
        path, chosen = self._ask_target(tr("Export picks"), name, ";;".join(out))
        if path is not None:
            self.export_to(path if path.suffix else path.with_suffix(out.get(chosen, ".xml")), picks)

    def export_to(self, path: Path, picks: tuple[Pick, ...] | None = None) -> None:
        """Write picks, else all that pass the thresholds, and the events, in the format of the ending."""
        picks = self._state.shown_picks if picks is None else picks
        events, starts = self._state.events, _starts(self._state.archive)
        self._background.run(
            tr("Writing {path_name}").format(path_name=path.name),
            lambda: write_file(path, picks, events, starts),
            lambda written: self._state.message.emit(
                tr("{path} holds {counted} ({standing}).").format(
                    path=path, counted=counted(len(written), len(events)), standing=standing(written)
                )
                if written
                else tr("{path} holds {counted}.").format(path=path, counted=counted(0, len(events)))
            ),
            awaited=True,
        )

    def ask_export_events(self, events: Sequence[Event]) -> None:
        """events: as the list of events shows them."""
        if not events:
            self._state.message.emit(
                tr("The list of events shows none: associate picks into events, or let its filters pass more.")
            )
            return
        name = f"{Path(archive_name(self._state)).stem}_catalogue.xml"
        path, chosen = self._ask_target(
            tr("Export catalogue of {count:,} events").format(count=len(events)), name, ";;".join(EVENTS_OUT)
        )
        if path is not None:
            self.export_events_to(path if path.suffix else path.with_suffix(EVENTS_OUT.get(chosen, ".xml")), events)

    def export_events_to(self, path: Path, events: Sequence[Event]) -> None:
        """Write events with the picks that belong to them, in the format of the ending."""
        picks = self._state.picks
        self._background.run(
            tr("Writing {path_name}").format(path_name=path.name),
            lambda: write_event_catalogue(path, events, picks),
            lambda own: self._state.message.emit(
                tr("{path} holds {counted}.").format(path=path, counted=counted(own, len(events)))
            ),
            awaited=True,
        )

    def _take(self, path: Path, archive: Archive, found: FoundPicks, placed: PlacedPicks) -> None:
        if archive is not self._state.archive:
            return
        came = self._editor.import_picks(placed.picks, holding(found.events, found.findings))
        if came is None:
            return  # refused, and said
        topic = tr("{importing} of {path}").format(
            importing=Topic.IMPORTING, path=path
        )  # of one file: several may be dropped together
        self._state.solved.emit(topic)
        for sentence in placed.notices(path.name):
            self._state.report(sentence, topic)
        if not came:
            nothing = not found.picks and not found.events
            held = tr("holds no picks that are taken") if nothing else tr("has nothing that is not here already")
            self._state.message.emit(f"{path.name} {held}.")
            return
        self._state.message.emit(
            tr("{path_name} held {counted}; one undo takes them all back.").format(
                path_name=path.name, counted=counted(len(placed.picks), len(found.events))
            )
        )


def _starts(archive: Archive) -> dict[str, tuple[float, float]]:
    """Of the windows of a dataset: where their samples are counted from."""
    return {record.name: (record.start, record.components[0].rate) for record in archive.records if record.name}
