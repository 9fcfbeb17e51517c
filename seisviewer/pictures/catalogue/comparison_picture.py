"""A catalogue beside a known one, for print: where matched, missed and new events are, and how magnitudes differ."""

from __future__ import annotations

import numpy as np

from seisviewer.catalogue.catalogue_comparison import Comparison
from seisviewer.catalogue.map_frame import MapFrame
from seisviewer.picks.pick import Event
from seisviewer.pictures.catalogue.map_picture import mark_size, scale_bar
from seisviewer.pictures.catalogue.plot_picture import (
    ACCENT,
    FAINT,
    HOLLOW,
    INK,
    ORANGE,
    Marks,
    Panel,
    PlotLine,
    PlotPicture,
)
from seisviewer.translation import tr


def comparison_picture(found: Comparison, title: str = "", note: str = "") -> PlotPicture:
    """note: the comparison in words."""
    placed = [pair for pair in found.matched if _is_placed(pair.own) and _is_placed(pair.known)]
    missed, new = ([event for event in events if _is_placed(event)] for events in (found.missed, found.new))
    all_of_them = [*(pair.own for pair in placed), *(pair.known for pair in placed), *missed, *new]
    frame = MapFrame.around([each.latitude for each in all_of_them], [each.longitude for each in all_of_them])

    def marks(events: list[Event], fill: str, edge: str, name: str) -> Marks:
        east = frame.east([event.longitude for event in events])
        return Marks(tuple(map(float, east)), tuple(event.latitude for event in events),
                     tuple(mark_size(event.magnitude) for event in events) or 5.0, fill, edge, name=name, edge_width=0.8)  # fmt: skip

    across, up = [], []
    for pair in placed:
        across += [*map(float, frame.east([pair.own.longitude, pair.known.longitude])), np.nan]
        up += [pair.own.latitude, pair.known.latitude, np.nan]
    lines = [PlotLine(tuple(across), tuple(up), INK, 0.6)]
    bar = scale_bar(
        frame, np.array([each.latitude for each in all_of_them]), frame.east([each.longitude for each in all_of_them])
    )
    if bar is not None:
        lines.append(bar[0])
    groups = (
        marks(missed, HOLLOW, ORANGE, "missed"), marks(new, HOLLOW, ACCENT, "new"),
        marks([pair.known for pair in placed], HOLLOW, INK, tr("matched, known place")),
        marks([pair.own for pair in placed], FAINT, INK, tr("matched, our place")),
    )  # fmt: skip
    where = Panel(
        marks=tuple(each for each in groups if each.across), lines=tuple(lines),
        words=() if bar is None else (bar[1],), aspect=frame.stretch, in_degrees=True, share=1.3,
    )  # fmt: skip
    return PlotPicture(title, (where, *_magnitudes(found)), (note,) if note else (), 0.6)


def _is_placed(event: Event) -> bool:
    return event.latitude is not None and event.longitude is not None


def _magnitudes(found: Comparison) -> tuple[Panel, ...]:
    pairs = [
        (pair.known.magnitude, pair.own.magnitude)
        for pair in found.matched
        if pair.known.magnitude is not None and pair.own.magnitude is not None
    ]
    if not pairs:
        return ()
    known, own = zip(*pairs, strict=True)
    ends = min(*known, *own), max(*known, *own)
    return (
        Panel(
            tr("Known magnitude"), tr("Our magnitude"), tr("Matched events"), (Marks(known, own, 5.0, FAINT),),
            (PlotLine(ends, ends, INK, 0.8, True, "equal"),), aspect=1.0,
        ),
    )  # fmt: skip
