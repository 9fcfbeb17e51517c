"""Picking with a model: the records on the desk, waveform files, and the windows of data sets."""

from __future__ import annotations

import math
import zlib
from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.errors import BadRequest, ModelError
from seisviewer.networks.picker_names import is_at_hand, nowhere
from seisviewer.picks.pick import PHASES, Origin, Pick
from seisviewer.predictions import filter_averaging
from seisviewer.predictions.probabilities import Probabilities
from seisviewer.predictions.record_picking import FLOOR, candidates, picks_above, probabilities_of
from seisviewer.progress import Notice, Progress, translated
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.traces.trace_opening import read_dataset, read_records, record_of

if TYPE_CHECKING:
    from seisviewer.datasets.phase_window import PhaseWindow
    from seisviewer.networks.pickers import Picker

MARGIN = 0.5  # seconds between an arrival and the end of a window that was cut at random
Events = Progress | Notice


@dataclass(frozen=True)
class RecordPicked:
    """One record is done. picks: on it, in the order of time."""

    probabilities: Probabilities
    picks: tuple[Pick, ...]


@dataclass(frozen=True)
class PickSettings:
    """What to pick with. model: name or file of a picker. thresholds: of SeisBench's classify, for each phase; a phase
    that is not named has the threshold that the weights recommend. candidates: every maximum from FLOOR up instead, as
    the window keeps them, so that any threshold may be chosen afterwards. test_time_filters and combination: as in
    `predictions.record_picking.probabilities_of`. download: fetch weights that are not on this machine from SeisBench's
    server.
    """

    model: str
    thresholds: Mapping[str, float] = field(default_factory=dict)
    candidates: bool = False
    test_time_filters: tuple[str, ...] = ()
    combination: str = "mean"
    device: str = "auto"
    download: bool = False

    def check(self) -> None:
        """Raise BadRequest or ModelError for what cannot be done, before anything is read or loaded."""
        filter_averaging.check(self.test_time_filters, self.combination)
        if not self.download and not is_at_hand(self.model):
            raise nowhere(self.model)


@dataclass(frozen=True)
class Picked:
    """picks: in the order of time. archive: what was picked. starts: of the windows of a data set, by name: when the
    uncut window begins, and its samples per second."""

    picks: tuple[Pick, ...]
    archive: Archive
    starts: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def pick_archive(
    archive: Archive,
    records: Collection[str] | None,
    model: str | Path | Picker,
    *,
    span: tuple[float, float] | None = None,
    thresholds: Mapping[str, float] | None = None,
    test_time_filters: Sequence[str] = (),
    combination: str = "mean",
    device: str = "auto",
    label: str = "",
) -> Generator[Events | RecordPicked, None, tuple[Pick, ...]]:
    """Pick records of an archive, all of them or those with these keys; yields RecordPicked as each is done.

    Returns the picks in the order of time: every candidate from FLOOR up or, where there are thresholds for the phases,
    what SeisBench's classify gives at them. A record that the picker cannot use is said in a Notice. span: only between two
    times. label: what the picks call the model. Raises ModelError where the picker cannot be had or can use none of them.
    """
    picker = yield from loaded(model, device=device, label=label)
    origin = Origin.SELF_TRAINED if picker.self_trained else Origin.AUTOMATIC
    chosen = [record for record in archive.records if records is None or record.key in records]
    picks: list[Pick] = []
    problems: list[ModelError | BadRequest] = []
    for number, record in enumerate(chosen):
        yield Progress(1000 * number, 1000 * len(chosen), tr("picking {key}").format(key=record.key))
        try:
            probabilities = yield from _counted(
                probabilities_of(
                    picker, record, span=span, test_time_filters=test_time_filters, combination=combination
                ),
                number,
                len(chosen),
            )
        except (ModelError, BadRequest) as problem:
            problems.append(problem)
            yield Notice(tr("Not picked: {problem}").format(problem=problem))
            continue
        if thresholds is None:
            found = candidates(probabilities, record, FLOOR, origin)
        else:
            found = picks_above(probabilities, record, thresholds, origin)
        picks += found
        yield RecordPicked(probabilities, found)
    if problems and len(problems) == len(chosen):
        raise problems[0]
    return tuple(sorted(picks, key=lambda pick: pick.time))


