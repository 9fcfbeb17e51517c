"""The button in the status bar that says how much is going on, and the notice when long work ends unseen."""

from __future__ import annotations

import time
from collections.abc import Callable

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QApplication, QSystemTrayIcon, QToolButton, QWidget

from seisviewer.app.progress_list.long_work import LongWorks
from seisviewer.app.widgets.plain_text import as_plain
from seisviewer.translation import tr

LOOK = 1000  # ms
LONG = 10.0  # seconds of work whose end is worth a notice
SHOWN = 10_000  # ms that a notice of the system stays


class RunningButton(QToolButton):
    """Hidden while nothing long goes on; a click opens the list.

    When work that took longer than ten seconds ends while another program is in front, the entry of the window in the task
    bar asks for attention, and where the system shows notices, one says what has ended.
    """

    def __init__(self, works: LongWorks, show: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._works = works
        self._since: dict[str, float] = {}
        self._tray: QSystemTrayIcon | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip(tr("Show all that is going on, how long it still takes, and stop it"))
        self.clicked.connect(lambda _: show())
        self.hide()
        self._timer = QTimer(self, interval=LOOK, timeout=self.look)
        self._timer.start()

    def look(self) -> None:
        """Count what goes on; tell of what has ended."""
        names, now = [work.name for work in self._works.now()], time.monotonic()
        ended = [name for name, since in self._since.items() if name not in names and now - since > LONG]
        self._since = {name: self._since.get(name, now) for name in names}
        self.setText(tr("{count} running").format(count=len(names)))
        self.setVisible(bool(names))
        if ended and not in_front():
            self._tell(tr("{ended}: ended.").format(ended=", ".join(ended)))

    def stop(self) -> None:
        """Look no more: the window closes."""
        self._timer.stop()

    def _tell(self, text: str) -> None:
        QApplication.alert(self.window())
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self.window().windowIcon(), self)
            self._tray.setToolTip(as_plain(self.window().windowTitle()))
            self._tray.activated.connect(lambda _: (self.window().raise_(), self.window().activateWindow()))
        self._tray.show()
        self._tray.showMessage("seisviewer", text, self.window().windowIcon(), SHOWN)
        QTimer.singleShot(SHOWN, self._tray.hide)


def in_front() -> bool:
    """Whether the user looks at a window of this program."""
    return QApplication.applicationState() == Qt.ApplicationState.ApplicationActive
