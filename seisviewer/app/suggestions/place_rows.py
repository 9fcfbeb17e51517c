"""Places to label as rows of the list."""

from __future__ import annotations

from seisviewer.app.suggestions.suggestion_list import Suggested
from seisviewer.app.suggestions.suggestion_panel import Columns
from seisviewer.labels.classes import ClassTable
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Geometry
from seisviewer.volumes.section_names import section_title
from seisviewer.workflows.suggestions.place_ranking import Place
from seisviewer.workflows.suggestions.place_words import depths_in_words, reason

COLUMNS = Columns(
    (tr("Section"), tr("Z"), tr("Sure"), tr("Worth")), ("Crossline 88888", "8888–8888", "100 %", "1.00"), 2
)
WORTH = 3


def place_row(place: Place, geometry: Geometry, classes: ClassTable) -> Suggested:
    """The row of a place. The best one has the lowest key of its worth, so that it comes first as the table is at first."""
    return Suggested(
        (
            section_title(geometry, place.section),
            depths_in_words(place, geometry).removesuffix(f" {geometry.samples.unit}"),  # it stands beside the views
            "–" if place.sure is None else f"{100 * place.sure:.0f} %",
            f"{place.worth:.2f}",
        ),
        (
            LINES.index(place.section.direction) * 1e9 + place.section.number,
            place.columns[0],
            -1.0 if place.sure is None else place.sure,
            -place.worth,
        ),
        reason(place, geometry, classes),
        place,
    )
