"""A project of traces: the picks and events on some waveforms, with their history."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from seisviewer.errors import BadRequest
from seisviewer.picks.pick import PHASES, UNREVIEWED, Change, Event, Origin, Pick, Review
from seisviewer.project import history
from seisviewer.project.base import BaseProject, in_turn
from seisviewer.project.creation import make_folder
from seisviewer.project.events.changed_events import events_to_locate, with_events_of
from seisviewer.project.kind import TRACES
from seisviewer.project.sources import Source, found_sources, read_sources
from seisviewer.project.stored_values import Unfit, checked, whole
from seisviewer.project.survey_rows import read_setting, write_setting
from seisviewer.project.trace_rows import (
    item_of,
    last_id,
    not_known,
    read_history,
    read_items,
    row_of,
    write_history,
    write_items,
)
from seisviewer.translation import tr

SAME_ARRIVAL = 0.1  # seconds: an automatic pick so near to a reviewed one of its phase says nothing new
MOVED_BY = 0.5  # seconds; as far from a pick that was moved lies the onset that it was moved away from

REVIEWED = frozenset(Review) - {UNREVIEWED}


class TraceProject(BaseProject):
    """An open project of traces. By the design of the program only the window's thread (or a command) changes picks and
    events; both are frozen values, so everyone else works with the tuples as they were.
    """

    kind = TRACES
    holds = "picks"

    @classmethod
    def create(cls, folder: str | Path, sources: Sequence[Path]) -> TraceProject:
        """Make a project folder for waveform files and folders, and open it.

        The folder appears at once when it is whole. Raises ProjectError when it exists or cannot be made.
        """
        folder = Path(folder).expanduser().absolute()

        def fill(connection: sqlite3.Connection) -> None:
            _write_sources(connection, folder, sources)
            write_setting(connection, "picks_version", 0)

        make_folder(folder, fill)
        return cls.open(folder)

    @in_turn
    def sources(self) -> tuple[Path, ...]:
        """Where the waveforms are now; raises ProjectError that names what is gone."""
        return found_sources(self._sources, self.folder)

    @in_turn
    def set_sources(self, paths: Sequence[Path]) -> None:
        """Remember where the waveforms are now."""
        with self._database.transaction() as connection:
            _write_sources(connection, self.folder, paths)
        self._sources = read_sources(self._database)

    # Picks and events

    @property
    @in_turn
    def picks(self) -> tuple[Pick, ...]:
        """Every pick, in the order of time; the same object until something changes."""
        if self._sorted_picks is None:
            self._sorted_picks = tuple(sorted(self._picks.values(), key=lambda pick: (pick.time, pick.id)))
        return self._sorted_picks

    @property
    @in_turn
    def events(self) -> tuple[Event, ...]:
        """Every event, in the order of time; the same object until something changes."""
        if self._sorted_events is None:
            self._sorted_events = tuple(sorted(self._events.values(), key=lambda event: (event.time, event.id)))
        return self._sorted_events

    @property
    def version(self) -> int:
        """Grows with every change of picks or events; never repeats in a project."""
        return self._version

    @in_turn
    def commit(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Make the changes, in order, as one action that is undone at once; what could be redone is gone.

        What is added gets a new id. An added event may carry a negative id: picks of the same commit name it so. A pick
        whose event is not in the project belongs to none. Returns the changes as made: with ids, and with those of picks
        that lost their event. Raises ProjectError, and BadRequest for a `before` that is not (or no longer) in the project.
        """
        if not changes:
            return ()
        self._check_editable()
        picks, events = dict(self._picks), dict(self._events)
        made = self._made(changes, picks, events)
        with self._database.transaction() as connection:
            write_history(connection, history.new_action(connection), made)
            self._write(connection, made)
        self._adopt(picks, events)
        return made

    @in_turn
    def follow_up(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Make changes that follow from the last action, such as where an event lies without a pick that was deleted: one
        undo takes both back. What can be redone stays. Where all was undone they belong to no action.

        Returns the changes as made; raises what `commit` does.
        """
        if not changes:
            return ()
        self._check_editable()
        picks, events = dict(self._picks), dict(self._events)
        made = self._made(changes, picks, events)
        action = history.action_to_undo(self._database)
        with self._database.transaction() as connection:
            if action is not None:
                write_history(connection, action, (*read_history(self._database, action), *made))
            self._write(connection, made)
        self._adopt(picks, events)
        return made

    @in_turn
    def undo(self) -> tuple[Change, ...]:
        """Take back the last action, also one of an earlier day; returns what changed now, () when there is none."""
        action = history.action_to_undo(self._database)
        return () if action is None else self._step(action, undone=True)

    @in_turn
    def redo(self) -> tuple[Change, ...]:
        """Bring back the action that was undone last; returns what changed now, () when there is none."""
        action = history.action_to_redo(self._database)
        return () if action is None else self._step(action, undone=False)

    @in_turn
    def replace_automatic(
        self,
        model: str,
        records: Collection[str],
        picks: Sequence[Pick],
        span: tuple[float, float] | None = None,
    ) -> tuple[Change, ...]:
        """Put what a model picked in place of what it had picked there before, as one action.

        records: keys of the records that were picked. span: only what lies in this stretch of time is replaced. Picks
        that somebody looked at stay; a new pick within SAME_ARRIVAL of a reviewed one of its phase and record is left
        out, and one within MOVED_BY of one that was moved; also one of another phase within SAME_ARRIVAL of one that was
        moved, for that may have been called otherwise. A new pick within SAME_ARRIVAL of the one whose place it takes belongs to
        the same event.
        """
        first, last = span if span is not None else (float("-inf"), float("inf"))
        keys = set(records)
        old = [
            pick
            for pick in self._picks.values()
            if pick.model == model
            and pick.origin is not Origin.MANUAL
            and not pick.is_reviewed
            and pick.record in keys
            and first <= pick.time <= last
        ]
        reviewed, moved = _times_of(self.picks, REVIEWED), _times_of(self.picks, {Review.MOVED})
        known = ((reviewed, SAME_ARRIVAL), (moved, MOVED_BY), (_of_any_phase(moved), SAME_ARRIVAL))
        new = [pick for pick in picks if not any(_is_near(pick, times, seconds) for times, seconds in known)]
        new = with_events_of(old, new, SAME_ARRIVAL)
        return self.commit([*(Change(pick, None) for pick in old), *(Change(None, pick) for pick in new)])

    # How events are located

    @property
    @in_turn
    def catalogue_choices(self) -> dict[str, Any]:
        """How events are found and located here, as it was given to `set_catalogue_choices`; empty at first."""
        return read_setting(self._database, "catalogue", {})

    @in_turn
    def set_catalogue_choices(self, choices: dict[str, Any]) -> None:
        with self._database.transaction() as connection:
            write_setting(connection, "catalogue", choices)

    # Inside

    def _places_from(self, folder: Path) -> dict[str, Any]:
        places = [each.found(self.folder) or Path(each.absolute) for each in self._sources]
        return {"waveforms": [vars(Source.of(folder, place)) for place in places]}

    def _store_anew(self, folder: Path) -> None:
        events = {event.id: -number for number, event in enumerate(self.events, 1)}
        added = [replace(event, id=events[event.id]) for event in self.events]
        added += [replace(pick, event=events.get(pick.event, 0)) for pick in self.picks]
        with TraceProject.create(folder, [Path(each.absolute) for each in self._sources]) as copy:
            copy.commit([Change(None, each) for each in added])

    def _load(self) -> None:
        with self._database.reading(), checked(self._database):
            self._version = whole(read_setting(self._database, "picks_version"))
            self._sources = read_sources(self._database)
            self._picks = read_items(self._database, Pick)
            self._events = read_items(self._database, Event)
            # Picks and events with a number that cannot be, of which nothing is known then.
            self.not_known = not_known(self._database, Pick), not_known(self._database, Event)
        self._sorted_picks: tuple[Pick, ...] | None = None
        self._sorted_events: tuple[Event, ...] | None = None

    def _made(self, changes: Sequence[Change], picks: dict[int, Pick], events: dict[int, Event]) -> tuple[Change, ...]:
        """Apply the changes to `picks` and `events`; returns them as they are stored. Events go first, for picks name
        them."""
        provisional: dict[int, int] = {}
        made: list[Change] = []
        numbers = count(last_id(self._database, Event) + 1)
        for change in changes:
            if isinstance(change.before or change.after, Event):
                made.append(_applied(change, change.after, events, numbers))
                if change.before is None:
                    provisional[change.after.id] = made[-1].after.id
        numbers = count(last_id(self._database, Pick) + 1)
        for change in changes:
            if isinstance(change.before or change.after, Pick):
                after = change.after
                if after is not None and after.event:
                    event = provisional.get(after.event, 0) if after.event < 0 else after.event
                    after = replace(after, event=event if event in events else 0)
                made.append(_applied(change, after, picks, numbers))
        if any(isinstance(change.before, Event) and change.after is None for change in made):
            lost = [pick for pick in picks.values() if pick.event and pick.event not in events]
            made += [_applied(Change(pick, pick), replace(pick, event=0), picks, numbers) for pick in lost]
        for event in events_to_locate(made, events):
            made.append(_applied(Change(event, event), replace(event, stale=True), events, numbers))
        return tuple(made)

    def _step(self, action: int, *, undone: bool) -> tuple[Change, ...]:
        """Take an action back, or bring it back."""
        self._check_editable()
        changes = read_history(self._database, action)
        if undone:
            changes = tuple(change.reverse for change in reversed(changes))
        picks, events = dict(self._picks), dict(self._events)
        with checked(self._database):  # it may tell of picks that there are not
            for change in changes:
                items = picks if isinstance(change.before or change.after, Pick) else events
                if change.after is None:
                    del items[change.before.id]
                else:
                    items[change.after.id] = change.after
        with self._database.transaction() as connection:
            history.mark(connection, action, undone=undone)
            self._write(connection, changes)
        self._adopt(picks, events)
        return changes

    def _write(self, connection: sqlite3.Connection, changes: Sequence[Change]) -> None:
        write_items(connection, changes)
        write_setting(connection, "picks_version", self._version + 1)

    def _adopt(self, picks: dict[int, Pick], events: dict[int, Event]) -> None:
        """What was stored becomes what is shown."""
        if events != self._events:
            self._sorted_events = None
        self._picks, self._events, self._sorted_picks = picks, events, None
        self._version += 1


def _times_of(picks: Sequence[Pick], reviews: Collection[Review]) -> dict[tuple[str, str], list[float]]:
    """When the picks with one of these reviews are, rising, by record and phase."""
    times: dict[tuple[str, str], list[float]] = {}
    for pick in picks:
        if pick.review in reviews:
            times.setdefault((pick.record, pick.phase), []).append(pick.time)
    return times


def _of_any_phase(times: Mapping[tuple[str, str], list[float]]) -> dict[tuple[str, str], list[float]]:
    """The same times for every phase of their record."""
    every: dict[str, list[float]] = {}
    for (record, _), own in times.items():
        every.setdefault(record, []).extend(own)
    return {(record, phase): sorted(own) for record, own in every.items() for phase in PHASES}


def _is_near(pick: Pick, known: dict[tuple[str, str], list[float]], seconds: float) -> bool:
    """Whether one of the known times of the pick's record and phase lies within so many seconds of it."""
    times = known.get((pick.record, pick.phase), [])
    after = bisect_left(times, pick.time - seconds)
    return after < len(times) and times[after] <= pick.time + seconds


def _applied(change: Change, after: Pick | Event | None, items: dict, numbers: Iterator[int]) -> Change:
    """Bring `items` from `before` to `after`, which gets the next number when it is new; returns the change as stored."""
    before = change.before
    if before is not None and items.get(before.id) != before:
        what = (
            tr("The {phase} pick on {record}").format(phase=before.phase, record=before.record)
            if isinstance(before, Pick)
            else tr("The event")
        )
        raise BadRequest(tr("{what} is no longer as it was shown: look at it again, then change it.").format(what=what))
    if after is None:
        del items[before.id]
        return Change(before, None)
    number = next(numbers) if before is None else before.id
    # By way of its row, so that it equals what is read again.
    try:
        stored = item_of(type(after), (number, *row_of(after)[1:]))
    except Unfit as error:
        raise BadRequest(tr("A pick or event cannot be stored: {error}.").format(error=error)) from error
    items[number] = stored
    return Change(before, stored)


def _write_sources(connection: sqlite3.Connection, folder: Path, paths: Sequence[Path]) -> None:
    write_setting(connection, "waveforms", [vars(Source.of(folder, Path(path))) for path in paths])
