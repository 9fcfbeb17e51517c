from __future__ import annotations

import pytest

from seisviewer.picks.pick import Event, Origin, Pick, Polarity, Review
from seisviewer.waveforms.station import StationId

CLC, CCC = StationId("CI", "CLC", "", "HH"), StationId("CI", "CCC", "10", "HN")
M64 = 1562261629.0


@pytest.fixture
def events() -> tuple[Event, ...]:
    """A located event of a catalogue and a detection without a place. As a file gives them: with negative ids."""
    return (
        Event(M64, 35.705, -117.506, 10.7, 6.4, "Mw", "Ridgecrest Sequence", "catalogue", None, id=-1),
        Event(M64 + 120.5, source="STA/LTA", score=0.75, id=-2),
    )


@pytest.fixture
def picks() -> tuple[Pick, ...]:
    """Every origin, review state and polarity; times to the microsecond, as files keep them."""
    model = "phasenet:original"
    return (
        Pick(CLC, "P", M64 + 4.123456, 0.05, Polarity.POSITIVE, event=-1),
        Pick(CLC, "S", M64 + 8.5, None, Polarity.NONE, Origin.AUTOMATIC, Review.UNREVIEWED, 0.875, model, event=-1),
        Pick(CCC, "P", M64 + 9.25, 0.1, Polarity.NEGATIVE, Origin.AUTOMATIC, Review.MOVED, 0.5, model, event=-2),
        Pick(CCC, "S", M64 + 10.0, 0.2, Polarity.UNDECIDABLE, Origin.SELF_TRAINED, Review.REJECTED, 0.3, "/a b/mine.pt"),
        Pick(CCC, "S", M64 + 11.0, 0.2, Polarity.NONE, Origin.SELF_TRAINED, Review.ACCEPTED, 0.9, "mine.pt", "bucket0$0,:3,:9001"),
    )  # fmt: skip
