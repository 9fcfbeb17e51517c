"""Types of events suggested in the window: what was said stays, and one undo takes the rest back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QFileDialog, QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.traces.events import kind_suggester
from seisviewer.app.traces.events.kind_suggester import KindSuggester
from seisviewer.jobs.lanes import Lanes
from seisviewer.picks.pick import Event
from seisviewer.workflows.event_kinds.kind_suggesting import KindSuggestion

from .event_desk import FIRST, EventDesk, event_desk

WAIT = 20_000  # ms


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[EventDesk]:
    with event_desk(qtbot, tmp_path) as made:
        made.stored(*(Event(FIRST.time + number, kind="collapse" if number == 2 else "") for number in range(4)))
        yield made


@pytest.fixture
def suggester(qtbot, desk: EventDesk) -> Iterator[KindSuggester]:
    lanes, window = Lanes(), QWidget()
    qtbot.addWidget(window)
    background = Background(desk.state, lanes)
    qtbot.addWidget(background)
    yield KindSuggester(desk.state, desk.editor, background, window)
    lanes.shutdown()


def kinds(desk: EventDesk) -> list[str]:
    return [event.kind for event in desk.state.events]


def test_suggestions_are_one_step_and_change_nothing_that_was_said(
    qtbot, desk: EventDesk, suggester: KindSuggester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def suggested(events, picks, archive, model):
        """As the classifier answers: sure of two, not of the third."""
        desk.editor.set_kind("earthquake", desk.state.events[1])  # said while it was asked
        yield from ()
        found = [KindSuggestion(event.id, "explosion", "explosion", 0.9, 3) for event in events]
        return (*found[:-1], replace(found[-1], kind=""))

    monkeypatch.setattr(kind_suggester, "suggest_kinds", lambda *given: suggested(*given))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "kinds.pt"), ""))
    suggester.suggest(*desk.state.events)
    qtbot.waitUntil(lambda: kinds(desk) == ["explosion", "earthquake", "collapse", ""], timeout=WAIT)
    desk.picks.undo()
    assert kinds(desk) == ["", "earthquake", "collapse", ""]


def test_a_file_that_is_no_classifier_is_a_sentence(
    qtbot, desk: EventDesk, suggester: KindSuggester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "text.pt").write_text("none")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "text.pt"), ""))
    said: list[str] = []
    desk.state.problem.connect(said.append)
    suggester.suggest(*desk.state.events)
    qtbot.waitUntil(lambda: any("text.pt" in each for each in said), timeout=WAIT)
