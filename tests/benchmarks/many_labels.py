"""What many labels cost: an import of whole inlines, its undo and redo, and a stroke while a live model learns them.

    python tests/benchmarks/many_labels.py [--inlines 100] [--traces 901] [--samples 255] [--no-live]

The real window imports a file in which every voxel of so many inlines is labelled: seconds until the labels are there,
and the longest pause of the event loop on the way. Then a live model on the CPU learns them, without a window, and one
more stroke is drawn, beside the same on a project with a single labelled inline: seconds until the first step that knows
the labels, and until a model that has learned them has predicted a section; and the longest time without an event.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PyQt6.QtCore import QSettings, QTimer
from PyQt6.QtTest import QTest

from seisviewer.app.main_window.start import make_application, make_window
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.learning.events import Loss, SectionPredicted
from seisviewer.learning.sections.live import LiveSettings, live
from seisviewer.learning.sections.live_inbox import LiveInbox
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import Notice, drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis
from seisviewer.volumes.statistics import statistics_steps
from seisviewer.volumes.survey_writing import write_survey
from seisviewer.volumes.synthetic_survey import synthetic_survey
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.survey_opening import open_path, project_for

TILE = 160  # crosslines that are made; a line repeats them
PATIENCE = 100  # seconds


def make_files(folder: Path, shape: tuple[int, int, int]) -> Path:
    """A synthetic survey, with the facies of all inlines but ten in labels.npz and those of the first in one.npz."""
    inlines, crosslines, samples = shape
    tile = synthetic_survey((20, TILE, samples))
    repeats = -(-crosslines // TILE)

    def wide(values: np.ndarray, index: int) -> np.ndarray:
        return np.tile(values[index % len(values)], (repeats, 1))[:crosslines]

    lines, live = LineAxis(1, 1, inlines), np.ones((inlines, crosslines), bool)
    geometry = Geometry(lines, LineAxis(1, 1, crosslines), SampleAxis(0.0, 4.0, samples), live)
    drive(write_survey(folder / "survey.sgy", geometry, lambda index: wide(tile.amplitude, index), text="BENCHMARK"))
    labels = {f"inline_{index + 1}": wide(tile.facies, index) for index in range(inlines - 10)}
    np.savez_compressed(folder / "labels.npz", **labels)
    np.savez_compressed(folder / "one.npz", inline_1=labels["inline_1"])
    return folder / "survey.sgy"


class Pauses:
    """How long the event loop was kept from coming round, at most, since the last `longest`: in ms, and in ms of the
    processor that its thread took (which tells what a busy machine did from what the program did)."""

    def __init__(self) -> None:
        self._last, self._longest = self._now(), np.zeros(2)
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(0)

    def _now(self) -> np.ndarray:
        return 1000 * np.array([time.perf_counter(), time.thread_time()])

    def _beat(self) -> None:
        now = self._now()
        self._longest, self._last = np.maximum(self._longest, now - self._last), now

    def longest(self) -> list[float]:
        self._beat()
        longest, self._longest = self._longest, np.zeros(2)
        return longest.round(1).tolist()


def until(condition: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE
    while not condition():
        if time.perf_counter() > end:
            raise SystemExit("What was waited for did not happen.")
        QTest.qWait(1)


def in_window(survey: Path) -> dict:
    """Import, undo and redo in the window."""
    window = make_window(QSettings(str(survey.with_name("settings.ini")), QSettings.Format.IniFormat))
    window.resize(1280, 720)
    window.show()
    sections = window.parts.sections
    editor, view = sections.label_editor, sections.views.views[Direction.INLINE]
    sections.opener.open(survey)
    until(lambda: view.amplitudes() is not None)
    QTest.qWait(3000)
    figures, pauses = {}, Pauses()
    steps: dict[str, Callable[[], None]] = {
        "import": lambda: editor.import_labels(survey.with_name("labels.npz")),
        "undo": editor.undo,
        "redo": editor.redo,
    }
    for name, step in steps.items():
        pauses.longest()
        begun = time.perf_counter()
        step()
        until(lambda name=name: bool(editor.counts()) == (name != "undo"))
        seconds = time.perf_counter() - begun
        QTest.qWait(1500)  # what the change makes others do belongs to it
        figures[name] = {"s": round(seconds, 2), "longest pause, ms and ms of the processor": pauses.longest()}
    window.close()
    sections.state.closing.wait(PATIENCE)
    return figures


def stroke_while_learning(volume: Volume, project: Project, scale: float) -> dict:
    """A live model learns the project's labels; then a stroke is drawn on a line without labels."""
    section = volume.geometry.section(Direction.INLINE, volume.geometry.count(Direction.INLINE) - 1)
    inbox, gaps = LiveInbox(), []
    inbox.put_labels(project.snapshot())
    inbox.want((section,))
    work = live(volume, scale, inbox, LiveSettings(TrainSettings(device="cpu", held_back=True), improve_after=0))

    def until_seen(wanted: Callable[[object], bool]) -> float:
        """Seconds until an event that is wanted; `gaps` notes how long each event was waited for."""
        gaps.clear()
        begun = last = time.perf_counter()
        for event in work:
            now = time.perf_counter()
            gaps.append(now - last)
            last = now
            if wanted(event):
                return now - begun
        raise SystemExit("Training ended.")

    def is_predicted(event: object) -> bool:
        return isinstance(event, SectionPredicted) and event.prediction.labels_version == project.labels_version

    def is_learned(event: object) -> bool:
        return isinstance(event, Loss)

    until_seen(lambda event: isinstance(event, Notice))
    figures = {"first step learned, s": round(until_seen(is_learned), 2)}
    figures["longest without an event till then, ms"] = round(1000 * max(gaps))
    figures["first prediction, s"] = round(until_seen(is_predicted), 2)
    ends = time.perf_counter() + 5
    while time.perf_counter() < ends:
        next(work)
    current = project.label_section(section)
    mask = np.zeros(current.shape, bool)
    mask[100:160, 100:110] = True
    project.commit([cropped_stroke(current, section, mask, 1)])
    until_seen(is_learned)  # what was under way is over
    inbox.put_labels(project.snapshot())
    figures["a stroke: a step with it learned, s"] = round(until_seen(is_learned), 2)
    figures["a stroke: on screen, s"] = round(until_seen(is_predicted), 2)
    work.close()
    return figures


def learning(survey: Path, labels: Path) -> dict:
    opened = drive(open_path(survey))
    project = opened.project or project_for(opened.volume)
    with project:
        drive(import_labels(project, opened.volume, labels))
        scale = drive(statistics_steps(opened.volume)).scale
        figures = stroke_while_learning(opened.volume, project, scale)
        while project.can_undo:
            project.undo()
    opened.volume.close()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inlines", type=int, default=100)
    parser.add_argument("--traces", type=int, default=901)
    parser.add_argument("--samples", type=int, default=255)
    parser.add_argument("--no-live", action="store_true", help="leave the live model out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = str(Path(folder, name.lower()))
        survey = make_files(Path(folder), (options.inlines + 10, options.traces, options.samples))
        print(json.dumps({"in the window": in_window(survey)}, indent=2), flush=True)
        if not options.no_live:
            for name in ("one.npz", "labels.npz"):
                figures = {f"a live model on {name}": learning(survey, survey.with_name(name))}
                print(json.dumps(figures, indent=2), flush=True)


if __name__ == "__main__":
    application = make_application()  # lives as long as this name
    main()
    sys.stdout.flush()
    os._exit(0)  # PyQt now and then crashes while it takes the application down, when all figures are out
