"""Which bytes of the trace headers a user or a guess may choose, and what lies in them by convention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.segy.trace_framing import TRACE_HEADER_BYTES


@dataclass(frozen=True)
class HeaderBytes:
    """First bytes (1 is the first of the header) of four 4-byte integers; the defaults are those of revision 1."""

    inline: int = 189
    crossline: int = 193
    x: int = 181
    y: int = 185

    def __post_init__(self) -> None:
        _check_bytes(vars(self))


@dataclass(frozen=True)
class NamedBytes:
    """The first bytes that the user names; None is left to a guess."""

    inline: int | None = None
    crossline: int | None = None
    x: int | None = None
    y: int | None = None

    def __post_init__(self) -> None:
        _check_bytes({name: byte for name, byte in vars(self).items() if byte is not None})


def _check_bytes(named: Mapping[str, int]) -> None:
    for name, byte in named.items():
        if not 1 <= byte <= TRACE_HEADER_BYTES - 3:
            raise BadRequest(
                tr("Byte {byte} for {name} is outside the trace header: choose 1 to {trace_header_bytes}.").format(
                    byte=byte, name=name, trace_header_bytes=TRACE_HEADER_BYTES - 3
                )
            )


OFFSET_BYTE = 37
FIELD_RECORD_BYTE = 9
CHANNEL_BYTE = 13
RECORDS = (9, 17)  # they number shots, where traces are not stacked
CDP_BYTE = 21
COORDINATE_PAIRS = ((181, 185), (73, 77), (81, 85))
# Inline and crossline, best known first: revision 1; Kingdom and OpendTect exports; Petrel's default; older loaders.
STANDARD_PAIRS = ((189, 193), (9, 21), (5, 21), (17, 21), (193, 197), (221, 225), (189, 21), (189, 17))
# Seen less often, or in places that mostly hold something else: taken where the coordinates agree, else asked about.
OTHER_PAIRS = (
    (181, 185),
    (9, 25),
    (17, 13),
    (17, 25),
    (9, 13),
    (9, 17),
    (233, 237),
    (229, 233),
    (225, 229),
    (213, 217),
)
COORDINATE_WORDS = frozenset(byte for pair in COORDINATE_PAIRS for byte in pair)
COUNTERS = (1, 5, 13, 25)  # they number traces in a file, a record or an ensemble; seldom lines
LINE_WORDS = (1, 5, 9, 13, 17, 21, 25, 73, 77, 81, 85, *range(181, 238, 4))
WORD_NAMES = {
    1: tr("trace in line"),
    5: tr("trace in file"),
    9: tr("field record"),
    13: tr("trace in record"),
    17: tr("shot point"),
    21: "CDP",
    25: tr("trace in ensemble"),
    37: "offset",
    73: tr("source X"),
    77: tr("source Y"),
    81: tr("group X"),
    85: tr("group Y"),
    181: "CDP X",
    185: "CDP Y",
    189: "inline",
    193: "crossline",
    197: tr("shot point (rev. 1)"),
} | {byte: tr("byte {byte}").format(byte=byte) for byte in range(201, 238, 4)}
