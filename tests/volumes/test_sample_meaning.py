"""IBM or IEEE, times or depths, milliseconds or microseconds: what a file does not say, or says wrongly."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import BadRequest, UnclearFile
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume

GRID = np.mgrid[10:16, 100:109]  # 6 inlines, 9 crosslines


def amplitudes(samples: int = 120, seed: int = 0) -> np.ndarray:
    """(54, samples): smooth, both signs, over several powers of ten, as stacked data are."""
    random = np.random.default_rng(seed)
    wavelet = np.exp(-(np.linspace(-3, 3, 15) ** 2))
    values = np.apply_along_axis(np.convolve, 1, random.laplace(size=(54, samples)), wavelet, "same")
    return (values * np.exp(-np.arange(samples) / 60)).astype(np.float32)


def first_inline(volume) -> np.ndarray:
    return volume.section(volume.geometry.section(Direction.INLINE, 0))


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 3e4])
@pytest.mark.parametrize("stated, true", [(1, 5), (5, 1), (1, 1), (5, 5)])
def test_floats_are_told_by_their_exponents(make_segy, ibm_bits, stated, true, scale, order) -> None:
    values = amplitudes() * np.float32(scale)
    stored = ibm_bits(values) if true == 1 else values
    volume = open_volume(make_segy(*GRID, stored, code=5, order=order, binary={3225: ("i2", stated)}))
    np.testing.assert_allclose(first_inline(volume), values[:9], rtol=1e-5, atol=1e-7 * scale)
    assert any("exponents" in notice for notice in volume.notices) == (stated != true)
    named = open_volume(volume.path, format="ibm" if stated == 1 else "ieee")
    assert named.scan.layout.format.code == stated and not any("exponents" in notice for notice in named.notices)


@pytest.mark.parametrize(
    "make",
    [
        lambda values: np.rint(values * 100),  # whole numbers
        lambda values: np.abs(values) * 300 + 1500,  # velocities within one power of two
        lambda values: np.clip(values, -1, 1),
        lambda values: np.sign(values),
        lambda values: np.where(np.arange(values.shape[1]) < 60, 0, values),  # muted
        lambda values: values.astype(np.float16).astype(np.float32),  # lower halves are zero
    ],
)
@pytest.mark.parametrize("code", [1, 5])
def test_what_is_marked_rightly_stays(make_segy, ibm_bits, code, make) -> None:
    values = make(amplitudes()).astype(np.float32)
    path = make_segy(*GRID, ibm_bits(values) if code == 1 else values, binary={3225: ("i2", code)})
    volume = open_volume(path)
    np.testing.assert_allclose(first_inline(volume), values[:9], rtol=1e-5, atol=1e-7)
    assert not volume.notices


@pytest.mark.parametrize("code", [1, 5])
@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("stated", [2, 10])
def test_floats_that_are_marked_as_integers(make_segy, ibm_bits, code, order, stated) -> None:
    values = amplitudes() * np.float32(1000)
    stored = ibm_bits(values) if code == 1 else values
    volume = open_volume(make_segy(*GRID, stored, code=5, order=order, binary={3225: ("i2", stated)}))
    np.testing.assert_allclose(first_inline(volume), values[:9], rtol=1e-5, atol=1e-3)
    assert any("exponents" in notice for notice in volume.notices)
    assert open_volume(volume.path, format="int32").scan.layout.format.code == 2


@pytest.mark.parametrize("scale, shift", [(1e2, 0), (1e6, 0), (3e8, 0), (5e7, 8e8), (1e7, -9e8)])
def test_large_integers_stay_integers(make_segy, scale, shift) -> None:
    values = amplitudes().astype(np.float64)
    values = np.rint(np.clip(values / np.abs(values).max() * 4, -1, 1) * scale + shift)
    volume = open_volume(make_segy(*GRID, values, code=2))
    np.testing.assert_allclose(first_inline(volume), values[:9], rtol=1e-6)
    assert not volume.notices


def test_ibm_floats_of_two_exponents_that_are_marked_as_ieee(make_segy, ibm_bits) -> None:
    values = np.random.default_rng(0).normal(scale=1400, size=(54, 120)).astype(np.float32)
    volume = open_volume(make_segy(*GRID, ibm_bits(values), code=5))
    np.testing.assert_allclose(first_inline(volume), values[:9], rtol=1e-5, atol=1e-3)
    assert any("exponents" in notice for notice in volume.notices)


@pytest.mark.parametrize("scale", [0.3, 1, 7, 900, 5e4])
def test_ieee_floats_of_few_exponents_stay(make_segy, scale) -> None:
    values = np.random.default_rng(0).normal(scale=scale, size=(54, 120)).astype(np.float32)
    volume = open_volume(make_segy(*GRID, values, code=5))
    np.testing.assert_array_equal(first_inline(volume), values[:9])
    assert not volume.notices


@pytest.mark.parametrize("code", [1, 5])
def test_samples_in_the_other_byte_order_than_the_headers(make_segy, ibm_bits, code) -> None:
    values = amplitudes()
    stored = (ibm_bits(values) if code == 1 else values).byteswap()
    volume = open_volume(make_segy(*GRID, stored, binary={3225: ("i2", code)}))
    np.testing.assert_allclose(first_inline(volume), values[:9], rtol=1e-5, atol=1e-7)
    assert any("little-endian, unlike its headers" in notice for notice in volume.notices)


def test_values_that_cannot_be_right_are_said(make_segy) -> None:
    values = amplitudes()
    values[5, 2:5] = np.nan, np.inf, 1e30
    values[11] = np.nan
    volume = open_volume(make_segy(*GRID, values))
    assert first_inline(volume)[5, 2:5].tolist() == [0, 0, 0]
    assert not volume.geometry.live[1, 2] and volume.geometry.live.sum() == 53
    assert any("are no amplitudes" in notice for notice in volume.notices)
    assert any("1 trace of odd.sgy holds no number" in notice for notice in volume.notices)
    equal = open_volume(make_segy(*GRID, np.full((54, 40), 2.5), name="equal.sgy"))
    assert any("are 2.5" in notice for notice in equal.notices)


def test_a_file_of_impossible_values_is_asked_about(make_segy) -> None:
    """Integers marked as floats reach 1e38 or nothing at all: the user names the format that they are in."""
    values = np.random.default_rng(0).integers(-(2**31), 2**31 - 1, (54, 40)).astype(np.int32)
    path = make_segy(*GRID, values, code=2, binary={3225: ("i2", 5)})
    with pytest.raises(UnclearFile, match="no amplitudes as 4-byte IEEE floats") as asked:
        open_volume(path)
    assert "--format int32  4-byte integer" in asked.value.options
    assert np.abs(first_inline(open_volume(path, format="int32"))).max() > 1e9
    small = make_segy(*GRID, values >> 20, code=2, binary={3225: ("i2", 5)}, name="small.sgy")
    with pytest.raises(UnclearFile, match="no amplitudes"):
        open_volume(small)
    with pytest.raises(BadRequest, match="no format of samples"):
        open_volume(path, format="float16")


def test_a_format_of_another_width_frames_the_traces(make_segy) -> None:
    values = np.random.default_rng(0).integers(-100, 100, (54, 41))
    path = make_segy(*GRID, values, code=3, binary={3225: ("i2", 0)})
    with pytest.raises(UnclearFile, match="names no sample format"):
        open_volume(path)
    np.testing.assert_array_equal(first_inline(open_volume(path, format="int16")), values[:9])


def text(*lines: str, ebcdic: bool = True) -> bytes:
    whole = "".join(f"C{number:2d} {line}".ljust(80) for number, line in enumerate(lines, 1))
    return whole.encode("cp037") if ebcdic else whole.ljust(3200).encode()


DEPTHS = [
    (("PRESTACK DEPTH MIGRATION, DEPTH DOMAIN", "DEPTH UNIT METRES, SAMPLE INTERVAL 5 M"), 5000, (5, "m")),
    (("VERTICAL AXIS: DEPTH", "ALL DEPTHS IN FEET"), 10_000, (10, "ft")),
    (("SAMPLE INTERVAL: 12.5 M",), 12_500, (12.5, "m")),
    (("SAMPLE INTERVAL 4 M", "DATA DOMAIN = DEPTH"), 4000, (4, "m")),
    (("KIRCHHOFF PSDM STACK",), 5000, (5, "m")),
    (("TIME TO DEPTH CONVERTED CUBE, DEPTH DATUM MSL",), 3000, (3, "m")),
    (("POST-STACK TIME MIGRATED", "4 MS, 462 SAMPLES"), 4000, (4, "ms")),
    (("PSDM, STRETCHED TO TIME", "SAMPLE INTERVAL 4 MS"), 4000, (4, "ms")),
    (("WATER DEPTH 80 M, CABLE DEPTH 7 METRES",), 2000, (2, "ms")),
    (("SAMPLE RATE 5 MS",), 5000, (5, "ms")),
    (("SAMPLE INTERVAL (MS): 10",), 10_000, (10, "ms")),
    (("REVERSE TIME MIGRATION, DEPTH DOMAIN",), 10_000, (10, "m")),
    ((), 4000, (4, "ms")),
]


@pytest.mark.parametrize("ebcdic", [True, False])
@pytest.mark.parametrize("lines, word, axis", DEPTHS)
def test_depth_or_time_by_the_text_header(make_segy, lines, word, axis, ebcdic) -> None:
    path = make_segy(*GRID, text=text(*lines, ebcdic=ebcdic), binary={3217: ("u2", word)}, words={109: ("i2", 1200)})
    volume = open_volume(path)
    samples = volume.geometry.samples
    assert (samples.interval, samples.unit) == axis and samples.start == 1200
    assert any("speaks of depth" in notice for notice in volume.notices) == (axis[1] != "ms")
    assert open_volume(path, unit="ft").geometry.samples.unit == "ft"


@pytest.mark.parametrize(
    "lines, word",
    [
        (("PSDM FINAL STACK",), 4000),
        (("DEPTH DOMAIN", "TWO-WAY TIME"), 5000),
        (("RECORDED: SAMPLE INTERVAL 4 MS", "OUTPUT: DEPTH DOMAIN"), 4000),
        ((), 10_000),
    ],
)
def test_a_doubtful_unit_is_asked_for(make_segy, lines, word) -> None:
    path = make_segy(*GRID, text=text(*lines), binary={3217: ("u2", word)})
    with pytest.raises(UnclearFile, match="name the unit of its vertical axis"):
        open_volume(path)
    assert open_volume(path, unit="m").geometry.samples.unit == "m"


def test_feet_by_the_binary_header(make_segy) -> None:
    path = make_segy(*GRID, text=text("DEPTH DOMAIN"), binary={3217: ("u2", 20_000), 3255: ("i2", 2)})
    assert open_volume(path).geometry.samples.unit == "ft"


@pytest.mark.parametrize("stated", [5, 10, 50])
def test_a_depth_interval_in_whole_metres_is_asked_about(make_segy, stated) -> None:
    """The word holds thousandths; some write whole metres or feet into it."""
    text = "C 1 DEPTH DOMAIN, METRES".ljust(3200).encode("cp037")
    path = make_segy(*GRID, amplitudes(), binary={3217: ("u2", stated)}, text=text)
    with pytest.raises(UnclearFile, match=f"perhaps {stated} m"):
        open_volume(path)
    assert open_volume(path, interval=stated).geometry.samples.interval == stated


def test_a_short_depth_interval_that_the_text_confirms(make_segy) -> None:
    text = "C 1 DEPTH DOMAIN, SAMPLE INTERVAL 0.02 M".ljust(3200).encode("cp037")
    samples = open_volume(make_segy(*GRID, amplitudes(), binary={3217: ("u2", 20)}, text=text)).geometry.samples
    assert (samples.interval, samples.unit) == (0.02, "m")


def test_an_interval_that_cannot_be(make_segy) -> None:
    """Milliseconds in the place of microseconds, and worse: the traces or the text say it, or the user."""
    by_traces = make_segy(*GRID, binary={3217: ("u2", 4)}, words={117: ("u2", 2000)})
    volume = open_volume(by_traces)
    assert volume.geometry.samples.interval == 2 and "can hardly be" in volume.notices[0]
    by_text = make_segy(*GRID, binary={3217: ("u2", 4)}, text=text("SAMPLE INTERVAL: 4 MS"), name="text.sgy")
    assert open_volume(by_text).geometry.samples.interval == 4
    nothing = make_segy(*GRID, binary={3217: ("u2", 0)}, text=text("SAMPLE RATE 2 MSEC"), name="zero.sgy")
    assert open_volume(nothing).geometry.samples.interval == 2
    for word in (1, 4):
        path = make_segy(*GRID, binary={3217: ("u2", word)}, words={117: ("u2", word)}, name="unclear.sgy")
        with pytest.raises(UnclearFile, match=f"perhaps {word} ms"):
            open_volume(path)
        assert open_volume(path, interval=word).geometry.samples.interval == word


def test_a_revision_2_interval_that_is_no_whole_number(make_segy) -> None:
    binary = {3501: ("u1", 2), 3217: ("u2", 3333), 3273: ("f8", 10_000 / 3)}
    assert open_volume(make_segy(*GRID, binary=binary)).geometry.samples.interval == pytest.approx(10 / 3)


def test_dead_traces_do_not_set_the_start(make_segy) -> None:
    values = amplitudes()
    values[[3, 30]] = 0
    start = np.where(np.isin(np.arange(54), [3, 30]), 0, 180)
    assert open_volume(make_segy(*GRID, values, words={109: ("i2", start)})).geometry.samples.start == 180


def test_a_time_slice_of_swapped_samples(make_segy) -> None:
    values = amplitudes()
    volume = open_volume(make_segy(*GRID, values.byteswap()))
    np.testing.assert_array_equal(volume.section(SectionId(Direction.TIME, 7)), values[:, 7].reshape(6, 9))


@pytest.mark.parametrize(
    "true, stated, middle, size", [(16, 8, 128, 60), (8, 16, 0, 60), (11, 3, 32768, 9000), (3, 11, 0, 9000)]
)
def test_signed_or_unsigned_by_the_smoothness_of_traces(make_segy, true, stated, middle, size) -> None:
    values = amplitudes()
    values = np.rint(values / np.abs(values).max() * 2 * size).clip(-size, size) + middle
    volume = open_volume(make_segy(*GRID, values, code=true, binary={3225: ("i2", stated)}))
    np.testing.assert_array_equal(first_inline(volume), values[:9])
    assert any("smoother" in notice for notice in volume.notices)
    rightly = open_volume(make_segy(*GRID, values, code=true, name="right.sgy"))
    np.testing.assert_array_equal(first_inline(rightly), values[:9])
    assert not rightly.notices


@pytest.mark.parametrize("code", [2, 3])
def test_integers_in_the_other_byte_order_than_the_headers(make_segy, code) -> None:
    values = np.rint(amplitudes() * 1000)
    path = make_segy(*GRID, values, code=code)
    raw = np.frombuffer(path.read_bytes()[3600:], np.uint8).reshape(54, -1).copy()
    width = 4 if code == 2 else 2
    raw[:, 240:] = raw[:, 240:].reshape(54, -1, width)[..., ::-1].reshape(54, -1)
    path.write_bytes(path.read_bytes()[:3600] + raw.tobytes())
    volume = open_volume(path)
    np.testing.assert_array_equal(first_inline(volume), values[:9])
    assert any("little-endian" in notice for notice in volume.notices)


def test_eight_bits_in_the_upper_byte_of_a_larger_integer_stay(make_segy) -> None:
    values = np.rint(amplitudes() * 10).clip(-127, 127) * 256
    volume = open_volume(make_segy(*GRID, values, code=3))
    np.testing.assert_array_equal(first_inline(volume), values[:9])
    assert not volume.notices


@pytest.mark.parametrize("true, stated", [(5, 3), (5, 6), (3, 5), (6, 5), (8, 3), (3, 8)])
def test_a_format_of_another_width_than_the_traces_have_is_asked_about(make_segy, true, stated) -> None:
    """Binary and trace headers agree on 120 samples, for which the stated format leaves too much or too little room."""
    values = np.rint(amplitudes() * 50).clip(-100, 100)
    words = {1: ("i4", np.arange(54)), 115: ("u2", 120), 117: ("u2", 4000), 29: ("i2", 1)}
    path = make_segy(*GRID, values, code=true, words=words, binary={3225: ("i2", stated)})
    with pytest.raises(UnclearFile, match="120 that its headers state"):
        open_volume(path)
    option = {3: "int16", 5: "ieee", 6: "float64", 8: "int8"}[true]
    np.testing.assert_allclose(first_inline(open_volume(path, format=option)), values[:9])


@pytest.mark.parametrize("code", [1, 5])
@pytest.mark.parametrize("undefined", [-999.25, -9999])
def test_traces_that_hold_nothing_but_an_undefined_value_are_missing(make_segy, ibm_bits, code, undefined) -> None:
    values = amplitudes() * np.float32(2000)
    values[::6] = undefined
    values[1, 3] = undefined  # an amplitude like any other
    volume = open_volume(make_segy(*GRID, ibm_bits(values) if code == 1 else values, binary={3225: ("i2", code)}))
    assert volume.geometry.live.sum() == 45 and np.isnan(first_inline(volume)[0]).all()
    np.testing.assert_allclose(first_inline(volume)[1], values[1], rtol=1e-5, atol=1e-2)
    assert any("9 traces of odd.sgy hold no numbers" in notice for notice in volume.notices)
