"""The arrivals of one event: its picks, with what its location says of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal

from seisviewer.app.traces.page.trace_colours import TraceColours
from seisviewer.app.traces.panels.pick_rows import POLARITIES
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.app.widgets.tables import RIGHT, RowModel
from seisviewer.picks.located.location import Arrival
from seisviewer.picks.pick import Event, Pick, Review
from seisviewer.translation import tr
from seisviewer.waveforms.clock_ticks import utc_text

SAME_TIME = 1e-4  # seconds
ONSET_LETTERS = {"impulsive": "I", "emergent": "E"}


@dataclass(frozen=True)
class ArrivalRow:
    """arrival: None of a pick that is not in the location (yet)."""

    pick: Pick
    arrival: Arrival | None

    @property
    def counts(self) -> bool:
        return self.pick.weight != 4 and (self.arrival is None or self.arrival.weight > 0)


def arrival_rows(event: Event | None, picks: Sequence[Pick]) -> list[ArrivalRow]:
    """Of the picks of an event that are not rejected, the nearest station first, then in the order of time."""
    if event is None:
        return []
    location = event.found.location
    known: dict[tuple[str, str], list[Arrival]] = {}
    for arrival in location.arrivals if location is not None else ():
        known.setdefault((arrival.station, arrival.phase), []).append(arrival)
    rows = []
    for pick in picks:
        if pick.event == event.id and pick.review is not Review.REJECTED:
            near = known.get((pick.station.code, pick.phase), ())
            found = next((each for each in near if abs(each.time - pick.time) < SAME_TIME), None)
            rows.append(ArrivalRow(pick, found))
    far = float("inf")
    return sorted(rows, key=lambda row: (far if row.arrival is None else row.arrival.distance, row.pick.time))


@dataclass(frozen=True)
class ArrivalColumn:
    """title, tip: of the header. sample: the longest text to expect."""

    title: str
    sample: str
    text: Callable[[ArrivalRow], str]
    tip: str
    right: bool = False


def _said(title: str, sample: str, form: str, value: Callable[[Arrival], float], tip: str) -> ArrivalColumn:
    def text(row: ArrivalRow) -> str:
        return "" if row.arrival is None else form.format(value(row.arrival)).replace("-", "−")

    return ArrivalColumn(title, sample, text, tip, right=True)


def _phase(row: ArrivalRow) -> str:
    return f"{ONSET_LETTERS.get(row.pick.onset, '')}{row.pick.name}"


COLUMNS = (
    ArrivalColumn(tr("Counts"), "", lambda row: "", tr("Ticked: the location uses it. Untick it, and the event is located without it")),
    ArrivalColumn(tr("Station"), "CI.JRC2", lambda row: row.pick.station.code, tr("Network and station")),
    ArrivalColumn(tr("Phase", "seismology"), "IPg", _phase, tr("Onset (I impulsive, E emergent) and phase")),
    ArrivalColumn(tr("Time (UTC)"), "17:33:49.00", lambda row: utc_text(row.pick.time, 2)[11:], tr("When it arrived")),
    _said(tr("Distance"), "124.3 km", "{:.1f} km", lambda each: each.distance, tr("From the epicentre")),
    _said(tr("Azimuth"), "326°", "{:.0f}°", lambda each: each.azimuth, tr("From the epicentre to the station, from north")),
    _said(tr("Take-off"), "105°", "{:.0f}°", lambda each: each.take_off, tr("At the source, from straight down")),
    _said(tr("Residual"), "−0.12 s", "{:+.2f} s", lambda each: each.residual, tr("Observed minus computed time")),
    _said(tr("Weight"), "0.75", "{:.2g}", lambda each: each.weight, tr("As it counted, 0 to 1")),
    ArrivalColumn(tr("Pol."), "▲", lambda row: POLARITIES[row.pick.polarity], tr("First motion")),
    ArrivalColumn(tr("Picker"), "phasenet:original", lambda row: row.pick.model or tr("by hand"), tr("Who picked it")),
)  # fmt: skip
COUNTS = 0
PHASE = next(place for place, column in enumerate(COLUMNS) if column.title == tr("Phase", "seismology"))


class ArrivalModel(RowModel):
    """ticked: a row, and whether it shall count."""

    ticked = pyqtSignal(object, bool)
    titles = tuple(column.title for column in COLUMNS)

    def __init__(self) -> None:
        super().__init__()
        self.colours: TraceColours | None = None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == COUNTS:
            return Qt.CheckState.Checked if row.counts else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and self.colours is not None:
            if not row.counts:
                return self.colours.faint
            return self.colours.of_phase(row.pick.phase) if index.column() == PHASE else None
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        own = Qt.ItemFlag.ItemIsUserCheckable if index.column() == COUNTS else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | own

    def setData(self, index: QModelIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.ticked.emit(self.rows[index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return as_plain(COLUMNS[section].tip)
        return super().headerData(section, orientation, role)
