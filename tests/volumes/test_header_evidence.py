"""Line numbers found by what a survey looks like, wherever other programs put them; what is not clear is asked about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import BadRequest, UnknownGeometry, UnreadableFile
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.segy.header_bytes import HeaderBytes
from seisviewer.volumes.segy.segy_headers import guess_headers, preview, weigh_headers
from seisviewer.volumes.volume import Volume
from tests.volumes.header_layouts import Words, grid, on_curve, on_plane, running, three_lines, words


@pytest.fixture
def survey(make_segy):
    """Writes a file with nothing in its headers but the words given, coordinates in tenths of a metre."""

    def write(given: Words, *, samples: np.ndarray | None = None, name: str = "odd.sgy") -> Path:
        count = max(np.size(value) for _, value in given.values())
        return make_segy(0, np.zeros(count, int), samples, words=words(b71=-10) | given, name=name)

    return write


def shape(volume: Volume) -> tuple[int, int]:
    return volume.geometry.shape[:2]


# 2D lines


def test_a_2d_line_with_missing_cdps_stays_a_line(survey) -> None:
    cdp = np.r_[101:401, 451:751]
    x, y = on_curve(cdp)
    count = running(len(cdp))
    volume = open_volume(survey(words(b1=count, b5=count, b17=2000 + cdp // 2, b21=cdp, b181=x, b185=y, b71=-10)))
    assert volume.geometry.is_2d and shape(volume) == (1, 650) and volume.geometry.live.sum() == 600
    assert volume.geometry.crosslines.start == 101 and not volume.notices


@pytest.mark.parametrize("rubbish", ["random", "counter"])
def test_a_2d_line_lies_where_its_coordinates_make_a_line(survey, rubbish: str) -> None:
    """Words of the CDP's place that hold something else are passed over for those of the source."""
    cdp, random = np.arange(201, 701), np.random.default_rng(0)
    x, y = on_curve(cdp)
    other = (running(500), 30) if rubbish == "counter" else random.integers(0, 10**6, (2, 500))
    volume = open_volume(survey(words(b1=running(500), b21=cdp, b73=x, b77=y, b181=other[0], b185=other[1], b71=-10)))
    assert volume.geometry.is_2d and volume.scan.headers.x == 73
    assert volume.geometry.xy(0, 0) == pytest.approx((x[0] / 10, y[0] / 10))


