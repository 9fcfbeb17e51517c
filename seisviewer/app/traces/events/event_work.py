"""Gathering picks into events, locating and measuring them in the background; events whose picks change are located anew at
once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.background.job_signals import JobSignals
from seisviewer.app.report_errors import reports_errors
from seisviewer.app.topics import Topic
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.errors import SeisviewerError
from seisviewer.jobs.job import Job, State
from seisviewer.jobs.lanes import LOCATING, Lanes
from seisviewer.picks.located.location import Location
from seisviewer.picks.pick import Change, Event, Pick
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.station_table import StationTable
from seisviewer.workflows.catalogue.located_events import LocatedEvents
from seisviewer.workflows.catalogue.network import TravelTimes, stations_of
from seisviewer.workflows.events.catalogue_choices import CatalogueChoices, choices_in
from seisviewer.workflows.events.gathering import changes_of, gather_events, magnitudes_of
from seisviewer.workflows.events.relocation import Relocated, locate_anew
from seisviewer.workflows.events.stale_events import Tried, events_to_try, still_as_it_was
from seisviewer.workflows.events.theoretical_arrivals import (
    TheoreticalArrivals,
    arrivals_of_location,
    theoretical_arrivals,
)

NOT_STORED = tr("Its new place could not be stored.")


class EventWork(QObject):
    """What runs gets picks and events as they were; what changed meanwhile is not overwritten.

    ask_stations: asks the user for a file of stations, returns "" where they changed their mind.
    """

    gathered = pyqtSignal()  # new events are there

    topic = Topic.PICKS

    def __init__(
        self,
        state: TraceState,
        editor: PickEditor,
        background: Background,
        lanes: Lanes,
        ask_stations: Callable[[], str] = lambda: "",
    ) -> None:
        super().__init__()
        self.state = state
        self._editor = editor
        self._background = background
        self._lanes = lanes
        self._ask_stations = ask_stations
        self._times = TravelTimes()
        self._tried = Tried()
        self._arrivals_for: tuple[int, Location, int] | None = None
        self._job: Job | None = None
        self._signals: JobSignals | None = None
        self._computing: Job | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._compute_arrivals)
        state.closing.on_stop(self.abandon)
        state.archive_changed.connect(lambda _: self._forget())
        state.project_changed.connect(lambda _: self._learn_sites())
        for signal in (state.events_changed, state.selected_event_changed, state.sites_changed):
            signal.connect(lambda *_: self._soon.start())
        for signal in (state.picks_changed, state.events_changed, state.sites_changed):
            signal.connect(lambda *_: self._locate_stale())

    @property
    def choices(self) -> CatalogueChoices:
        """How events are found and located here."""
        project = self.state.project
        return choices_in(project.catalogue_choices) if project is not None else CatalogueChoices()

    @reports_errors
    def choose(self, choices: CatalogueChoices) -> None:
        """Remember how events are found and located here."""
        now = self.choices
        if (choices.velocity, choices.stations) != (now.velocity, now.stations):
            choices = replace(choices, terms=())  # they were of another model
        if choices != now:
            self._editor.ensure_project().set_catalogue_choices(choices.stored())
            self._tried.forget()
            self._learn_sites()

    @property
    def reasons(self) -> dict[int, str]:
        """Why events could not be located, by their ids."""
        return self._tried.reasons

    def gather(self, picks: Sequence[Pick], *, with_magnitudes: bool) -> None:
        """New events of these picks."""
        archive, choices = self.state.archive, self.choices
        picks = tuple(picks)

        def work(stations: StationTable) -> Generator[Any, None, LocatedEvents]:
            return gather_events(picks, archive, stations, choices, self._times, with_magnitudes=with_magnitudes)

        self._run(tr("Associating picks"), work, lambda found: self._take_gathered(archive, picks, found))

    def locate(self, events: Sequence[Event]) -> None:
        """Locate events from their picks, whether these changed or not."""
        with_picks = {pick.event for pick in self.state.picks}
        chosen = tuple(event for event in events if event.id in with_picks)
        if not chosen:
            self.state.message.emit(tr("No event with picks is chosen: associate picks first."))
            return
        archive, choices, picks = self.state.archive, self.choices, self.state.picks

        def work(stations: StationTable) -> Generator[Any, None, Relocated]:
            return locate_anew(chosen, picks, archive, stations, choices, self._times)

        self._run(tr("Locating events"), work, lambda found: self._take_located(archive, chosen, found))

    def measure(self, events: Sequence[Event]) -> None:
        """Local magnitudes of events that are located."""
        chosen = tuple(event for event in events if event.found.location is not None)
        if not chosen:
            self.state.message.emit(tr("No located event is chosen: a magnitude needs the distance of its stations."))
            return
        archive, choices = self.state.archive, self.choices

        def work(stations: StationTable) -> Generator[Any, None, tuple[Event, ...]]:
            return magnitudes_of(chosen, archive, stations, choices, self._times)

        self._run(tr("Measuring magnitudes"), work, lambda found: self._take_measured(archive, chosen, found))

    # What runs where the user waits for it

    def _run(
        self, name: str, work: Callable[[StationTable], Generator[Any, None, Any]], then: Callable[[Any], None]
    ) -> None:
        """In the background, where the status bar shows how far it is and can stop it."""
        archive = self.state.archive
        if archive is None or not self._has_stations():
            return
        files = self.choices.station_files

        def whole() -> Generator[Any, None, Any]:
            stations = yield from stations_of(archive, files)
            return (yield from work(stations))

        self._background.run(name, whole, then, topic=Topic.CATALOGUES)

    def _has_stations(self) -> bool:
        """Whether it is known where stations stand; else the user is asked for a file once."""
        if self.state.sites or self.choices.stations:
            return True
        path = self._ask_stations()
        if path:
            self.choose(replace(self.choices, stations=path))
        return bool(path)

    @reports_errors
    def _take_gathered(self, archive: Archive, picks: Sequence[Pick], found: LocatedEvents) -> None:
        if archive is not self.state.archive:
            return
        changes = changes_of(found, picks, self.state.events, self.state.picks)
        if not found.events:
            self.state.message.emit(tr("No picks belong together: ask for fewer of them, or for a larger tolerance."))
            return
        self.state.project.set_catalogue_choices(self.choices.with_terms(found.terms).stored())
        self._editor.commit(*changes)
        belong = sum(1 for pick in found.picks if pick.event)
        self.gathered.emit()
        self.state.message.emit(
            tr("{count:,} events of {belong:,} of {count2:,} picks; one undo takes them all back.").format(
                count=len(found.events), belong=belong, count2=len(picks)
            )
        )

    @reports_errors
    def _take_located(self, archive: Archive, before: Sequence[Event], found: Relocated) -> None:
        if archive is not self.state.archive:
            return
        self._tried.fail(found.reasons, self.state.picks)
        self._exchange(before, found.events)
        failed = (
            tr("; {count:,} could not be: {next}").format(
                count=len(found.reasons), next=next(iter(found.reasons.values()))
            )
            if found.reasons
            else "."
        )
        self.state.message.emit(
            tr("{count:,} of {count2:,} events located{failed}").format(
                count=len(found.events), count2=len(before), failed=failed
            )
        )

    @reports_errors
    def _take_measured(self, archive: Archive, before: Sequence[Event], events: Sequence[Event]) -> None:
        if archive is not self.state.archive:
            return
        self._exchange(before, events)
        count = sum(1 for event in events if event.found.magnitude is not None)
        self.state.message.emit(
            tr("{count:,} of {count2:,} events have a magnitude measured here.").format(count=count, count2=len(events))
        )

    def _exchange(self, before: Sequence[Event], after: Sequence[Event]) -> None:
        """Put events in the place of what they were, unless they changed meanwhile."""
        old, now = ({event.id: event for event in each} for each in (before, self.state.events))
        changes = [
            Change(old[event.id], event)
            for event in after
            if now.get(event.id) == old[event.id] and event != old[event.id]
        ]
        if changes:
            self._editor.commit(*changes)

    # Events whose picks changed

    def _locate_stale(self) -> None:
        """Locate anew what waits for it, beside everything else that runs."""
        state = self.state
        if self._job is not None or state.project is None or not state.project.can_edit or not state.sites:
            return
        picks = state.picks
        events = events_to_try(state.events, picks, self._tried)
        if not events:
            return
        archive, choices = state.archive, self.choices

        def work() -> Generator[Any, None, Relocated]:
            stations = yield from stations_of(archive, choices.station_files)
            return (yield from locate_anew(events, picks, archive, stations, choices, self._times))

        self._job = Job(work, tr("Locating events"))
        self._signals = JobSignals(self._job, self)
        self._signals.ended.connect(lambda job: self._end(job, events, picks))
        self._lanes.start(LOCATING, self._job)

    def _end(self, job: Job, events: Sequence[Event], picks: Sequence[Pick]) -> None:
        self._leave()
        if job.state is State.FINISHED:
            if self._follow_up(events, picks, job.result) is None:  # it could not be stored, which is said
                self._tried.fail({event.id: NOT_STORED for event in events}, picks)
        elif job.state is State.CANCELLED:
            return
        elif isinstance(job.error, SeisviewerError):
            self._tried.fail({event.id: str(job.error) for event in events}, picks)
            self.state.report(str(job.error), Topic.PICKS)
        else:
            raise job.error
        self._locate_stale()

    @reports_errors
    def _follow_up(self, events: Sequence[Event], picks: Sequence[Pick], found: Relocated) -> bool:
        """Where the events lie now belongs to the step that changed their picks."""
        self._tried.fail(found.reasons, picks)
        old = {event.id: event for event in events}
        changes = [
            Change(old[event.id], event)
            for event in found.events
            if still_as_it_was(old[event.id], picks, self.state.events, self.state.picks)
        ]
        if changes:
            self.state.project.follow_up(changes)
            self.state.load_picks()
        elif found.reasons:
            self.state.events_changed.emit()  # the list says why
        return True

    # When the waves of the selected event should arrive

    def _compute_arrivals(self) -> None:
        """At once for the stations of its location, then, in the background, for all others."""
        state, event = self.state, self.state.chosen_event
        if event is None or event.found.location is None:
            state.set_theoretical(None)
            return
        known = state.theoretical
        if known is not None and self._arrivals_for == (event.id, event.found.location, len(state.sites)):
            return
        self._arrivals_for = event.id, event.found.location, len(state.sites)
        state.set_theoretical(arrivals_of_location(event))
        if not state.sites:
            return
        archive, choices = state.archive, self.choices

        def work() -> Generator[Any, None, TheoreticalArrivals]:
            stations = yield from stations_of(archive, choices.station_files)
            return (yield from theoretical_arrivals(event, archive, stations, choices, self._times))

        job = self._computing = Job(work, tr("Computing arrivals"))
        signals = JobSignals(job, self)
        signals.ended.connect(lambda ended: self._take_arrivals(ended, event, signals))
        self._lanes.start(LOCATING, job)

    def _take_arrivals(self, job: Job, event: Event, signals: JobSignals) -> None:
        signals.deleteLater()
        if job is not self._computing:
            return
        self._computing = None
        if job.state is State.FINISHED and self.state.chosen_event == event:
            self.state.set_theoretical(job.result)

    def _leave(self) -> None:
        self._signals.deleteLater()
        self._job = self._signals = None

    def abandon(self) -> None:
        """Tell what runs by itself to end and hear no more of it: the records go."""
        self._computing = None
        if self._job is not None:
            self._job.cancel()
            self._signals.stop()
            self._leave()

    def _forget(self) -> None:
        """Other records lie on the desk."""
        self.abandon()
        self._arrivals_for = None
        self.state.set_theoretical(None)
        self._tried.forget()
        self._times = TravelTimes()

    def _learn_sites(self) -> None:
        """Read where the stations stand, where the project names a file of them."""
        archive, files = self.state.archive, self.choices.station_files
        if archive is None or not files:
            return
        self._background.run(
            tr("Reading {name}").format(name=files[0].name),
            lambda: stations_of(archive, files),
            lambda table: archive is self.state.archive and self.state.set_sites(table.sites),
            topic=Topic.CATALOGUES,
        )
