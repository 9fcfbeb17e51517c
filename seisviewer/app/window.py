"""The main window: it places the views and the panels, and takes them down again."""

from __future__ import annotations

import json
from pathlib import Path

from PyQt6.QtCore import QSettings, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QApplication, QMainWindow, QMenu, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from seisviewer.app.action import SECTIONS, TRACES
from seisviewer.app.background_jobs import Background
from seisviewer.app.commands import commands
from seisviewer.app.docks import LEFT, RIGHT, Docks, Panel
from seisviewer.app.error_bar import ErrorBar
from seisviewer.app.garbage import Garbage
from seisviewer.app.help_windows import HelpWindows
from seisviewer.app.keymap import Keymap
from seisviewer.app.live.close_questions import may_close
from seisviewer.app.live.live_controller import LiveController
from seisviewer.app.live.prediction_layer import PredictionLayer
from seisviewer.app.live.training_panel import TrainingPanel
from seisviewer.app.menu_state import MenuState
from seisviewer.app.menus import Menus
from seisviewer.app.open_router import OpenRouter
from seisviewer.app.painting.class_panel import ClassPanel
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.label_layer import LabelLayer
from seisviewer.app.painting.paint_tools import make_tools
from seisviewer.app.recents import Recents
from seisviewer.app.section_import_export import SectionImportExport
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.pointer_readout import PointerReadout
from seisviewer.app.sections.section_display_panel import DisplayPanel
from seisviewer.app.sections.section_reader import SectionReader
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.app.start_page import StartPage
from seisviewer.app.survey_opener import SurveyOpener
from seisviewer.app.theme import apply_theme, system_theme
from seisviewer.app.traces.archive_names import archive_name
from seisviewer.app.traces.dialogs.trace_dialogs import TraceDialogs
from seisviewer.app.traces.page.trace_page import TracePage
from seisviewer.app.traces.page.trace_readout import TraceReadout
from seisviewer.app.traces.panels.field_keys import FieldKeys
from seisviewer.app.traces.panels.trace_panels import trace_panels
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.pick_import_export import PickImportExport
from seisviewer.app.traces.picker_engine import PickerEngine
from seisviewer.app.traces.review_walk import ReviewWalk
from seisviewer.app.traces.trace_menu_state import TraceMenuState
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.traces.waveform_opener import WaveformOpener
from seisviewer.jobs.lanes import Lanes
from seisviewer.workflows.trace_opening import trace_project_for

MESSAGE_MS = 10_000
THEME, VIEWS = "theme", "window/views"  # settings: "light" or "dark"; which views are shown, and how


