"""From a record to probabilities, through SeisBench's own annotate, and from probabilities to picks."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import scipy  # its submodules are loaded when they are first used: the window opens a second earlier

from seisviewer.errors import ModelError
from seisviewer.picks.pick import PHASES, Origin, Pick, Review
from seisviewer.predictions.filter_averaging import combined, filtered
from seisviewer.predictions.passes.gapless_arrays import Unbroken, as_record, padded, resampled, unbroken
from seisviewer.predictions.probabilities import Curve, Probabilities
from seisviewer.predictions.window_picking import window_by_window
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.waveforms.component_names import three_places
from seisviewer.waveforms.record import Record
from seisviewer.waveforms.streams import to_stream
from seisviewer.waveforms.waiting import waited

if TYPE_CHECKING:
    from seisviewer.networks.pickers import Picker

FLOOR = 0.1  # candidates below this probability are not kept; the threshold sliders begin here
OTHER = "O"  # the letter of a component that no picker takes
SECONDS_A_PIECE = 0.25
FIRST_PIECE = 4  # windows


def probabilities_of(
    picker: Picker,
    record: Record,
    *,
    span: tuple[float, float] | None = None,
    test_time_filters: Sequence[str] = (),
    combination: str = "mean",
) -> Generator[Progress, None, Probabilities]:
    """What a picker says about a record, at the picker's samples per second.

    Each stretch between gaps is annotated by itself, in pieces that overlap by as many windows as it takes for the result
    to be that of SeisBench on the whole; a stretch shorter than the picker's window is lengthened by its mirror image, and
    so are the ends of a stretch that the picker would leave out. Missing components are 0 (as SeisBench has it).

    span: only what lies between two times (what lies around them is looked at too). test_time_filters: names from
    `predictions.filter_averaging.REGISTRY`, whose probabilities are combined ("mean" or "max"). Raises ModelError where the
    picker cannot use the record.
    """
    _refuse(picker, record)
    recorded = yield from resampled(record, picker)
    rate = recorded.rate
    around = (picker.in_samples + picker.settling) / rate
    wide = (span[0] - around, span[1] + around) if span else None
    stretches = yield from waited(lambda: unbroken(recorded, wide), tr("picking {key}").format(key=record.key))
    names = tuple(test_time_filters) or ("raw",)
    total = round(sum(stretch.count for stretch in stretches) / rate) * len(names)
    done, curves = 0.0, []
    for stretch in stretches:
        answers = []
        for name in names:
            answer = _answers(picker, filtered(stretch.samples, rate, name), recorded)
            values = yield from _told(answer, done, total, rate, record.key)
            answers.append(values)
            done += stretch.count / rate
        values = answers[0] if len(answers) == 1 else combined(answers, combination)
        curves += _curves(picker, stretch, values, span)
    return Probabilities(record.key, picker.name, tuple(curves))


def candidates(
    probabilities: Probabilities, record: Record, floor: float = FLOOR, origin: Origin = Origin.AUTOMATIC
) -> tuple[Pick, ...]:
    """Every pick that some threshold from `floor` up would give, in the order of time.

    A candidate is a maximum from which the curve falls to less than half before it meets a higher one: what SeisBench's
    trigger (on above the threshold, off below half of it) sets for a threshold just below the maximum. uncertainty: half
    of the width at half height.
    """
    return _picks(probabilities, record, origin, lambda curve: _summits(curve.values, floor))


def picks_above(
    probabilities: Probabilities,
    record: Record,
    thresholds: Mapping[str, float] | float,
    origin: Origin = Origin.AUTOMATIC,
) -> tuple[Pick, ...]:
    """The picks of SeisBench's classify at a threshold (one, or one for each phase), in the order of time."""

    def summits(curve: Curve) -> np.ndarray:
        threshold = thresholds if isinstance(thresholds, float) else thresholds[curve.phase]
        return triggered(curve.values, threshold)

    return _picks(probabilities, record, origin, summits)


def _picks(probabilities: Probabilities, record: Record, origin: Origin, summits) -> tuple[Pick, ...]:
    picks = []
    for curve in probabilities.curves:
        if curve.phase not in PHASES:
            continue
        for summit in summits(curve):
            pick = Pick(
                station=record.station,
                phase=curve.phase,
                time=curve.start + int(summit) / curve.rate,
                uncertainty=_half_width(curve.values, int(summit)) / curve.rate,
                origin=origin,
                review=Review.UNREVIEWED,
                probability=float(curve.values[summit]),
                model=probabilities.model,
                trace_name=record.name,
                width_of_model=True,
            )
            picks.append(pick)
    return tuple(sorted(picks, key=lambda pick: pick.time))


