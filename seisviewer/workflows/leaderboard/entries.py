"""Who is compared on what: pickers by name, and data sets in a part that is scored and one that chooses thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.networks.picker_names import PickerName, available, find, is_at_hand, nowhere
from seisviewer.networks.training_sets import trained_on
from seisviewer.predictions.filter_averaging import REGISTRY as FILTERS
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.datasets.phase_window import PhaseWindow

FILTERED = "+filters"
SHARE = 0.2  # of the stations, or of the windows of a single one, that choose thresholds
LEAST = 5  # windows that can choose a threshold


@dataclass(frozen=True)
class Entry:
    """One line of the leaderboard. model: name or file of a picker. filters: it picks through all test-time filters, and
    the probabilities are averaged."""

    model: str
    filters: bool = False

    @classmethod
    def parse(cls, text: str) -> Entry:
        """“phasenet:original”, a file of weights, or either of them with “+filters”; raises ModelError where there is none."""
        model, plus = text.removesuffix(FILTERED), text.endswith(FILTERED)
        if not is_at_hand(model):
            raise nowhere(model)
        return cls(model, plus)

    @property
    def name(self) -> str:
        short = self.model if PickerName.parse(self.model) else Path(self.model).name.partition(".")[0]
        return short + (FILTERED if self.filters else "")

    @property
    def test_time_filters(self) -> tuple[str, ...]:
        return tuple(FILTERS) if self.filters else ()

    @property
    def trained_on(self) -> tuple[str, ...]:
        """Names of the data sets that it learned from, as far as they are known."""
        return trained_on(self.model)

    def learned_from(self, data: str) -> bool:
        """Whether a data set of this name is one that it was trained on: “stead109c” is a part of “stead”."""
        return any(data.lower().startswith(each) for each in self.trained_on)

    @property
    def mark(self) -> tuple[str, int, int]:
        """Tells its weights from others."""
        name = PickerName.parse(self.model)
        if name is not None and name.plugin is not None:
            return f"{name.plugin}, {name.plugin.place}", 0, 0
        files = find(self.model)
        about = files.state.stat()
        return str(files.state.resolve()), about.st_size, about.st_mtime_ns


def entries(texts: Sequence[str]) -> tuple[Entry, ...]:
    """One for each text; every picker at hand, and the first of them with filters, where there is none. Raises BadRequest for
    two of one name."""
    if not texts:
        names = [str(name) for name in available()]
        texts = [*names, *(name + FILTERED for name in names[:1])]
    if not texts:
        raise BadRequest(tr("There are no pickers on this machine: name some with --models."))
    made = tuple(Entry.parse(text) for text in texts)
    names = [entry.name for entry in made]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadRequest(tr("Two models are called {twice}: give their files different names.").format(twice=twice))
    return made


@dataclass(frozen=True)
class ScoredSet:
    """Windows of a data set. scored: what the figures are of. choosing: other windows, which choose the thresholds; none where
    nothing arrives in the data set. split: of the scored ones, "" without."""

    name: str
    folder: Path
    split: str
    scored: tuple[PhaseWindow, ...] = field(repr=False)
    choosing: tuple[PhaseWindow, ...] = field(default=(), repr=False)

    @property
    def is_noise(self) -> bool:
        return not any(window.arrivals for window in self.scored)

    @property
    def hours(self) -> float:
        """Of the scored windows."""
        return sum(window.count / window.rate for window in self.scored) / 3600

    @property
    def mark(self) -> tuple[str, int, int]:
        about = (self.folder / "metadata.csv").stat()
        return str(self.folder.resolve()), about.st_size, about.st_mtime_ns


def scored_set(folder: Path, windows: Sequence[PhaseWindow], seed: int) -> ScoredSet:
    """Divide the windows of a data set.

    Scored is its split test, or dev where it has no test; of the rest a fifth of the stations chooses thresholds, drawn by the
    seed: those that `train-picker` with the same seed keeps out of training. Without splits it is a fifth of all stations, or
    of the windows of a single one, and the others are scored. Raises BadRequest where too few are labelled.
    """
    known = [window for window in windows if window.is_labelled]
    if not known:
        raise BadRequest(
            tr("{folder} does not say what arrives in its windows: choose a labelled data set.").format(folder=folder)
        )
    if not any(window.arrivals for window in known):
        return ScoredSet(folder.name, folder, "", tuple(known))
    splits = {window.split for window in known}
    split = next((each for each in ("test", "dev") if each in splits and len(splits) > 1), "")
    scored = [window for window in known if window.split == split] if split else known
    rest = [window for window in known if window.split != split] if split else known
    choosing = _drawn(rest, seed)
    if len(choosing) < LEAST:
        raise BadRequest(
            tr("{folder} has too few labelled windows to choose thresholds: choose a larger data set.").format(
                folder=folder
            )
        )
    names = {window.name for window in choosing}
    return ScoredSet(
        folder.name, folder, split, tuple(window for window in scored if window.name not in names), tuple(choosing)
    )


def _drawn(windows: Sequence[PhaseWindow], seed: int) -> list[PhaseWindow]:
    from seisviewer.learning.phases.phase_validation import validation_stations

    stations = validation_stations(windows, SHARE, seed)
    if stations:
        return [window for window in windows if window.station.code in stations]
    order = np.random.default_rng(seed).permutation(len(windows))[: round(SHARE * len(windows))]
    return [windows[index] for index in sorted(order.tolist())]
