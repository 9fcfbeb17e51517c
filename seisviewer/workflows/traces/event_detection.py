"""Events in continuous data, by three ways that share their filter and their answer: ConvNetQuake, STA/LTA, templates."""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from seisviewer.errors import LabelsError, ModelError
from seisviewer.picks.clustering import Clusters, located, nearest
from seisviewer.picks.detections import Agreement, Detection, agreement, associated, merged
from seisviewer.picks.matching import near_pairs, nearest_first
from seisviewer.picks.pick import Event
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.continuous_stretches import Stretch, find_window
from seisviewer.waveforms.onsets import clear_onset
from seisviewer.waveforms.triggering import Template, match_templates, sta_lta
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.traces.detection_setup import (
    DetectionSetup,
    DetectSettings,
    about_places,
    arrivals,
    at_origin,
    cluster_catalogue,
    first_arrivals,
    within,
)

if TYPE_CHECKING:
    from seisviewer.networks.convnetquake import ConvNetQuake, DetectorSpec

CNN, STA_LTA, TEMPLATES = "cnn", "sta-lta", "templates"
SOURCES = {CNN: "ConvNetQuake", STA_LTA: "STA/LTA", TEMPLATES: "template matching"}
LISTED = 5  # skipped events named in one sentence

Templates = tuple[tuple[Event, Template], ...]
Trained = tuple["ConvNetQuake", "DetectorSpec"]


@dataclass(frozen=True)
class Taught:
    """A trained detector. clusters: of the catalogue's events in these records. windows: of noise, then of each cluster.
    skipped: events that could not be cut out, in words. seconds: of the training."""

    model: ConvNetQuake = field(repr=False)
    spec: DetectorSpec
    clusters: Clusters
    windows: tuple[int, ...]
    skipped: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Detected:
    """method: one of CNN, STA_LTA, TEMPLATES. events: in the order in which they arrive; the time is the origin time of an
    event that has a place, and else that of its first arrival. seconds: it took."""

    method: str
    events: tuple[Event, ...] = field(repr=False)
    seconds: float


def teach(setup: DetectionSetup, catalogue: Sequence[Event], settings: DetectSettings) -> Generator[Any, None, Taught]:
    """Cluster a catalogue, cut its events and the noise between them out of the records, and train ConvNetQuake."""
    from seisviewer.learning.detection.detector_training import class_counts, train_detector
    from seisviewer.learning.detection.detector_windows import LabelledWindows, cut
    from seisviewer.networks.convnetquake import DetectorSpec
    from seisviewer.networks.device import choose_device

    began = time.monotonic()
    yield from about_places(setup)
    events, clusters = yield from waited(
        lambda: cluster_catalogue(setup, catalogue, settings), tr("clustering the catalogue")
    )
    draw = np.random.default_rng(settings.seed)
    parts = []
    for done, (key, stretches) in enumerate(setup.stretches.items()):
        yield Progress(done, len(setup.stretches), tr("cutting windows of {key}").format(key=key))
        times = arrivals(setup, key, events)
        labels = [int(label) for label in clusters.labels]
        parts.append(cut(key, stretches, times, labels, settings.plan, draw, busy=arrivals(setup, key, catalogue)))
    windows = LabelledWindows.together(parts)
    skipped = tuple(
        tr("{utc} on {record}: {why}").format(utc=_utc(each.time), record=each.record, why=each.why)
        for each in windows.missing
    )
    if skipped:
        yield Notice(_about_skipped(skipped))
    spec = DetectorSpec(
        rate=setup.rate,
        samples=settings.plan.samples(setup.rate),
        codes=setup.codes,
        band=settings.band,
        places=tuple((float(north), float(east)) for north, east in clusters.centres),
        distance=settings.distance,
        first=settings.plan.first,
        last=settings.plan.last,
    )
    model = yield from train_detector(windows, spec, settings.training, choose_device(settings.device))
    return Taught(model, spec, clusters, class_counts(windows, clusters.count), skipped, time.monotonic() - began)


