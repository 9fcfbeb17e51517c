"""A trace desk with six stations and the picks of two earthquakes whose places are known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.traces.events.event_editor import EventEditor
from seisviewer.app.traces.events.event_work import EventWork
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.jobs.lanes import Lanes
from seisviewer.picks.pick import Change, Event, Origin, Pick, Review
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.events.catalogue_choices import CatalogueChoices

from ...catalogue.network import START, Source, arrivals, stations

FIRST = Source(START + 10.0, 35.05, -117.05, 8.0)
SECOND = Source(START + 60.0, 34.9, -116.9, 11.0)
SITES = {code: replace(site, elevation=0.0) for code, site in stations(6).items()}  # one table of times serves all


def picks_of(source: Source) -> list[Pick]:
    """As a picker would have found them."""
    return [
        Pick(
            StationId(*each.station.split("."), "", "HH"), each.phase, each.time, origin=Origin.AUTOMATIC,
            review=Review.UNREVIEWED, probability=0.9, model="phasenet:original",
        )
        for each in arrivals(source, SITES)
    ]  # fmt: skip


@dataclass
class EventDesk:
    state: TraceState
    picks: PickEditor
    editor: EventEditor
    work: EventWork
    lanes: Lanes

    def stored(self, *items: Pick | Event) -> None:
        self.state.project.commit([Change(None, item) for item in items])
        self.state.load_picks()

    def event_at(self, source: Source) -> Event:
        """The event nearest in time."""
        return min(self.state.events, key=lambda event: abs(event.time - source.time))


@contextmanager
def event_desk(qtbot, tmp_path: Path) -> Iterator[EventDesk]:
    """The desk, with the picks of both in its project."""
    file = tmp_path / "records.mseed"
    file.write_bytes(b"")
    state, lanes = TraceState(), Lanes()
    project = TraceProject.create(tmp_path / "records.seis", [file])
    project.set_catalogue_choices(CatalogueChoices(velocity="half-space:6,3.5").stored())
    samples = np.zeros(12_000, np.float32)
    components = tuple(Component(code, f"HH{code}", 100.0, (Segment(START, samples),)) for code in "ZNE")
    records = tuple(Record(StationId(*code.split("."), "", "HH"), components, site) for code, site in SITES.items())
    picks = PickEditor(state, lambda archive: project)
    background = Background(state, lanes)
    qtbot.addWidget(background)
    work = EventWork(state, picks, background, lanes)
    state.set_archive(Archive(records, (file,)), project)
    made = EventDesk(state, picks, EventEditor(state, picks), work, lanes)
    made.stored(*picks_of(FIRST), *picks_of(SECOND))
    yield made
    work.abandon()
    lanes.shutdown()
    project.close()
