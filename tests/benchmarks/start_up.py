"""How long the program takes from its start until its window is painted, and what it imports for that.

    python -m tests.benchmarks.start_up [--times 5] [--imports 25]

Times are those of the wall and of the processor, of this Python with what is installed in it; --imports lists the modules that cost most, with what they import themselves.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

# The window says that it is painted, and ends. Nothing of the program is imported before the program itself does it.
PROGRAM = """
import sys
from PyQt6.QtCore import QEvent, QObject
from PyQt6.QtWidgets import QApplication, QMainWindow
class Painted(QObject):
    def eventFilter(self, target, event):
        if event.type() == QEvent.Type.Paint:
            import resource, os
            used = resource.getrusage(resource.RUSAGE_SELF)
            print(f"painted {used.ru_utime + used.ru_stime:.3f} {len(sys.modules)}", flush=True)
            os._exit(0)
        return False
execute = QApplication.exec
def watched(*_):
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QMainWindow):
            window.painted = Painted()
            window.installEventFilter(window.painted)
    return execute()
QApplication.exec = watched
sys.argv[1:] = ["open"]
from seisviewer.__main__ import run
run()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--imports", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {f"XDG_{name}_HOME": home for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        environment["QT_QPA_PLATFORM"] = "offscreen"
        walls, processor = [], []
        for _ in range(asked.times):
            began = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment, check=True
            )
            walls.append(time.perf_counter() - began)
            _, used, modules = next(line for line in done.stdout.splitlines() if line.startswith("painted")).split()
            processor.append(float(used))
        print(
            f"until painted, s: wall median {statistics.median(walls):.2f}, least {min(walls):.2f}; "
            f"processor median {statistics.median(processor):.2f}, least {min(processor):.2f}; {modules} modules"
        )
        if asked.imports:
            _list_imports(environment, asked.imports)


def _list_imports(environment: dict[str, str], count: int) -> None:
    command = [sys.executable, "-X", "importtime", "-c", PROGRAM]
    said = subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stderr
    rows = []
    for line in said.splitlines():
        if line.startswith("import time:") and "self" not in line:
            own, whole, name = line.removeprefix("import time:").split("|")
            rows.append((int(whole), int(own), name.rstrip()))
    for whole, own, name in sorted(rows, reverse=True)[:count]:
        print(f"{whole / 1000:9.1f} ms {own / 1000:8.1f} own  {name}")


if __name__ == "__main__":
    main()
