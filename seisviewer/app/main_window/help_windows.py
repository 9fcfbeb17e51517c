"""The windows with something to read: cheat sheet, help pages, shortcuts, the survey's description."""

from __future__ import annotations

from collections.abc import Callable, Generator
from html import escape
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QTextCursor
from PyQt6.QtWidgets import QMessageBox, QWidget

from seisviewer import __version__
from seisviewer.app.background.background_jobs import Background
from seisviewer.app.dialogs.help_dialog import HelpDialog
from seisviewer.app.dialogs.open_dialogs import OpenDialogs
from seisviewer.app.dialogs.problem_report_dialog import ProblemReportDialog
from seisviewer.app.dialogs.shortcuts_dialog import ShortcutsDialog
from seisviewer.app.dialogs.survey_info_page import page
from seisviewer.app.dialogs.text_dialog import TextDialog
from seisviewer.app.logs import FILE_NAME, last_lines
from seisviewer.app.main_window.front_desk import FrontDesk
from seisviewer.app.menus.cheat_sheet import CheatSheet
from seisviewer.app.menus.keymap import Keymap
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.traces.archive_names import archive_name
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.user_folders import user_log_folder
from seisviewer.volumes.describe_survey import describe
from seisviewer.volumes.volume import Volume
from seisviewer.waveforms.describe_records import describe as describe_records
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.installation.examination import examine
from seisviewer.workflows.installation.finding import Finding
from seisviewer.workflows.installation.problem_report import report_text

INFO, RECORDS_INFO, SHEET = "survey info", "records info", "cheat sheet"
ABOUT = tr(
    "<h3>seisviewer {version}</h3>\n<p>Label a few sections of a seismic survey, or set a few "
    "P and S picks, and watch self-training learn the rest.</p>\n<p>Free software under the "
    "GNU General Public License, version 3 or later; it comes without any warranty.</p>"
).format(version=__version__)


class HelpWindows(OpenDialogs):
    """Opens them beside the main window; asking again brings the one that is open to the front."""

    def __init__(
        self,
        state: SectionState,
        traces: TraceState,
        reader: SectionReader,
        keymap: Keymap,
        background: Background,
        front: FrontDesk,
        window: QWidget,
    ) -> None:
        super().__init__(background, window)
        self._state = state
        self._traces = traces
        self._reader = reader
        self._keymap = keymap
        self._front = front
        state.volume_changed.connect(lambda _: self._close_info(INFO))
        traces.archive_changed.connect(lambda _: self._close_info(RECORDS_INFO))
        front.changed.connect(self._show_keys)

    def cheat_sheet(self) -> None:
        self.show(SHEET, lambda: CheatSheet(self._keymap, self._window, self._front.name))

    def shortcuts(self) -> None:
        self.show("shortcuts", lambda: ShortcutsDialog(self._keymap, self._window))

    def manual(self) -> None:
        self.show("manual", lambda: HelpDialog(self._window))

    def about(self) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle(tr("About seisviewer"))
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(ABOUT)
        self.show("about", lambda: box)

    def log(self) -> None:
        """The text itself: not every system has a program that shows a folder."""
        self.show("log", self._log_dialog)

    def problem_report(self) -> None:
        self._background.run(tr("Looking at what is installed"), examine, self._show_problem_report)

    def _show_problem_report(self, findings: tuple[Finding, ...]) -> None:
        text = report_text(findings, last_lines(user_log_folder() / FILE_NAME))
        self.show("problem report", lambda: ProblemReportDialog(text, self._window))

    def _log_dialog(self) -> TextDialog:
        folder = user_log_folder()
        text = escape(last_lines(folder / FILE_NAME)) or tr("Nothing has gone wrong so far.")
        where = tr("<p>The log is kept in <b>{folder}</b>; the newest lines stand last.</p>").format(
            folder=escape(str(folder / FILE_NAME))
        )
        dialog = TextDialog(tr("The log"), self._window, html=f"{where}<pre>{text}</pre>")
        dialog.browser.moveCursor(QTextCursor.MoveOperation.End)
        return dialog

    def survey_info(self) -> None:
        volume, statistics = self._state.volume, self._reader.statistics
        job = self._background.run(
            tr("Describing {volume_name}").format(volume_name=volume.name),
            lambda: _describing(volume.name, lambda: describe(volume, statistics)),
            lambda description: self._show_info(volume, description),
        )
        self._state.closing.wait_for(job)

    def records_info(self) -> None:
        archive, name = self._traces.archive, archive_name(self._traces)
        self._background.run(
            tr("Describing {name}").format(name=name),
            lambda: _describing(name, lambda: describe_records(archive)),
            lambda description: self._show_records_info(archive, name, description),
        )

    def _show_keys(self, front: str) -> None:
        """Another desk is in front: its keys stand on the cheat sheet."""
        if SHEET in self.open:
            self.open[SHEET].show_desk(front)

    def _show_info(self, volume: Volume, description: dict[str, Any]) -> None:
        if volume is self._state.volume:
            html = page(volume.name, description)
            self.show(
                INFO,
                lambda: TextDialog(tr("About {volume_name}").format(volume_name=volume.name), self._window, html=html),
            )

    def _show_records_info(self, archive: Archive, name: str, description: dict[str, Any]) -> None:
        if archive is self._traces.archive:
            html = page(name, description)
            self.show(RECORDS_INFO, lambda: TextDialog(tr("About {name}").format(name=name), self._window, html=html))

    def _close_info(self, info: str) -> None:
        if info in self.open:
            self.open[info].close()


def _describing(name: str, describe: Callable[[], dict[str, Any]]) -> Generator[Progress, None, dict[str, Any]]:
    yield Progress(0, 0, tr("Describing {name}").format(name=name))
    return describe()
