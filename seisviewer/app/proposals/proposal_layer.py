"""What is proposed for a section, drawn over it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.live.prediction_layer import class_colours
from seisviewer.app.painting.label_layer import LEAST_PIXELS, painted_box
from seisviewer.app.painting.widening import at_least_wide
from seisviewer.app.proposals.proposal_tool import ProposalTool
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.outline_item import outline
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.pictures.prediction_images import fill
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.proposals.label_proposal import LabelProposal

SAME_ALPHA = 0.7  # opacity where nothing else was said before: reflectors show through

Pixel = tuple[float, float]


class ProposalLayer(QObject):
    """The proposed classes with an outline, opaque where another class stands now, as long as a proposal is on screen.

    changed: emitted with None when it looks different.
    """

    changed = pyqtSignal(object)
    picture_name = tr("Proposal")

    def __init__(self, state: SectionState, tools: Sequence[ProposalTool]) -> None:
        super().__init__()
        self._state, self._tools = state, tuple(tools)
        self._drawn: tuple[LabelProposal, tuple[int, ...], np.ndarray, np.ndarray] | None = None
        for tool in self._tools:
            tool.changed.connect(lambda: self.changed.emit(None))

    def rgba(self, section: SectionId, pixel: Pixel) -> np.ndarray | None:
        drawn = self._draw(section, pixel)
        return None if drawn is None else drawn[2]

    def outline(self, section: SectionId, pixel: Pixel) -> np.ndarray | None:
        drawn = self._draw(section, pixel)
        return None if drawn is None else drawn[3]

    def classes_in(self, section: SectionId) -> np.ndarray | None:
        """The class numbers that are proposed, int8, UNLABELLED elsewhere; None where nothing is proposed."""
        proposal = self._proposal(section)
        return None if proposal is None else proposal.classes

    def _proposal(self, section: SectionId) -> LabelProposal | None:
        tool = self._state.tool
        proposal = tool.proposal if tool in self._tools else None
        return proposal if proposal is not None and proposal.section == section and proposal.samples else None

    def _draw(
        self, section: SectionId, pixel: Pixel
    ) -> tuple[LabelProposal, tuple[int, ...], np.ndarray, np.ndarray] | None:
        proposal = self._proposal(section)
        if proposal is None:
            return None
        widths = tuple(max(1, math.ceil(LEAST_PIXELS * size)) for size in pixel)
        if self._drawn is None or self._drawn[0] is not proposal or self._drawn[1] != widths:
            box = painted_box(proposal.classes, margin=max(widths))
            wide = at_least_wide(proposal.classes[box], *widths)
            classes = np.full(proposal.classes.shape, UNLABELLED, np.int8, order="F")  # as it is drawn
            classes[box] = wide
            # UNLABELLED reads as 255 in the unsigned view, the transparent end of the table.
            image = fill(classes.view(np.uint8), class_colours(self._state.project.classes))
            same = (proposal.before == UNLABELLED) | (proposal.before == proposal.classes)
            np.copyto(image[..., 3], round(255 * SAME_ALPHA), where=same & (classes != UNLABELLED))
            lines = outline(wide != UNLABELLED) + [span.start for span in box]
            self._drawn = proposal, widths, image, lines
        return self._drawn
