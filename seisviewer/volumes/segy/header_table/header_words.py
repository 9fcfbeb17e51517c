"""The words of SEG-Y's binary header and trace headers (revision 1, 2002; of the binary header also revision 2, 2017)."""

from __future__ import annotations

from dataclasses import dataclass

from seisviewer.translation import tr


@dataclass(frozen=True)
class HeaderWord:
    """byte: its first one, as the standard counts: from 1 in a trace header, from 3201 in the binary header. kind: as numpy
    names it. name: in plain language."""

    byte: int
    kind: str
    name: str

    @property
    def width(self) -> int:
        return int(self.kind[1:])

    @property
    def bytes(self) -> str:
        """As manuals write it: 189–192."""
        return f"{self.byte}" if self.width == 1 else f"{self.byte}–{self.byte + self.width - 1}"

    @property
    def title(self) -> str:
        return f"{self.bytes} {self.name}"


def _words(first: int, table: str) -> tuple[HeaderWord, ...]:
    """One line a word, in their order: the kind and the name; a name of “-” skips bytes that mean nothing."""
    made, byte = [], first
    for line in table.strip().splitlines():
        kind, _, name = line.strip().partition(" ")
        if name != "-":
            made.append(HeaderWord(byte, kind, tr(name)))
        byte += int(kind[1:])
    return tuple(made)


TRACE_WORDS = _words(
    1,
    """
    i4 trace number in line
    i4 trace number in file
    i4 field record
    i4 trace number in field record
    i4 shot point
    i4 CDP
    i4 trace number in CDP
    i2 kind of trace
    i2 traces summed vertically
    i2 traces stacked
    i2 use of the data
    i4 offset
    i4 elevation of receiver
    i4 elevation of surface at source
    i4 depth of source
    i4 datum elevation at receiver
    i4 datum elevation at source
    i4 water depth at source
    i4 water depth at receiver
    i2 scalar of elevations
    i2 scalar of coordinates
    i4 source X
    i4 source Y
    i4 receiver X
    i4 receiver Y
    i2 unit of coordinates
    i2 weathering velocity
    i2 velocity below weathering
    i2 uphole time at source
    i2 uphole time at receiver
    i2 source static
    i2 receiver static
    i2 total static
    i2 lag time A
    i2 lag time B
    i2 delay of recording
    i2 mute, start
    i2 mute, end
    u2 samples
    u2 sample interval
    i2 gain type
    i2 gain constant
    i2 initial gain
    i2 correlated
    i2 sweep frequency, start
    i2 sweep frequency, end
    i2 sweep length
    i2 sweep type
    i2 sweep taper, start
    i2 sweep taper, end
    i2 sweep taper type
    i2 alias filter frequency
    i2 alias filter slope
    i2 notch filter frequency
    i2 notch filter slope
    i2 low-cut frequency
    i2 high-cut frequency
    i2 low-cut slope
    i2 high-cut slope
    i2 year
    i2 day of the year
    i2 hour
    i2 minute
    i2 second
    i2 time basis
    i2 trace weighting
    i2 geophone group at roll switch 1
    i2 geophone group of first trace
    i2 geophone group of last trace
    i2 gap
    i2 overtravel
    i4 CDP X
    i4 CDP Y
    i4 inline
    i4 crossline
    i4 shot point (revision 1)
    i2 scalar of shot point
    i2 unit of the samples
    i4 transduction constant
    i2 power of transduction constant
    i2 unit after transduction
    i2 device
    i2 scalar of times
    i2 source type
    i2 source direction, vertical
    i2 source direction, crossline
    i2 source direction, inline
    i4 source measurement
    i2 power of source measurement
    i2 unit of source measurement
    i4 not assigned, 233
    i4 not assigned, 237
    """,
)

