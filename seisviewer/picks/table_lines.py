"""The lines of a table as picks: what is wrong with one ends the reading, what is no pick of ours is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from seisviewer.errors import SeisviewerError, UnreadableFile
from seisviewer.picks.found_picks import ELSEWHERE, IMPROBABLE, NEITHER, NO_RATE, NO_TIME, FoundPicks, gathered
from seisviewer.picks.phase_names import PhaseName, phase_name
from seisviewer.picks.pick import Origin, Pick, Polarity, Review
from seisviewer.picks.table_columns import Columns
from seisviewer.picks.text_values import (
    MISSING,
    hypo71_weight,
    instrument_of,
    parsed_number,
    parsed_time,
    plain_location,
    share_or_none,
)
from seisviewer.translation import tr
from seisviewer.waveforms.station import StationId

# Start (seconds since 1970) and samples per second of a data set's windows, by trace_name.
Starts = Mapping[str, tuple[float, float]]
MODEL = "model"  # whose width an uncertainty is
NUMBERED = {"1": PhaseName("P", "P"), "2": PhaseName("S", "S")}
# Cells in which programs write so for nothing; a station may be called so.
EMPTIED = {
    "time",
    "date",
    "sample",
    "start",
    "rate",
    "interval",
    "probability",
    "uncertainty",
    "polarity",
    "onset",
    "location",
}
SINCE_1970 = 1e8  # seconds; a smaller number beside the start of a window counts from there


@dataclass(frozen=True)
class Layout:
    """Where the cells of a pick are in a line. phase: of all of them, for a table that has both arrivals in one line."""

    columns: Columns
    phase: str = ""

    def cells(self, line: list[str]) -> dict[str, str]:
        found = {
            name: next((line[place] for place in places if place < len(line) and line[place]), "")
            for name, places in self.columns.items()
        }
        found |= {name: "" for name in EMPTIED & found.keys() if found[name].lower() in MISSING}
        return found | {"phase": self.phase} if self.phase else found


@dataclass
class TableReading:
    """One table being read. starts: of the windows of a data set. width: how many columns it names; 0 where it names
    none."""

    path: Path
    layouts: list[Layout]
    starts: Starts | None
    width: int
    left_out: Counter[str] = field(default_factory=Counter)

    def of(self, lines: Iterable[tuple[int, list[str]]], remarks: list[str]) -> FoundPicks:
        rows = list(lines)
        numbered = self._are_numbered(rows)
        if numbered:
            remarks.append(
                tr("The phases 1 and 2 of {path_name} are read as P and S.").format(path_name=self.path.name)
            )
        picks = list(self._picks(rows, numbered))
        return gathered(picks, (), self.left_out, remarks)

    def _are_numbered(self, rows: list[tuple[int, list[str]]]) -> bool:
        """Whether the phases are numbers; 0 and 1 would be others."""
        layout = self.layouts[0]
        places = layout.columns.get("phase", ()) if not layout.phase else ()
        phases = {line[places[0]] for _, line in rows if len(line) > places[0]} if places else set()
        return bool(phases) and phases <= NUMBERED.keys()

    def _picks(self, rows: list[tuple[int, list[str]]], numbered: bool) -> Iterator[Pick]:
        for number, line in rows:
            if self.width and any(line[self.width :]):
                raise UnreadableFile(
                    tr("{path}, line {number}, has more cells than the first line names: mend its separators.").format(
                        path=self.path, number=number
                    )
                )
            for layout in self.layouts:
                cells = layout.cells(line)
                if layout.phase and not (cells.get("time") or cells.get("sample")):
                    continue  # this line has the other arrival alone
                phase = NUMBERED.get(cells["phase"]) if numbered else phase_name(cells["phase"])
                if phase is None:
                    self.left_out[NEITHER] += 1
                    continue
                try:
                    pick = self._pick(cells, phase)
                except (ValueError, OverflowError, OSError, SeisviewerError) as error:
                    raise UnreadableFile(
                        tr("{path}, line {number}, is no pick: {error}.").format(
                            path=self.path, number=number, error=str(error).rstrip(".")
                        )
                    ) from error
                if pick is not None:
                    yield pick

    def _pick(self, cells: Mapping[str, str], phase: PhaseName) -> Pick | None:
        """None for one that is left out, which is counted."""
        cell = cells.get
        time = self._time(cells)
        if time is None:
            return None
        probability, model = parsed_number(cell("probability", "")), cell("model", "")
        if probability is not None and not 0 <= probability <= 1:
            self.left_out[IMPROBABLE] += 1
            return None
        automatic = probability is not None or model
        said = cell("origin", "")
        origin = Origin(said) if said else Origin.AUTOMATIC if automatic else Origin.MANUAL
        reviewed = Review.ACCEPTED if origin is Origin.MANUAL else Review.UNREVIEWED
        return Pick(
            station_of(
                cell("id", ""), cell("network", ""), cell("station", ""), cell("location", ""), cell("channel", ""),
                bool(cell("trace_name", "")),
            ),
            phase.phase,
            time,
            parsed_number(cell("uncertainty", "")),
            polarity_of(cell("polarity", "")),
            origin,
            Review(cell("review", "")) if cell("review", "") else reviewed,
            probability,
            model,
            cell("trace_name", ""),
            phase_name=phase.detail,
            onset=cell("onset", "") or phase.onset,
            status=cell("status", ""),
            public_id=cell("public_id", ""),
            width_of_model=cell("uncertainty_of", "") == MODEL,
            polarity_model=cell("polarity_model", ""),
            polarity_probability=share_or_none(cell("polarity_probability", "")),
            polarity_spread=share_or_none(cell("polarity_spread", "")),
            weight=hypo71_weight(cell("hypo71_weight", "")),
        )  # fmt: skip

    def _time(self, cells: Mapping[str, str]) -> float | None:
        trace_name, text, date = cells.get("trace_name", ""), cells.get("time", ""), cells.get("date", "")
        sample, start = parsed_number(cells.get("sample", "")), cells.get("start", "")
        if sample is not None and self.starts and trace_name in self.starts:
            begin, rate = self.starts[trace_name]
            return begin + sample / rate
        if trace_name and self.starts is not None and text and not start and not date and is_small(text):
            if trace_name in self.starts:
                return self.starts[trace_name][0] + float(text.replace(",", "."))
            self.left_out[ELSEWHERE] += 1
            return None
        if text:
            return time_of(text, date, start)
        if sample is None:
            self.left_out[NO_TIME] += 1
            return None
        rate = _rate_of(cells)
        if start and rate:
            return time_of(start, "", "") + sample / rate
        if self.starts is None and trace_name and not start:
            raise ValueError(tr("it has no time, and its sample counts from the start of a window that is not at hand"))
        self.left_out[NO_RATE if self.starts is None else ELSEWHERE] += 1
        return None


def time_of(text: str, date: str, start: str) -> float:
    """date: where the time is that of a day. start: where it counts from there."""
    if not start and not date and is_small(text):
        raise ValueError(tr("“{text}” counts from a time that the table does not name").format(text=text))
    try:
        if start and is_small(text):
            return parsed_time(start) + float(text.replace(",", "."))
        return parsed_time(f"{date} {text}" if date and ":" in text and len(text.split(":")[0].strip()) <= 2 else text)
    except ValueError:
        raise ValueError(tr("“{text}” is no time, write it as 2019-07-04T17:33:49.12Z").format(text=text)) from None


def is_small(text: str) -> bool:
    """Whether a time is a number of seconds that does not count from 1970."""
    try:
        return abs(float(text.replace(",", "."))) < SINCE_1970
    except ValueError:
        return False


def _rate_of(cells: Mapping[str, str]) -> float | None:
    rate, interval = parsed_number(cells.get("rate", "")), parsed_number(cells.get("interval", ""))
    found = rate if rate else 1 / interval if interval else None
    return found if found is not None and found > 0 else None


@lru_cache(maxsize=10_000)
def station_of(identity: str, network: str, named: str, location: str, channel: str, in_window: bool) -> StationId:
    # An id that does not name the station is that of the pick or of its event.
    full = identity if not named or f".{named}." in f"{identity}." else named
    if not full and not in_window:
        raise ValueError(tr("it names no station"))
    if "." in full:
        parts = [*full.split("."), "", "", ""]
        return StationId(parts[0], parts[1], plain_location(parts[2]), instrument_of(parts[3]))
    return StationId(network, full, plain_location(location), instrument_of(channel))


@lru_cache(maxsize=100)
def polarity_of(text: str) -> Polarity:
    """QuakeML's words, and U, D, + and − as other programs write them; an unknown word is none."""
    signs = {"u": "positive", "up": "positive", "+": "positive", "c": "positive"}
    signs |= {"d": "negative", "down": "negative", "-": "negative"}
    word = signs.get(text.lower(), text.lower())
    return Polarity(word) if word in {each.value for each in Polarity} else Polarity.NONE
