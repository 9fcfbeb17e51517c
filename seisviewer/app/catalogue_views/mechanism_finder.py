"""Turns first motions round, and searches the mechanism of their event anew in the background."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.errors import SeisviewerError
from seisviewer.picks.located.mechanism import Mechanism
from seisviewer.picks.pick import Pick, Polarity
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue
from seisviewer.translation import tr
from seisviewer.workflows.catalogue.mechanism_of_event import mechanism_of
from seisviewer.workflows.catalogue.network import TravelTimes

SOON = 300  # ms after the last first motion that was turned round
SEARCHING = tr("Searching the mechanism")
OPPOSITE = {Polarity.POSITIVE: Polarity.NEGATIVE, Polarity.NEGATIVE: Polarity.POSITIVE}


class MechanismFinder(QObject):
    """What is found goes into the event; with the change that asked for it, so that one undo takes both back."""

    said = pyqtSignal(str)

    def __init__(self, editor: PickEditor, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor
        self._background = background
        self._catalogue = ShownCatalogue()
        self._asked: tuple[object, ...] = ()  # what runs, and what it was asked of
        self.with_ratios = False  # whether S/P amplitude ratios are measured on the records too
        self._times = TravelTimes()  # kept, so that a first motion that is turned round is answered at once
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(lambda: self.search(follows=True))

    def show_catalogue(self, catalogue: ShownCatalogue) -> None:
        if catalogue.chosen != self._catalogue.chosen:
            self._soon.stop()
        self._catalogue = catalogue

    def change(self, pick: Pick, motion: str) -> None:
        """motion: “up” or “down” (again: undecidable, then none), or “flip”; the mechanism is searched soon after."""
        if motion == "flip":
            if pick.polarity not in OPPOSITE:
                self.said.emit(tr("This first motion is undecided: say up (↑) or down (↓)."))
                return
            self._editor.set_polarity(pick, OPPOSITE[pick.polarity])
        else:
            self._editor.polarity(pick, motion == "up")
        self._soon.start()

    def search(self, *, follows: bool = False) -> None:
        """Of the chosen event. follows: what is found belongs to the last action."""
        catalogue, event = self._catalogue, self._catalogue.event
        if event is None:
            return
        own = tuple(pick for pick in catalogue.picks if pick.event == event.id)
        asked = self._asked = (event.id, own)

        def then(found: tuple[Mechanism, ...]) -> None:
            if asked is self._asked and self._is_still(event.id, own):
                self.said.emit("")
                self._editor.set_mechanisms(event.id, found, follows=follows)

        def failed(error: BaseException) -> bool:
            if not isinstance(error, SeisviewerError):
                return False
            if asked is self._asked:
                self.said.emit(str(error))
            return True

        archive = self._editor.state.archive if self.with_ratios else None
        self.said.emit(f"{SEARCHING}…")
        self._background.run(
            SEARCHING, lambda: mechanism_of(event, own, catalogue.sites, self._times, archive), then, failed
        )

    def _is_still(self, event: int, own: tuple[Pick, ...]) -> bool:
        """Whether the event has the picks that were asked about."""
        return own == tuple(pick for pick in self._editor.state.picks if pick.event == event)
