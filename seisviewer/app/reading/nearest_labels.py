"""How far the next label is from a voxel of the survey on the desk."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.section_state import Position, SectionState
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.labelled_traces import LabelledTraces, NearestLabel


class NearestLabels(QObject):
    """Looks the labels over in the background, once for each version of them that somebody asks about; until that is
    done the version before counts. found: another version counts now."""

    found = pyqtSignal()

    def __init__(self, state: SectionState) -> None:
        super().__init__()
        self._state = state
        self._asked: LabelSnapshot | None = None
        self._traces: LabelledTraces | None = None
        self._results: BackgroundResults[LabelSnapshot, LabelledTraces] = BackgroundResults(self._take)
        state.closing.on_stop(self._forget)
        state.volume_changed.connect(lambda _: self._forget())
        state.project_changed.connect(lambda _: self._forget())

    def nearest(self, position: Position) -> NearestLabel | None:
        """None where nothing is labelled, or not known yet."""
        traces = self._seen_from_above()
        return None if traces is None else traces.nearest(position.inline, position.crossline, position.sample)

    def labelled_share(self) -> np.ndarray | None:
        """Float32 (inlines, crosslines): the share of each trace that is labelled; None where that is not known yet."""
        traces = self._seen_from_above()
        return None if traces is None else traces.share

    def _seen_from_above(self) -> LabelledTraces | None:
        """The labels of now, or those of before until these are looked over."""
        if self._state.project is None:
            return None
        snapshot = self._state.project.snapshot()
        if snapshot is not self._asked:
            if self._asked is None:
                self._results.begin(LabelledTraces)
            self._asked = snapshot
            self._results.want(self, snapshot)
        return self._traces

    def _take(self, snapshot: LabelSnapshot, traces: LabelledTraces | Exception) -> None:
        if isinstance(traces, Exception):
            raise traces
        self._traces = traces
        self.found.emit()

    def _forget(self) -> None:
        self._results.end()
        self._asked = self._traces = None
