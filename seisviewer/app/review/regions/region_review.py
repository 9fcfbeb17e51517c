"""The tool of Review mode: it outlines the region that a key would decide about, and takes many in a box or a lasso."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QApplication

from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.painting.pointer_note import PointerNote
from seisviewer.app.painting.stroke_preview import ABOVE_LAYERS, path
from seisviewer.app.review.regions.region_source import RegionSource
from seisviewer.app.review.review_colours import REVIEW_COLOURS
from seisviewer.app.review.reviewer import Reviewer, nothing_surer
from seisviewer.app.section_state import Hit, PointedView, SectionState
from seisviewer.app.sections.outline_item import OutlineItem, outline
from seisviewer.labels.label_edits import polygon
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.predictions.answer_regions import AnswerRegions, Region
from seisviewer.project.project import Mark
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.review.review_counts import ReviewCounts, ReviewState
from seisviewer.workflows.review.section_review import acceptance, rejection
from seisviewer.workflows.suggestions.place_ranking import Place

HINT = tr(
    "Return accepts, R rejects, digits reclass, Tab: next; drag: box, Alt+drag: lasso; B mends, V returns, Esc leaves"
)
DRAG = 2  # rows or columns from which a press is no click

Point = tuple[float, float]

NEXT_BEST = tr(" The next best class is drawn there; reflectors are not solved anew for it, so paint what it is.")


class RegionReview(Reviewer):
    """What is decided about: what a box or lasso took, else the region under the pointer, else the largest one left on the
    section in use, so that a section can be gone through by keys alone.

    outlined: what a key would decide about. done: a decision was stored.
    """

    name = "review"
    hint = HINT
    sure_tip = tr(
        "Make labels of everything on the section in use of which the model is that sure; one undo takes it back"
    )
    cursor: Qt.CursorShape | None = None
    done = pyqtSignal()

    def __init__(self, state: SectionState, label_editor: LabelEditor, source: RegionSource) -> None:
        super().__init__()
        self._state, self._label_editor, self._source = state, label_editor, source
        self._hit: Hit | None = None  # the last place of the pointer
        self._view: PointedView | None = None  # on which the outline lies
        self._chosen: tuple[Region, ...] = ()  # in a box or lasso
        self.outlined: tuple[Region, ...] = ()
        self._told = ReviewCounts()
        self._place: Place | None = None
        self._skipped = 0  # of the regions left, the largest first
        self._path: list[Point] = []
        self._lasso = False
        self._when_known: float | None = None  # accept all that is so sure once the regions are known
        self._frame, self._note, self._outline = (
            path(),
            PointerNote(),
            OutlineItem(REVIEW_COLOURS[ReviewState.UNDECIDED]),
        )
        self._outline.setZValue(ABOVE_LAYERS + 2)
        source.changed.connect(self._regions_changed)
        state.labels_changed.connect(self._look_again)
        state.prediction_changed.connect(self._regions_changed)
        state.shown_changed.connect(self._leave_sections)
        state.volume_changed.connect(self.cancel)
        state.tool_changed.connect(lambda tool: self.switched.emit(tool is self))

    # Gestures

    def hover(self, hit: Hit) -> None:
        self._hit, self._skipped, self._place = hit, 0, None
        self._show()

    def press(self, hit: Hit) -> None:
        self._hit, self._chosen = hit, ()
        self._path = [(hit.row, hit.column)]
        self._lasso = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)
        self._frame.show_on(hit.view.plot_item)
        self._frame.set_points(self._path, closed=True)

    def drag(self, hit: Hit) -> None:
        if not self._path or self._hit is None or hit.section != self._hit.section:
            return
        self._hit = hit
        if self._lasso:
            self._path.append((hit.row, hit.column))
        else:
            (top, left), (base, right) = self._path[0], (hit.row, hit.column)
            self._path = [(top, left), (base, left), (base, right), (top, right)]
        self._frame.set_points(self._path, closed=True)

    def release(self, hit: Hit) -> None:
        points, self._path = self._path, []
        self._frame.hide()
        found = self._source.get(hit.section)
        rows, columns = ([point[axis] for point in points] for axis in (0, 1))
        if found is not None and points and max(np.ptp(rows), np.ptp(columns)) >= DRAG:
            self._chosen = found.inside(polygon(points, found.numbers.shape))
        self._hit = hit
        self._show()

    def double_click(self, hit: Hit) -> None:
        self.press(hit)

    def finish(self) -> None:
        self.cancel()

    def cancel(self, *_: Any) -> None:
        self._chosen, self._path, self._hit, self._skipped, self._when_known = (), [], None, 0, None
        self._frame.hide()
        self._hide()

    # Decisions

    def accept(self, label: int | None = None) -> None:
        """Make labels of what is outlined. label: of another class than the model's."""
        regions = self.outlined
        number = UNLABELLED if label is None else label
        refusal = self._label_editor.refusal(number) if regions else self._nothing()
        if refusal:
            self._state.message.emit(refusal)
        elif regions:
            self._decide([acceptance(each, label) for each in regions], tr("Accepted"), regions, label)

    def reject(self) -> None:
        """Say that what is outlined is not what the model says."""
        regions = self.outlined
        refusal = self._label_editor.refusal(UNLABELLED) if regions else self._nothing()
        if refusal:
            self._state.message.emit(refusal)
        elif regions:
            self._decide([rejection(each) for each in regions], tr("Rejected"), regions, then=NEXT_BEST)

    def reclass(self, digit: int) -> None:
        """Make labels of another class of what is outlined."""
        if digit in self._label_editor.classes:
            self.accept(digit)
        else:
            self._state.message.emit(tr("No class has the number {digit}.").format(digit=digit))

    def skip(self, step: int) -> None:
        """Leave a region for later, or go back to the one before."""
        self._chosen, self._hit, self._place = (), None, None
        self._skipped += step
        self._show()

    @property
    def counts(self) -> ReviewCounts:
        """Of the section in use."""
        section = self._section()
        return self._source.counts(section) if section is not None else ReviewCounts()

    def accept_all(self, above: float, where: str = "") -> None:
        """Make labels of everything on the section in use of which the model is that sure (0–1)."""
        section = self._section()
        found = self._source.get(section, above) if section is not None else None
        if found is None and section is not None and self._source.is_looking(section, above):
            self._when_known = above
            return
        self._when_known = None
        refusal = self._label_editor.refusal(UNLABELLED)
        if refusal or found is None or not found.regions:
            self._state.message.emit(refusal or nothing_surer(above))
            return
        self._decide([acceptance(each) for each in found.regions], tr("Accepted"), found.regions)

    def _decide(
        self, marks: list[Mark], done: str, regions: tuple[Region, ...], label: int | None = None, then: str = ""
    ) -> None:
        self._chosen, self._skipped = (), 0
        self._label_editor.commit(marks)
        what = self._name(regions[0].label if label is None else label)
        samples = sum(each.samples for each in regions)
        many = what if len(regions) == 1 else tr("{count} regions").format(count=len(regions))
        self._state.message.emit(
            tr("{done}: {many}, {samples:,} samples.{then}").format(done=done, many=many, samples=samples, then=then)
        )
        self.done.emit()

    # What is decided about

    def _section(self) -> SectionId | None:
        """That of the pointer, or of the view that was used last."""
        view = self._hit.view if self._hit is not None else self._view
        return view.section if view is not None and view.section in self._state.shown else None

    def _regions(self) -> tuple[Region, ...]:
        if self._chosen:
            return self._chosen
        section = self._section()
        found = self._source.get(section) if section is not None else None
        if found is None or not found.regions:
            return ()
        under = found.at(self._hit.row, self._hit.column) if self._hit is not None else self._at_place(found)
        return (under if under is not None else found.regions[self._skipped % len(found.regions)],)

    def _at_place(self, found: AnswerRegions) -> Region | None:
        """The region in the place that was gone to last, until the pointer or a key goes elsewhere."""
        place = self._place
        return found.at(*place.middle) if place is not None and place.section == found.section else None

    def _nothing(self) -> str:
        section = self._section()
        if section is not None and self._source.is_looking(section):
            return tr("The regions are still looked for: press again in a moment.")
        return tr("Nothing is left to review on this section: step to another line.")

    def _name(self, number: int) -> str:
        return self._label_editor.classes.name_of(number)

    # Showing

    def _show(self) -> None:
        regions = self._regions() if self._state.tool is self else ()
        self._count()
        if not regions:
            self._hide()
            return
        view = self._hit.view if self._hit is not None else self._view
        if view is None or view.section != regions[0].section:
            self._hide()
            return
        self._move_to(view)
        self.outlined = regions
        self._outline.show_lines(np.concatenate([_lines(each) for each in regions]))
        row, column = (self._hit.row, self._hit.column) if self._hit is not None else _middle(regions[0])
        words, shorter = self._words(regions), self._words(regions, shorter=True)
        self._note.say(Hit(view, regions[0].section, row, column), words, self._colours(regions), shorter)

    def _count(self) -> None:
        counts = self.counts
        if counts != self._told:
            self._told = counts
            self.counted.emit()

    def _words(self, regions: tuple[Region, ...], shorter: bool = False) -> list[str]:
        """shorter: for a view that has no room for their sizes."""
        found = []
        for each in regions[:6]:
            size = (
                ""
                if shorter
                else tr(" {samples:,} samples / {traces} traces,").format(samples=each.samples, traces=each.traces)
            )
            found.append(f"{self._name(each.label)},{size} {math.floor(100 * each.confidence)} %")
        return found

    def _colours(self, regions: tuple[Region, ...]) -> list[str]:
        colours = {each.number: each.colour for each in self._label_editor.classes}
        return [colours.get(each.label, "#ffffff") for each in regions[:6]]

    def _move_to(self, view: PointedView) -> None:
        if self._outline.scene() is None or view is not self._view:
            self._hide()
            view.plot_item.addItem(self._outline, ignoreBounds=True)
        self._view = view

    def _hide(self) -> None:
        self.outlined = ()
        self._note.hide()
        self._outline.show_lines(None)
        if self._outline.scene() is not None and self._view is not None:
            self._view.plot_item.removeItem(self._outline)

    def start_on(self, view: PointedView) -> None:
        """Begin with the largest region of a view's section."""
        self._view = view
        self._show()

    def look_at(self, view: PointedView, place: Place) -> None:
        """Go on with the region in the middle of a place, once the view shows it."""
        self._hide()
        self._chosen, self._hit, self._skipped = (), None, 0
        self._view, self._place = view, place
        self._show()

    def _regions_changed(self, section: SectionId | None) -> None:
        if self._state.tool is not self:
            return
        if self._when_known is not None and section == self._section():
            self.accept_all(self._when_known)
        self._show()

    def _look_again(self) -> None:
        self._chosen = ()
        if self._state.tool is self:
            self._show()

    def _leave_sections(self, shown: tuple[SectionId, ...]) -> None:
        if self._hit is not None and self._hit.section not in shown:
            self._hit = None
        if self._state.tool is self:
            self._chosen, self._skipped = (), 0
            self._show()


def _lines(region: Region) -> np.ndarray:
    return outline(region.mask) + [region.row, region.column]


def _middle(region: Region) -> Point:
    rows, columns = np.nonzero(region.mask)
    middle = len(rows) // 2
    return float(region.row + rows[middle]), float(region.column + columns[middle])
