"""Scores of a run on what it did not learn, whoever made it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from seisviewer.errors import LabelsError
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.project.runs import Run
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.checking.line_scores import LineScores, score_lines
from seisviewer.workflows.prediction import latest_run, predictor_of, store_of

CHECKED = "checked"  # in the metrics of a run


def check_run(
    project: Project, volume: Volume, number: int | None = None, device: str = "auto"
) -> Generator[Any, None, tuple[Run, LineScores | None]]:
    """Score a run (that of `latest_run` where None) on the strokes of today that it did not learn; None where there are
    none. The scores are written down with the run. Raises ModelError, LabelsError."""
    run = latest_run(project, number)
    snapshot = project.snapshot()
    sections = unlearned_sections(snapshot, run)
    if snapshot.checking and not sections:
        yield Notice(
            tr("Run {run_number} learned the lines for checking before they were marked: train again.").format(
                run_number=run.number
            )
        )
    predictor, store = predictor_of(run, volume, device), store_of(project, volume, run)
    scores = yield from score_lines(snapshot, volume, predictor, sections, store)
    if not project.read_only:
        found = None if scores is None else scores.as_json()
        run = project.note_metrics(run.number, {CHECKED: found})
    return run, scores


def check_layers(
    volume: Volume, snapshot: LabelSnapshot, layers: LayerPredictor
) -> Generator[Progress, None, LineScores | None]:
    """Score the layer model that the window has at hand on the lines for checking, the only strokes that it does not
    know; None where there are none."""
    lines = [section for section in snapshot.labelled_sections if section in snapshot.checking]
    return (yield from score_lines(snapshot, volume, layers, lines))


def unlearned_sections(snapshot: LabelSnapshot, run: Run) -> tuple[SectionId, ...]:
    """Sections whose held-back strokes a run did not learn: lines for checking that were so when it learned, or had no
    strokes then, and all others where it left the strokes that are held back out."""
    known = set(run.settings.get("labelled_sections", ()))
    apart = set(run.settings.get("checking_sections", ()))
    kept_out = run.kind == "live" or bool(run.settings.get("train", {}).get("held_back"))
    return tuple(
        section
        for section in snapshot.labelled_sections
        if (str(section) in apart or str(section) not in known if section in snapshot.checking else kept_out)
    )


def require_scores(scores: LineScores | None) -> LineScores:
    """Raises LabelsError where nothing is held back that the run did not learn."""
    if scores is None:
        raise LabelsError(
            tr(
                "Nothing is held back to score on: mark a painted section as “For checking only” "
                "(seisviewer labels checking), or give --truth FILE."
            )
        )
    return scores
