"""Live training as the window asks for it."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from seisviewer.networks.loading import load_libraries, take_a_step
from seisviewer.progress import Progress
from seisviewer.volumes.statistics import statistics_steps

if TYPE_CHECKING:
    from seisviewer.learning.sections.live import LiveSettings
    from seisviewer.learning.sections.live_inbox import LiveInbox
    from seisviewer.project.project import Project
    from seisviewer.volumes.volume import Volume


def start_live(
    volume: Volume,
    inbox: LiveInbox,
    settings: LiveSettings | None = None,
    project: Callable[[], Project | None] = lambda: None,
) -> Generator[Any, None, None]:
    """Learn the labels in `inbox` without end and predict the sections it wants; yields the events of `learning`.

    project: gives the project once there is one. The model on screen is kept there as a run of kind "live", with which
    the next live training goes on and which `predict` can use; an ST++ round that is cut off is taken up by it too.
    """
    yield from warm_up()
    from seisviewer.learning.sections.live import live
    from seisviewer.workflows.live_run import LiveRun

    scale = (yield from statistics_steps(volume)).scale
    kept = LiveRun(project)
    work = live(volume, scale, inbox, settings, kept.earlier)
    state = "failed"
    try:
        for event in work:
            if not kept.keep(event):
                yield event
        state = "stopped"
    except GeneratorExit:
        state = "stopped"
        raise
    finally:
        work.close()
        kept.close(state)


def warm_up() -> Generator[Progress, None, None]:
    """Load what training needs, so that the first prediction does not wait for it; a second call finds it loaded.

    Python's collector of cyclic garbage rests meanwhile, and leaves alone what was loaded ever after: a search through the
    300,000 objects of torch would stop every thread for 400 ms, in the middle of training too.
    """
    loaded = "seisviewer.learning.sections.live" in sys.modules
    collecting = gc.isenabled()
    gc.disable()
    try:
        for load in (load_libraries, _import_learning, take_a_step):
            yield Progress(0, 0, "Loading PyTorch")
            load()
        if not loaded:
            gc.freeze()
    finally:
        if collecting:
            gc.enable()


def _import_learning() -> None:
    importlib.import_module("seisviewer.learning.sections.live")
