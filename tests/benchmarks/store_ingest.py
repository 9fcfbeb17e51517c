"""The store of a survey against a plain copy of its file: seconds, processor seconds, peak memory, bytes written.

    python tests/benchmarks/store_ingest.py SURVEY.sgy FOLDER [--without-cp]

Both begin with a file that is not in the system's cache, and each is timed until all of it is on the disk. FOLDER takes the
copy, which is removed before the store is made, then the store, which is left there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import time
from contextlib import closing
from pathlib import Path

from seisviewer.memory import resident_memory
from seisviewer.progress import drive
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.statistics import amplitude_statistics
from seisviewer.volumes.store.building import build_store
from seisviewer.volumes.store.store_plan import StorePlan


def forget(path: Path) -> None:
    """Have the system read the file from its disk the next time."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def copied(survey: Path, target: Path) -> None:
    os.sync()
    forget(survey)
    begun = time.perf_counter()
    shutil.copyfile(survey, target)
    written = time.perf_counter()
    with target.open("r+b") as file:
        os.fsync(file.fileno())
    print(f"cp      {written - begun:7.1f} s, on the disk after {time.perf_counter() - begun:.1f} s", flush=True)
    target.unlink()


def stored(survey: Path, folder: Path) -> None:
    with closing(open_volume(survey)) as volume:
        limit = amplitude_statistics(volume).limit
        plan = StorePlan.of(volume.geometry, limit)
        os.sync()
        forget(survey)
        begun, processor, peak = time.perf_counter(), time.process_time(), 0
        before = resident_memory(os.getpid())

        def look(_: object) -> None:
            nonlocal peak
            peak = max(peak, resident_memory(os.getpid()))

        drive(build_store(volume, folder, plan, {}), look)
    took, used = time.perf_counter() - begun, time.process_time() - processor
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(
        f"store   {took:7.1f} s, {used:.1f} s of processor, peak {peak / 1e6:.0f} MB ({before / 1e6:.0f} before), "
        f"{size / 1e9:.2f} GB written",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("survey", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without-cp", action="store_true")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    print(f"{arguments.survey.stat().st_size / 1e9:.2f} GB; load {os.getloadavg()[0]:.1f}")
    if not arguments.without_cp:
        copied(arguments.survey, arguments.folder / "copy")
    stored(arguments.survey, arguments.folder / f"{arguments.survey.name}.zarr")


if __name__ == "__main__":
    main()
