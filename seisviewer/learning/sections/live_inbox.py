"""What the window may tell a live training while it runs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.progress import Flag, Slot
from seisviewer.volumes.geometry import SectionId


class LiveInbox:
    """Latest wins, but for the lines dropped, which are all handed on; every method may be called from any thread. The training looks between two steps."""

    def __init__(self) -> None:
        self.labels: Slot[LabelSnapshot | None] = Slot(None)
        self.wanted: Slot[tuple[SectionId, ...]] = Slot(())
        self.crosshair: Slot[tuple[int, int]] = Slot((0, 0))
        self._dropped: deque[SectionId] = deque()
        self.paused: Slot[bool] = Slot(False)
        self.auto_rounds: Slot[bool] = Slot(True)
        self.stability: Slot[bool] = Slot(False)
        self.improve_asked = Flag()
        self.stop_round_asked = Flag()
        self.finishing: Slot[bool] = Slot(False)

    def put_labels(self, snapshot: LabelSnapshot) -> None:
        """Labels to learn from the next batch on."""
        self.labels.put(snapshot)

    def want(self, sections: Sequence[SectionId], crosshair: tuple[int, int] = (0, 0)) -> None:
        """Sections on screen, the most wanted first; a time slice stands for the lines that it is assembled from.

        crosshair: indices of its inline and crossline; the lines round it are predicted before those farther off.
        """
        self.wanted.put(tuple(sections))
        self.crosshair.put(crosshair)

    def drop(self, sections: Iterable[SectionId]) -> None:
        """The predictions of these lines are not kept any more."""
        self._dropped.extend(sections)

    def take_dropped(self) -> list[SectionId]:
        """The lines dropped since the last call."""
        return [self._dropped.popleft() for _ in range(len(self._dropped))]

    def pause(self, paused: bool) -> None:
        """Stop learning, keep predicting; or go on."""
        self.paused.put(paused)

    def want_stability(self, on: bool) -> None:
        """Whether stability is on screen; the checkpoints of a round are compared only then."""
        self.stability.put(on)

    def set_auto_rounds(self, on: bool) -> None:
        """Whether ST++ rounds start by themselves when no stroke has come for a while."""
        self.auto_rounds.put(on)

    def improve(self) -> None:
        """Start an ST++ round on the labels as they are now, or take up one that was cut off, unless one is running."""
        self.improve_asked.ask()

    def stop_round(self) -> None:
        """Give up the ST++ round that runs or that waits to be taken up."""
        self.stop_round_asked.ask()

    def finish_round(self) -> None:
        """Learn nothing new, bring the running ST++ round to its end, show its model if it is no worse, then end."""
        self.finishing.put(True)
