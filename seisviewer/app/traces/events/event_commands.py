"""What the actions of events do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from seisviewer.app.traces.bring_into_view import show_event, show_event_closely
from seisviewer.app.traces.events.arrival_panel import ArrivalPanel
from seisviewer.app.traces.events.event_list import EventList
from seisviewer.app.traces.events.pick_entries import ONSETS, PHASE_NAMES, WEIGHTS
from seisviewer.picks.located.event_kinds import KINDS
from seisviewer.picks.pick import Event, Pick

if TYPE_CHECKING:
    from seisviewer.app.main_window.parts import Parts

Command = Callable[..., object]


def event_commands(parts: Parts) -> dict[str, Command]:
    """By action: what to call, as in `app.menus.commands`."""
    state, events = parts.traces.state, parts.traces.events

    def event_list() -> EventList:
        return parts.panels.docks["events"].findChild(EventList)

    def arrivals() -> ArrivalPanel:
        return parts.panels.docks["arrivals"].findChild(ArrivalPanel)

    def chosen_events() -> tuple[Event, ...]:
        chosen = event_list().chosen()
        return chosen or (() if state.chosen_event is None else (state.chosen_event,))

    def chosen_picks() -> tuple[Pick, ...]:
        """Of the table that has the keyboard, else the picks that are chosen together, else the selected one."""
        if arrivals().table.hasFocus() and arrivals().chosen():
            return arrivals().chosen()
        return state.chosen_picks or (() if state.selected_pick is None else (state.selected_pick,))

    def on_events(act: Callable[..., object]) -> Command:
        def command() -> None:
            chosen = chosen_events()
            if chosen:
                act(*chosen)
            else:
                state.message.emit("Choose an event in the list of events first.")

        return command

    def on_picks(act: Callable[..., object]) -> Command:
        def command() -> None:
            chosen = chosen_picks()
            if chosen:
                act(*chosen)
            else:
                state.message.emit("Select a pick first: click on one, or choose several in their table.")

        return command

    def named(name: str) -> Command:
        return on_picks(
            lambda *picks: events.editor.set_phase_name(name, *(pick for pick in picks if pick.phase == name[0]))
        )

    def to_event(*picks: Pick) -> None:
        if state.chosen_event is None:
            state.message.emit("Select the event first, in the list of events.")
        else:
            events.editor.move_to(state.chosen_event, *picks)

    def step(direction: int) -> Command:
        def command() -> None:
            rows = event_list().listed()
            if not rows:
                state.message.emit("There are no events yet: associate picks, or import a catalogue.")
                return
            place = next((place for place, event in enumerate(rows) if event.id == state.selected_event), None)
            show_event(state, rows[0] if place is None else rows[max(0, min(place + direction, len(rows) - 1))])

        return command

    def moved(moveout: str) -> Command:
        def command(on: bool) -> None:
            state.set_display(moveout=moveout if on else "none")
            if on and state.theoretical is None:
                state.message.emit("Select a located event in the list of events: the traces are shifted by its waves.")

        return command

    return {
        "export_events": lambda: parts.traces.import_export.ask_export_events(event_list().listed()),
        "associate": events.dialogs.associate,
        "locate_events": lambda: events.work.locate(chosen_events() or state.events),
        "measure_magnitudes": lambda: events.work.measure(chosen_events() or state.events),
        "location_settings": events.dialogs.settings,
        "show_event": on_events(lambda event, *_: show_event_closely(state, event)),
        "theoretical": lambda on: state.set_display(theoretical=on),
        "aligned": moved("aligned"),
        "reduced": moved("reduced"),
        "next_event": step(1),
        "previous_event": step(-1),
        "suggest_kinds": lambda: events.kinds.suggest(*(chosen_events() or state.events)),
        "new_event": on_picks(events.editor.new_event),
        "picks_to_event": on_picks(to_event),
        "picks_out": on_picks(lambda *picks: events.editor.move_to(None, *picks)),
        "merge_events": on_events(events.editor.merge),
        "delete_events": on_events(events.editor.delete),
        **{
            f"kind_{place}": on_events(lambda *chosen, kind=kind: events.editor.set_kind(kind, *chosen))
            for place, kind in enumerate((*KINDS, ""))
        },
        **{f"name_{name}": named(name) for name in PHASE_NAMES},
        **{
            f"onset_{said or 'none'}": on_picks(lambda *picks, said=said: events.editor.set_onset(said, *picks))
            for said in ONSETS
        },
        **{
            f"weight_{'none' if number is None else number}": on_picks(
                lambda *picks, number=number: events.editor.set_weight(number, *picks)
            )
            for number in WEIGHTS
        },
    }