@pytest.mark.parametrize("shared", [2, 4, 15])
def test_cdps_that_share_the_coordinates_of_a_shot_are_a_line(survey, shared: int) -> None:
    cdp = np.arange(201, 801)
    x, y = on_curve(cdp - (cdp - 201) % shared)
    volume = open_volume(survey(words(b1=running(600), b17=101 + (cdp - 201) // shared, b21=cdp, b181=x, b185=y)))
    assert volume.geometry.is_2d and shape(volume) == (1, 600) and volume.geometry.crosslines.start == 201


def test_gathers_without_offsets_are_no_line(survey) -> None:
    """Eight traces a CDP, which only running numbers tell apart, share its coordinates as those of a line may."""
    cdp = np.repeat(np.arange(201, 241), 8)
    x, y = on_curve(cdp)
    with pytest.raises((UnknownGeometry, UnreadableFile)):
        open_volume(
            survey(words(b1=running(320), b5=running(320), b21=cdp, b25=np.tile(running(8), 40), b181=x, b185=y))
        )


@pytest.mark.parametrize("coordinates", [True, False])
def test_a_2d_line_of_every_second_cdp_with_station_numbers(survey, coordinates: bool) -> None:
    cdp = np.arange(1002, 1802, 2)
    given = words(b5=running(400), b9=2000 + cdp // 8, b13=cdp % 8, b17=500 + cdp // 4, b21=cdp)
    if coordinates:
        x, y = on_curve(cdp)
        given |= words(b73=x, b77=y)
    geometry = open_volume(survey(given)).geometry
    assert geometry.is_2d and (geometry.crosslines.start, geometry.crosslines.step, geometry.live.size) == (
        1002,
        2,
        400,
    )


@pytest.mark.parametrize("step", [1, 7])
@pytest.mark.parametrize("falling", [True, False])
def test_a_decimated_or_falling_2d_line(survey, step: int, falling: bool) -> None:
    cdp = np.delete(np.arange(301, 3001, step), [5, 17, 18, 40])
    cdp = cdp[::-1] if falling else cdp
    x, y = on_curve(cdp)
    geometry = open_volume(survey(words(b5=running(len(cdp)), b21=cdp, b181=x, b185=y))).geometry
    assert geometry.is_2d and geometry.live.sum() == len(cdp) and geometry.crosslines.step == step


def test_padding_without_a_cdp_is_set_aside_and_said(survey) -> None:
    cdp = np.r_[101:501]
    x, y = (np.r_[values, np.zeros(30)] for values in on_curve(cdp))
    given = words(b1=running(430), b5=running(430), b9=7, b21=np.r_[cdp, np.zeros(30, int)], b181=x, b185=y)
    volume = open_volume(survey(given))
    assert volume.geometry.is_2d and shape(volume) == (1, 400)
    assert volume.notices == ("30 traces have no line numbers in the headers of odd.sgy and are not shown.",)


def test_one_inline_of_a_3d_survey_is_a_line(survey) -> None:
    crossline = np.arange(500, 700)
    x, y = on_plane(np.full(200, 310), crossline)
    given = words(b1=running(200), b5=running(200), b9=310, b21=70_000 + crossline, b189=310, b193=crossline)
    volume = open_volume(survey(given | words(b181=x, b185=y)))
    assert volume.geometry.is_2d and volume.geometry.inlines.start == 310 and volume.geometry.crosslines.start == 500


# 3D surveys

LAYOUTS = {
    "revision 1": (189, 193, 181, 185),
    "Kingdom": (9, 21, 73, 77),
    "Petrel": (5, 21, 181, 185),
    "shot point and trace": (17, 13, 73, 77),
    "lines in the places of X and Y": (181, 185, 73, 77),
    "ensemble": (9, 25, 181, 185),
    "end of the header": (233, 237, 73, 77),
    "unassigned": (213, 217, 181, 185),
    "line and shot point": (189, 17, 81, 85),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("inline_fastest", [False, True])
def test_known_layouts_with_a_cdp_through_the_survey(survey, layout, inline_fastest: bool) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    if inline_fastest:
        inline, crossline = inline.reshape(20, 60).T.ravel(), crossline.reshape(20, 60).T.ravel()
    x, y = on_plane(inline, crossline)
    given = {1: ("i4", running(1200)), 71: ("i2", -10)}
    if 21 not in layout:
        given[21] = ("i4", running(1200))
    if 5 not in layout:
        given[5] = ("i4", running(1200))
    given |= {byte: ("i4", value) for byte, value in zip(layout, (inline, crossline, x, y), strict=True)}
    path = survey(given)
    volume = open_volume(path)
    assert volume.scan.headers == HeaderBytes(*layout)
    assert shape(volume) == (20, 60) and volume.geometry.live.all() and not volume.notices
    assert volume.geometry.affine is not None and volume.geometry.inlines.start == 300


def test_axis_parallel_coordinates_are_not_taken_for_line_numbers(survey) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    x, y = on_plane(inline, crossline, angle=0.0)
    given = words(b1=running(1200), b9=inline, b21=running(1200), b25=crossline, b181=x, b185=y, b71=-10)
    assert open_volume(survey(given)).scan.headers == HeaderBytes(9, 25, 181, 185)


@pytest.mark.parametrize("pair", [(189, 193), (9, 21), (221, 225)])
@pytest.mark.parametrize("kind", ["absent", "wrong"])
def test_a_full_grid_in_usual_bytes_needs_no_coordinates(survey, pair, kind: str) -> None:
    inline, crossline = grid(range(40, 10, -1), range(-20, 20))
    given = {pair[0]: ("i4", 10 * inline), pair[1]: ("i4", crossline), 5: ("i4", running(1200))}
    if kind == "wrong":
        random = np.random.default_rng(0)
        given |= words(b181=random.integers(0, 10**6, 1200), b185=random.integers(0, 10**6, 1200))
    geometry = open_volume(survey(given)).geometry
    assert geometry.shape[:2] == (30, 40) and geometry.inlines.step == 10 and geometry.crosslines.start == -20


def test_holes_and_an_irregular_boundary(survey) -> None:
    inline, crossline = grid(range(100, 160), range(800, 900))
    inside = np.hypot(inline - 130, (crossline - 850) / 1.7) < 28
    inside &= np.hypot(inline - 125, crossline - 840) > 6
    inline, crossline = inline[inside], crossline[inside]
    in_line = crossline - np.array([crossline[inline == number].min() for number in inline]) + 1
    x, y = on_plane(inline, crossline)
    given = words(b1=running(len(inline)), b13=in_line, b21=running(len(inline)), b9=inline, b25=crossline)
    volume = open_volume(survey(given | words(b181=x, b185=y, b71=-10)))
    assert volume.scan.headers == HeaderBytes(9, 25, 181, 185) and volume.geometry.live.sum() == len(inline)
    standard = words(b1=running(len(inline)), b5=in_line, b21=running(len(inline)), b189=inline, b193=crossline)
    assert guess_headers(survey(standard)) == HeaderBytes()


@pytest.mark.parametrize("coordinates", [True, False])
def test_a_sparse_survey_of_lone_lines_in_both_directions(survey, coordinates: bool) -> None:
    inline, crossline = grid(range(100, 300), range(500, 900))
    chosen = np.isin(inline, (110, 160, 260)) | np.isin(crossline, (520, 777, 801))
    inline, crossline = inline[chosen], crossline[chosen]
    given = words(b1=running(len(inline)), b21=running(len(inline)), b189=inline, b193=crossline)
    if coordinates:
        x, y = on_plane(inline, crossline, angle=1.1)
        given |= words(b181=x, b185=y, b71=-10)
    volume = open_volume(survey(given))
    assert not volume.geometry.is_2d and volume.geometry.live.sum() == len(inline) and not volume.notices


def test_noise_in_words_that_mean_nothing_never_wins(survey) -> None:
    random = np.random.default_rng(3)
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    x, y = on_plane(inline, crossline)
    noise = {byte: ("i4", random.integers(-(2**31), 2**31, 1200)) for byte in (1, 5, 17, 189, 193, 197, 221, 225)}
    small = {byte: ("i4", random.integers(0, 40, 1200)) for byte in (9, 13, 229, 233)}
    path = survey(noise | small | words(b21=inline, b25=crossline, b73=x, b77=y))
    assert open_volume(path).geometry.shape[:2] == (20, 60)
    with pytest.raises(UnknownGeometry):
        open_volume(survey(noise | small, name="noise.sgy"))


def test_blank_headers_are_set_aside_and_said(survey) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    x, y = on_plane(inline, crossline)
    values = {189: inline, 193: crossline, 181: x, 185: y, 21: running(1200)}
    blank = np.arange(1200) % 40 == 7
    path = survey({byte: ("i4", np.where(blank, 0, value)) for byte, value in values.items()})
    volume = open_volume(path)
    assert shape(volume) == (20, 60) and volume.geometry.live.sum() == 1170
    assert volume.notices == ("30 traces have no line numbers in the headers of odd.sgy and are not shown.",)


def test_padding_that_is_only_counted_is_set_aside(survey) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    x, y = on_plane(inline, crossline)
    padding = np.zeros(70, int)
    values = {
        189: np.r_[inline, padding],
        193: np.r_[crossline, padding],
        181: np.r_[x, padding],
        185: np.r_[y, padding],
    }
    path = survey({byte: ("i4", value) for byte, value in values.items()} | words(b5=running(1270), b21=running(1270)))
    volume = open_volume(path)
    assert shape(volume) == (20, 60) and volume.notices[0].startswith("70 traces have no line numbers")


def test_line_numbers_from_zero_are_line_numbers(survey) -> None:
    inline, crossline = grid(range(5), range(7))
    volume = open_volume(survey(words(b189=inline, b193=crossline)))
    assert volume.geometry.live.sum() == 35 and not volume.notices


def test_a_few_traces_written_twice_are_said_and_no_prestack(survey) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    again = np.r_[np.arange(1200), [5, 700, 701]]
    inline, crossline = inline[again], crossline[again]
    x, y = on_plane(inline, crossline)
    samples = np.ones((1203, 20), np.float32) * running(1203)[:, None]
    given = words(b189=inline, b193=crossline, b181=x, b185=y, b37=running(1203))
    volume = open_volume(survey(given, samples=samples))
    assert shape(volume) == (20, 60) and "3 traces lie where another one of odd.sgy lies already" in volume.notices[0]
    assert volume.section(SectionId(Direction.INLINE, 300))[5, 0] == 6, "the first of the two is shown"


def test_a_tiny_share_of_live_cells_is_said(survey) -> None:
    cdp = np.r_[101:401, 451:751]
    x, y = on_curve(cdp)
    path = survey(words(b5=running(600), b21=cdp, b181=x, b185=y))
    volume = open_volume(path, headers=HeaderBytes(5, 21))
    assert volume.notices[-1].startswith("Only 600 of the 390,000 positions of odd.sgy hold a trace")


# Asked about


def test_candidates_that_are_near_each_other_are_asked_about_with_their_evidence(survey) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    given = words(b1=running(1200), b9=inline, b21=running(1200), b25=crossline)
    with pytest.raises(UnknownGeometry) as caught:
        open_volume(survey(given))
    best = caught.value.options[0]
    assert any(
        "--inline-byte 9 --crossline-byte 25" in option and "20 × 60" in option for option in caught.value.options
    )
    assert "score" in best and "there are no coordinates" in best
    assert open_volume(survey(given), headers=HeaderBytes(9, 25)).geometry.shape[:2] == (20, 60)


def test_uneven_lines_without_coordinates_may_be_a_survey_or_2d_lines(survey) -> None:
    lines = three_lines()
    path = survey(words(b9=lines["line"], b21=lines["cdp"]))
    with pytest.raises(UnknownGeometry, match="more than one way") as caught:
        open_volume(path)
    assert any("--line NUMBER" in option for option in caught.value.options)
    assert any(": 3D, 4 × 400 lines" in option for option in caught.value.options)
    assert shape(open_volume(path, headers=HeaderBytes(9, 21))) == (4, 400)
    assert shape(open_volume(path, line=14)) == (1, 330)


def test_an_area_with_nothing_but_a_running_cdp_is_no_line(survey) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    x, y = on_plane(inline, crossline)
    with pytest.raises(UnknownGeometry):
        open_volume(survey(words(b1=running(1200), b21=running(1200), b181=x, b185=y)))


def test_equal_numberings_are_no_rivals(survey) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    given = words(b189=inline, b193=crossline, b9=crossline, b21=inline, b5=crossline - 999, b17=10 * inline)
    assert guess_headers(survey(given)) == HeaderBytes()


# Prestack


def gathers(fold: int = 6) -> Words:
    inline, crossline = grid(range(10, 20), range(100, 130))
    inline, crossline = np.repeat(inline, fold), np.repeat(crossline, fold)
    x, y = on_plane(inline, crossline)
    given = words(b1=running(len(inline)), b5=running(len(inline)), b21=np.repeat(running(300), fold), b181=x, b185=y)
    return given | words(b25=np.tile(running(fold), 300), b189=inline, b193=crossline)


def test_gathers_are_prestack_where_offsets_repeat(survey) -> None:
    offsets = np.tile(100 * running(6), 300)
    with pytest.raises(UnreadableFile, match="is prestack .6 traces with offsets 100 to 600"):
        open_volume(survey(gathers() | words(b37=offsets)))
    with pytest.raises(UnknownGeometry) as caught:
        open_volume(survey(gathers()))
    assert "prestack" not in str(caught.value)


@pytest.mark.parametrize("coordinates", [True, False])
def test_2d_gathers_are_prestack(survey, coordinates: bool) -> None:
    cdp = np.repeat(np.arange(101, 301), 6)
    given = words(b5=running(1200), b21=cdp, b25=np.tile(running(6), 200), b37=np.tile(100 * running(6), 200))
    if coordinates:
        x, y = on_curve(cdp)
        given |= words(b181=x, b185=y)
    else:
        del given[25]  # nothing but the offset tells the traces of a CDP apart
    with pytest.raises(UnreadableFile, match="is prestack"):
        open_volume(survey(given))


def test_shot_gathers_are_no_survey(survey) -> None:
    shot, channel = grid(range(101, 151), range(1, 49))
    given = words(b1=running(2400), b5=running(2400), b9=shot, b13=channel, b37=25 * channel)
    with pytest.raises(UnknownGeometry, match="shot gathers"):
        open_volume(survey(given))
    x, _ = 25 * shot, None
    given |= words(b73=x, b77=1, b81=x - 25 * channel, b85=1)
    with pytest.raises(UnknownGeometry, match="shot gathers"):
        open_volume(survey(given))


def test_shots_with_cdps_and_common_offsets_are_prestack(survey) -> None:
    shot, channel = grid(range(101, 151), range(1, 49))
    x, y = on_curve(2 * np.arange(50))
    given = words(b1=running(2400), b5=running(2400), b9=shot, b13=channel, b21=2 * shot + channel, b37=25 * channel)
    with pytest.raises(UnreadableFile, match="is prestack"):
        open_volume(survey(given | words(b73=x[shot - 101], b77=y[shot - 101])))
    inline, crossline = (np.tile(numbers, 4) for numbers in grid(range(300, 320), range(1000, 1060)))
    x, y = on_plane(inline, crossline)
    given = words(b189=inline, b193=crossline, b37=np.repeat(100 * running(4), 1200), b181=x, b185=y)
    with pytest.raises(UnreadableFile, match="offsets 100 to 400"):
        open_volume(survey(given))


def test_what_is_left_of_shots_in_a_stack_makes_no_prestack(survey) -> None:
    random = np.random.default_rng(5)
    left = {byte: ("i4", random.integers(1, most, 1200)) for byte, most in ((9, 500), (13, 96), (17, 900), (37, 6000))}
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    assert guess_headers(survey(left | words(b189=inline, b193=crossline))) == HeaderBytes()
    offsets = words(b37=random.permutation(1200))
    assert guess_headers(survey(offsets | words(b9=inline, b21=crossline), name="kingdom.sgy")) == HeaderBytes(9, 21)
    cdp = np.arange(101, 1301)
    line = open_volume(survey(left | words(b5=running(1200), b21=cdp), name="line.sgy")).geometry
    assert line.is_2d and line.crosslines.start == 101


def test_two_vintages_are_asked_about(survey) -> None:
    inline, crossline = (np.tile(numbers, 2) for numbers in grid(range(300, 320), range(1000, 1060)))
    x, y = on_plane(inline, crossline)
    with pytest.raises(UnknownGeometry, match="leave open"):
        open_volume(survey(words(b5=running(2400), b189=inline, b193=crossline, b181=x, b185=y)))


@pytest.mark.parametrize("shape_", ["bend", "loop"])
def test_a_crooked_2d_line_is_one_line(survey, shape_: str) -> None:
    way = 12.5 * np.arange(600)
    if shape_ == "bend":
        x, y = np.minimum(way, 3000), np.maximum(way - 3000, 0)
    else:
        x, y = 1200 * np.cos(way / 1200), 1200 * np.sin(way / 1200)
    geometry = open_volume(survey(words(b5=running(600), b21=way // 12.5 + 101, b181=10 * x, b185=10 * y))).geometry
    assert geometry.is_2d and geometry.crosslines.start == 101


def test_cdps_written_twice_on_a_2d_line_are_said(survey) -> None:
    cdp = np.sort(np.r_[101:701, [105, 390]])
    x, y = on_curve(cdp)
    volume = open_volume(survey(words(b5=running(602), b21=cdp, b181=x, b185=y)))
    assert shape(volume) == (1, 600) and volume.notices[0].startswith("2 traces lie where another one")


@pytest.mark.parametrize("order", ["shuffled", "as written"])
def test_the_order_of_the_traces_does_not_matter(survey, order: str) -> None:
    inline, crossline = grid(range(300, 320), range(1000, 1060))
    if order == "shuffled":
        places = np.random.default_rng(0).permutation(1200)
        inline, crossline = inline[places], crossline[places]
    x, y = on_plane(inline, crossline)
    assert guess_headers(survey(words(b9=inline, b25=crossline, b21=running(1200), b181=x, b185=y))).crossline == 25


# Several 2D lines in one file


@pytest.mark.parametrize("byte", [9, 189, 17, 25])
@pytest.mark.parametrize("running_cdp", [True, False])
def test_several_2d_lines_are_asked_for_and_opened_one_by_one(survey, byte: int, running_cdp: bool) -> None:
    lines = three_lines()
    cdp = lines["count"] if running_cdp else lines["cdp"]
    given = words(b1=lines["count"], b5=lines["count"], b21=cdp, b181=lines["x"], b185=lines["y"], b71=-10)
    path = survey(given | {byte: ("i4", lines["line"])})
    with pytest.raises(UnknownGeometry, match="holds 3 2D lines") as caught:
        open_volume(path)
    assert [option.split("  ")[0] for option in caught.value.options] == ["--line 11", "--line 12", "--line 14"]
    volume = open_volume(path, line=12)
    geometry = volume.geometry
    assert geometry.is_2d and geometry.inlines.start == 12 and shape(volume) == (1, 250)
    assert geometry.xy(0, 0) == (401_000.0, 5_201_500.0)
    with pytest.raises(BadRequest, match="no line 13: it has 11, 12, 14"):
        open_volume(path, line=13)


@pytest.mark.parametrize("coordinates", [True, False])
def test_2d_lines_that_no_word_names_are_counted(survey, coordinates: bool) -> None:
    lines = three_lines()
    given = words(b1=lines["count"], b21=lines["cdp"])
    if coordinates:
        given |= words(b181=lines["x"], b185=lines["y"])
    path = survey(given)
    with pytest.raises(UnknownGeometry, match="holds 3 2D lines") as caught:
        open_volume(path)
    assert caught.value.options[1] == "--line 2  250 traces, numbered 101–350"
    volume = open_volume(path, line=3)
    assert volume.geometry.is_2d and volume.geometry.inlines.start == 3 and shape(volume) == (1, 330)
    np.testing.assert_array_equal(volume.scan.trace_at[0], np.arange(650, 980))


def test_preview_and_ranking_show_the_lines_and_the_evidence(survey) -> None:
    lines = three_lines()
    path = survey(words(b9=lines["line"], b21=lines["cdp"], b181=lines["x"], b185=lines["y"]))
    best = weigh_headers(path).candidates[0]
    seen = preview(path, best.headers)
    assert [line.number for line in seen.lines] == [11, 12, 14] and seen.kind == "2D lines"
    assert best.in_words() == "3 2D lines; the coordinates agree"
