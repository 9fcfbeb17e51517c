"""What reflectors say is stored, fills the survey in the background, and is there again on another day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seisviewer.labels.label_volume import LabelVolume
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.learning.events import SectionPredicted
from seisviewer.predictions import screen
from seisviewer.predictions.section_boundaries import SectionBoundaries
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.predictions.stored.survey_filling import SurveyFilled
from seisviewer.progress import Notice, drive
from seisviewer.volumes import disk_space
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.live_layers import LayerInbox, LayersSolved, live_layers

from ...events_until import events_until
from ...structure.layered_lines import CLASSES, LAYERS, SHAPE, layered_volume, line, strokes

PAINTED, SHOWN = SectionId(Direction.INLINE, 10), SectionId(Direction.CROSSLINE, 90)


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Volume]:
    with layered_volume(tmp_path_factory.mktemp("filled_layers")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "CALM", 0.0)


class Day:
    """A session with a project, from its opening to its end."""

    def __init__(self, volume: Volume, project: Path, filling: bool = True, **choices: Any) -> None:
        project.mkdir(exist_ok=True)
        self.inbox = LayerInbox()
        self.inbox.store = PredictionStore(project, "layers", volume.geometry, **choices)
        self.inbox.filling.put(filling)
        self.inbox.want((SHOWN,), (10, 90))
        self.labels = LabelVolume(volume.geometry)
        self.work = live_layers(volume, self.inbox)

    def paint(self, *layers: int, version: int, height: float = 0.5) -> None:
        painted = strokes(line("inline", PAINTED.number), (height,))
        for layer in layers:
            mask = painted == layer
            self.labels.apply(Stroke(PAINTED, layer, 0, 0, mask, np.full(mask.shape, UNLABELLED, np.int8)))
        self.inbox.put_labels(self.labels.snapshot(version, CLASSES))

    def until(self, wanted: Callable[[Any], bool]) -> list[Any]:
        return events_until(self.work, wanted)

    def fill(self, lines: int) -> SurveyFilled:
        return self.until(lambda event: isinstance(event, SurveyFilled) and event.done >= lines)[-1]


def is_answer(event: Any) -> bool:
    return isinstance(event, SectionPredicted)


@pytest.fixture
def filled_project(volume: Volume, tmp_path: Path) -> Path:
    """A project in which some lines are stored."""
    day = Day(volume, tmp_path / "p.seis")
    day.paint(*range(LAYERS), version=1)
    day.fill(20)
    day.work.close()
    return tmp_path / "p.seis"


@pytest.mark.slow
def test_the_survey_fills_up_near_what_is_looked_at_and_says_how_long_the_rest_takes(
    volume: Volume, tmp_path: Path
) -> None:
    day = Day(volume, tmp_path / "p.seis")
    day.paint(*range(LAYERS), version=1)
    told = day.fill(8)
    assert told.total == sum(SHAPE[:2]) and told.seconds_left > 0
    stored = day.inbox.store.coverage(Direction.INLINE).stored
    assert stored.sum() >= 7 and np.abs(np.flatnonzero(stored) - 10).max() <= 8, "the lines round the crosshair"
    day.inbox.want((SHOWN,), (SHAPE[0] - 1, 90))
    day.fill(told.done + 4)
    assert day.inbox.store.coverage(Direction.INLINE).stored[-3:].all(), "it follows the user"


@pytest.mark.slow
def test_nothing_fills_up_while_the_switch_is_off(volume: Volume, tmp_path: Path) -> None:
    day = Day(volume, tmp_path / "p.seis", filling=False)
    day.paint(*range(LAYERS), version=1)
    seen = day.until(lambda event: isinstance(event, LayersSolved) and event.whole)
    seen += [next(day.work) for _ in range(30)]
    assert not any(isinstance(event, SurveyFilled) for event in seen)
    store = day.inbox.store
    assert store.coverage(Direction.INLINE).stored.sum() == 0, "only what was looked at is stored"
    assert store.coverage(Direction.CROSSLINE).stored.sum() == 1


@pytest.mark.slow
def test_another_day_the_same_is_shown_before_anything_is_computed(volume: Volume, filled_project: Path) -> None:
    day = Day(volume, filled_project)
    day.paint(*range(LAYERS), version=1)
    (first,) = day.until(is_answer)
    next(day.work)
    day.until(lambda event: day.inbox.store.is_loaded)
    assert np.isfinite(day.inbox.store.columns().confidence[10]).all(), "maps are there before anything is solved"
    assert first.stored and first.prediction.section == SHOWN and first.prediction.labels_version == 1
    events = day.until(lambda event: isinstance(event, SectionPredicted) and not event.stored)
    assert all(event.whole for event in events if isinstance(event, LayersSolved)), "no first word in place of it"
    assert np.array_equal(events[-1].prediction.probabilities, first.prediction.probabilities)


@pytest.mark.slow
@pytest.mark.parametrize("comparing", [True, False])
def test_another_day_lines_that_cross_the_screen_are_there_at_once_where_directions_are_compared(
    volume: Volume, filled_project: Path, comparing: bool
) -> None:
    day = Day(volume, filled_project, filling=False)
    day.inbox.comparing.put(comparing)
    day.paint(*range(LAYERS), version=1)
    shown = day.until(lambda event: isinstance(event, LayersSolved))[:-1]
    stored = [event.prediction.section for event in shown if is_answer(event) and event.stored]
    assert stored[0] == SHOWN
    crossing = [section for section in stored if section.direction is Direction.INLINE]
    assert bool(crossing) is comparing and len(set(stored)) == len(stored)


@pytest.mark.slow
def test_another_day_filling_goes_on_where_it_was(volume: Volume, filled_project: Path) -> None:
    day = Day(volume, filled_project)
    day.paint(*range(LAYERS), version=1)
    told = day.until(lambda event: isinstance(event, SurveyFilled))[-1]
    assert told.done >= 21, "not from the beginning"


@pytest.mark.slow
def test_lines_of_a_time_slice_are_read_and_not_predicted_again(volume: Volume, filled_project: Path) -> None:
    day = Day(volume, filled_project, filling=False)
    day.inbox.want((SectionId(Direction.TIME, 50), SHOWN), (10, 90))
    day.paint(*range(LAYERS), version=1)
    day.until(lambda event: isinstance(event, LayersSolved) and event.whole)
    events = [
        event
        for event in day.until(
            lambda event: is_answer(event) and not event.stored and event.prediction.section != SHOWN
        )
        if is_answer(event)
    ]
    store = day.inbox.store
    assert not store.is_current(events[-1].prediction.section, "") and events[-1].prediction.section not in {
        event.prediction.section for event in events if event.stored
    }
    assert sum(event.stored for event in events) >= 15


@pytest.mark.slow
def test_what_older_labels_said_is_shown_as_theirs_and_predicted_anew(volume: Volume, filled_project: Path) -> None:
    day = Day(volume, filled_project)
    day.paint(*range(LAYERS), version=1)
    day.paint(1, version=7, height=0.3)
    first = day.until(is_answer)[-1]
    assert first.stored and first.prediction.labels_version == 1
    told = day.until(lambda event: isinstance(event, SurveyFilled))[-1]
    assert told.done < 5, "what older labels said does not count"


@pytest.mark.slow
def test_what_is_undone_brings_back_what_was_stored(volume: Volume, filled_project: Path) -> None:
    """The newest labels say what those of version 1 said."""
    day = Day(volume, filled_project)
    day.paint(*range(LAYERS), version=9)
    told = day.until(lambda event: isinstance(event, SurveyFilled))[-1]
    assert told.done >= 21


@pytest.mark.slow
def test_a_damaged_line_is_predicted_anew(volume: Volume, filled_project: Path) -> None:
    path = filled_project / "predictions" / "layers" / "inline_10.line"
    content = bytearray(path.read_bytes())
    content[-20] ^= 255
    path.write_bytes(content)
    day = Day(volume, filled_project, filling=False)
    day.inbox.want((PAINTED,), (10, 90))
    day.paint(*range(LAYERS), version=1)
    answer = day.until(is_answer)[-1]
    assert not answer.stored and answer.prediction.section == PAINTED
    day.until(lambda event: isinstance(event, LayersSolved) and event.whole)
    day.until(is_answer)
    day.work.close()
    assert PredictionStore(filled_project, "layers", volume.geometry).get(PAINTED) is not None


@pytest.mark.slow
def test_a_stroke_is_answered_before_the_next_line_is_filled(volume: Volume, filled_project: Path) -> None:
    day = Day(volume, filled_project)
    day.paint(*range(LAYERS), version=1)
    day.until(lambda event: isinstance(event, SurveyFilled))
    day.paint(1, version=2, height=0.3)
    events = day.until(lambda event: is_answer(event) and event.prediction.labels_version == 2)
    assert not any(isinstance(event, SurveyFilled) for event in events)
    assert any(isinstance(event, SectionBoundaries) for event in events)


@pytest.mark.slow
def test_a_full_disk_is_said_once_and_painting_goes_on(
    volume: Volume, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = disk_space.shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(disk_space.shutil, "disk_usage", lambda folder: usage)
    day = Day(volume, tmp_path / "p.seis")
    day.paint(*range(LAYERS), version=1)
    notice = day.until(lambda event: isinstance(event, Notice))[-1]
    assert "Predictions are not stored any more" in notice.text and "GB free" in notice.text
    day.paint(1, version=2, height=0.3)
    seen = day.until(lambda event: isinstance(event, LayersSolved) and event.whole)
    assert not any(isinstance(event, Notice) for event in seen + [next(day.work) for _ in range(20)])


@pytest.mark.slow
def test_nothing_is_written_into_a_project_that_is_only_read(volume: Volume, tmp_path: Path) -> None:
    day = Day(volume, tmp_path / "p.seis", read_only=True)
    day.paint(*range(LAYERS), version=1)
    day.until(lambda event: isinstance(event, LayersSolved) and event.whole)
    for _ in range(20):
        next(day.work)
    day.work.close()
    drive(day.inbox.store.load())
    assert list((tmp_path / "p.seis").iterdir()) == []


@pytest.mark.slow
def test_lines_that_were_asked_for_the_screen_are_stored_and_not_computed_again(volume: Volume, tmp_path: Path) -> None:
    day = Day(volume, tmp_path / "p.seis", filling=False)
    day.inbox.comparing.put(True)
    day.inbox.want((PAINTED, SHOWN), (10, 90))
    day.paint(*range(LAYERS), version=1)
    day.until(lambda event: isinstance(event, LayersSolved) and event.whole)
    answered = {day.until(is_answer)[-1].prediction.section for _ in range(sum(SHAPE[:2]))}
    assert len(answered) == sum(SHAPE[:2])
    day.work.close()
    coverages = [day.inbox.store.coverage(direction) for direction in (Direction.INLINE, Direction.CROSSLINE)]
    assert sum(int(coverage.stored.sum()) for coverage in coverages) == sum(SHAPE[:2])
    assert np.isfinite(day.inbox.store.columns().disagreement).all(), "the map of disagreement is whole"