class MainWindow(QMainWindow):
    """Everything the user sees. What the parts of the section desk share lies on `desk`, those of the trace desk on
    `trace_desk`; each part knows its desk and not the others. front: the desk that is shown, "" at the start page."""

    theme_changed = pyqtSignal(str)
    front_changed = pyqtSignal(str)

    def __init__(self, settings: QSettings | None = None) -> None:
        super().__init__()
        self.settings = settings or QSettings()
        self.theme = self.settings.value(THEME, "", type=str) or system_theme()
        apply_theme(QApplication.instance(), self.theme)
        self.front = ""
        self._closing = False
        self.garbage = Garbage(self)
        self.lanes = Lanes()
        self.keymap = Keymap(self.settings)
        self.recents = Recents(self.settings)
        self._make_desks()
        self._make_sections()
        self._make_traces()
        self.open_router = OpenRouter(
            self.section_state, self.opener, self.trace_opener, self.pick_import_export, self.show_desk, self
        )
        self.help_windows = HelpWindows(
            self.section_state, self.trace_state, self.reader, self.keymap, self.background, self
        )
        shared = self.section_state, self.trace_state, self.keymap, self.recents
        for part in (*shared, self.reader, self.label_editor, self.live, self.editor, self.review_walk, self.engine):
            part.setParent(self)  # so that all of them end together with the window
        self._place_middle()
        self._place_docks()
        self._place_status_bar()
        self.menus = Menus(self, self.keymap)
        self._place_menus()
        self.menus.bind(commands(self))
        self.menu_state = MenuState(self)
        self.trace_menu_state = TraceMenuState(self.trace_state, self.menus, self)
        self.theme_changed.connect(self.menus.refresh)
        self._connect()
        self._restore_layout()

    def show_desk(self, name: str) -> None:
        """Bring a desk to the front, SECTIONS or TRACES, or "" for the start page."""
        self.front = name
        for page in map(self.pages.widget, range(self.pages.count())):
            wanted = QSizePolicy.Policy.Preferred if page is self._page(name) else QSizePolicy.Policy.Ignored
            page.setSizePolicy(wanted, wanted)  # a page that is not shown does not keep the window wide
        self.pages.setCurrentWidget(self._page(name))
        if name:
            self.panels.show(name)
            (self.traces.canvas if name == TRACES else self.sections).setFocus()
        else:
            self.panels.put_away()
        for state, readout in self.readouts.items():
            readout.setVisible(state == name)
        self.help_windows.show_desk(name)
        self._show_names()
        self.front_changed.emit(name)

    def set_theme(self, name: str) -> None:
        """Dress the window "light" or "dark", and remember it."""
        self.theme = name
        self.settings.setValue(THEME, name)
        apply_theme(QApplication.instance(), name)
        self.theme_changed.emit(name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.open_router.drop([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        """In stages: ask, remember the layout, stop what runs, give the survey and the project back."""
        if not may_close(self.live, self.background, self, self.engine):
            event.ignore()
            return
        self._closing = True
        self.panels.store()
        self.settings.setValue(VIEWS, json.dumps(self.sections.state()))
        self.background.stop()
        self.live.shutdown()
        self.engine.shutdown()
        self.lanes.shutdown()
        self.opener.close_survey()
        self.trace_opener.close_records()
        self.reader.close()
        self.traces.stop()
        self.help_windows.close()
        self.trace_dialogs.close()
        self.garbage.release()
        for timer in self.findChildren(QTimer):
            timer.stop()  # a panel that was to be redrawn soon need not be any more
        event.accept()

    def _make_desks(self) -> None:
        self.section_state, self.trace_state = SectionState(), TraceState()
        self.background = Background(self.section_state, self.lanes)

    def _make_sections(self) -> None:
        self.opener = SurveyOpener(self.section_state, self.background, self.recents, self)
        self.reader = SectionReader(self.section_state)
        self.sections = SectionViews(self.section_state, self.reader)
        self.label_editor = LabelEditor(self.section_state)
        self.import_export = SectionImportExport(self.section_state, self.label_editor, self.background, self)
        self.tools = make_tools(self.section_state, self.label_editor)
        self.live = LiveController(self.section_state, self.lanes, self.settings)
        self.prediction_layer = PredictionLayer(self.section_state, self.live.answers)
        self.label_layer = LabelLayer(self.section_state)
        for layer in (self.prediction_layer, self.label_layer):
            self.sections.add_layer(layer)

    def _make_traces(self) -> None:
        self.editor = PickEditor(self.trace_state, trace_project_for)
        self.review_walk = ReviewWalk(self.trace_state, self.editor)
        self.traces = TracePage(self.trace_state, self.editor)
        self.engine = PickerEngine(self.trace_state, self.editor, self.lanes)
        self.trace_opener = WaveformOpener(self.trace_state, self.background, self.recents, self)
        self.pick_import_export = PickImportExport(self.trace_state, self.editor, self.background, self)
        self.trace_dialogs = TraceDialogs(
            self.trace_state, self.editor, self.background, lambda folder: self.trace_opener.open([folder]), self
        )

    def _connect(self) -> None:
        self.setAcceptDrops(True)
        self.section_state.volume_changed.connect(lambda volume: self._shown_or_gone(SECTIONS, volume))
        self.trace_state.archive_changed.connect(lambda archive: self._shown_or_gone(TRACES, archive))
        self.trace_state.project_changed.connect(lambda _: self._show_names())
        for state in (self.section_state, self.trace_state):
            state.problem.connect(self.errors.say)
            state.message.connect(lambda text: self.statusBar().showMessage(text, MESSAGE_MS))
        self.start_page.asked.connect(lambda action_id: self.menus.actions[action_id].trigger())
        self.start_page.chosen.connect(self.open_router.open)
        self.opener.import_wanted.connect(self.import_export.import_from)
        self.tabs.tabBarClicked.connect(lambda tab: self.show_desk((SECTIONS, TRACES)[tab]))

    def _place_middle(self) -> None:
        self.errors = ErrorBar()
        self.start_page = StartPage(self.recents)
        self.tabs = QTabBar()
        self.tabs.setDocumentMode(True)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for name in (SECTIONS, TRACES):
            self.tabs.addTab(name)
        self.tabs.hide()
        self.pages = QStackedWidget()
        for page in (self.start_page, self.sections, self.traces):
            self.pages.addWidget(page)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.errors)
        layout.addWidget(self.tabs)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(middle)

    def _place_docks(self) -> None:
        self.class_panel = ClassPanel(self.section_state, self.label_editor)
        self.training_panel = TrainingPanel(self.section_state, self.live)
        panels = (
            Panel("map", "Map", SurveyMap(self.section_state), LEFT, 270, 290, scrolls=False),
            Panel("display", "Display", DisplayPanel(self.section_state), LEFT, 270, 460),
            Panel("classes", "Classes and tools", self.class_panel, RIGHT, 320, 330),
            Panel("training", "Training", self.training_panel, RIGHT, 320, 420),
        )
        of_traces = trace_panels(self.trace_state, self.editor, self.review_walk, self.engine)
        self.panels = Docks(self, self.settings, {SECTIONS: panels, TRACES: of_traces})
        self.field_keys = FieldKeys(self)
        for panel in of_traces:
            self.field_keys.watch(panel.widget)

    def _place_status_bar(self) -> None:
        bar = self.statusBar()
        self.readouts = {SECTIONS: PointerReadout(self.section_state), TRACES: TraceReadout(self.trace_state)}
        bar.addPermanentWidget(self.background)
        for readout in self.readouts.values():
            bar.addPermanentWidget(readout)

    def _page(self, name: str) -> QWidget:
        return {SECTIONS: self.sections, TRACES: self.traces}.get(name, self.start_page)

    def _shown_or_gone(self, name: str, thing: object) -> None:
        """What was put on a desk is shown; when it is taken off, the other desk is, or else the start page."""
        if self._closing:
            return  # nothing comes to the front any more
        other, held = (TRACES, self.trace_state.archive) if name == SECTIONS else (SECTIONS, self.section_state.volume)
        if thing is not None:
            self.show_desk(name)
        elif self.front == name:
            self.show_desk(other if held is not None else "")
        else:
            self._show_names()

    def _show_names(self) -> None:
        """In the title what is in front; on the tabs both, while there are two."""
        volume, archive = self.section_state.volume, self.trace_state.archive
        names = {
            SECTIONS: volume.name if volume is not None else "",
            TRACES: archive_name(self.trace_state) if archive is not None else "",
        }
        shown = names.get(self.front, "")
        self.setWindowTitle(f"{shown} – seisviewer" if shown else "seisviewer")
        for tab, (state, name) in enumerate(names.items()):
            self.tabs.setTabText(tab, f"{state.capitalize()}: {name}")
        self.tabs.setVisible(all(names.values()))
        if self.front:
            self.tabs.setCurrentIndex(list(names).index(self.front))

    def _place_menus(self) -> None:
        panels = self.menus.add_menu("View", "Panels")
        panels.aboutToShow.connect(lambda: self._list_panels(panels))
        recent = self.menus.add_menu("File", "Open recent")
        recent.aboutToShow.connect(lambda: self._list_recents(recent))

    def _list_panels(self, menu: QMenu) -> None:
        menu.clear()
        for dock in self.panels.of(self.front):
            menu.addAction(dock.toggleViewAction())

    def _list_recents(self, menu: QMenu) -> None:
        menu.clear()
        for path in self.recents.paths:
            action = menu.addAction(path.name, lambda path=path: self.open_router.open(path))
            action.setEnabled(path.exists())
            action.setToolTip(str(path))

    def _restore_layout(self) -> None:
        self.panels.restore_window()
        try:
            self.sections.restore(json.loads(self.settings.value(VIEWS, "{}", type=str)))
        except (ValueError, TypeError, AttributeError):
            pass  # settings edited by hand; the views stay as they are at first
