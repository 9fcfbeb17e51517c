"""What REAL associates (phase_sel.txt): a line for each event, then one for each of its arrivals. Read only.

`NUMBER YEAR MONTH DAY HH:MM:SS.SSS SECONDS-OF-DAY RESIDUAL LATITUDE LONGITUDE DEPTH MAGNITUDE …`, then `NETWORK STATION
PHASE TIME-OF-DAY TRAVEL-TIME AMPLITUDE RESIDUAL WEIGHT AZIMUTH`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from seisviewer.errors import UnreadableFile
from seisviewer.picks.format_signs import REAL
from seisviewer.picks.found_picks import NEITHER, FoundPicks, gathered
from seisviewer.picks.phase_names import phase_name
from seisviewer.picks.pick import Event, Origin, Pick, Review
from seisviewer.picks.table_lines import station_of
from seisviewer.picks.text_table import read_text
from seisviewer.picks.text_values import parsed_time, place_on_earth, plain_number
from seisviewer.translation import tr


def read_real(path: str | Path) -> FoundPicks:
    """Events, and their arrivals as picks of a machine that nobody has looked at; raises UnreadableFile."""
    path = Path(path)
    events: list[Event] = []
    picks: list[Pick] = []
    left_out: Counter[str] = Counter()
    for number, line in enumerate(read_text(path).splitlines(), 1):
        cells = line.split()
        try:
            if REAL.match(line):
                events.append(_event(cells, -1 - len(events)))
            elif cells:
                phase = phase_name(cells[2])
                if phase is None:
                    left_out[NEITHER] += 1
                    continue
                time = events[-1].time + plain_number(cells[4])
                station = station_of("", cells[0], cells[1], "", "", False)
                picks.append(
                    Pick(
                        station, phase.phase, time, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED,
                        event=events[-1].id,
                    )
                )  # fmt: skip
        except (ValueError, IndexError, OverflowError) as error:
            raise UnreadableFile(
                tr("{path}, line {number}, is no line of what REAL writes: mend it.").format(path=path, number=number)
            ) from error
    return gathered(picks, events, left_out)


def _event(cells: Sequence[str], number: int) -> Event:
    _, year, month, day, clock = cells[:5]
    hour, minute, second = clock.split(":")
    time = parsed_time(f"{year}-{int(month):02d}-{int(day):02d}T{int(hour):02d}:{int(minute):02d}:00")
    latitude, longitude, depth = map(plain_number, cells[7:10])
    magnitude = plain_number(cells[10]) if len(cells) > 10 else None  # −inf where there are no amplitudes
    seconds = plain_number(second)
    if not 0 <= seconds < 3600:
        raise ValueError(tr("no time of day"))
    return Event(time + seconds, *place_on_earth(latitude, longitude), depth, magnitude, source="REAL", id=number)
