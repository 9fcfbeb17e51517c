"""The dialog that goes from a catalogue over its map to events on the desk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.traces.dialogs.cluster_map_dialog import ClusterMapDialog
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.jobs.lanes import Lanes
from seisviewer.picks.catalogue import write_events
from seisviewer.picks.clustering import cluster_events
from seisviewer.picks.pick import Event
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.synthetic_events import SyntheticSettings, synthetic_events


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.csv"
    write_events(
        path, [Event(each.time, each.latitude, each.longitude, each.depth, each.magnitude) for each in SOURCES]
    )
    return path


def _made():
    noise = [np.random.default_rng(seed).standard_normal((3, 6000)).astype(np.float32) for seed in range(3)]
    return synthetic_events(noise, SyntheticSettings(hours=0.4, events=12, regions=2, strength=150.0, seed=1))


MADE = _made()
SOURCES = MADE.sources


class Bench:
    def __init__(self, qtbot) -> None:
        self.found: list[tuple[str, tuple[Event, ...]]] = []
        self.problems: list[str] = []
        self.state = TraceState()
        self.state.problem.connect(self.problems.append)
        self.lanes = Lanes()
        self.background = Background(self.state, self.lanes)
        self.dialog = ClusterMapDialog(
            self.state, self.background, add_events=lambda source, events: self.found.append((source, tuple(events)))
        )
        for widget in (self.dialog, self.background):
            qtbot.addWidget(widget)
        self.dialog.show()


@pytest.fixture
def bench(qtbot) -> Iterator[Bench]:
    made = Bench(qtbot)
    yield made
    made.background.stop()
    made.lanes.shutdown()


def test_nothing_can_be_done_without_records_and_a_catalogue(bench: Bench, catalogue: Path) -> None:
    assert not bench.dialog.go_train.isEnabled() and not bench.dialog.go_find.isEnabled()
    bench.dialog.load_catalogue(catalogue)
    assert not bench.dialog.go_train.isEnabled()
    bench.state.set_archive(Archive((MADE.record,)))
    assert bench.dialog.go_train.isEnabled() and not bench.dialog.go_find.isEnabled()


def test_the_map_follows_the_number_of_clusters(bench: Bench, catalogue: Path, qtbot) -> None:
    bench.state.set_archive(Archive((MADE.record,)))
    bench.dialog.load_catalogue(catalogue)
    bench.dialog.count.setValue(2)
    qtbot.waitUntil(lambda: bench.dialog.clusters is not None and bench.dialog.clusters.count == 2)
    assert len(bench.dialog.map.centres.points()) == 2
    colours = {point.brush().color().name() for point in bench.dialog.map.events.points()}
    assert len(colours) == 2 and len(bench.dialog.map.events.points()) == len(SOURCES)
    assert len(bench.dialog.map.stations.points()) == 1
    bench.dialog.distance.setCurrentText("euclidean")
    qtbot.waitUntil(lambda: bench.dialog.clusters is not None and bench.dialog.clusters.distance == "euclidean")


def test_clustering_leaves_the_window_free(bench: Bench, monkeypatch, qtbot) -> None:
    threads = []

    def cluster(*given, **settings):
        threads.append(threading.current_thread())
        return cluster_events(*given, **settings)

    monkeypatch.setattr("seisviewer.app.traces.dialogs.cluster_map_dialog.cluster_events", cluster)
    bench.state.events = (Event(1.5e9, 35.0, -117.0), Event(1.5e9, 35.5, -117.0), Event(1.5e9 + 60))
    dialog = ClusterMapDialog(bench.state, bench.background, add_events=lambda source, events: None)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.clusters is not None)
    assert threads and threading.main_thread() not in threads
    assert len(dialog.catalogue) == 3  # noise is cut beside the event that nobody located, too


def test_a_damaged_catalogue_is_a_sentence_in_the_window(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n")
    bench.dialog.load_catalogue(tmp_path / "bad.csv")
    assert len(bench.problems) == 1 and "no column" in bench.problems[0]


def test_the_desk_gives_its_catalogue_but_not_what_detectors_found(bench: Bench, qtbot) -> None:
    bench.state.events = (Event(1.5e9, 35.0, -117.0), Event(1.5e9, 35.0, -117.0, source="ConvNetQuake"))
    dialog = ClusterMapDialog(bench.state, bench.background, add_events=lambda source, events: None)
    qtbot.addWidget(dialog)
    assert len(dialog.catalogue) == 1


@pytest.mark.slow
def test_training_and_finding_bring_events_to_the_desk(bench: Bench, catalogue: Path, qtbot) -> None:
    dialog = bench.dialog
    bench.state.set_archive(Archive((MADE.record,)))
    dialog.load_catalogue(catalogue)
    dialog.count.setValue(2)
    qtbot.waitUntil(lambda: dialog.clusters is not None and dialog.clusters.count == 2)
    dialog.steps.setValue(60)
    qtbot.mouseClick(dialog.go_train, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.trained is not None, timeout=60_000)
    assert "36 of noise" in dialog.said.text()
    for row in range(dialog.method.count()):
        dialog.method.setCurrentIndex(row)
        qtbot.mouseClick(dialog.go_find, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda count=row + 1: len(bench.found) == count, timeout=60_000)
    assert [source for source, _ in bench.found] == ["ConvNetQuake", "STA/LTA", "template matching"]
    assert all(len(events) >= 8 for _, events in bench.found)
    assert not bench.problems
