"""A tour that is under way over a window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt6 import sip
from PyQt6.QtCore import QEvent, QObject, QRect, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QApplication, QWidget

from seisviewer.app.tour.step import Step
from seisviewer.app.tour.target_frame import TargetFrame
from seisviewer.app.tour.tour_card import TourCard
from seisviewer.translation import tr

LOOK = 100  # ms between two looks at where the framed control stands
SEEN = 700  # ms in which the user sees what an action has done before the tour goes on


class Tour(QObject):
    """Goes through steps, forward and back, until it is left or has come to its end. left: it was, either way.

    bring_out: shows a panel by the name of its dock. keys: what is said of the keys of some actions.
    """

    left = pyqtSignal()

    def __init__(
        self,
        steps: Sequence[Step],
        bring_out: Callable[[str], None],
        keys: Callable[[Sequence[str]], str],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._steps, self._bring_out, self._keys, self._window = steps, bring_out, keys, window
        self.at = 0
        self._before: object = None
        self._heard: QObject | None = None  # whose keys are looked at
        self.frame, self.card = TargetFrame(window), TourCard(window)
        self.card.next_asked.connect(self.next)
        self.card.back_asked.connect(self.back)
        self.card.leave_asked.connect(self.leave)
        self._look = QTimer(self, interval=LOOK, timeout=self._place)
        self._soon = QTimer(self, singleShot=True, interval=SEEN, timeout=self._go_on)
        for signal in {step.changed.signal: step.changed for step in steps if step.changed is not None}.values():
            signal.connect(self._look_what_was_done)
        QApplication.instance().focusChanged.connect(self._listen)
        self._listen(None, QApplication.focusWidget())

    @property
    def step(self) -> Step:
        return self._steps[self.at]

    @property
    def _least(self) -> int:
        """The first step that is not one of those that only have to be done once, and are."""
        return next((place for place, step in enumerate(self._steps) if not (step.needed and step.value())), 0)

    def begin(self) -> None:
        """Show the first step that is not done already."""
        self._go_to(self._least)
        self._look.start()
        self.card.setFocus()

    def next(self) -> None:
        """Go on; after the last step the tour is over. Where something has to be done first, it waits for that."""
        if self.step.needed and not self.step.value():
            return
        if self.at + 1 == len(self._steps):
            self.leave()
        else:
            self._go_to(self.at + 1)

    def back(self) -> None:
        if self.at > self._least:
            self._go_to(self.at - 1)

    def leave(self) -> None:
        """End the tour; nothing of it stays on the window."""
        self._look.stop()
        self._soon.stop()
        self._hear(None)
        QApplication.instance().focusChanged.disconnect(self._listen)
        for part in (self.frame, self.card):
            part.hide()
            part.deleteLater()
        self.left.emit()
        self.deleteLater()

    def eventFilter(self, heard: QObject, event: QEvent) -> bool:
        """Esc leaves the tour wherever the keyboard is, before any tool hears of it."""
        if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.leave()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and heard is self.card:
            if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()  # these keys are the card's, not those of the desk
        return False

    def _go_to(self, at: int) -> None:
        self._soon.stop()
        self.at = at
        step = self.step
        if step.panel:
            self._bring_out(step.panel)
        self._before = step.value()
        last = at + 1 == len(self._steps)
        self.card.say(
            step.title,
            step.text,
            self._keys(step.actions),
            tr("{at} of {count}").format(at=at + 1, count=len(self._steps)),
        )
        self.card.next.setText(tr("Done") if last else tr("Next"))
        self.card.next.setEnabled(not step.needed or bool(step.value()))
        self.card.back.setEnabled(at > self._least)
        self._place()
        self.card.show()

    def _place(self) -> None:
        area = QRect()
        for target in self.step.targets():
            area = area.united(seen_of(target, self._window))
        self.frame.put_round(area)
        self.card.put_beside(area)

    def _look_what_was_done(self, *_: object) -> None:
        now = self.step.value()
        if self.step.changed is not None and now != self._before and now is not False and not self._soon.isActive():
            self._soon.start()

    def _go_on(self) -> None:
        self.next()

    def _listen(self, _: QWidget | None, now: QWidget | None) -> None:
        self._hear(now if now is not None and now.window() is self._window else self._window)

    def _hear(self, heard: QObject | None) -> None:
        if self._heard is not None and not sip.isdeleted(self._heard):
            self._heard.removeEventFilter(self)
        self._heard = heard
        if heard is not None:
            heard.installEventFilter(self)


def seen_of(target: QWidget, window: QWidget) -> QRect:
    """Where a control stands in its window, without what is scrolled out of sight; empty while it is hidden."""
    if not target.isVisibleTo(window):
        return QRect()
    area, around = target.rect(), target
    while around is not window:
        area.translate(around.pos())
        around = around.parentWidget()
        area = area.intersected(around.rect())
    return area
