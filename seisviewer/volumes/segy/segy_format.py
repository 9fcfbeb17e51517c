"""What the headers in front of the traces of a SEG-Y file say: byte order, sample format, trace length, text.

Field positions are those of SEG-Y revision 1 and 2 (SEG Technical Standards Committee, 2002 and 2017).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from seisviewer.errors import UnclearFile, UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.far.far_file import opened_stream, size_of
from seisviewer.volumes.segy.float_words import odd_words
from seisviewer.volumes.segy.sample_evidence import (
    said_of_doubt,
    said_of_format,
    said_of_values,
    sampled_traces,
    swings_about_zero,
    weighed_format,
)
from seisviewer.volumes.segy.sample_formats import (
    FIXED_POINT,
    FORMAT_OPTIONS,
    FORMATS,
    IBM,
    KNOWN_CODES,
    SampleFormat,
    format_named,
)
from seisviewer.volumes.segy.segy_layout import SegyLayout
from seisviewer.volumes.segy.trace_framing import (
    BINARY_BYTES,
    TEXT_BYTES,
    TRACE_HEADER_BYTES,
    Framing,
    Front,
    best_framing,
    byte_order,
    order_of_traces,
    samples_in_first_trace,
)


def read_layout(path: Path, sample_format: str | None = None) -> SegyLayout:
    """Read what stands in front of the traces; raises UnreadableFile when the traces cannot be read rightly.

    sample_format: the option of the format that the user names instead of the file.
    """
    named = None if sample_format is None else format_named(sample_format)
    try:
        with opened_stream(path) as file:
            head = file.read(TEXT_BYTES + BINARY_BYTES)
            front = Front(head[TEXT_BYTES:], size_of(path))
            if front.size < TEXT_BYTES + BINARY_BYTES + TRACE_HEADER_BYTES:
                raise UnreadableFile(
                    tr(
                        "{path_name} is no SEG-Y file: it holds {size:,} bytes, too few for its headers and a trace."
                    ).format(path_name=path.name, size=front.size)
                )
            order = byte_order(front, format_known=named is not None, known_codes=KNOWN_CODES)
            found = named or _stated_format(front.word(order, 3225, "h"), path)
            framing = best_framing(file, front, order, found.width)
            trace_order, in_trace = order, 0
            if framing is not None and framing.traces and not framing.rest:
                trace_order = order_of_traces(file, framing, order, front.word(order, 3217, "H"))
                in_trace = samples_in_first_trace(file, framing, trace_order)
    except OSError as error:
        raise UnreadableFile(
            tr("{path_name} cannot be read: {strerror}.").format(path_name=path.name, strerror=error.strerror or error)
        ) from error
    framing = _whole(framing, path)
    if named is None:
        _check_width(front.word(order, 3221, "H"), in_trace, framing, found, path)
    layout = SegyLayout(
        path=path,
        byte_order=trace_order,
        binary_order=order,
        format=found,
        samples=framing.samples,
        interval=_interval(front, order),
        traces=framing.traces,
        first_trace=framing.first_trace,
        header_bytes=framing.header_bytes,
        # Some writers put the major number into the second byte.
        revision=f"{front.major_revision}.{front.binary[301] if front.binary[300] else 0}",
        sorting=front.word(order, 3229, "h"),
        measurement_system=front.word(order, 3255, "h"),
        sample_order=trace_order,
        text=decode_text(head[:TEXT_BYTES]),
        notices=(*_said_of_texts(front, order, framing, path), *_said_of_length(front, order, framing, path)),
    )
    return _with_weighed_samples(layout, chosen=named is not None)


def _with_weighed_samples(layout: SegyLayout, *, chosen: bool) -> SegyLayout:
    """The layout with the format that its samples turn out to be in, and what is to be said of them.

    chosen: the user named the format, which holds then.
    """
    sampled = sampled_traces(layout)
    stored = sampled["samples"]
    found, order = weighed_format(stored, layout.format, layout.byte_order)
    weighed = replace(layout, format=layout.format if chosen else found, sample_order=order)
    said = said_of_format(weighed, layout.format, layout.byte_order)
    said += said_of_values(weighed, stored.view(stored.dtype.newbyteorder(order)), chosen=chosen)
    if not chosen and weighed.format == layout.format:
        said += said_of_doubt(stored, weighed)
    odd = odd_words(sampled["header"], layout.byte_order, ibm_samples=weighed.format.code == IBM)
    swings = swings_about_zero(stored, weighed)
    return replace(weighed, odd_words=odd, swings=swings, notices=(*layout.notices, *said))


def decode_text(raw: bytes) -> str:
    """The text header as lines of 80 characters, from EBCDIC or ASCII, whichever it looks like."""
    ebcdic = raw.count(b"\x40") >= raw.count(b"\x20")
    text = raw.decode("cp037" if ebcdic else "latin-1")
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return "\n".join(text[start : start + 80].rstrip() for start in range(0, len(text), 80)).rstrip()


def _stated_format(code: int, path: Path) -> SampleFormat:
    if code in FORMATS:
        return FORMATS[code]
    if code == FIXED_POINT:
        raise UnreadableFile(
            tr(
                "{path_name} stores its samples in format 4 (4-byte fixed point with gain), whose gain "
                "the standard leaves undefined: write it again as IBM or IEEE float."
            ).format(path_name=path.name)
        )
    if 1 <= code <= 16:
        raise UnclearFile(
            tr(
                "{path_name} stores its samples in format {code}, which is not in the standard: name the "
                "format that it is in."
            ).format(path_name=path.name, code=code),
            FORMAT_OPTIONS,
        )
    raise UnclearFile(
        tr(
            "{path_name} is no SEG-Y file, or a damaged one: its binary header names no sample "
            "format. Name one to read it all the same."
        ).format(path_name=path.name),
        FORMAT_OPTIONS,
    )


def _whole(framing: Framing | None, path: Path) -> Framing:
    if framing is None:
        raise UnreadableFile(
            tr("{path_name} does not say how many samples its traces have: write it with full headers.").format(
                path_name=path.name
            )
        )
    if framing.rest or not framing.traces:
        size = framing.traces * framing.trace_bytes + framing.rest
        raise UnreadableFile(
            tr(
                "{path_name} is cut off or damaged: the {size:,} bytes after its headers are no whole "
                "number of traces of {samples} samples; copy or export it again."
            ).format(path_name=path.name, size=size, samples=framing.samples)
        )
    return framing


def _check_width(stated: int, in_trace: int, framing: Framing, found: SampleFormat, path: Path) -> None:
    """Raises UnclearFile where binary and trace headers agree on a number of samples for which the traces have room in a
    format of another width only. stated, in_trace: those numbers."""
    if stated in (0, framing.samples) or stated != in_trace:
        return
    width, rest = divmod(framing.samples * found.width, stated)
    fitting = [each for each in FORMATS.values() if each.width == width and not rest]
    if fitting:
        raise UnclearFile(
            tr(
                "{path_name} says that its samples are {found_name}s, but the {stated:,} that its "
                "headers state have {width} {words} each: name the format that they are in."
            ).format(
                path_name=path.name,
                found_name=found.name,
                stated=stated,
                width=width,
                words=tr("byte") if width == 1 else tr("bytes"),
            ),
            [tr("--format {option}  {each_name}").format(option=each.option, each_name=each.name) for each in fitting],
        )


def _interval(front: Front, order: str) -> float:
    """Revision 2 has a float for intervals that are no whole number of microseconds."""
    extended = front.word(order, 3273, "d") if front.major_revision >= 2 else 0.0
    return extended if 1e-3 <= extended < 1e9 else front.word(order, 3217, "H")


def _said_of_texts(front: Front, order: str, framing: Framing, path: Path) -> tuple[str, ...]:
    """That other text headers stand before the traces than the binary header states."""
    stated = front.word(order, 3505, "h")
    texts, rest = divmod(framing.first_trace - TEXT_BYTES - BINARY_BYTES, TEXT_BYTES)
    if rest or stated < 0 or texts == stated or front.major_revision == 0 and not texts:
        return ()  # revision 0 has anything there
    if front.major_revision >= 2 and framing.first_trace == front.word(order, 3521, "Q"):
        return ()
    return (
        tr(
            "The binary header of {path_name} states {stated:,} extended text headers, but {texts:,} "
            "stand before its traces."
        ).format(path_name=path.name, stated=stated, texts=texts),
    )


def _said_of_length(front: Front, order: str, framing: Framing, path: Path) -> tuple[str, ...]:
    stated = front.word(order, 3221, "H")
    if framing.samples in (stated, front.word(order, 3269, "i")) or framing.samples < 65536 and not stated:
        return ()
    says = (
        tr("states {stated:,} samples a trace").format(stated=stated)
        if stated
        else tr("does not say how many samples a trace has")
    )
    return (
        tr(
            "The binary header of {path_name} {says}; its trace headers lie {samples:,} samples "
            "apart, and so many were taken."
        ).format(path_name=path.name, says=says, samples=framing.samples),
    )
