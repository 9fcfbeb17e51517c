"""The second volume of the desk: opened, remembered with the project, and read for the views."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.background.background_results import BackgroundResults
from seisviewer.app.opening.file_asker import FileAsker
from seisviewer.app.section_state import SecondLooks, SectionState
from seisviewer.byte_cache import ByteCache
from seisviewer.errors import SeisviewerError
from seisviewer.jobs.closing import LateClosing
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import endings
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.second_volume.volume_on_grid import Second, open_second

CACHE_BYTES = 96 << 20
TOPIC = tr("the second volume")


class SecondVolume(FileAsker[SectionState]):
    """second: None while there is none. changed: the section that can be drawn now, None for all. divider_moved: so is what a
    swipe hides."""

    changed = pyqtSignal(object)
    divider_moved = pyqtSignal()

    def __init__(self, state: SectionState, background: Background, window: QWidget) -> None:
        super().__init__(state, background, window)
        self.second: Second | None = None
        self.dividers: dict[Direction, float] = {}  # place along what runs across, in indices
        self._wanted = ""
        self._cache: ByteCache[SectionId] = ByteCache(CACHE_BYTES)
        self._reads: BackgroundResults[SectionId, np.ndarray] = BackgroundResults(self._take)
        state.volume_changed.connect(self._start_afresh)
        state.second_changed.connect(self._follow)
        state.closing.on_stop(self._close)

    def folder_to_ask_in(self) -> Path:
        return self._state.volume.path.parent if self._state.volume is not None else Path.home()

    def ask(self) -> None:
        patterns = " ".join(f"*{ending}" for ending in endings())
        path = self._ask_file(tr("Open second volume"), tr("Surveys ({patterns})").format(patterns=patterns))
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Show another survey over the one on the desk; what is wrong with it is said."""
        volume = self._state.volume
        if volume is None:
            return
        self._wanted = str(path)

        def take(second: Second) -> None:
            if self._state.volume is not volume or self._wanted != str(path):
                second.volume.close()
                return
            self._close()
            self.second = second
            self._reads.begin(second.volume.section)
            self._state.set_second(path=str(path), shown=True)
            self._state.message.emit(
                second.notice
                or tr("{path_name} lies over the survey: Shift+I swipes it, Shift+O hides it.").format(
                    path_name=path.name
                )
            )
            self.changed.emit(None)

        geometry = volume.geometry
        self._background.run(
            tr("Opening {path_name}").format(path_name=path.name),
            lambda: open_second(path, geometry),
            take,
            topic=TOPIC,
        )

    def end(self) -> None:
        """Show no second volume any more, and forget it."""
        self._wanted = ""
        self._close()
        self._state.set_second(path="")
        self.changed.emit(None)

    def amplitudes(self, section: SectionId) -> np.ndarray | None:
        """float32 in the section's shape; None where there is none, or while it is read."""
        if self.second is None or not self._state.second.shown:
            return None
        found = self._cache.get(section)
        if found is None:
            self._reads.want(section.direction, section)
        return found

    def move_divider(self, direction: Direction, place: float) -> None:
        self.dividers[direction] = place
        self.divider_moved.emit()
        self.changed.emit(None)

    def _take(self, section: SectionId, found: np.ndarray | Exception) -> None:
        if isinstance(found, Exception):
            if not isinstance(found, (SeisviewerError, OSError)):
                raise found
            self._state.report(str(found), TOPIC)
            return
        self._cache[section] = found
        self.changed.emit(section)

    def _follow(self, looks: SecondLooks) -> None:
        """A project was opened in which one is remembered."""
        volume, project = self._state.volume, self._state.project
        if not looks.path or looks.path == self._wanted or volume is None:
            self.changed.emit(None)
            return
        path = Path(looks.path)
        beside = volume.path.parent / path.name
        path = path if path.exists() else beside
        self._wanted = looks.path
        if not path.exists():
            self._state.message.emit(
                tr("The second volume {path_name} is not where it was: File › Second volume… opens it again.").format(
                    path_name=path.name
                )
            )
        elif not _came_along(path, volume, project.folder if project is not None else None):
            self._state.message.emit(
                tr(
                    "The second volume {path_name} lies in another folder than the survey: File › Second "
                    "volume… opens it again."
                ).format(path_name=path.name)
            )
        else:
            self.open(path)

    def _start_afresh(self, _: Volume | None) -> None:
        self._wanted = ""
        self.dividers.clear()
        self._close()
        self._state.set_second(**vars(SecondLooks()))
        self.changed.emit(None)

    def _close(self) -> None:
        """Read nothing more, and give the file back once its thread has let go of it."""
        self._reads.end()
        self._cache.clear()
        if self.second is not None:
            self._state.closing.wait_for(LateClosing([self._reads], (self.second.volume,)))
        self.second = None


def _came_along(path: Path, volume: Volume, project: Path | None) -> bool:
    """Whether it lies in the folder of the survey or of the project: a project that was handed over opens nothing else by itself."""
    homes = [volume.path.parent, *([project.parent] if project is not None else [])]
    return any(path.resolve().is_relative_to(home.resolve()) for home in homes)
