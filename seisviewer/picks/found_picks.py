"""What was found in a file of picks, and what was left out of it, counted by its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from seisviewer.picks.located.findings import NOTHING, Findings
from seisviewer.picks.pick import Event, Pick
from seisviewer.picks.possible_values import PossibleValues
from seisviewer.picks.text_values import has_a_year
from seisviewer.translation import tr

NEITHER = tr("of a phase that is neither P nor S")
NO_STATION = tr("without a station")
NO_TIME = tr("without a time")
NO_RATE = tr("with a sample number whose start or rate is not known")
ELSEWHERE = tr("of a window that is not here")
BEYOND = tr("with a time beyond the years 1 to 9999")
IMPROBABLE = tr("with a probability outside 0 to 1")
REPEATED = tr("the same as another")


@dataclass(frozen=True)
class FoundPicks:
    """picks: in the order of time. events: with negative ids, which their picks name, until a project gives them others.
    left_out: how many picks were left out, by reason. remarks: sentences about what was taken otherwise than it stands.
    findings: what the file says of its events beyond that, by their ids."""

    picks: tuple[Pick, ...] = ()
    events: tuple[Event, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    findings: Findings = NOTHING

    def notices(self, name: str) -> tuple[str, ...]:
        """Sentences about what was left out of the file of this name, and about what was taken otherwise."""
        left = (
            [
                tr("Left out of {name}: {counted_reasons}.").format(
                    name=name, counted_reasons=counted_reasons(self.left_out)
                )
            ]
            if self.left_out
            else []
        )
        return (*left, *self.remarks)


def counted_reasons(reasons: Mapping[str, int]) -> str:
    """ "3 picks of a phase that is neither P nor S (AML) and 1 without a time"."""
    parts = [
        f"{count:,} {'picks ' if not place and count > 1 else 'pick ' if not place else ''}{reason}"
        for place, (reason, count) in enumerate(reasons.items())
    ]
    return tr(" and ").join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def gathered(
    picks: Iterable[Pick],
    events: Iterable[Event] = (),
    left_out: Mapping[str, int] | None = None,
    remarks: Iterable[str] = (),
) -> FoundPicks:
    """The picks in the order of time, each once, without those at times that no year has, and without numbers that
    cannot be true."""
    reasons = Counter(left_out or {})
    possible = PossibleValues()
    single: dict[tuple[object, ...], Pick] = {}
    for pick in possible.of_picks(picks):
        if not has_a_year(pick.time):
            reasons[BEYOND] += 1
            continue
        mark = (pick.station, pick.name, pick.time, pick.origin, pick.model, pick.trace_name, pick.event)
        if single.setdefault(mark, pick) is not pick:
            reasons[REPEATED] += 1
    sound = tuple(possible.of_events(events))
    said = (*remarks, *possible.remarks())
    return FoundPicks(tuple(sorted(single.values(), key=_time)), sound, dict(reasons), said)


def _time(pick: Pick) -> float:
    return pick.time
