"""What the review of a desk can be told by keys and by its bar, whatever it is that is decided about."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.translation import tr
from seisviewer.workflows.review.review_counts import ReviewCounts


def nothing_surer(above: float) -> str:
    """What is said where nothing can be accepted at once."""
    return tr("Nothing undecided here is surer than {above:.0%}.").format(above=above)


class Reviewer(QObject):
    """A desk's review. hint: what its keys and gestures do, in a sentence. sure_tip: what its button accepts at once.
    wheres: where that may be, by what the user is shown; () where there is but one place.

    switched: Review mode began or ended. counted: `counts` is another.
    """

    hint = ""
    sure_tip = ""
    wheres: tuple[str, ...] = ()
    switched = pyqtSignal(bool)
    counted = pyqtSignal()

    @property
    def counts(self) -> ReviewCounts:
        """How the review stands where the user is."""
        raise NotImplementedError

    def accept(self) -> None:
        """Say that what is outlined is right."""
        raise NotImplementedError

    def reject(self) -> None:
        """Say that what is outlined is not there."""
        raise NotImplementedError

    def reclass(self, digit: int) -> None:
        """Say that what is outlined is there, but is what a digit stands for."""
        raise NotImplementedError

    def skip(self, step: int) -> None:
        """Leave what is outlined for later (1), or go back to the undecided one before (−1)."""
        raise NotImplementedError

    def accept_all(self, above: float, where: str = "") -> None:
        """Accept everything undecided of which the model is that sure (0–1). where: one of `wheres`."""
        raise NotImplementedError