def _summits(values: np.ndarray, floor: float) -> np.ndarray:
    """Places of maxima of at least `floor` from which the values fall to less than half before a higher one."""
    known = np.nan_to_num(values)
    places = [np.zeros(0, int)]
    for first, end in _islands(known, floor / 2):  # beyond an island everything is less than half of any maximum
        walled = np.pad(known[first:end], 1)  # a maximum may stand at the end
        _, found = scipy.signal.find_peaks(walled, height=floor, prominence=floor / 2, plateau_size=1)
        fall = found["prominences"] > found["peak_heights"] / 2
        places.append(found["left_edges"][fall] - 1 + first)
    return np.concatenate(places)


def triggered(values: np.ndarray, threshold: float) -> np.ndarray:
    """Places of the maxima of stretches above half the threshold that rise above the threshold: SeisBench's classify."""
    known = np.nan_to_num(values)
    tops = [first + int(np.argmax(known[first:end])) for first, end in _islands(known, threshold / 2)]
    return np.array([top for top in tops if known[top] > threshold], int)


def _islands(values: np.ndarray, level: float) -> list[tuple[int, int]]:
    """Where the values are above a level: first place and the one after the last, for each stretch."""
    steps = np.diff(np.pad((values > level).astype(np.int8), 1))
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def _half_width(values: np.ndarray, summit: int) -> float:
    """Samples: half of the width at half height."""
    half = values[summit] / 2
    first = last = summit
    while first > 0 and values[first - 1] >= half:
        first -= 1
    while last + 1 < len(values) and values[last + 1] >= half:
        last += 1
    return (last - first) / 2


def _refuse(picker: Picker, record: Record) -> None:
    if not set(picker.phases.values()) & set(PHASES):
        raise ModelError(
            tr("{picker_name} sets neither P nor S: choose another picker.").format(picker_name=picker.name)
        )
    if not set(_letters(picker, record)) - {OTHER}:
        raise ModelError(
            tr("{key} has the components {codes}, and {picker_name} needs at least one of Z, N and E.").format(
                key=record.key, codes=", ".join(record.codes), picker_name=picker.name
            )
        )


def _letters(picker: Picker, record: Record) -> str:
    """What the components of a record are to a picker: those it knows as they are, others where they stand for Z, N and
    E."""
    places = {code: letter for code, letter in zip(three_places(record.codes), "ZNE") if code}
    known = set(picker.component_order)
    return "".join(code if code in known else places.get(code, OTHER) for code in record.codes)


def _told(
    answers: Generator[int, None, np.ndarray], done: float, total: int, rate: float, key: str
) -> Generator[Progress, None, np.ndarray]:
    """Turn the samples that are done into progress."""
    while True:
        try:
            count = next(answers)
        except StopIteration as stop:
            return stop.value
        yield Progress(round(done + count / rate), total, tr("picking {key}").format(key=key))


