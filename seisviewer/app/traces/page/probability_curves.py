"""Makes what a picker said ready to draw, off the GUI thread: a day of probabilities takes a tenth of a second."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.traces.trace_state import TraceState
from seisviewer.predictions.probabilities import Probabilities
from seisviewer.waveforms.envelope import pyramid_of
from seisviewer.waveforms.record import Component, Segment

Made = tuple[Probabilities, dict[str, Component]]


class ProbabilityCurves(QObject):
    """of: the curves of each record by phase, as far as they are ready. ready: the key of a record whose curves came."""

    ready = pyqtSignal(str)

    def __init__(self, state: TraceState) -> None:
        super().__init__()
        self._state = state
        self.of: dict[str, dict[str, Component]] = {}
        self._results: BackgroundResults[str, Made | None] = BackgroundResults(self._take)
        self._results.begin(self._make)
        state.probabilities_changed.connect(lambda key: self._results.want(key, key))

    def forget(self) -> None:
        """Other records are on the desk."""
        self.of.clear()
        self._results.begin(self._make)

    def wait(self, timeout: float | None = None) -> bool:
        """Block until what was made of earlier records has ended, at most `timeout` seconds; returns whether it has."""
        return self._results.wait(timeout)

    def _make(self, key: str) -> Made | None:
        probabilities = self._state.probabilities.get(key)  # the dictionary is replaced, never changed
        if probabilities is None:
            return None
        components = probability_components(probabilities)
        for component in components.values():
            for segment in component.segments:
                pyramid_of(segment.samples)
        return probabilities, components

    def _take(self, key: str, answer: Made | Exception | None) -> None:
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
