"""Brings spectrograms of what is in sight, made off the GUI thread."""

from __future__ import annotations

from cachetools import LRUCache
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QImage

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.topics import Topic
from seisviewer.app.traces.page.spectrogram_row import Picture, picture_of
from seisviewer.app.traces.trace_state import Span, TraceState
from seisviewer.errors import SeisviewerError
from seisviewer.waveforms.record import Archive, Record

AROUND = 0.5  # spans ahead and behind that a picture also shows
NOTHING = Picture(Span(0.0, 0.0), Span(0.0, 0.0), 0.0, QImage())
MOST = 100  # pictures kept, a few hundred kilobytes each; many more than are in sight at once
SHARPNESS = 3.0  # zoomed in further than this, a picture is made anew
Key = tuple[str, int, Span]


class Spectrograms(QObject):
    """ready: the key of a record whose spectrogram came. Used on the GUI thread."""

    ready = pyqtSignal(str)

    def __init__(self, state: TraceState) -> None:
        super().__init__()
        self._state = state
        self._pictures: LRUCache[tuple[str, int], Picture] = LRUCache(MOST)
        self._asked: dict[str, Key] = {}
        self._results: BackgroundResults[Key, Picture] = BackgroundResults(self._take)

    def set_archive(self, archive: Archive | None) -> None:
        """Make pictures of other records from now on."""
        self._pictures.clear()
        self._asked.clear()
        self._results.end()
        if archive is not None:
            self._results.begin(lambda key: picture_of(archive.record(key[0]).components[key[1]], key[2]))

    def wait(self, timeout: float | None = None) -> bool:
        """Block until what was made of earlier records has ended, at most `timeout` seconds; returns whether it has."""
        return self._results.wait(timeout)

    @property
    def working(self) -> bool:
        """Whether a picture that was asked for is still being made."""
        return bool(self._asked)

    def of(self, record: Record, component: int, span: Span) -> Picture | None:
        """The last picture of a component as it was recorded; when it does not fit the span, `ready` follows. A picture of
        nothing where the record has nothing in the span."""
        picture = self._pictures.get((record.key, component))
        whole = Span(record.start, record.end)
        if span.end <= whole.start or span.start >= whole.end:
            return NOTHING
        if picture is None or not fits(picture.asked, span, whole):
            asked = self._asked.get(record.key)
            if asked is None or asked[1] != component or not fits(asked[2], span, whole):
                self._ask(record.key, component, widened(span, whole))
        return picture

    def _ask(self, key: str, component: int, span: Span) -> None:
        self._asked[key] = (key, component, span)
        self._results.want(key, self._asked[key])

    def _take(self, key: Key, answer: Picture | Exception) -> None:
        if self._asked.get(key[0]) != key:
            return
        if isinstance(answer, SeisviewerError):
            self._state.report(str(answer), Topic.RECORDS)
        elif isinstance(answer, Exception):
            raise answer
        else:
            del self._asked[key[0]]
            self._pictures[key[:2]] = answer
            self.ready.emit(key[0])


def widened(span: Span, whole: Span) -> Span:
    """What a picture is made of: more than is in sight, but not more than was recorded."""
    more = AROUND * span.length
    return Span(max(span.start - more, whole.start), min(span.end + more, whole.end))


def fits(made: Span, span: Span, whole: Span) -> bool:
    """Whether a picture made for a stretch shows all of `span` and shows it sharply."""
    covers = made.start <= max(span.start, whole.start) and made.end >= min(span.end, whole.end)
    return covers and made.length <= SHARPNESS * max(widened(span, whole).length, 1e-9)
