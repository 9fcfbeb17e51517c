"""An attribute of a whole survey, block by block, written as SEG-Y, NumPy or Zarr. Memory does not grow with the survey."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.pictures.attribute_kinds import (
    AMPLITUDE,
    COHERENCE,
    DIP,
    attribute_kinds,
    LAYERS,
    dip_unit,
    frequency_unit,
    steepest_in_unit,
    window_samples,
)
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.progress import Notice, Progress
from seisviewer.project.project import Project
from seisviewer.structure.volume_slopes import MARGIN, BlockMeasures, block_measures
from seisviewer.translation import tr
from seisviewer.volumes.array_writing import write_npy
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.survey_writing import check_target, write_segy
from seisviewer.volumes.volume import Volume
from seisviewer.volumes.zarr_writing import ZarrVariable, write_zarr
from seisviewer.workflows.attributes.attribute_maker import AttributeMaker, Wanted
from seisviewer.workflows.survey_slopes import suits_slopes

ENDINGS = (".sgy", ".segy", ".npy", ".zarr")
SLAB_BYTES = 192 << 20  # of the amplitudes of a slab with its margins
SLAB = 4, 32  # fewest and most inlines of one
ACROSS = 64  # crosslines that are worked out at once

Inline = Callable[[int], np.ndarray]
WorkOut = Callable[[], Generator[Progress | Notice, None, Inline]]


def write_attribute(
    volume: Volume,
    kind: str,
    path: Path,
    *,
    window: float = 0.0,
    project: Project | None = None,
    before: WorkOut | None = None,
) -> Generator[Progress | Notice, None, Path]:
    """Write an attribute of the survey on its own grid; the ending of `path` says as what.

    kind: one of `attribute_kinds` but for the amplitude. window: as in `window_samples`. project: whose layers a layer
    coordinate follows. before: works all of it out before the first inline is written, and returns what then gives an
    inline; where it is None, inlines are worked out as they are written. Raises BadRequest where it cannot be known, or
    not be written there.
    """
    written = [name for name in attribute_kinds() if name != AMPLITUDE]
    if kind not in written:
        raise BadRequest(
            tr("There is no attribute “{kind}”: choose one of {written}.").format(kind=kind, written=", ".join(written))
        )
    if path.suffix.lower() not in ENDINGS:
        raise BadRequest(
            tr("{path_name} ends in no format that is written: name it {endings}.").format(
                path_name=path.name, endings=", ".join(ENDINGS)
            )
        )
    check_target(path, volume)
    geometry = volume.geometry
    inline = inline_values(volume, kind, window, project)
    if before is not None:
        inline = yield from before()
    unit = {"phase": "degrees", "frequency": frequency_unit(geometry), DIP: dip_unit(geometry)}.get(kind, "")
    # In no user's language: a SEG-Y header has no letters but Latin ones.
    length = window_samples(window, geometry.samples) * geometry.samples.interval
    over = f" over {length:g} {geometry.samples.unit}" if attribute_kinds()[kind].windowed else ""
    about = f"{kind.capitalize()}{over} of {volume.name}{f', {unit}' if unit else ''}"
    box = SurveyBox.whole(geometry)
    if path.suffix.lower() == ".zarr":
        said = {"long_name": about} | ({"units": unit} if unit else {})
        variables = {kind: ZarrVariable(inline, np.float32, said)}
        yield from write_zarr(path, geometry, variables, box, {"title": volume.name, "source": "seisviewer"})
    elif path.suffix.lower() == ".npy":
        yield from write_npy(path, volume, inline, np.float32, box)
    else:
        yield from write_segy(path, volume, inline, text=about)
    return path


def inline_values(
    volume: Volume,
    kind: str,
    window: float = 0.0,
    project: Project | None = None,
    layers: LayerPredictor | None = None,
) -> Inline:
    """What gives the attribute of an inline index, float32 (crosslines, samples), NaN where there is no trace. Inlines are
    best asked for in their order. layers: as in `AttributeMaker`. Raises BadRequest where the attribute cannot be known."""
    geometry = volume.geometry
    if kind in (DIP, COHERENCE) and not geometry.is_2d:
        if not suits_slopes(geometry):
            raise BadRequest(
                tr(
                    "{title} of a volume needs lines side by side, most of their traces live, which "
                    "{volume_name} has not: look at it line by line in the window, or with “seisviewer "
                    "picture --attribute”."
                ).format(title=attribute_kinds()[kind].title, volume_name=volume.name)
            )
        return SlabValues(volume, kind)
    maker = AttributeMaker(volume, project, None, layers)
    samples = window_samples(window, geometry.samples)

    def of_inline(index: int) -> np.ndarray:
        values = maker(Wanted(kind, geometry.section(Direction.INLINE, index), window=samples))
        if values is None:
            raise BadRequest(_unknown(kind, volume, project))
        return values

    if kind == LAYERS and layers is None:
        of_inline(int(np.flatnonzero(geometry.live.any(axis=1))[0]))  # says now whether it can be known
    return of_inline


def lines_together(geometry: Geometry) -> int:
    """How many inlines of a dense survey `SlabValues` works out together."""
    line = 4 * geometry.shape[1] * geometry.shape[2]
    return int(np.clip(SLAB_BYTES // line - 2 * MARGIN, *SLAB))


class SlabValues:
    """Dip or coherence of a dense survey: some inlines are worked out together, with their neighbours on both sides. It is
    what the whole survey at once gives, to rounding, at its edges too."""

    def __init__(self, volume: Volume, kind: str) -> None:
        self._volume, self._kind = volume, kind
        self._lines = lines_together(volume.geometry)
        self._read: dict[int, np.ndarray] = {}
        self._made: dict[int, np.ndarray] = {}

    def __call__(self, index: int) -> np.ndarray:
        if index not in self._made:
            self._work_out(index // self._lines * self._lines)
        values = self._made[index]
        values[~self._volume.geometry.live[index]] = np.nan
        return values

    def _work_out(self, first: int) -> None:
        inlines, crosslines, samples = self._volume.geometry.shape
        inner = range(first, min(first + self._lines, inlines))
        wanted = range(max(0, first - MARGIN), min(inner.stop + MARGIN, inlines))
        self._made.clear()
        self._read = {index: lines for index, lines in self._read.items() if index in wanted}
        for index in wanted:
            if index not in self._read:
                self._read[index] = self._amplitudes(index)
        made = np.empty((len(inner), crosslines, samples), np.float32)
        for left in range(0, crosslines, ACROSS):
            right, begin = min(left + ACROSS, crosslines), max(0, left - MARGIN)
            block = np.stack([self._read[index][begin : right + MARGIN] for index in wanted])
            cut = slice(inner.start - wanted.start, inner.stop - wanted.start), slice(left - begin, right - begin)
            made[:, left:right] = _values(block_measures(block, cut), self._kind, self._volume.geometry)
        self._made = dict(zip(inner, made, strict=True))

    def _amplitudes(self, index: int) -> np.ndarray:
        section = self._volume.geometry.section(Direction.INLINE, index)
        return np.nan_to_num(self._volume.section(section), copy=False, nan=0.0)


def _values(found: BlockMeasures, kind: str, geometry: Geometry) -> np.ndarray:
    if kind == COHERENCE:
        return found.continuity
    return steepest_in_unit(found.inline.slope, found.crossline.slope, geometry)


def _unknown(kind: str, volume: Volume, project: Project | None) -> str:
    if kind == LAYERS and project is None:
        return tr("The layer coordinate follows the layers of a project: name the project in place of the survey.")
    if kind == LAYERS:
        return tr(
            "The layers of {folder_name} were not worked out yet: “seisviewer train --method layers” does that."
        ).format(folder_name=project.folder.name)
    return tr("{title} of {volume_name} cannot be known.").format(
        title=attribute_kinds()[kind].title, volume_name=volume.name
    )
