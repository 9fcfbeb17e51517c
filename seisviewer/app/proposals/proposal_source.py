"""Makes proposals off the GUI thread, one at a time: the newest that was asked for counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.live.shown_prediction import ShownPrediction
from seisviewer.app.section_state import SectionState
from seisviewer.errors import SeisviewerError
from seisviewer.jobs.newest_first import NewestFirst
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.volumes.geometry import SectionId
from seisviewer.workflows.proposals.label_proposal import LabelProposal


@dataclass(frozen=True, eq=False)
class Asked:
    """shown: what models say on the section, None where nothing is known. how: by what rules."""

    section: SectionId
    shown: ShownPrediction | None = field(repr=False)
    snapshot: LabelSnapshot = field(repr=False)
    how: object


Maker = Callable[[Asked], LabelProposal]


class ProposalSource(QObject):
    """answered: the `Asked` and its LabelProposal, or the error that a person can act on."""

    answered = pyqtSignal(object, object)
    _made = pyqtSignal(object, object)

    def __init__(self, state: SectionState, maker: Maker) -> None:
        super().__init__()
        self._state, self._maker = state, maker
        self._asked: Asked | None = None
        self._threads: NewestFirst[Asked, LabelProposal] | None = None
        self._made.connect(self._take)
        state.closing.on_stop(self.stop)
        state.volume_changed.connect(lambda _: self.stop())

    def ask(self, asked: Asked) -> None:
        """Have a proposal made, in place of any that is not made yet."""
        if self._threads is None:
            self._threads = NewestFirst(self._maker, lambda key, answer: self._made.emit(key, answer))
            self._state.closing.wait_for(self._threads)
        self._asked = asked
        self._threads.want("proposal", asked)

    def drop(self) -> None:
        """Nothing is wanted any more."""
        self._asked = None
        if self._threads is not None:
            self._threads.forget("proposal")

    def stop(self) -> None:
        """Make nothing any more; does not wait."""
        self._asked = None
        if self._threads is not None:
            self._threads.close()
        self._threads = None

    def _take(self, asked: Asked, answer: LabelProposal | Exception) -> None:
        if asked is not self._asked:
            return
        if isinstance(answer, Exception) and not isinstance(answer, (SeisviewerError, OSError)):
            raise answer
        self.answered.emit(asked, answer)
