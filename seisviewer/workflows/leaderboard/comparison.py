"""Runs every picker over every data set and keeps what each finished, so that a comparison that was stopped goes on."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from seisviewer.atomic_files import write_whole
from seisviewer.bounded_reading import read_json
from seisviewer.errors import BadRequest, ModelError, UnreadableFile
from seisviewer.picks.pick import PHASES, Pick
from seisviewer.picks.pick_scores import PhaseScore, score
from seisviewer.picks.table import read_csv, write_csv
from seisviewer.picks.table_lines import Starts
from seisviewer.progress import Notice, Progress, translated
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.leaderboard.entries import Entry, ScoredSet, scored_set
from seisviewer.workflows.traces.pick_scoring import Truth, truth_of
from seisviewer.workflows.traces.picking import cut_at_random, loaded, pick_archive
from seisviewer.workflows.traces.trace_opening import read_dataset, record_of

if TYPE_CHECKING:
    from seisviewer.datasets.phase_window import PhaseWindow
    from seisviewer.networks.pickers import Picker

TOLERANCES = (0.1, 0.5)  # seconds
WINDOW = 6000  # samples
USUAL = 0.3  # threshold where none could be chosen


@dataclass(frozen=True)
class BoardSettings:
    """window: longer windows are cut to so many samples, at a place drawn by the seed with P inside; 0 leaves them whole.
    seed: of the cuts, and of the windows that choose thresholds."""

    window: int = WINDOW
    seed: int = 0
    device: str = "auto"


@dataclass(frozen=True)
class Standing:
    """One model on one data set. scores: by tolerance and phase; empty on noise. picks: every candidate in the scored windows.
    seconds: that picking took, without loading. hours: of the records picked."""

    entry: Entry
    data: ScoredSet
    thresholds: Mapping[str, float]
    scores: Mapping[float, Mapping[str, PhaseScore]]
    picks: tuple[Pick, ...] = field(repr=False)
    seconds: float
    hours: float

    @property
    def speed(self) -> float:
        """Hours of three-component records in a second."""
        return self.hours / self.seconds if self.seconds > 0 else 0.0

    def false_an_hour(self, phase: str, threshold: float) -> float:
        """Picks an hour, on noise."""
        found = sum(pick.phase == phase and (pick.probability or 0.0) >= threshold for pick in self.picks)
        return found / self.data.hours


@dataclass(frozen=True)
class Board:
    """standings: model after model, on each of its data sets. left_out: model and data set, and why."""

    settings: BoardSettings
    standings: tuple[Standing, ...]
    left_out: tuple[str, ...] = ()
    processor: str = ""

    def of(self, data: str) -> tuple[Standing, ...]:
        """The models on one data set, the best first: mean F1 of P and S at the smallest tolerance."""
        here = [standing for standing in self.standings if standing.data.name == data]
        return tuple(sorted(here, key=lambda standing: -mean_f1(standing, TOLERANCES[0])))

    @property
    def sets(self) -> tuple[ScoredSet, ...]:
        return tuple({standing.data.name: standing.data for standing in self.standings}.values())


def mean_f1(standing: Standing, tolerance: float) -> float:
    """Over the phases that arrive in the data set; 0 on noise."""
    found = [each.total.f1 for each in standing.scores.get(tolerance, {}).values() if each.total.truth]
    return sum(found) / len(found) if found else 0.0


def compare(
    entries: Sequence[Entry], folders: Sequence[Path], settings: BoardSettings, keep: Path
) -> Generator[Progress | Notice, None, Board]:
    """Every model on every data set.

    keep: folder in which picks are kept; what lies there of the same weights, data and settings is not done again. A model
    that can use none of the windows of a data set is left out there, and said. Raises UnreadableFile, BadRequest or ModelError.
    """
    sets = []
    for number, folder in enumerate(folders):
        yield Progress(number, len(folders), tr("reading {folder_name}").format(folder_name=folder.name))
        windows = (yield from read_dataset(folder, None)).windows
        sets.append(scored_set(folder, windows, settings.seed))
    if len({each.name for each in sets}) < len(sets):
        raise BadRequest(tr("Two data sets have folders of one name: rename one."))
    _make_place(keep)
    # Windows that nobody knows the time of are read by their starts.
    starts = {each.name: truth_of((*each.scored, *each.choosing)).starts for each in sets}
    standings, left_out = [], []
    total = len(entries) * len(sets)
    for row, entry in enumerate(entries):
        picker: Picker | None = None
        for column, data in enumerate(sets):
            place = (row * len(sets) + column, total)
            kept = keep / f"{_file_name(entry, data, settings)}.csv"
            found = _kept(kept, starts[data.name])
            if found is None:
                try:
                    if picker is None:
                        picker = yield from loaded(entry.model, device=settings.device)
                    _keep(kept, *(yield from _picked(entry, picker, data, settings, place)))
                except (ModelError, BadRequest) as problem:
                    left_out.append(
                        tr("{entry_name} on {data_name}: {problem}").format(
                            entry_name=entry.name, data_name=data.name, problem=problem
                        )
                    )
                    yield Notice(tr("Left out: {left_out}").format(left_out=left_out[-1]))
                    continue
                found = _kept(kept, starts[data.name])  # as it will be read when a comparison goes on, and by `score`
            yield Progress(
                1000 * (place[0] + 1),
                1000 * total,
                tr("{entry_name} on {data_name}").format(entry_name=entry.name, data_name=data.name),
            )
            standings.append(_standing(entry, data, *found))
    return Board(settings, tuple(standings), tuple(left_out), _processor(settings.device))


def _processor(device: str) -> str:
    from seisviewer.networks.device import card_name, choose_device, usable_cores

    return (
        card_name()
        if choose_device(device).device == "cuda"
        else tr("CPU, {usable_cores} cores").format(usable_cores=usable_cores())
    )


def _picked(
    entry: Entry, picker: Picker, data: ScoredSet, settings: BoardSettings, place: tuple[int, int]
) -> Generator[Progress | Notice, None, tuple[tuple[Pick, ...], float]]:
    """Candidates in all windows of a data set, and the seconds that it took."""
    windows = [_cut(window, settings) for window in (*data.scored, *data.choosing)]
    archive = Archive(tuple(record_of(window) for window in windows), (data.folder,))
    began = time.monotonic()

    def told(event: object) -> tuple[Progress | Notice, ...]:
        if isinstance(event, Progress):
            share = event.done / event.total if event.total else 0.0
            return (
                Progress(
                    round(1000 * (place[0] + share)),
                    1000 * place[1],
                    tr("{entry_name} on {data_name}").format(entry_name=entry.name, data_name=data.name),
                ),
            )
        return (event,) if isinstance(event, Notice) else ()

    work = pick_archive(archive, None, picker, test_time_filters=entry.test_time_filters, label=entry.name)
    picks = yield from translated(work, told)
    return picks, time.monotonic() - began


def _cut(window: PhaseWindow, settings: BoardSettings) -> PhaseWindow:
    return cut_at_random(window, settings.window, settings.seed) if settings.window else window


def _standing(entry: Entry, data: ScoredSet, picks: Sequence[Pick], seconds: float) -> Standing:
    scored, choosing = truth_of(data.scored), truth_of(data.choosing)
    inside = _inside(picks, scored)
    hours = sum(window.count / window.rate for window in (*data.scored, *data.choosing)) / 3600
    if data.is_noise:
        usual = dict.fromkeys(PHASES, USUAL)
        return Standing(entry, data, usual, {}, inside, seconds, hours)
    thresholds = {}
    for phase, found in score(_inside(picks, choosing), choosing.picks, TOLERANCES[0]).items():
        thresholds[phase] = found.best.threshold if found.best is not None else USUAL
    scores = {each: score(inside, scored.picks, each, thresholds, scored.snr) for each in TOLERANCES}
    return Standing(entry, data, thresholds, scores, inside, seconds, hours)


def _inside(picks: Sequence[Pick], truth: Truth) -> tuple[Pick, ...]:
    return tuple(pick for pick in picks if pick.trace_name in truth.stations)


def _make_place(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest(
            tr("{folder} cannot be made ({strerror}): choose another place for the report.").format(
                folder=folder, strerror=error.strerror
            )
        ) from error


def _file_name(entry: Entry, data: ScoredSet, settings: BoardSettings) -> str:
    """Of the same weights, data and settings it is the same."""
    about = [entry.mark, entry.filters, data.mark, settings.window, settings.seed]
    mark = hashlib.sha256(json.dumps(about).encode()).hexdigest()[:12]
    plain = "".join(letter if letter.isalnum() else "_" for letter in f"{entry.name}_{data.name}")
    return f"{plain[:60]}_{mark}"


def _keep(path: Path, picks: Sequence[Pick], seconds: float) -> None:
    """The picks first: what has no time beside it is not whole."""
    write_csv(path, picks)
    write_whole(path.with_suffix(".json"), json.dumps({"seconds": seconds}).encode(), BadRequest)


def _kept(path: Path, starts: Starts) -> tuple[tuple[Pick, ...], float] | None:
    """None where nothing is kept, or it is damaged."""
    try:
        seconds = float(read_json(path.with_suffix(".json"))["seconds"])
        return read_csv(path, starts).picks, seconds
    except (OSError, ValueError, KeyError, TypeError, UnreadableFile):
        return None
