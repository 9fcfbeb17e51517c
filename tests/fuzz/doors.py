"""Opens a file as the program does and looks at all that it says; names what no file can mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from seisviewer.labels.label_files import read_sections
from seisviewer.picks.observations import read_picks
from seisviewer.picks.possible_values import LONGEST_UNCERTAINTY
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume
from seisviewer.waveforms.files.formats import read_stations
from seisviewer.waveforms.files.record_reading import read_waveforms

from .specimens import GEOMETRY

FIRST_YEAR, LAST_YEAR = -62_135_596_800, 253_402_300_800  # the years 1 and 10000, in seconds since 1970 UTC
LARGEST_AMPLITUDE, LARGEST_SAMPLE = 1e29, 1e30  # of surveys and of records
LARGEST_LINE = 10_000_000
CLASSES = 127


def survey(path: Path) -> Iterator[str]:
    volume = open_volume(path)
    try:
        geometry = volume.geometry
        for axis in (geometry.inlines, geometry.crosslines):
            if max(abs(axis.start), abs(axis.stop)) > LARGEST_LINE:
                yield f"lines {axis.start} to {axis.stop}"
        if not 1e-3 < geometry.samples.interval < 1e5:
            yield f"a sample interval of {geometry.samples.interval}"
        for direction in Direction:
            amplitudes = volume.section(geometry.section(direction, geometry.count(direction) // 2))
            if (np.abs(amplitudes[~np.isnan(amplitudes)]) > LARGEST_AMPLITUDE).any():
                yield f"amplitudes of {np.nanmax(np.abs(amplitudes))}"
    finally:
        volume.close()


def labels(path: Path) -> Iterator[str]:
    for section, classes in read_sections(path, GEOMETRY).items():
        if classes.shape != GEOMETRY.section_shape(section.direction):
            yield f"{classes.shape} labels of {section}"
        if classes.max() >= CLASSES or classes.min() < -1:
            yield f"classes {classes.min()} to {classes.max()}"


def waveforms(path: Path) -> Iterator[str]:
    for record in drive(read_waveforms([path])).records:
        for component in record.components:
            if not 1e-6 < component.rate < 1e7:
                yield f"{component.rate} samples per second"
            if not FIRST_YEAR <= component.start <= component.end < LAST_YEAR:
                yield f"times {component.start} to {component.end}"
            for segment in component.segments:
                if not (np.abs(segment.samples) < LARGEST_SAMPLE).all():
                    yield "samples that no instrument gives"


def picks(path: Path) -> Iterator[str]:
    found = read_picks(path)
    for pick in found.picks:
        if pick.probability is not None and not 0 <= pick.probability <= 1:
            yield f"a probability of {pick.probability}"
        if not FIRST_YEAR <= pick.time < LAST_YEAR:
            yield f"a pick at {pick.time}"
        if pick.uncertainty is not None and not 0 <= pick.uncertainty <= LONGEST_UNCERTAINTY:
            yield f"an uncertainty of {pick.uncertainty}"
    for event in found.events:
        if event.latitude is not None and not (abs(event.latitude) <= 90 and abs(event.longitude) <= 360):
            yield f"an event at {event.latitude}, {event.longitude}"
        if event.magnitude is not None and not abs(event.magnitude) < 12:
            yield f"a magnitude of {event.magnitude}"
        if event.depth is not None and not -100 < event.depth < 7000:
            yield f"a depth of {event.depth}"


def stations(path: Path) -> Iterator[str]:
    for network in read_stations(path):
        for station in network:
            if not (abs(station.latitude) <= 90 and abs(station.longitude) <= 180):
                yield f"a station at {station.latitude}, {station.longitude}"


def weights(path: Path) -> Iterator[str]:
    from seisviewer.networks.weights import load

    _, spec = load(path)
    if len(spec.classes) > CLASSES or not all(0 <= number < CLASSES for number in spec.classes):
        yield f"classes {spec.classes}"


def project(path: Path) -> Iterator[str]:
    with Project.open(path.parent, wait=0) as opened:
        snapshot = opened.snapshot()
        for section in snapshot.labelled_sections:
            classes = snapshot.section(section.direction, GEOMETRY.index(section))
            if classes.max(initial=0) >= CLASSES:
                yield f"class {classes.max()}"
        _ = opened.view_state, opened.classes, opened.survey, opened.runs()
        for step in (opened.undo, opened.undo, opened.redo, opened.redo):
            step()


DOORS: dict[str, Callable[[Path], Iterator[str]]] = {
    "segy": survey,
    "npy": survey,
    "npz": labels,
    "mseed": waveforms,
    "sac": waveforms,
    "gse2": waveforms,
    "quakeml": picks,
    "stationxml": stations,
    "csv": picks,
    "weights": weights,
    "project": project,
}