def pick_files(
    paths: Sequence[str | Path], settings: PickSettings, *, stationxml: Sequence[str | Path] = ()
) -> Generator[Events | RecordPicked, None, Picked]:
    """Pick waveform files and folders of them, or the waveforms of a project, which stays as it is.

    Raises UnreadableFile, ProjectError, ModelError or BadRequest.
    """
    settings.check()
    archive = yield from read_records(paths, stationxml=stationxml)
    starts = {record.name: (record.start, record.rate) for record in archive.records if record.name}
    return Picked((yield from _pick(archive, settings)), archive, starts)


def pick_dataset(
    folder: str | Path,
    settings: PickSettings,
    *,
    split: str | None = None,
    window: int | None = None,
    seed: int = 0,
) -> Generator[Events | RecordPicked, None, Picked]:
    """Pick the windows of a SeisBench data set.

    split: "train", "dev" or "test"; None is all. window: cut so many samples at a random place out of each first, as
    `cut_at_random` does. Times of picks are those in the uncut windows. Raises UnreadableFile, ModelError or BadRequest.
    """
    settings.check()
    folder = Path(folder)
    whole = (yield from read_dataset(folder, split)).windows
    shown = whole if window is None else tuple(cut_at_random(each, window, seed) for each in whole)
    archive = Archive(tuple(record_of(each) for each in shown), (folder,))
    starts = {each.name: (each.start, each.rate) for each in whole}
    return Picked((yield from _pick(archive, settings)), archive, starts)


def cut_at_random(window: PhaseWindow, count: int, seed: int) -> PhaseWindow:
    """`count` samples of a window of a data set, cut so that P lies inside, and S too where both fit.

    Where, is drawn from the seed and the window's name, so it is the same whatever other windows there are. A window that
    is no longer than `count` stays as it is. Raises BadRequest for a count that holds nothing.
    """
    margin = round(MARGIN * window.rate)
    if count <= 2 * margin:
        raise BadRequest(
            tr("A window of {count} samples is too short: choose more than {margin}.").format(
                count=count, margin=2 * margin
            )
        )
    if window.count <= count:
        return window
    arrivals = sorted(sample for sample in (window.p, window.s) if sample is not None)
    if arrivals and arrivals[-1] - arrivals[0] > count - 1 - 2 * margin:
        arrivals = arrivals[:1]
    room = window.count - count
    lowest, highest = 0, room
    if arrivals:
        lowest = min(max(0, math.ceil(arrivals[-1]) + margin - (count - 1)), room)
        highest = min(max(0, math.floor(arrivals[0]) - margin), room)
    draw = np.random.default_rng([seed, zlib.crc32(window.name.encode())])
    offset = int(draw.integers(lowest, highest, endpoint=True))
    return replace(
        window,
        samples=window.samples[:, offset : offset + count],
        start=window.start + offset / window.rate,
        p=None if window.p is None else window.p - offset,
        s=None if window.s is None else window.s - offset,
    )


def loaded(
    model: str | Path | Picker, *, device: str = "auto", download: bool = False, label: str = ""
) -> Generator[Progress, None, Picker]:
    """The picker, loaded beside a running window: SeisBench takes seconds to import."""
    if not isinstance(model, str | Path):
        return model

    def load() -> Picker:
        from seisviewer.networks.loading import load_libraries

        load_libraries()  # first, so that a window beside it does not stand still
        from seisviewer.networks.pickers import load_picker

        return load_picker(model, device=device, download=download, label=label)

    return (yield from waited(load, tr("Loading {label}").format(label=label or model)))


def thresholds_for(settings: PickSettings, picker: Picker) -> dict[str, float]:
    """The threshold of each phase: what was chosen, else what the weights recommend."""
    return {phase: settings.thresholds.get(phase, picker.threshold(phase)) for phase in PHASES}


def _pick(archive: Archive, settings: PickSettings) -> Generator[Events | RecordPicked, None, tuple[Pick, ...]]:
    """The picks of a whole archive."""
    picker = yield from loaded(settings.model, device=settings.device, download=settings.download)
    thresholds = thresholds_for(settings, picker)
    return (
        yield from pick_archive(
            archive,
            None,
            picker,
            thresholds=None if settings.candidates else thresholds,
            test_time_filters=settings.test_time_filters,
            combination=settings.combination,
        )
    )


def _counted(
    work: Generator[Progress, None, Probabilities], number: int, records: int
) -> Generator[Progress, None, Probabilities]:
    """Progress within one record as progress of all of them, in thousandths of a record."""

    def counted(event: Progress) -> tuple[Progress]:
        share = event.done / event.total if event.total else 0.0
        return (Progress(round(1000 * (number + share)), 1000 * records, event.message),)

    return (yield from translated(work, counted))
