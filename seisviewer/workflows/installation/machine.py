"""What the machine has: system, memory, disks, processors that learn, weights of pickers."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from seisviewer import __version__
from seisviewer.memory import available_memory, total_memory
from seisviewer.translation import tr
from seisviewer.user_folders import user_cache_folder, user_data_folder, user_log_folder
from seisviewer.workflows.installation.finding import Finding, State

GIB = 2**30
LITTLE_MEMORY = 2 * GIB  # free: a live training on a small survey takes about one
LITTLE_ROOM = 5 * GIB  # free on a disk: a project with the predictions of a large survey takes that


def system_findings() -> Iterator[Finding]:
    yield Finding("seisviewer", __version__)
    yield Finding(tr("Python"), f"{platform.python_version()} ({sys.executable})")
    yield Finding(tr("System"), f"{platform.system()} {platform.release()}, {platform.machine()}")


def room_findings() -> Iterator[Finding]:
    """Memory, and the folders that the program writes to with the room on their disks."""
    free, total = available_memory(), total_memory()
    words = tr("{gib} free of {gib2}").format(gib=_gib(free), gib2=_gib(total))
    if free < LITTLE_MEMORY:
        yield Finding(tr("Memory"), words, State.LIMITED, tr("Close other programs before a large survey is opened."))
    else:
        yield Finding(tr("Memory"), words)
    folders = {
        tr("Projects"): user_data_folder(),
        tr("Cache"): user_cache_folder(),
        tr("Folder of the log"): user_log_folder(),
        tr("Temporary files"): Path(tempfile.gettempdir()),
    }
    for name, folder in folders.items():
        yield _folder(name, folder)


def processor_finding() -> Finding:
    """Where networks learn. Loads PyTorch, which takes a second or two."""
    try:
        from seisviewer.networks.device import choose_device, usable_cores
    except (ImportError, OSError) as error:  # OSError: a library of its own that the system lacks
        said = str(error).partition("\n")[0]
        return Finding(
            tr("Learning"),
            tr("PyTorch does not load: {said}").format(said=said),
            State.BROKEN,
            tr("Install it anew: pip install torch"),
        )
    return Finding(
        tr("Learning"),
        tr("{reason} Cores: {usable_cores}.").format(reason=choose_device().reason, usable_cores=usable_cores()),
    )


def picker_finding() -> Finding:
    from seisviewer.networks.picker_names import available, cache_folder

    names = [str(name) for name in available()]
    if names:
        return Finding(
            tr("Pickers"), tr("{names} (in {cache_folder})").format(names=", ".join(names), cache_folder=cache_folder())
        )
    advice = tr("“Download…” beside the list of pickers brings them, and “seisviewer pick --download”.")
    return Finding(
        tr("Pickers"), tr("no weights in {cache_folder}").format(cache_folder=cache_folder()), State.LIMITED, advice
    )


def _folder(name: str, folder: Path) -> Finding:
    there = next(each for each in (folder, *folder.parents) if each.is_dir())
    if not os.access(there, os.W_OK):
        return Finding(
            name,
            str(folder),
            State.LIMITED,
            tr("{there} cannot be written to: change its permissions.").format(there=there),
        )
    free = shutil.disk_usage(there).free
    words = tr("{folder}, {gib} free").format(folder=folder, gib=_gib(free))
    if free < LITTLE_ROOM:
        return Finding(name, words, State.LIMITED, tr("Make room before a large survey is worked on."))
    return Finding(name, words)


def _gib(count: int) -> str:
    return f"{count / GIB:.1f} GiB"
