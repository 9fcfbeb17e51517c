"""Files of picks and events, whatever their format, read and written as the window and the shell ask for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

from seisviewer.errors import BadRequest
from seisviewer.picks.found_picks import FoundPicks
from seisviewer.picks.observations import read_picks, write_picks
from seisviewer.picks.pick import Event, Pick
from seisviewer.picks.table import write_csv
from seisviewer.picks.table_lines import Starts
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.review.pick_review import state_of
from seisviewer.workflows.review.review_counts import ReviewState

TABLES = (".csv", ".tsv")


def read_file(path: Path, starts: Starts | None = None) -> Generator[Progress | Notice, None, FoundPicks]:
    """Picks and events of a file; what is left out of it is said, with the reasons.

    starts: of the windows of a dataset, by trace_name, start and samples per second. Raises UnreadableFile.
    """
    found = yield from waited(lambda: read_picks(path, starts), tr("Reading {path_name}").format(path_name=path.name))
    for sentence in found.notices(path.name):
        yield Notice(sentence)
    return found


def write_file(
    path: Path, picks: Sequence[Pick], events: Sequence[Event], starts: Starts | None = None
) -> Generator[Progress | Notice, None, tuple[Pick, ...]]:
    """Write picks and events in the format of the ending; says so where uncertainties are no measured errors, and where picks
    lie in windows without a time: a table has these by their seconds from the start of the window, other formats have no
    place for them. Returns the picks that were written. Raises BadRequest."""
    yield Progress(0, 0, tr("Writing {path_name}").format(path_name=path.name))
    undated = sum(not pick.is_dated for pick in picks)
    if undated and path.suffix.lower() in TABLES:
        yield Notice(
            tr(
                "{undated:,} picks in {path_name} lie in windows of which nobody says when they were recorded: their "
                "times are seconds from the start of the window."
            ).format(undated=undated, path_name=path.name)
        )
    elif undated:
        picks, events = dated_alone(path, picks, events)
        yield Notice(left_out_without_time(undated, path))
    widths = sum(pick.width_of_model and pick.uncertainty is not None for pick in picks)
    if widths:
        yield Notice(
            tr(
                "The uncertainties of {widths:,} picks in {path_name} are widths of the model's curve, "
                "no measured errors."
            ).format(widths=widths, path_name=path.name)
        )
    if path.suffix.lower() in TABLES:
        write_csv(path, picks, starts)
    else:
        write_picks(path, picks, events)
    return tuple(picks)


def standing(picks: Sequence[Pick]) -> str:
    """“12 reviewed, 9 undecided, 1 rejected”: what somebody set or accepted, what nobody looked at, what was refused."""
    counts = Counter(state_of(pick) for pick in picks)
    return tr("{reviewed:,} reviewed, {undecided:,} undecided, {rejected:,} rejected").format(
        reviewed=counts[ReviewState.ACCEPTED],
        undecided=counts[ReviewState.UNDECIDED],
        rejected=counts[ReviewState.REJECTED],
    )


def dated_alone(
    path: Path, picks: Sequence[Pick], events: Sequence[Event]
) -> tuple[tuple[Pick, ...], tuple[Event, ...]]:
    """Without picks of windows without a time, and without the events that such picks belong to; BadRequest where nothing
    is left."""
    left_out = {pick.event for pick in picks if not pick.is_dated} - {0}
    dated = tuple(
        replace(pick, event=0) if pick.event in left_out else pick for pick in picks if pick.is_dated
    )
    if not dated:
        raise BadRequest(
            tr(
                "None of these picks has a time that {path_name} could hold: nobody says when their windows were "
                "recorded. Write a table (.csv), which names window and sample."
            ).format(path_name=path.name)
        )
    return dated, tuple(event for event in events if event.id not in left_out)


def left_out_without_time(undated: int, path: Path) -> str:
    return tr(
        "{undated:,} picks are not in {path_name}: they lie in windows of which nobody says when they were recorded. A "
        "table (.csv) has them."
    ).format(undated=undated, path_name=path.name)
