"""The window with the pictures of a catalogue, beside the desk: it follows the events and the one that is selected."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QKeySequence, QShortcut, QShowEvent
from PyQt6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.catalogue_views.arrivals_page import ArrivalsPage
from seisviewer.app.catalogue_views.comparison_page import ComparisonPage
from seisviewer.app.catalogue_views.magnitude_page import MagnitudePage
from seisviewer.app.catalogue_views.map_page import MapPage
from seisviewer.app.catalogue_views.mechanism_page import MechanismPage
from seisviewer.app.main_window.window_geometry import RememberedPlace
from seisviewer.app.traces.bring_into_view import show_event, show_pick, show_time
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.app.widgets.controls import quiet_button
from seisviewer.picks.located.findings import findings_of
from seisviewer.picks.located.location import Arrival
from seisviewer.picks.pick import between
from seisviewer.pictures.catalogue.plot_picture import PlotPicture
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.translation import tr

SIZE = (1080, 640)
PICTURE_KEY = "Ctrl+P"
AskPicture = Callable[[PlotPicture | None, TraceState, str, QWidget], None]  # of what page, over which window
SAME_TIME = 0.05  # s, within which a pick is the one that an arrival was made of


class CatalogueWindow(QDialog):
    """Stays open beside the window. Only the page in front is drawn. ask_picture: how the page is to look for print."""

    def __init__(
        self,
        state: TraceState,
        editor: PickEditor,
        background: Background,
        ask_picture: AskPicture,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Catalogue"))
        self.resize(*SIZE)
        RememberedPlace(self, "catalogue")
        self._state = state
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._draw)
        self.map, self.magnitudes, self.arrivals = MapPage(), MagnitudePage(), ArrivalsPage()
        self.arrivals.arrival_chosen.connect(self._go_to_arrival)
        self.mechanism = MechanismPage(editor, background)
        self.mechanism.pick_wanted.connect(lambda pick: show_pick(state, pick))
        self.comparison = ComparisonPage(background)
        self.comparison.time_wanted.connect(lambda time: show_time(state, time))
        self.pages = (self.map, self.magnitudes, self.arrivals, self.mechanism, self.comparison)
        for keys, step in ((QKeySequence.StandardKey.Undo, editor.undo), (QKeySequence.StandardKey.Redo, editor.redo)):
            QShortcut(QKeySequence(keys), self, step)
        self.tabs = QTabWidget(documentMode=True)
        for page in self.pages:
            self.tabs.addTab(page, page.title)
            page.event_chosen.connect(self._go_to)
        self._ask_picture = ask_picture
        self.picture = quiet_button(
            tr("Picture…"),
            tr("Draw this page for print: SVG, PDF or PNG ({picture_key})").format(picture_key=PICTURE_KEY),
        )
        self.picture.clicked.connect(lambda _: self.save_picture())
        QShortcut(QKeySequence(PICTURE_KEY), self, self.save_picture)
        self.tabs.setCornerWidget(self.picture)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)
        self.tabs.currentChanged.connect(lambda _: self._soon.start())
        state.picks_changed.connect(self._show_picks)
        for signal in (state.events_changed, state.archive_changed, state.sites_changed, state.selected_event_changed):
            signal.connect(lambda *_: self._soon.start())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    @property
    def catalogue(self) -> ShownCatalogue:
        """As the desk has it now."""
        state = self._state
        records = state.archive.records if state.archive is not None else ()
        return ShownCatalogue(
            tuple(state.events), findings_of(state.events), state.sites, state.selected_event, state.picks,
            {record.key: record for record in records},
        )  # fmt: skip

    def save_picture(self) -> None:
        """Ask how the page in front is to look for print, and write it."""
        page = self.tabs.currentWidget()
        self._ask_picture(page.for_print(), self._state, page.title.lower(), self)

    def _show_picks(self) -> None:
        """Only the first motions are drawn of picks themselves; the other pages wait for what comes of them."""
        if self.tabs.currentWidget() is self.mechanism:
            self._soon.start()

    def _draw(self) -> None:
        self.tabs.currentWidget().show_catalogue(self.catalogue)

    def _go_to(self, event_id: int) -> None:
        event = next((event for event in self._state.events if event.id == event_id), None)
        if event is not None:
            show_event(self._state, event)

    def _go_to_arrival(self, arrival: Arrival) -> None:
        """To the pick it was made of, else to its time."""
        state = self._state
        near = [
            pick
            for pick in between(state.picks, arrival.time - SAME_TIME, arrival.time + SAME_TIME)
            if pick.station.code == arrival.station and pick.phase == arrival.phase[:1]
        ]
        if near:
            show_pick(state, min(near, key=lambda pick: abs(pick.time - arrival.time)))
        else:
            show_time(state, arrival.time)
