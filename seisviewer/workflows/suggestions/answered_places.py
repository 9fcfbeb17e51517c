"""From what a model says of lines to places to label: for the window and the shell alike."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, SectionId
from seisviewer.workflows.suggestions.label_places import LabelPlaces
from seisviewer.workflows.suggestions.line_cells import LineSummary, compared, summarised
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
        yield Progress(done, len(lines), tr("looking where labels would tell most"))
        crossing = [geometry.index(other) for other in lines if other.direction is not section.direction]
        summaries.append(summarised(geometry, answer(section), crossing))
    yield Progress(len(lines), len(lines), tr("ranking the places"))
    return rank_places(geometry, compared(geometry, summaries), LabelPlaces.of(snapshot), dismissed)


def lines_to_look_at(geometry: Geometry, solved: Sequence[SectionId], most: int = MOST_LINES) -> list[SectionId]:
    """Lines on which places are looked for, where some were solved and any line can be asked about: those, and the ones
    halfway between, at most so many. A label on a line that was not solved makes it one that is."""
    found = list(solved)
    for direction in {section.direction for section in solved} if not geometry.is_sparse else ():
        at = sorted(geometry.index(section) for section in solved if section.direction is direction)
        between = ((one + two) // 2 for one, two in zip(at[:-1], at[1:]) if two - one > 1)
        found += [geometry.section(direction, index) for index in between]
    return spread_lines(geometry, found, most)


def spread_lines(geometry: Geometry, sections: Sequence[SectionId], most: int = MOST_LINES) -> list[SectionId]:
    """At most so many of some lines, evenly spaced in each direction."""
    chosen: list[SectionId] = []
    directions = sorted({section.direction for section in sections}, reverse=True)
    for direction in directions:
        lines = sorted((s for s in sections if s.direction is direction), key=geometry.index)
        step = max(1, -(-len(lines) * len(directions) // most))
        chosen += lines[step // 2 :: step] if len(lines) > step else lines[:1]
    return chosen
