"""Attributes of one section, worked out off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from seisviewer.errors import SeisviewerError
from seisviewer.pictures.attribute_kinds import (
    COHERENCE,
    DIP,
    LAYERS,
    SEMBLANCE,
    dips_in_unit,
    steepest_in_unit,
    trace_interval,
)
from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.project.project import Project
from seisviewer.structure.attributes.semblance import section_semblance
from seisviewer.structure.attributes.trace_attributes import WINDOW, section_attribute
from seisviewer.structure.layer_confidence import Boundary
from seisviewer.structure.layer_coordinate import layer_coordinate
from seisviewer.structure.slope_grid import SlopeGrid
from seisviewer.structure.slopes import section_continuity, section_slopes
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.attributes.attribute_slices import AttributeSlices
from seisviewer.workflows.layer_run import latest_layers, layer_predictor


@dataclass(frozen=True)
class Wanted:
    """An attribute of a section. boundaries: those that strokes give there now; time: how often others had come before.
    window: samples, of an attribute that has one."""

    kind: str
    section: SectionId
    time: int = 0
    window: int = WINDOW
    boundaries: SectionBoundaries | None = field(default=None, repr=False, compare=False)


class AttributeMaker:
    """Works attributes out, in one thread; time slices of attributes of traces may be in another. grid: the slopes of the whole
    survey, where they are known. layers: in place of those that were trained last in the project."""

    def __init__(
        self, volume: Volume, project: Project | None, grid: SlopeGrid | None, layers: LayerPredictor | None = None
    ) -> None:
        self._volume, self._project, self._grid = volume, project, grid
        self._slices = AttributeSlices(volume)
        self._makers = {DIP: self._dip, COHERENCE: self._coherence, SEMBLANCE: self._semblance, LAYERS: self._layers}
        self._run: tuple[LayerPredictor | None] | None = None if layers is None else (layers,)  # once it was looked for

    def __call__(self, wanted: Wanted) -> np.ndarray | None:
        """Float32 of the section's shape, NaN where there is no trace; None where it cannot be known."""
        values = self._makers.get(wanted.kind, self._of_traces)(wanted)
        if values is not None:
            values[~self._volume.geometry.section_live(wanted.section)] = np.nan
        return values

    def stop(self) -> None:
        """Give up, from any thread, what takes long."""
        self._slices.stop()

    def _of_traces(self, wanted: Wanted) -> np.ndarray | None:
        if wanted.section.direction is Direction.TIME:
            return self._slices.at(wanted.kind, wanted.section.number, wanted.window)
        samples = self._volume.geometry.samples
        amplitudes = self._volume.section(wanted.section)
        return section_attribute(wanted.kind, amplitudes, trace_interval(samples), wanted.window)

    def _dip(self, wanted: Wanted) -> np.ndarray | None:
        section, geometry, grid = wanted.section, self._volume.geometry, self._grid
        index = geometry.index(section)
        if section.direction is Direction.TIME:
            return None if grid is None else steepest_in_unit(*grid.at_sample(index), geometry)
        slopes = section_slopes(self._amplitudes(section)) if grid is None else grid.line(section.direction, index)
        return dips_in_unit(slopes.slope, section.direction, geometry)

    def _coherence(self, wanted: Wanted) -> np.ndarray | None:
        section = wanted.section
        if self._grid is not None:
            return self._grid.continuity(section.direction, self._volume.geometry.index(section))
        if section.direction is Direction.TIME:
            return None
        return section_continuity(self._amplitudes(section))

    def _semblance(self, wanted: Wanted) -> np.ndarray | None:
        section, grid = wanted.section, self._grid
        if section.direction is Direction.TIME:
            return None
        index = self._volume.geometry.index(section)
        slope = None if grid is None else grid.line(section.direction, index).slope
        return section_semblance(self._volume.section(section), wanted.window, slope)

    def _layers(self, wanted: Wanted) -> np.ndarray | None:
        section = wanted.section
        if section.direction is Direction.TIME:
            return None
        if wanted.boundaries is not None:
            depths = wanted.boundaries.depths + 0.5  # from the top of the first sample
            boundaries = [Boundary(depth[:, None], np.ones(1), np.zeros(len(depth))) for depth in depths]
            return layer_coordinate(boundaries, self._volume.geometry.samples.count)
        predictor = self._last_run()
        return None if predictor is None else predictor.coordinate(section, self._volume.section(section))

    def _last_run(self) -> LayerPredictor | None:
        """The layers that were trained last in the project."""
        if self._run is None:
            try:
                run = latest_layers(self._project) if self._project is not None else None
                self._run = (None if run is None else layer_predictor(run, self._volume),)
            except SeisviewerError:  # no run, or a damaged one: there is nothing to show
                self._run = (None,)
        return self._run[0]

    def _amplitudes(self, section: SectionId) -> np.ndarray:
        return np.nan_to_num(self._volume.section(section), copy=False, nan=0.0)
