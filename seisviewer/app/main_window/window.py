"""The main window: it places the desks and the panels, and takes them down again."""

from __future__ import annotations

import logging
from pathlib import Path

from PyQt6.QtCore import QSettings, Qt, QUrl
from PyQt6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QMainWindow, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from seisviewer.app.main_window.close_questions import may_end
from seisviewer.app.main_window.empty_desk import EmptyDesk
from seisviewer.app.main_window.error_bar import ErrorBar
from seisviewer.app.main_window.parts import make_parts
from seisviewer.app.main_window.start_page import StartPage
from seisviewer.app.main_window.status_line import StatusLine
from seisviewer.app.main_window.typing_end import TypingEnd
from seisviewer.app.main_window.window_layout import restore_layout, store_layout
from seisviewer.app.menus.action import DESKS, SECTIONS, TRACES
from seisviewer.app.menus.commands import commands
from seisviewer.app.menus.language_menu import LanguageMenu
from seisviewer.app.menus.listed_menus import add_listed_menus
from seisviewer.app.menus.menu_state import MenuState
from seisviewer.app.progress_list.running_button import RunningButton
from seisviewer.app.sections.pointer_readout import PointerReadout
from seisviewer.app.stores.store_bar import StoreBar
from seisviewer.app.topics import OF_RECORDS, OF_SURVEY
from seisviewer.app.tour.section_tour import section_steps
from seisviewer.app.tour.trace_tour import trace_steps
from seisviewer.app.traces.archive_names import archive_name
from seisviewer.app.traces.page.trace_readout import TraceReadout
from seisviewer.app.traces.panels.field_keys import FieldKeys
from seisviewer.app.traces.trace_menu_state import TraceMenuState
from seisviewer.translation import tr
from seisviewer.volumes.far.address import address_in

