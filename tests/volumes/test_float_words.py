"""Trace headers whose words are floats, or in another byte order than the binary header."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import UnknownGeometry
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.segy.header_bytes import HeaderBytes

INLINE, CROSSLINE = (numbers.ravel() for numbers in np.mgrid[100:120, 500:530])
X, Y = 432910.75 + (INLINE - 100) * 25.0, 6492896.5 + (CROSSLINE - 500) * 12.5


@pytest.fixture
def float_words(ibm_bits):
    """Floats as the integers that stand in their place in a header."""

    def words(values: np.ndarray, kind: str, swapped: bool = False) -> np.ndarray:
        bits = ibm_bits(values.astype(np.float32)) if kind == "IBM" else values.astype(np.float32)
        integers = np.ascontiguousarray(bits).view(np.int32)
        return integers.byteswap() if swapped else integers

    return words


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("kind", ["IEEE", "IBM"])
@pytest.mark.parametrize("what", ["lines", "coordinates", "both"])
def test_words_that_are_floats(make_segy, float_words, what, kind, swapped, order) -> None:
    words = {71: ("i2", 1), 181: ("i4", np.rint(X)), 185: ("i4", np.rint(Y))}
    if what != "coordinates":
        words |= {189: ("i4", float_words(INLINE, kind, swapped)), 193: ("i4", float_words(CROSSLINE, kind, swapped))}
    if what != "lines":
        words |= {181: ("i4", float_words(X, kind, swapped)), 185: ("i4", float_words(Y, kind, swapped))}
    volume = open_volume(make_segy(INLINE, CROSSLINE, order=order, words=words))
    geometry = volume.geometry
    assert (geometry.inlines.start, geometry.inlines.stop, geometry.crosslines.start) == (100, 119, 500)
    assert geometry.shape[:2] == (20, 30)
    assert geometry.xy(0, 0) == pytest.approx((432910.75, 6492896.5), abs=0.8)
    named = {"lines": "inline (byte 189), crossline", "coordinates": "x (byte 181), y", "both": "y (byte 185)"}[what]
    [said] = [notice for notice in volume.notices if "stored as" in notice]
    assert named in said and f"{kind} floats" in said and ("other byte order" in said) == swapped


def test_small_numbers_in_ibm_floats_where_the_samples_are_so(make_segy, float_words, ibm_bits) -> None:
    """5, 6, … as IBM floats are whole numbers as IEEE floats too, or nearly."""
    inline, crossline = (numbers.ravel() for numbers in np.mgrid[1:21, 1:31])
    words = {189: ("i4", float_words(inline, "IBM")), 193: ("i4", float_words(crossline, "IBM"))}
    samples = ibm_bits(np.random.default_rng(0).normal(size=(600, 20)).astype(np.float32))
    geometry = open_volume(make_segy(inline, crossline, samples, words=words, binary={3225: ("i2", 1)})).geometry
    assert (geometry.inlines.start, geometry.inlines.stop, geometry.crosslines.stop) == (1, 20, 30)


def test_longitudes_and_latitudes_in_floats(make_segy, float_words) -> None:
    longitude, latitude = -3.5 + (CROSSLINE - 500) * 2e-4, 61 + (INLINE - 100) * 1e-4
    words = {181: ("i4", float_words(longitude, "IEEE")), 185: ("i4", float_words(latitude, "IEEE")), 89: ("i2", 3)}
    geometry = open_volume(make_segy(INLINE, CROSSLINE, words=words)).geometry
    assert geometry.reference.is_geographic and geometry.xy(0, 0) == pytest.approx((-3.5, 61), abs=1e-5)


@pytest.mark.parametrize(
    "x, y, scalar",
    [
        (X * 100, Y * 100, -100),
        (X * 1000, Y / 10 * 1000, -1000),
        (1.1e6 * 1000 + INLINE, 1.2e6 * 1000 + CROSSLINE, -1000),
    ],
)
def test_large_integers_stay_integers(make_segy, x, y, scalar) -> None:
    words = {181: ("i4", np.rint(x)), 185: ("i4", np.rint(y)), 71: ("i2", scalar)}
    volume = open_volume(make_segy(INLINE, CROSSLINE, words=words))
    assert not any("stored as" in notice for notice in volume.notices)
    assert volume.geometry.xy(0, 0) == pytest.approx((x[0] / -scalar, y[0] / -scalar), rel=1e-6)


def test_line_numbers_in_the_other_byte_order(make_segy) -> None:
    words = {189: ("i4", INLINE.astype(np.int32).byteswap()), 193: ("i4", CROSSLINE.astype(np.int32).byteswap())}
    volume = open_volume(make_segy(0, np.zeros_like(INLINE), words=words))
    assert (volume.geometry.inlines.start, volume.geometry.inlines.step) == (100, 1)
    assert any("integers in the other byte order" in notice for notice in volume.notices)


@pytest.mark.parametrize("order", [">", "<"])
def test_trace_headers_in_another_byte_order_than_the_binary_header(make_segy, order) -> None:
    other = "<" if order == ">" else ">"
    words = {115: ("u2", 20), 117: ("u2", 4000), 71: ("i2", -100), 109: ("i2", 180)}
    words |= {181: ("i4", np.rint(X * 100)), 185: ("i4", np.rint(Y * 100))}
    values = np.random.default_rng(0).normal(size=(600, 20)).astype(np.float32)
    path = make_segy(INLINE, CROSSLINE, values, order=other, words=words)
    front = make_segy(INLINE, CROSSLINE, values, order=order, name="front.sgy").read_bytes()[:3600]
    path.write_bytes(front + path.read_bytes()[3600:])
    volume = open_volume(path)
    geometry = volume.geometry
    assert geometry.inlines.stop == 119 and geometry.xy(0, 0) == pytest.approx((432910.75, 6492896.5))
    assert (geometry.samples.start, geometry.samples.interval) == (180, 4)
    np.testing.assert_array_equal(volume.section(SectionId(Direction.INLINE, 100)), values[:30])


def test_numbers_that_no_line_has_are_refused(make_segy) -> None:
    words = {61: ("i4", (INLINE - 99) * 17_000_001), 65: ("i4", CROSSLINE)}
    with pytest.raises(UnknownGeometry, match="can hardly be line numbers"):
        open_volume(make_segy(INLINE, CROSSLINE, words=words), headers=HeaderBytes(61, 65))


@pytest.mark.parametrize("unit", [0, 3])
def test_degrees_as_floats_lie_along_a_2d_line(make_segy, unit) -> None:
    cdp = np.arange(201, 701)
    longitude, latitude = (4.2 + cdp * 2e-4).astype(np.float32), (52 + cdp * 1e-4).astype(np.float32)
    given = {21: ("i4", cdp), 73: ("f4", longitude), 77: ("f4", latitude), 89: ("i2", unit)}
    volume = open_volume(make_segy(0, np.zeros(500, int), words=given))
    assert volume.geometry.is_2d and volume.geometry.reference.is_geographic
    assert volume.geometry.xy(0, 0) == pytest.approx((longitude[0], latitude[0]), abs=1e-5)
