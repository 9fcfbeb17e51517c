"""Which header words a file is opened with: every sensible choice is scored, and a clear winner taken.

A score is what the grid looks like (every trace has its own position, lines meet) times how far the words are to be
trusted, given what the coordinates say. Below `FLOOR`, or where another survey scores nearly as much, the user is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from seisviewer.volumes.segy.header_bytes import (
    CDP_BYTE,
    CHANNEL_BYTE,
    COORDINATE_WORDS,
    COUNTERS,
    OTHER_PAIRS,
    RECORDS,
    STANDARD_PAIRS,
    HeaderBytes,
    NamedBytes,
)
from seisviewer.volumes.segy.header_candidates import (
    grid_candidates,
    line_candidates,
    lines_candidates,
    prestack_headers,
    shares_positions,
    without_blanks,
)
from seisviewer.volumes.segy.header_evidence import Agreement, HeaderEvidence, HeaderSample, Kind

FLOOR = 50
MARGIN = 8
NO_DOUBT = 90  # of a grid on which the coordinates agree: then no line scores more than 55
SHOWN = 10
LIKELY = 0.6  # of the best score: what else the same words may mean
MOST_SHOWN = 8
FEW_LINES = 20  # more 2D lines than these are seldom put into one file
UNEVEN = 0.9  # share of the grid filled, below which lines without coordinates may be 2D lines of their own
# Trust in a grid, by what the coordinates say: for revision 1's own places, other usual ones, known ones, any, counters.
GRID_TRUST = {
    Agreement.AGREE: (1.0, 0.95, 0.9, 0.85, 0.8),
    Agreement.ABSENT: (0.95, 0.8, 0.45, 0.4, 0.3),
    Agreement.DISAGREE: (0.75, 0.6, 0.35, 0.3, 0.25),
    Agreement.ALONG_LINE: (0.65, 0.5, 0.2, 0.2, 0.1),
}
# The same for a line. A running number is found in most files and says less than a CDP number.
LINE_TRUST = {
    Agreement.AGREE: (1.0, 1.0, 0.95, 0.9, 0.9),
    Agreement.ABSENT: (0.8, 0.8, 0.6, 0.6, 0.6),
    Agreement.DISAGREE: (0.65, 0.65, 0.4, 0.4, 0.4),
    Agreement.LEAP: (0.4, 0.4, 0.3, 0.3, 0.3),
    Agreement.OVER_AREA: (0.25, 0.25, 0.2, 0.2, 0.2),
}
LINE_NUMBERS = (CDP_BYTE, 189, 193)
LINES_TRUST = {Agreement.AGREE: 0.9, Agreement.ABSENT: 0.75, Agreement.DISAGREE: 0.4}


@dataclass(frozen=True)
class Ranking:
    """Choices of header words, best first. prestack: words under which most positions hold several offsets."""

    candidates: tuple[HeaderEvidence, ...]
    prestack: HeaderBytes | None = None

    @property
    def best(self) -> HeaderEvidence | None:
        """The clear winner; None where the user has to choose."""
        clear = self.candidates and self.candidates[0].score >= FLOOR and not self.rivals
        return self.candidates[0] if clear else None

    @property
    def worth_showing(self) -> tuple[HeaderEvidence, ...]:
        """What a user may choose from."""
        return tuple(each for each in self.candidates if each.score >= SHOWN)

    @property
    def rivals(self) -> tuple[HeaderEvidence, ...]:
        """Other surveys that score nearly as much as the first."""
        if not self.candidates or self.candidates[0].score < FLOOR:
            return ()
        first, *others = self.candidates
        return tuple(each for each in others if each.score > first.score - MARGIN and not _same_survey(first, each))


def rank(sample: HeaderSample, named: NamedBytes = NamedBytes(), *, all_of_them: bool = True) -> Ranking:
    """Score every choice that agrees with the named bytes. all_of_them: even where a grid leaves no doubt."""
    sample = without_blanks(sample)
    grids = [replace(each, score=_grid_score(each)) for each in grid_candidates(sample, named)]
    if not all_of_them and any(each.score >= NO_DOUBT and each.agreement is Agreement.AGREE for each in grids):
        return _ranked(grids, None)
    prestack = prestack_headers(sample, named)
    if prestack is not None:
        grids = [replace(each, score=0.5 * each.score) if _may_be_gathers(each) else each for each in grids]
    # A line explains neither a filled grid nor gathers.
    gathers = 0.3 if prestack else 1.0
    doubt = gathers * (1 - 0.5 * max(map(_looks_like_grid, grids), default=0.0))
    lines = list(line_candidates(sample, named))
    if shares_positions(sample) or any(map(_is_broken, lines)):
        doubt *= 0.5
    lines = [replace(each, score=_line_score(each) * doubt) for each in lines]
    several = [replace(each, score=_lines_score(each, grids) * gathers) for each in lines_candidates(sample, named)]
    return _ranked([*grids, *_first(lines), *_first(several)], prestack)


def _ranked(candidates: Iterable[HeaderEvidence], prestack: HeaderBytes | None) -> Ranking:
    return Ranking(tuple(sorted(candidates, key=lambda each: -each.score)[:MOST_SHOWN]), prestack)


def judge(sample: HeaderSample, headers: HeaderBytes) -> tuple[HeaderEvidence, ...]:
    """What these words may make of the file, best first and without what is far less likely; nothing where that is no
    survey, or prestack."""
    ranking = rank(sample, NamedBytes(headers.inline, headers.crossline))
    if ranking.prestack is not None or not ranking.candidates:
        return ()
    return tuple(each for each in ranking.candidates if each.score >= LIKELY * ranking.candidates[0].score)


def _grid_score(grid: HeaderEvidence) -> float:
    return 100 * grid.unique * grid.joined * GRID_TRUST[grid.agreement][_known(grid.headers)]


def _line_score(line: HeaderEvidence) -> float:
    known = 4 if line.along in (*COUNTERS, 0) else _known(line.headers)
    return 100 * line.unique * LINE_TRUST[line.agreement][known]


def _is_broken(line: HeaderEvidence) -> bool:
    """Whether the CDPs of a line leave most numbers out and no coordinates follow them: such numbers are made of an inline
    and a crossline number."""
    return line.along in LINE_NUMBERS and line.filled < 0.5 and line.agreement is Agreement.ABSENT


def _looks_like_grid(grid: HeaderEvidence) -> float:
    """How much a grid speaks against the file being one line, 0 to 1. A stack may keep the shot and channel of some trace
    that went into it, and a line may bend as the coordinates do."""
    pair = {grid.headers.inline, grid.headers.crossline}
    weak = CHANNEL_BYTE in pair or pair <= COORDINATE_WORDS
    against = {Agreement.DISAGREE: 0.6, Agreement.ALONG_LINE: 0.2}.get(grid.agreement, 1.0)
    return grid.unique * grid.joined * against * (0.4 if weak and grid.agreement is not Agreement.AGREE else 1.0)


def _may_be_gathers(grid: HeaderEvidence) -> bool:
    """Whether one of the words numbers records or traces, and the coordinates are not those of a survey."""
    pair = {grid.headers.inline, grid.headers.crossline}
    return grid.agreement is not Agreement.AGREE and bool(pair & {*COUNTERS, *RECORDS})


def _lines_score(lines: HeaderEvidence, grids: Iterable[HeaderEvidence]) -> float:
    """Lines that lie on one plane are those of a survey; without coordinates a few lines of uneven length may be either."""
    score = 100 * lines.unique * LINES_TRUST[lines.agreement] * (0.5 if lines.gathered else 1.0)
    doubt = 1 - 0.5 * max((each.score for each in grids if each.agreement is Agreement.AGREE), default=0.0) / 100
    if lines.agreement is Agreement.AGREE:
        return score * doubt
    if lines.along in COUNTERS:
        return 0.4 * score * doubt
    words = {lines.headers.inline, lines.headers.crossline}
    filled = next((each.filled for each in grids if {each.headers.inline, each.headers.crossline} == words), 0.0)
    return score * doubt * (1.0 if lines.inlines <= FEW_LINES and filled < UNEVEN else 0.5)


def _known(headers: HeaderBytes) -> int:
    """How well known a pair is: a place in the rows of the tables above."""
    pair = headers.inline, headers.crossline
    if pair == STANDARD_PAIRS[0]:
        return 0
    if pair in STANDARD_PAIRS:
        return 1
    if pair in OTHER_PAIRS:
        return 2
    return 4 if set(pair) & set(COUNTERS) else 3


def _first(candidates: list[HeaderEvidence]) -> list[HeaderEvidence]:
    """The best of choices that would all show the same traces; of equals the one that came first."""
    return [max(candidates, key=lambda each: round(each.score, 3))] if candidates else []


def _same_survey(one: HeaderEvidence, other: HeaderEvidence) -> bool:
    """Whether the two would differ in their numbers only."""
    if one.kind is not other.kind:
        return False
    return one.kind is not Kind.GRID or one.agreement is other.agreement is Agreement.AGREE
