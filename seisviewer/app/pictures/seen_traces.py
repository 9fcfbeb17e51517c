"""The trace page as it is seen, as values that a picture is drawn of on any thread."""

from __future__ import annotations

from dataclasses import replace

from seisviewer.app.traces.archive_names import archive_name
from seisviewer.app.traces.page.page_rows import Kind
from seisviewer.app.traces.page.trace_page import TracePage
from seisviewer.app.traces.page.treatment import filter_text
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.pictures.trace_picture import PickMark, RowPlace, SpectrogramRow, TracePicture, row_of
from seisviewer.translation import tr
from seisviewer.waveforms.amplitude_text import amplitude_text
from seisviewer.waveforms.clock_ticks import utc_text
from seisviewer.waveforms.record import record_title

GAP_IN_SECTION = 0.3  # of a row of a section, in which rows overlap, that a gap takes
UNFILTERED = tr("As recorded: the filter has not ended")


def seen_traces(page: TracePage, state: TraceState) -> TracePicture | None:
    """The traces in sight with their spectrograms and picks, None while there is none. Probabilities are left out, and the
    others take their room. On the GUI thread."""
    visible = page.visible
    rows = [row for row in visible.rows if row.kind is not Kind.PROBABILITY] if visible is not None else []
    contents, traces = page.contents, [row for row in rows if row.kind is Kind.TRACE]
    if not traces or any((row.record.key, row.component) not in contents.components for row in traces):
        return None
    span = visible.scale.span.start, visible.scale.span.end
    section = visible.layout.is_section
    whole = visible.plot.height() if section else sum(row.height for row in rows)
    made, spectrograms, extents, top = [], [], {}, 0.0
    for row in rows:
        key = row.record.key, row.component
        middle = (visible.y(row.middle) - visible.plot.top()) / whole if section else top + row.height / 2 / whole
        top += row.height / whole
        first = row.record.key not in extents
        low, high = middle - row.height / 2 / whole, middle + row.height / 2 / whole
        extents[row.record.key] = (low if first else extents[row.record.key][0], high)
        recorded = row.record.components[row.component]
        if row.kind is Kind.SPECTROGRAM:
            spectrograms.append(SpectrogramRow(recorded, span, low, high))
            continue
        component, reach = contents.components[key], contents.reaches[key]
        distance = tr(" {distance:.1f} km").format(distance=row.distance) if row.distance is not None else ""
        place = RowPlace(
            middle,
            row.height / whole,
            f"{record_title(row.record)}{distance}" if first else "",
            amplitude_text(reach, component.unit) if first and not section else "",
            GAP_IN_SECTION if section else 1.0,
        )
        made.append(row_of(component, span, place, reach, recorded))
    picks = state.shown_picks if state.display.picks else ()
    dated = all(row.record.is_dated for row in rows)
    stale = any(row.record.key in contents.stale for row in rows)
    return TracePicture(
        title=tr("{archive_name}, {utc_text} UTC").format(
            archive_name=archive_name(state), utc_text=utc_text(span[0], 0)
        )
        if dated
        else archive_name(state),
        dated=dated,
        start=span[0],
        end=span[1],
        rows=tuple(made),
        picks=tuple(PickMark(pick, *extents[pick.record]) for pick in picks if pick.record in extents),
        spectrograms=tuple(spectrograms),
        filter_text=UNFILTERED if stale else filter_text(state.display),
        origin=page.seconds_origin if state.display.seconds else None,
        shape=whole / visible.plot.width(),
        notes=(visible.layout.caption,) if visible.layout.caption else (),
    )


def titled(picture: TracePicture, title: str | None, picks: bool) -> TracePicture:
    """With another title; without picks."""
    named = picture if title is None else replace(picture, title=title)
    return named if picks else replace(named, picks=())
