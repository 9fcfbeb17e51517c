"""The geometry of a large regular file is guessed from some of its headers, and the guess is never taken for more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.segy import guessed_scan, segy_volume
from seisviewer.volumes.segy.guessed_scan import guess_scan, said_of_difference
from seisviewer.volumes.segy.header_bytes import HeaderBytes
from seisviewer.volumes.segy.segy_scan import scan_segy
from seisviewer.volumes.segy.segy_volume import first_look

LINES, TRACES = 90, 110
SAMPLES = 12
BETWEEN = 5_432  # a trace that the sample leaves out (checked below)

Numbers = tuple[np.ndarray, np.ndarray]


def numbers(lines: int = LINES, traces: int = TRACES) -> Numbers:
    """Inline and crossline of every trace, sorted by inline."""
    return np.repeat(100 + 2 * np.arange(lines), traces), np.tile(300 + np.arange(traces), lines)


@pytest.fixture
def write(make_segy) -> Callable[..., Path]:
    def write(inline: np.ndarray, crossline: np.ndarray, **more: object) -> Path:
        x, y = 600_000 + 25 * crossline, 6_000_000 + 12 * inline
        words = {181: ("i4", x), 185: ("i4", y), 115: ("u2", SAMPLES), **more.pop("words", {})}
        samples = more.pop("samples", None)
        if samples is None:
            samples = np.random.default_rng(1).normal(0, 100, (inline.size, SAMPLES)).astype(np.float32)
        return make_segy(inline, crossline, samples, words=words, **more)

    return write


@pytest.mark.parametrize("order", ["by inline", "by crossline", "inlines falling", "crosslines falling"])
def test_the_guess_of_a_regular_file_is_what_all_headers_say(write, order):
    inline, crossline = numbers()
    if order == "by crossline":
        inline, crossline = np.tile(100 + np.arange(LINES), TRACES), np.repeat(300 + 3 * np.arange(TRACES), LINES)
    elif order == "inlines falling":
        inline = inline[::-1]
    elif order == "crosslines falling":
        crossline = np.tile(crossline[:TRACES][::-1], LINES)
    path = write(inline, crossline)
    guess, found = guess_scan(path), drive(scan_segy(path))
    assert guess is not None and guess.geometry == found.geometry and guess.headers == found.headers
    np.testing.assert_array_equal(guess.trace_at, found.trace_at)
    np.testing.assert_allclose(guess.geometry.affine, found.geometry.affine, atol=1e-3)
    assert guess.geometry.reference == found.geometry.reference and guess.notices == found.notices
    assert said_of_difference(guess, found) == ""


def test_few_headers_are_read(write, monkeypatch):
    inline, crossline = numbers(300, 200)
    path = write(inline, crossline)
    read = 0
    for name in ("headers", "headers_of"):
        method = getattr(guessed_scan.StoredTraces, name)

        def counted(self, *given, method=method):
            nonlocal read
            found = method(self, *given)
            read += len(found)
            return found

        monkeypatch.setattr(guessed_scan.StoredTraces, name, counted)
    assert guess_scan(path) is not None
    assert read < 5_000


def test_rows_longer_than_the_first_traces(write):
    path = write(*numbers(40, 3_000))
    guess = guess_scan(path)
    assert guess is not None and guess.geometry.crosslines.count == 3_000


def test_words_that_the_user_names(write):
    inline, crossline = numbers()
    path = write(inline * 0, crossline * 0, words={9: ("i4", inline), 21: ("i4", crossline)})
    headers = HeaderBytes(9, 21, 181, 185)
    guess = guess_scan(path, OpenChoices(headers=headers))
    assert guess is not None and guess.headers == headers and guess.geometry.inlines.step == 2


@pytest.mark.parametrize("what", ["a trace is missing", "rows of two lengths", "to and fro", "a short file", "one line", "delays"])
def test_other_files_are_left_to_the_whole_scan(write, what):
    inline, crossline = numbers()
    words = {}
    if what == "a trace is missing":  # all that follow lie one place before where they should
        keep = np.arange(inline.size) != BETWEEN
        inline, crossline = inline[keep], crossline[keep]
    elif what == "rows of two lengths":
        keep = (inline < 200) | (crossline < 390)
        inline, crossline = inline[keep], crossline[keep]
    elif what == "to and fro":
        crossline = crossline.reshape(LINES, TRACES).copy()
        crossline[1::2] = crossline[1::2, ::-1]
        crossline = crossline.ravel()
    elif what == "a short file":
        inline, crossline = inline[: 20 * TRACES], crossline[: 20 * TRACES]
    elif what == "one line":
        inline, crossline = np.full(inline.size, 1), np.arange(inline.size)
    else:
        words = {109: ("i2", np.where(np.arange(inline.size) < inline.size // 2, 0, 100))}
    assert guess_scan(write(inline, crossline, words=words)) is None


def looked_at(count: int, length: int) -> np.ndarray:
    first, runs, of_each = guessed_scan.SAMPLES[0]
    parts = [np.arange(*each) for each in guessed_scan._sampled(count, first, runs, of_each)]
    return np.concatenate([*parts, guessed_scan._further(count, length)])


@pytest.mark.parametrize(
    ("lie", "told"),
    [
        ("two traces change places", "2 traces lie elsewhere"),
        ("a trace lies twice", "1 position holds no data"),
        ("a trace without numbers", "1 position holds no data"),
        ("a dead trace", "1 position holds no data"),
        ("a far inline", "it has inlines 100–700"),
    ],
)
def test_what_lies_between_the_headers_that_were_looked_at(write, lie, told):
    inline, crossline = numbers()
    assert not np.isin([BETWEEN, BETWEEN + 1], looked_at(inline.size, TRACES)).any()
    samples = np.random.default_rng(1).normal(0, 100, (inline.size, SAMPLES)).astype(np.float32)
    if lie == "two traces change places":
        crossline[[BETWEEN, BETWEEN + 1]] = crossline[[BETWEEN + 1, BETWEEN]]
    elif lie == "a trace lies twice":
        crossline[BETWEEN] = crossline[BETWEEN - 1]
    elif lie == "a trace without numbers":
        inline[BETWEEN] = crossline[BETWEEN] = 0
    elif lie == "a far inline":
        inline[BETWEEN : BETWEEN + 2] = 700
    else:
        samples[BETWEEN] = 0
    path = write(inline, crossline, samples=samples)
    guess, found = guess_scan(path), drive(scan_segy(path))
    assert guess is not None, "the sample sees nothing of it"
    assert told in said_of_difference(guess, found)


def test_a_first_look_shows_the_right_sections_and_is_not_sure(write, monkeypatch):
    monkeypatch.setattr(segy_volume, "LARGE_BYTES", 0)
    monkeypatch.setattr(segy_volume, "LONG_SECONDS", -1.0)
    path = write(*numbers())
    with closing(first_look(path, OpenChoices())) as look, closing(open_volume(path)) as volume:
        assert look.unsure and "File › Read all trace headers" in look.unsure and not volume.unsure
        for direction in Direction:
            section = volume.geometry.section(direction, 7)
            np.testing.assert_array_equal(look.section(section), volume.section(section))
        look.become_sure(volume)
        assert not look.unsure and look.scan is volume.scan
    assert first_look(path, OpenChoices()) is None, "all headers were read before, and what they say is kept"


def test_a_small_file_needs_no_first_look(write):
    assert first_look(write(*numbers()), OpenChoices()) is None


def test_a_guess_that_was_wrong_cannot_become_sure(write, monkeypatch):
    monkeypatch.setattr(segy_volume, "LARGE_BYTES", 0)
    inline, crossline = numbers()
    crossline[[BETWEEN, BETWEEN + 1]] = crossline[[BETWEEN + 1, BETWEEN]]
    path = write(inline, crossline)
    with closing(first_look(path, OpenChoices())) as look, closing(open_volume(path)) as volume:
        with pytest.raises(ValueError):
            look.become_sure(volume)
        assert look.unsure
