"""Exporting what a plan asks for, one thing after another; what was begun and stopped leaves no file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.errors import BadRequest
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.provenance import ACCEPTED_CODE, CARRIED_CODE, NOTHING, PAINTED_CODE
from seisviewer.plugins.found import Plugin, calling, load, wrong
from seisviewer.predictions.passes.volume_pass import predict_lines
from seisviewer.predictions.predicted_volume import PredictedVolume
from seisviewer.progress import Notice, Progress, translated
from seisviewer.project.project import Project
from seisviewer.translation import tr
from seisviewer.volumes.array_writing import write_npy
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.survey_writing import check_target, write_segy
from seisviewer.volumes.volume import Volume
from seisviewer.volumes.zarr_writing import ZarrVariable, write_zarr
from seisviewer.workflows.boundary_exchange import write_horizons
from seisviewer.workflows.by_blocks.volume_by_blocks import predict_by_blocks
from seisviewer.workflows.exporting.cleaned_volume import cleaned_classes
from seisviewer.workflows.exporting.export_answer import Answer
from seisviewer.workflows.exporting.export_plan import Content, ExportPlan, VolumeFormat, check_plan
from seisviewer.workflows.fault_exchange import export_faults
from seisviewer.workflows.label_exchange import export_labels

PROVENANCE_NAMES = {NOTHING: "no label", PAINTED_CODE: "painted", ACCEPTED_CODE: "accepted", CARRIED_CODE: "carried"}
Work = Generator[Progress | Notice, None, None]
Result = TypeVar("Result")


@dataclass(frozen=True)
class _Values:
    """What is written of a volume. inline: gives (crosslines, samples) of an inline index. about: a sentence. names: what
    its whole numbers stand for. how: what was done to it, or ""."""

    inline: Callable[[int], np.ndarray] = field(repr=False)
    dtype: type
    about: str
    names: dict[int, str]
    how: str = ""


def export(
    project: Project,
    volume: Volume,
    plan: ExportPlan,
    answer: Answer | None,
    device: str = "auto",
    workers: Workers = ALONE,
) -> Generator[Progress | Notice, None, tuple[Path, ...]]:
    """Write everything that `plan` asks for; returns where it lies.

    answer: who is asked for classes, confidence and horizons. workers: who predicts what a run says. Progress counts the lines of all that is to be done. Raises
    BadRequest where something is not there, a file cannot be written or the disk has no room.
    """
    workers.check()
    snapshot = project.snapshot()
    check_plan(plan, snapshot, answer is not None, answer is not None and answer.has_layers)
    if not plan.folder.is_dir():
        raise BadRequest(tr("There is no folder {folder} to write into: make it first.").format(folder=plan.folder))
    for target in plan.targets:
        check_target(target, volume)
    require_space(plan.folder, plan.bytes_needed(volume.geometry), tr("The export"))
    steps = _steps(project, volume, snapshot, plan, answer, device, workers)
    total, before = sum(lines for lines, _ in steps), 0
    for lines, work in steps:
        yield from _counted(work(), before, lines, total)
        before += lines
    yield Progress(total, total, tr("Exported"))
    return plan.targets


def _steps(
    project: Project,
    volume: Volume,
    snapshot: LabelSnapshot,
    plan: ExportPlan,
    answer: Answer | None,
    device: str,
    workers: Workers,
) -> list[tuple[int, Callable[[], Work]]]:
    """What is to be done one after another, each with the lines it goes through."""
    steps: list[tuple[int, Callable[[], Work]]] = []
    if plan.volumes:
        wanted = plan.box.traces(volume.geometry)
        lines = len(plan.box.inlines) * len(plan.volumes)
        lines += _lines(answer, volume, wanted) if plan.needs_answer else 0
        steps.append((lines, lambda: _volumes(project, volume, snapshot, plan, answer, device, workers)))
    if Content.HORIZONS in plan.contents:
        target = plan.target(Content.HORIZONS)
        inlines = volume.geometry.count(Direction.INLINE)
        steps.append(
            (
                inlines,
                lambda: write_horizons(answer.layer_predictor(volume), volume, project.classes, target, plan.layout),
            )
        )
    if Content.STROKES in plan.contents:
        steps.append((1, lambda: export_labels(project, volume, plan.target(Content.STROKES))))
    if Content.FAULTS in plan.contents:
        steps.append((1, lambda: export_faults(snapshot, plan.target(Content.FAULTS), plan.layout)))
    return steps


def _lines(answer: Answer, volume: Volume, wanted: np.ndarray) -> int:
    return sum(int(lines.sum()) for lines in answer.lines_asked(volume.geometry, wanted).values())


def _counted(
    work: Generator[Progress | Notice, None, Result], before: int, lines: int, total: int
) -> Generator[Progress | Notice, None, Result]:
    """The events of a step that takes `lines` of `total`, `before` of which are behind us; returns what the step does."""

    def counted(event: Progress | Notice) -> tuple[Progress | Notice]:
        if not isinstance(event, Progress):
            return (event,)
        done = before + (lines * event.done // event.total if event.total else 0)
        return (replace(event, done=done, total=total),)

    return (yield from translated(work, counted))


def _volumes(
    project: Project,
    volume: Volume,
    snapshot: LabelSnapshot,
    plan: ExportPlan,
    answer: Answer | None,
    device: str,
    workers: Workers,
) -> Work:
    """Predict where that is asked for, then write the volumes."""
    if not plan.needs_answer:
        yield from _write(volume, plan, _values(project, snapshot, plan, None, None))
        return
    wanted = plan.box.traces(volume.geometry)
    asked, writing = _lines(answer, volume, wanted), len(plan.box.inlines) * len(plan.volumes)
    with tempfile.TemporaryDirectory(prefix=".exporting-", dir=plan.folder) as scratch:
        if workers.is_alone or answer.run is None:  # layers at hand are in this process alone
            predictor = answer.predictor(volume, device)
            store = answer.store(project, volume.geometry)
            predicting = predict_lines(predictor, volume, Path(scratch), wanted, store, snapshot.rejections)
        else:
            inlines, crosslines = plan.box.inlines, plan.box.crosslines
            box = (inlines.start, inlines.stop, crosslines.start, crosslines.stop)
            predicting = predict_by_blocks(project, volume, answer.run, Path(scratch), workers, box=box, device=device)
        predicted = yield from _counted(predicting, 0, asked, asked + writing)
        with closing(predicted):
            values = _values(project, snapshot, plan, predicted, answer)
            yield from _counted(_write(volume, plan, values), asked, writing, asked + writing)


def _values(
    project: Project,
    snapshot: LabelSnapshot,
    plan: ExportPlan,
    predicted: PredictedVolume | None,
    answer: Answer | None,
) -> dict[Content, _Values]:
    """What each volume of the plan holds."""
    table = project.classes
    names = {facies.number: table.name_of(facies.number) for facies in (*table.classes, *table.retired)}
    source = f"{answer.name_in_files} of {project.folder.name}" if answer is not None else ""

    def labels(index: int) -> np.ndarray:
        return snapshot.section(Direction.INLINE, index)

    def provenance(index: int) -> np.ndarray:
        return snapshot.provenance(Direction.INLINE, index)

    made = {
        Content.LABELS: _Values(labels, np.int8, f"Facies labels of {project.folder.name}", names),
        Content.PROVENANCE: _Values(
            provenance, np.int8, f"Who gave the facies labels of {project.folder.name}", PROVENANCE_NAMES
        ),
    }
    if predicted is not None:
        classes, how = predicted.classes, ""
        if plan.cleaning:
            classes = cleaned_classes(predicted, snapshot, plan.cleaning)
            how = f"Cleaned by inline: {plan.cleaning.in_words}"
        made[Content.CLASSES] = _Values(classes, np.int8, f"Facies predicted by {source}", names, how)
        made[Content.CONFIDENCE] = _Values(
            predicted.confidence, np.float32, f"Confidence (0-1) of the facies predicted by {source}", {}
        )
    return {content: made[content] for content in plan.volumes}


def _write(volume: Volume, plan: ExportPlan, values: dict[Content, _Values]) -> Work:
    if plan.writer is not None:
        yield from _write_by_plugin(plan.writer, volume, plan, values)
        return
    if plan.form is VolumeFormat.ZARR:
        variables = {
            str(content): ZarrVariable(each.inline, each.dtype, _attributes(each)) for content, each in values.items()
        }
        about = {"title": volume.name, "source": "seisviewer"}
        yield from write_zarr(plan.target(plan.volumes[0]), volume.geometry, variables, plan.box, about)
        return
    lines = len(plan.box.inlines)
    for done, (content, each) in enumerate(values.items()):
        target = plan.target(content)
        if plan.form is VolumeFormat.NPY:
            work = write_npy(target, volume, each.inline, each.dtype, plan.box)
        else:
            text = "\n".join(
                [each.about, *filter(None, [each.how]), *(f"{number}: {name}" for number, name in each.names.items())]
            )
            kind = np.dtype(each.dtype).name
            work = write_segy(target, volume, each.inline, text=text, sample_format=kind, box=plan.box)
        yield from _counted(work, done * lines, lines, len(values) * lines)


def _write_by_plugin(plugin: Plugin, volume: Volume, plan: ExportPlan, values: dict[Content, _Values]) -> Work:
    write, part = load(plugin), plan.box.cut(volume.geometry)
    for done, (content, each) in enumerate(values.items()):
        target = plan.target(content)
        yield Progress(done, len(values), tr("Writing {target_name}").format(target_name=target.name))
        about = {"content": str(content), "long_name": each.about, "names": dict(each.names)}
        inlines = (each.inline(index)[plan.box.on_inline].astype(each.dtype) for index in plan.box.inlines)
        with replacing(target, BadRequest) as temporary:
            with calling(plugin, tr("writing {target_name}").format(target_name=target.name)):
                write(temporary, part, inlines, about)
            if not temporary.stat().st_size:
                raise wrong(plugin, tr("wrote nothing into {target_name}").format(target_name=target.name))


def _attributes(values: _Values) -> dict[str, str | list[int]]:
    """As the CF conventions say what whole numbers stand for; names there hold no blanks."""
    said: dict[str, str | list[int]] = {"long_name": values.about}
    if values.how:
        said["comment"] = values.how
    if values.names:
        said["flag_values"] = list(values.names)
        said["flag_meanings"] = " ".join("_".join(name.split()) for name in values.names.values())
    return said
