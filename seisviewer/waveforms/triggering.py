"""Detectors that need no training, ObsPy's: STA/LTA with a coincidence of stations, and matching with templates."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from obspy import Stream, Trace, UTCDateTime

from seisviewer.errors import BadRequest
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.waveforms.continuous_stretches import Stretch

KINDS = {"classic": "classic_sta_lta", "recursive": "recursive_sta_lta"}  # names in obspy.signal.trigger
PIECE_SECONDS = 1800.0  # of a record, correlated with one template between two events of progress

Prepared = Mapping[str, Sequence[Stretch]]


@dataclass(frozen=True)
class StaLta:
    """kind: "classic" or "recursive". sta, lta: lengths of the windows in seconds. on, off: the ratio at which a trigger
    begins and ends. component: number of the component that is looked at, 0 the vertical. longest: a trigger is ended
    after so many seconds."""

    kind: str = "recursive"
    sta: float = 0.5
    lta: float = 20.0
    on: float = 3.5
    off: float = 1.5
    component: int = 0
    longest: float = 60.0


@dataclass(frozen=True)
class Trigger:
    """time: seconds since 1970 UTC, of the first station that triggered or of the template's own time in the match. score:
    0–1, the share of the stations that triggered, or the correlation. template: its number, or -1."""

    time: float
    score: float
    template: int = -1


@dataclass(frozen=True)
class Template:
    """A window of one record around a known arrival. offset: seconds from its first sample to the arrival."""

    record: str
    rate: float
    offset: float
    samples: np.ndarray = field(repr=False, compare=False)


def sta_lta(prepared: Prepared, settings: StaLta, need: int = 1) -> Generator[Progress, None, tuple[Trigger, ...]]:
    """Triggers of all stations together, in the order of time (Withers et al. 1998; ObsPy's coincidence trigger).

    prepared: the filtered stretches of each station, from all its records. need: how many of the stations must trigger at
    overlapping times.
    Raises BadRequest for settings that make no sense.
    """
    from obspy.signal.trigger import coincidence_trigger  # obspy.signal takes a second to import

    check_sta_lta(settings)
    ratios = Stream()
    for done, (key, stretches) in enumerate(prepared.items()):
        for stretch in stretches:
            yield Progress(done, len(prepared), tr("STA/LTA of {key}").format(key=key))
            ratio = _ratio(stretch, settings)
            if ratio is not None:
                # ObsPy counts each trace id once; numbered names keep stations apart whatever they are called.
                ratios += _trace(ratio, stretch, station=f"R{done}")
    found = coincidence_trigger(None, settings.on, settings.off, ratios, need, max_trigger_length=settings.longest)
    return tuple(Trigger(each["time"].timestamp, each["coincidence_sum"] / len(prepared)) for each in found)


def check_sta_lta(settings: StaLta) -> None:
    """Raise BadRequest for settings that make no sense."""
    if settings.kind not in KINDS:
        raise BadRequest(
            tr("There is no STA/LTA called “{kind}”: choose {kinds}.").format(
                kind=settings.kind, kinds=tr(" or ").join(KINDS)
            )
        )
    if not 0 < settings.sta < settings.lta:
        raise BadRequest(tr("The short window of STA/LTA has to be shorter than the long one."))
    if not 0 < settings.off <= settings.on:
        raise BadRequest(tr("A trigger has to end at a ratio not above the one at which it begins."))


def match_templates(
    record: str, stretches: Sequence[Stretch], templates: Sequence[Template], height: float, apart: float
) -> Generator[Progress, None, tuple[Trigger, ...]]:
    """Where a record resembles its templates: mean correlation of the components at `height` or more, maxima at least
    `apart` seconds from each other (ObsPy's correlation detector; several templates may match at one place)."""
    from obspy.signal.cross_correlation import correlation_detector  # obspy.signal takes a second to import

    found = []
    for number, template in enumerate(templates):
        if template.record != record:
            continue
        pattern = _stream(template.samples, 0.0, template.rate)
        for piece in _pieces(stretches, template.samples.shape[1]):
            yield Progress(number, len(templates), tr("matching templates with {record}").format(record=record))
            data = _stream(piece.samples, piece.start, piece.rate)
            matches, _ = correlation_detector(data, pattern, height, apart)
            found += [
                Trigger(match["time"].timestamp + template.offset, float(match["similarity"]), number)
                for match in matches
            ]
    return tuple(sorted(found, key=lambda trigger: trigger.time))


def _ratio(stretch: Stretch, settings: StaLta) -> np.ndarray | None:
    from obspy.signal import trigger

    short, long = round(settings.sta * stretch.rate), round(settings.lta * stretch.rate)
    if stretch.samples.shape[1] <= long or short < 1:
        return None
    component = min(settings.component, len(stretch.samples) - 1)
    ratio = getattr(trigger, KINDS[settings.kind])(stretch.samples[component].astype(np.float64), short, long)
    ratio[:long] = 0.0  # the long window is not full yet
    return ratio


def _pieces(stretches: Sequence[Stretch], overlap: int) -> Generator[Stretch, None, None]:
    """Stretches in parts that overlap by a template, so that a match at a border is found."""
    for stretch in stretches:
        length = max(round(PIECE_SECONDS * stretch.rate), 2 * overlap)
        for first in range(0, stretch.samples.shape[1] - overlap + 1, length - overlap + 1):
            samples = stretch.samples[:, first : first + length]
            yield Stretch(stretch.start + first / stretch.rate, stretch.rate, samples)


def _stream(samples: np.ndarray, start: float, rate: float) -> Stream:
    """Of float64, since ObsPy subtracts running sums of squares from each other."""
    traces = []
    for number, component in enumerate(samples):
        header = {"sampling_rate": rate, "starttime": UTCDateTime(start), "station": "X", "channel": f"{number:03d}"}
        traces.append(Trace(component.astype(np.float64), header))
    return Stream(traces)


def _trace(values: np.ndarray, stretch: Stretch, station: str) -> Trace:
    header = {"sampling_rate": stretch.rate, "starttime": UTCDateTime(stretch.start), "station": station}
    return Trace(values, header)