def detect_cnn(
    setup: DetectionSetup, model: ConvNetQuake, spec: DetectorSpec, settings: DetectSettings
) -> Generator[Progress | Notice, None, Detected]:
    """Slide a trained ConvNetQuake over every record. An event lies at the centre of the cluster that it is said to be of.

    The network says in which windows an event is; where the traces show a clear onset near there, that is its time.
    """
    from seisviewer.networks.device import choose_device
    from seisviewer.predictions.sliding_detector import detections, slide

    began = time.monotonic()
    yield from _about_short(setup, spec.samples / spec.rate)
    device = choose_device(settings.device)
    found: dict[str, list[Detection]] = {}
    for key, stretches in setup.stretches.items():
        probabilities = yield from slide(
            model, spec, stretches, device, settings.step, tr("looking for events on {key}").format(key=key)
        )
        detected = [_timed(one, stretches, spec) for one in detections(probabilities, spec, settings.threshold)]
        found.setdefault(setup.stations[key], []).extend(detected)
    events = []
    for one in _agreed(found, settings):
        event = _event(CNN, one, spec.places[one.kind], f"cluster {one.kind + 1}")
        events.append(at_origin(setup, event))
    return Detected(CNN, tuple(events), time.monotonic() - began)


def detect_sta_lta(setup: DetectionSetup, settings: DetectSettings) -> Generator[Progress | Notice, None, Detected]:
    """STA/LTA triggers that coincide at enough stations; P and S of one event are one."""
    began = time.monotonic()
    yield from _about_short(setup, settings.sta_lta.lta)
    stations = setup.by_station()
    triggers = yield from sta_lta(stations, settings.sta_lta, settings.needed(len(stations)))
    found = merged([Detection(each.time, each.score) for each in triggers], settings.apart, best=False)
    return Detected(STA_LTA, tuple(_event(STA_LTA, one) for one in found), time.monotonic() - began)


def choose_templates(setup: DetectionSetup, catalogue: Sequence[Event], settings: DetectSettings) -> Templates:
    """The clearest events of each cluster on each record: those that stand out most from the seconds before them.

    Raises LabelsError where no event can be cut out.
    """
    events, clusters = cluster_catalogue(setup, catalogue, settings)
    lead = settings.plan.first
    length = round(settings.template_seconds * setup.rate)
    chosen: list[tuple[Event, Template]] = []
    for key, stretches in setup.stretches.items():
        candidates: dict[int, list[tuple[float, Event, Template]]] = {}
        for event, cluster, arrival in zip(events, clusters.labels, arrivals(setup, key, events), strict=True):
            window = find_window(stretches, arrival - lead, length)
            before = find_window(stretches, arrival - lead - settings.template_seconds, length)
            if window is not None and before is not None and window.any() and before.any():
                clarity = float(np.abs(window).max() / before.std())
                template = Template(key, setup.rate, lead, window)
                candidates.setdefault(int(cluster), []).append((clarity, event, template))
        for each in candidates.values():
            best = sorted(each, key=lambda one: -one[0])[: settings.templates]
            chosen += [(event, template) for _, event, template in best]
    if not chosen:
        raise LabelsError(tr("None of the catalogue's events can be cut out of these records: they offer no template."))
    return tuple(chosen)


def detect_templates(
    setup: DetectionSetup, templates: Templates, settings: DetectSettings
) -> Generator[Progress | Notice, None, Detected]:
    """Match templates with the records that they were cut from. An event lies where that of its template does."""
    began = time.monotonic()
    yield from _about_short(setup, settings.template_seconds)
    patterns = [template for _, template in templates]
    found: dict[str, list[Detection]] = {}
    for key, stretches in setup.stretches.items():
        triggers = yield from match_templates(key, stretches, patterns, settings.height, settings.apart)
        detected = [Detection(each.time, each.score, each.template) for each in triggers]
        found.setdefault(setup.stations[key], []).extend(detected)
    events = []
    for one in _agreed(found, settings):
        like = templates[one.kind][0]
        event = _event(TEMPLATES, one, (like.latitude, like.longitude), f"like {_utc(like.time)}")
        events.append(at_origin(setup, replace(event, depth=like.depth)))
    return Detected(TEMPLATES, tuple(events), time.monotonic() - began)


