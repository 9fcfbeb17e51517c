"""Numbers of picks and events that cannot be true are not taken: what is known of the pick or event besides stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from seisviewer.picks.pick import Event, Pick
from seisviewer.translation import tr

LONGEST_UNCERTAINTY = 3600.0  # seconds; who is less sure than that states no uncertainty
MAGNITUDES = (-10.0, 11.0)
DEPTHS = (-20.0, 800.0)  # km below sea level, from above every mountain to below every earthquake


@dataclass
class PossibleValues:
    """Counts the numbers that were not taken. Missing ones (a negative uncertainty, an infinite magnitude: how programs
    write that they know none) are not counted."""

    uncertainties: int = 0
    magnitudes: int = 0
    depths: int = 0

    def of_picks(self, picks: Iterable[Pick]) -> Iterator[Pick]:
        for pick in picks:
            if pick.uncertainty is None or 0 <= pick.uncertainty <= LONGEST_UNCERTAINTY:
                yield pick
                continue
            self.uncertainties += pick.uncertainty > 0
            yield replace(pick, uncertainty=None)

    def of_events(self, events: Iterable[Event]) -> Iterator[Event]:
        for event in events:
            if event.magnitude is not None and not MAGNITUDES[0] <= event.magnitude <= MAGNITUDES[1]:
                self.magnitudes += abs(event.magnitude) < float("inf")
                event = replace(event, magnitude=None)
            if event.depth is not None and not DEPTHS[0] <= event.depth <= DEPTHS[1]:
                self.depths += abs(event.depth) < float("inf")
                event = replace(event, depth=None)
            yield event

    def remarks(self) -> list[str]:
        """A sentence for each kind of number that was not taken."""
        return [
            sentence.format(count)
            for count, sentence in (
                (self.uncertainties, tr("Uncertainties beyond an hour are not taken: {:,} picks.")),
                (
                    self.magnitudes,
                    tr("Magnitudes outside {magnitudes:g} to {magnitudes2:g} are not taken: {{:,}} events.").format(
                        magnitudes=MAGNITUDES[0], magnitudes2=MAGNITUDES[1]
                    ),
                ),
                (
                    self.depths,
                    tr("Depths outside {depths:g} to {depths2:g} km are not taken: {{:,}} events.").format(
                        depths=DEPTHS[0], depths2=DEPTHS[1]
                    ),
                ),
            )
            if count
        ]