BINARY_WORDS = _words(
    3201,
    """
    i4 job
    i4 line
    i4 reel
    i2 traces in an ensemble
    i2 auxiliary traces in an ensemble
    u2 sample interval
    u2 sample interval in the field
    u2 samples in a trace
    u2 samples in a trace in the field
    i2 sample format
    i2 fold
    i2 sorting
    i2 traces summed vertically
    i2 sweep frequency, start
    i2 sweep frequency, end
    i2 sweep length
    i2 sweep type
    i2 channel of the sweep
    i2 sweep taper, start
    i2 sweep taper, end
    i2 sweep taper type
    i2 correlated
    i2 gain recovered
    i2 amplitude recovery
    i2 measurement system
    i2 polarity of an impulse
    i2 polarity of the vibrator
    i4 traces in an ensemble (revision 2)
    i4 auxiliary traces in an ensemble (revision 2)
    i4 samples in a trace (revision 2)
    f8 sample interval (revision 2)
    f8 sample interval in the field (revision 2)
    i4 samples in a trace in the field (revision 2)
    i4 fold (revision 2)
    u4 byte order constant (revision 2)
    u200 -
    u1 revision, major
    u1 revision, minor
    i2 traces of one length
    i2 extended text headers
    i4 additional trace headers (revision 2)
    i2 time basis (revision 2)
    u8 traces in the file (revision 2)
    u8 first byte of the traces (revision 2)
    i4 data trailers (revision 2)
    """,
)

# What numbers mean, by the first byte of their word.
MEANINGS: dict[int, dict[int, str]] = {
    29: {
        -1: tr("other"),
        0: tr("unknown"),
        1: tr("seismic data"),
        2: tr("dead"),
        3: tr("dummy"),
        4: tr("time break"),
        5: tr("uphole"),
        6: tr("sweep"),
    },
    35: {1: tr("production"), 2: tr("test")},
    89: {1: tr("length"), 2: tr("seconds of arc"), 3: tr("decimal degrees"), 4: tr("degrees, minutes, seconds")},
    167: {1: tr("local"), 2: "GMT", 3: tr("other"), 4: "UTC", 5: "GPS"},
    3225: {
        1: tr("IBM float, 4 bytes"),
        2: tr("integer, 4 bytes"),
        3: tr("integer, 2 bytes"),
        4: tr("fixed point with gain"),
        5: tr("IEEE float, 4 bytes"),
        6: tr("IEEE float, 8 bytes"),
        7: tr("integer, 3 bytes"),
        8: tr("integer, 1 byte"),
        9: tr("integer, 8 bytes"),
        10: tr("unsigned, 4 bytes"),
        11: tr("unsigned, 2 bytes"),
        12: tr("unsigned, 8 bytes"),
        15: tr("unsigned, 3 bytes"),
        16: tr("unsigned, 1 byte"),
    },
    3229: {
        -1: tr("other"),
        0: tr("unknown"),
        1: tr("as recorded"),
        2: tr("CDP ensembles"),
        3: tr("single fold"),
        4: tr("horizontally stacked"),
        5: tr("common source"),
        6: tr("common receiver"),
        7: tr("common offset"),
        8: tr("common mid-point"),
        9: tr("common conversion point"),
    },
    3255: {1: tr("metres"), 2: tr("feet")},
    3257: {1: tr("pressure up, a negative number"), 2: tr("pressure up, a positive number")},
    3503: {0: tr("may vary"), 1: tr("yes")},
}


def meaning(byte: int, value: float) -> str:
    """What a number of a word stands for, "" where it is only a number."""
    return MEANINGS.get(byte, {}).get(int(value), "") if value == int(value) else ""


def word_named(text: str) -> HeaderWord | None:
    """The trace header word that a user names by its first byte, or by its name or the beginning of one that no other has."""
    wanted = text.strip().lower()
    if wanted.isdecimal():
        return next((word for word in TRACE_WORDS if word.byte == int(wanted)), None)
    exact = [word for word in TRACE_WORDS if word.name.lower() == wanted]
    begun = [word for word in TRACE_WORDS if word.name.lower().startswith(wanted)]
    found = exact or begun
    return found[0] if wanted and len(found) == 1 else None