def detect(
    method: str, setup: DetectionSetup, catalogue: Sequence[Event], trained: Trained | None, settings: DetectSettings
) -> Generator[Progress | Notice, None, Detected]:
    """Look for events by one of the ways: CNN with a trained detector, TEMPLATES with those of a catalogue, or STA_LTA."""
    if method == STA_LTA:
        return (yield from detect_sta_lta(setup, settings))
    if method == TEMPLATES:
        templates = yield from waited(lambda: choose_templates(setup, catalogue, settings), tr("choosing templates"))
        return (yield from detect_templates(setup, templates, settings))
    if trained is None:
        raise ModelError(tr("There is no detector yet: train one, or choose the file of one."))
    return (yield from detect_cnn(setup, *trained, settings))


def compare(
    setup: DetectionSetup, detected: Sequence[Detected], catalogue: Sequence[Event], tolerance: float = 5.0
) -> dict[str, Agreement]:
    """Each method's events against those of a catalogue that lie in the records, by the first arrival."""
    known = first_arrivals(setup, within(setup, catalogue))
    return {each.method: agreement(first_arrivals(setup, each.events), known, tolerance) for each in detected}


def same_cluster(
    setup: DetectionSetup, detected: Detected, catalogue: Sequence[Event], clusters: Clusters, tolerance: float
) -> float:
    """Share of the matched events that were said to be of the cluster that is nearest to their true place."""
    true = within(setup, located(catalogue))
    found, known = (np.array(first_arrivals(setup, events)) for events in (detected.events, true))
    first, second, apart = near_pairs(found, known, tolerance)
    kept = nearest_first(first, second, apart)
    if not len(kept):
        return float("nan")
    said = nearest(clusters, [detected.events[number] for number in first[kept]])
    return float((said == nearest(clusters, [true[number] for number in second[kept]])).mean())


def save(path: Path, taught: Taught) -> None:
    """Write a trained detector to a file."""
    from seisviewer.networks.convnetquake import save_detector

    save_detector(path, taught.model, taught.spec)


def _agreed(found: Mapping[str, Sequence[Detection]], settings: DetectSettings) -> tuple[Detection, ...]:
    """Of the detections at each station, those that enough stations made; at one station duplicates are one."""
    each = {station: merged(detections, settings.apart) for station, detections in found.items()}
    return associated(each, settings.apart, settings.needed(len(each)))


def _about_short(setup: DetectionSetup, seconds: float) -> Generator[Notice, None, None]:
    """Say which records are too short to be searched."""
    for key, stretches in setup.stretches.items():
        if all(stretch.end - stretch.start < seconds for stretch in stretches):
            yield Notice(
                tr("{key} is not searched: it has no {seconds:g} seconds without a gap.").format(
                    key=key, seconds=seconds
                )
            )


def _timed(one: Detection, stretches: Sequence[Stretch], spec: DetectorSpec) -> Detection:
    """The detection at the clear onset that its windows hold, where there is one: a loud event is seen already by windows
    at whose end it begins, so it may lie so much later than it would if it were weak."""
    late = spec.samples / spec.rate - spec.last
    onset = clear_onset(stretches, one.time - (spec.last - spec.first) / 2, one.time + late)
    return one if onset is None else replace(one, time=onset)


def _event(
    method: str, one: Detection, place: tuple[float | None, float | None] = (None, None), name: str = ""
) -> Event:
    return Event(one.time, *place, name=name, source=SOURCES[method], score=one.score)


def _about_skipped(skipped: Sequence[str]) -> str:
    more = tr(" and {count} more").format(count=len(skipped) - LISTED) if len(skipped) > LISTED else ""
    return tr("{count} event windows were skipped: {listed}{more}.").format(
        count=len(skipped), listed="; ".join(skipped[:LISTED]), more=more
    )


def _utc(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
