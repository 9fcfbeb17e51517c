"""Predicting a whole volume with a run of a project, in this process or by several."""

from __future__ import annotations

import tempfile
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.predictions.passes.volume_pass import predict_lines
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.volumes.survey_writing import check_target, write_segy
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.by_blocks.volume_by_blocks import predict_by_blocks
from seisviewer.workflows.prediction import latest_run, predictor_of, store_of, whose_answer


def predict_volume(
    project: Project,
    volume: Volume,
    out: Path,
    confidence_out: Path | None = None,
    run: int | None = None,
    device: str = "auto",
    workers: Workers = ALONE,
) -> Generator[Progress | Notice, None, None]:
    """Predict every trace and write classes (int8 SEG-Y, -1 where there is no trace), and confidence (float32) if asked
    for.

    The probabilities of a trace's inline and crossline are averaged where both lines are at least half live; the layer
    model gives a trace one answer, that of its inline. What this run has predicted before is read from the project, and
    what is predicted now is kept there. Where the user rejected a class the next best is given. workers: who predicts; the
    result is the same.
    """
    workers.check()
    for path in filter(None, (out, confidence_out)):
        check_target(path, volume)
    chosen = latest_run(project, run)
    predictor = predictor_of(chosen, volume, device)
    yield from whose_answer(project, chosen, predictor)
    source = f"predicted by run {chosen.number} of {project.folder.name}"
    names = "\n".join(f"{number}: {project.classes.name_of(number)}" for number in sorted(predictor.answers))
    with tempfile.TemporaryDirectory(prefix=".predicting-", dir=out.absolute().parent) as scratch:
        if workers.is_alone:
            store, rejections = store_of(project, volume, chosen), project.snapshot().rejections
            work = predict_lines(predictor, volume, Path(scratch), store=store, rejections=rejections)
        else:
            work = predict_by_blocks(project, volume, chosen, Path(scratch), workers, device=device)
        predicted = yield from work
        with closing(predicted):
            text = f"Facies {source}\n{names}"
            yield from write_segy(out, volume, predicted.classes, text=text, sample_format="int8")
            if confidence_out is not None:
                text = f"Confidence (0-1) of the facies {source}"
                yield from write_segy(confidence_out, volume, predicted.confidence, text=text)
