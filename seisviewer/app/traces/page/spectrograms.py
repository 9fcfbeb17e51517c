"""Brings spectrograms of what is in sight, made off the GUI thread."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QImage

from seisviewer.app.traces.page.spectrogram_row import Picture, picture_of
from seisviewer.app.traces.trace_state import Span, TraceState
from seisviewer.errors import SeisviewerError
from seisviewer.jobs.newest_first import NewestFirst
from seisviewer.waveforms.record import Archive, Record

AROUND = 0.5  # spans ahead and behind that a picture also shows
NOTHING = Picture(Span(0.0, 0.0), Span(0.0, 0.0), 0.0, QImage())
MOST = 100  # pictures kept, a few hundred kilobytes each; many more than are in sight at once
SHARPNESS = 3.0  # zoomed in further than this, a picture is made anew
Key = tuple[str, int, Span]


class Spectrograms(QObject):
    """ready: the key of a record whose spectrogram came. Used on the GUI thread."""

    ready = pyqtSignal(str)
    _answered = pyqtSignal(object, object, object)

    def __init__(self, state: TraceState) -> None:
        super().__init__()
        self._state = state
        self._archive: Archive | None = None
        self._pictures: dict[tuple[str, int], Picture] = {}
        self._asked: dict[str, Key] = {}
        self._reads: NewestFirst[Key, Picture] | None = None
        self._ending: list[NewestFirst[Key, Picture]] = []  # those of earlier records
        self._answered.connect(self._take)

    def set_archive(self, archive: Archive | None) -> None:
        self._forget_all()
        self._archive = archive

    def close(self) -> None:
        """Stop the threads; nothing arrives after that."""
        self._forget_all()
        for reads in self._ending:
            reads.close()
        self._ending.clear()

    def _forget_all(self) -> None:
        """Nothing more is wanted; what is being made ends by itself, so that other records need not wait for it."""
        if self._reads is not None:
            self._ending = [reads for reads in (*self._ending, self._reads) if not reads.close(timeout=0)]
        self._reads = self._archive = None
        self._pictures.clear()
        self._asked.clear()

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
        if self._reads is None:
            self._reads = self._start()
        self._asked[key] = (key, component, span)
        self._reads.want(key, self._asked[key])

    def _start(self) -> NewestFirst[Key, Picture]:
        archive = self._archive

        def read(key: Key) -> Picture:
            return picture_of(archive.record(key[0]).components[key[1]], key[2])

        return NewestFirst(read, lambda key, answer: self._answered.emit(archive, key, answer))

    def _take(self, archive: Archive, key: Key, answer: Picture | Exception) -> None:
        if archive is not self._archive or self._asked.get(key[0]) != key:
            return
        if isinstance(answer, SeisviewerError):
            self._state.problem.emit(str(answer))
        elif isinstance(answer, Exception):
            raise answer
        else:
            del self._asked[key[0]]
            self._pictures.pop(key[:2], None)  # so that the new one counts as the latest
            self._pictures[key[:2]] = answer
            while len(self._pictures) > MOST:
                del self._pictures[next(iter(self._pictures))]
            self.ready.emit(key[0])


def widened(span: Span, whole: Span) -> Span:
    """What a picture is made of: more than is in sight, but not more than was recorded."""
    more = AROUND * span.length
    return Span(max(span.start - more, whole.start), min(span.end + more, whole.end))


def fits(made: Span, span: Span, whole: Span) -> bool:
    """Whether a picture made for a stretch shows all of `span` and shows it sharply."""
    covers = made.start <= max(span.start, whole.start) and made.end >= min(span.end, whole.end)
    return covers and made.length <= SHARPNESS * max(widened(span, whole).length, 1e-9)
