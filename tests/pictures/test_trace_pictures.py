"""Records as pictures for print: what was not recorded is shown as a gap, and spectrograms as on screen."""

from __future__ import annotations

import re

import numpy as np
import pytest

from seisviewer.pictures.picture_files import drawn_figure, picture_bytes
from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.pictures.trace_picture import TracePicture
from seisviewer.waveforms.processing import Processing
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.pictures.trace_pictures import trace_picture

START, RATE = 1562259600.0, 100.0
STYLE = PictureStyle(width_mm=150, dpi=100, legend=True)


def record(*stretches: tuple[float, float], tone: float = 10.0) -> Record:
    """One component with a strong offset and a tone, recorded in these stretches (seconds after START)."""
    segments = []
    for first, last in stretches:
        times = np.arange(round((last - first) * RATE)) / RATE + first
        segments.append(Segment(START + first, (5000 + 1000 * np.sin(2 * np.pi * tone * times)).astype(np.float32)))
    return Record(StationId("XX", "GAP", "", "HH"), (Component("Z", "HHZ", RATE, tuple(segments)),))


def picture_of(made: Record, seconds: float, **asked: object) -> TracePicture:
    return trace_picture(Archive((made,)), (made,), (START, START + seconds), **asked)


class Drawn:
    """A picture as pixels, and where on it something of the data lies."""

    def __init__(self, picture: TracePicture) -> None:
        figure = drawn_figure(picture, STYLE)
        figure.canvas.draw()
        self.axes = figure.axes[0]
        self.pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3].astype(int)

    def place(self, seconds: float, down: float) -> tuple[int, int]:
        """Row and column of a time after the start, and a share of the height."""
        x, up = self.axes.transData.transform((seconds, down))
        return round(len(self.pixels) - up), round(x)


@pytest.mark.parametrize("seconds", [20.0, 600.0], ids=["samples", "envelope"])
@pytest.mark.parametrize("processing", [Processing(), Processing(filter="high-pass", low=1.0)], ids=["raw", "filtered"])
def test_a_gap_is_neither_a_line_nor_zeros(seconds: float, processing: Processing) -> None:
    first, last = 0.4 * seconds, 0.7 * seconds
    made = picture_of(record((0, first), (last, seconds)), seconds, processing=processing)
    (row,) = made.rows
    ((start, end),) = [gap for gap in row.gaps if gap[1] - gap[0] > 0.1]
    assert (start - START, end - START) == pytest.approx((first, last), abs=2 / RATE)
    inside = (row.times > start + 0.01 * seconds) & (row.times < end - 0.01 * seconds)
    assert not np.isfinite(row.heights[inside]).any(), "something is drawn where nothing was recorded"
    at = np.flatnonzero(np.isfinite(row.heights))
    over = [(a, b) for a, b in zip(at, at[1:]) if row.times[a] <= start and row.times[b] >= end]
    assert over and all(b > a + 1 for a, b in over), "a line would be drawn from one side of the gap to the other"


def test_gaps_are_hatched_and_stand_in_the_legend() -> None:
    made = picture_of(record((0, 8), (12, 20)), 20)
    drawn = Drawn(made)
    (top, left), (bottom, right) = drawn.place(8.5, 0.1), drawn.place(11.5, 0.9)
    gap = drawn.pixels[top:bottom, left:right]
    assert (gap.sum(axis=-1) < 745).mean() > 0.9, "hatched, not blank"
    assert gap.min() > 120, "nothing black: no trace"
    assert "nothing recorded" in picture_bytes(made, STYLE, "svg").decode()
    assert "nothing recorded" not in picture_bytes(picture_of(record((0, 20)), 20), STYLE, "svg").decode()


def test_a_gap_of_a_single_sample_is_seen_in_an_hour() -> None:
    drawn = Drawn(picture_of(record((0, 1800), (1800.02, 3600)), 3600))
    y, x = drawn.place(1800, 0.02)  # above the trace
    assert drawn.pixels[y, x - 2 : x + 3].sum(axis=-1).min() < 745


def test_a_spectrogram_lies_below_its_traces_with_its_frequencies_and_no_colour_in_gaps() -> None:
    made = picture_of(record((0, 80), (120, 200), tone=12.0), 200, spectrogram=True)
    (row,) = made.spectrograms
    assert row.top > made.rows[0].middle and row.bottom <= 1 + 1e-9
    rgba = row.image.rgba
    strongest = rgba[:, rgba.shape[1] // 5, :3].astype(int).sum(axis=-1).argmax()
    assert strongest / len(rgba) * row.image.highest == pytest.approx(12.0, abs=1.0)
    assert not rgba[:, rgba.shape[1] // 2, 3].any() and rgba[:, rgba.shape[1] // 5, 3].all()
    assert re.search(r"HHZ\s+0–50 Hz", picture_bytes(made, STYLE, "svg").decode())
    drawn = Drawn(made)

    def colour(seconds: float, hertz: float) -> np.ndarray:
        return drawn.pixels[drawn.place(seconds, row.bottom - hertz / row.image.highest * (row.bottom - row.top))]

    yellow, gap = colour(40, 12.0), np.array([colour(100, hertz) for hertz in range(5, 45)])
    assert yellow[0] > 180 > yellow[2]
    assert gap.min() > 150 and np.ptp(gap, axis=1).max() < 30, "the pale hatch of gaps, and no colour of a level"
    assert colour(40, 40.0).sum() < yellow.sum(), "high frequencies lie above"


def test_a_spectrogram_reaches_from_border_to_border_where_the_record_goes_on() -> None:
    whole = record((0, 200))
    for start, seconds in ((20, 20), (20, 160)):
        made = trace_picture(Archive((whole,)), (whole,), (START + start, START + start + seconds), spectrogram=True)
        image = made.spectrograms[0].image
        known = np.flatnonzero(image.rgba[..., 3].all(axis=0)) / image.rgba.shape[1] * (image.end - image.start)
        assert image.start + known[0] <= made.start and image.start + known[-1] >= made.end - 0.5