CLOSING_SECONDS = 15.0  # a training step, a read or a write usually ends within half a second
log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """Everything the user sees. What it is made of, and what the parts do, stands in `parts`."""

    def __init__(self, settings: QSettings | None = None) -> None:
        super().__init__()
        self._asks = True  # before it closes while something has not ended
        self.parts = make_parts(self, settings or QSettings())
        self.setAcceptDrops(True)
        self._place_middle()
        self._place_status_bar()
        self._watch_fields()
        add_listed_menus(self.parts)
        self.language = LanguageMenu(self.parts)
        self.parts.menus.bind(commands(self.parts))
        steps = {SECTIONS: lambda: section_steps(self.parts), TRACES: lambda: trace_steps(self.parts)}
        self.parts.tours.lead_through(steps, self.parts.panels)
        self.menu_state = MenuState(self.parts)
        self.trace_menu_state = TraceMenuState(self.parts.traces.state, self.parts.menus, self)
        self._connect()
        self.parts.closing.on_store(lambda: store_layout(self.parts))
        restore_layout(self.parts)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(map(_place_in, event.mimeData().urls())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = [place for url in event.mimeData().urls() if (place := _place_in(url)) is not None]
        self.parts.open_router.drop(paths)

    def close_unasked(self) -> None:
        """Close, whatever has not ended: nobody is there who could say no."""
        self._asks = False
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        closing = self.parts.closing
        if self._asks and not may_end(closing, tr("close"), self):
            event.ignore()
            return
        closing.store()
        self.hide()  # before the wait, which is long where training or a read holds on to what it has
        closing.stop()
        closing.release()
        if not closing.wait(CLOSING_SECONDS):
            log.warning("something had not ended after %g s and is left behind", CLOSING_SECONDS)
        event.accept()

    def _place_middle(self) -> None:
        self.errors = ErrorBar()
        self.start_page = StartPage(self.parts.recents, self.parts.tours)
        self.tabs = QTabBar()
        self.tabs.setDocumentMode(True)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for name in (tr("Sections"), tr("Traces", "seismology")):
            self.tabs.addTab(name)
        self.tabs.hide()
        self.pages = QStackedWidget()
        self.empty = {desk: EmptyDesk(desk) for desk in DESKS}
        for page in (self.start_page, self.parts.sections.views, self.parts.traces.page, *self.empty.values()):
            self.pages.addWidget(page)
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.errors)
        layout.addWidget(self.tabs)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(middle)

    def _place_status_bar(self) -> None:
        parts = self.parts
        sayings = parts.sections.sayings
        under_pointer = PointerReadout(
            parts.sections.state,
            (parts.sections.attribute_layer.read, parts.sections.second_layer.read, sayings.sentence),
        )
        sayings.renewed.connect(under_pointer.renew)
        readouts = {
            SECTIONS: under_pointer,
            TRACES: TraceReadout(parts.traces.state),
        }
        self.status_line = StatusLine(parts.background, readouts)
        self.statusBar().addWidget(self.status_line, 1)
        self.store_bar = StoreBar(parts.sections.store)
        self.statusBar().addPermanentWidget(self.store_bar)
        self.running = RunningButton(parts.works, parts.menus.actions["progress"].trigger)
        self.statusBar().addPermanentWidget(self.running)
        parts.closing.on_stop(self.running.stop)

    def _watch_fields(self) -> None:
        self.field_keys = FieldKeys(self)
        for panel in (*self.parts.panels.of(TRACES), *self.parts.traces.page.bars):
            self.field_keys.watch(panel)
        self.typing_end = TypingEnd(self._view_in_use, self)
        panels = (*self.parts.panels.of(SECTIONS), *self.parts.panels.of(TRACES))
        for panel in (*panels, *self.parts.sections.views.bars, *self.parts.traces.page.bars):
            self.typing_end.watch(panel)

    def _view_in_use(self) -> QWidget:
        parts = self.parts
        return parts.traces.page.canvas if parts.front.name == TRACES else parts.sections.views.active.canvas

    def _connect(self) -> None:
        parts = self.parts
        parts.front.changed.connect(self._show_front)
        for changed in (
            parts.sections.state.volume_changed,
            parts.traces.state.archive_changed,
            parts.traces.state.project_changed,
        ):
            changed.connect(lambda _: self._show_names())
        for state in (parts.sections.state, parts.traces.state):
            state.problem.connect(self.errors.say)
            state.classified.connect(self.errors.classify)
            state.solved.connect(self.errors.solve)
            state.message.connect(self.status_line.say)
        parts.sections.state.volume_changed.connect(lambda _: self.errors.solve(*OF_SURVEY))
        parts.traces.state.archive_changed.connect(lambda _: self.errors.solve(*OF_RECORDS))
        parts.traces.events.work.gathered.connect(lambda: parts.panels.bring_out("events"))
        for page in (self.start_page, *self.empty.values()):
            page.asked.connect(lambda action_id: parts.menus.actions[action_id].trigger())
        self.start_page.chosen.connect(parts.open_router.open)
        self.tabs.tabBarClicked.connect(lambda tab: parts.front.show((SECTIONS, TRACES)[tab]))

    def _page(self, name: str) -> QWidget:
        if not name:
            return self.start_page
        opened = {SECTIONS: self.parts.sections.state.volume, TRACES: self.parts.traces.state.archive}
        pages = {SECTIONS: self.parts.sections.views, TRACES: self.parts.traces.page}
        return pages[name] if opened[name] is not None else self.empty[name]

    def _show_front(self, name: str) -> None:
        parts = self.parts
        for page in map(self.pages.widget, range(self.pages.count())):
            wanted = QSizePolicy.Policy.Preferred if page is self._page(name) else QSizePolicy.Policy.Ignored
            page.setSizePolicy(wanted, wanted)  # a page that is not shown does not keep the window wide
        self.pages.setCurrentWidget(self._page(name))
        if name:
            parts.panels.show(name)
            (parts.traces.page.canvas if name == TRACES else parts.sections.views).setFocus()
        else:
            parts.panels.put_away()
        self.status_line.show_desk(name)
        self._show_names()

    def _show_names(self) -> None:
        """In the title what is in front; on the tabs both, while there are two."""
        parts = self.parts
        volume, archive = parts.sections.state.volume, parts.traces.state.archive
        names = {
            SECTIONS: volume.name if volume is not None else "",
            TRACES: archive_name(parts.traces.state) if archive is not None else "",
        }
        shown = names.get(parts.front.name, "")
        self.setWindowTitle(tr("{shown} – seisviewer").format(shown=shown) if shown else "seisviewer")
        titles = {SECTIONS: tr("Sections"), TRACES: tr("Traces", "seismology")}
        for tab, (desk, name) in enumerate(names.items()):
            self.tabs.setTabText(tab, f"{titles[desk]}: {name}")
        self.tabs.setVisible(all(names.values()))
        if parts.front.name:
            self.tabs.setCurrentIndex(list(names).index(parts.front.name))


def _place_in(url: QUrl) -> Path | None:
    """The file, or the address of a survey, that was dropped; None for anything else."""
    if url.isLocalFile():
        return Path(url.toLocalFile())
    return Path(url.toString()) if address_in(url.toString()) else None
