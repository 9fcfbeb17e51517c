"""What the window may tell a live training while it runs."""

from __future__ import annotations

from collections.abc import Sequence

from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.progress import Flag, Slot
from seisviewer.volumes.geometry import SectionId


class LiveInbox:
    """Latest wins; every method may be called from any thread. The training looks between two steps."""

    def __init__(self) -> None:
        self.labels: Slot[LabelSnapshot | None] = Slot(None)
        self.wanted: Slot[tuple[SectionId, ...]] = Slot(())
        self.paused: Slot[bool] = Slot(False)
        self.improve_asked = Flag()
        self.stop_round_asked = Flag()
        self.finishing: Slot[bool] = Slot(False)

    def put_labels(self, snapshot: LabelSnapshot) -> None:
        """Labels to learn from the next batch on."""
        self.labels.put(snapshot)

    def want(self, sections: Sequence[SectionId]) -> None:
        """Sections on screen, the most wanted first; a time slice stands for the lines that it is assembled from."""
        self.wanted.put(tuple(sections))

    def pause(self, paused: bool) -> None:
        """Stop learning, keep predicting; or go on."""
        self.paused.put(paused)

    def improve(self) -> None:
        """Start an ST++ round on the labels as they are now, unless one is running."""
        self.improve_asked.ask()

    def stop_round(self) -> None:
        """Give the running ST++ round up."""
        self.stop_round_asked.ask()

    def finish_round(self) -> None:
        """Learn nothing new, bring the running ST++ round to its end, show its model if it is no worse, then end."""
        self.finishing.put(True)
