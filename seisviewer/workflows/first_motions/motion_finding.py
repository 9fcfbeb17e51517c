"""First motions of P picks on their records. What a person said of one is never changed."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seisviewer.errors import BadRequest
from seisviewer.picks.pick import Origin, Pick, Polarity, Review
from seisviewer.predictions.first_motions.onset_window import OnsetWindow, onset_window
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.waveforms.record import Archive, Component
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.traces.pick_placing import place_picks

if TYPE_CHECKING:
    from seisviewer.networks.polarity.polarcap import PolarityNetwork
    from seisviewer.predictions.first_motions.motion_reader import MotionReader, MotionSettings

AT_ONCE = 16  # onsets that the network is asked of between two events
VERTICAL = "Z"


@dataclass(frozen=True)
class MotionChange:
    """before: a pick as it was given. after: with the first motion that was found."""

    before: Pick
    after: Pick


@dataclass(frozen=True)
class MotionsFound:
    """changes: of the picks that were asked about and can be told, in their order. kept: how many a person had told. unread:
    how many lie on no vertical that can be used."""

    changes: tuple[MotionChange, ...]
    kept: int = 0
    unread: int = 0

    def count(self, *polarities: Polarity) -> int:
        return sum(change.after.polarity in polarities for change in self.changes)

    @property
    def sentence(self) -> str:
        up, down = self.count(Polarity.POSITIVE), self.count(Polarity.NEGATIVE)
        said = tr("{up:,} up, {down:,} down, {count:,} undecidable").format(
            up=up, down=down, count=self.count(Polarity.UNDECIDABLE)
        )
        said += tr("; {kept:,} set by hand stay as they are").format(kept=self.kept) if self.kept else ""
        return said + (
            tr("; {unread:,} lie on no vertical that can be used").format(unread=self.unread) if self.unread else ""
        )


def is_said_by_person(pick: Pick) -> bool:
    """Whether its first motion came from no network."""
    return pick.polarity is not Polarity.NONE and not pick.polarity_model


def find_first_motions(
    picks: Sequence[Pick],
    archive: Archive,
    weights: str = "",
    settings: MotionSettings | None = None,
    chosen: Collection[int] | None = None,
) -> Generator[Progress | Notice, None, MotionsFound]:
    """Ask a network of each P pick that is not rejected. weights: name or file. chosen: ids, None for all.

    A pick that a machine set is looked for within `settings.reach` of its time; it is not moved. Raises ModelError for weights
    that cannot be used, and BadRequest where no P pick is among them.
    """
    asked = [
        pick
        for pick in picks
        if pick.phase == "P" and pick.review is not Review.REJECTED and (chosen is None or pick.id in chosen)
    ]
    if not asked:
        raise BadRequest(tr("There is no P pick to find a first motion of: set P first, or let a picker pick."))
    reader, network, settings = yield from _reader(weights, settings)
    open_picks = list(dict.fromkeys(pick for pick in asked if not is_said_by_person(pick)))
    verticals = verticals_of(open_picks, archive)
    changes: list[MotionChange] = []
    for first in range(0, len(open_picks), AT_ONCE):
        yield Progress(first, len(open_picks), tr("Finding first motions"))
        part = open_picks[first : first + AT_ONCE]
        windows = {pick: window for pick in part if (window := window_of(pick, verticals, settings.reach)) is not None}
        for pick, found in zip(windows, reader.read(list(windows.values())), strict=True):
            likely, spread = round(found.probability, 4), round(found.spread, 4)
            changes.append(
                MotionChange(pick, pick.with_polarity(found.polarity(settings), network.name, likely, spread))
            )
    unread = len(open_picks) - len(changes)
    if unread:
        yield Notice(
            tr(
                "{unread:,} P picks get no first motion: there is no whole vertical of at least 50 Hz around them."
            ).format(unread=unread)
        )
    return MotionsFound(tuple(changes), len(asked) - len(open_picks), unread)


def with_motions(picks: Sequence[Pick], found: MotionsFound) -> tuple[Pick, ...]:
    """The picks with what was found, in their order."""
    after = {change.before: change.after for change in found.changes}
    return tuple(after.get(pick, pick) for pick in picks)


def _reader(
    weights: str, settings: MotionSettings | None
) -> Generator[Progress, None, tuple[MotionReader, PolarityNetwork, MotionSettings]]:
    """Made in a thread of its own: importing torch takes its time."""

    def made() -> tuple[MotionReader, PolarityNetwork, MotionSettings]:
        from seisviewer.networks.device import limit_threads
        from seisviewer.networks.polarity.polarcap import load_polarity
        from seisviewer.predictions.first_motions.motion_reader import MotionReader, MotionSettings

        limit_threads()  # one core stays free for whoever draws; so small a network gains nothing from more
        network, chosen = load_polarity(weights), settings or MotionSettings()
        return MotionReader(network, chosen), network, chosen

    return (yield from waited(made, tr("Loading the network of first motions")))


def verticals_of(picks: Sequence[Pick], archive: Archive) -> dict[Pick, Component]:
    """Of each pick the vertical of its record, where there is one."""
    records = {record.key: record for record in archive.records}
    found: dict[Pick, Component] = {}
    for pick, placed in zip(picks, place_picks(picks, archive).picks, strict=True):
        record = records.get(placed.record)
        vertical = record.component(VERTICAL) if record is not None else None
        if vertical is not None:
            found[pick] = vertical
    return found


def window_of(pick: Pick, verticals: Mapping[Pick, Component], reach: float) -> OnsetWindow | None:
    """What a person picked or moved is believed to the sample."""
    if pick not in verticals:
        return None
    by_hand = pick.origin is Origin.MANUAL or pick.review is Review.MOVED
    return onset_window(verticals[pick], pick.time, 0.0 if by_hand else reach)
