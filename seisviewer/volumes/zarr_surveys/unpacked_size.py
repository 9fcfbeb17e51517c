"""How much a packed chunk unpacks to, found before anything is made for it: a few bytes may claim to hold terabytes."""

from __future__ import annotations

import zlib

PIECE_BYTES = 1 << 20
PACKERS = frozenset({"blosc", "gzip", "lz4", "zlib", "zstd"})
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


def claims_more(body: memoryview, packer: str, most: int) -> bool:
    """Whether a chunk says, or would turn out, to hold more than `most` bytes. One that is damaged does not."""
    if packer == "blosc":  # c-blosc: version, codec, flags, type size, then the bytes inside
        return len(body) >= 8 and int.from_bytes(body[4:8], "little") > most
    if packer == "lz4":  # numcodecs writes the bytes inside in front
        return len(body) >= 4 and int.from_bytes(body[:4], "little") > most
    if packer == "zstd":
        return _zstd_size(body) > most
    if packer in ("gzip", "zlib"):
        return _unpacks_to_more(body, most)
    return False


def _zstd_size(body: memoryview) -> int:
    """The content size in the header of a frame (RFC 8878, 3.1.1.1); 0 where it is not stated."""
    if len(body) < 14 or bytes(body[:4]) != ZSTD_MAGIC:
        return 0
    descriptor = body[4]
    is_single = bool(descriptor & 0x20)
    width = (1 if is_single else 0, 2, 4, 8)[descriptor >> 6]
    start = 5 + (0 if is_single else 1) + (0, 1, 2, 4)[descriptor & 3]
    size = int.from_bytes(body[start : start + width], "little")
    return size + 256 if width == 2 else size


def _unpacks_to_more(body: memoryview, most: int) -> bool:
    """Unpacks piece by piece and keeps none of it."""
    unpacker, left, rest = zlib.decompressobj(zlib.MAX_WBITS | 32), most, bytes(body)
    try:
        while rest and not unpacker.eof:
            left -= len(unpacker.decompress(rest, PIECE_BYTES))
            if left < 0:
                return True
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return bool(unpacker.unused_data.strip(b"\0"))  # a second member, which nobody needs
