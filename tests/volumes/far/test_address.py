"""What may be an address of a survey, and what is never kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from seisviewer.errors import BadRequest
from seisviewer.volumes.far.address import address_in, checked_address
from seisviewer.volumes.far.block_cache import BlockCache


@pytest.mark.parametrize(
    "text",
    ["https://data.example.org/a/f3.zarr", "s3://bucket/f3.zarr", "gs://bucket/a/f3.sgy", "http://localhost:80/f.sgy"],
)
def test_addresses_come_through_a_path(text: str) -> None:
    assert address_in(Path(text)) == address_in(text) == checked_address(f" {text}/ ").text == text


@pytest.mark.parametrize("path", ["/home/f3.zarr", "C:/f3.zarr", "s3", "https.sgy", "ftp://host/f3.zarr", "https://"])
def test_paths_are_no_addresses(path: str) -> None:
    assert address_in(path) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ftp://host/f3.zarr", "is no address"),
        ("https://me:secret@host/f3.zarr", "leave them out"),
        ("https://host/f3.zarr?X-Amz-Signature=abc", "holds a key"),
        ("https://host/f3.zarr#part", "holds a key"),
        ("http://data.example.org/f3.zarr", "unencrypted"),
        ("http://8.8.8.8/f3.zarr", "unencrypted"),
        ("https://host", "names no survey"),
        ("https://host/../f3.zarr", "names no survey"),
        ("https://host/a b.zarr", "no blanks"),
        ("https://host:port/f3.zarr", "is no address"),
        ("https://host/" + "a" * 3000, "2,000 letters"),
    ],
)
def test_what_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence) as raised:
        checked_address(text)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "192.168.1.9", "[::1]", "store.local", "nas"])
def test_http_is_for_the_local_network(host: str) -> None:
    assert checked_address(f"http://{host}/f3.zarr").is_open


def test_the_cache_keeps_to_its_limit_and_what_was_used_last(tmp_path: Path) -> None:
    cache = BlockCache(tmp_path, 100_000)
    for number in range(30):
        cache.put(bytes([number]) * 10_000, "address", number)
    assert sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file()) <= 100_000
    assert cache.get("address", 29) == bytes([29]) * 10_000
    assert cache.get("address", 0) is None


def test_a_damaged_block_is_not_believed(tmp_path: Path) -> None:
    cache = BlockCache(tmp_path)
    cache.put(b"what was read", "address", 0)
    (file,) = (each for each in tmp_path.rglob("*") if each.is_file())
    file.write_bytes(b"What was read" + file.read_bytes()[13:])
    assert cache.get("address", 0) is None and not file.exists()
