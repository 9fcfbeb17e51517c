"""The part of a report that says how far its answer can be trusted."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from seisviewer.learning.bootstrap_interval import ENOUGH_STROKES, HOW_TO_GET_MORE
from seisviewer.learning.metrics import Reliability
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.structure.held_out_answers import HeldOutAnswers
from seisviewer.translation import tr
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.checking.line_scores import TOO_LITTLE
from seisviewer.workflows.checking.run_checking import check_layers, check_run
from seisviewer.workflows.checking.score_rows import SCORES, confusion_rows, rests_on, score_rows
from seisviewer.workflows.exporting.export_answer import Answer
from seisviewer.workflows.reporting.reliability_diagram import reliability_diagram
from seisviewer.workflows.reporting.report_page import Figure, Part, Table

TITLE = tr("How far it can be trusted")
RELIABILITY = tr(
    "Each point gathers places at which the answer was about so sure, the larger the more; dashed: as right as sure."
)


def trust(
    project: Project, volume: Volume, answer: Answer, predictor: SectionPredictor, device: str
) -> Generator[Progress | Notice, None, Part]:
    """Scores with their intervals beside “predict by depth”, confusion matrix and reliability diagram, on strokes that the
    answer did not learn; where those are too few, what is known of the layers, or that nothing is."""
    if answer.run is not None:
        _, scores = yield from check_run(project, volume, answer.run.number, device)
    else:
        scores = yield from check_layers(volume, project.snapshot(), answer.layers)
    checked = scores.as_json() if scores is not None else {}
    if checked.get("enough"):
        return _scored(answer, checked, project)
    held_out = predictor.model.checked if isinstance(predictor, LayerPredictor) else None
    too_little = f"{TOO_LITTLE}: {HOW_TO_GET_MORE[:1].lower()}{HOW_TO_GET_MORE[1:]}"
    if held_out is not None and held_out.strokes >= ENOUGH_STROKES:
        return _held_out_in_turn(held_out, too_little)
    return Part(TITLE, (too_little,))


def _scored(answer: Answer, checked: Mapping[str, Any], project: Project) -> Part:
    classes = project.classes
    titles, confused = confusion_rows(checked, classes)
    numbers = frozenset(range(1, len(titles)))
    error = tr("Expected calibration error {expected_calibration_error:.1f} %.").format(
        expected_calibration_error=100 * checked["expected_calibration_error"]
    )
    return Part(
        TITLE,
        (f"{answer.name[:1].upper()}{answer.name[1:]}. {rests_on(checked)}", error),
        (
            Table(SCORES, tuple(score_rows(checked, classes)), frozenset({1, 2, 3})),
            Table(titles, tuple(confused), numbers),
        ),
        (Figure(RELIABILITY, reliability_diagram(checked["reliability"]), "svg+xml"),),
    )


def _held_out_in_turn(held_out: HeldOutAnswers, too_little: str) -> Part:
    calibration = Reliability.of(held_out.sure, held_out.right)
    said = tr(
        "Of {strokes} strokes, each held out once while the others were carried, {mean:.0f} % of "
        "the places were answered right; expected calibration error "
        "{expected_calibration_error:.1f} %. Scores with intervals need lines that were never "
        "learned. {too_little}"
    ).format(
        strokes=held_out.strokes,
        mean=100 * held_out.right.mean(),
        expected_calibration_error=100 * calibration.expected_calibration_error,
        too_little=too_little,
    )
    return Part(TITLE, (said,), (), (Figure(RELIABILITY, reliability_diagram(calibration.table()), "svg+xml"),))
