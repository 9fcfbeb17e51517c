"""Three ways to find events in one table: ConvNetQuake, STA/LTA and template matching on the same synthetic ten hours.

    python tests/benchmarks/detection_table.py [--hours 10] [--events 300] [--steps 2000] [--seed 1] [--threads 1]

The record is noise of $SEISVIEWER_DATA/quake/noise with known, located events; the noise windows of its first half do
not occur in its second. The first four tenths teach (the network, and the templates), the fifth chooses by F1 which of
a few trainings is taken and each way's threshold, the second half is scored. Of the record of seed 0 the second half
was looked at while the network's usual settings and the strength of the events were chosen: its figures are no test.
The Ridgecrest records follow as a demonstration. No catalogue comes with them: STA/LTA's first half of events teaches a
second network, and among the others both networks are compared with STA/LTA.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from pathlib import Path

import h5py
import torch

from seisviewer.learning.detection.detector_settings import DetectorSettings
from seisviewer.picks.detections import agreement
from seisviewer.picks.pick import Event
from seisviewer.progress import drive
from seisviewer.waveforms.files.record_reading import read_waveforms
from seisviewer.waveforms.record import Archive, Record, Segment
from seisviewer.waveforms.synthetic_events import SyntheticSettings, SyntheticSource, synthetic_events
from seisviewer.waveforms.triggering import StaLta
from seisviewer.workflows.traces.detection_setup import DetectSettings, first_arrivals, prepare, within
from seisviewer.workflows.traces.event_detection import (
    Detected,
    Taught,
    choose_templates,
    compare,
    detect_cnn,
    detect_sta_lta,
    detect_templates,
    same_cluster,
    teach,
)

M64 = 1562261633.0  # 17:33:53, its first arrival at the nearest of the stations
CLEAR = 3.0  # peak of an event, in standard deviations of the noise, from which a person would see it
TOLERANCE = 3.0  # s
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
RATIOS = (2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 8.0)
HEIGHTS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
TRAININGS = ({}, {"rate": 1e-3}, {"decay": 0.0})  # what differs from the usual settings


def part(record: Record, begin: float, end: float) -> Archive:
    """The record between two shares of its length."""
    components = []
    for component in record.components:
        (segment,) = component.segments
        first, last = round(begin * len(segment.samples)), round(end * len(segment.samples))
        cut = Segment(segment.start + first / component.rate, segment.samples[first:last])
        components.append(replace(component, segments=(cut,)))
    return Archive((replace(record, components=tuple(components)),))


def event_of(source: SyntheticSource) -> Event:
    return Event(source.time, source.latitude, source.longitude, source.depth, source.magnitude)


class Table:
    """Runs and scores the three ways on the parts of one synthetic record."""

    def __init__(self, record: Record, sources: tuple[SyntheticSource, ...], settings: DetectSettings) -> None:
        self.settings = settings
        self.sources = sources
        self.catalogue = [event_of(source) for source in sources]
        began = time.monotonic()
        parts = ((0.0, 0.4), (0.4, 0.5), (0.5, 1.0))
        grounds = [drive(prepare(part(record, *share), settings.band)) for share in parts]
        self.taught_on, self.tuned_on, self.scored_on = grounds
        print(f"filtering {time.monotonic() - began:.1f} s")
        self.taught = self._trained()
        self.patterns = choose_templates(self.taught_on, self.catalogue, settings)

    def _trained(self) -> Taught:
        """Of the trainings, that with the best F1 in the fifth tenth."""
        best, chosen = -1.0, None
        for change in TRAININGS:
            settings = replace(self.settings, training=replace(self.settings.training, **change))
            self.taught = drive(teach(self.taught_on, self.catalogue, settings))
            score = max(self._scores(self.cnn, THRESHOLDS).values())
            print(
                f"training with {change or 'the usual settings'}: {self.taught.seconds:.0f} s, F1 {score:.3f}",
                flush=True,
            )
            if score > best:
                best, chosen, self.settings = score, self.taught, settings
        print(f"windows of noise and clusters {chosen.windows}")
        return chosen

    def cnn(self, setup, threshold: float) -> Detected:
        settings = replace(self.settings, threshold=threshold)
        return drive(detect_cnn(setup, self.taught.model, self.taught.spec, settings))

    def sta_lta(self, setup, on: float) -> Detected:
        return drive(detect_sta_lta(setup, replace(self.settings, sta_lta=StaLta(on=on))))

    def templates(self, setup, height: float) -> Detected:
        settings = replace(self.settings, height=height)
        return drive(detect_templates(setup, self.patterns, settings))

    def _scores(self, way, values: tuple[float, ...]) -> dict[float, float]:
        """F1 in the fifth tenth."""
        scores = {}
        for value in values:
            found = way(self.tuned_on, value)
            scores[value] = compare(self.tuned_on, [found], self.catalogue, TOLERANCE)[found.method].f1
        return scores

    def tuned(self, way, values: tuple[float, ...]) -> float:
        """The value with the best F1 in the fifth tenth; of equal ones the one in the middle."""
        scores = self._scores(way, values)
        best = [value for value in values if scores[value] == max(scores.values())]
        return best[len(best) // 2]

    def row(self, name: str, way, values: tuple[float, ...]) -> float:
        value = self.tuned(way, values)
        found = way(self.scored_on, value)
        score = compare(self.scored_on, [found], self.catalogue, TOLERANCE)[found.method]
        clear = [event_of(source) for source in self.sources if source.peak >= CLEAR]
        wanted = first_arrivals(self.scored_on, within(self.scored_on, clear))
        seen = agreement(first_arrivals(self.scored_on, found.events), wanted, TOLERANCE)
        place = "–"
        if found.method != "sta-lta":
            share = same_cluster(self.scored_on, found, self.catalogue, self.taught.clusters, TOLERANCE)
            place = f"{share:.3f}"
        print(
            f"| {name} | {value:g} | {score.found} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} "
            f"| {seen.recall:.3f} | {score.mean:+.2f} ± {score.std:.2f} | {place} | {found.seconds:.2f} |",
            flush=True,
        )
        return value


def ridgecrest(table: Table, folder: Path, threshold: float) -> None:
    """The M6.4 of 4 July 2019 (17:33:49 UTC) and what surrounds it, at four stations."""
    archive = drive(read_waveforms([folder]))
    settings = replace(table.settings, threshold=threshold)
    setup = drive(prepare(archive, settings.band))
    triggered = drive(detect_sta_lta(setup, settings))
    middle = triggered.events[len(triggered.events) // 2].time
    # One cluster at a nominal place: STA/LTA locates nothing.
    early = [replace(event, latitude=35.7, longitude=-117.5) for event in triggered.events if event.time < middle]
    own = drive(teach(setup, early, replace(settings, clusters=1)))
    print(f"Ridgecrest: {len(setup.stretches)} stations; own network: {own.windows} windows, {own.seconds:.0f} s")
    print("| way | events | after the middle one | of these also STA/LTA's | M6.4 | seconds |")
    print("|---|---|---|---|---|---|")
    late = [event.time for event in triggered.events if event.time >= middle]
    for name, model in (("STA/LTA", None), ("ConvNetQuake, synthetic", table.taught), ("ConvNetQuake, own", own)):
        found = drive(detect_cnn(setup, model.model, model.spec, settings)) if model else triggered
        arrived = first_arrivals(setup, found.events)
        behind = [each for each in arrived if each >= middle]
        seen = any(abs(each - M64) < 8.0 for each in arrived)
        common = agreement(behind, late, 5.0).matched
        print(
            f"| {name} | {len(found.events)} | {len(behind)} | {common} of {len(late)} | {'yes' if seen else 'no'} "
            f"| {found.seconds:.2f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=10.0)
    parser.add_argument("--events", type=int, default=300)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    data = Path(os.environ["SEISVIEWER_DATA"]) / "quake"
    with h5py.File(data / "noise" / "waveforms.hdf5") as file:
        noise = list(file["data/bucket0"][:])
    made = synthetic_events(noise, SyntheticSettings(hours=options.hours, events=options.events, seed=options.seed))
    clear = sum(source.peak >= CLEAR for source in made.sources)
    print(f"{options.hours:g} h, {len(made.sources)} events, {clear} of them at least {CLEAR:g} times the noise")
    settings = DetectSettings(training=DetectorSettings(steps=options.steps, seed=options.seed), seed=options.seed)
    table = Table(made.record, made.sources, settings)
    print(
        "| way | threshold | found | precision | recall | F1 | recall of clear | residual s | right cluster | seconds |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    threshold = table.row("ConvNetQuake", table.cnn, THRESHOLDS)
    table.row("STA/LTA", table.sta_lta, RATIOS)
    table.row("templates", table.templates, HEIGHTS)
    ridgecrest(table, data / "continuous", threshold)


if __name__ == "__main__":
    main()
