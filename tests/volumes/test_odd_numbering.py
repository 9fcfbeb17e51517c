"""Line numbers that are wrong in a few traces, made of two numbers, shared by several traces, or written as coordinates."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import UnknownGeometry
from seisviewer.volumes.opening import open_volume
from tests.volumes.header_layouts import grid, on_plane, running, words

INLINE, CROSSLINE = grid(range(100, 120), range(500, 540))
X, Y = on_plane(INLINE, CROSSLINE)


@pytest.fixture
def survey(make_segy):
    def write(**given):
        count = max(np.size(value) for value in given.values())
        return make_segy(0, np.zeros(count, int), words=words(b71=-10, b1=running(count)) | words(**given))

    return write


@pytest.mark.parametrize("wild", [(99_999, 519), (-1, -1), (110, 70_000), (1, 1)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_few_wild_numbers_do_not_spread_the_grid(survey, wild, count) -> None:
    inline, crossline = INLINE.copy(), CROSSLINE.copy()
    places = np.array([333, 334, 700])[:count]
    inline[places], crossline[places] = wild
    volume = open_volume(survey(b189=inline, b193=crossline, b181=X, b185=Y))
    assert volume.geometry.shape[:2] == (20, 40) and volume.geometry.live.sum() == 800 - count
    assert volume.geometry.xy(0, 0) == pytest.approx((X[0] / 10, Y[0] / 10), abs=0.05)
    assert any("far from all others" in notice for notice in volume.notices)


def test_a_line_far_from_the_others_is_shown(survey) -> None:
    inline = np.where(INLINE == 119, 400, INLINE)
    volume = open_volume(survey(b189=inline, b193=CROSSLINE))
    assert volume.geometry.inlines.stop == 400 and volume.geometry.live.sum() == 800


def test_a_trace_at_a_wrong_position_does_not_move_the_survey(survey) -> None:
    inline, crossline = INLINE.copy(), CROSSLINE.copy()
    inline[700], crossline[700] = 100, 500
    volume = open_volume(survey(b189=inline, b193=crossline, b181=X, b185=Y))
    assert volume.geometry.xy(0, 0) == pytest.approx((X[0] / 10, Y[0] / 10), abs=0.05)


def test_numbers_made_of_inline_and_crossline_are_no_2d_line(survey) -> None:
    with pytest.raises(UnknownGeometry, match="leave open"):
        open_volume(survey(b21=INLINE * 1000 + CROSSLINE))


@pytest.mark.parametrize("byte", [181, 189, 21])
def test_line_numbers_of_two_bytes_are_no_2d_line(survey, byte) -> None:
    with pytest.raises(UnknownGeometry, match=rf"Bytes {byte}–{byte + 3} .* two bytes each \(20 × 40 lines\)"):
        open_volume(survey(**{f"b{byte}": INLINE * 65_536 + CROSSLINE}))


@pytest.mark.parametrize("first", [1, 60_000, 65_536, 700_000])
def test_a_running_number_of_any_size_is_a_2d_line(survey, first) -> None:
    volume = open_volume(survey(b21=first + np.arange(9000)))
    assert volume.geometry.is_2d and volume.geometry.live.sum() == 9000


def test_a_line_with_many_missing_cdps_follows_its_coordinates(survey) -> None:
    cdp = np.cumsum(np.random.default_rng(0).integers(1, 5, 400)) + 1000
    volume = open_volume(survey(b21=cdp, b181=4_000_000 + 125 * cdp, b185=52_000_000 + 30 * cdp))
    assert volume.geometry.is_2d and volume.geometry.live.sum() == 400


def test_traces_that_share_positions_without_offsets_are_no_2d_line(survey) -> None:
    with pytest.raises(UnknownGeometry):
        open_volume(survey(b189=np.repeat(INLINE, 3), b193=np.repeat(CROSSLINE, 3)))


@pytest.mark.parametrize("swapped", [False, True])
def test_line_numbers_written_as_coordinates_are_none(survey, swapped) -> None:
    x, y = (CROSSLINE, INLINE) if swapped else (INLINE, CROSSLINE)
    volume = open_volume(survey(b189=INLINE, b193=CROSSLINE, b181=x, b185=y))
    assert volume.geometry.shape[:2] == (20, 40) and volume.geometry.xy(0, 0) is None
    assert any("repeat its line numbers" in notice for notice in volume.notices)


def test_coordinates_beside_line_numbers_in_source_words(survey) -> None:
    volume = open_volume(survey(b73=INLINE, b77=CROSSLINE, b181=10 * X, b185=10 * Y, b71=-100))
    assert volume.geometry.shape[:2] == (20, 40) and volume.scan.headers.inline == 73
    assert volume.geometry.xy(19, 39) == pytest.approx((X[-1] / 10, Y[-1] / 10), abs=0.05)
