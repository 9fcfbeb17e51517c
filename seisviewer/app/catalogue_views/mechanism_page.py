"""How the fault of the chosen event slipped: the focal sphere, its solutions, and the onsets that they rest on."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSplitter, QTabBar, QVBoxLayout, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.catalogue_views.arrivals_page import NONE_CHOSEN, NOT_LOCATED
from seisviewer.app.catalogue_views.beach_ball import BeachBall
from seisviewer.app.catalogue_views.mechanism_finder import MechanismFinder
from seisviewer.app.catalogue_views.onset_list import OnsetList
from seisviewer.app.traces.pick_editor import PickEditor
from seisviewer.app.widgets.controls import check_box, quiet_button, sentence
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.catalogue.mechanism_words import mechanism_words
from seisviewer.catalogue.sphere_marks import sphere_marks
from seisviewer.catalogue.station_motions import StationMotion, station_motions
from seisviewer.picks.located.mechanism import Mechanism
from seisviewer.picks.pick import Pick
from seisviewer.pictures.catalogue.mechanism_picture import mechanism_picture
from seisviewer.pictures.catalogue.plot_picture import PlotPicture
from seisviewer.pictures.catalogue.shown_catalogue import ShownCatalogue, event_title
from seisviewer.translation import tr

NO_P = tr("None of its P picks is an arrival of its location: associate and locate it anew.")
NO_SOLUTION = tr("No mechanism yet: give first motions (↑ ↓), then Search.")
BUTTONS = (
    ("up", tr("Up ↑"), tr("The ground first moved up; again: undecidable, then none (↑)")),
    ("down", tr("Down ↓"), tr("The ground first moved down; again: undecidable, then none (↓)")),
    ("flip", tr("Flip"), tr("Turn the first motion round (Space)")),
)


class MechanismPage(QWidget):
    """`chosen_pick` is the station that keys and buttons act on."""

    title = tr("Mechanism")
    event_chosen = pyqtSignal(object)  # of no event here; every page has it
    pick_wanted = pyqtSignal(object)  # a Pick, to be brought into view on the desk

    def __init__(self, editor: PickEditor, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._catalogue = ShownCatalogue()
        self.chosen_pick = 0
        self.finder = MechanismFinder(editor, background, self)
        self.said, self.state_said = sentence(NONE_CHOSEN, lines=2), sentence()
        self.solutions = QTabBar()
        self.solutions.setToolTip(tr("The distinct solutions, the most probable first"))
        self.solutions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ball, self.onsets = BeachBall(), OnsetList()
        self.onsets.setToolTip(
            tr(
                "Vertical motion around P. ↑ ↓ say the first motion, Space turns it round, N and Shift+N "
                "go to the next and the previous station, Return or a double click to its trace"
            )
        )
        self.around = QDoubleSpinBox(minimum=0.1, maximum=5.0, singleStep=0.1, decimals=1, value=0.5, suffix=" s")
        self.around.setToolTip(tr("Seconds before and after P"))
        self.buttons = {name: quiet_button(text, tip) for name, text, tip in BUTTONS}
        self.search = quiet_button(
            tr("Search"), tr("Search the mechanism of these first motions (Hardebeck & Shearer, 2002)")
        )
        self.ratios = check_box(
            tr("S/P ratios"), tr("Measure the amplitude of S over that of P on the records too, and search with both")
        )
        self._lay_out()
        self._connect()

    def show_catalogue(self, catalogue: ShownCatalogue) -> None:
        if catalogue.chosen != self._catalogue.chosen:
            self.state_said.setText("")
            self.solutions.setCurrentIndex(0)
        self._catalogue = catalogue
        self.finder.show_catalogue(catalogue)
        self._fill_solutions()
        self._draw()

    @property
    def mechanisms(self) -> tuple[Mechanism, ...]:
        return self._catalogue.findings.mechanisms.get(self._catalogue.chosen, ())

    @property
    def motions(self) -> tuple[StationMotion, ...]:
        location = self._catalogue.location
        return station_motions(self._catalogue.picks, self._catalogue.chosen, location) if location is not None else ()

    @property
    def _mechanism(self) -> Mechanism | None:
        """The solution whose tab is in front."""
        place = max(self.solutions.currentIndex(), 0)
        return self.mechanisms[place] if place < len(self.mechanisms) else None

    def for_print(self) -> PlotPicture | None:
        event, shown = self._catalogue.event, self._mechanism
        if event is None or not (self.motions or shown):
            return None
        others = tuple(each for each in self.mechanisms if each is not shown)
        return mechanism_picture(self.motions, shown, others, event_title(event))

    def _connect(self) -> None:
        self.solutions.currentChanged.connect(lambda _: self._draw())
        self.around.valueChanged.connect(lambda _: self._draw())
        self.finder.said.connect(self.state_said.setText)
        self.search.clicked.connect(lambda: self.finder.search())
        self.ratios.toggled.connect(self._use_ratios)
        self.ball.pick_chosen.connect(self._go_to)
        self.onsets.pick_chosen.connect(self._choose)
        self.onsets.pick_wanted.connect(self._go_to)
        self.onsets.motion_wanted.connect(self.finder.change)
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self._change(name))

    def _use_ratios(self, on: bool) -> None:
        self.finder.with_ratios = on

    def _choose(self, pick: Pick) -> None:
        self.chosen_pick = pick.id
        self._draw()

    def _go_to(self, pick: Pick) -> None:
        self._choose(pick)
        self.pick_wanted.emit(pick)

    def _change(self, motion: str) -> None:
        pick = next((each.pick for each in self.motions if each.pick.id == self.chosen_pick), None)
        if pick is not None:
            self.finder.change(pick, motion)

    def _fill_solutions(self) -> None:
        texts = [
            f"{number}: {mechanism.quality}, {100 * mechanism.probability:.0f} %"
            for number, mechanism in enumerate(self.mechanisms, 1)
        ]
        now = [self.solutions.tabText(place) for place in range(self.solutions.count())]
        if texts != now:
            chosen = self.solutions.currentIndex()
            self.solutions.blockSignals(True)
            while self.solutions.count():
                self.solutions.removeTab(0)
            for text in texts:
                self.solutions.addTab(text)
            self.solutions.setCurrentIndex(min(max(chosen, 0), len(texts) - 1))
            self.solutions.blockSignals(False)
        self.solutions.setVisible(bool(texts))

    def _draw(self) -> None:
        catalogue, motions, mechanisms = self._catalogue, self.motions, self.mechanisms
        mechanism = self._mechanism
        if self.chosen_pick not in {motion.pick.id for motion in motions}:
            self.chosen_pick = motions[0].pick.id if motions else 0
        others = tuple(each for each in mechanisms if each is not mechanism)
        self.ball.show_mechanism(motions, mechanism, others, self.chosen_pick)
        marks = sphere_marks(motions, mechanism.plane if mechanism is not None else None)
        self.onsets.show_onsets(marks, catalogue.records, self.around.value(), self.chosen_pick)
        contradicting = sum(mark.contradicts for mark in marks)
        known = sum(motion.up is not None for motion in motions)
        self.said.setText(self._words(mechanism, known, contradicting))
        for button in (*self.buttons.values(), self.search):
            button.setEnabled(bool(motions))

    def _words(self, mechanism: Mechanism | None, known: int, contradicting: int) -> str:
        if self._catalogue.event is None:
            return NONE_CHOSEN
        if self._catalogue.location is None:
            return NOT_LOCATED
        if not self.motions:
            return NO_P
        if mechanism is None:
            return tr("{known} of {count} first motions are up or down. {no_solution}").format(
                known=known, count=len(self.motions), no_solution=NO_SOLUTION
            )
        return tr("{mechanism_words}. {contradicting} of {known} first motions contradict it.").format(
            mechanism_words=mechanism_words(mechanism), contradicting=contradicting, known=known
        )

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        ball, rows, keys = QVBoxLayout(left), QVBoxLayout(right), QHBoxLayout()
        for column in (ball, rows):
            column.setContentsMargins(0, 0, 0, 0)
        ball.addWidget(self.solutions)
        ball.addWidget(self.ball, 1)
        rows.addWidget(self.onsets, 1)
        for button in self.buttons.values():
            keys.addWidget(button)
        keys.addWidget(PlainLabel("±"))
        keys.addWidget(self.around)
        keys.addStretch(1)
        keys.addWidget(self.ratios)
        keys.addWidget(self.search)
        rows.addLayout(keys)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        layout = QVBoxLayout(self)
        layout.addWidget(self.said)
        layout.addWidget(split, 1)
        layout.addWidget(self.state_said)
