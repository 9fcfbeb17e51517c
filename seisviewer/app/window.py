"""The main window: it places the views and the panels, and takes them down again."""

from __future__ import annotations

import json
from pathlib import Path

from PyQt6.QtCore import QSettings, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from seisviewer.app.background import Background
from seisviewer.app.checks import Checks
from seisviewer.app.commands import commands
from seisviewer.app.desk import Desk
from seisviewer.app.docks import LEFT, RIGHT, Docks, Panel
from seisviewer.app.exchange import Exchange
from seisviewer.app.garbage import Garbage
from seisviewer.app.keymap import Keymap
from seisviewer.app.live.closing import may_close
from seisviewer.app.live.controller import LiveController
from seisviewer.app.live.prediction_layer import PredictionLayer
from seisviewer.app.live.training_panel import TrainingPanel
from seisviewer.app.menus import Menus
from seisviewer.app.messages import ErrorBar
from seisviewer.app.opening import Opener
from seisviewer.app.painting.class_panel import ClassPanel
from seisviewer.app.painting.label_layer import LabelLayer
from seisviewer.app.painting.labelling import Labelling
from seisviewer.app.painting.tools import make_tools
from seisviewer.app.papers import Papers
from seisviewer.app.recents import Recents
from seisviewer.app.sections.display_panel import DisplayPanel
from seisviewer.app.sections.reader import SectionReader
from seisviewer.app.sections.status import PointerReadout
from seisviewer.app.sections.survey_map import SurveyMap
from seisviewer.app.sections.views import SectionDesk
from seisviewer.app.start_page import StartPage
from seisviewer.app.theme import apply_theme, system_theme
from seisviewer.jobs.lanes import Lanes
from seisviewer.volumes.volume import Volume

MESSAGE_MS = 10_000
THEME, VIEWS = "theme", "window/views"  # settings: "light" or "dark"; which views are shown, and how


class MainWindow(QMainWindow):
    """Everything the user sees. What the parts share lies on `desk`; each part knows the desk and not the others."""

    theme_changed = pyqtSignal(str)

    def __init__(self, settings: QSettings | None = None) -> None:
        super().__init__()
        self.settings = settings or QSettings()
        self.theme = self.settings.value(THEME, "", type=str) or system_theme()
        apply_theme(QApplication.instance(), self.theme)
        self.desk = Desk()
        self.garbage = Garbage(self)
        self.lanes = Lanes()
        self.keymap = Keymap(self.settings)
        self.recents = Recents(self.settings)
        self.background = Background(self.desk, self.lanes)
        self.opener = Opener(self.desk, self.background, self.recents, self)
        self.reader = SectionReader(self.desk)
        self.papers = Papers(self.desk, self.reader, self.keymap, self.background, self)
        self.sections = SectionDesk(self.desk, self.reader)
        self.labelling = Labelling(self.desk)
        self.exchange = Exchange(self.desk, self.labelling, self.background, self)
        self.tools = make_tools(self.desk, self.labelling)
        self.live = LiveController(self.desk, self.lanes, self.settings)
        self.prediction_layer = PredictionLayer(self.desk, self.live.answers)
        self.label_layer = LabelLayer(self.desk)
        for layer in (self.prediction_layer, self.label_layer):
            self.sections.add_layer(layer)
        for part in (self.desk, self.keymap, self.recents, self.reader, self.labelling, self.live):
            part.setParent(self)  # so that all of them end together with the window
        self._place_middle()
        self._place_docks()
        self._place_status_bar()
        self.menus = Menus(self, self.keymap)
        self._place_menus()
        self.menus.bind(commands(self))
        self.checks = Checks(self)
        self.theme_changed.connect(self.menus.refresh)
        self._connect()
        self._show_survey(None)
        self._restore_layout()

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
        self.opener.drop([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        """In stages: ask, remember the layout, stop what runs, give the survey and the project back."""
        if not may_close(self.live, self.background, self):
            event.ignore()
            return
        self.panels.store()
        self.settings.setValue(VIEWS, json.dumps(self.sections.state()))
        self.background.stop()
        self.live.shutdown()
        self.lanes.shutdown()
        self.opener.close_survey()
        self.reader.close()
        self.papers.close()
        self.garbage.release()
        for timer in self.findChildren(QTimer):
            timer.stop()  # a panel that was to be redrawn soon need not be any more
        event.accept()

    def _connect(self) -> None:
        self.setAcceptDrops(True)
        self.desk.volume_changed.connect(self._show_survey)
        self.desk.problem.connect(self.errors.say)
        self.desk.message.connect(lambda text: self.statusBar().showMessage(text, MESSAGE_MS))
        self.start_page.asked.connect(lambda action_id: self.menus.actions[action_id].trigger())
        self.start_page.chosen.connect(self.opener.open)
        self.opener.import_wanted.connect(self.exchange.import_from)

    def _place_middle(self) -> None:
        self.errors = ErrorBar()
        self.start_page = StartPage(self.recents)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(self.sections)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.errors)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(middle)

    def _place_docks(self) -> None:
        self.class_panel = ClassPanel(self.desk, self.labelling)
        self.training_panel = TrainingPanel(self.desk, self.live)
        panels = (
            Panel("map", "Map", SurveyMap(self.desk), LEFT, 270, 290, scrolls=False),
            Panel("display", "Display", DisplayPanel(self.desk), LEFT, 270, 460),
            Panel("classes", "Classes and tools", self.class_panel, RIGHT, 320, 330),
            Panel("training", "Training", self.training_panel, RIGHT, 320, 420),
        )
        self.panels = Docks(self, self.settings, panels)

    def _place_status_bar(self) -> None:
        bar = self.statusBar()
        self.readout = PointerReadout(self.desk)
        bar.addPermanentWidget(self.background)
        bar.addPermanentWidget(self.readout)

    def _show_survey(self, volume: Volume | None) -> None:
        self.pages.setCurrentWidget(self.start_page if volume is None else self.sections)
        if volume is None:
            self.panels.put_away()
            self.setWindowTitle("seisviewer")
        else:
            self.panels.show()
            self.setWindowTitle(f"{volume.name} – seisviewer")

    def _place_menus(self) -> None:
        panels = self.menus.add_menu("View", "Panels")
        for dock in self.panels.docks.values():
            panels.addAction(dock.toggleViewAction())
        recent = self.menus.add_menu("File", "Open recent")
        recent.aboutToShow.connect(lambda: self._list_recents(recent))

    def _list_recents(self, menu: QMenu) -> None:
        menu.clear()
        for path in self.recents.paths:
            action = menu.addAction(path.name, lambda path=path: self.opener.open(path))
            action.setEnabled(path.exists())
            action.setToolTip(str(path))

    def _restore_layout(self) -> None:
        self.panels.restore_window()
        try:
            self.sections.restore(json.loads(self.settings.value(VIEWS, "{}", type=str)))
        except (ValueError, TypeError, AttributeError):
            pass  # settings edited by hand; the views stay as they are at first
