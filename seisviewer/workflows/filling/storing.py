"""What a model says while the user works is written in the pauses."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, TypeVar

from seisviewer.learning.events import Loss, SectionPredicted, Waiting
from seisviewer.predictions.stored.pass_writer import PassWriter
from seisviewer.progress import Progress, translated

IDLE = (Waiting, Loss, Progress)  # after these nobody waits for what comes next
Result = TypeVar("Result")


def storing(work: Generator[Any, None, Result], writer: PassWriter) -> Generator[Any, None, Result]:
    """`work`, whose predictions are written after they were handed on, while nobody waits for the next."""

    def handed_on(event: Any) -> Iterator[Any]:
        if isinstance(event, SectionPredicted) and not event.stored:
            writer.note(event.prediction)
        yield event
        if isinstance(event, IDLE):
            yield from writer.write_one()

    try:
        return (yield from translated(work, handed_on))
    finally:
        writer.flush()
