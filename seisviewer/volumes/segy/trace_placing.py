"""From the line numbers of all traces to the grid, and to the trace at every position of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.errors import BadRequest, UnknownGeometry, UnreadableFile
from seisviewer.memory import available_memory
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.line_numbers import LARGEST_NUMBER, far_off, follows_path, line_axis, unnumbered
from seisviewer.volumes.segy.header_evidence import offsets_repeat
from seisviewer.volumes.segy.several_lines import line_of_trace, lines_in_file
from seisviewer.volumes.survey_coordinates import fit_affine, line_coordinates

FEW_TWICE = 0.05  # share of traces at a position that is taken, up to which the rest makes a survey
CELL_BYTES = 26  # that placing the traces takes for each position, for a moment
TINY_SHARE = 0.005  # of the grid that holds traces: below it the line numbers may be wrong


@dataclass(frozen=True, eq=False)
class TraceNumbers:
    """Of all traces of a file, or of some; arrays of (traces,). x, y: of the
    survey's coordinates, NaN where a trace states none. alive: bool, the trace holds data. trace:
    place in the file."""

    inline: np.ndarray = field(repr=False)
    crossline: np.ndarray = field(repr=False)
    x: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    offset: np.ndarray = field(repr=False)
    alive: np.ndarray = field(repr=False)
    trace: np.ndarray = field(repr=False)

    def __len__(self) -> int:
        return len(self.trace)

    def where(self, chosen: np.ndarray) -> TraceNumbers:
        return TraceNumbers(**{name: values[chosen] for name, values in vars(self).items()})


@dataclass(frozen=True, eq=False)
class PlacedTraces:
    """trace_at: int64 (inlines, crosslines), the trace's place in the file, -1 where none is. notices: sentences for the
    user about traces that are not shown."""

    geometry: Geometry
    trace_at: np.ndarray = field(repr=False)
    notices: tuple[str, ...] = ()


def place_traces(
    name: str, numbers: TraceNumbers, samples: SampleAxis, *, several: bool = False, line: int | None = None
) -> PlacedTraces:
    """The grid of the file called `name`.

    several: it is known to hold several 2D lines. line: number of the one that is wanted. Raises UnknownGeometry where
    the numbers make no survey or a line has to be chosen, UnreadableFile for prestack data, BadRequest for a line that
    there is not.
    """
    numbers, notices = _with_position(name, numbers)
    if line is None and not several:
        numbers, said = _without_far_off(name, numbers)
        notices += said
    if several or line is not None:
        numbers = _one_line(name, numbers, line)
    if line is not None or _is_line(numbers):
        placed = _on_line(name, numbers, samples, line)
    else:
        placed = _on_grid(name, numbers, samples)
    said = _tiny_share(name, placed.geometry)
    return PlacedTraces(placed.geometry, placed.trace_at, (*notices, *placed.notices, *said))


def _with_position(name: str, numbers: TraceNumbers) -> tuple[TraceNumbers, tuple[str, ...]]:
    """Without the traces whose headers do not say where they lie."""
    aside = unnumbered(numbers.inline, numbers.crossline)
    located = np.isfinite(numbers.x)
    if located.mean() > 0.5:
        aside |= (numbers.inline == 0) & (numbers.crossline == 0) & ~located
    count = np.count_nonzero(aside)
    if not count or count == len(numbers):
        return numbers, ()
    traces = tr("1 trace has") if count == 1 else tr("{count:,} traces have").format(count=count)
    said = tr("{traces} no line numbers in the headers of {name} and is not shown.").format(traces=traces, name=name)
    return numbers.where(~aside), (said if count == 1 else said.replace(" is not", " are not"),)


def _without_far_off(name: str, numbers: TraceNumbers) -> tuple[TraceNumbers, tuple[str, ...]]:
    """Without a few traces whose numbers lie far from all others, over which the grid would spread."""
    aside = far_off(numbers.inline, numbers.crossline)
    count = np.count_nonzero(aside)
    if not count:
        return numbers, ()
    first = _position(numbers, int(np.flatnonzero(aside)[0]))
    who = tr("1 trace") if count == 1 else tr("{count:,} traces").format(count=count)
    said = tr("{who} of {name} {words} line numbers far from all others ({first}) and {words2} not shown.").format(
        who=who,
        name=name,
        words=tr("has") if count == 1 else "have",
        first=first,
        words2="is" if count == 1 else tr("are"),
    )
    return numbers.where(~aside), (said,)


def _one_line(name: str, numbers: TraceNumbers, wanted: int | None) -> TraceNumbers:
    """The traces of the line that is wanted; raises UnknownGeometry where none was named yet."""
    x, y = (np.nan_to_num(each) for each in (numbers.x, numbers.y))  # 0 is none there
    line = line_of_trace(numbers.inline, numbers.crossline, x, y)
    lines = lines_in_file(line, numbers.crossline)
    if wanted is None:
        options = [
            tr("--line {each_number}  {in_words}").format(each_number=each.number, in_words=each.in_words())
            for each in lines
        ]
        raise UnknownGeometry(
            tr("{name} holds {count} 2D lines: choose one of them.").format(name=name, count=len(lines)), options
        )
    if wanted not in line:
        raise BadRequest(
            tr("{name} has no line {wanted}: it has {listed}.").format(
                name=name, wanted=wanted, listed=_listed([each.number for each in lines])
            )
        )
    return numbers.where(line == wanted)


def _listed(lines: list[int]) -> str:
    return (
        ", ".join(map(str, lines))
        if len(lines) <= 12
        else tr("{count} lines from {lines} to {lines2}").format(count=len(lines), lines=lines[0], lines2=lines[-1])
    )


def _is_line(numbers: TraceNumbers) -> bool:
    lines, crosslines = (np.ptp(each) == 0 for each in (numbers.inline, numbers.crossline))
    return lines or crosslines or follows_path(numbers.inline, numbers.crossline)


def _on_line(name: str, numbers: TraceNumbers, samples: SampleAxis, line: int | None) -> PlacedTraces:
    """A 2D line: one "inline" whose traces are numbered by whichever word numbers them."""
    along, number = numbers.crossline, int(numbers.inline[0])
    if np.ptp(along) and np.array_equal(numbers.inline, along):
        number = 1
    elif np.ptp(numbers.inline) and np.ptp(numbers.crossline):
        along, number = np.arange(1, len(numbers) + 1), 1
    elif np.ptp(numbers.inline):
        along, number = numbers.inline, int(numbers.crossline[0])
    elif not np.ptp(numbers.crossline) and len(numbers) > 1:
        raise UnknownGeometry(
            tr("All traces of {name} carry the same numbers in the bytes chosen: name other bytes.").format(name=name),
        )
    axis = line_axis(along)
    _check_numbers(name, LineAxis(number, 1, 1), axis)
    _check_grid(name, len(numbers), axis.count)
    places = np.zeros(len(numbers), np.int64), (along.astype(np.int64) - axis.start) // axis.step
    trace_at, live, notices = _place(name, numbers, (1, axis.count), places)
    xy = line_coordinates(places[1], numbers.x, numbers.y, axis.count)
    inlines = LineAxis(number or 1 if line is None else line, 1, 1)
    trace_xy = None if xy is None else xy[None]
    return PlacedTraces(Geometry(inlines, axis, samples, live, trace_xy=trace_xy, is_2d=True), trace_at, notices)


def _on_grid(name: str, numbers: TraceNumbers, samples: SampleAxis) -> PlacedTraces:
    inlines, crosslines = line_axis(numbers.inline), line_axis(numbers.crossline)
    _check_numbers(name, inlines, crosslines)
    _check_grid(name, len(numbers), inlines.count * crosslines.count)
    places = tuple(
        (each.astype(np.int64) - axis.start) // axis.step
        for each, axis in ((numbers.inline, inlines), (numbers.crossline, crosslines))
    )
    trace_at, live, notices = _place(name, numbers, (inlines.count, crosslines.count), places)
    affine = fit_affine(*places, numbers.x, numbers.y)
    stated = numbers.x[np.isfinite(numbers.x)]
    if affine is None and len(stated) and np.ptp(stated):
        notices += (
            tr("The coordinates in {name} do not follow its lines, so the map shows line numbers.").format(name=name),
        )
    return PlacedTraces(Geometry(inlines, crosslines, samples, live, affine=affine), trace_at, notices)


def _check_numbers(name: str, *axes: LineAxis) -> None:
    """No survey has lines of such numbers: other words were read, or floats."""
    for axis in axes:
        largest = max(abs(axis.start), abs(axis.stop))
        if largest > LARGEST_NUMBER:
            raise UnknownGeometry(
                tr(
                    "The bytes chosen for {name} hold numbers up to {largest:,}, which can hardly be line "
                    "numbers: name other bytes."
                ).format(name=name, largest=largest)
            )


def _check_grid(name: str, traces: int, cells: int) -> None:
    """Random numbers span a grid that fits in no memory; say so before asking for it."""
    if cells > max(10_000_000, 2_000 * traces):
        raise UnknownGeometry(
            tr(
                "The bytes chosen for {name} spread its {traces:,} traces over {cells:,} positions, so "
                "they can hardly be line numbers: name other bytes."
            ).format(name=name, traces=traces, cells=cells)
        )
    if cells * CELL_BYTES > available_memory() // 2:
        raise UnknownGeometry(
            tr(
                "There is not enough memory for the {cells:,} positions over which the {traces:,} traces "
                "of {name} spread: name other bytes if these are no line numbers."
            ).format(cells=cells, traces=traces, name=name)
        )


def _place(
    name: str, numbers: TraceNumbers, shape: tuple[int, int], places: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Trace at every position, the live ones, and what to say of those for which there was no room."""
    order = np.arange(len(numbers))
    at = np.full(shape, -1, np.int64)
    at[places] = order
    notices: tuple[str, ...] = ()
    if len(twice := np.flatnonzero(at[places] != order)):
        _check_twice(name, numbers, twice)
        # What is written last stays: of several the first that holds data.
        order = np.lexsort((-order, numbers.alive))
        at[tuple(each[order] for each in places)] = order
        traces = tr("1 trace lies") if len(twice) == 1 else tr("{count:,} traces lie").format(count=len(twice))
        notices = (
            tr(
                "{traces} where another one of {name} lies already (such as {position}): the first at a "
                "position is shown."
            ).format(traces=traces, name=name, position=_position(numbers, twice[0])),
        )
    return np.where(at >= 0, numbers.trace[at], -1), (at >= 0) & numbers.alive[at], notices


