"""What header bytes would make of a file, in the words of the dialog that asks for them."""

from __future__ import annotations

from seisviewer.translation import tr
from seisviewer.volumes.segy.header_evidence import HeaderEvidence, Kind, share_in_words
from seisviewer.volumes.segy.segy_headers import HeaderPreview, WordRange


def offered(candidate: HeaderEvidence) -> str:
    """A line of the list of candidates."""
    headers = candidate.headers
    return tr("{score:.0f}  bytes {inline} and {crossline}: {in_words}").format(
        score=candidate.score, inline=headers.inline, crossline=headers.crossline, in_words=candidate.in_words()
    )


def told(word: WordRange) -> str:
    """The numbers of one word."""
    if word.different == 1:
        return tr("always {first}").format(first=word.first)
    return tr("{first} – {last}, step {step}, {different:,} different").format(
        first=word.first, last=word.last, step=word.step, different=word.different
    )


def verdict(seen: HeaderPreview) -> str:
    """As rich text."""
    looked = (
        tr("all") if seen.traces_read == seen.traces else tr("{traces_read:,} of").format(traces_read=seen.traces_read)
    )
    text = tr("Judged from {looked} {traces:,} traces: ").format(looked=looked, traces=seen.traces)
    if seen.kind is Kind.GRID:
        text += tr("<b>a 3D survey</b>, {share_in_words} of its grid filled").format(
            share_in_words=share_in_words(seen.filled)
        )
    elif seen.kind is Kind.LINE:
        text += tr("<b>a 2D line</b>")
    elif seen.kind is Kind.LINES:
        text += tr("<b>{count} 2D lines</b>, of which one is opened").format(count=len(seen.lines))
    elif seen.kind is Kind.PRESTACK:
        text += tr("<b>prestack</b>; only stacked data can be opened")
    else:
        text += tr("<b>these bytes make no survey</b>")
    text += f"; {seen.evidence.agreement}." if seen.evidence is not None else "."
    return text + (
        tr(" {duplicates:,} traces share a position with another.").format(duplicates=seen.duplicates)
        if seen.duplicates
        else ""
    )
