"""Milliseconds a frame while a day of traces is scrolled and zoomed: from the turn of the wheel to the painted page.

    python tests/benchmarks/trace_frames.py [--hours 24] [--stations 1] [--frames 120]

The records are synthetic, three components at 100 samples per second. Each line is one way to look at them: how much
time is in sight and what is drawn beside the traces; median, 95th percentile and longest frame. A filtered view is
scrolled while its samples are made off the GUI thread, as in the window. The second three numbers count only the time
that the GUI thread had a processor: on a busy machine they say what the first three would be on a quiet one.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.start import make_application
from seisviewer.app.traces.page.trace_page import TracePage
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.predictions.probabilities import Curve, Probabilities
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.synthetic_records import synthetic_record

HOUR = 3600.0
SPANS = (("22 h", 22 * HOUR), ("2 h", 2 * HOUR), ("5 min", 300.0), ("10 s", 10.0))
PATIENCE = 120  # seconds
SIZE = 1600, 900
SCROLL = 0.1  # notches a frame: a hundredth of what is in sight
SHIFT, NO_KEYS = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def archive_of(hours: float, stations: int) -> Archive:
    """The same samples at every station: drawing takes as long as if they were others."""
    first = synthetic_record(seconds=hours * HOUR).record
    records = [replace(first, station=StationId("XX", f"S{number:02d}", "", "HH")) for number in range(stations)]
    return Archive(tuple(records))


def spikes(draw: np.random.Generator, count: int) -> np.ndarray:
    """Probabilities (samples,) as of a picker: near nothing, and every minute or so a peak."""
    values = 0.02 * draw.random(count, np.float32)
    peak = np.exp(-np.square(np.arange(-60, 61) / 20.0)).astype(np.float32)
    for place in draw.integers(0, count - len(peak), count // 6000):
        values[place : place + len(peak)] += 0.9 * draw.random() * peak
    return np.minimum(values, 1.0)


def frames(
    app: QApplication, page: TracePage, turn: Callable[[int], None], count: int
) -> tuple[list[float], list[float]]:
    """Milliseconds from each turn of the wheel to the end of painting, by the clock and of the processor."""
    took, worked = [], []
    for number in range(count):
        begun, work_begun = time.perf_counter(), time.thread_time()
        turn(number)
        page.canvas.repaint()
        took.append((time.perf_counter() - begun) * 1000)
        worked.append((time.thread_time() - work_begun) * 1000)
        app.processEvents()
    return took, worked


def wheel(page: TracePage, notches: float, keys: Qt.KeyboardModifier) -> None:
    middle = QPointF(page.canvas.rect().center())
    QApplication.sendEvent(
        page.canvas,
        QWheelEvent(
            middle,
            page.canvas.mapToGlobal(middle),
            QPoint(),
            QPoint(0, round(120 * notches)),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def report(name: str, measured: tuple[list[float], list[float]]) -> None:
    columns = [f"{np.median(took):6.1f} {np.percentile(took, 95):6.1f} {max(took):6.1f}" for took in measured]
    print(f"{name:<48}" + "    ".join(columns), flush=True)


def settle(app: QApplication, page: TracePage) -> None:
    """Wait until nothing is being filtered."""
    end = time.perf_counter() + PATIENCE
    page.canvas.repaint()
    while page.working:
        app.processEvents()
        time.sleep(0.005)
        if time.perf_counter() > end:
            sys.exit("The page did not come to rest in time.")
    page.canvas.repaint()


def measure(app: QApplication, page: TracePage, state: TraceState, name: str, count: int) -> None:
    archive = state.archive
    for label, length in SPANS:
        state.set_span(archive.start + 0.01 * length, archive.start + 1.01 * length)
        settle(app, page)
        report(f"{name}, scroll, {label}", frames(app, page, lambda number: wheel(page, -SCROLL, SHIFT), count))
    state.set_span(archive.start, archive.end)
    settle(app, page)
    turns = [1.0] * (count // 2) + [-1.0] * (count // 2)
    report(
        f"{name}, zoom in and out", frames(app, page, lambda number: wheel(page, turns[number], NO_KEYS), len(turns))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--stations", type=int, default=1)
    parser.add_argument("--frames", type=int, default=120)
    arguments = parser.parse_args()

    app = make_application()
    state = TraceState()
    page = TracePage(state, None)
    page.resize(*SIZE)
    page.show()
    app.processEvents()
    archive = archive_of(arguments.hours, arguments.stations)
    state.set_archive(archive)
    begun = time.perf_counter()
    page.canvas.repaint()
    print(f"first frame {1000 * (time.perf_counter() - begun):.0f} ms; {SIZE[0]}×{SIZE[1]} pixels")
    print(f"{'milliseconds a frame':<48}median   95 %    max    of the processor")
    measure(app, page, state, "raw", arguments.frames)
    state.set_display(filter="band-pass")
    measure(app, page, state, "filtered", arguments.frames)
    state.set_display(filter="raw", spectrogram=True)
    draw = np.random.default_rng(0)
    for record in archive.records:
        count = record.components[0].count
        curves = tuple(Curve(phase, record.start, 100.0, spikes(draw, count)) for phase in ("P", "S", "Detection"))
        state.set_probabilities(Probabilities(record.key, "benchmark", curves))
    begun = time.perf_counter()
    page.canvas.repaint()
    print(f"first frame with probabilities {1000 * (time.perf_counter() - begun):.0f} ms")
    measure(app, page, state, "with probabilities, spectrogram", arguments.frames)
    page.stop()


if __name__ == "__main__":
    main()
