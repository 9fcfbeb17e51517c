"""The arrivals of an event for print: residuals by distance, and Wadati's plot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seisviewer.catalogue.wadati import phase_pairs, wadati_fit, wadati_words
from seisviewer.picks.located.location import Arrival, Location
from seisviewer.pictures.catalogue.plot_picture import (
    ACCENT,
    BLUE,
    FAINT,
    HOLLOW,
    INK,
    RED,
    Marks,
    Panel,
    PlotLine,
    PlotPicture,
)
from seisviewer.translation import tr

COLOURS = {"P": RED, "S": BLUE}


def arrival_picture(location: Location, title: str, note: str = "") -> PlotPicture:
    """note: what is said of the location."""
    pairs = phase_pairs(location.arrivals)
    fit = wadati_fit(pairs)
    marks = [
        _residuals([each for each in location.arrivals if each.phase[:1] == phase and each.weight > 0], phase, phase)
        for phase in COLOURS
    ]
    marks.append(_residuals([each for each in location.arrivals if each.weight <= 0], "", tr("does not count")))
    farthest = max((each.distance for each in location.arrivals), default=1.0)
    residuals = Panel(
        tr("Epicentral distance (km)"), tr("Residual (s)"), tr("Observed less computed"), tuple(each for each in marks if each.across),
        (PlotLine((0.0, farthest), (0.0, 0.0), FAINT, 0.8, True),),
    )  # fmt: skip
    lines: tuple[PlotLine, ...] = ()
    if fit is not None:
        ends = np.array([fit.origin, max(pair.p for pair in pairs)])
        lines = (PlotLine(tuple(ends - location.time), tuple((fit.ratio - 1.0) * (ends - fit.origin)), ACCENT, 1.4),)
    wadati = Panel(
        tr("P after the origin time (s)"), "S − P (s)", tr("Wadati's plot"),
        tuple(
            Marks(
                tuple(pair.p - location.time for pair in pairs if pair.counts is counts),
                tuple(pair.difference for pair in pairs if pair.counts is counts), 5.0, INK if counts else HOLLOW,
            )
            for counts in {pair.counts for pair in pairs}
        ),
        lines,
    )  # fmt: skip
    return PlotPicture(title, (residuals, wadati), tuple(filter(None, (note, wadati_words(pairs, fit)))), 0.42)


def _residuals(arrivals: Sequence[Arrival], phase: str, name: str) -> Marks:
    """phase: "" for hollow ones of either."""
    colours = tuple(COLOURS.get(each.phase[:1], INK) for each in arrivals)
    return Marks(
        tuple(each.distance for each in arrivals),
        tuple(each.residual for each in arrivals),
        5.0,
        colours if phase else HOLLOW,
        colours,
        name=name,
        edge_width=1.0,
    )
