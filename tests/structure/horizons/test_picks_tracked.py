"""A horizon follows its event from a few picks, and ends at a fault instead of going on with another event."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import BadRequest
from seisviewer.progress import drive
from seisviewer.structure.horizons.event_snapping import event_at, event_of, snapped_pick
from seisviewer.structure.horizons.horizon import Event, HorizonPick
from seisviewer.structure.horizons.line_slopes import LineSlopes
from seisviewer.structure.horizons.picks_tracked import lines_to_track, places_on, track
from seisviewer.structure.slopes import section_slopes
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId

SAMPLES = 120


def layered(shift: np.ndarray, noise: float = 0.1) -> np.ndarray:
    """Reflectors without any order, moved down by `shift` samples: float32 (inlines, crosslines, samples)."""
    random = np.random.default_rng(3)
    series = np.convolve(random.standard_normal(4 * SAMPLES), np.hanning(7), "same")
    at = np.arange(SAMPLES) - shift[..., None] + SAMPLES
    return (np.interp(at, np.arange(len(series)), series) + noise * random.standard_normal(at.shape)).astype(np.float32)


def survey(live: np.ndarray) -> Geometry:
    inlines, crosslines = live.shape
    return Geometry(LineAxis(100, 1, inlines), LineAxis(300, 1, crosslines), SampleAxis(0, 4, SAMPLES), live)


def tracked(volume: np.ndarray, live: np.ndarray, picks: list[HorizonPick], event: Event, **how: float) -> np.ndarray:
    geometry = survey(live)

    def read(line: SectionId) -> np.ndarray:
        index = geometry.index(line)
        found = volume[index] if line.direction is Direction.INLINE else volume[:, index]
        return np.where(geometry.section_live(line)[:, None], found, np.nan)

    lines = lines_to_track(geometry)
    if not geometry.is_sparse:
        lines += tuple(geometry.section(Direction.CROSSLINE, index) for index in range(live.shape[1]))
    slopes = LineSlopes(geometry, {line: section_slopes(np.nan_to_num(read(line))) for line in lines})
    return drive(track(geometry, read, slopes, picks, event, **how)).depths


def peak_of(volume: np.ndarray, inline: int, crossline: int, near: float) -> float:
    return snapped_pick(volume[inline, crossline], near, Event.PEAK, 8.0)


def test_a_dipping_horizon_is_followed_over_the_survey_from_two_picks():
    inline, crossline = np.mgrid[:40, :60]
    shift = 0.2 * crossline + 6 * np.sin(inline / 9)
    volume = layered(shift)
    live = np.ones(shift.shape, bool)
    live[5:8, 20:30] = False
    top = peak_of(volume, 20, 10, 60.0)
    rest = top - shift[20, 10]
    picks = [HorizonPick(20, 10, top), HorizonPick(30, 50, rest + shift[30, 50])]
    depths = tracked(volume, live, picks, Event.PEAK)
    assert np.isnan(depths[~live]).all()
    away = np.abs(depths - shift - rest)[live]
    assert np.isfinite(away).mean() > 0.95 and np.nanpercentile(away, 98) < 1.0


def test_it_ends_at_a_fault():
    inline, crossline = np.mgrid[:30, :80]
    throw = np.where(crossline >= 45, 9.0, 0.0)
    shift = 0.1 * crossline + throw
    volume = layered(shift)
    top = peak_of(volume, 15, 20, 60.0)
    depths = tracked(volume, np.ones(shift.shape, bool), [HorizonPick(15, 20, top)], Event.PEAK)
    this_side, beyond = depths[:, 3:40], depths[:, 50:]
    assert np.isfinite(this_side).mean() > 0.95
    assert np.nanmax(np.abs(this_side - shift[:, 3:40] - (top - shift[15, 20]))) < 1.5
    assert np.isnan(beyond).mean() > 0.95, "what lies beyond a fault is not reached from this side"


def test_lone_lines_hang_together_where_they_cross():
    inline, crossline = np.mgrid[:50, :60]
    shift = 0.15 * crossline + 0.1 * inline
    volume = layered(shift)
    live = np.zeros(shift.shape, bool)
    live[10] = live[:, 15] = live[40] = True
    live[25, 50:] = True  # of an inline that is hardly there
    geometry = survey(live)
    assert [str(line) for line in lines_to_track(geometry)] == ["inline_110", "inline_140", "crossline_315"]
    top = peak_of(volume, 10, 40, 55.0)
    depths = tracked(volume, live, [HorizonPick(10, 40, top)], Event.PEAK)
    on_lines = places_on(geometry, lines_to_track(geometry))
    assert np.isnan(depths[~on_lines]).all() and np.isfinite(depths[on_lines]).mean() > 0.9
    assert np.nanmax(np.abs(depths - shift - (top - shift[10, 40]))) < 1.5, (
        "on the line that is reached over a crossing too"
    )


def test_picks_beside_every_line_are_refused():
    live = np.zeros((30, 40), bool)
    live[10] = True
    with pytest.raises(BadRequest, match="No pick lies on a trace"):
        tracked(layered(np.zeros(live.shape)), live, [HorizonPick(3, 3, 50.0)], Event.PEAK)


@pytest.mark.parametrize("event, at", [
    (Event.PEAK, 20.0), (Event.TROUGH, 60.0), (Event.ZERO_DOWN, 40.0), (Event.ZERO_UP, 80.0),
])  # fmt: skip
def test_what_a_pick_lies_on_is_seen_and_it_is_moved_there(event, at):
    trace = np.sin(2 * np.pi * np.arange(SAMPLES) / 80).astype(np.float32)  # a peak at 20, a trough at 60
    for away in (-2.0, 0.4, 1.5):
        assert event_at(trace, at + away) is event
        assert snapped_pick(trace, at + away, event) == pytest.approx(at, abs=0.1)
    assert event_of([trace] * 3, [at - 1, at, at + 1]) is event
    assert snapped_pick(trace, at + 9, event) == at + 9, "what lies farther away is another event"
    assert event_at(np.zeros(9, np.float32), 4) is Event.NONE
