"""A network of first motions taught further on those that a person gave, and judged on events that it did not learn."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seisviewer.errors import LabelsError
from seisviewer.learning.first_motions.motion_settings import MotionTeaching
from seisviewer.learning.selftraining import Steps, self_train
from seisviewer.picks.pick import Pick, Polarity, Review
from seisviewer.predictions.first_motions.onset_window import OnsetWindow
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.first_motions.motion_finding import is_said_by_person, verticals_of, window_of

if TYPE_CHECKING:
    from seisviewer.learning.first_motions.motion_task import KnownMotion
    from seisviewer.learning.fitting import State

REACH = 0.15  # s in which the onset of an automatic pick is sought, as when first motions are found
FEWEST = 20  # first motions that a person gave
FEWEST_GROUPS = 4  # events of them
UP = {Polarity.POSITIVE: True, Polarity.NEGATIVE: False}


@dataclass(frozen=True)
class MotionScore:
    """Of first motions that were held out: how many, the share that is right by the more probable way, the share that is
    decided at the usual threshold, and the share of these that is right (NaN of none)."""

    count: int
    right: float
    decided: float
    right_of_decided: float


@dataclass(frozen=True)
class TaughtMotions:
    """before, after: a score a seed, each on other events held out, of the weights at the start and of the taught ones."""

    path: Path
    known: int
    unlabelled: int
    before: tuple[MotionScore, ...]
    after: tuple[MotionScore, ...]

    @property
    def gain(self) -> float:
        """Of the share that is right, mean over the seeds."""
        return float(
            np.mean([after.right - before.right for before, after in zip(self.before, self.after, strict=True)])
        )


def teach_motions(
    picks: Sequence[Pick], archive: Archive, start: str, settings: MotionTeaching, seeds: int, out: Path
) -> Generator[Any, None, TaughtMotions]:
    """Write weights to `out` that learned every first motion that a person gave. start: weights to begin with. seeds: how often
    it is tried with other events held out. Raises LabelsError for too few, ModelError for weights that cannot be used."""
    settings.check()
    from seisviewer.networks.device import choose_device, limit_threads
    from seisviewer.networks.polarity.polarcap import load_polarity, save_polarity

    limit_threads()
    known, unlabelled = yield from _material(picks, archive)
    network = yield from waited(lambda: load_polarity(start), tr("Loading the network of first motions"))
    device, state = choose_device("cpu"), network.model.state_dict()
    before, after = [], []
    for seed in range(seeds):
        kept, aside = _split(known, settings.held_out, seed)
        taught = yield from _taught(kept, unlabelled, state, replace(settings, seed=seed), device)
        before.append(_score(state, aside))
        after.append(_score(taught, aside))
        yield Progress(seed + 1, seeds + 1, tr("Teaching first motions"))
    final = yield from _taught(known, unlabelled, state, settings, device)
    save_polarity(out, _model(final))
    return TaughtMotions(out, len(known), len(unlabelled), tuple(before), tuple(after))


def _material(
    picks: Sequence[Pick], archive: Archive
) -> Generator[Any, None, tuple[list[KnownMotion], dict[int, OnsetWindow]]]:
    from seisviewer.learning.first_motions.motion_task import KnownMotion

    waves = [pick for pick in picks if pick.phase == "P" and pick.review is not Review.REJECTED]
    verticals = yield from waited(lambda: verticals_of(waves, archive), tr("Finding the records of the picks"))
    known: list[KnownMotion] = []
    unlabelled: dict[int, OnsetWindow] = {}
    for number, pick in enumerate(waves):
        said = is_said_by_person(pick)
        window = window_of(pick, verticals, REACH)
        if window is None:
            continue
        if said and pick.polarity in UP:
            known.append(KnownMotion(window, UP[pick.polarity], pick.event or -1 - number))
        elif not said:
            unlabelled[number] = window
    groups = len({each.group for each in known})
    if len(known) < FEWEST or groups < FEWEST_GROUPS:
        raise LabelsError(
            tr(
                "{count} first motions of {groups} events were given by hand and lie on a whole "
                "vertical: at least {fewest} of {fewest_groups} events are needed (U and D on the trace "
                "desk)."
            ).format(count=len(known), groups=groups, fewest=FEWEST, fewest_groups=FEWEST_GROUPS)
        )
    yield Notice(
        tr("{count:,} first motions of {groups:,} events given by hand, {count2:,} P without one.").format(
            count=len(known), groups=groups, count2=len(unlabelled)
        )
    )
    return known, unlabelled


def _split(known: Sequence[KnownMotion], share: float, seed: int) -> tuple[list[KnownMotion], list[KnownMotion]]:
    """What is learned, and what is held out: whole events."""
    groups = sorted({each.group for each in known})
    aside = set(np.random.default_rng(seed).permutation(groups)[: max(1, round(share * len(groups)))].tolist())
    return [each for each in known if each.group not in aside], [each for each in known if each.group in aside]


def _taught(
    known: Sequence[KnownMotion],
    unlabelled: dict[int, OnsetWindow],
    start: State,
    settings: MotionTeaching,
    device: Any,
) -> Generator[Any, None, State]:
    from seisviewer.learning.first_motions.motion_task import MotionTask

    task = MotionTask(settings, device, tuple(known), unlabelled, start)
    if settings.schedule == "supervised" or not unlabelled:
        (state,) = yield from task.fit("teacher", {}, settings.steps, 1)
        return state
    steps = Steps(settings.steps, settings.steps, settings.steps)
    return (yield from self_train(task, (), tuple(unlabelled), steps)).final


def _model(state: State) -> Any:
    from seisviewer.networks.polarity.polarcap import PolarCap

    model = PolarCap()
    model.load_state_dict(state)
    return model.eval()


def _score(state: State, aside: Sequence[KnownMotion]) -> MotionScore:
    from seisviewer.networks.polarity.polarcap import PolarityNetwork
    from seisviewer.predictions.first_motions.motion_reader import MotionReader, MotionSettings

    settings = MotionSettings()
    found = MotionReader(PolarityNetwork("taught", _model(state)), settings).read([each.window for each in aside])
    right = [(motion.up > 0.5) == each.up for motion, each in zip(found, aside, strict=True)]
    decided = [
        UP[polarity] == each.up
        for motion, each in zip(found, aside, strict=True)
        if (polarity := motion.polarity(settings)) in UP
    ]
    return MotionScore(
        len(aside),
        float(np.mean(right)),
        len(decided) / len(aside),
        float(np.mean(decided)) if decided else float("nan"),
    )
