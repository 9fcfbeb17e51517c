"""Magnitudes over time and by their frequency, for print."""

from __future__ import annotations

import numpy as np

from seisviewer.catalogue.magnitude_distribution import b_value, distribution, distribution_words
from seisviewer.pictures.catalogue.map_picture import mark_size
from seisviewer.pictures.catalogue.plot_picture import ACCENT, FAINT, HOLLOW, INK, Marks, Panel, PlotLine, PlotPicture
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.translation import tr

FILL = "#56b4e9"


def magnitude_picture(
    catalogue: ShownCatalogue, completeness: float | None = None, title: str = ""
) -> PlotPicture | None:
    """completeness: None for that of the fullest step. None where no event has a magnitude."""
    events = [event for event in catalogue.events if event.magnitude is not None]
    found = distribution([event.magnitude for event in events], completeness)
    if found is None:
        return None
    line = b_value(found)
    times, sizes = [event.time for event in events], [event.magnitude for event in events]
    ground = min(0.0, min(sizes))
    stems = PlotLine(
        tuple(np.repeat(times, 3)), tuple(np.ravel([(ground, size, np.nan) for size in sizes])), FAINT, 0.4
    )
    over_time = Panel(
        "UTC", tr("Magnitude"), tr("Magnitudes over time"),
        (Marks(tuple(times), tuple(sizes), tuple(map(mark_size, sizes)), FILL),), (stems,), is_time=True, share=1.4,
    )  # fmt: skip
    some = found.counts > 0
    lines = [
        PlotLine((found.completeness,) * 2, (0.8, float(found.cumulative.max())), FAINT, 0.8, True, "Mc"),
    ]
    if line is not None:
        ends = np.array([found.completeness, found.magnitudes[-1]])
        lines.append(PlotLine(tuple(ends), tuple(line.events_above(ends)), ACCENT, 1.4, name=tr("log N = a − b M")))
    frequency = Panel(
        tr("Magnitude"), tr("Events"), tr("How many are so large"),
        (
            Marks(tuple(found.magnitudes), tuple(map(float, found.cumulative)), 4.0, INK, name=tr("as large or larger")),
            Marks(tuple(found.magnitudes[some]), tuple(map(float, found.counts[some])), 4.0, HOLLOW, INK, "^", tr("in each step")),
        ),
        tuple(lines), logarithmic=True,
    )  # fmt: skip
    return PlotPicture(
        title or tr("{count:,} magnitudes").format(count=len(events)),
        (over_time, frequency),
        (distribution_words(found, line),),
        0.45,
    )
