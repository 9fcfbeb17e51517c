"""The report on the survey on the desk, asked for by the name of its file and made in the background."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.exporting.report_dialog import ReportChoices, ReportDialog
from seisviewer.app.exporting.report_pdf import write_report_pdf
from seisviewer.app.live.layer_controller import LayerController
from seisviewer.app.opening.file_asker import FileAsker
from seisviewer.app.section_state import SectionState
from seisviewer.progress import Progress
from seisviewer.project.project import Project
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.exporting.export_answer import Answer, answers
from seisviewer.workflows.reporting.project_report import make_report, most_labelled, write_report

STILL_CARRIED = tr(
    "Reflectors still carry the strokes over the survey: what they say can be reported when they are done."
)
FORMATS = tr("Web page (*.html);;PDF (*.pdf)")


class SectionReport(FileAsker[SectionState]):
    """What is on screen is offered to be pictured in it, with the sections that have most labels."""

    def __init__(self, state: SectionState, layers: LayerController, background: Background, window: QWidget) -> None:
        super().__init__(state, background, window)
        self._layers = layers

    def folder_to_ask_in(self) -> Path:
        """Beside the survey."""
        return self._state.volume.folder if self._state.volume is not None else Path.home()

    def ask(self) -> None:
        on_screen = [section for section in self._state.shown if section.direction in LINES]
        sections = tuple(dict.fromkeys((*on_screen, *most_labelled(self._state.project.snapshot()))))
        project, solved = self._state.project, self._layers.status.solved
        whole = solved is not None and solved.whole
        offered = answers(project, solved.predictor if whole else None)
        waiting = self._layers.on and not whole and project.chosen_run is None
        dialog = ReportDialog(
            self._state.volume.geometry,
            sections,
            self._state.display.velocity,
            offered,
            STILL_CARRIED if waiting else "",
            self._window,
        )
        dialog.accepted.connect(lambda: self._ask_where(dialog.choices, dialog.answer))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_where(self, choices: ReportChoices, answer: Answer | None) -> None:
        path, chosen = self._ask_target(tr("Report"), f"{self._state.volume.name}_report.html", FORMATS)
        if path is not None:
            self.write(path if path.suffix else path.with_suffix(".pdf" if "pdf" in chosen else ".html"), choices, answer)

    def write(self, path: Path, choices: ReportChoices, answer: Answer | None) -> None:
        """As PDF or HTML, by the ending. answer: whose classes are reported, None for labels alone."""
        volume, project = self._state.volume, self._state.project
        made = self._background.run(
            tr("Making {path_name}").format(path_name=path.name),
            lambda: _written(path, project, volume, answer, choices),
            lambda _: self._state.message.emit(tr("The report is in {path}.").format(path=path)),
            awaited=True,
        )
        self._state.closing.wait_for(made)


def _written(
    path: Path, project: Project, volume: Volume, answer: Answer | None, choices: ReportChoices
) -> Generator[Progress, None, None]:
    html = yield from make_report(project, volume, answer, choices.sections, choices.lines, choices.velocity)
    yield Progress(0, 0, tr("Writing {path_name}").format(path_name=path.name))
    (write_report_pdf if path.suffix.lower() == ".pdf" else write_report)(path, html)
