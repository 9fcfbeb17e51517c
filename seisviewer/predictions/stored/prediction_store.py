"""What one model said about the lines of a survey, kept in the project so that nothing is predicted twice."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from seisviewer.errors import BadRequest, ProjectError
from seisviewer.predictions.leading_answer import speaker_of
from seisviewer.predictions.passes.section_pass import SectionPass, decide, mean_probability
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.stored import line_file
from seisviewer.predictions.stored.eight_bits import UNKNOWN, packed_shares
from seisviewer.predictions.stored.line_file import LineHead
from seisviewer.predictions.stored.line_summary import LineSummary, sampled
from seisviewer.predictions.stored.store_index import StoreIndex
from seisviewer.predictions.stored.stored_line import ColumnMaps, Coverage, LineMeans, StoredLine, stored_line
from seisviewer.progress import Progress
from seisviewer.project.links import check_inside, link_out_of
from seisviewer.project.prediction_folders import ENDING, prediction_folder
from seisviewer.translation import tr
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.geometry import LINES, Direction, Geometry, SectionId

SPARE_BYTES = 1 << 30  # of the disk that are left to others
TOLD = 50  # lines whose heads are read between two reports
log = logging.getLogger(__name__)


class PredictionStore:
    """One pass a line. Any thread may call it; lines are read and written while others look at what is known of them.

    name: the number of a run, or `prediction_folders.LAYERS`. A line that is damaged counts as not stored, and the next
    one that is put takes its place. Nothing is read, and no folder made, before it is asked for.
    """

    def __init__(self, project: Path, name: str | int, geometry: Geometry, *, read_only: bool = False) -> None:
        self.name = str(name)
        self.geometry = geometry
        self.read_only = read_only
        self.is_loaded = False
        self._project = project
        self._folder = prediction_folder(project, name)
        self._at = sampled(geometry)
        self._index = StoreIndex(geometry, len(self._at))
        self._lock = threading.Lock()
        self._version = 0

    @property
    def version(self) -> int:
        """Grows with every line that is put or found to be damaged."""
        return self._version

    @property
    def channels(self) -> tuple[int, ...]:
        """The class numbers that any stored line has a channel for, as far as is known."""
        with self._lock:
            return self._index.channels

    # What is there

    def load(self) -> Generator[Progress, None, None]:
        """Look what is stored: the heads of all files. A second call does nothing."""
        if self.is_loaded:
            return
        names = self._line_names()
        for done, name in enumerate(names):
            if done % TOLD == 0:
                yield Progress(done, len(names), tr("looking at stored predictions"))
            self._note_stored(name)
        self.is_loaded = True
        self._version += 1

    def coverage(self, direction: Direction) -> Coverage:
        """Which inlines, or crosslines, are stored."""
        with self._lock:
            return self._index.coverage(direction)

    def line_means(self, direction: Direction) -> LineMeans:
        """How sure and how stable each stored inline, or crossline, is."""
        with self._lock:
            return self._index.line_means(direction)

    def columns(self) -> ColumnMaps:
        """What the stored lines amount to at each trace."""
        with self._lock:
            return self._index.columns()

    def is_current(self, section: SectionId, key: str) -> bool:
        """Whether this very model has predicted a line; reads its head where nobody has looked yet."""
        with self._lock:
            known = self._index.key_of(section)
        if known is None and not self.is_loaded:
            self._note_stored(f"{section}{ENDING}")
            with self._lock:
                known = self._index.key_of(section)
        return bool(key) and known == key

    # Reading

    def get(self, section: SectionId) -> SectionPass | None:
        """The pass over a line, or None where none is stored."""
        with self._damage_noted(section), self._open(section) as file:
            return line_file.read_pass(file, self._head(file, section))
        return None

    def block(self, section: SectionId, block: int) -> tuple[tuple[int, ...], np.ndarray] | None:
        """Channels, and probabilities as in SectionPass, of the traces of a block (`line_file.BLOCK` of them) of a line;
        None where the line is not stored."""
        with self._damage_noted(section), self._open(section) as file:
            head = self._head(file, section)
            return head.channels, line_file.read_block(file, head, block)
        return None

    def line(self, section: SectionId) -> StoredLine | None:
        """What is said of an inline or crossline along its own direction, or None where nothing is stored."""
        kept = self.get(section)
        return None if kept is None else stored_line(kept)

    def crossing(self, section: SectionId) -> StoredLine | None:
        """What the stored lines that cross an inline or crossline say of it, one trace each; None without any.

        model, its key, version and speaker are those of the newest; labels_version and seconds those of the oldest.
        """
        across = LINES[1 - LINES.index(section.direction)]
        coverage, trace = self.coverage(across), self.geometry.index(section)
        shape = self.geometry.section_shape(section.direction)
        classes, confidence = np.full(shape, NO_CLASS, np.uint8), np.full(shape, UNKNOWN, np.uint8)
        stability, heads = np.full(shape, UNKNOWN, np.uint8), []
        for index in np.flatnonzero(coverage.stored).tolist():
            line = self.geometry.section(across, index)
            with self._damage_noted(line), self._open(line) as file:
                head = self._head(file, line)
                probabilities, stable = line_file.read_trace(file, head, trace)
                classes[index], highest = decide(probabilities, head.channels)
                confidence[index] = packed_shares(mean_probability(highest, np.uint8(1)))
                if stable is not None:
                    stability[index] = stable
                heads.append(head)
        if not heads:
            return None
        newest, oldest = (choose(heads, key=lambda head: head.seconds) for choose in (max, min))
        has_stability = bool((stability != UNKNOWN).any())
        return StoredLine(
            section,
            classes,
            confidence,
            stability if has_stability else None,
            newest.stability_of if has_stability else "",
            speaker_of(newest.model).value,
            newest.model,
            newest.key,
            newest.model_version,
            oldest.labels_version,
            oldest.seconds,
        )

    def traces(self, inlines: np.ndarray, crosslines: np.ndarray) -> np.ndarray:
        """Classes at traces anywhere, uint8 (traces, samples): of their inline where that is stored, else of their
        crossline, NO_CLASS where neither is. inlines, crosslines: int (traces,), indices."""
        found = np.full((len(inlines), self.geometry.samples.count), NO_CLASS, np.uint8)
        missing = np.ones(len(inlines), bool)
        for direction, lines, along in zip(LINES, (inlines, crosslines), (crosslines, inlines), strict=True):
            wanted = missing & self.coverage(direction).stored[lines]
            for index in np.unique(lines[wanted]).tolist():
                section, here = self.geometry.section(direction, index), np.flatnonzero(wanted & (lines == index))
                with self._damage_noted(section), self._open(section) as file:
                    head = self._head(file, section)
                    for place in here.tolist():
                        shares, _ = line_file.read_trace(file, head, int(along[place]))
                        found[place] = decide(shares, head.channels)[0]
                        missing[place] = False
        return found

    # Writing

    def put(self, kept: SectionPass) -> None:
        """Keep a pass in place of an older one over the same line.

        Raises ProjectError where it cannot be written, and BadRequest where the disk has less than SPARE_BYTES free; what
        was kept before is still there then. Does nothing where the project cannot be written to.
        """
        if self.read_only:
            return
        self._make_folder()
        require_space(self._folder, SPARE_BYTES + kept.nbytes, tr("Keeping predictions with room to spare"))
        summary = LineSummary.of(kept, self._at)
        line_file.write_line(self._path(kept.section), kept, summary)
        with self._lock:
            self._index.note(kept.section, kept, summary)
            self._version += 1

    # Inside

    def _make_folder(self) -> None:
        check_inside(self._project, self._folder.parent if not self._folder.exists() else self._folder)
        try:
            # Not the project itself: one that was moved or deleted must not come to life again.
            self._folder.parent.mkdir(exist_ok=True)
            self._folder.mkdir(exist_ok=True)
        except OSError as error:
            raise ProjectError(
                tr("{folder} cannot be made: {strerror}.").format(folder=self._folder, strerror=error.strerror or error)
            ) from error

    def _path(self, section: SectionId) -> Path:
        return self._folder / f"{section}{ENDING}"

    def _line_names(self) -> list[str]:
        if link_out_of(self._project, self._folder) is not None:
            return []
        try:
            with os.scandir(self._folder) as entries:
                return sorted(entry.name for entry in entries if entry.name.endswith(ENDING))
        except OSError:
            return []

    def _note_stored(self, name: str) -> None:
        """Look at the head of a file, unless its line was put meanwhile."""
        try:
            section = SectionId.parse(name.removesuffix(ENDING))
            self.geometry.index(section)
        except BadRequest:
            return  # of another survey, or no line at all
        if section.direction not in LINES or str(section) + ENDING != name:
            return
        with self._damage_noted(section), self._open(section) as file:
            head = self._head(file, section)
            summary = line_file.read_summary(file, head, len(self._at))
            with self._lock:
                if not self._index.has(section):
                    self._index.note(section, head, summary)

    def _open(self, section: SectionId) -> BinaryIO:
        path = self._path(section)
        if not _is_own_file(self._project, path):
            raise FileNotFoundError(tr("it is not there"))
        return path.open("rb")

    def _head(self, file: BinaryIO, section: SectionId) -> LineHead:
        return line_file.read_head(file, section, self.geometry.section_shape(section.direction))

    @contextmanager
    def _damage_noted(self, section: SectionId) -> Iterator[None]:
        """What cannot be read is taken for not stored: the block ends there."""
        try:
            yield
        except (OSError, ValueError) as error:
            with self._lock:
                if self._index.has(section):
                    self._index.drop(section)
                    self._version += 1
            if not isinstance(error, FileNotFoundError):
                log.info("%s is predicted again: %s", self._path(section), error)


def _is_own_file(project: Path, path: Path) -> bool:
    """Whether a path is a plain file in the project, and no link at it or above it leads elsewhere."""
    above = path
    while above != project:
        if above.is_symlink():
            return False
        above = above.parent
    return path.is_file()
