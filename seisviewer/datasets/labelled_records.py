"""Labelled and unlabelled windows from records on which a person has picked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from seisviewer.datasets.phase_datasets import cut_record, samples_of, window_name
from seisviewer.datasets.phase_sample import Doubt
from seisviewer.datasets.phase_window import LONGEST_S_P, PhaseWindow, unpicked
from seisviewer.picks.pick import PHASES, Pick, Review
from seisviewer.waveforms.record import Record

# Seconds of recording kept on either side of a person's picks, so that windows can be cut at random places.
MARGIN = 45.0
DOUBT = 1.0  # seconds about a pick that nobody has reviewed in which its phase may arrive


def windows_of(
    record: Record, picks: Iterable[Pick], count: int, rate: float = 100.0
) -> tuple[list[PhaseWindow], list[PhaseWindow]]:
    """(labelled, unlabelled) windows of a record with `rate` samples per second.

    Around what a person set, accepted or moved a window is labelled; a rejected pick alone says that nothing arrives there.
    Whatever has no pick in a labelled window counts as noise, but for what is in doubt: an S after a P that was picked
    alone, a P before such an S, and what lies near a pick that nobody has reviewed. The rest of the record is cut into
    unlabelled windows of `count` samples. A record out of a data set is one window. A labelled window ends at a gap.
    """
    if {component.rate for component in record.components} != {rate}:
        return [], []
    picks = sorted((pick for pick in picks if pick.phase in PHASES), key=lambda pick: pick.time)
    groups = _groups([pick for pick in picks if pick.is_reviewed])
    if record.name:
        at = groups[0][0].time if groups else record.start
        window = _window(record, record.start, record.end, at, picks, rate)
        found = [window] if window is not None else []
        return (found, []) if groups else ([], found)
    labelled, free = [], []
    at = record.start
    for group in groups:
        start = max(record.start, group[0].time - MARGIN)
        end = min(record.end, group[-1].time + MARGIN)
        window = _window(record, start, end, group[0].time, picks, rate)
        if window is not None:
            labelled.append(window)
        free.append((at, start))
        at = end
    free.append((at, record.end))
    unlabelled = [
        window
        for window in cut_record(record, count, rate)
        if any(first <= window.start and window.start + count / rate <= last + 1 / rate for first, last in free)
    ]
    return labelled, unlabelled


def _groups(picks: Sequence[Pick]) -> list[list[Pick]]:
    """Picks that share a window. Where events follow each other without end there is a window for every few of them, so
    that each counts and none grows long; neighbouring windows then overlap."""
    groups: list[list[Pick]] = []
    for pick in picks:
        if groups and pick.time - groups[-1][0].time < MARGIN:
            groups[-1].append(pick)
        else:
            groups.append([pick])
    return groups


def _window(
    record: Record, start: float, end: float, at: float, picks: Sequence[Pick], rate: float
) -> PhaseWindow | None:
    """The unbroken part around the time `at` of what lies between two times, with the picks in it; None in a gap."""
    first = record.start + round((start - record.start) * rate) / rate  # on the record's own samples
    samples = samples_of(record, first, round((end - first) * rate) + 1)
    broken = np.flatnonzero(np.isnan(samples).any(axis=0))
    place = min(max(round((at - first) * rate), 0), samples.shape[1] - 1)
    if place in broken:
        return None
    begin = int(broken[broken < place].max(initial=-1)) + 1
    samples = samples[:, begin : int(broken[broken > place].min(initial=samples.shape[1]))]
    first += begin / rate
    last = first + (samples.shape[1] - 1) / rate
    known = [pick for pick in picks if pick.is_reviewed and pick.review is not Review.REJECTED]
    arrivals = [(pick.phase, (pick.time - first) * rate) for pick in known if first <= pick.time <= last]
    name = window_name(record, first)
    window = PhaseWindow(name, record.station, rate, samples, first, is_noise=not arrivals).with_arrivals(arrivals)
    near = [pick for pick in picks if first - LONGEST_S_P <= pick.time <= last + LONGEST_S_P]
    doubts = tuple((phase, (one - first) * rate, (other - first) * rate) for phase, one, other in _doubts(near))
    return replace(window, doubts=doubts)


def _doubts(picks: Sequence[Pick]) -> list[Doubt]:
    """Where a phase may arrive although nobody said so, in seconds since 1970 UTC."""
    decided = [pick for pick in picks if pick.is_reviewed]
    known = [(pick.phase, pick.time) for pick in decided if pick.review is not Review.REJECTED]
    doubts = list(unpicked(known, LONGEST_S_P))
    doubts += [(pick.phase, pick.time - DOUBT, pick.time + DOUBT) for pick in picks if not pick.is_reviewed]
    for pick in decided:
        doubts = [part for doubt in doubts for part in _settled(doubt, pick)]
    return doubts


def _settled(doubt: Doubt, pick: Pick) -> list[Doubt]:
    """What is left of a doubt once a person has decided on a pick of that phase: nothing near that pick."""
    phase, first, last = doubt
    if pick.phase != phase or not first - DOUBT < pick.time < last + DOUBT:
        return [doubt]
    parts = [(phase, first, pick.time - DOUBT), (phase, pick.time + DOUBT, last)]
    return [part for part in parts if part[1] < part[2]]
