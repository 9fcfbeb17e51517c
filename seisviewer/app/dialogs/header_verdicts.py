"""What header bytes would make of a file, in the words of the dialog that asks for them."""

from __future__ import annotations

from seisviewer.volumes.segy.header_evidence import HeaderEvidence, Kind, share_in_words
from seisviewer.volumes.segy.segy_headers import HeaderPreview, WordRange


def offered(candidate: HeaderEvidence) -> str:
    """A line of the list of candidates."""
    headers = candidate.headers
    return f"{candidate.score:.0f}  bytes {headers.inline} and {headers.crossline}: {candidate.in_words()}"


def told(word: WordRange) -> str:
    """The numbers of one word."""
    if word.different == 1:
        return f"always {word.first}"
    return f"{word.first} – {word.last}, step {word.step}, {word.different:,} different"


def verdict(seen: HeaderPreview) -> str:
    """As rich text."""
    looked = "all" if seen.traces_read == seen.traces else f"{seen.traces_read:,} of"
    text = f"Judged from {looked} {seen.traces:,} traces: "
    if seen.kind is Kind.GRID:
        text += f"<b>a 3D survey</b>, {share_in_words(seen.filled)} of its grid filled"
    elif seen.kind is Kind.LINE:
        text += "<b>a 2D line</b>"
    elif seen.kind is Kind.LINES:
        text += f"<b>{len(seen.lines)} 2D lines</b>, of which one is opened"
    elif seen.kind is Kind.PRESTACK:
        text += "<b>prestack</b>; only stacked data can be opened"
    else:
        text += "<b>these bytes make no survey</b>"
    text += f"; {seen.evidence.agreement}." if seen.evidence is not None else "."
    return text + (f" {seen.duplicates:,} traces share a position with another." if seen.duplicates else "")
