"""How far an event is: whether its place is that of its picks, and whether somebody looked at them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from seisviewer.picks.pick import Event, Pick
from seisviewer.translation import tr

NO_PICKS, STALE, REVIEWED, AUTOMATIC = tr("no picks"), tr("changed"), tr("reviewed"), tr("automatic")


def picks_by_event(picks: Iterable[Pick]) -> tuple[Counter[int], Counter[int]]:
    """How many picks each event has, and how many of them nobody looked at."""
    own = [pick for pick in picks if pick.event]
    return Counter(pick.event for pick in own), Counter(pick.event for pick in own if not pick.is_reviewed)


def event_status(event: Event, picks: int, undecided: int) -> str:
    """picks: how many it has; undecided: of them nobody looked at."""
    if event.stale:
        return STALE
    if not picks:
        return NO_PICKS
    return AUTOMATIC if undecided else REVIEWED
