"""Opens mutated files of every kind and counts what came of them.

    python -m tests.fuzz [--count 10000] [--first 0] [--kind segy --kind npy] [--keep FOLDER]

from the root of the repository. Mutation N of a kind is always the same. What crashed, hung (more than 2 s of processor
time), took over 500 MB, raised anything but a sentence, or opened as nonsense is listed, and kept in FOLDER. The exit
status is 1 where there was any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from .specimens import SPECIMENS
from .trial import BAD, GOOD, Worker, counted, trials


def main() -> int:
    parser = argparse.ArgumentParser(description="Open mutated files and count what came of them.")
    parser.add_argument("--count", type=int, default=300, help="mutations of each kind")
    parser.add_argument("--first", type=int, default=0, help="number of the first mutation")
    parser.add_argument("--kind", action="append", choices=tuple(SPECIMENS), help="may be given again; all without it")
    parser.add_argument("--keep", type=Path, help="where files with a bad outcome stay")
    options = parser.parse_args()
    failed = False
    print(f"{'':11s}" + "".join(f"{name:>12s}" for name in (*GOOD, *BAD)))
    with tempfile.TemporaryDirectory() as temporary, Worker() as worker:
        for kind in options.kind or SPECIMENS:
            folder = (options.keep or Path(temporary)) / kind
            folder.mkdir(parents=True, exist_ok=True)
            outcomes = list(trials(worker, kind, range(options.first, options.first + options.count), folder))
            counts = counted(outcomes)
            print(f"{kind:11s}" + "".join(f"{counts[name]:12d}" for name in (*GOOD, *BAD)), flush=True)
            for bad in (each for each in outcomes if each.outcome in BAD):
                failed = True
                print(f"  {kind} {bad.number}: {bad.outcome}: {bad.said.strip().splitlines()[-1]}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
