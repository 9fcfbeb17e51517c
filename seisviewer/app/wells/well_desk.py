"""What the parts of the window that deal with wells share: which there are, which is chosen, and the doors to change them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.app.background.background_jobs import Background
from seisviewer.app.named_objects import NamedObjects
from seisviewer.app.painting.label_editor import LabelEditor
from seisviewer.app.section_state import Position, SectionState
from seisviewer.app.topics import Topic
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Notice, Progress
from seisviewer.structure.wells.well import Well, WellLog
from seisviewer.structure.wells.well_places import WellPlaces, has_coordinates, places_along, why_not_in_depth
from seisviewer.translation import tr
from seisviewer.volumes.well_files.well_tables import DepthsFrom, LengthsIn
from seisviewer.workflows.wells.facies_from_logs import (
    check_in_words,
    compared,
    facies_log,
    facies_samples,
    label_facies,
    said_of_traces,
)
from seisviewer.workflows.wells.well_export import export_wells
from seisviewer.workflows.wells.well_import import WellHead, read_wells, with_logs, with_markers, with_times

NOTHING_CHOSEN = tr("Choose a well in the list first, or import one.")
NO_PREDICTION = tr("No prediction is kept yet that a log could be compared with: paint, or train first.")
Changed = tuple[tuple[Well, ...], tuple[str, ...]]


class WellDesk(NamedObjects[Well]):
    """The wells of the survey on the desk."""

    nothing_chosen = NOTHING_CHOSEN
    hidden_in = "hidden_wells"

    def __init__(
        self,
        state: SectionState,
        label_editor: LabelEditor,
        background: Background,
        store: Callable[[], PredictionStore | None] = lambda: None,
    ) -> None:
        """store: gives what is kept of the prediction on screen, None where nothing is."""
        super().__init__(state, state.wells_changed)
        self._editor, self._background, self._store = label_editor, background, store
        self._places: dict[tuple[int, str], tuple[Well, WellPlaces]] = {}

    @property
    def objects(self) -> tuple[Well, ...]:
        return self.wells

    def store(self, put: Sequence[Well] = (), removed: Sequence[Well] = ()) -> None:
        self._editor.change_wells(put, removed)

    @property
    def wells(self) -> tuple[Well, ...]:
        project = self.state.project
        return () if project is None else project.wells

    @property
    def shown(self) -> tuple[Well, ...]:
        """Those that are drawn."""
        volume = self.state.volume
        if not self.state.overlays.wells or volume is None or not has_coordinates(volume.geometry):
            return ()
        return self.drawn

    def places(self, well: Well) -> WellPlaces:
        """Where a well lies, all along it; worked out once."""
        return self._kept(well, "", lambda: None)

    def marker_places(self, well: Well) -> WellPlaces:
        """Where its markers lie."""
        return self._kept(well, "markers", lambda: np.array([marker.md for marker in well.markers]))

    def log_places(self, well: Well, log: WellLog, every: int) -> WellPlaces:
        """Where every so manieth value of a log lies."""
        return self._kept(
            well, tr("log {every} {log_name}").format(every=every, log_name=log.name), lambda: log.md[::every]
        )

    def _kept(self, well: Well, what: str, md: Callable[[], np.ndarray | None]) -> WellPlaces:
        held = self._places.get((well.number, what))
        if held is None or held[0] is not well:
            made = places_along(self.state.volume.geometry, well, md())
            held = self._places[well.number, what] = well, made
        return held[1]

    @property
    def log_names(self) -> tuple[str, ...]:
        """Of all wells, each once."""
        return tuple(dict.fromkeys(log.name for well in self.wells for log in well.logs))

    def go_to(self) -> None:
        """Take the views to the chosen well: to its first marker inside of the survey, or to where it enters it."""
        well = self.current
        if well is None:
            self.state.message.emit(NOTHING_CHOSEN)
            return
        geometry = self.state.volume.geometry
        if not has_coordinates(geometry):
            self.state.message.emit(tr("The survey has no coordinates, so nobody knows where the well stands in it."))
            return
        marked = places_along(geometry, well, np.array([marker.md for marker in well.markers]))
        for places in (marked, self.places(well)):
            index = np.flatnonzero(_on_grid(places, geometry.shape))
            if index.size:
                inline, crossline, sample = (
                    float(each[index[0]]) for each in (places.inline, places.crossline, places.sample)
                )
                at = self.state.position.sample if np.isnan(sample) else round(sample)
                inside = min(max(at, 0), geometry.samples.count - 1)
                self.state.set_position(Position(round(inline), round(crossline), inside))
                if why := why_not_in_depth(geometry, well):
                    self.state.message.emit(why)
                return
        self.state.message.emit(tr("“{well_name}” lies outside the survey.").format(well_name=well.name))

    # In and out

    def import_files(self, paths: Sequence[Path], head: WellHead) -> None:
        """Take wells of files over, as one action; they are read in the background."""
        geometry, known = self.state.volume.geometry, self.wells

        def done(stored: tuple[Well, ...]) -> None:
            self._choose_last(stored)
            several = len(stored) != 1
            self.state.message.emit(
                tr("{count} well{several} imported; one undo takes {words} back.").format(
                    count=len(stored), several="s" * several, words=tr("them") if several else tr("it")
                )
            )

        self._read(tr("Importing wells"), lambda: read_wells(geometry, paths, known, head), done)

    def add(self, well: Well) -> None:
        """Take one well over, as one action."""
        geometry = self.state.volume.geometry

        def done(stored: tuple[Well, ...]) -> None:
            self._choose_last(stored)
            why = why_not_in_depth(geometry, well)
            self.state.message.emit(
                why or tr("“{well_name}” stands in the survey now; one undo takes it back.").format(well_name=well.name)
            )

        self._editor.change_wells([well], then=done)

    def add_times(self, path: Path, depths: DepthsFrom | None, unit: LengthsIn | None, one_way: bool | None) -> None:
        well = self.current
        if well is not None:
            self._read(
                tr("Reading times"), _told(lambda: _alone(with_times(well, path, depths, unit, one_way))), self._filled
            )

    def add_markers(self, path: Path, depths: DepthsFrom | None, unit: LengthsIn | None) -> None:
        """Markers of all wells that the file names; of the chosen one where it names none."""
        wells, well = self.wells, self.current

        def read() -> Changed:
            return with_markers(wells, path, depths, unit, fallback=well)

        self._read(tr("Reading markers"), _told(read), self._filled)

    def add_logs(self, path: Path, unit: LengthsIn | None) -> None:
        well = self.current
        if well is not None:
            self._read(tr("Reading logs"), _told(lambda: _alone(with_logs(well, path, unit))), self._filled)

    def export_files(self, folder: Path) -> None:
        """Write all wells into a folder."""
        geometry, wells = self.state.volume.geometry, self.wells
        said = lambda files: self.state.message.emit(
            tr("Wrote {count} files into {folder}.").format(count=len(files), folder=folder)
        )  # noqa: E731
        self._background.run(
            tr("Exporting wells"), lambda: export_wells(geometry, wells, folder), said, awaited=True, topic=Topic.LABELS
        )

    # Facies

    def label(self, log: str, classes: Mapping[int, int]) -> None:
        """Label along the chosen well by a log, as one action."""
        well = self.current
        if well is None:
            return

        def steps(project: Any) -> Any:
            return label_facies(project, facies_samples(project.geometry, well, facies_log(well, log)), classes)

        def done(count: int) -> None:
            self.state.message.emit(
                tr("{count:,} samples along “{well_name}” are labelled; one undo takes them back.").format(
                    count=count, well_name=well.name
                )
            )

        self._editor.run_on_labels(steps, done)

    def check(self, log: str, classes: Mapping[int, int], then: Callable[[Sequence[str]], None]) -> None:
        """Compare what is predicted along the chosen well with a log; `then` gets it in words."""
        well, store, geometry = self.current, self._store(), self.state.volume.geometry
        if well is None:
            return
        if store is None:
            then([NO_PREDICTION])
            return
        table = self.state.project.classes

        def work() -> Generator[Progress, None, tuple[str, ...]]:
            yield Progress(0, 0, tr("Comparing the prediction with the log"))
            yield from store.load()
            samples = facies_samples(geometry, well, facies_log(well, log))
            return check_in_words(compared(samples, classes, said_of_traces(samples, store.traces)), table.name_of)

        self._background.run(tr("Comparing with a log"), work, then, topic=Topic.LABELS)

    # Inside

    def _read(
        self,
        name: str,
        work: Callable[[], Generator[Any, None, tuple[Well, ...]]],
        then: Callable[[tuple[Well, ...]], None],
    ) -> None:
        """Read wells in the background and store them, where the survey is still the same then."""
        volume = self.state.volume

        def store(found: tuple[Well, ...]) -> None:
            if self.state.volume is volume:
                self._editor.change_wells(found, then=then)

        self._background.run(name, work, store, topic=Topic.LABELS)

    def _filled(self, stored: tuple[Well, ...]) -> None:
        names = ", ".join(f"“{each.name}”" for each in stored[:3])
        self.state.message.emit(
            tr("{names}{value}: taken over; one undo takes it back.").format(
                names=names, value=tr(" and more") * (len(stored) > 3)
            )
        )

    def _renew(self, *_: Any) -> None:
        self._places.clear()
        super()._renew()


def _alone(made: tuple[Well, tuple[str, ...]]) -> Changed:
    return (made[0],), made[1]


def _told(read: Callable[[], Changed]) -> Callable[[], Generator[Progress | Notice, None, tuple[Well, ...]]]:
    """Reading as work for the background, with what was left out as notices."""

    def work() -> Generator[Progress | Notice, None, tuple[Well, ...]]:
        yield Progress(0, 0, tr("Reading the file"))
        wells, notices = read()
        yield from map(Notice, notices)
        return wells

    return work


def _on_grid(places: WellPlaces, shape: tuple[int, int, int]) -> np.ndarray:
    inside = np.isfinite(places.inline) & np.isfinite(places.crossline)
    for index, count in zip((places.inline, places.crossline), shape, strict=False):
        inside &= (np.nan_to_num(index, nan=-1) > -0.5) & (np.nan_to_num(index, nan=-1) < count - 0.5)
    sample = places.sample
    down = np.isnan(sample) if np.isnan(sample).all() else (sample > -0.5) & (sample < shape[2] - 0.5)
    return inside & down