def _check_twice(name: str, numbers: TraceNumbers, twice: np.ndarray) -> None:
    """Raises where so many traces lie at a position that is taken that the numbers make no post-stack survey."""
    sharing = (numbers.inline == numbers.inline[twice[0]]) & (numbers.crossline == numbers.crossline[twice[0]])
    position = _position(numbers, twice[0])
    if offsets_repeat(numbers.inline, numbers.crossline, numbers.offset):
        offsets = np.unique(numbers.offset[sharing])
        raise UnreadableFile(
            tr(
                "{name} is prestack ({sum} traces with offsets {offsets} to {offsets2} at {position}): stack it first."
            ).format(name=name, sum=sharing.sum(), offsets=offsets[0], offsets2=offsets[-1], position=position)
        )
    if len(twice) > FEW_TWICE * len(numbers):
        raise UnknownGeometry(
            tr("{name} has {sum} traces at {position}: name the bytes that tell its traces apart.").format(
                name=name, sum=sharing.sum(), position=position
            )
        )


def _position(numbers: TraceNumbers, trace: int) -> str:
    return tr("inline {inline}, crossline {crossline}").format(
        inline=numbers.inline[trace], crossline=numbers.crossline[trace]
    )


def _tiny_share(name: str, geometry: Geometry) -> tuple[str, ...]:
    traces, cells = np.count_nonzero(geometry.live), geometry.live.size
    if traces >= TINY_SHARE * cells:
        return ()
    return (
        tr(
            "Only {traces:,} of the {cells:,} positions of {name} hold a trace: check its header "
            "bytes if it is no survey of lone lines."
        ).format(traces=traces, cells=cells, name=name),
    )
