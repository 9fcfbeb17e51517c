"""What is drawn over one section, with what one must know to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from seisviewer.predictions.leading_answer import Speaker
from seisviewer.predictions.passes.kept_passes import KeptPasses, TiedSection
from seisviewer.volumes.geometry import Direction, SectionId


@dataclass(frozen=True)
class ShownPrediction:
    """What is drawn over one section, one answer a voxel whichever section shows it.

    tied: the answer. unknown: True where there is a trace but no answer yet (time slices only), else None. single:
    where only one of the two directions through a trace counts yet; outdated: where newer strokes should have been
    learned by now; both bool arrays over the traces, which broadcast against `classes`. speaker: which model answers.
    model, version: the newest of its that counts; versions: how many of the model count. made, labels_made: time.time()
    of the oldest prediction, and of the oldest labels, that count; the latter None where unknown. labels_version: of
    those labels. run: what the run is called that answers, "" for the live answer. The shares are of the traces that exist, or of those known: `known_share`, `current_share` (by the
    newest version alone), `single_share` and `stability_share` (with a stability).
    """

    tied: TiedSection = field(repr=False)
    unknown: np.ndarray | None = field(repr=False)
    single: np.ndarray = field(repr=False)
    outdated: np.ndarray = field(repr=False)
    speaker: Speaker
    model: str
    version: int
    versions: int
    labels_version: int
    made: float
    labels_made: float | None
    known_share: float
    current_share: float
    single_share: float
    stability_share: float
    run: str = ""

    @property
    def classes(self) -> np.ndarray:
        return self.tied.classes

    @property
    def confidence(self) -> np.ndarray:
        return self.tied.confidence

    @property
    def stability(self) -> np.ndarray | None:
        return self.tied.stability

    @property
    def stability_of(self) -> str:
        return self.tied.stability_of


def oldest_labels(tied: TiedSection) -> int:
    """The version of the oldest labels that count."""
    return int(tied.counted.facts(lambda facts: facts.labels_version).min())


def shown_prediction(
    section: SectionId,
    tied: TiedSection,
    passes: KeptPasses,
    speaker: Speaker,
    live: np.ndarray,
    is_outdated: Callable[[np.ndarray], np.ndarray],
    labels_made: float | None,
    run: str = "",
) -> ShownPrediction:
    """tied: what the passes of a speaker say about a section. live: bool, its traces that exist. is_outdated: takes
    versions of the labels, gives bool, whether newer ones should have been learned by now. labels_made, run: as in
    ShownPrediction."""
    counted, known = tied.counted, tied.known
    # Reflectors say the same along either direction; a network does not.
    single = known & ~counted.settled if speaker is not Speaker.LAYERS else np.zeros_like(known)
    newest = passes.newest
    own = passes.get(section) or newest
    older = counted.any_that(
        lambda facts: (facts.model_version != newest.model_version) | (facts.labels_version != newest.labels_version)
    )
    return ShownPrediction(
        tied,
        unknown=live & ~known if section.direction is Direction.TIME else None,
        single=_across(single),
        outdated=_across(counted.any_that(lambda facts: is_outdated(facts.labels_version))),
        speaker=speaker,
        model=own.model,
        version=own.model_version,
        versions=len(np.unique(counted.facts(lambda facts: facts.model_version))),
        labels_version=oldest_labels(tied),
        made=float(counted.facts(lambda facts: facts.seconds).min()),
        labels_made=labels_made,
        known_share=float(known.sum() / live.sum()),
        current_share=1 - float(older[known].mean()),
        single_share=float(single[known].mean()),
        stability_share=_stability_share(tied),
        run=run,
    )


def _stability_share(tied: TiedSection) -> float:
    if tied.stability is None:
        return 0.0
    of_traces = tied.stability if tied.known.ndim == 2 else tied.stability[:, 0]
    return float(np.isfinite(of_traces[tied.known]).mean())


def _across(traces: np.ndarray) -> np.ndarray:
    """A fact of each trace so that it broadcasts over all samples of a line; a time slice's is as it should be."""
    return traces[:, None] if traces.ndim == 1 else traces
