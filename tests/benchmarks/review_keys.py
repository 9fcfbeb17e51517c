"""Review mode by keys alone in the real window: seconds of the machine a region, and what is left after a kill.

    python tests/benchmarks/review_keys.py SURVEY [--regions 200]

A made-up answer of so many regions lies on one inline, which is accepted, rejected and given other classes in turn.
Measured is from the key until the decision is stored, the next region outlined and the view painted. After the last one
the program is killed (SIGKILL), and its project opened again: every decision has to be there. Strokes are not carried
along reflectors meanwhile.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PyQt6.QtCore import QSettings, Qt
from PyQt6.QtTest import QTest
from step_window import until

from seisviewer.app.main_window.start import make_application, make_window
from seisviewer.labels.provenance import Origin
from seisviewer.predictions.passes.section_pass import SectionPass, quantised
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction

KEYS = Qt.Key.Key_Return, Qt.Key.Key_R, Qt.Key.Key_1
CLASSES = 1, 2, 3, 4
PATIENCE = 60  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("survey", type=Path)
    parser.add_argument("--regions", type=int, default=200)
    parser.add_argument("--in-window", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.in_window:
        review(arguments.survey, arguments.regions, arguments.in_window)
    with tempfile.TemporaryDirectory() as folder:
        survey = Path(shutil.copyfile(arguments.survey, Path(folder) / arguments.survey.name))
        command = [sys.executable, __file__, str(survey), "--regions", str(arguments.regions), "--in-window", folder]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        took = np.array([float(line) for line in islice(child.stdout, arguments.regions)])
        child.kill()
        child.wait()
        tell(took, left_of(survey), arguments.regions)


def tell(took: np.ndarray, left: int, asked: int) -> None:
    middle, high = np.percentile(took, (50, 95))
    print(f"{len(took)} regions: {middle:.3f} s a region (median), {high:.3f} s (95 %), {took.max():.3f} s at most")
    print(f"{left} of {asked} decisions are there after SIGKILL")


def left_of(survey: Path) -> int:
    """Decisions in the project of a survey."""
    folder = next(survey.parent.glob("*.seis"))
    with Project.open(folder) as project:
        left = len(project.snapshot().rejections)
        while (action := project.undo()) is not None:
            left += sum(stroke.origin is Origin.ACCEPTED for stroke in action.strokes)
    return left


def review(survey: Path, regions: int, folder: Path) -> None:
    """In a process of its own, which never returns: the seconds of each decision, one a line."""
    app = make_application()
    window = make_window(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    window.resize(1280, 720)
    window.show()
    parts = window.parts.sections
    parts.layers.set_on(False)
    parts.live.set_auto_start(False)
    parts.opener.open(survey)
    view, tool = parts.views.views[Direction.INLINE], parts.tools["review"]
    until(app, lambda: view.amplitudes() is not None)
    parts.label_editor.set_classes(parts.label_editor.classes.lock(1, True).lock(1, False))
    probabilities = tiles(view.amplitudes().shape, regions)
    parts.live.predictions.put(SectionPass(view.section, quantised(probabilities), CLASSES, "layers", 4, 0, 5.0))
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, Qt.Key.Key_V)
    until(app, lambda: bool(tool.outlined))
    for done, key in enumerate(islice(cycle(KEYS), regions), 1):
        outlined, begun = tool.outlined, time.perf_counter()
        QTest.keyClick(view.canvas, key)
        until(app, lambda: tool.outlined != outlined and (bool(tool.outlined) or done == regions))
        view.canvas.viewport().repaint()
        print(time.perf_counter() - begun, flush=True)
    time.sleep(PATIENCE)  # until it is killed
    sys.exit("Nobody ended this process.")


def tiles(shape: tuple[int, int], count: int) -> np.ndarray:
    """Probabilities (classes, traces, samples) of at least so many tiles, no two neighbours of one class."""
    down = int(np.ceil(np.sqrt(count * shape[1] / shape[0])))
    across = -(-count // down)
    rows, columns = np.arange(shape[0]) * across // shape[0], np.arange(shape[1]) * down // shape[1]
    number = 2 + (rows[:, None] + columns[None]) % (len(CLASSES) - 1)  # 1 is what a tile is given by hand
    return np.stack([np.where(number == each, np.float32(0.9), 0) for each in CLASSES]).astype(np.float32)


if __name__ == "__main__":
    main()
