"""SEG-Y files made to be odd in one way each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import numpy as np
import pytest

from seisviewer.errors import BadRequest, UnknownGeometry, UnreadableFile
from seisviewer.progress import Notice, Progress
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import Choices, OpenChoices
from seisviewer.volumes.opening import open_steps, open_volume
from seisviewer.volumes.segy import trace_placing
from seisviewer.volumes.segy.segy_headers import HeaderBytes, NamedBytes, guess_headers, preview

INLINE, CROSSLINE, TIME = Direction
GRID = np.mgrid[10:16, 100:109]  # 6 inlines, 9 crosslines


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("code", [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16])
def test_formats_and_byte_orders(make_segy, ibm_bits, code: int, order: str) -> None:
    random = np.random.default_rng(code)
    low, high = (-100, 100) if code not in (10, 11, 12, 15, 16) else (0, 250)
    values = random.integers(low, high, (GRID[0].size, 21)).astype(np.float32)
    if code in (1, 5, 6):
        values *= 0.375
    stored = ibm_bits(values) if code == 1 else values
    volume = open_volume(make_segy(*GRID, stored, code=code, order=order))
    for index in range(6):
        section = volume.section(SectionId(INLINE, 10 + index))
        np.testing.assert_array_equal(section, values.reshape(6, 9, 21)[index])
    np.testing.assert_array_equal(volume.section(SectionId(TIME, 20)), values.reshape(6, 9, 21)[:, :, 20])


@pytest.mark.parametrize("code, name", [(4, "fixed point with gain"), (13, "not in the standard")])
def test_unreadable_formats_are_refused_by_name(make_segy, code: int, name: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"format {code}\b.*{name}"):
        open_volume(make_segy(*GRID, binary={3225: ("i2", code)}))


def test_reversed_stepped_and_shuffled_traces(make_segy) -> None:
    inline, crossline = np.mgrid[40:10:-5, 209:200:-2]
    values = np.arange(inline.size * 4, dtype=np.float32).reshape(-1, 4) + 1
    order = np.random.default_rng(0).permutation(inline.size)
    path = make_segy(inline.ravel()[order], crossline.ravel()[order], values[order])
    geometry = (volume := open_volume(path)).geometry
    assert (geometry.inlines.start, geometry.inlines.step, geometry.inlines.stop) == (15, 5, 40)
    assert (geometry.crosslines.start, geometry.crosslines.step, geometry.crosslines.stop) == (201, 2, 209)
    cube = values.reshape(6, 5, 4)[::-1, ::-1]
    np.testing.assert_array_equal(volume.section(SectionId(INLINE, 35)), cube[4])
    np.testing.assert_array_equal(volume.section(SectionId(CROSSLINE, 203)), cube[:, 1])
    with pytest.raises(BadRequest, match="no line 36"):
        volume.section(SectionId(INLINE, 36))


def test_dead_traces_are_missing(make_segy) -> None:
    values = np.zeros((GRID[0].size, 40), np.float32)
    values[:, 3] = 1.0  # far from the samples that are looked at first
    values[20] = 0.0
    volume = open_volume(make_segy(*GRID, values))
    assert volume.geometry.live.sum() == GRID[0].size - 1 and not volume.geometry.live[2, 2]
    assert np.isnan(volume.section(SectionId(INLINE, 12))[2]).all()
    with pytest.raises(UnreadableFile, match="nothing but zeros"):
        open_volume(make_segy(*GRID, 0 * values))


def test_values_that_are_no_numbers_do_not_look_like_missing_traces(make_segy) -> None:
    values = np.ones((GRID[0].size, 8), np.float32)
    values[5, 2:4] = np.inf, np.nan
    section = open_volume(make_segy(*GRID, values)).section(SectionId(INLINE, 10))
    assert section[5].tolist() == [1, 1, 0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize("code", [5, 6])
@pytest.mark.parametrize("order", [">", "<"])
def test_a_trace_without_a_number_is_missing(make_segy, code: int, order: str) -> None:
    values = np.ones((GRID[0].size, 40), np.float32)
    values[4], values[5], values[6, 1:] = np.nan, np.inf, np.nan
    values[7] = np.where(np.arange(40) % 2, np.nan, 0)
    live = open_volume(make_segy(*GRID, values, code=code, order=order)).geometry.live
    assert live[0].tolist() == [True] * 4 + [False, False, True, False, True]


def test_header_bytes_are_guessed_and_can_be_named(make_segy) -> None:
    inline, crossline = (numbers.ravel() for numbers in GRID)
    path = make_segy(0, np.zeros_like(inline), words={9: ("i4", inline), 21: ("i4", crossline), 73: ("i4", inline)})
    assert guess_headers(path) == HeaderBytes(9, 21, 73, 77)
    odd = make_segy(0, np.zeros_like(inline), words={61: ("i4", inline), 65: ("i4", crossline)}, name="own.sgy")
    with pytest.raises(UnknownGeometry, match="name the bytes"):
        open_volume(odd)
    assert open_volume(odd, headers=HeaderBytes(61, 65)).geometry.shape == (6, 9, 20)
    with pytest.raises(BadRequest, match="outside the trace header"):
        HeaderBytes(inline=240)


def test_bytes_that_are_not_named_are_guessed(make_segy) -> None:
    inline, crossline = (numbers.ravel() for numbers in GRID)
    words = {61: ("i4", inline), 21: ("i4", crossline), 73: ("i4", 25 * inline), 77: ("i4", 25 * crossline)}
    path = make_segy(0, np.zeros_like(inline), words=words)
    volume = open_volume(path, headers=NamedBytes(inline=61))
    assert volume.scan.headers == HeaderBytes(61, 21, 73, 77)
    assert volume.geometry.xy(1, 2) == pytest.approx((25 * 11, 25 * 102))
    assert guess_headers(path, NamedBytes(61, 65, y=185)) == HeaderBytes(61, 65, 73, 185)
    with pytest.raises(BadRequest, match="outside the trace header"):
        NamedBytes(y=0)


def test_words_that_are_no_line_numbers_are_refused(make_segy) -> None:
    random = np.random.default_rng(0)
    path = make_segy(
        *GRID, words={61: ("i4", random.integers(0, 2**31, 54)), 65: ("i4", random.integers(0, 2**31, 54))}
    )
    with pytest.raises(UnknownGeometry, match="hardly be line numbers"):
        open_volume(path, headers=HeaderBytes(61, 65))


def test_a_grid_that_fits_in_no_memory_is_refused(make_segy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trace_placing, "available_memory", lambda: 10_000)
    inline, crossline = np.mgrid[10:16, 100:1000:100]
    path = make_segy(inline, crossline)
    assert open_volume(path).geometry.live.size == 54
    # One line off the steps of the others makes a grid of every number between.
    words = {189: ("i4", (7 * inline + (inline == 15)).ravel()), 193: ("i4", (crossline + (crossline == 900)).ravel())}
    with pytest.raises(UnknownGeometry, match="not enough memory"):
        open_volume(make_segy(inline, crossline, words=words), headers=HeaderBytes(189, 193))


def test_preview_shows_what_a_choice_would_give(make_segy) -> None:
    inline, crossline = (numbers.ravel()[:-1] for numbers in GRID)
    path = make_segy(inline, crossline)
    good = preview(path, HeaderBytes())
    assert (good.kind, good.inline.first, good.inline.last, good.crossline.step) == ("3D", 10, 15, 1)
    assert good.filled == pytest.approx(53 / 54) and good.duplicates == 0
    assert good.rows[1][good.names.index("193: crossline")] == 101
    bad = preview(path, HeaderBytes(inline=1, crossline=193))
    assert bad.kind == "unknown" and bad.duplicates == 44


def test_a_sparse_survey_of_whole_lines_is_no_2d_line(make_segy) -> None:
    inline = np.concatenate([np.full(40, 20), np.arange(1, 41)])
    crossline = np.concatenate([np.arange(1, 41), np.full(40, 50)])
    order = np.lexsort((crossline, inline))
    assert open_volume(make_segy(inline[order], crossline[order])).geometry.shape == (40, 50, 20)


def test_an_arbitrary_line_through_a_survey_is_a_2d_line(make_segy) -> None:
    steps = np.arange(30)
    path = make_segy(100 + steps, 200 + steps // 3 * 2, words={181: ("i4", 10 * steps), 185: ("i4", 5 * steps)})
    geometry = open_volume(path).geometry
    assert geometry.is_2d and geometry.shape == (1, 30, 20)
    assert geometry.xy(0, 7) == (70.0, 35.0)


def test_prestack_and_duplicates(make_segy) -> None:
    inline, crossline = np.repeat(GRID[0].ravel(), 3), np.repeat(GRID[1].ravel(), 3)
    gathers = make_segy(inline, crossline, words={37: ("i4", np.tile([100, 200, 300], 54))})
    with pytest.raises(UnreadableFile, match="prestack .3 traces with offsets 100 to 300"):
        open_volume(gathers)
    with pytest.raises(UnknownGeometry, match="usual bytes"):
        open_volume(make_segy(inline, crossline))
    with pytest.raises(UnknownGeometry, match="3 traces at inline 10, crossline 100"):
        open_volume(make_segy(inline, crossline), headers=HeaderBytes())


def test_cut_off_file(make_segy) -> None:
    path = make_segy(*GRID)
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(UnreadableFile, match="cut off or damaged"):
        open_volume(path)
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(UnreadableFile, match="no SEG-Y file"):
        open_volume(path)


def test_traces_of_different_lengths_or_starts_are_refused(make_segy) -> None:
    varied = np.where(np.arange(54) % 2, 20, 19)
    with pytest.raises(UnreadableFile, match="different lengths"):
        open_volume(make_segy(*GRID, words={115: ("u2", varied)}))
    with pytest.raises(UnreadableFile, match="start at different times"):
        open_volume(make_segy(*GRID, words={109: ("i2", varied)}))


def test_sample_axis(make_segy) -> None:
    """Delay with its scalar, an interval that is missing, doubtful or named by the user, and depth."""
    delayed = make_segy(*GRID, words={109: ("i2", 1805), 215: ("i2", -10)}, binary={3501: ("u1", 1)})
    samples = open_volume(delayed).geometry.samples
    assert (samples.start, samples.interval, samples.unit) == (180.5, 4.0, "ms")
    silent = make_segy(*GRID, binary={3217: ("u2", 0)})
    with pytest.raises(UnreadableFile, match="does not state its sample interval"):
        open_volume(silent)
    depth = open_volume(silent, interval=12.5, unit="m").geometry.samples
    assert (depth.interval, depth.unit, depth.is_time) == (12.5, "m", False)
    in_traces = make_segy(*GRID, binary={3217: ("u2", 0)}, words={117: ("u2", 2000)})
    assert open_volume(in_traces).geometry.samples.interval == 2.0
    quarrel = make_segy(*GRID, words={117: ("u2", 2000)})
    events = list(open_steps(quarrel))
    assert [type(event) for event in events][-1] is Notice and "4 ms and its traces 2 ms" in events[-1].text
    with pytest.raises(BadRequest, match="choose ms, m or ft"):
        open_volume(quarrel, unit="s")


def test_extended_text_headers_and_ascii(make_segy) -> None:
    path = make_segy(*GRID, text=b"C 1 PLAIN ASCII".ljust(3200))
    whole = bytearray(path.read_bytes())
    whole[3504:3506] = (2).to_bytes(2, "big")
    path.write_bytes(whole[:3600] + bytes(6400) + whole[3600:])
    volume = open_volume(path)
    assert volume.geometry.live.all() and volume.scan.layout.text.startswith("C 1 PLAIN ASCII")


def test_coordinate_scalar_and_rotated_grid(make_segy) -> None:
    inline, crossline = (numbers.ravel() for numbers in GRID)
    x, y = 5000 + 12.5 * (inline - 10) - 20 * (crossline - 100), 9000 + 20 * (inline - 10) + 12.5 * (crossline - 100)
    words = {181: ("i4", np.rint(x * 100)), 185: ("i4", np.rint(y * 100))}
    geometry = open_volume(make_segy(*GRID, words=words | {71: ("i2", -100)})).geometry
    np.testing.assert_allclose(geometry.affine, [[12.5, -20, 5000], [20, 12.5, 9000]], atol=0.01)
    nonsense = {181: ("i4", np.random.default_rng(0).integers(0, 10**6, 54)), 185: ("i4", inline)}
    strange = open_volume(make_segy(*GRID, words=nonsense, name="strange.sgy"))
    assert strange.geometry.affine is None and "do not follow its lines" in strange.notices[0]
    assert open_volume(make_segy(*GRID, name="none.sgy")).geometry.affine is None


def test_scan_reports_progress_and_can_be_dropped(make_segy) -> None:
    work = open_steps(make_segy(*GRID))
    assert isinstance(next(work), Progress)
    work.close()


def test_sections_from_many_threads(small_survey) -> None:
    volume = open_volume(small_survey)
    sections = [volume.geometry.section(direction, index) for direction in Direction for index in range(30)]
    alone = [volume.section(section) for section in sections]
    with ThreadPoolExecutor(8) as pool:
        for expected, section in zip(alone * 3, pool.map(volume.section, sections * 3), strict=True):
            np.testing.assert_array_equal(section, expected)


def test_a_closed_volume_says_so(small_survey) -> None:
    volume = open_volume(small_survey)
    volume.close()
    volume.close()
    with pytest.raises(UnreadableFile, match="was closed"):
        volume.section(SectionId(TIME, 0))


@pytest.mark.parametrize("name, words", [("nothing.sgy", "does not exist"), ("survey.xyz", "of no format")])
def test_other_paths(tmp_path, name: str, words: str) -> None:
    if name != "nothing.sgy":
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UnreadableFile, match=words):
        open_volume(tmp_path / name)


def test_every_choice_can_be_named_when_a_survey_is_opened() -> None:
    assert set(Choices.__annotations__) == {field.name for field in fields(OpenChoices)}
