"""The tour of the trace desk: from waveforms to a catalogue of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QWidget

from seisviewer.app.tour.section_tour import start_buttons
from seisviewer.app.tour.step import Step
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.app.main_window.parts import Parts


def trace_steps(parts: Parts) -> tuple[Step, ...]:
    """In the order in which first records are picked. Made when the tour begins, in the language of the moment."""
    traces = parts.traces
    state = traces.state

    def on_bar(*names: str) -> list[QWidget]:
        return [parts.menus.bar.widgetForAction(parts.menus.actions[name]) for name in names]

    return (
        Step(
            tr("Open waveforms"),
            tr(
                "Open files of waveforms (MiniSEED, SAC and others), or download those of an earthquake "
                "with the File menu. The tour goes on as soon as they are open."
            ),
            lambda: start_buttons(parts.window, "open_waveforms") or [parts.window.menuBar()],
            actions=("open_waveforms",),
            changed=state.archive_changed,
            value=lambda: state.archive is not None,
            needed=True,
        ),
        Step(
            tr("Move through time"),
            tr(
                "Turn the wheel to zoom in time, with Shift to move in time, with Ctrl to draw the "
                "traces larger. The arrow keys turn pages."
            ),
            lambda: [traces.page],
            actions=("page_on", "all_time", "filter"),
            changed=state.span_changed,
            value=lambda: state.span,
        ),
        Step(
            tr("Set an onset"),
            tr(
                "Put the pointer on an onset and press the key of its phase. Drag a pick to move it; "
                "what you set is saved at once and can be undone."
            ),
            lambda: [traces.page],
            actions=("set_p", "set_s", "undo"),
            changed=state.picks_changed,
            value=lambda: len(state.picks),
        ),
        Step(
            tr("Let a picker pick"),
            tr(
                "Choose a picker here and press Pick: it looks for P and S in all records, in the "
                "background. A pretrained one is downloaded once."
            ),
            lambda: [parts.panels.docks["picker"]],
            panel="picker",
            changed=state.picks_changed,
            value=lambda: len(state.picks),
        ),
        Step(
            tr("Say how sure it must be"),
            tr(
                "Only picks above these thresholds are shown and exported. The bars show how many of "
                "them each threshold lets through."
            ),
            lambda: [parts.panels.docks["thresholds"]],
            panel="thresholds",
            changed=state.thresholds_changed,
            value=lambda: dict(state.thresholds),
        ),
        Step(
            tr("Review the picks"),
            tr("In Review mode you go from pick to pick and accept, reject or move them, one key each."),
            lambda: on_bar("review_picks"),
            actions=("review_picks", "accept", "reject"),
            changed=state.reviewing_changed,
            value=lambda: state.reviewing,
        ),
        Step(
            tr("Teach the picker"),
            tr("Accepted picks, and those that you set, teach a picker of your own, which then picks like you."),
            lambda: [parts.panels.docks["teaching"]],
            panel="teaching",
        ),
        Step(
            tr("Find the events"),
            tr(
                "Picks of several stations are associated to events, which are located and given a "
                "magnitude. They are listed here; the arrivals of the chosen one stand beside them."
            ),
            lambda: [parts.panels.docks["events"]],
            panel="events",
        ),
        Step(
            tr("Take them elsewhere"),
            tr(
                "The File menu exports picks and events as QuakeML, tables and other formats. The Help "
                "menu has pages to read, all keys, and this tour."
            ),
            lambda: [parts.window.menuBar()],
            actions=("export_picks", "export_events", "cheat_sheet"),
        ),
    )
