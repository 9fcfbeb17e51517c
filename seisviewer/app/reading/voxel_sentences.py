"""What is said about a voxel, in a few words for the status bar."""

from __future__ import annotations

from collections.abc import Callable

from seisviewer.app.live.prediction_caption import percent
from seisviewer.app.reading.said_here import SaidHere
from seisviewer.labels.labelled_traces import NearestLabel
from seisviewer.predictions.voxel_answer import VoxelAnswer
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.workflows.runs.model_names import WHO

NameOf = Callable[[int], str]


def said_sentence(said: SaidHere, geometry: Geometry, name_of: NameOf) -> str:
    """Class, how sure, how stable, who says so, and how far the next label is; "" where nothing is known. name_of: gives
    the name of a class."""
    parts = []
    if said.label is not None:
        parts.append(f"{name_of(said.label)}, {tr(said.origin.value)}")
    if said.answer is not None:
        parts.append(_answered(said.answer, said.run or WHO[said.speaker], said.label, name_of))
    if said.other is not None and said.other[1] is not None:
        name, answer = said.other
        parts.append(f"{name}: {name_of(answer.label)} {percent(answer.confidence)}")
    if said.label is None and said.nearest is not None:
        parts.append(nearest_sentence(said.nearest, geometry))
    return "   ".join(parts)


def _answered(answer: VoxelAnswer, who: str, label: int | None, name_of: NameOf) -> str:
    if label is not None:
        return f"{who}: {tr('the same') if answer.label == label else name_of(answer.label)} {percent(answer.confidence)}"
    words = [f"{name_of(answer.label)} {percent(answer.confidence)}"]
    if answer.stability is not None:
        words.append(tr("stability {percent}").format(percent=percent(answer.stability)))
    words.append(who)
    if answer.disagrees:
        words.append(
            tr("inline {along_inline}, crossline {along_crossline}").format(
                along_inline=name_of(answer.along_inline), along_crossline=name_of(answer.along_crossline)
            )
        )
    return ", ".join(words)


def nearest_sentence(nearest: NearestLabel, geometry: Geometry) -> str:
    """How far the next label is, in lines and, where coordinates are lengths, in their unit; above or below, where the
    trace itself is labelled."""
    samples = geometry.samples
    if nearest.samples:
        where = tr("below") if nearest.samples > 0 else tr("above")
        return tr("Nearest label {samples:g} {unit} {where}").format(
            samples=abs(nearest.samples) * samples.interval, unit=samples.unit, where=where
        )
    if geometry.lines and nearest.inlines:  # lines have no order on the map
        if nearest.distance is None:
            return tr("Nearest label on another line")
        return tr("Nearest label on another line, {distance:.0f} {unit} away").format(
            distance=nearest.distance, unit=geometry.reference.unit
        )
    counts = ((nearest.inlines, tr("inline")), (nearest.crosslines, tr("trace") if geometry.is_2d else tr("crossline")))
    lines = tr(" and ").join(tr("{count} {name}{plural}").format(count=count, name=name, plural="s" * (count > 1)) for count, name in counts if count)
    length = "" if nearest.distance is None else f" ({nearest.distance:.0f} {geometry.reference.unit})"
    return tr("Nearest label {lines} away{length}").format(lines=lines, length=length)
