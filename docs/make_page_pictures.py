"""Make the pictures of the help pages anew, from the real window on synthetic data, in every language.

    python docs/make_page_pictures.py [LANGUAGE …]

Needs nothing but the program: the demo survey, and records that are made here. A step of the tour says in each picture what
it shows. They go to resources/help_pictures/LANGUAGE, a megabyte in all.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from make_pictures import settle, wait
from PIL import Image
from PyQt6.QtCore import QBuffer, QPointF, QSettings
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from seisviewer.app.main_window.start import make_application, make_window
from seisviewer.app.main_window.window import MainWindow
from seisviewer.progress import drive
from seisviewer.translation import LANGUAGE, LANGUAGES, VARIABLE
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import Arrivals, synthetic_record
from seisviewer.workflows.demo import prepare_demo

PICTURES = Path(__file__).parents[1] / "resources" / "help_pictures"
SIZE = 1280, 720
COLOURS = 128  # of a picture: it takes a quarter, and looks the same
BEGIN = 1_700_000_000.0  # of the records, seconds since 1970 UTC
STATIONS = {"ALPHA": (20.0, 24.0), "BRAVO": (21.5, 26.1), "CHARL": (23.0, 28.2)}  # P and S, seconds from there


def main() -> None:
    """Each language in a process of its own: it is that of a whole program."""
    wanted = sys.argv[1:] or list(LANGUAGES)
    if os.environ.get(VARIABLE) == wanted[0]:
        make(PICTURES / LANGUAGE)
        return
    for language in wanted:
        subprocess.run([sys.executable, __file__, language], check=True, env={**os.environ, VARIABLE: language})


def make(folder: Path) -> None:
    app = make_application()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        window = make_window(QSettings(f"{data}/settings.ini", QSettings.Format.IniFormat))
        window.parts.theme.set("light")
        window.resize(*SIZE)
        window.show()
        sections(app, window, Path(data), folder)
        traces(app, window, Path(data), folder)
        window.close_unasked()


def sections(app: QApplication, window: MainWindow, data: Path, folder: Path) -> None:
    parts = window.parts
    step(app, window, "tour_sections", 0)
    save(window, folder / "sections-open.png")
    parts.open_router.open(drive(prepare_demo(data / "demo")).project)
    wait(app, lambda: parts.sections.state.project is not None)
    parts.menus.actions["brush"].trigger()
    step(app, window, "tour_sections", 4)
    settle(app, 2)
    save(window, folder / "sections-paint.png")
    wait(app, lambda: parts.sections.layers.status.right is not None, most=300)
    parts.menus.actions["no_tool"].trigger()
    step(app, window, "tour_sections", 5)
    settle(app, 6)
    save(window, folder / "sections-answer.png")
    parts.menus.actions["review"].trigger()
    step(app, window, "tour_sections", 8)
    settle(app, 2)
    save(window, folder / "sections-review.png")
    parts.menus.actions["no_tool"].trigger()
    parts.menus.actions["close_survey"].trigger()


def traces(app: QApplication, window: MainWindow, data: Path, folder: Path) -> None:
    parts, waves = window.parts, data / "waves"
    waves.mkdir()
    for number, (name, (p, s)) in enumerate(STATIONS.items()):
        arrivals = [Arrivals(BEGIN + p, BEGIN + s, 30 - 8 * number)]
        station = StationId("XX", name, "", "HH")
        write_mseed(synthetic_record(arrivals, start=BEGIN, station=station, seed=number).record, waves / f"{name}.mseed")
    parts.open_router.open(waves)
    wait(app, lambda: parts.traces.state.archive is not None)
    parts.traces.state.set_span(BEGIN + 10, BEGIN + 45)
    settle(app, 2)
    page = parts.traces.page
    for record in parts.traces.state.archive.records:
        for action, onset in zip(("set_p", "set_s"), STATIONS[record.station.station], strict=True):
            visible = page.visible
            row = visible.layout.of(record.key)[0]
            QTest.mouseMove(page.canvas, QPointF(visible.scale.x(BEGIN + onset), visible.y(row.middle)).toPoint())
            settle(app, 0.2)
            parts.menus.actions[action].trigger()
    step(app, window, "tour_traces", 2)
    settle(app, 1)
    save(window, folder / "traces-pick.png")
    step(app, window, "tour_traces", 3)
    save(window, folder / "traces-picker.png")
    parts.menus.actions["review_picks"].trigger()
    step(app, window, "tour_traces", 5)
    settle(app, 1)
    save(window, folder / "traces-review.png")


def step(app: QApplication, window: MainWindow, tour: str, number: int) -> None:
    """Show a step of a tour, counted from 0."""
    window.parts.menus.actions[tour].trigger()
    while window.parts.tours.tour.at < number:
        window.parts.tours.tour.next()
    settle(app, 0.5)


def save(window: MainWindow, path: Path) -> None:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    picture = Image.open(io.BytesIO(bytes(buffer.data()))).convert("RGB")
    picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
