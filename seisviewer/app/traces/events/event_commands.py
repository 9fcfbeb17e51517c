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
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.app.main_window.parts import Parts

Command = Callable[..., object]


def event_commands(parts: Parts) -> dict[str, Command]:
    """By action: what to call, as in `app.menus.commands`."""
    chosen = _Chosen(parts)
    return _of_events(parts, chosen) | _of_picks(parts, chosen) | _of_the_view(parts, chosen)


class _Chosen:
    """What the lists of events and arrivals have chosen, and commands that act on it or say what is to be chosen first."""

    def __init__(self, parts: Parts) -> None:
        self._docks, self._state = parts.panels.docks, parts.traces.state

    @property
    def event_list(self) -> EventList:
        return self._docks["events"].findChild(EventList)

    @property
    def events(self) -> tuple[Event, ...]:
        chosen = self.event_list.chosen()
        return chosen or (() if self._state.chosen_event is None else (self._state.chosen_event,))

    @property
    def picks(self) -> tuple[Pick, ...]:
        """Of the table that has the keyboard, else the picks that are chosen together, else the selected one."""
        arrivals = self._docks["arrivals"].findChild(ArrivalPanel)
        if arrivals.table.hasFocus() and arrivals.chosen():
            return arrivals.chosen()
        state = self._state
        return state.chosen_picks or (() if state.selected_pick is None else (state.selected_pick,))

    def on_events(self, act: Callable[..., object]) -> Command:
        return self._on(lambda: self.events, act, tr("Choose an event in the list of events first."))

    def on_picks(self, act: Callable[..., object]) -> Command:
        return self._on(
            lambda: self.picks, act, tr("Select a pick first: click on one, or choose several in their table.")
        )

    def _on(
        self, chosen: Callable[[], tuple[Event | Pick, ...]], act: Callable[..., object], otherwise: str
    ) -> Command:
        def command() -> None:
            items = chosen()
            if items:
                act(*items)
            else:
                self._state.message.emit(otherwise)

        return command


def _of_events(parts: Parts, chosen: _Chosen) -> dict[str, Command]:
    state, events = parts.traces.state, parts.traces.events
    return {
        "export_events": lambda: parts.traces.import_export.ask_export_events(chosen.event_list.listed()),
        "associate": events.dialogs.associate,
        "locate_events": lambda: events.work.locate(chosen.events or state.events),
        "measure_magnitudes": lambda: events.work.measure(chosen.events or state.events),
        "location_settings": events.dialogs.settings,
        "suggest_kinds": lambda: events.kinds.suggest(*(chosen.events or state.events)),
        "merge_events": chosen.on_events(events.editor.merge),
        "delete_events": chosen.on_events(events.editor.delete),
        **{
            f"kind_{place}": chosen.on_events(lambda *some, kind=kind: events.editor.set_kind(kind, *some))
            for place, kind in enumerate((*KINDS, ""))
        },
    }


def _of_picks(parts: Parts, chosen: _Chosen) -> dict[str, Command]:
    state, editor = parts.traces.state, parts.traces.events.editor

    def named(name: str) -> Command:
        return chosen.on_picks(
            lambda *picks: editor.set_phase_name(name, *(pick for pick in picks if pick.phase == name[0]))
        )

    def to_event(*picks: Pick) -> None:
        if state.chosen_event is None:
            state.message.emit(tr("Select the event first, in the list of events."))
        else:
            editor.move_to(state.chosen_event, *picks)

    return {
        "new_event": chosen.on_picks(editor.new_event),
        "picks_to_event": chosen.on_picks(to_event),
        "picks_out": chosen.on_picks(lambda *picks: editor.move_to(None, *picks)),
        **{f"name_{name}": named(name) for name in PHASE_NAMES},
        **{
            f"onset_{said or 'none'}": chosen.on_picks(lambda *picks, said=said: editor.set_onset(said, *picks))
            for said in ONSETS
        },
        **{
            f"weight_{'none' if number is None else number}": chosen.on_picks(
                lambda *picks, number=number: editor.set_weight(number, *picks)
            )
            for number in WEIGHTS
        },
    }


def _of_the_view(parts: Parts, chosen: _Chosen) -> dict[str, Command]:
    state = parts.traces.state

    def step(direction: int) -> Command:
        def command() -> None:
            rows = chosen.event_list.listed()
            if not rows:
                state.message.emit(tr("There are no events yet: associate picks, or import a catalogue."))
                return
            place = next((place for place, event in enumerate(rows) if event.id == state.selected_event), None)
            show_event(state, rows[0] if place is None else rows[max(0, min(place + direction, len(rows) - 1))])

        return command

    def moved(moveout: str) -> Command:
        def command(on: bool) -> None:
            state.set_display(moveout=moveout if on else "none")
            if on and state.theoretical is None:
                state.message.emit(
                    tr("Select a located event in the list of events: the traces are shifted by its waves.")
                )

        return command

    return {
        "show_event": chosen.on_events(lambda event, *_: show_event_closely(state, event)),
        "theoretical": lambda on: state.set_display(theoretical=on),
        "aligned": moved("aligned"),
        "reduced": moved("reduced"),
        "next_event": step(1),
        "previous_event": step(-1),
    }
