"""The layer model at work on whole sections."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from seisviewer.predictions.passes.section_pass import SectionPass, quantised
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.structure.followed_line import FollowedLine, Line, follow
from seisviewer.structure.layer_confidence import Boundary, layer_probabilities
from seisviewer.structure.layer_coordinate import layer_coordinate
from seisviewer.structure.layer_model import LayerModel
from seisviewer.structure.line_carrying import carried_to_line
from seisviewer.structure.slope_grid import SlopeGrid
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.random_line import RandomPath

STRONG = 99.0  # percentile of the absolute amplitudes of a line
WILD = 10.0  # times that; no reflector is as strong


@dataclass(frozen=True)
class LayerPredictor(SectionPredictor):
    """geometry: of the survey. name, version, labels_version and key go into every prediction. followed: gives a line with its
    slopes. grid: the slopes of the whole survey, where they are known."""

    model: LayerModel
    geometry: Geometry
    name: str
    labels_version: int = 0
    version: int = 0
    followed: Callable[[Line], FollowedLine] = field(default=follow, repr=False, compare=False)
    grid: SlopeGrid | None = field(default=None, repr=False, compare=False)
    key: str = ""

    @property
    def answers(self) -> tuple[int, ...]:
        """The class numbers that it can give, ascending."""
        return self.model.classes

    @property
    def classes(self) -> tuple[int, ...]:
        return self.answers

    def boundaries(self, section: SectionId, amplitudes: np.ndarray) -> list[Boundary]:
        """The boundaries at every trace of an inline or crossline (traces, samples), from top to base."""
        return self._boundaries(section, self._once(section, amplitudes))

    def probabilities(self, section: SectionId, amplitudes: np.ndarray) -> np.ndarray:
        """Float32 (classes, traces, samples) of an inline or crossline (traces, samples), classes as in `answers`."""
        line = self._once(section, amplitudes)
        return self._probabilities(self._boundaries(section, line), line)

    def coordinate(self, section: SectionId, amplitudes: np.ndarray) -> np.ndarray:
        """Float32 (traces, samples) 0–1 of an inline or crossline: `layer_coordinate`."""
        return layer_coordinate(self.boundaries(section, amplitudes), self.model.samples)

    def one_pass(self, section: SectionId, amplitudes: np.ndarray) -> SectionPass:
        """A pass over an inline or crossline, as it is kept."""
        return self.pass_with_boundaries(section, amplitudes)[0]

    def pass_with_boundaries(self, section: SectionId, amplitudes: np.ndarray) -> tuple[SectionPass, SectionBoundaries]:
        """`one_pass`, and the lines that it follows from."""
        line, live = self._once(section, amplitudes), self.geometry.section_live(section)
        boundaries = self._boundaries(section, line)
        probabilities = quantised(self._probabilities(boundaries, line))
        probabilities[:, ~live] = 0
        made = SectionPass(
            section,
            probabilities,
            self.answers,
            self.name,
            self.version,
            self.labels_version,
            time.time(),
            key=self.key,
        )
        # To the model the middle of sample 7 lies at 7.5.
        depths = np.stack([np.where(live, boundary.depth - 0.5, np.nan) for boundary in boundaries])
        return made, SectionBoundaries(section, self.model.order, depths.astype(np.float32))

    def classes_along(self, line: FollowedLine) -> np.ndarray:
        """Class numbers, uint8 (traces, samples), of any line across the survey, NO_CLASS where there is no trace."""
        found = self._probabilities(carried_to_line(self.model, line), lambda: line).argmax(axis=0)
        return np.where(line.line.live[:, None], np.array(self.answers, np.uint8)[found], np.uint8(NO_CLASS))

    def _once(self, section: SectionId, amplitudes: np.ndarray) -> Callable[[], FollowedLine]:
        """The line with its slopes, followed when it is first asked for."""
        return cache(lambda: self.followed(survey_line(self.geometry, section, amplitudes, self.grid)))

    def _boundaries(self, section: SectionId, line: Callable[[], FollowedLine]) -> list[Boundary]:
        solved = self.model.line(str(section))
        return self.model.on_line(solved) if solved is not None else carried_to_line(self.model, line())

    def _probabilities(self, boundaries: list[Boundary], line: Callable[[], FollowedLine]) -> np.ndarray:
        if self.model.bodies is not None:
            found = self.model.bodies.probabilities(line(), boundaries, self.model.faults)
        else:
            found = layer_probabilities(boundaries, self.model.samples)[..., np.argsort(self.model.order)]
        return np.ascontiguousarray(found.transpose(2, 0, 1))


def survey_line(geometry: Geometry, section: SectionId, amplitudes: np.ndarray, grid: SlopeGrid | None = None) -> Line:
    """An inline or crossline as the layer model takes it. amplitudes: (traces, samples), NaN where there is no trace.
    grid: the slopes of the whole survey, where they are known.

    Amplitudes far beyond those of the line are cut: a few damaged samples would hide all reflectors.
    """
    along = np.arange(len(amplitudes))
    index = geometry.index(section)
    across = np.full(len(amplitudes), index)
    places = (across, along) if section.direction is Direction.INLINE else (along, across)
    slopes = grid.line(section.direction, index) if grid is not None else None
    live = geometry.section_live(section)
    return Line(str(section), _without_wild(amplitudes), geometry.places(*places), live, slopes)


def random_survey_line(geometry: Geometry, path: RandomPath, amplitudes: np.ndarray) -> Line:
    """The section along a random line likewise. amplitudes: (traces, samples) of its nearest traces."""
    live = geometry.live[path.inlines, path.crosslines]
    return Line("random line", _without_wild(amplitudes), geometry.places(path.inlines, path.crosslines), live)


def _without_wild(amplitudes: np.ndarray) -> np.ndarray:
    """Float32, 0 where there is no trace."""
    filled = np.nan_to_num(amplitudes, nan=0.0).astype(np.float32)
    strong = WILD * float(np.percentile(np.abs(filled), STRONG))
    if strong:
        filled = np.clip(filled, -strong, strong)
    return filled
