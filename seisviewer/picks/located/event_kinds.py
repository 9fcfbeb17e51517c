"""What kind of event it was, in QuakeML's own words."""

from __future__ import annotations

from seisviewer.translation import tr

# What the window offers, and how a person says it; a file may bring any other of QuakeML's words.
KINDS = {
    "earthquake": tr("Earthquake"),
    "explosion": tr("Explosion"),
    "quarry blast": tr("Quarry blast"),
    "collapse": tr("Collapse"),
    "not existing": tr("Noise"),
    "not reported": tr("Undecided"),
}


def kind_in_words(kind: str) -> str:
    """ "" where nobody said."""
    return KINDS.get(kind, kind.capitalize())
