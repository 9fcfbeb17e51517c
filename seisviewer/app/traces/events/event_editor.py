"""Changes of events and of which picks belong to them; each is one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject

from seisviewer.app.report_errors import reports_errors
from seisviewer.app.topics import Topic
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.pick_wording import counted
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.picks.pick import Change, Event, Pick, Review
from seisviewer.translation import tr
from seisviewer.workflows.catalogue.located_events import SOURCE
from seisviewer.workflows.event_kinds.kind_gathering import is_known


class EventEditor(QObject):
    """Used on the GUI thread only. Picks and events are given as the desk has them; what is gone is left alone."""

    topic = Topic.PICKS

    def __init__(self, state: TraceState, picks: PickEditor) -> None:
        super().__init__()
        self.state = state
        self._picks = picks

    @reports_errors
    def set_kind(self, kind: str, *events: Event) -> None:
        """What kind of event it was, in QuakeML's words; "": nobody says. The same kind again confirms a suggestion."""
        self._picks.commit(
            *(
                Change(event, replace(event, kind=kind, found=replace(event.found, kind_model="")))
                for event in self._here(events)
                if event.kind != kind or event.found.kind_model
            )
        )

    @reports_errors
    def suggest_kinds(self, kinds: Mapping[int, str], model: str) -> None:
        """By the ids of events, as one action; what somebody said meanwhile stays. model: the classifier's name."""
        here = [event for event in self.state.events if event.id in kinds and not is_known(event)]
        self._picks.commit(
            *(
                Change(event, replace(event, kind=kinds[event.id], found=replace(event.found, kind_model=model)))
                for event in here
            )
        )

    @reports_errors
    def delete(self, *events: Event) -> None:
        """Remove events; their picks stay, without an event."""
        self._picks.delete_events(*events)

    @reports_errors
    def merge(self, *events: Event) -> None:
        """One event of several: the one with the most picks gets those of all, and is located anew."""
        here = self._here(events)
        if len(here) < 2:
            self.state.message.emit(tr("Choose two or more events of the list first: they become one."))
            return
        count = {event.id: 0 for event in here}
        own = [pick for pick in self.state.picks if pick.event in count]
        for pick in own:
            count[pick.event] += 1
        kept = max(
            here, key=lambda event: (count[event.id], event.found.location is not None, event.magnitude is not None)
        )
        self._picks.commit(
            *(Change(pick, replace(pick, event=kept.id)) for pick in own if pick.event != kept.id),
            *(Change(event, None) for event in here if event is not kept),
            Change(kept, replace(kept, stale=bool(own))),
        )
        self.state.set_selected_event(kept.id)
        self.state.message.emit(tr("{count} events are one now; one undo takes it back.").format(count=len(here)))

    @reports_errors
    def new_event(self, *picks: Pick) -> None:
        """An event of these picks, which leave those that they belonged to; it is located at once."""
        here = self._picks.as_now(picks)
        if not here:
            self.state.message.emit(
                tr("Choose the picks of the new event first, in their table or among the arrivals.")
            )
            return
        event = Event(min(pick.time for pick in here), source=SOURCE, id=-1, stale=True)
        made = self._picks.commit(Change(None, event), *(Change(pick, replace(pick, event=-1)) for pick in here))
        if made:
            self.state.set_selected_event(made[0].after.id)
            self.state.message.emit(
                tr("A new event of {counted}; one undo takes it back.").format(counted=counted(len(here), 0))
            )

    @reports_errors
    def move_to(self, event: Event | None, *picks: Pick) -> None:
        """Let picks belong to another event, or to none."""
        number = 0 if event is None else event.id
        here = [pick for pick in self._picks.as_now(picks) if pick.event != number]
        if not here:
            self.state.message.emit(tr("No pick is chosen that belongs elsewhere."))
            return
        changes: list[Change[Any]] = [Change(pick, replace(pick, event=number)) for pick in here]
        if event is not None and event.found.location is None:  # it waits for its first place
            changes.append(Change(event, replace(event, stale=True)))
        self._picks.commit(*changes)
        where = tr("to no event") if event is None else tr("to the selected event")
        self.state.message.emit(
            tr("{counted} {words} {where} now.").format(
                counted=counted(len(here), 0), words=tr("belong") if len(here) > 1 else tr("belongs"), where=where
            )
        )

    @reports_errors
    def set_weight(self, weight: int | None, *picks: Pick) -> None:
        """How much picks count, as in HYPO71: 0 fully to 4 not at all; None: nobody says. Who says it has looked at them."""
        self._each(picks, lambda pick: replace(pick, weight=weight, review=_looked_at(pick)))

    @reports_errors
    def set_phase_name(self, name: str, *picks: Pick) -> None:
        """Pg, Pn, Sg, Sn, or the phase alone."""
        self._each(
            picks, lambda pick: replace(pick, phase_name="" if name == pick.phase else name, review=_looked_at(pick))
        )

    @reports_errors
    def set_onset(self, onset: str, *picks: Pick) -> None:
        """ "impulsive", "emergent" or ""."""
        self._each(picks, lambda pick: replace(pick, onset=onset, review=_looked_at(pick)))

    def _each(self, picks: Sequence[Pick], changed: Callable[[Pick], Pick]) -> None:
        changes = [Change(pick, after) for pick in self._picks.as_now(picks) if (after := changed(pick)) != pick]
        if changes:
            self._picks.commit(*changes)

    def _here(self, events: Sequence[Event]) -> list[Event]:
        wanted = {event.id for event in events}
        return [event for event in self.state.events if event.id in wanted]


def _looked_at(pick: Pick) -> Review:
    return pick.review if pick.is_reviewed else Review.ACCEPTED
