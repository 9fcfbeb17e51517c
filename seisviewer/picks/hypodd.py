"""Phase files of hypoDD (phase.dat, .pha): events with travel times. Read only.

A line `# YEAR MONTH DAY HOUR MINUTE SECOND LATITUDE LONGITUDE DEPTH MAGNITUDE EH EZ RMS ID`, then one `STATION SECONDS
WEIGHT PHASE` for each arrival.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from seisviewer.errors import UnreadableFile
from seisviewer.picks.found_picks import NEITHER, FoundPicks, gathered
from seisviewer.picks.phase_names import phase_name
from seisviewer.picks.pick import Event, Pick
from seisviewer.picks.table_lines import station_of
from seisviewer.picks.text_table import read_text
from seisviewer.picks.text_values import has_a_year, place_on_earth, plain_number
from seisviewer.translation import tr


def read_hypodd(path: str | Path) -> FoundPicks:
    """Events, and their arrivals as picks that a person set; raises UnreadableFile."""
    path = Path(path)
    events: list[Event] = []
    picks: list[Pick] = []
    left_out: Counter[str] = Counter()
    for number, line in enumerate(read_text(path).splitlines(), 1):
        cells = line.replace("#", " ").split()
        try:
            if line.lstrip().startswith("#"):
                events.append(_event(cells, -1 - len(events)))
            elif cells:
                if not events:
                    raise ValueError(tr("no event"))
                phase = phase_name(cells[3])
                if phase is None:
                    left_out[NEITHER] += 1
                    continue
                picks.append(
                    Pick(
                        station_of("", "", cells[0], "", "", False),
                        phase.phase,
                        events[-1].time + plain_number(cells[1]),
                        event=events[-1].id,
                        phase_name=phase.detail,
                    )
                )
        except (ValueError, IndexError, OverflowError) as error:
            raise UnreadableFile(
                tr("{path}, line {number}, is no line of a phase file of hypoDD: mend it.").format(
                    path=path, number=number
                )
            ) from error
    return gathered(picks, events, left_out)


def _event(cells: Sequence[str], number: int) -> Event:
    year, month, day, hour, minute = map(int, cells[:5])
    latitude, longitude, depth = map(plain_number, cells[6:9])
    time = datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp() + plain_number(cells[5])
    if not has_a_year(time):
        raise ValueError(tr("no time"))
    magnitude = plain_number(cells[9]) if len(cells) > 9 else None
    return Event(time, *place_on_earth(latitude, longitude), depth, magnitude, source="catalogue", id=number)
