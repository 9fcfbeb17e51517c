"""Brings filtered and rotated records to the page, made off the GUI thread; the last picture stays until they are there."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.topics import Topic
from seisviewer.app.traces.page.treatment import Treated, Treatment, treated
from seisviewer.app.traces.trace_state import Span, TraceState
from seisviewer.errors import SeisviewerError
from seisviewer.waveforms.record import Archive, Record

WHOLE = 2_000_000  # samples of a component up to which all of it is treated at once
AROUND = 1.5  # spans treated ahead and behind of what is seen of a longer one
MOST = 0.25  # of a record that may be in sight before all of it is treated
Key = tuple[str, Treatment, Span]


class TreatedRecords(QObject):
    """Everything here is used on the GUI thread; the signal arrives there too.

    ready: the key of a record whose picture is new.
    """

    ready = pyqtSignal(str)

    def __init__(self, state: TraceState) -> None:
        super().__init__()
        self._state = state
        self._made: dict[str, Treated] = {}
        self._raw: dict[str, Treated] = {}
        self._asked: dict[str, Key] = {}
        self._refused: set[tuple[str, Treatment]] = set()
        self._said: set[str] = set()
        self._results: BackgroundResults[Key, Treated] = BackgroundResults(self._take)

    def set_archive(self, archive: Archive | None) -> None:
        """Work on other records from now on."""
        self._results.end()
        for kept in (self._made, self._raw, self._asked, self._refused, self._said):
            kept.clear()
        if archive is None:
            return
        self._raw = {
            record.key: Treated(Treatment(), Span(record.start, record.end), record.components)
            for record in archive.records
        }
        self._results.begin(lambda key: treated(archive.record(key[0]), key[1], key[2], archive.inventory))

    def wait(self, timeout: float | None = None) -> bool:
        """Block until what was made of earlier records has ended, at most `timeout` seconds; returns whether it has."""
        return self._results.wait(timeout)

    @property
    def working(self) -> bool:
        """Whether something that was asked for is still being made."""
        return bool(self._asked)

    def of(self, record: Record, treatment: Treatment, span: Span) -> tuple[Treated, bool]:
        """What there is to draw now, and whether it is what was asked for; if not, `ready` follows, unless it was
        refused."""
        raw = self._raw[record.key]
        if treatment.changes_nothing:
            self._made.pop(record.key, None)  # it may be gigabytes
            self._forget(record.key)
            return raw, True
        if (record.key, treatment) in self._refused:
            return raw, False
        made = self._made.get(record.key)
        same = made is not None and made.treatment == treatment
        if not same or not _covers(made.span, span, record):
            self._ask(record, treatment, span)
        elif not _covers(made.span, _widened(span, 0.5), record):
            self._ask(record, treatment, span)  # soon needed
        return (made or raw), same and _covers(made.span, span, record)

    def _ask(self, record: Record, treatment: Treatment, span: Span) -> None:
        asked = self._asked.get(record.key)
        if asked is not None and asked[1] == treatment and _covers(asked[2], _widened(span, 0.5), record):
            return
        key = (record.key, treatment, wanted_span(record, span))
        self._asked[record.key] = key
        self._results.want(record.key, key)

    def _forget(self, key: str) -> None:
        if self._asked.pop(key, None) is not None:
            self._results.forget(key)

    def _take(self, key: Key, answer: Treated | Exception) -> None:
        if self._asked.get(key[0]) != key:
            return
        del self._asked[key[0]]
        if isinstance(answer, Exception):
            self._refuse(key, answer)
        else:
            self._made[key[0]] = answer
        self.ready.emit(key[0])

    def _refuse(self, key: Key, error: Exception) -> None:
        self._refused.add(key[:2])
        if not isinstance(error, SeisviewerError):
            raise error
        if str(error) not in self._said:
            self._said.add(str(error))
            self._state.report(str(error), Topic.RECORDS)


def wanted_span(record: Record, span: Span) -> Span:
    """What is treated at once, for a span in sight: all of a record that is short or mostly in sight, else some ahead."""
    whole = Span(record.start, record.end)
    count = max(component.count for component in record.components)
    if count <= WHOLE or span.length > MOST * whole.length:
        return whole
    return _widened(span, AROUND)


def _widened(span: Span, share: float) -> Span:
    return Span(span.start - share * span.length, span.end + share * span.length)


def _covers(made: Span, span: Span, record: Record) -> bool:
    """Whether all that the record has in `span` lies in `made`."""
    return made.start <= max(span.start, record.start) and made.end >= min(span.end, record.end)
