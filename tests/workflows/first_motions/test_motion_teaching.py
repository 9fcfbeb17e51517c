"""A network of first motions taught on what a person gave: it learns, is judged on whole events held out, and is used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from seisviewer.errors import LabelsError
from seisviewer.learning.first_motions.motion_settings import MotionTeaching
from seisviewer.networks.polarity.polarcap import PolarCap, save_polarity
from seisviewer.picks.pick import Origin, Pick, Polarity, Review
from seisviewer.progress import drive
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.first_motions.motion_finding import find_first_motions
from seisviewer.workflows.first_motions.motion_teaching import teach_motions

START, RATE = 1_562_261_629.0, 100.0


def material(count: int, labelled: int) -> tuple[list[Pick], Archive, list[bool]]:
    """Onsets of known sign over noise, five an event; the first `labelled` were told by a person."""
    draw = np.random.default_rng(0)
    picks, records, ups = [], [], []
    for number in range(count):
        up = bool(draw.random() < 0.5)
        samples = draw.normal(0, 1, 600)
        swing = np.sin(2 * np.pi * 5 * np.arange(300) / RATE) * np.exp(-np.arange(300) / 40)
        samples[300:] += (20 if up else -20) * swing
        station = StationId("XX", f"S{number:03d}", "", "HH")
        begin = START + 100 * number
        component = Component("Z", "HHZ", RATE, (Segment(begin, samples.astype(np.float32)),))
        records.append(Record(station, (component,)))
        sign = (Polarity.POSITIVE if up else Polarity.NEGATIVE) if number < labelled else Polarity.NONE
        picks.append(Pick(station, "P", begin + 3.0, polarity=sign, origin=Origin.AUTOMATIC, review=Review.ACCEPTED,
                          event=1 + number // 5, id=number + 1))  # fmt: skip
        ups.append(up)
    return picks, Archive(tuple(records)), ups


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """A network that knows nothing."""
    torch.manual_seed(0)
    save_polarity(tmp_path / "start.pt", PolarCap())
    return tmp_path / "start.pt"


@pytest.mark.parametrize("schedule", ["supervised", pytest.param("st++", marks=pytest.mark.slow)])
def test_it_learns_and_says_so_on_events_that_it_did_not_see(tmp_path: Path, start: Path, schedule: str) -> None:
    picks, archive, ups = material(80, 50)
    settings = MotionTeaching(schedule, steps=40, learning_rate=3e-3)
    taught = drive(teach_motions(picks, archive, str(start), settings, 2, tmp_path / "mine.pt"))
    assert (taught.known, taught.unlabelled) == (50, 30)
    assert all(score.count == 15 for score in (*taught.before, *taught.after)), "three of ten events are held out"
    assert min(score.right for score in taught.after) > 0.9 and taught.gain > 0.1
    told = drive(find_first_motions(picks[50:], archive, str(tmp_path / "mine.pt"))).changes
    right = [(change.after.polarity is Polarity.POSITIVE) == up for change, up in zip(told, ups[50:], strict=True)
             if change.after.polarity is not Polarity.UNDECIDABLE]  # fmt: skip
    assert len(right) > 20 and np.mean(right) > 0.95
    assert {change.after.polarity_model for change in told} == {"mine"}


def test_too_few_and_those_of_a_network_teach_nothing(tmp_path: Path, start: Path) -> None:
    picks, archive, _ = material(40, 40)
    for some in (picks[:10], [replace(pick, polarity_model="PolarCAP") for pick in picks]):
        with pytest.raises(LabelsError, match="given by hand"):
            drive(teach_motions(some, archive, str(start), MotionTeaching(), 1, tmp_path / "mine.pt"))
    assert not (tmp_path / "mine.pt").exists()
