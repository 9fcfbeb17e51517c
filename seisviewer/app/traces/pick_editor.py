"""The one door through which the window changes picks and events: setting, moving, reviewing, undo and redo.

The project is made at the first change, so that looking at records leaves nothing behind on disk. Each change is one
action: one transaction in the project, and one undo takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject

from seisviewer.app.report_errors import reports_errors
from seisviewer.app.topics import Topic
from seisviewer.workflows.traces.imported_picks import changes_to_merge
from seisviewer.app.traces.pick_wording import counted, in_words
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.errors import ProjectError
from seisviewer.picks.located.mechanism import Mechanism
from seisviewer.picks.pick import Change, Event, Origin, Pick, Polarity, Review, between
from seisviewer.project.trace_project import TraceProject
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive, Record
from seisviewer.workflows.first_motions.motion_finding import MotionChange
from seisviewer.workflows.project_places import unusual_place
from seisviewer.workflows.review.pick_review import decided, renamed

SAME_ONSET = 0.5  # s; a pick set this close to a shown one of its phase is that one, set right

ProjectFor = Callable[[Archive], TraceProject]


class PickEditor(QObject):
    """Changes the picks and events of the records on the desk. Used on the GUI thread only.

    project_for: the project of an archive, made where there is none yet. Picks are given as the desk has them; one that
    was changed meanwhile is taken as it is now, one that is gone is left alone.
    """

    topic = Topic.PICKS

    def __init__(self, state: TraceState, project_for: ProjectFor) -> None:
        super().__init__()
        self.state = state
        self._project_for = project_for
        self._taken_over: dict[int, int] = {}  # ids of reference picks, with those that the project gave them
        state.archive_changed.connect(lambda _: self._taken_over.clear())

    # Setting and changing

    @reports_errors
    def set_pick(self, record: Record, phase: str, time: float) -> Pick | None:
        """Set a phase at a time (seconds since 1970 UTC) and select it; a shown pick of the phase within 0.5 s is moved
        there instead."""
        self._show_picker("")
        near = self._same_onset(record.key, phase, time)
        if near is not None:
            return self.move(near, time)
        pick = Pick(record.station, phase, time, self.state.own_uncertainty, trace_name=record.name)
        stored = self._commit(Change(None, pick))
        return self._selected(stored)

    @reports_errors
    def move(self, pick: Pick, time: float, uncertainty: float | None = None) -> Pick | None:
        """Put a pick elsewhere, and give it another uncertainty (half width in seconds) where one is named.

        What a machine picked is by hand from then on: its probability and the width of its curve were of another place.
        """
        by_machine = pick.origin is not Origin.MANUAL
        moved = by_machine or pick.review is Review.MOVED
        changes: dict[str, Any] = {"time": time, "review": Review.MOVED if moved else Review.ACCEPTED, "status": ""}
        if by_machine:
            changes |= {"origin": Origin.MANUAL, "probability": None, "model": ""}
            self._show_picker("")
        if uncertainty is not None:
            changes |= {"uncertainty": abs(uncertainty), "width_of_model": False}
        elif pick.width_of_model:
            changes |= {"uncertainty": self.state.own_uncertainty, "width_of_model": False}
        return self._selected(self._change(pick, **changes))

    @reports_errors
    def set_uncertainty(self, pick: Pick, seconds: float | None) -> None:
        """Half width in seconds; None: nobody says."""
        self._change(pick, uncertainty=seconds, width_of_model=False, review=_looked_at(pick))

    @reports_errors
    def set_polarity(self, pick: Pick, polarity: Polarity) -> None:
        """First motion; who gives one has looked at the pick, so an automatic one is accepted by it."""
        by_hand = {"polarity_model": "", "polarity_probability": None, "polarity_spread": None}
        self._change(pick, polarity=polarity, review=_looked_at(pick), **by_hand)

    @reports_errors
    def set_first_motions(self, found: Sequence[MotionChange]) -> int:
        """Take over what a network found, as one action; a pick that was moved, or whose first motion was set meanwhile, keeps
        what it has. Returns how many were changed."""
        self.ensure_project()
        changes: list[Change[Pick]] = []
        for before, after in ((each.before, each.after) for each in found):
            now = self._now(before)
            if now is None or (now.time, now.polarity, now.polarity_model) != (
                before.time, before.polarity, before.polarity_model,
            ):  # fmt: skip
                continue
            told = now.with_polarity(
                after.polarity, after.polarity_model, after.polarity_probability, after.polarity_spread
            )
            changes += [Change(now, told)] if told != now else []
        if changes:
            self._commit(*changes)
        return len(changes)

    def polarity(self, pick: Pick, up: bool) -> None:
        """Up or down; the same way again: undecidable, then none."""
        wanted = Polarity.POSITIVE if up else Polarity.NEGATIVE
        following = {wanted: Polarity.UNDECIDABLE, Polarity.UNDECIDABLE: Polarity.NONE}
        now = self._now(pick)
        if now is not None:
            self.set_polarity(now, following.get(now.polarity, wanted))

    @reports_errors
    def delete(self, *picks: Pick) -> None:
        """Remove picks as one action."""
        self.ensure_project()
        here = self._as_now(picks)
        if not here:
            return
        self._commit(*(Change(pick, None) for pick in here))
        if self.state.selected in {pick.id for pick in here}:
            self.state.set_selected(0)
        self._say_how_many(here, "deleted")

    @reports_errors
    def delete_events(self, *events: Event) -> None:
        """Remove events as one action; their picks stay."""
        here = [event for event in self.state.events if event.id in {gone.id for gone in events}]
        if here:
            self._commit(*(Change(event, None) for event in here))

    @reports_errors
    def set_mechanisms(self, event_id: int, mechanisms: tuple[Mechanism, ...], *, follows: bool = False) -> None:
        """Store how the fault of an event slipped. follows: it comes of the last action, whose undo takes it back too."""
        project = self.ensure_project()
        now = next((event for event in self.state.events if event.id == event_id), None)
        if now is None or now.found.mechanisms == mechanisms:
            return
        change = Change(now, replace(now, found=replace(now.found, mechanisms=mechanisms)))
        if follows:
            project.follow_up([change])
        else:
            project.commit([change])
        self.state.load_picks()

    # Reviewing

    @reports_errors
    def accept(self, *picks: Pick) -> None:
        """Say that picks are right, as one action; moved ones stay known as moved."""
        self._answer(picks, lambda pick: decided(pick, Review.ACCEPTED), "accepted")

    @reports_errors
    def reject(self, *picks: Pick) -> None:
        """Say that there are no such onsets, as one action; the picks stay, greyed, and are found again by no picker."""
        self._answer(picks, lambda pick: decided(pick, Review.REJECTED), "rejected")

    @reports_errors
    def rename(self, phase: str, *picks: Pick) -> None:
        """Say that picks are of this phase, as one action; what a machine picked is by hand from then on."""
        self._show_picker("")
        self._answer(
            picks,
            lambda pick: renamed(pick, phase, self.state.own_uncertainty),
            tr("named {phase}").format(phase=phase),
        )

    # Many at once

    @reports_errors
    def add_automatic(
        self,
        model: str,
        records: Collection[str],
        picks: Sequence[Pick],
        span: tuple[float, float] | None = None,
    ) -> None:
        """Put what a picker found on these records (by their keys) in the place of its unreviewed picks there.

        span: from when to when it looked; None where it looked at the whole records.
        """
        self.ensure_project().replace_automatic(model, records, picks, span)
        self._show_picker(model)
        self.state.load_picks()

    @reports_errors
    def import_picks(self, picks: Sequence[Pick], events: Sequence[Event] = ()) -> int:
        """Take picks and events of a file over as one action; what is there already is left out. Returns how many came.

        Ids in the file only say which pick belongs to which event.
        """
        changes = changes_to_merge(picks, events, self.state.picks, self.state.events)
        if changes:
            self._commit(*changes)
        return len(changes)

    @reports_errors
    def add_events(self, source: str, events: Sequence[Event]) -> None:
        """Put what a detector found in the place of what the same source found before, as one action."""
        old = [Change(event, None) for event in self.state.events if event.source == source]
        new = [Change(None, replace(event, id=0, source=source)) for event in events]
        if old or new:
            self._commit(*old, *new)

    # History

    @reports_errors
    def undo(self) -> None:
        """Take the last action back, wherever it was."""
        self._step_history("undo", tr("Undone"), tr("There is nothing to undo."))

    @reports_errors
    def redo(self) -> None:
        """Bring back the action that was undone last."""
        self._step_history("redo", tr("Redone"), tr("There is nothing to redo."))

    # For whoever changes events

    @reports_errors
    def commit(self, *changes: Change[Any]) -> tuple[Change[Any], ...]:
        """Make changes of picks and events as one action; returns them as made."""
        return self._commit(*changes) if changes else ()

    def as_now(self, picks: Sequence[Pick]) -> list[Pick]:
        """Those of the picks that are still there, as they are now."""
        self.ensure_project()
        return self._as_now(picks)

    # The project

    def ensure_project(self) -> TraceProject:
        """The project of the records on the desk, made where there is none yet. Raises ProjectError where it cannot be
        made, or can only be looked at."""
        state = self.state
        if state.project is None:
            state.set_project(self._project_for(state.archive))
            if place := unusual_place(state.project.folder, state.archive.sources[0]):
                state.message.emit(place)
            self._take_reference_over()
        if not state.project.can_edit:
            raise ProjectError(
                tr("These picks can only be looked at: their folder is read-only, or open in another program.")
            )
        return state.project

    # Inside

    def _take_reference_over(self) -> None:
        """Put the picks and events that came with the records into a project that is new."""
        state, project = self.state, self.state.project
        came = (*state.reference, *state.reference_events)
        has_history = project.picks or project.events or project.can_undo or project.can_redo
        if not came or not project.can_edit or has_history:
            return
        stored = project.commit([Change(None, replace(each, id=0)) for each in came])
        self._taken_over = {pick.id: change.after.id for pick, change in zip(state.reference, stored)}
        state.load_picks()
        state.set_selected(self._taken_over.get(state.selected, state.selected))

    def _commit(self, *changes: Change[Any]) -> tuple[Change[Any], ...]:
        stored = self.ensure_project().commit(changes)
        self.state.load_picks()
        return stored

    def _change(self, pick: Pick, **changes: Any) -> tuple[Change[Pick], ...]:
        self.ensure_project()
        now = self._now(pick)
        if now is None:
            return ()
        changed = replace(now, **changes)
        if changed.time != now.time:
            changed = changed.at_another_onset
        return self._commit(Change(now, changed)) if changed != now else (Change(now, now),)

    def _selected(self, stored: tuple[Change[Pick], ...]) -> Pick | None:
        """Select the pick that a change left, and return it."""
        if not stored or stored[0].after is None:
            return None
        self.state.set_selected(stored[0].after.id)
        return stored[0].after

    def _show_picker(self, name: str) -> None:
        """Let picks that come now be seen."""
        self.state.set_hidden_pickers(self.state.hidden_pickers - {name})

    def _answer(self, picks: Sequence[Pick], answered: Callable[[Pick], Pick], done: str) -> None:
        """Put what a decision makes of each pick in its place, as one action. done: what is said of several."""
        self.ensure_project()
        here = self._as_now(picks)
        changes = [Change(pick, after) for pick in here if (after := answered(pick)) != pick]
        if changes:
            self._commit(*changes)
        self._say_how_many(here, done)

    def _say_how_many(self, picks: Sequence[Pick], done: str) -> None:
        """Of several picks that were changed together; of one it is seen."""
        if len(picks) > 1:
            self.state.message.emit(
                tr("{counted} {done}; one undo takes it back.").format(counted=counted(len(picks), 0), done=done)
            )

    def _now(self, pick: Pick) -> Pick | None:
        number = self._taken_over.get(pick.id, pick.id)
        return next((known for known in self.state.picks if known.id == number), None)

    def _as_now(self, picks: Sequence[Pick]) -> list[Pick]:
        """Those of the picks that are still there, as they are now."""
        known = {pick.id: pick for pick in self.state.picks}
        numbers = [self._taken_over.get(pick.id, pick.id) for pick in picks]
        return [known[number] for number in numbers if number in known]

    def _same_onset(self, record: str, phase: str, time: float) -> Pick | None:
        near = [
            pick
            for pick in between(self.state.shown_picks, time - SAME_ONSET, time + SAME_ONSET)
            if pick.record == record and pick.phase == phase and pick.review is not Review.REJECTED
        ]
        return min(near, key=lambda pick: abs(pick.time - time), default=None)

    def _step_history(self, name: str, done: str, nothing: str) -> None:
        project = self.state.project
        if project is None:
            self.state.message.emit(nothing)
            return
        changes = getattr(self.ensure_project(), name)()
        if not changes:
            self.state.message.emit(nothing)
            return
        self.state.load_picks()
        self.state.message.emit(f"{done}: {in_words(changes)}.")


def _looked_at(pick: Pick) -> Review:
    return pick.review if pick.is_reviewed else Review.ACCEPTED
