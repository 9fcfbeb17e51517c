"""What a project of traces holds as files for other programs: its picks, and its events with their arrivals."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from seisviewer.errors import BadRequest
from seisviewer.picks.located.findings import findings_of
from seisviewer.picks.pick import Event, Pick, Review
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.workflows.catalogue.catalogue_files import write_catalogue
from seisviewer.workflows.catalogue.located_events import LocatedEvents
from seisviewer.workflows.events.event_status import REVIEWED, event_status, picks_by_event
from seisviewer.workflows.traces.pick_files import dated_alone, left_out_without_time

OF_PICKS = (".obs", ".markers")  # they say nothing of an event but its picks


def reviewed_events(events: Sequence[Event], picks: Sequence[Pick]) -> tuple[Event, ...]:
    """Those whose place is that of their picks, all of which somebody looked at."""
    count, undecided = picks_by_event(picks)
    return tuple(event for event in events if event_status(event, count[event.id], undecided[event.id]) == REVIEWED)


def wanted_picks(picks: Sequence[Pick], least: float = 0.0, *, reviewed: bool = False) -> tuple[Pick, ...]:
    """least: probability 0–1 that undecided picks need. reviewed: only those that somebody set or accepted."""
    if reviewed:
        return tuple(pick for pick in picks if pick.is_reviewed and pick.review is not Review.REJECTED)
    return tuple(pick for pick in picks if pick.is_reviewed or pick.probability is None or pick.probability >= least)


def write_event_catalogue(
    path: Path, events: Sequence[Event], picks: Sequence[Pick]
) -> Generator[Progress | Notice, None, int]:
    """Events with what was found out about them, and the picks that belong to them, in the format of the ending: QuakeML, a
    table with a line an event, NonLinLoc observations or markers with a block an event. Returns how many picks went with
    them. Raises BadRequest."""
    if not events:
        raise BadRequest(tr("There is no event to write: associate picks into events first, or let more of them pass."))
    ids = {event.id for event in events}
    own = tuple(pick for pick in picks if pick.event in ids)
    undated = sum(not pick.is_dated for pick in own)
    if undated:
        own, events = dated_alone(path, own, events)
        yield Notice(left_out_without_time(undated, path))
    if not own and path.suffix.lower() in OF_PICKS:
        raise BadRequest(
            tr("These events hold no picks, which is all that {path_name} could say: write .xml or .csv.").format(
                path_name=path.name
            )
        )
    stale = sum(event.stale for event in events)
    if stale:
        yield Notice(
            tr(
                "{stale:,} of the {count:,} events changed since they were located: {path_name} has them "
                "where they were."
            ).format(stale=stale, count=len(events), path_name=path.name)
        )
    yield from write_catalogue(path, LocatedEvents(own, tuple(events), findings_of(events)))
    return len(own)
