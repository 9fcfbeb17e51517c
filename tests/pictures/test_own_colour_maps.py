"""Colour maps of the user: read, kept, written, and refused in one sentence where they are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import UnreadableFile
from seisviewer.pictures import own_colour_maps
from seisviewer.pictures.colour_maps import amplitude_maps, colour_map, colour_maps
from seisviewer.pictures.own_colour_maps import import_colour_map, own_maps, read_colour_map, write_colour_map


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(own_colour_maps, "own_maps_folder", lambda: tmp_path / "kept")
    own_maps.cache_clear()
    yield tmp_path
    own_maps.cache_clear()


def test_a_map_that_was_exported_is_imported_and_drawn(folder: Path) -> None:
    write_colour_map(folder / "mine.json", colour_maps()["vik"])
    read = import_colour_map(folder / "mine.json")
    assert read.kind == "diverging" and np.array_equal(read.stops, colour_maps()["vik"].stops)
    assert read.name in amplitude_maps() and np.array_equal(colour_map(read.name).stops, read.stops)
    own_maps.cache_clear()  # the program is started again
    assert list(own_maps()) == [read.name]


@pytest.mark.parametrize("text", ["# mine\n0 0 0\n0.5 0.5 0.5\n1 1 1\n", "0,0,0\n128,128,128\n255,255,255\n"])
def test_text_with_a_colour_in_each_line_is_read(folder: Path, text: str) -> None:
    path = folder / "grey.txt"
    path.write_text(text)
    assert np.array_equal(read_colour_map(path).stops, np.array([[0] * 3, [128] * 3, [255] * 3], np.uint8))


@pytest.mark.parametrize(("name", "content"), [
    ("a.json", b"{}"), ("a.json", b"[" * 5000), ("a.json", b'{"title": "a", "kind": "odd", "colours": ["#000000", "#ffffff"]}'),
    ("a.json", b'{"title": "a", "kind": "cyclic", "colours": ["#000", "#fff"]}'), ("a.txt", b""), ("a.txt", b"0 0 0\n1 1"),
    ("a.txt", b"nan 0 0\n1 1 1"), ("a.txt", b"-1 0 0\n1 1 1"), ("a.txt", b"\xff\xfe"), ("a.txt", b"0 0 0"),
    ("a.txt", b"1 1 1\n" * 5000),
])  # fmt: skip
def test_what_is_none_is_refused_by_its_name(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=name):
        import_colour_map(folder / name)
    assert not own_maps()
