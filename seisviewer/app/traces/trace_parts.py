"""What the trace desk is made of."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.opening.recents import Recents
from seisviewer.app.review.review_bar import ReviewBar
from seisviewer.app.review.review_keys import ReviewKeys
from seisviewer.app.suggestions.reason_bar import ReasonBar
from seisviewer.app.traces.dialogs.trace_dialogs import AskPicture, TraceDialogs
from seisviewer.app.traces.events.event_parts import EventParts, make_event_parts
from seisviewer.app.traces.first_motion_finder import FirstMotionFinder
from seisviewer.app.traces.page.trace_page import TracePage
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.pick_import_export import PickImportExport
from seisviewer.app.traces.picker_engine import PickerEngine
from seisviewer.app.traces.reviewing.pick_reviewer import PickReview
from seisviewer.app.traces.reviewing.review_gestures import ReviewGestures
from seisviewer.app.traces.reviewing.review_walk import ReviewWalk
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.traces.waveform_opener import WaveformOpener
from seisviewer.app.traces.window_suggestions import WindowSuggestions, window_words
from seisviewer.jobs.lanes import Lanes
from seisviewer.workflows.traces.trace_opening import trace_project_for


@dataclass(frozen=True)
class TraceParts:
    """state: what all of them share. page: the middle of the desk."""

    state: TraceState
    opener: WaveformOpener
    page: TracePage
    editor: PickEditor
    review_walk: ReviewWalk
    review: PickReview
    import_export: PickImportExport
    motions: FirstMotionFinder
    engine: PickerEngine
    suggestions: WindowSuggestions
    dialogs: TraceDialogs
    events: EventParts


def make_trace_parts(
    state: TraceState,
    background: Background,
    lanes: Lanes,
    recents: Recents,
    ask_picture: AskPicture,
    window: QWidget,
) -> TraceParts:
    """Make them in the order in which they need one another. ask_picture: how a picture for print is to look. window: they
    end with it, and their dialogs open over it."""
    editor = PickEditor(state, trace_project_for)
    review_walk, engine = ReviewWalk(state, editor), PickerEngine(state, editor, lanes)
    suggestions = WindowSuggestions(state, engine)
    review = PickReview(state, editor, review_walk)
    for part in (state, editor, review_walk, review, engine, suggestions):
        part.setParent(window)
    opener = WaveformOpener(state, background, recents, window)
    page, bar = TracePage(state, editor), ReviewBar(review)
    page.add_bar(bar)
    ReviewKeys(review, bar)
    ReviewGestures(state, review, page)
    reason = ReasonBar(suggestions.windows, window_words, suggestions.is_in_sight)
    state.span_changed.connect(reason.renew)
    page.add_bar(reason)
    return TraceParts(
        state=state,
        opener=opener,
        page=page,
        editor=editor,
        review_walk=review_walk,
        review=review,
        import_export=PickImportExport(state, editor, background, window),
        motions=FirstMotionFinder(state, editor, background, window),
        engine=engine,
        suggestions=suggestions,
        dialogs=TraceDialogs(state, editor, background, lambda folder: opener.open([folder]), ask_picture, window),
        events=make_event_parts(state, editor, background, lanes, window),
    )
