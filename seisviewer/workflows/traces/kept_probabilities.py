"""What a picker said about each record stays with the project and comes back when that is opened."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

from seisviewer.errors import ProjectError
from seisviewer.picks.pick import Pick
from seisviewer.predictions.probabilities import Probabilities, joined
from seisviewer.predictions.probability_files import FOLDER, read_probabilities, write_probabilities
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive
from seisviewer.workflows.traces.picking import Events, RecordPicked

log = logging.getLogger(__name__)

Picking = Generator[Events | RecordPicked, None, tuple[Pick, ...]]


def keeping_probabilities(
    picking: Picking,
    project: Path,
    archive: Archive,
    span: tuple[float, float] | None,
    known: Callable[[str], Probabilities | None],
) -> Picking:
    """Pick, and keep the probabilities of each record in the project folder once its picks were handed out.

    span: what is picked of each record; its probabilities then come with those that were known of the rest. known: the
    probabilities at hand, by key of the record. Where they cannot be kept a Notice says so, once, and picking goes on.
    """
    refused = False
    try:
        while True:
            try:
                event = next(picking)
            except StopIteration as stop:
                return stop.value
            if not isinstance(event, RecordPicked):
                yield event
                continue
            record = archive.record(event.probabilities.record)
            before = None if span is None else known(record.key) or read_probabilities(project, record)
            probabilities = joined(before, event.probabilities, span)
            problem = ""
            try:
                yield replace(event, probabilities=probabilities)  # picks first: they are stored when this is seen
            finally:
                try:
                    write_probabilities(project, record, probabilities)
                except ProjectError as error:
                    log.info("probabilities were not kept: %s", error)
                    problem = str(error)
            if problem and not refused:
                refused = True
                yield Notice(
                    tr("The picks are stored, but not the curves of probability: {problem}").format(problem=problem)
                )
    finally:
        picking.close()


def kept_probabilities(project: Path, archive: Archive) -> Generator[Progress, None, tuple[Probabilities, ...]]:
    """What pickers said about the records of an archive, as far as it is kept in the project folder."""
    found: list[Probabilities] = []
    if not (project / FOLDER).is_dir():
        return ()
    for number, record in enumerate(archive.records):
        yield Progress(number, len(archive.records), tr("Reading probabilities"))
        probabilities = read_probabilities(project, record)
        if probabilities is not None:
            found.append(probabilities)
    return tuple(found)
