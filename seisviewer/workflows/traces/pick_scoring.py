"""Scoring files of picks against a reference, several models side by side."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.found_picks import ELSEWHERE
from seisviewer.picks.pick import PHASES, Origin, Pick, Review
from seisviewer.picks.pick_scores import score
from seisviewer.picks.table_lines import Starts
from seisviewer.progress import Notice, Progress
from seisviewer.project.database import FILE_NAME
from seisviewer.project.trace_project import TraceProject
from seisviewer.translation import tr
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.traces.pick_files import read_file

if TYPE_CHECKING:
    from seisviewer.datasets.phase_window import PhaseWindow


@dataclass(frozen=True)
class Truth:
    """picks: the arrivals. starts, stations, snr (dB): of the windows of a data set, by trace_name; empty for other
    references. is_dataset: only its windows are scored."""

    picks: tuple[Pick, ...]
    starts: Starts = field(default_factory=dict)
    stations: Mapping[str, StationId] = field(default_factory=dict)
    snr: Mapping[str, float] = field(default_factory=dict)
    is_dataset: bool = False


def score_files(
    files: Sequence[Path],
    truth: Path,
    tolerance: float,
    split: str | None = None,
    thresholds: Mapping[str, float] | None = None,
) -> Generator[Progress | Notice, None, dict[str, Any]]:
    """Scores of the picks in each file, and of each model in it, against a reference.

    truth: the folder of a SeisBench data set (its windows with known arrivals, and its noise), a file of picks
    (QuakeML, a table, markers), or a project of traces (what was set or accepted there). tolerance: seconds. split: of
    the data set; None takes all. thresholds: by phase, from which probability a pick counts (see
    `picks.pick_scores.score`). The result, ready for JSON: truth, tolerance, split, arrivals by phase, and a list of
    models with file, model, name, phases (PhaseScore as JSON, times in seconds) and left_out (how many picks of the
    file, by reason). Raises UnreadableFile and BadRequest.
    """
    if not tolerance > 0:
        raise BadRequest(
            tr("A tolerance of {tolerance:g} s matches nothing: give seconds above 0, such as 0.1.").format(
                tolerance=tolerance
            )
        )
    yield Progress(0, len(files) + 1, tr("reading {truth_name}").format(truth_name=truth.name))
    known = yield from read_truth(truth, split)
    models = []
    for done, file in enumerate(files, 1):
        yield Progress(done, len(files) + 1, tr("scoring {file_name}").format(file_name=file.name))
        picks, left_out = yield from _read_scored(file, known)
        for model, members in _by_model(picks).items():
            found = score(members, known.picks, tolerance, thresholds, known.snr)
            phases = {phase: found[phase].to_json() for phase in PHASES}
            models.append({"file": str(file), "model": model, "name": "", "phases": phases, "left_out": dict(left_out)})
    _name(models)
    arrivals = {phase: sum(pick.phase == phase for pick in known.picks) for phase in PHASES}
    return {"truth": str(truth), "tolerance": tolerance, "split": split, "arrivals": arrivals, "models": models}


def read_truth(path: Path, split: str | None = None) -> Generator[Progress | Notice, None, Truth]:
    """The arrivals of a reference; raises BadRequest where it holds none, or has no splits."""
    if path.is_dir() and not (path / FILE_NAME).is_file():
        return (yield from _of_dataset(path, split))
    if split is not None:
        raise BadRequest(
            tr("{path_name} is no data set and has no split “{split}”: leave out the split.").format(
                path_name=path.name, split=split
            )
        )
    if path.is_dir():
        with TraceProject.open(path, edit=False) as project:
            picks = project.picks
    else:
        picks = (yield from read_file(path)).picks
    picks = tuple(pick for pick in picks if pick.review is not Review.REJECTED)
    reviewed = tuple(pick for pick in picks if pick.is_reviewed or pick.origin is Origin.MANUAL)
    if not picks:
        raise BadRequest(tr("{path} holds no picks to score against: choose another reference.").format(path=path))
    if not reviewed:
        yield Notice(
            tr("Nobody has reviewed the picks of {path_name}: all of them are taken as true.").format(
                path_name=path.name
            )
        )
    elif len(reviewed) < len(picks):
        yield Notice(
            tr("{count} picks of {path_name} that nobody has reviewed are not taken as true.").format(
                count=len(picks) - len(reviewed), path_name=path.name
            )
        )
    return Truth(reviewed or picks)


def _of_dataset(folder: Path, split: str | None) -> Generator[Progress | Notice, None, Truth]:
    from seisviewer.datasets.phase_datasets import open_dataset

    windows = open_dataset(folder, split).windows
    labelled = [window for window in windows if window.is_labelled]
    if len(labelled) < len(windows):
        yield Notice(
            tr("{count} windows of {folder_name} say not what arrives in them: not scored.").format(
                count=len(windows) - len(labelled), folder_name=folder.name
            )
        )
    truth = truth_of(labelled)
    if not truth.picks:
        raise BadRequest(
            tr("{folder} holds no arrivals to score against: choose a data set with P or S samples.").format(
                folder=folder
            )
        )
    return truth


def truth_of(windows: Sequence[PhaseWindow]) -> Truth:
    """The arrivals of labelled windows of a data set."""
    return Truth(
        tuple(
            Pick(window.station, phase, window.start + sample / window.rate, trace_name=window.name)
            for window in windows
            for phase, sample in window.arrivals
        ),
        {window.name: (window.start, window.rate) for window in windows},
        {window.name: window.station for window in windows},
        {window.name: window.snr for window in windows if window.snr is not None},
        is_dataset=True,
    )


def _read_scored(
    file: Path, truth: Truth
) -> Generator[Progress | Notice, None, tuple[tuple[Pick, ...], Mapping[str, int]]]:
    """The picks of a file, and how many were left out by reason; where the reference is a data set, those in its
    windows."""
    found = yield from read_file(file, truth.starts if truth.is_dataset else None)
    if found.events and not found.picks:
        raise UnreadableFile(
            tr("{file} holds {count} events and no picks: choose a file of picks.").format(
                file=file, count=len(found.events)
            )
        )
    picks = found.picks
    if not truth.is_dataset:
        return picks, found.left_out
    # A table may say less of the station than the data set does.
    inside = tuple(
        replace(pick, station=truth.stations[pick.trace_name]) for pick in picks if pick.trace_name in truth.stations
    )
    elsewhere = len(picks) - len(inside) + found.left_out.get(ELSEWHERE, 0)
    if elsewhere and not inside:
        raise UnreadableFile(
            tr(
                "{file} has no pick in the windows that are scored: its column trace_name must name "
                "windows of the data set."
            ).format(file=file)
        )
    if elsewhere:
        yield Notice(
            tr("{count} picks of {file_name} lie in windows that are not scored.").format(
                count=elsewhere, file_name=file.name
            )
        )
    return inside, found.left_out


def _by_model(picks: Sequence[Pick]) -> dict[str, list[Pick]]:
    """Picks by model, "" for those a person set; a file without picks is a model that found nothing."""
    grouped: dict[str, list[Pick]] = {}
    for pick in picks:
        grouped.setdefault(pick.model, []).append(pick)
    return grouped or {"": []}


def _name(models: list[dict[str, Any]]) -> None:
    """Short names that tell the models apart: the file's, with the model's where a file holds several."""
    stems = [Path(each["file"]).stem for each in models]
    for each, stem in zip(models, stems, strict=True):
        files = {other["file"] for other, same in zip(models, stems, strict=True) if same == stem}
        name = each["file"] if len(files) > 1 else stem
        several = sum(other["file"] == each["file"] for other in models) > 1
        each["name"] = f"{name} · {each['model'] or 'by hand'}" if several else name
