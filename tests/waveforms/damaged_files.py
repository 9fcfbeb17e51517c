"""Files that bring the readers of their formats down, made as small as they can be."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import numpy as np
import obspy
from obspy import Trace

OBSPY = Path(obspy.__file__).parent


def crashing_gse2(path: Path, seed: int = 0) -> Path:
    """GSE2 in whose packed lines stand bytes that no packing makes: the C code that unpacks them writes where it may not."""
    rng = np.random.default_rng(seed)
    samples = rng.integers(-1000, 1000, 3000).astype(np.int32)
    Trace(samples, {"station": "AA", "channel": "HHZ"}).write(str(path), format="GSE2")
    head, mark, lines = path.read_bytes().partition(b"DAT2\n")
    damaged = bytearray(lines)
    places = rng.integers(0, len(lines) - 40, 400)
    for place, byte in zip(places, rng.integers(128, 256, len(places))):
        damaged[place] = byte
    path.write_bytes(head + mark + bytes(damaged))
    return path


def endless_dmx(path: Path) -> Path:
    """DMX with a block that says it is 12 bytes shorter than nothing: its reader comes back to it for ever."""
    whole = next((OBSPY / "io" / "dmx" / "tests" / "data").glob("*.dmx")).read_bytes()
    path.write_bytes(whole + b"II" + struct.pack("<hii", 1, -12, 0))
    return path


def swelling_archive(path: Path, size: int) -> Path:
    """A ZIP archive of a SAC file with `size` bytes of samples, all 0, which takes a thousandth of that on the disk."""
    header = io.BytesIO()
    Trace(np.zeros(1, np.float32)).write(header, format="SAC")
    sac = bytearray(header.getvalue()[:632])
    sac[316:320] = struct.pack("<i", size // 4)  # NPTS
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.sac", bytes(sac) + bytes(size))
    return path
