"""The window with small pictures of the predicted sections, the least stable first; a click goes to one."""

from __future__ import annotations

from PyQt6.QtCore import QModelIndex, QSize, Qt
from PyQt6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QListView, QStackedLayout, QVBoxLayout, QWidget

from seisviewer.app.chosen_answer.answer_on_screen import AnswerOnScreen
from seisviewer.app.gallery.section_cells import SectionCells, SectionModel
from seisviewer.app.gallery.thumbnail_source import ThumbnailSource
from seisviewer.app.live.filling.stored_source import StoredSource
from seisviewer.app.live.prediction_layer import class_colours
from seisviewer.app.main_window.window_geometry import RememberedPlace
from seisviewer.app.section_state import SectionState
from seisviewer.app.sections.section_views import SectionViews
from seisviewer.app.widgets.controls import Standard, dialog_buttons, sentence
from seisviewer.app.widgets.plain_text import PlainLabel
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, SectionId
from seisviewer.volumes.section_names import section_title
from seisviewer.workflows.gallery.predicted_sections import (
    NEED_STABILITY,
    Order,
    PredictedSection,
    in_order,
    know_stability,
    predicted_sections,
)
from seisviewer.workflows.gallery.thumbnail import ThumbnailLooks

SIZE = (880, 600)
WHICH: tuple[tuple[str, tuple[Direction, ...]], ...] = (
    (tr("Inlines and crosslines"), LINES),
    (tr("Inlines"), (Direction.INLINE,)),
    (tr("Crosslines"), (Direction.CROSSLINE,)),
)
EMPTY = tr(
    "No prediction is kept yet. Paint two classes: sections appear here as the survey is "
    "predicted, some seconds after the last stroke."
)


class GalleryDialog(QDialog):
    """Follows the stored predictions of who speaks on screen while it is open."""

    def __init__(
        self,
        state: SectionState,
        stored: StoredSource,
        answers: AnswerOnScreen,
        pictures: ThumbnailSource,
        views: SectionViews,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Gallery of predicted sections"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        RememberedPlace(self, "gallery")
        self._state, self._stored, self._answers, self._views = state, stored, answers, views
        self.pictures = pictures
        self.model = SectionModel(self._title, self)
        self.order, self.which = QComboBox(), QComboBox()
        self.order.addItems([tr(order.value) for order in Order])
        self.which.addItems([name for name, _ in WHICH])
        self.list = QListView()
        self.count = PlainLabel()
        self.empty = sentence(EMPTY)
        self._set_up_list()
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Look again at what is stored; what is chosen, and the place that was scrolled to, stay."""
        chosen = self._answers.shown  # an earlier run, or what is live
        store = self._stored.store if chosen is None else chosen.store
        project = self._state.project
        rejections = () if project is None else project.snapshot().rejections
        self.pictures.begin(self._state.volume, store, self._looks(), rejections)
        sections: tuple[PredictedSection, ...] = ()
        if store is not None and self._state.volume is not None:
            sections = predicted_sections(store, self._state.project.snapshot())
        self._offer_stability(know_stability(sections))
        directions = WHICH[self.which.currentIndex()][1]
        rows = in_order([each for each in sections if each.section.direction in directions], self._chosen_order())
        if rows != self.model.rows:
            self._show(rows)
        labelled = sum(each.labelled for each in rows)
        self.count.setText(
            tr("{chosen}: {count} sections, {labelled} labelled").format(
                chosen=self._answers.name_of(chosen), count=len(rows), labelled=labelled
            )
            if rows
            else ""
        )
        self._stack.setCurrentIndex(0 if rows else 1)

    def go_to(self, index: QModelIndex) -> None:
        """Show the section in its view, behind this window."""
        section = self.model.rows[index.row()].section
        self._views.show_direction(section.direction, True)
        place = self._state.volume.geometry.index(section)
        self._state.set_position(self._state.position.moved(section.direction, place))

    def _title(self, section: SectionId) -> str:
        return section_title(self._state.volume.geometry, section)

    def _chosen_order(self) -> Order:
        return list(Order)[self.order.currentIndex()]

    def _offer_stability(self, known: bool) -> None:
        for place, order in enumerate(Order):
            if order in NEED_STABILITY:
                self.order.model().item(place).setEnabled(known)
        if not known and self._chosen_order() in NEED_STABILITY:
            blocked = self.order.blockSignals(True)
            self.order.setCurrentIndex(list(Order).index(Order.LEAST_SURE))
            self.order.blockSignals(blocked)

    def _show(self, rows: tuple[PredictedSection, ...]) -> None:
        chosen, scrolled = self.list.currentIndex(), self.list.verticalScrollBar().value()
        section = self.model.rows[chosen.row()].section if chosen.isValid() else None
        self.model.show(rows)
        places = {each.section: place for place, each in enumerate(rows)}
        if section in places:
            self.list.setCurrentIndex(self.model.index(places[section]))
        elif rows:
            self.list.setCurrentIndex(self.model.index(0))
        self.list.verticalScrollBar().setValue(scrolled)

    def _looks(self) -> ThumbnailLooks:
        display, project = self._state.display, self._state.project
        colours = bytes(768) if project is None else class_colours(project.classes)[:, :3].tobytes()
        return ThumbnailLooks(display.limit / max(display.gain, 1e-3), display.flipped, colours)

    def _set_up_list(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(SectionCells(self.pictures.picture, self.list))
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(4)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMinimumSize(QSize(360, 240))

    def _lay_out(self) -> None:
        self.order.setToolTip(
            tr("What the sections are sorted by; stability is known once a model has learned for a while")
        )
        self.which.setToolTip(tr("Which sections are listed"))
        row = QHBoxLayout()
        for part in (self.order, self.which):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.count)
        middle = QWidget()
        self._stack = QStackedLayout(middle)
        self._stack.addWidget(self.list)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(middle, 1)
        buttons = dialog_buttons(self, Standard.Close)
        buttons.button(Standard.Close).setAutoDefault(False)  # Return goes to the chosen section
        column.addWidget(buttons)

    def _connect(self) -> None:
        self.order.activated.connect(self.refresh)
        self.which.activated.connect(self.refresh)
        self.list.clicked.connect(self.go_to)
        self.list.activated.connect(self.go_to)
        self.pictures.arrived.connect(self.list.viewport().update)
        self.pictures.loaded.connect(self.refresh)
        state = self._state
        for signal in (state.project_changed, state.volume_changed, state.labels_changed, state.classes_changed):
            signal.connect(self.refresh)
        state.display_changed.connect(self.refresh)
        for signal in (self._stored.changed, self._answers.changed):
            signal.connect(self.refresh)
        self.finished.connect(lambda _: self.pictures.rest())


def show_gallery(
    state: SectionState,
    stored: StoredSource,
    answers: AnswerOnScreen,
    pictures: ThumbnailSource,
    views: SectionViews,
    window: QWidget,
) -> None:
    """Open the gallery beside the window, or bring it to the front."""
    for dialog in window.findChildren(GalleryDialog):
        dialog.raise_()
        dialog.activateWindow()
        return
    GalleryDialog(state, stored, answers, pictures, views, window).show()
