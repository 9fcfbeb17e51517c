"""What the actions of the trace desk do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from seisviewer.app.traces.events.event_commands import event_commands
from seisviewer.app.traces.page.time_spans import moved
from seisviewer.app.traces.panels.pick_table import PickTable
from seisviewer.app.traces.panels.picker_panel import PickerPanel
from seisviewer.app.traces.trace_state import FILTERS, Span, TraceState
from seisviewer.picks.pick import Pick
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.app.main_window.parts import Parts

STEP = 0.1  # of what is on screen
ZOOM = 2.0
HIGHER = 1.25

Command = Callable[..., object]


def trace_commands(parts: Parts) -> dict[str, Command]:
    """By action: what to call, as in `app.menus.commands`."""
    return _files(parts) | _view(parts) | _picking(parts) | event_commands(parts) | _teaching(parts)


def _files(parts: Parts) -> dict[str, Command]:
    opener, import_export = parts.traces.opener, parts.traces.import_export
    return {
        "open_waveforms": opener.ask_files,
        "open_folder": opener.ask_folder,
        "add_files": opener.ask_more,
        "download": parts.traces.dialogs.download,
        "records_info": parts.help_windows.records_info,
        "import_picks": import_export.ask_import,
        "export_picks": import_export.ask_export,
        "close_records": opener.close_records,
    }


def _view(parts: Parts) -> dict[str, Command]:
    state, page = parts.traces.state, parts.traces.page

    def shown(name: str) -> Command:
        return lambda on: state.set_display(**{name: on})

    def zoom(factor: float) -> Command:
        return lambda: page.zoom(factor)

    return {
        "page_back": lambda: page.page(-1),
        "page_on": lambda: page.page(1),
        "scroll_back": lambda: _scroll(state, -STEP),
        "scroll_on": lambda: _scroll(state, STEP),
        "zoom_in": zoom(ZOOM),
        "zoom_out": zoom(1 / ZOOM),
        "all_time": page.show_whole,
        "higher": lambda: state.set_display(gain=state.display.gain * HIGHER),
        "lower": lambda: state.set_display(gain=state.display.gain / HIGHER),
        "filter": lambda: state.set_display(filter=FILTERS[(FILTERS.index(state.display.filter) + 1) % len(FILTERS)]),
        "record_section": lambda on: state.set_display(layout="section" if on else "stations"),
        "rotated": shown("rotated"),
        "seconds": shown("seconds"),
        "spectrogram": shown("spectrogram"),
        "probabilities": shown("probabilities"),
        "show_picks": shown("picks"),
        "measure_time": state.set_measuring,
        "catalogue": parts.traces.dialogs.catalogue,
        "leave_mode": lambda: (state.set_measuring(False), state.set_reviewing(False)),
    }


def _picking(parts: Parts) -> dict[str, Command]:
    state, editor, walk = parts.traces.state, parts.traces.editor, parts.traces.review_walk

    def at_pointer(action: str, phase: str) -> Command:
        def set_phase() -> None:
            pointed = parts.traces.page.pointed()
            if pointed is None:
                key = parts.keymap.shown(action)
                state.message.emit(
                    tr("Point at a trace, then press {key}.").format(key=key) if key else tr("Point at a trace first.")
                )
            else:
                editor.set_pick(pointed[0], phase, pointed[1])

        return set_phase

    def on_selected(change: Callable[[Pick], object]) -> Command:
        def act() -> None:
            if state.selected_pick is None:
                state.message.emit(tr("Select a pick first: click on one."))
            else:
                change(state.selected_pick)

        return act

    def on_chosen(change: Callable[..., object], otherwise: Callable[[], object]) -> Command:
        """Change all picks that are chosen in the table, else what is done for the one that is selected."""

        def act() -> None:
            chosen = state.chosen_picks
            if len(chosen) > 1:
                change(*chosen)
            else:
                otherwise()

        return act

    def filter_table() -> None:
        parts.panels.bring_out("picks")
        parts.panels.docks["picks"].findChild(PickTable).start_typing()

    def review(_: bool) -> None:
        """Asked for again it goes on, as on sections."""
        if state.picks:
            state.set_reviewing(True)
        else:
            state.message.emit(
                tr("There is no pick to review yet: let a picker find some (Picker panel), or import picks.")
            )

    return {
        "set_p": at_pointer("set_p", "P"),
        "set_s": at_pointer("set_s", "S"),
        "motion_up": on_selected(lambda pick: editor.polarity(pick, True)),
        "motion_down": on_selected(lambda pick: editor.polarity(pick, False)),
        "find_motions": parts.traces.motions.find,
        "delete_pick": on_chosen(editor.delete, on_selected(editor.delete)),
        "review_picks": review,
        "accept": on_chosen(editor.accept, walk.accept_and_next),
        "reject": on_chosen(editor.reject, on_selected(lambda _: walk.reject_and_next())),
        "filter_picks": filter_table,
        "back": walk.back,
        "next_pick": lambda: walk.next(1),
        "previous_pick": lambda: walk.next(-1),
    }


def _teaching(parts: Parts) -> dict[str, Command]:
    panels, dialogs = parts.panels, parts.traces.dialogs

    def pick() -> None:
        panels.bring_out("picker")
        panels.docks["picker"].findChild(PickerPanel).run()

    return {
        "pick": pick,
        "teach": lambda: panels.bring_out("teaching"),
        "next_window": parts.traces.suggestions.windows.next,
        "previous_window": parts.traces.suggestions.windows.previous,
        "suggestions": lambda: panels.bring_out("suggestions"),
        "augmentations": dialogs.augmentations,
        "find_events": dialogs.find_events,
    }


def _scroll(state: TraceState, share: float) -> None:
    """Go on in time by a share of what is on screen."""
    whole = Span(state.archive.start, state.archive.end)
    span = moved(state.span, share * state.span.length, whole)
    state.set_span(span.start, span.end)
