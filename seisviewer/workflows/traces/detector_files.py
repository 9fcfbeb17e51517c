"""What `seisviewer detect` does: files in, events out, by one way or by several beside each other."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from seisviewer.errors import BadRequest
from seisviewer.picks.catalogue import check_ending, read_events, write_events
from seisviewer.picks.detections import Agreement
from seisviewer.picks.pick import Event
from seisviewer.progress import Notice
from seisviewer.translation import tr
from seisviewer.waveforms.continuous_stretches import Band
from seisviewer.waveforms.triggering import check_sta_lta
from seisviewer.workflows.traces.detection_setup import DetectSettings, about_places, prepare
from seisviewer.workflows.traces.event_detection import (
    CNN,
    SOURCES,
    TEMPLATES,
    Detected,
    Taught,
    compare,
    detect,
    save,
    teach,
)
from seisviewer.workflows.traces.trace_opening import read_records


@dataclass(frozen=True)
class Search:
    """What is asked for. methods: of CNN, STA_LTA, TEMPLATES. catalogue: of known events, to learn from and to score by.
    model: a detector's file; train: where one that is trained now is written. out: CSV or QuakeML. tolerance: seconds
    between an event found and one known that count as one."""

    files: tuple[Path, ...]
    methods: tuple[str, ...]
    settings: DetectSettings = field(default_factory=DetectSettings)
    catalogue: Path | None = None
    model: Path | None = None
    train: Path | None = None
    out: Path | None = None
    tolerance: float = 5.0

    def check(self) -> None:
        """Raise BadRequest before long work that could not succeed."""
        unknown = [method for method in self.methods if method not in SOURCES]
        if unknown or not self.methods:
            raise BadRequest(
                tr("There is no way called “{unknown}”: choose {sources}.").format(
                    unknown=", ".join(unknown), sources=", ".join(SOURCES)
                )
            )
        if CNN in self.methods and (self.model is None) == (self.train is None):
            raise BadRequest(
                tr("ConvNetQuake needs one of --model FILE, trained before, and --train FILE, to train it now.")
            )
        if self.catalogue is None and (self.train is not None or TEMPLATES in self.methods):
            raise BadRequest(tr("Training and templates need known events: name them with --catalogue."))
        if self.out is not None:
            check_ending(self.out)
        check_sta_lta(self.settings.sta_lta)


@dataclass(frozen=True)
class Searched:
    """detected: by each method. scores: against the catalogue, by method; empty without one."""

    detected: tuple[Detected, ...]
    scores: dict[str, Agreement]
    taught: Taught | None = field(repr=False, default=None)

    @property
    def events(self) -> tuple[Event, ...]:
        """Of all methods, in the order of time."""
        return tuple(sorted((event for each in self.detected for event in each.events), key=lambda event: event.time))


def _in_words(band: Band | None) -> str:
    return tr("{band:g} to {band2:g} Hz").format(band=band[0], band2=band[1]) if band else tr("not at all")


def search(wanted: Search) -> Generator[Any, None, Searched]:
    """Read the files, train where that is asked for, look for events, write and score them."""
    wanted.check()
    catalogue = read_events(wanted.catalogue) if wanted.catalogue is not None else ()
    settings, trained = wanted.settings, None
    if wanted.model is not None and CNN in wanted.methods:
        from seisviewer.networks.convnetquake import load_detector

        trained = load_detector(wanted.model)
        if trained[1].band != settings.band:
            yield Notice(
                tr("The records are filtered as the detector learned them: {in_words}.").format(
                    in_words=_in_words(trained[1].band)
                )
            )
        settings = replace(settings, band=trained[1].band)
    archive = yield from read_records(wanted.files)
    if any(record.name for record in archive.records):
        raise BadRequest(
            tr("Events are looked for in continuous records, and a data set holds windows: name other files.")
        )
    codes, rate = (trained[1].codes, trained[1].rate) if trained else ("", None)
    setup = yield from prepare(archive, settings.band, codes, rate)
    taught = None
    if wanted.train is not None:
        taught = yield from teach(setup, catalogue, settings)
        save(wanted.train, taught)
        trained = taught.model, taught.spec
        yield Notice(tr("The detector is scored on the events that it learned from: on other data it finds fewer."))
    elif catalogue:
        yield from about_places(setup)
    if TEMPLATES in wanted.methods:
        yield Notice(
            tr("The templates are scored on the events that they were cut from too, each of which finds itself.")
        )
    detected = []
    for method in wanted.methods:
        detected.append((yield from detect(method, setup, catalogue, trained, settings)))
    answer = Searched(
        tuple(detected), compare(setup, detected, catalogue, wanted.tolerance) if catalogue else {}, taught
    )
    if wanted.out is not None:
        write_events(wanted.out, answer.events)
    return answer
