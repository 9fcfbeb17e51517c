"""Opens a file as the program does and looks at all that it says; names what no file can mean."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from seisviewer.datasets.phase_datasets import open_dataset
from seisviewer.labels.class_files import read_classes
from seisviewer.labels.label_files import read_sections
from seisviewer.picks.observations import read_picks
from seisviewer.picks.possible_values import LONGEST_UNCERTAINTY
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.interpretation_files.fault_stick_files import read_fault_sticks
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout, read_horizon
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.well_files.las_files import read_las
from seisviewer.volumes.well_files.time_depth_files import read_times
from seisviewer.volumes.well_files.well_path_files import read_well_path
from seisviewer.waveforms.files.formats import read_stations
from seisviewer.waveforms.files.record_reading import read_waveforms

from .specimens import GEOMETRY

FIRST_YEAR, LAST_YEAR = -62_135_596_800, 253_402_300_800  # the years 1 and 10000, in seconds since 1970 UTC
LARGEST_AMPLITUDE, LARGEST_SAMPLE = 1e29, 1e30  # of surveys and of records
LARGEST_LINE = 10_000_000
CLASSES = 127
MOST_SAMPLES = 1e6  # above or below the survey
METADATA, WAVEFORMS = "metadata.csv", "waveforms.hdf5"


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


def horizon(path: Path) -> Iterator[str]:
    depths = read_horizon(path, GEOMETRY)
    if depths.shape != GEOMETRY.live.shape or np.isinf(depths).any():
        yield f"a horizon of {depths.shape}"
    if (np.abs(depths[np.isfinite(depths)]) > MOST_SAMPLES).any():
        yield f"a horizon at sample {np.nanmax(np.abs(depths))}"


def sticks(path: Path) -> Iterator[str]:
    for (fault, stick), points in read_fault_sticks(path, GEOMETRY, HorizonLayout.BY_LINES).items():
        if not (0 < fault < 2**31 and 0 <= stick < 2**31):
            yield f"fault {fault}, stick {stick}"
        if not np.isfinite(points).all() or np.abs(points).max() > MOST_SAMPLES:
            yield f"a stick at {points.tolist()}"


def well_path(path: Path) -> Iterator[str]:
    stations = read_well_path(path).stations
    if not np.isfinite(stations).all() or not (np.diff(stations[:, 0]) > 0).all():
        yield f"stations at {stations[:, 0].tolist()}"


def well_times(path: Path) -> Iterator[str]:
    read = read_times(path)
    if not (np.diff(read.depths) > 0).all() or not (np.diff(read.times) > 0).all():
        yield f"times {read.times.tolist()} at {read.depths.tolist()}"


def las(path: Path) -> Iterator[str]:
    read = read_las(path)
    if not (np.diff(read.md) > 0).all() or any(np.isinf(log.values).any() for log in read.logs):
        yield f"logs at {read.md.tolist()}"


def classes(path: Path) -> Iterator[str]:
    for each in read_classes(path):
        if not 0 <= each.number < CLASSES or not each.name.strip():
            yield f"class {each.number}, “{each.name}”"


def data_set(path: Path) -> Iterator[str]:
    """The other file of the set is the sound one."""
    for name in (METADATA, WAVEFORMS):
        if not (path.parent / name).exists():
            shutil.copyfile(path.parents[1] / "sound.set" / name, path.parent / name)
    for window in open_dataset(path.parent).windows:
        if not np.isfinite(window.samples).all():
            yield f"{window.name} holds no numbers"
        if not 1e-6 < window.rate < 1e7:
            yield f"{window.rate} samples per second"
        for phase, at in window.arrivals:
            if at is not None and not 0 <= at < window.samples.shape[1]:
                yield f"{phase} at sample {at}"


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
    "markers": picks,
    "horizon": horizon,
    "sticks": sticks,
    "well_path": well_path,
    "well_times": well_times,
    "las": las,
    "classes_json": classes,
    "classes_csv": classes,
    "set_metadata": data_set,
    "set_waveforms": data_set,
}
