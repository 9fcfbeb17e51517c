"""Live training as the window asks for it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from seisviewer.learning.events import Waiting
from seisviewer.library_loading import first_import
from seisviewer.networks.loading import load_libraries, take_a_step
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.statistics import statistics_steps
from seisviewer.workflows.filling.storing import storing
from seisviewer.workflows.live_storing import LiveStoring

if TYPE_CHECKING:
    from seisviewer.labels.label_volume import LabelSnapshot
    from seisviewer.learning.sections.live import LiveSettings
    from seisviewer.learning.sections.live_inbox import LiveInbox
    from seisviewer.project.project import Project
    from seisviewer.volumes.volume import Volume

LEARNING = "seisviewer.learning.sections.live"


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
    stored = LiveStoring(volume, project)
    yield from stored.news()
    yield from stored.show_stored(inbox)
    yield from warm_up()
    from seisviewer.learning.sections.live import live
    from seisviewer.workflows.live_run import LiveRun

    scale = (yield from statistics_steps(volume)).scale
    kept = LiveRun(project)
    work = storing(live(volume, scale, inbox, settings, kept.earlier, lambda: stored.filling), stored.writer)
    state = "failed"
    try:
        for event in work:
            if not kept.keep(event):
                yield event
            if isinstance(event, Waiting):
                kept.save()  # what is stored now is by this model
                yield from stored.news()
        state = "stopped"
    except GeneratorExit:
        state = "stopped"
        raise
    finally:
        work.close()
        kept.close(state)
        stored.close()


def round_seconds(volume: Volume, snapshot: LabelSnapshot) -> Generator[Progress, None, float | None]:
    """About how long a round of self-training on these labels takes on this computer, from a few steps and a prediction of
    a network that is thrown away; None where the labels allow no training."""
    yield from warm_up()
    from seisviewer.learning.sections.live import timed_round

    scale = (yield from statistics_steps(volume)).scale
    return (yield from timed_round(volume, scale, snapshot))


def warm_up() -> Generator[Progress, None, None]:
    """Load what training needs, so that the first prediction does not wait for it; a second call finds it loaded."""
    with first_import(LEARNING):
        for load in (load_libraries, _import_learning, take_a_step):
            yield Progress(0, 0, tr("Loading PyTorch"))
            load()


def _import_learning() -> None:
    importlib.import_module(LEARNING)
