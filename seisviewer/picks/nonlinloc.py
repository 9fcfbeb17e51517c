"""NonLinLoc observation files, by ObsPy. Written only: they say too little to be read again."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest
from seisviewer.picks.pick import Event, Pick, Review
from seisviewer.picks.quakeml import catalogue_of

UNCERTAINTY = 0.1  # seconds, of a pick that states none: NonLinLoc weighs by it and cannot use zero


def write_obs(path: str | Path, picks: Iterable[Pick], events: Iterable[Event] = ()) -> None:
    """Write one block for each event that has picks, an empty line between them; rejected picks are left out."""
    kept = [
        pick if pick.uncertainty else replace(pick, uncertainty=UNCERTAINTY)
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
