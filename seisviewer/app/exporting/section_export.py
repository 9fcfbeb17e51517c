"""Export of the survey on the desk: what can be exported is looked up, asked for in a dialog, and written in the background."""

from __future__ import annotations

import math
from pathlib import Path

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.exporting.export_dialog import Exportable, ExportDialog
from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.jobs.short_turns import in_short_turns
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.workflows.exporting.export_answer import Answer, answers, outlook
from seisviewer.workflows.exporting.export_plan import ExportPlan
from seisviewer.workflows.exporting.project_export import export
from seisviewer.workflows.proposals.section_proposals import order_of_layers

SHOWN_AXES = {Direction.INLINE: (1, 2), Direction.CROSSLINE: (0, 2), Direction.TIME: (0, 1)}  # of rows and columns


class SectionExport(QObject):
    """window: the dialog opens over it, and it ends with it."""

    def __init__(
        self,
        state: SectionState,
        layers: LayerController,
        views: SectionViews,
        background: Background,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._state, self._layers, self._views = state, layers, views
        self._background, self._window = background, window

    def ask(self) -> ExportDialog | None:
        """Open the dialog; None without a project, of which nothing could be exported."""
        volume, project = self._state.volume, self._state.project
        if volume is None or project is None:
            return None
        solved = self._layers.status.solved
        at_hand = solved.predictor if solved is not None and solved.whole else None
        folder = volume.folder
        offered = Exportable(
            volume.geometry,
            project.snapshot(),
            answers(project, at_hand),
            folder,
            volume.name,
            lambda: in_sight(self._views, volume.geometry),
            () if solved is None else order_of_layers(solved.order, self._layers.status.kinds),
        )
        dialog = ExportDialog(offered, self._window)
        dialog.asked.connect(self.start)
        dialog.model_chosen.connect(lambda answer: self._look_out(dialog, answer))
        dialog.open()
        if dialog.answer is not None:
            self._look_out(dialog, dialog.answer)
        return dialog

    def start(self, plan: ExportPlan, answer: Answer | None) -> None:
        """Write what is planned in the background; what was begun leaves no file where it is stopped."""
        volume, project = self._state.volume, self._state.project
        written = self._background.run(
            tr("Exporting into {folder_name}").format(folder_name=plan.folder.name or plan.folder),
            lambda: in_short_turns(export(project, volume, plan, answer)),
            lambda files: self._state.message.emit(_written(files)),
            awaited=True,
        )
        self._state.closing.wait_for(written)

    def _look_out(self, dialog: ExportDialog, answer: Answer) -> None:
        """Find out what is predicted and how long a line takes; what goes wrong there shows when it is exported."""
        volume, project = self._state.volume, self._state.project
        job = self._background.run(
            tr("Looking what {answer_name} has predicted").format(answer_name=answer.name),
            lambda: outlook(project, volume, answer),
            lambda found: dialog.tell(answer, found),
            failed=lambda error: True,
        )
        self._state.closing.wait_for(job)
        dialog.finished.connect(lambda _: job.cancel())


def in_sight(views: SectionViews, geometry: Geometry) -> SurveyBox:
    """What lies inside the parts of the sections that the views show; all along an axis that none of them shows."""
    counts = geometry.shape
    low, high = [math.inf] * 3, [-math.inf] * 3
    for view in views.shown_views:
        for axis, (first, last) in zip(SHOWN_AXES[view.direction], view.box.shown, strict=True):
            low[axis], high[axis] = min(low[axis], first), max(high[axis], last)
    parts = []
    for first, last, count in zip(low, high, counts, strict=True):
        begin = 0 if math.isinf(first) else min(max(0, math.ceil(first)), count - 1)
        end = count - 1 if math.isinf(last) else min(max(begin, math.floor(last)), count - 1)
        parts.append(range(begin, end + 1))
    return SurveyBox(*parts)


def _written(files: tuple[Path, ...]) -> str:
    if len(files) == 1:
        return tr("The export is in {files}.").format(files=files[0])
    return tr("{count} exports are in {parent}.").format(count=len(files), parent=files[0].parent)
