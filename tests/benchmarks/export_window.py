"""Export of a whole survey from the window while a user steps through it: minutes, longest pause, peak memory, read back.

    python tests/benchmarks/export_window.py SURVEY FOLDER [--what classes,confidence] [--format segy] [--step 150]

Strokes of three classes are painted on the middle inline, and the layers that follow from them are exported. The survey of
`make_survey.py` is the one to give. SEG-Y is read back by segyio, Zarr by xarray; the files are deleted at the end.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import segyio
import xarray
from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.start import make_application
from seisviewer.app.main_window.window import MainWindow
from seisviewer.cli.export_commands import content_list
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.workflows.exporting.export_answer import answers
from seisviewer.workflows.exporting.export_plan import ExportPlan, VolumeFormat
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.survey_opening import ingest

PATIENCE = 3600  # seconds
STROKE = 10  # samples


def until(app: QApplication, happened: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE
    while not happened():
        app.processEvents()
        time.sleep(0.001)
        if time.perf_counter() > end:
            sys.exit("The window did not answer in time.")


def paint(survey: Path, folder: Path) -> Path:
    """A project with strokes of three classes on the middle inline."""
    opened = drive(ingest(survey, folder / "export.seis"))
    geometry = opened.volume.geometry
    section = geometry.section(Direction.INLINE, geometry.inlines.count // 2)
    labels = np.full(geometry.section_shape(Direction.INLINE), 255, np.uint8)
    for label, share in enumerate((0.2, 0.5, 0.8), start=1):
        top = int(share * geometry.samples.count)
        labels[:, top : top + STROKE] = label
    np.savez(folder / "strokes.npz", **{str(section): labels})
    drive(import_labels(opened.project, opened.volume, folder / "strokes.npz", ()))
    opened.project.close()
    opened.volume.close()
    return folder / "export.seis"


def step_until(app: QApplication, window: MainWindow, ended: Callable[[], bool], wait: float) -> tuple[float, int]:
    """Step to the next inline every `wait` seconds until something has ended: the longest pause in s, and the steps."""
    views, longest, steps = window.parts.sections.views, 0.0, 0
    due = time.perf_counter() + wait
    while not ended():
        begun = time.perf_counter()
        if begun >= due:
            views.step(1 if (steps // 100) % 2 == 0 else -1)
            steps, due = steps + 1, begun + wait
        app.processEvents()
        longest = max(longest, time.perf_counter() - begun)
        time.sleep(0.001)
    return longest, steps


def read_back(path: Path, inline: int, shape: tuple[int, ...]) -> str:
    if path.suffix == ".zarr":
        with xarray.open_zarr(path) as found:
            sizes = {name: array.shape for name, array in found.data_vars.items()}
            values = next(iter(found.data_vars.values())).sel(inline=inline).values
        assert set(sizes.values()) == {shape}
        return f"{path.name}: xarray, {', '.join(sizes)}; values {sorted(np.unique(values).tolist())[:5]}"
    with segyio.open(path) as file:
        assert (len(file.ilines), len(file.xlines), len(file.samples)) == shape
        return f"{path.name}: segyio, values {sorted(np.unique(file.iline[inline]).tolist())[:5]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("survey", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--what", default="classes,confidence")
    parser.add_argument("--format", type=VolumeFormat, default=VolumeFormat.SEGY)
    parser.add_argument("--step", type=float, default=150, help="ms between steps")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="export-", dir=arguments.folder))
    app = make_application()
    window = MainWindow(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
    window.resize(1280, 720)
    window.show()
    window.parts.open_router.open(paint(arguments.survey, folder))
    sections = window.parts.sections
    until(app, lambda: (solved := sections.layers.status.solved) is not None and solved.whole)
    state = sections.state
    plan = ExportPlan(
        content_list(arguments.what), folder, "made", SurveyBox.whole(state.volume.geometry), arguments.format
    )
    at_hand = answers(state.project, sections.layers.status.solved.predictor)[0]
    idle, _ = step_until(
        app, window, lambda end=time.perf_counter() + 10: time.perf_counter() > end, arguments.step / 1000
    )
    begun = time.perf_counter()
    sections.export.start(plan, at_hand)
    pause, steps = step_until(app, window, lambda: not window.parts.background.busy, arguments.step / 1000)
    minutes = (time.perf_counter() - begun) / 60
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{state.volume.geometry.shape}, {arguments.what} as {arguments.format}: {minutes:.1f} min, longest pause "
        f"{1000 * pause:.0f} ms in {steps} steps ({1000 * idle:.0f} ms without an export), peak memory {peak:.2f} GB",
        flush=True,
    )
    for path in plan.targets:
        print(read_back(path, int(state.volume.geometry.inlines.start), state.volume.geometry.shape))
    window.close_unasked()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
