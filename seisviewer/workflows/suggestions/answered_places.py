"""From what a model says of lines to places to label: for the window and the shell alike."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.progress import Progress
from seisviewer.volumes.geometry import Geometry, SectionId
from seisviewer.workflows.suggestions.label_places import LabelPlaces
from seisviewer.workflows.suggestions.line_summary import LineSummary, compared, summarised
from seisviewer.workflows.suggestions.place_ranking import Place, rank_places

MOST_LINES = 32  # looked at, in both directions together

Answer = Callable[[SectionId], SectionPrediction]


def answered_places(
    snapshot: LabelSnapshot, lines: Sequence[SectionId], answer: Answer, dismissed: Sequence[Place] = ()
) -> Generator[Progress, None, tuple[Place, ...]]:
    """The places where labels tell most on some lines, the best first. answer: what is said of a line."""
    geometry = snapshot.geometry
    summaries: list[LineSummary] = []
    for done, section in enumerate(lines):
        yield Progress(done, len(lines), "looking where labels would tell most")
        crossing = [geometry.index(other) for other in lines if other.direction is not section.direction]
        summaries.append(summarised(geometry, answer(section), crossing))
    yield Progress(len(lines), len(lines), "ranking the places")
    return rank_places(geometry, compared(geometry, summaries), LabelPlaces.of(snapshot), dismissed)


def spread_lines(geometry: Geometry, sections: Sequence[SectionId], most: int = MOST_LINES) -> list[SectionId]:
    """At most so many of some lines, evenly spaced in each direction."""
    chosen: list[SectionId] = []
    directions = sorted({section.direction for section in sections}, reverse=True)
    for direction in directions:
        lines = sorted((s for s in sections if s.direction is direction), key=geometry.index)
        step = max(1, -(-len(lines) * len(directions) // most))
        chosen += lines[step // 2 :: step] if len(lines) > step else lines[:1]
    return chosen
