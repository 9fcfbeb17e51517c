"""From opening a survey in the window to its first section painted, the file not in the system's cache.

    python tests/benchmarks/first_section.py SURVEY

The window's own way: a project is not made, what is still to be read goes on behind. The longest pause is that between two
turns of the window's loop. The survey of `make_survey.py` is the one to give.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if sys.platform == "linux" and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PyQt6.QtCore import QSettings
from store_ingest import forget

from seisviewer.app.main_window.start import make_application
from seisviewer.app.main_window.window import MainWindow
from seisviewer.memory import resident_memory

PATIENCE = 300  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("survey", type=Path)
    survey = parser.parse_args().survey
    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        window.resize(1280, 720)
        window.show()
        app.processEvents()
        forget(survey)
        begun = turned = time.perf_counter()
        longest = 0.0
        window.parts.open_router.open(survey)
        views = window.parts.sections.views.views
        while all(view.section is None for view in views.values()):
            app.processEvents()
            time.sleep(0.001)
            now = time.perf_counter()
            longest, turned = max(longest, now - turned), now
            if now - begun > PATIENCE:
                sys.exit("No section came in time.")
        app.processEvents()
        took = time.perf_counter() - begun
        held = resident_memory(os.getpid()) / 1e6
        print(f"{survey.stat().st_size / 1e9:.2f} GB: {took:.2f} s, longest pause {1000 * longest:.0f} ms, {held:.0f} MB")
        window.close_unasked()


if __name__ == "__main__":
    main()
