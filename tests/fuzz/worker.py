"""A process that opens one file after the other and says what came of each; it may crash, hang or grow in place of the
one that asks.

A line in: kind, tab, path. A line out: JSON with outcome (opened, refused, nonsense, traceback), said, seconds of processor
time and megabytes of memory beyond what the process had before.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import traceback
import warnings
from pathlib import Path

MOST_MEMORY = 6 << 30  # bytes of address space, so that a fault does not take the machine down


def main() -> None:
    from seisviewer.errors import SeisviewerError

    from .doors import DOORS

    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print is no answer
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers.write("ready\n")
    for line in sys.stdin:
        kind, path = line.rstrip("\n").split("\t")
        before, began = _peak(), time.process_time()
        try:
            nonsense = list(DOORS[kind](Path(path)))
            outcome, said = ("nonsense", "; ".join(nonsense)) if nonsense else ("opened", "")
        except SeisviewerError as error:
            outcome, said = ("refused" if "\n" not in str(error) else "traceback"), str(error)
        except BaseException:  # whatever it is, a user would see it
            outcome, said = "traceback", traceback.format_exc()
        seconds = time.process_time() - began
        answers.write(
            json.dumps({"outcome": outcome, "said": said, "seconds": seconds, "megabytes": _peak(reset=False) - before})
            + "\n"
        )


def _peak(*, reset: bool = True) -> float:
    """The most memory in use, in megabytes; reset: since now."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
