"""NonLinLoc observation files: written by ObsPy, read here.

A line is `STATION INSTRUMENT COMPONENT ONSET PHASE MOTION YYYYMMDD HHMM SECONDS GAU ERROR CODA AMPLITUDE PERIOD`, with
“?” for what is not known; between the events is an empty line.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.found_picks import NEITHER, FoundPicks, gathered
from seisviewer.picks.phase_names import ONSETS, phase_name
from seisviewer.picks.pick import Event, Pick, Review
from seisviewer.picks.quakeml import catalogue_of
from seisviewer.picks.table_lines import polarity_of, station_of
from seisviewer.picks.text_table import read_text
from seisviewer.picks.text_values import plain_number
from seisviewer.translation import tr

UNCERTAINTY = 0.1  # seconds, of a pick that states none: NonLinLoc weighs by it and cannot use zero
NO_ERROR = 9.0  # seconds; programs write such an error for a pick that shall not weigh


def write_obs(path: str | Path, picks: Iterable[Pick], events: Iterable[Event] = ()) -> None:
    """Write one block for each event that has picks, an empty line between them; rejected picks are left out, and those that
    shall not count have an error by which they do not weigh."""
    kept = [
        replace(pick, uncertainty=NO_ERROR if pick.weight == 4 else pick.uncertainty or UNCERTAINTY)
        for pick in picks
        if pick.review is not Review.REJECTED
    ]
    blocks = []
    for event in catalogue_of(kept, events):
        if event.picks:
            block = io.BytesIO()
            event.write(block, format="NLLOC_OBS")
            blocks.append(block.getvalue())
    write_whole(path, b"\n".join(blocks), BadRequest)


def read_obs(path: str | Path) -> FoundPicks:
    """Picks that a person set; the file says nothing of their events. Raises UnreadableFile."""
    path = Path(path)
    picks: list[Pick] = []
    left_out: Counter[str] = Counter()
    for number, line in enumerate(read_text(path).splitlines(), 1):
        cells = line.split()
        if not cells or line.startswith("#") or cells[0] == "PUBLIC_ID":
            continue
        try:
            pick = _pick(cells)
        except (ValueError, IndexError, OverflowError) as error:
            raise UnreadableFile(
                tr("{path}, line {number}, is no observation of NonLinLoc: mend it.").format(path=path, number=number)
            ) from error
        if pick is None:
            left_out[NEITHER] += 1
        else:
            picks.append(pick)
    return gathered(picks, (), left_out)


def _pick(cells: Sequence[str]) -> Pick | None:
    station, _, component, onset, hint, motion, day, minute, seconds, kind, error = (
        _known(cell) for cell in cells[:11]
    )
    phase = phase_name(hint)
    if phase is None:
        return None
    whole = datetime.strptime(f"{day} {minute.zfill(4)}", "%Y%m%d %H%M").replace(tzinfo=UTC)
    half = plain_number(error) if error and kind.upper() == "GAU" else 0.0
    return Pick(
        station_of("", "", station, "", component, False),
        phase.phase,
        whole.timestamp() + plain_number(seconds),
        half if 0 < half < NO_ERROR else None,
        polarity_of(motion),
        phase_name=phase.detail,
        onset=ONSETS.get(onset.lower(), phase.onset),
    )


def _known(cell: str) -> str:
    return "" if cell in ("?", ".") else cell
