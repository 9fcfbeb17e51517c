"""What a picker is taught with: windows of data sets, of files, and of a project's records."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seisviewer.datasets.dataset_layout import is_dataset
from seisviewer.errors import BadRequest, LabelsError
from seisviewer.learning.phases.picker_settings import RATE
from seisviewer.picks.pick import Pick
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.processing import Processing, processed
from seisviewer.waveforms.record import Archive, Record
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.traces.trace_opening import read_dataset, read_records

if TYPE_CHECKING:
    from seisviewer.datasets.phase_window import PhaseWindow

TRAIN, ALL = "train", "all"  # splits of a data set
UNIT = 3  # unlabelled windows are so many training windows long, so that these can be cut at random places


@dataclass(frozen=True)
class Material:
    """labelled: windows whose arrivals are known. unlabelled: windows to be picked by the teacher. noise: recordings
    without an event that augmentation draws from. Names are unique over all of them. rate: samples per second of all."""

    labelled: tuple[PhaseWindow, ...] = field(default=(), repr=False)
    unlabelled: tuple[PhaseWindow, ...] = field(default=(), repr=False)
    noise: tuple[PhaseWindow, ...] = field(default=(), repr=False)
    rate: float = RATE

    def long_enough(self, count: int) -> Generator[Notice, None, Material]:
        """Without the windows that are shorter than `count` samples, which are said; LabelsError where all labels go so."""
        kinds = (self.labelled, self.unlabelled)
        if self.labelled and all(window.count < count for window in self.labelled):
            raise LabelsError(
                tr(
                    "None of the labelled windows is as long as a training window, {count:.2f} s without a "
                    "gap: choose longer recordings."
                ).format(count=count / self.rate)
            )
        short = sum(window.count < count for kind in kinds for window in kind)
        if short:
            yield Notice(
                tr("{short} windows are shorter than {count} samples and were left out.").format(
                    short=short, count=count
                )
            )
        return Material(
            *(tuple(window for window in kind if window.count >= count) for kind in kinds), self.noise, self.rate
        )


def gather(
    labelled: Sequence[Path],
    unlabelled: Sequence[Path],
    noise: Sequence[Path],
    window: int,
    *,
    split: str | None = None,
    count: int = 0,
    seed: int = 0,
    rate: float = RATE,
) -> Generator[Any, None, Material]:
    """Read SeisBench data sets and, for `unlabelled`, waveform files and folders too.

    split: of the data sets that are split; None takes “train”, so that what is scored later is not learned from, and ALL
    takes everything. count: so many labelled windows are taken, drawn by `seed`; 0 takes all. A window that is labelled is
    not taken as unlabelled too, so the rest of a data set can be given as unlabelled. rate: samples per second of what is
    taught.
    """
    known: list[PhaseWindow] = []
    for folder in labelled:
        found = yield from _windows(folder, split, rate)
        known += [each for each in found if each.is_labelled]
    if count > len(known):
        raise BadRequest(
            tr("Only {count} labelled windows are there, and {count2} were asked for: ask for fewer.").format(
                count=len(known), count2=count
            )
        )
    if count:
        chosen = np.random.default_rng(seed).permutation(len(known))[:count]
        known = [known[index] for index in sorted(chosen.tolist())]
    taken = {each.name for each in known}
    free: list[PhaseWindow] = []
    for path in unlabelled:
        found = yield from _unlabelled(path, split, window, rate)
        free += [each for each in found if each.name not in taken]
    still: list[PhaseWindow] = []
    for folder in noise:
        found = yield from _windows(folder, ALL, rate)
        still += [each for each in found if each.is_noise]
    if noise and not still:
        raise LabelsError(
            tr("{noise} has no windows of the category noise: choose a data set that has.").format(noise=noise[0])
        )
    return (yield from Material(tuple(known), tuple(free), tuple(still), rate).long_enough(window))


def from_records(
    archive: Archive, picks: Iterable[Pick], window: int, rate: float = RATE
) -> Generator[Any, None, Material]:
    """Labelled windows where a person has picked on the records, unlabelled ones elsewhere."""
    from seisviewer.datasets.labelled_records import windows_of

    of_record: dict[str, list[Pick]] = {}
    for pick in picks:
        of_record.setdefault(pick.record, []).append(pick)
    known, free = [], []
    for done, record in enumerate(archive.records):
        whole = yield from _resampled(record, rate)
        made = windows_of(whole, of_record.get(record.key, ()), _unit(whole, window, rate), rate)
        known += made[0]
        free += made[1]
        yield Progress(done + 1, len(archive.records), tr("cutting windows"))
    return (yield from Material(tuple(known), tuple(free), rate=rate).long_enough(window))


def _windows(folder: Path, split: str | None, rate: float) -> Generator[Progress, None, list[PhaseWindow]]:
    """Windows of a data set, with the folder in their names, as data sets often name theirs alike."""
    try:
        found = (yield from read_dataset(folder, None if split == ALL else split, rate)).windows
    except BadRequest:
        found = (yield from read_dataset(folder, None, rate)).windows
        if any(window.split for window in found):
            raise
    if split is None and any(window.split == TRAIN for window in found):
        found = [window for window in found if window.split == TRAIN]
    return [replace(window, name=f"{Path(folder).resolve()}/{window.name}") for window in found]


def _unlabelled(path: Path, split: str | None, window: int, rate: float) -> Generator[Any, None, list[PhaseWindow]]:
    """Windows of a data set without their labels, or of whatever waveforms lie there."""
    from seisviewer.datasets.phase_datasets import cut_record

    if is_dataset(path):
        found = yield from _windows(path, split, rate)
        return [replace(each.with_arrivals(()), is_noise=False) for each in found]
    archive = yield from read_records([path])
    windows: list[PhaseWindow] = []
    for done, record in enumerate(archive.records):
        whole = yield from _resampled(record, rate)
        windows += cut_record(whole, _unit(whole, window, rate), rate)
        yield Progress(done + 1, len(archive.records), tr("cutting windows"))
    return windows


def _unit(record: Record, window: int, rate: float) -> int:
    """Samples of an unlabelled window, as many as a shorter record has."""
    recorded = round((record.end - record.start) * rate) + 1
    return min(UNIT * window, max(window, recorded))


def _resampled(record: Record, rate: float) -> Generator[Progress, None, Record]:
    """The record with the rate of what is taught."""
    if all(component.rate == rate for component in record.components):
        return record
    processing = Processing(detrend="demean", rate=rate)
    return (
        yield from waited(lambda: processed(record, processing), tr("resampling {key}").format(key=record.key))
    ) or record
