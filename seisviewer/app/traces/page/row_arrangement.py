"""Which rows the page has now: remembered, and made anew only when something that decides about them has changed."""

from __future__ import annotations

from dataclasses import replace

from seisviewer.app.traces.page.moveout import MOVEOUTS, delays_of
from seisviewer.app.traces.page.page_rows import Layout, section_layout, station_layout
from seisviewer.app.traces.page.section_order import (
    event_in_view,
    event_in_words,
    section_order,
    site_of,
)
from seisviewer.app.traces.page.treatment import Treatment, treatment_of
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.translation import tr
from seisviewer.waveforms.record import Record


class RowArrangement:
    """The layout for the records on the desk, and what the event in view means for each of them."""

    def __init__(self, state: TraceState) -> None:
        self._state = state
        self._layout: Layout | None = None
        self._heights = 0.0, 0.0
        self._azimuths: dict[str, float] = {}
        self._turned_to = ""
        self.delays: dict[str, float] = {}  # seconds by which records are drawn earlier, by their keys

    def renew(self) -> None:
        """Records, picks, events or the span are others now."""
        self._layout = None
        state = self._state
        self.delays = delays_of(state.records, state.theoretical, state.display.moveout)
        event = event_in_view(state.events, state.span, state.selected_event) if state.display.rotated else None
        self._azimuths, self._turned_to = {}, ""
        if event is not None:
            # Imported here: records with coordinates were read by ObsPy, a window without them need not wait for it.
            from seisviewer.waveforms.rotation import back_azimuth

            located = {
                record.key: site for record in state.records if (site := site_of(record, state.sites)) is not None
            }
            self._azimuths = {key: back_azimuth(event, site) for key, site in located.items()}
        if self._azimuths:
            self._turned_to = tr("R, T from {event_in_words}").format(event_in_words=event_in_words(event))

    def layout(self, height: float, line: float) -> Layout:
        """height: of the part of the page that is seen. line: of a line of text."""
        if self._layout is None or (height, line) != self._heights:
            self._layout, self._heights = self._made(height, line), (height, line)
        return self._layout

    def treatment(self, record: Record) -> Treatment:
        return treatment_of(self._state.display, self._azimuths.get(record.key))

    @property
    def rotates_nothing(self) -> bool:
        """R and T are asked for, but no back-azimuth is known."""
        return self._state.display.rotated and not self._azimuths

    @property
    def follows_time(self) -> bool:
        """Which rows there are depends on the span."""
        archive = self._state.archive
        return archive is not None and any(record.name for record in archive.records[:1])

    def _records(self) -> tuple[Record, ...]:
        """The records that have a row. Of the windows of a dataset, of which each has its own time, only those in the
        span."""
        records, span = self._state.records, self._state.span
        if not self.follows_time:
            return records
        return tuple(each for each in records if each.start <= span.end and each.end >= span.start) or records

    def _made(self, height: float, line: float) -> Layout:
        state = self._state
        if state.display.layout == "section":
            order = section_order(
                state.records, state.shown_picks, state.events, state.span, state.sites, state.selected_event
            )
            made = section_layout(order, state.display, height)
        else:
            made = station_layout(self._records(), state.display, state.probabilities, height, line)
        moved = MOVEOUTS[state.display.moveout] if self.delays else ""
        caption = "   ".join(part for part in (moved, made.caption, self._turned_to) if part)
        return replace(made, caption=caption)
