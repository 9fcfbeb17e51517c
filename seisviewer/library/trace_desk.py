"""A project of three-component records in a notebook: its picks and its catalogue; picks may be added."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import pandas

from seisviewer.errors import BadRequest
from seisviewer.picks.pick import Event, Pick
from seisviewer.picks.table import read_table_text
from seisviewer.progress import Notice, drive
from seisviewer.project.trace_project import TraceProject
from seisviewer.translation import tr
from seisviewer.workflows.events.project_catalogue import reviewed_events, wanted_picks
from seisviewer.workflows.traces.imported_picks import changes_to_merge
from seisviewer.workflows.traces.pick_placing import place_picks
from seisviewer.workflows.traces.trace_opening import read_records

HERE = Path("the table of picks")  # what it is called in sentences


class Traces:
    """An open project of traces. What it holds is as it was when it was opened, and as it was changed here since."""

    def __init__(self, project: TraceProject) -> None:
        self._project = project

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Traces {self._project.folder.name}: {len(self._project.picks)} picks, {len(self._project.events)} events>"

    def close(self) -> None:
        """Give the project back; everything that was added is stored already."""
        self._project.close()

    @property
    def version(self) -> int:
        """Of the picks; grows with every change."""
        return self._project.version

    @property
    def waveforms(self) -> tuple[Path, ...]:
        """The files and folders that hold the records, as ObsPy reads them. Raises SeisviewerError where one is gone."""
        return self._project.sources()

    def picks(self, least: float = 0.0, *, reviewed: bool = False) -> pandas.DataFrame:
        """A line for each pick, in the order of time: station codes, phase, time (UTC), probability, uncertainty in s, what
        was made of it, and the id of its event (0: none), by the id of the pick.

        least: probability 0–1 that picks need which nobody looked at. reviewed: only those that somebody set or accepted.
        """
        return _pick_table(wanted_picks(self._project.picks, least, reviewed=reviewed))

    def catalogue(self, *, reviewed: bool = False) -> pandas.DataFrame:
        """A line for each event, in the order of time: time (UTC), degrees, depth in km below sea level, magnitude, type,
        how many picks belong to it, by its id. NaN where something is not known.

        reviewed: only those that are located and whose picks were all looked at. stale: changed since it was located.
        """
        picks, events = self._project.picks, self._project.events
        return _event_table(reviewed_events(events, picks) if reviewed else events, picks)

    def add_picks(self, table: pandas.DataFrame) -> int:
        """Add picks, as one action that one undo takes back, in the window too.

        table: columns as in a file of picks that is imported: station (or network, station, location, channel), phase and
        time, and what else `picks` gives but the event. Without an origin they are manual, with a probability or model
        automatic. Each is put on the record that it means; what is there already is left out. Returns how many came. What
        was left out or lies on no record is a warning. Raises SeisviewerError, and then nothing has changed.
        """
        self._check_editable()
        if not isinstance(table, pandas.DataFrame):
            raise BadRequest(tr("Picks are added from a pandas.DataFrame with the columns station, phase and time."))
        found = read_table_text(HERE, table.to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S.%f%z"))
        archive = drive(read_records([self._project.folder]), _warn)
        placed = place_picks(found.picks, archive)
        for sentence in (*found.notices(HERE.name), *placed.notices(HERE.name)):
            warnings.warn(sentence, stacklevel=2)
        changes = changes_to_merge(placed.picks, (), self._project.picks, self._project.events)
        self._project.commit(changes)
        return len(changes)

    def undo(self) -> bool:
        """Take back the last action of the project, whoever made it; False where there is none. Raises SeisviewerError."""
        self._check_editable()
        return bool(self._project.undo())

    def redo(self) -> bool:
        """Bring back what was undone last; False where there is none. Raises SeisviewerError."""
        self._check_editable()
        return bool(self._project.redo())

    def _check_editable(self) -> None:
        if not self._project.can_edit:
            why = tr("{why_read_only}, so that nothing can be added.").format(why_read_only=self._project.why_read_only)
            opened = tr("{folder_name} was opened for reading: open it with edit=True to change its picks.").format(
                folder_name=self._project.folder.name
            )
            raise BadRequest(why if self._project.read_only else opened)


def _pick_table(picks: Sequence[Pick]) -> pandas.DataFrame:
    rows = [
        {
            "id": pick.id, "network": pick.station.network, "station": pick.station.station,
            "location": pick.station.location, "channel": pick.station.instrument, "phase": pick.name, "time": pick.time,
            "probability": pick.probability, "uncertainty": pick.uncertainty, "polarity": pick.polarity.value,
            "origin": pick.origin.value, "review": pick.review.value, "model": pick.model,
            "trace_name": pick.trace_name, "event": pick.event,
        }
        for pick in picks
    ]  # fmt: skip
    columns = ("id", "network", "station", "location", "channel", "phase", "time", "probability", "uncertainty", "polarity",
               "origin", "review", "model", "trace_name", "event")  # fmt: skip
    return _table(rows, columns, numbers=("probability", "uncertainty"))


def _event_table(events: Sequence[Event], picks: Sequence[Pick]) -> pandas.DataFrame:
    counts: dict[int, int] = {}
    for pick in picks:
        counts[pick.event] = counts.get(pick.event, 0) + 1
    rows = [
        {
            "id": event.id, "time": event.time, "latitude": event.latitude, "longitude": event.longitude,
            "depth": event.depth, "magnitude": event.magnitude, "magnitude_type": event.magnitude_type,
            "kind": event.kind, "name": event.name, "source": event.source, "score": event.score,
            "picks": counts.get(event.id, 0), "stale": event.stale,
        }
        for event in events
    ]  # fmt: skip
    columns = ("id", "time", "latitude", "longitude", "depth", "magnitude", "magnitude_type", "kind", "name", "source",
               "score", "picks", "stale")  # fmt: skip
    return _table(rows, columns, numbers=("latitude", "longitude", "depth", "magnitude", "score"))


def _table(rows: Sequence[dict[str, Any]], columns: Sequence[str], numbers: Sequence[str]) -> pandas.DataFrame:
    """By id, with times in UTC, and numbers as float64 also where none is known."""
    made = pandas.DataFrame(rows, columns=list(columns))
    # By whole microseconds: a float of today's seconds holds no more.
    made["time"] = pandas.to_datetime((made["time"].astype(float) * 1e6).round().astype("int64"), unit="us", utc=True)
    for name in numbers:
        made[name] = made[name].astype(float)
    return made.set_index("id")


def _warn(event: object) -> None:
    if isinstance(event, Notice):
        warnings.warn(event.text, stacklevel=4)
