"""Signals that end the program close its window, by the stages of its own closing."""

from __future__ import annotations

import signal
import socket

from PyQt6.QtCore import QSocketNotifier, QTimer
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.window import MainWindow

UNASKED = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
AGAIN = 50  # ms, after which a dialog that was told to go has gone


class EndSignals:
    """Ctrl+C closes the window as its own button would. SIGTERM and SIGHUP, after which nobody is there to be asked, close
    it without a question: a session ends, or the terminal has gone. What comes before there is a window is not lost."""

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair()  # Python writes a signal's number there, and Qt wakes up for it
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        signal.set_wakeup_fd(self._theirs.fileno())
        for number in (signal.SIGINT, *UNASKED):
            if signal.getsignal(number) != signal.SIG_IGN:  # as `nohup` wants it
                signal.signal(number, lambda number, frame: None)

    def close(self, window: MainWindow) -> None:
        """The window that is closed by what has come and what will come."""
        self._window = window
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, window)
        self._notifier.activated.connect(self._take)

    def release(self) -> None:
        """The window is closed: what still comes says nothing."""
        self._notifier.setEnabled(False)

    def _take(self) -> None:
        came = self._ours.recv(16)
        if any(number in came for number in UNASKED):
            self._close_unasked()
        else:
            self._window.close()

    def _close_unasked(self) -> None:
        """Put away what stands before the window, whose own event loop has to end first, and then close it."""
        before = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if before is not None:
            before.close()
            QTimer.singleShot(AGAIN, self._close_unasked)
            return
        self._window.close_unasked()
