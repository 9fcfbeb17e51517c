"""What kind of event it was, in QuakeML's own words."""

from __future__ import annotations

# What the window offers, and how a person says it; a file may bring any other of QuakeML's words.
KINDS = {
    "earthquake": "Earthquake",
    "explosion": "Explosion",
    "quarry blast": "Quarry blast",
    "collapse": "Collapse",
    "not existing": "Noise",
    "not reported": "Undecided",
}


def kind_in_words(kind: str) -> str:
    """ "" where nobody said."""
    return KINDS.get(kind, kind.capitalize())
