"""What the window may tell whoever predicts the sections on screen, while it runs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.progress import Slot
from seisviewer.volumes.geometry import SectionId


class ScreenInbox:
    """Latest wins, but for the lines dropped, which are all handed on; every method may be called from any thread."""

    def __init__(self) -> None:
        self.labels: Slot[LabelSnapshot | None] = Slot(None)
        self.wanted: Slot[tuple[SectionId, ...]] = Slot(())
        self.crosshair: Slot[tuple[int, int]] = Slot((0, 0))
        self._dropped: deque[SectionId] = deque()

    def put_labels(self, snapshot: LabelSnapshot) -> None:
        """Labels to learn from now on."""
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
