"""One list of all long work: how far it is, how long it takes, a button that stops it, and a notice when it ends unseen."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest
from PyQt6.QtWidgets import QApplication, QToolButton

from seisviewer.app.main_window.window import MainWindow
from seisviewer.app.progress_list import running_button
from seisviewer.app.progress_list.long_work import LongWork, LongWorks
from seisviewer.app.progress_list.progress_dialog import said
from seisviewer.progress import Flag, Progress


def shown(dialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(running_button.QWidget) if hasattr(label, "text") and label.isVisible()]


@pytest.mark.slow
def test_what_runs_and_what_waits_is_listed_and_stopped(qtbot, new_window: Callable[..., MainWindow]) -> None:
    window = new_window(1280, 720)
    parts, go_on = window.parts, Flag()

    def long() -> Generator[Progress, None, None]:
        yield Progress(1, 4, "Writing lines")
        while not go_on.take():
            yield Progress(1, 4, "Writing lines")

    for name in ("Exporting a", "Exporting b"):
        parts.background.run(name, long)
    qtbot.waitUntil(lambda: parts.background.progress is not None, timeout=5000)
    parts.menus.actions["progress"].trigger()
    dialog = parts.help_windows.open["progress"]
    texts = shown(dialog)
    assert {"Exporting a", "Writing lines · 25 %", "Exporting b", "waits for the one before"} <= set(texts)
    window.running.look()
    assert window.running.isVisible() and window.running.text() == "2 running"
    next(button for button in dialog.findChildren(QToolButton) if button.text() == "Stop").click()
    qtbot.waitUntil(lambda: [job.name for job in parts.background.jobs] == ["Exporting b"], timeout=5000)
    dialog.refresh()
    QApplication.sendPostedEvents(None, 52)  # rows that are to be deleted
    assert "Exporting a" not in shown(dialog)
    parts.background.jobs[0].cancel()
    qtbot.waitUntil(lambda: not parts.background.busy, timeout=5000)
    dialog.refresh()
    assert any(text.startswith("Nothing long is going on") for text in shown(dialog))
    window.running.look()
    assert not window.running.isVisible()


def test_what_is_said_of_it() -> None:
    assert said(LongWork("a", "Reading", 0.4, 200, print)) == "Reading · 40 % · about 3 min left"
    assert said(LongWork("a", "", None, None, print)) == ""


@pytest.mark.parametrize(("seconds", "looks", "told"), [(60, False, 1), (60, True, 0), (2, False, 0)])
def test_its_end_is_told_where_it_was_long_and_nobody_looks(
    qtbot, monkeypatch: pytest.MonkeyPatch, seconds: float, looks: bool, told: int
) -> None:
    works: list[tuple[LongWork, ...]] = [(LongWork("Exporting a", "", None, None, print),), ()]
    clock, alerts = iter((0.0, float(seconds))), []
    monkeypatch.setattr(running_button.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(running_button, "in_front", lambda: looks)
    monkeypatch.setattr(QApplication, "alert", lambda window: alerts.append(window))

    class Fake(LongWorks):
        def __init__(self) -> None: ...
        def now(self) -> tuple[LongWork, ...]:
            return works.pop(0)

    button = running_button.RunningButton(Fake(), print)
    qtbot.addWidget(button)
    button.look()
    button.look()
    assert len(alerts) == told
