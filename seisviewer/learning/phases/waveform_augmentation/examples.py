"""Windows of the records on the desk, with the picks on them, to show augmentation on."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np

from seisviewer.datasets.phase_sample import PhaseSample, signal_to_noise
from seisviewer.errors import BadRequest
from seisviewer.learning.phases.waveform_augmentation.pool import Pool
from seisviewer.picks.pick import Pick
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive, Record

SECONDS = 30.0  # of a training window
STRETCH = 3  # training windows in what is taken of a record: room for random shift
MOST = 200  # other events


@dataclass(frozen=True)
class Examples:
    """shown: a stretch of the record in use. pool: stretches around the P picks on all records with the same rate."""

    shown: PhaseSample
    pool: Pool


def gather(archive: Archive, picks: Sequence[Pick], key: str, around: float) -> Generator[Progress, None, Examples]:
    """The stretch of record `key` at its P that is nearest to `around` (seconds since 1970 UTC), and what goes with it.

    Raises BadRequest where there is no such record, it is shorter than a training window, or its components differ in rate.
    """
    record = archive.record(key)
    if record is None:
        raise BadRequest(tr("Choose a record first: click on one of its traces."))
    window = round(SECONDS * record.rate) + 1
    of_record = _by_record(picks)
    onsets = [pick.time for pick in of_record.get(key, ()) if _phase(pick) == "P"]
    nearest = min(onsets, key=lambda time: abs(time - around), default=around)
    shown = _stretch(record, of_record.get(key, ()), nearest, window)
    if shown is None:
        raise BadRequest(
            tr("{key} is shorter than {seconds:g} s: augmentation is shown on longer records.").format(
                key=key, seconds=SECONDS
            )
        )
    places = [
        (other, pick.time)
        for other in archive.records
        if {component.rate for component in other.components} == {record.rate}
        for pick in of_record.get(other.key, ())
        if _phase(pick) == "P"
    ][:MOST]
    events = []
    for done, (other, time) in enumerate(places):
        yield Progress(done, len(places), tr("Gathering windows with picks"))
        stretch = _stretch(other, of_record[other.key], time, window)
        if stretch is not None:
            events.append(stretch)
    return Examples(shown, Pool(tuple(events), window=window))


def _by_record(picks: Sequence[Pick]) -> dict[str, list[Pick]]:
    grouped: dict[str, list[Pick]] = {}
    for pick in sorted(picks, key=lambda pick: pick.time):
        grouped.setdefault(pick.record, []).append(pick)
    return grouped


def _phase(pick: Pick) -> str:
    """P for Pn and Pg too, as S for Sn and Sg."""
    return pick.phase[:1]


def _stretch(record: Record, picks: Sequence[Pick], time: float, window: int) -> PhaseSample | None:
    """Up to three training windows with a third of them before `time`; None where not even one was recorded."""
    from seisviewer.datasets.phase_datasets import (
        samples_of,
    )  # brings SeisBench, which listing the augmentations does not need

    rate = record.rate
    recorded = round((record.end - record.start) * rate) + 1
    count = min(STRETCH * window, recorded)
    if count < window:
        return None
    first = round((time - record.start) * rate) - count // STRETCH
    start = record.start + min(max(first, 0), recorded - count) / rate
    array = np.nan_to_num(samples_of(record, start, count))
    arrivals = [(_phase(pick), (pick.time - start) * rate) for pick in picks]
    arrivals = [(phase, at) for phase, at in arrivals if 0 <= at < count]
    onset = (time - start) * rate
    p = min((at for phase, at in arrivals if phase == "P"), key=lambda at: abs(at - onset), default=None)
    s = next((at for phase, at in arrivals if phase == "S" and (p is None or at > p)), None)
    others = tuple(arrival for arrival in arrivals if arrival not in (("P", p), ("S", s)))
    name = f"{record.key} {time:.2f}"
    snr = signal_to_noise(array, p, rate)
    return PhaseSample(array, rate, p, s, snr, is_noise=not arrivals, name=name, others=others)
