"""Events on their records, as a classifier of kinds sees them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from seisviewer.catalogue.event_kinds.kind_trace import KindTrace, kind_trace
from seisviewer.errors import BadRequest
from seisviewer.picks.found_picks import FoundPicks
from seisviewer.picks.located.findings import findings_of
from seisviewer.picks.pick import Event, Pick, Review
from seisviewer.progress import Notice, Progress
from seisviewer.project.database import FILE_NAME
from seisviewer.project.trace_project import TraceProject
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.catalogue.catalogue_files import together
from seisviewer.workflows.catalogue.located_events import LocatedEvents
from seisviewer.workflows.project_places import SUFFIX
from seisviewer.workflows.traces.pick_files import read_file

if TYPE_CHECKING:
    from seisviewer.learning.event_kinds.kind_examples import KindExample

VERTICAL = "Z"
Events = Progress | Notice


def read_events_of(paths: Sequence[Path]) -> Generator[Events, None, LocatedEvents]:
    """Events of files and projects, with their picks and what is known of them; ids are given anew. Raises BadRequest where
    there are none."""
    found: list[FoundPicks] = []
    for path in paths:
        if path.suffix == SUFFIX or (path / FILE_NAME).is_file():
            with TraceProject.open(path, edit=False) as project:
                found.append(FoundPicks(project.picks, project.events, findings=findings_of(project.events)))
        else:
            found.append((yield from read_file(path)))
    observed = together(found)
    if not observed.events:
        raise BadRequest(tr("There are no events in {paths}.").format(paths=", ".join((path.name for path in paths))))
    return observed


def gather_traces(
    events: Sequence[Event], picks: Sequence[Pick], archive: Archive
) -> Generator[Progress, None, dict[int, tuple[KindTrace, ...]]]:
    """By the ids of events what the verticals of their stations tell; events of which none tells anything are left out."""
    arrivals = {
        (pick.event, pick.station.code, pick.phase): pick.time
        for pick in picks
        if pick.event and pick.review is not Review.REJECTED
    }
    found: dict[int, tuple[KindTrace, ...]] = {}
    for done, event in enumerate(events):
        yield Progress(done, len(events), tr("Measuring P/S ratios and spectra"))
        traces: dict[str, KindTrace] = {}
        for record in archive.records:
            vertical, code = record.component(VERTICAL), record.station.code
            if vertical is None or code in traces or not vertical.start <= event.time <= vertical.end:
                continue
            p, s = (arrivals.get((event.id, code, phase)) for phase in "PS")
            trace = kind_trace(code, vertical, event.time, p, s)
            if trace is not None:
                traces[code] = trace
        if traces:
            found[event.id] = tuple(traces.values())
    return found


def examples_of(
    events: Sequence[Event], picks: Sequence[Pick], archive: Archive
) -> Generator[Events, None, tuple[KindExample, ...]]:
    """Of the events whose kind is known; how many tell nothing is said."""
    from seisviewer.learning.event_kinds.kind_examples import KindExample

    known = [event for event in events if is_known(event)]
    traces = yield from gather_traces(known, picks, archive)
    if len(traces) < len(known):
        yield Notice(
            tr("{count:,} of {count2:,} events are left out: no vertical shows their P and S clearly.").format(
                count=len(known) - len(traces), count2=len(known)
            )
        )
    return tuple(
        KindExample(event.name or str(event.id), event.kind, traces[event.id]) for event in known if event.id in traces
    )


def is_known(event: Event) -> bool:
    """Whether somebody has said what kind it was; what a classifier suggested nobody has said yet."""
    return event.kind not in ("", "not reported") and not event.found.kind_model
