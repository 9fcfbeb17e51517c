"""How many samples a trace has, where the traces begin and in which byte order: by all that a file says about it."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.errors import UnreadableFile
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.opening import open_volume

GRID = np.mgrid[10:16, 100:109]  # 6 inlines, 9 crosslines
LONG = 70_000
REVISION_2 = {3501: ("u1", 2)}


def long_traces(count: int) -> np.ndarray:
    """(6, count), no sample of which is zero."""
    return np.random.default_rng(0).normal(size=(6, count)).astype(np.float32) + 10


def numbered(count: int, in_trace: int) -> dict:
    return {1: ("i4", np.arange(1, 7)), 115: ("u2", in_trace), 117: ("u2", 4000), 71: ("i2", -100)}


@pytest.mark.parametrize("old", [65535, 32767, LONG % 65536, 0])
@pytest.mark.parametrize("revision", [1, 2])
def test_traces_longer_than_their_old_word_can_say(make_segy, old: int, revision: int) -> None:
    """Revision 2 says it in another word; before, only the distance between the headers tells."""
    binary = {3221: ("u2", old), 3501: ("u1", revision)} | ({3269: ("i4", LONG)} if revision == 2 else {})
    path = make_segy(*np.mgrid[1:3, 1:4], long_traces(LONG), words=numbered(LONG, old), binary=binary)
    volume = open_volume(path)
    assert volume.geometry.shape == (2, 3, LONG)
    np.testing.assert_array_equal(volume.section(volume.geometry.section(Direction.INLINE, 0)), long_traces(LONG)[:3])


def test_an_unsigned_count(make_segy) -> None:
    path = make_segy(*np.mgrid[1:3, 1:4], long_traces(60_000), words=numbered(60_000, 60_000))
    assert open_volume(path).geometry.samples.count == 60_000 and not open_volume(path).notices


@pytest.mark.parametrize("stated, in_traces", [(100, 500), (500, 100), (2180, 500), (0, 500), (500, 0), (1240, 0)])
def test_the_count_under_which_the_headers_agree(make_segy, stated: int, in_traces: int) -> None:
    """All of these divide the file, or do so twice: 2180 is four traces of 500 samples with the headers between."""
    inline, crossline = np.mgrid[1:21, 1:31]
    samples = np.random.default_rng(0).normal(size=(600, 500)).astype(np.float32)
    words = {1: ("i4", np.arange(600)), 115: ("u2", in_traces), 117: ("u2", 4000), 29: ("i2", 1)}
    path = make_segy(inline, crossline, samples, words=words, binary={3221: ("u2", stated)})
    volume = open_volume(path)
    assert volume.geometry.shape == (20, 30, 500)
    assert any("500 samples apart" in notice for notice in volume.notices) == (stated not in (0, 500))


def test_a_count_left_over_in_the_traces_is_not_taken(make_segy) -> None:
    """A file cut from a longer one: the old count of its trace headers divides it as well."""
    samples = np.random.default_rng(0).normal(size=(54, 20)).astype(np.float32)
    volume = open_volume(make_segy(*GRID, samples, words={115: ("u2", 3 * 20 + 2 * 60), 29: ("i2", 1)}))
    assert volume.geometry.shape == (6, 9, 20) and not volume.notices


def test_dead_traces_do_not_hide_the_headers(make_segy) -> None:
    samples = np.zeros((54, 500), np.float32)
    samples[::7, 100:] = 1.5
    path = make_segy(*GRID, samples, words={1: ("i4", np.arange(54)), 115: ("u2", 500)}, binary={3221: ("u2", 100)})
    assert open_volume(path).geometry.shape == (6, 9, 500)


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("additional", [1, 3])
def test_additional_trace_headers(make_segy, order: str, additional: int) -> None:
    values = np.random.default_rng(3).normal(size=(54, 33)).astype(np.float32)
    path = make_segy(*GRID, values, order=order, binary=REVISION_2 | {3507: ("i4", additional)}, additional=additional)
    volume = open_volume(path)
    section = volume.section(volume.geometry.section(Direction.INLINE, 2))
    np.testing.assert_array_equal(section, values.reshape(6, 9, 33)[2])
    np.testing.assert_array_equal(
        volume.section(volume.geometry.section(Direction.TIME, 7)), values.reshape(6, 9, 33)[:, :, 7]
    )


def test_trailing_records_and_a_stated_first_trace(make_segy) -> None:
    path = make_segy(*GRID, binary=REVISION_2 | {3529: ("i4", 2)}, extra=2 * b"((SEG:EndText))".ljust(3200))
    assert open_volume(path).geometry.shape == (6, 9, 20)
    moved = make_segy(*GRID, binary=REVISION_2 | {3521: ("u8", 3600 + 512)}, name="moved.sgy")
    whole = moved.read_bytes()
    moved.write_bytes(whole[:3600] + bytes(512) + whole[3600:])
    assert open_volume(moved).geometry.shape == (6, 9, 20)


def test_extended_texts_of_an_unstated_number(make_segy) -> None:
    path = make_segy(*GRID, binary={3501: ("u1", 1), 3505: ("i2", -1)})
    whole = path.read_bytes()
    texts = b"((SEG:Location Data ver 1.0))".ljust(3200) + "((SEG: EndText))".ljust(3200).encode("cp037")
    path.write_bytes(whole[:3600] + texts + whole[3600:])
    assert open_volume(path).geometry.shape == (6, 9, 20)


@pytest.mark.parametrize("stated, present", [(2, 0), (0, 2), (1, 2), (3, 1)])
def test_a_wrong_number_of_extended_texts_leaves_out_no_trace(make_segy, stated: int, present: int) -> None:
    """Two texts are as long as ten traces of 100 samples, so that the stated number leaves a file of whole traces too."""
    inline, crossline = np.mgrid[1:21, 1:31]
    samples = np.random.default_rng(0).normal(size=(600, 100)).astype(np.float32)
    words = {1: ("i4", np.arange(600)), 115: ("u2", 100), 117: ("u2", 4000), 29: ("i2", 1)}
    path = make_segy(inline, crossline, samples, words=words, binary={3501: ("u1", 1), 3505: ("i2", stated)})
    raw = path.read_bytes()
    path.write_bytes(raw[:3600] + b"".join(b"C 1 A TEXT".ljust(3200) for _ in range(present)) + raw[3600:])
    volume = open_volume(path)
    assert volume.geometry.shape == (20, 30, 100) and volume.geometry.live.all()
    np.testing.assert_array_equal(volume.section(volume.geometry.section(Direction.INLINE, 0)), samples[:30])
    assert any(f"states {stated} extended" in notice for notice in volume.notices)


def test_rubbish_where_revision_0_says_nothing(make_segy) -> None:
    random = np.random.default_rng(5).integers(-(2**31), 2**31, 60).astype(">i4")
    rubbish = {byte: ("i4", random[number]) for number, byte in enumerate(range(3261, 3500, 4))}
    later = {3505: ("i2", 7), 3507: ("i4", 99), 3521: ("u8", 2**60)}
    assert open_volume(make_segy(*GRID, binary=rubbish | later)).geometry.shape == (6, 9, 20)


@pytest.mark.parametrize("order", [">", "<"])
def test_the_byte_order_is_not_decided_by_one_word(make_segy, order: str) -> None:
    """A damaged format word makes sense in the other order: what the rest of the header says is taken."""
    other = "<" if order == ">" else ">"
    format_word = int(np.array(5, f"{other}i2").view(f"{order}i2"))
    path = make_segy(*GRID, order=order, binary={3225: ("i2", format_word), 3297: ("u4", 0x01020304)})
    with pytest.raises(UnreadableFile, match="names no sample format"):
        open_volume(path)


def test_none_fits(make_segy) -> None:
    path = make_segy(*GRID, words={115: ("u2", 20), 29: ("i2", 1)}, binary={3269: ("i4", 77)})
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(UnreadableFile, match="cut off or damaged.*traces of 20 samples"):
        open_volume(path)
