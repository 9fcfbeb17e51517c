"""Files of picks and events, whatever their format, read and written as the window and the shell ask for it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from seisviewer.picks.found_picks import FoundPicks
from seisviewer.picks.observations import read_picks, write_picks
from seisviewer.picks.pick import Event, Pick
from seisviewer.picks.table import write_csv
from seisviewer.picks.table_lines import Starts
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.waiting import waited

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
) -> Generator[Progress | Notice, None, None]:
    """Write picks and events in the format of the ending; says so where uncertainties are no measured errors. Raises
    BadRequest."""
    yield Progress(0, 0, tr("Writing {path_name}").format(path_name=path.name))
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
