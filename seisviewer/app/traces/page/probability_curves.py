"""Makes what a picker said ready to draw, off the GUI thread: a day of probabilities takes a tenth of a second."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.traces.trace_state import TraceState
from seisviewer.jobs.newest_first import NewestFirst
from seisviewer.predictions.probabilities import Probabilities
from seisviewer.waveforms.envelope import pyramid_of
from seisviewer.waveforms.record import Component, Segment


class ProbabilityCurves(QObject):
    """of: the curves of each record by phase, as far as they are ready. ready: the key of a record whose curves came."""

    ready = pyqtSignal(str)
    _answered = pyqtSignal(str, object)

    def __init__(self, state: TraceState) -> None:
        super().__init__()
        self._state = state
        self.of: dict[str, dict[str, Component]] = {}
        self._reads: NewestFirst[str, tuple[Probabilities, dict[str, Component]]] | None = None
        self._answered.connect(self._take)
        state.probabilities_changed.connect(self._ask)

    def close(self) -> None:
        """Forget everything and stop the thread."""
        if self._reads is not None:
            self._reads.close()
        self._reads = None
        self.of.clear()

    def _ask(self, key: str) -> None:
        if self._reads is None:
            self._reads = NewestFirst(self._make, self._answered.emit)
        self._reads.want(key, key)

    def _make(self, key: str) -> tuple[Probabilities, dict[str, Component]] | None:
        probabilities = self._state.probabilities.get(key)  # the dictionary is replaced, never changed
        if probabilities is None:
            return None
        components = probability_components(probabilities)
        for component in components.values():
            for segment in component.segments:
                pyramid_of(segment.samples)
        return probabilities, components

    def _take(self, key: str, answer: tuple[Probabilities, dict[str, Component]] | Exception | None) -> None:
        if isinstance(answer, Exception):
            raise answer
        if answer is not None and self._state.probabilities.get(key) is answer[0]:
            self.of[key] = answer[1]
            self.ready.emit(key)


def probability_components(probabilities: Probabilities) -> dict[str, Component]:
    """The curves as if they were channels, so that a day of them is drawn as fast as a day of samples."""
    found: dict[str, Component] = {}
    for phase in dict.fromkeys(curve.phase for curve in probabilities.curves):
        curves = sorted(probabilities.of(phase), key=lambda curve: curve.start)
        segments = tuple(Segment(curve.start, curve.values) for curve in curves if len(curve.values))
        if segments:
            found[phase] = Component(phase, phase, curves[0].rate, segments, "")
    return found
