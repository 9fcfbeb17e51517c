"""Where two runs give different answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.learning.metrics import confusion
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.section_predictor import SectionPredictor
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, SectionId
from seisviewer.volumes.half_live_lines import half_live_lines
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.exporting.export_answer import Answer

Said = Callable[[SectionId], np.ndarray]  # gives the classes of a line, uint8 (traces, samples)
EACH_WAY = 3  # inlines, and crosslines, that are compared where nothing is said


@dataclass(frozen=True)
class RunDifference:
    """share: of the samples at which the answers differ. by_class: class number, share of the samples that one run and
    the other give it, and at which just one of them does."""

    sections: tuple[SectionId, ...]
    samples: int
    share: float
    by_class: tuple[tuple[int, float, float, float], ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "sections": [str(section) for section in self.sections],
            "samples": self.samples,
            "share_that_differs": self.share,
            "classes": [
                {"number": number, "one": one, "other": other, "differs": apart}
                for number, one, other, apart in self.by_class
            ],
        }


def difference(sections: Sequence[SectionId], matrix: np.ndarray) -> RunDifference:
    """matrix: int (256, 256), how many samples one run (rows) and the other (columns) give which class."""
    total = int(matrix.sum())
    rows = []
    for number in np.flatnonzero(matrix.sum(axis=0) + matrix.sum(axis=1)):
        one, other, both = matrix[number].sum(), matrix[:, number].sum(), matrix[number, number]
        rows.append((int(number), one / total, other / total, (one + other - 2 * both) / total))
    shares = tuple((number, *map(float, values)) for number, *values in rows)
    return RunDifference(tuple(sections), total, 1 - float(np.trace(matrix)) / total if total else 0.0, shares)


def compare_runs(
    volume: Volume,
    one: Answer,
    other: Answer,
    sections: Sequence[SectionId] = (),
    device: str = "auto",
) -> Generator[Any, None, RunDifference]:
    """Predict inlines and crosslines with both and count; some spread over the survey where none are given. Raises
    ModelError, BadRequest."""
    said = [_predicted(volume, each.predictor(volume, device)) for each in (one, other)]
    return (yield from compare_answers(volume, said, tuple(sections) or tuple(spread_lines(volume))))


def compare_with_stored(
    volume: Volume, store: PredictionStore, run: Answer, sections: Sequence[SectionId] = (), device: str = "auto"
) -> Generator[Any, None, RunDifference]:
    """A run beside what was stored, by the newest model that stored anything; on some of the lines that are stored
    where none are given. Raises BadRequest where nothing is stored, or not of a section."""
    yield from store.load()
    stored = _newest_lines(store)
    if not stored:
        raise BadRequest(
            tr(
                "No answer of the reflectors in the window is stored: open the project there, or train "
                "with “--method layers”."
            )
        )
    chosen = tuple(sections) or tuple(_some(stored))
    for section in chosen:
        if section not in stored:
            raise BadRequest(
                tr("{section} is not stored: leave it out, or let the window predict it first.").format(section=section)
            )
    said = [_predicted(volume, run.predictor(volume, device)), lambda section: store.line(section).classes]
    return (yield from compare_answers(volume, said, chosen))


def compare_answers(
    volume: Volume, said: Sequence[Said], sections: Sequence[SectionId]
) -> Generator[Any, None, RunDifference]:
    """Count what two answers say of some inlines and crosslines; raises BadRequest for other sections."""
    for section in sections:
        if section.direction not in LINES:
            raise BadRequest(tr("Runs are compared on inlines and crosslines: leave the time slice out."))
        volume.geometry.index(section)
    matrix = np.zeros((256, 256), np.int64)
    for done, section in enumerate(sections):
        yield Progress(done, len(sections), tr("comparing on {section}").format(section=section))
        answers = [each(section) for each in said]
        known = (answers[0] != NO_CLASS) & (answers[1] != NO_CLASS)
        matrix += confusion(answers[0][known], answers[1][known], 256)
    return difference(sections, matrix)


def _predicted(volume: Volume, predictor: SectionPredictor) -> Said:
    return lambda section: predictor.predict(section, volume.section(section)).classes


def _newest_lines(store: PredictionStore) -> dict[SectionId, None]:
    """The lines that were stored by the model that stored last."""
    coverages = {direction: store.coverage(direction) for direction in LINES}
    made = [
        (coverage.seconds[index], coverage.model_key[index])
        for coverage in coverages.values()
        for index in np.flatnonzero(coverage.stored).tolist()
    ]
    if not made:
        return {}
    key = max(made)[1]
    return dict.fromkeys(
        store.geometry.section(direction, index)
        for direction, coverage in coverages.items()
        for index in np.flatnonzero(coverage.current(key)).tolist()
    )


def _some(lines: Collection[SectionId]) -> list[SectionId]:
    """A few of each direction, evenly spaced."""
    found = []
    for direction in LINES:
        own = [line for line in lines if line.direction is direction]
        places = np.unique(np.linspace(0, len(own) - 1, EACH_WAY + 2)[1:-1].round().astype(int)) if own else []
        found += [own[place] for place in places]
    return found


def spread_lines(volume: Volume) -> list[SectionId]:
    """A few lines of each direction, evenly spaced."""
    return _some([line for direction in LINES for line in half_live_lines(volume.geometry, direction)])