def _answers(picker: Picker, samples: np.ndarray, record: Record) -> Generator[int, None, np.ndarray]:
    """Probabilities (labels, samples) of an unbroken stretch (components, samples); yields how many samples are done."""
    least = picker.in_samples + picker.settling
    count = samples.shape[-1]
    if count < least + picker.edge:
        before = max(picker.edge + picker.settling, (least - count + 1) // 2)
        after = max(picker.edge, least - count - before)
        yield 0
        return _annotated(picker, padded(samples, before, after, picker.fade), record)[:, before : before + count]
    from seisviewer.networks.picker_windows import takes_windows

    pieces = window_by_window if takes_windows(picker) else _in_pieces
    values = yield from pieces(picker, samples, _letters(picker, record), record)
    if picker.edge or picker.settling:
        before = picker.edge + picker.settling
        head = _annotated(picker, padded(samples[:, :least], before, 0, picker.fade), record)[:, before:]
        tail = _annotated(picker, padded(samples[:, -least:], 0, picker.edge, picker.fade), record)[:, :least]
        _fill(values[:, :before], head[:, :before])
        _fill(values[:, -picker.edge :], tail[:, -picker.edge :])
    return values


def _in_pieces(picker: Picker, samples: np.ndarray, letters: str, record: Record) -> Generator[int, None, np.ndarray]:
    """Annotate piece by piece, each with the windows around it that have a say in its samples.

    Windows lie where SeisBench lays them on the whole: every `step` samples, and one more at the very end. A filter of the
    picker's own needs one window more on either side to come to rest.
    """
    width, step, count = picker.in_samples, picker.step, samples.shape[-1]
    windows = (count - width) // step + 1
    beside = -(-width // step)
    lead = beside - 1 + (picker.filters or picker.is_pointwise)
    trail = beside - 1 if picker.filters or picker.is_pointwise else 0
    values = np.full((len(picker.phases), count), np.nan, np.float32)
    first, length = 0, FIRST_PIECE * (step if picker.is_pointwise else 1)
    while first < windows:
        began = time.monotonic()
        end = min(first + length, windows)
        last = end == windows
        begin = max(0, (first - lead) * step - picker.settling)
        until = count if last else min(count, (end - 1 + trail) * step + width)
        answer = _annotated(picker, samples[:, begin:until], record)
        kept = slice(first * step, count if last else end * step)
        values[:, kept] = answer[:, kept.start - begin : kept.stop - begin]
        yield kept.stop
        pace = (end - first) / max(time.monotonic() - began, 1e-3)
        length = max(1, min(4 * length, round(pace * SECONDS_A_PIECE)))
        first = end
    return values


def _annotated(picker: Picker, samples: np.ndarray, record: Record) -> np.ndarray:
    """One call of SeisBench's annotate: probabilities (labels, samples), NaN where it says nothing."""
    count = samples.shape[-1]
    rate = record.rate
    whole = _countable(samples, rate, picker.in_samples)
    stream = to_stream(as_record(whole, _letters(picker, record), rate))
    labels = list(picker.phases)
    values = np.full((len(labels), count), np.nan, np.float32)
    prefix = f"{type(picker.model).__name__}_"
    for trace in picker.annotate(stream):
        label = trace.stats.channel.removeprefix(prefix)
        if label not in labels or not len(trace.data):
            continue
        places = trace.stats.starttime.timestamp * rate + np.arange(len(trace.data)) * rate / trace.stats.sampling_rate
        first, last = max(0, round(places[0])), min(count - 1, round(places[-1]))
        row = values[labels.index(label)]
        row[first : last + 1] = np.interp(np.arange(first, last + 1), places, trace.data)
    return values


def _countable(samples: np.ndarray, rate: float, least: int) -> np.ndarray:
    """The samples, lengthened so that SeisBench counts none too few.

    It takes the length from the times of the first and the last sample, rounds downwards, and drops what is then shorter
    than a window without a word: 30.01 s at 100 samples per second are 3000 samples to it and not 3001.
    """
    lacking = 0
    while not _is_counted(samples.shape[-1] + lacking, rate, least):
        lacking += 1
    return np.pad(samples, ((0, 0), (0, lacking)), mode="edge") if lacking else samples


def _is_counted(count: int, rate: float, least: int) -> bool:
    seconds = round((count - 1) * 1e9 / rate) / 1e9
    return int(seconds * rate) + 1 >= count and seconds >= (least - 1) / rate


def _fill(values: np.ndarray, others: np.ndarray) -> None:
    """Put others where there is nothing yet."""
    missing = np.isnan(values)
    values[missing] = others[missing]


def _curves(picker: Picker, stretch: Unbroken, values: np.ndarray, span: tuple[float, float] | None) -> list[Curve]:
    """One curve for each phase; labels of the same phase (Pn, Pg) share one."""
    first, end = 0, stretch.count
    if span is not None:
        first = max(0, int(np.ceil((span[0] - stretch.start) * stretch.rate)))
        end = min(end, int((span[1] - stretch.start) * stretch.rate) + 1)
    if first >= end:
        return []
    by_phase: dict[str, np.ndarray] = {}
    for phase, row in zip(picker.phases.values(), values[:, first:end], strict=True):
        by_phase[phase] = np.fmax(by_phase[phase], row) if phase in by_phase else row
    start = stretch.start + first / stretch.rate
    return [Curve(phase, start, stretch.rate, row) for phase, row in by_phase.items()]
