"""What is to be exported, as what, of which part of the survey and where to; and how large that gets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.file_names import plain_name
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.plugins.found import Plugin, plugins
from seisviewer.predictions.cleaning.class_cleaning import CleaningRules
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout
from seisviewer.volumes.segy.trace_framing import TRACE_HEADER_BYTES
from seisviewer.volumes.survey_box import SurveyBox


class Content(StrEnum):
    """What can be exported; the values are the endings of the files' names."""

    CLASSES = "classes"
    CONFIDENCE = "confidence"
    LABELS = "labels"
    PROVENANCE = "provenance"
    STROKES = "strokes"
    HORIZONS = "horizons"
    FAULTS = "faults"


class VolumeFormat(StrEnum):
    SEGY = "segy"
    NPY = "npy"
    ZARR = "zarr"


PREDICTED = (Content.CLASSES, Content.CONFIDENCE)
VOLUMES = (*PREDICTED, Content.LABELS, Content.PROVENANCE)
VALUE_BYTES = {Content.CLASSES: 1, Content.CONFIDENCE: 4, Content.LABELS: 1, Content.PROVENANCE: 1}
GROUP, OF_VOLUMES = "exports", "volumes."  # of plugins that write volumes: after the dot stands the ending
ENDINGS = {VolumeFormat.SEGY: ".sgy", VolumeFormat.NPY: ".npy", VolumeFormat.ZARR: ".zarr"}


@dataclass(frozen=True)
class ExportPlan:
    """stem: begins the name of each file. form: of volumes. box: of volumes; the others are written whole. layout: of the
    text files of horizons and faults. cleaning: of the classes, inline by inline. writer: the plugin that writes volumes, in
    place of a form of ours."""

    contents: tuple[Content, ...]
    folder: Path
    stem: str
    box: SurveyBox
    form: VolumeFormat = VolumeFormat.SEGY
    layout: HorizonLayout = HorizonLayout.BY_LINES
    cleaning: CleaningRules = CleaningRules()
    writer: Plugin | None = None

    @property
    def volumes(self) -> tuple[Content, ...]:
        return tuple(content for content in self.contents if content in VOLUMES)

    @property
    def needs_answer(self) -> bool:
        """Whether anything of it is said by a model."""
        return any(content in PREDICTED for content in self.contents)

    def target(self, content: Content) -> Path:
        """Where it is written: a file, or the folder of horizons; all volumes in Zarr share one."""
        stem = plain_name(self.stem)
        if content in VOLUMES:
            if self.writer is not None:
                return self.folder / f"{stem}_{content}.{self.writer.name.removeprefix(OF_VOLUMES)}"
            of = "" if self.form is VolumeFormat.ZARR else f"_{content}"
            return self.folder / f"{stem}{of}{ENDINGS[self.form]}"
        ending = {Content.STROKES: ".npz", Content.FAULTS: ".txt", Content.HORIZONS: ""}[content]
        return self.folder / f"{stem}_{content}{ending}"

    @property
    def targets(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys(self.target(content) for content in self.contents))

    def bytes_needed(self, geometry: Geometry) -> int:
        """How large the volumes get on the disk; Zarr, which is packed, at most as large."""
        traces = int(geometry.live[self.box.grid].sum())
        samples = len(self.box.samples)
        is_segy = self.form is VolumeFormat.SEGY and self.writer is None
        places = traces if is_segy else int(np.prod(self.box.shape[:2]))
        header = TRACE_HEADER_BYTES if is_segy else 0
        return sum(places * (header + samples * VALUE_BYTES[content]) for content in self.volumes)


def volume_writers() -> dict[str, Plugin]:
    """The plugins that write volumes, by their ending."""
    named = (
        (name.removeprefix(OF_VOLUMES), each) for name, each in plugins(GROUP).items() if name.startswith(OF_VOLUMES)
    )
    return {ending: each for ending, each in named if ending.lower() not in list(VolumeFormat)}


def form_named(text: str) -> tuple[VolumeFormat, Plugin | None]:
    """A format of volumes by its name, with the plugin that writes it if that is none of ours. Raises BadRequest."""
    writers = volume_writers()
    if text in writers:
        return VolumeFormat.NPY, writers[text]
    if text not in list(VolumeFormat):
        raise BadRequest(
            tr("Volumes are not written as “{text}”: choose one of {listed}.").format(
                text=text, listed=", ".join((*VolumeFormat, *writers))
            )
        )
    return VolumeFormat(text), None


def why_not(content: Content, snapshot: LabelSnapshot, has_answer: bool, has_layers: bool) -> str:
    """Why a project has nothing of this to export, "" where it has. has_answer: some model can be asked; has_layers: one
    with layers can."""
    if content in PREDICTED:
        return (
            ""
            if has_answer
            else tr("no whole answer yet: paint two classes and wait until the whole survey is solved, or train")
        )
    if content in (Content.LABELS, Content.PROVENANCE):
        return "" if snapshot.counts() else tr("no label yet: paint a stroke")
    if content is Content.STROKES:
        there = snapshot.counts() or snapshot.boundaries or snapshot.faults or snapshot.verdicts
        return "" if there else tr("no label yet: paint a stroke")
    if content is Content.FAULTS:
        return "" if snapshot.faults else tr("no fault drawn yet")
    return "" if has_layers else tr("no boundaries between layers yet: paint two classes with “Carry strokes” on")


def check_plan(plan: ExportPlan, snapshot: LabelSnapshot, has_answer: bool, has_layers: bool) -> None:
    """Raise BadRequest where nothing is asked for, or something that is not there."""
    if not plan.contents:
        raise BadRequest(tr("Nothing is chosen to export: name at least one thing."))
    for content in plan.contents:
        reason = why_not(content, snapshot, has_answer, has_layers)
        if reason:
            raise BadRequest(
                tr("There is nothing to export as {content}: {reason}.").format(content=content, reason=reason)
            )
