"""What lies on the trace desk: the records, the stretch of time, the picks and the looks that its views and panels
share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import pyqtSignal

from seisviewer.app.shared_state import SharedState
from seisviewer.picks.pick import UNREVIEWED, Event, Origin, Pick
from seisviewer.predictions.probabilities import DETECTION, Probabilities
from seisviewer.waveforms.record import Archive, Record
from seisviewer.waveforms.station import Coordinates

if TYPE_CHECKING:
    from seisviewer.project.trace_project import TraceProject
    from seisviewer.workflows.events.theoretical_arrivals import TheoreticalArrivals

FILTERS = ("raw", "high-pass", "band-pass", "own")
FLOOR = 0.1  # candidates below this probability are not kept; the threshold sliders begin here
DEFAULT_THRESHOLD = 0.3


@dataclass(frozen=True)
class Span:
    """A stretch of time, seconds since 1970 UTC."""

    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class TraceDisplay:
    """How traces are drawn; nothing here changes what is stored.

    filter: one of FILTERS; low, high: corners of the user's own band in Hz. gain: multiplies the height. layout:
    "stations" (the components of each station) or "section" (one component of every station). component: the one a
    record section shows. rotated: Z R T where a back-azimuth is known. response: "counts", "velocity" or "displacement"
    (needs StationXML). theoretical: the computed P and S of the selected event are drawn. moveout: “none”, “aligned” on its P,
    or “reduced” time. seconds: the axis counts seconds from the window's start, or from the selected pick, instead of
    UTC.
    """

    filter: str = "raw"
    low: float = 1.0
    high: float = 20.0
    gain: float = 1.0
    layout: str = "stations"
    component: str = "Z"
    rotated: bool = False
    response: str = "counts"
    seconds: bool = False
    spectrogram: bool = False
    probabilities: bool = True
    picks: bool = True
    theoretical: bool = True
    moveout: str = "none"


class TraceState(SharedState):
    """Shared state of the trace page with a signal for each part."""

    archive_changed = pyqtSignal(object)
    project_changed = pyqtSignal(object)
    picks_changed = pyqtSignal()
    events_changed = pyqtSignal()
    span_changed = pyqtSignal(object)
    current_changed = pyqtSignal(object)
    display_changed = pyqtSignal(object)
    thresholds_changed = pyqtSignal(object)
    selected_changed = pyqtSignal(object)
    selected_event_changed = pyqtSignal(object)
    pick_wanted = pyqtSignal(object)  # it is to be brought into view
    probabilities_changed = pyqtSignal(object)
    hidden_changed = pyqtSignal(object)
    hidden_pickers_changed = pyqtSignal(object)
    shown_picks_changed = pyqtSignal()  # other picks, or others of them are shown
    own_uncertainty_changed = pyqtSignal(object)
    pointer_moved = pyqtSignal(object)
    measuring_changed = pyqtSignal(bool)
    reviewing_changed = pyqtSignal(bool)
    sites_changed = pyqtSignal()
    theoretical_changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.archive: Archive | None = None
        self.project: TraceProject | None = None
        self.picks: tuple[Pick, ...] = ()
        self.events: tuple[Event, ...] = ()
        self.reference: tuple[Pick, ...] = ()
        self.reference_events: tuple[Event, ...] = ()
        self.span = Span(0.0, 1.0)
        self.current: str = ""
        self.display = TraceDisplay()
        self.thresholds: Mapping[str, float] = {
            "P": DEFAULT_THRESHOLD,
            "S": DEFAULT_THRESHOLD,
            DETECTION: DEFAULT_THRESHOLD,
        }
        self.selected: int = 0
        self.selected_event: int = 0
        self.measuring = False
        self.reviewing = False
        self.own_uncertainty: float | None = None  # seconds, of picks that the user sets; None: not stated
        self.probabilities: dict[str, Probabilities] = {}
        self.chosen: frozenset[int] = frozenset()
        self.hidden: frozenset[str] = frozenset()
        self.hidden_pickers: frozenset[str] = frozenset()
        self.sites: Mapping[str, Coordinates] = {}  # where stations stand, by “CI.CLC”
        self.theoretical: TheoreticalArrivals | None = None  # of the selected event
        self._shown_for: tuple[object, ...] = ()  # what the shown picks were found for
        self._shown: tuple[Pick, ...] = ()
        for signal in (
            self.archive_changed,
            self.picks_changed,
            self.thresholds_changed,
            self.hidden_pickers_changed,
        ):
            signal.connect(self.shown_picks_changed)

    def set_archive(
        self,
        archive: Archive | None,
        project: TraceProject | None = None,
        reference: tuple[Pick, ...] = (),
        events: tuple[Event, ...] = (),
    ) -> None:
        """Put other records on the desk, with their project if they have one. The span goes to all of them; windows of a
        dataset stand hours apart, so there it goes to the first.

        reference, events: picks and events that came with the records, shown until a project is made, which takes them
        over. Picks get negative ids.
        """
        self.archive, self.project = archive, project
        in_time = sorted(reference, key=lambda pick: pick.time)
        self.reference = tuple(replace(pick, id=number) for number, pick in enumerate(in_time, -len(in_time)))
        self.reference_events = events
        self.picks, self.events, self.selected = (), (), 0
        self.set_selected_event(0)
        self.probabilities, self.hidden, self.hidden_pickers = {}, frozenset(), frozenset()
        self.chosen = frozenset()
        self.current = archive.records[0].key if archive else ""
        if archive is not None:
            first = archive.records[0]
            shown = first if first.name else archive
            self.span = Span(shown.start, max(shown.end, shown.start + 1.0))
        self.sites = {
            record.station.code: record.coordinates
            for record in (archive.records if archive else ())
            if record.coordinates is not None
        }
        self.archive_changed.emit(archive)
        self.sites_changed.emit()
        self.project_changed.emit(project)
        self.load_picks()
        self.span_changed.emit(self.span)
        self.current_changed.emit(self.current)

    def set_project(self, project: TraceProject) -> None:
        """Give the records on the desk a project (made at the first pick)."""
        self.project = project
        self.project_changed.emit(project)
        self.load_picks()

    def load_picks(self) -> None:
        """Take picks and events as the project has them now."""
        project = self.project
        self.picks = project.picks if project is not None else self.reference
        before, self.events = self.events, project.events if project is not None else self.reference_events
        self.picks_changed.emit()
        if self.events is not before:  # they are replaced, never changed
            self.events_changed.emit()
            if self.chosen_event is None:
                self.set_selected_event(0)

    def set_span(self, start: float, end: float) -> None:
        self._set("span", Span(start, end), self.span_changed)

    def set_current(self, key: str) -> None:
        """The record in use: keys act on it where the pointer is on none."""
        self._set("current", key, self.current_changed)

    def return_to(self, key: str) -> None:
        """Use a record, and bring it into sight also where it was in use before."""
        self.current = key
        self.current_changed.emit(key)

    def set_display(self, **changes: Any) -> None:
        self._set("display", replace(self.display, **changes), self.display_changed)

    def set_threshold(self, phase: str, value: float) -> None:
        self._set("thresholds", {**self.thresholds, phase: value}, self.thresholds_changed)

    def set_own_uncertainty(self, seconds: float | None) -> None:
        """The uncertainty (half width in seconds) of picks that are set or moved by hand from now on; None: not stated."""
        self._set("own_uncertainty", seconds, self.own_uncertainty_changed)

    def set_selected(self, pick_id: int) -> None:
        """Select a pick by its id; 0 selects none. The view stays where it is: `bring_into_view.show_pick` goes there."""
        self._set("selected", pick_id, self.selected_changed)

    def set_selected_event(self, event_id: int) -> None:
        """Select an event by its id; 0 selects none. The view stays where it is: `bring_into_view.show_event` goes there."""
        self._set("selected_event", event_id, self.selected_event_changed)

    def set_chosen(self, ids: frozenset[int]) -> None:
        """Picks that were chosen together, as long as the keys act on all of them: while their table has the keyboard."""
        self.chosen = ids

    def set_hidden_pickers(self, names: frozenset[str]) -> None:
        """Pickers (“” for what was set by hand) whose picks are not shown; a hidden pick is not selected either."""
        if self.selected_pick is not None and self.selected_pick.model in names:
            self.set_selected(0)
        self._set("hidden_pickers", names, self.hidden_pickers_changed)

    def set_sites(self, sites: Mapping[str, Coordinates]) -> None:
        """Where stations stand, as a file says."""
        if sites != self.sites:
            self.sites = sites
            self.sites_changed.emit()

    def set_theoretical(self, arrivals: TheoreticalArrivals | None) -> None:
        """When the waves of the selected event should arrive."""
        if arrivals != self.theoretical:
            self.theoretical = arrivals
            self.theoretical_changed.emit()

    def set_measuring(self, on: bool) -> None:
        """Whether the left button measures times and moves no pick."""
        if on:
            self.set_reviewing(False)
        self._set("measuring", on, self.measuring_changed)

    def set_reviewing(self, on: bool) -> None:
        """Whether keys and the left button decide about what a picker found."""
        if on:
            self.set_measuring(False)
        self._set("reviewing", on, self.reviewing_changed)

    def set_hidden(self, keys: frozenset[str]) -> None:
        """Records that are not drawn."""
        self._set("hidden", keys, self.hidden_changed)

    def set_probabilities(self, *probabilities: Probabilities) -> None:
        self.probabilities = {**self.probabilities, **{each.record: each for each in probabilities}}
        for each in probabilities:
            self.probabilities_changed.emit(each.record)

    @property
    def records(self) -> tuple[Record, ...]:
        """The records that are shown."""
        return tuple(record for record in self.archive.records if record.key not in self.hidden) if self.archive else ()

    @property
    def shown_picks(self) -> tuple[Pick, ...]:
        """Picks of shown pickers that pass the thresholds, rejected ones included, in the order of time."""
        asked = self.picks, self.thresholds, self.hidden_pickers
        if len(self._shown_for) < 3 or any(old is not new for old, new in zip(self._shown_for, asked, strict=True)):
            self._shown_for, self._shown = asked, tuple(self._passing(self.picks))  # each is replaced, never changed
        return self._shown

    @property
    def selected_pick(self) -> Pick | None:
        return next((pick for pick in self.picks if pick.id == self.selected), None) if self.selected else None

    @property
    def chosen_event(self) -> Event | None:
        """The event that is selected."""
        chosen = self.selected_event
        return next((event for event in self.events if event.id == chosen), None) if chosen else None

    @property
    def chosen_picks(self) -> tuple[Pick, ...]:
        return tuple(pick for pick in self.picks if pick.id in self.chosen) if self.chosen else ()

    def _passing(self, picks: Sequence[Pick]) -> list[Pick]:
        """Those that pass the threshold of their phase, Pn and Pg that of P. What a person set or looked at always does."""
        least = {
            phase: self.thresholds.get(phase) or self.thresholds.get(phase[:1], DEFAULT_THRESHOLD)
            for phase in {pick.phase for pick in picks}
        }
        hidden = self.hidden_pickers
        return [
            pick
            for pick in picks
            if pick.model not in hidden
            and (
                pick.probability is None
                or pick.probability >= least[pick.phase]
                or pick.review is not UNREVIEWED
                or pick.origin is Origin.MANUAL
            )
        ]
