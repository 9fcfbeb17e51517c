"""Opening waveforms, data sets of windows and projects of traces, and making the project of what was opened."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from seisviewer.datasets.dataset_layout import is_dataset
from seisviewer.errors import BadRequest, ProjectError, UnreadableFile
from seisviewer.memory import available_memory
from seisviewer.picks.pick import Event, Origin, Pick, Review
from seisviewer.progress import Notice, Progress
from seisviewer.project.database import BUSY_SECONDS, FILE_NAME
from seisviewer.project.kind import TRACES, kind_of, waveforms_of
from seisviewer.project.trace_project import TraceProject
from seisviewer.translation import tr
from seisviewer.volumes.far.address import address_in
from seisviewer.volumes.opening import is_survey_folder, survey_ending
from seisviewer.volumes.survey_state import folder_of_store
from seisviewer.waveforms.files.record_reading import read_waveforms
from seisviewer.waveforms.record import Archive, Component, Record, Segment
from seisviewer.waveforms.waiting import waited
from seisviewer.workflows.outside_sources.trusted_sources import check_sources
from seisviewer.workflows.project_places import SUFFIX, free_place, project_folders
from seisviewer.workflows.traces.header_picks import header_events, header_picks

if TYPE_CHECKING:
    from seisviewer.datasets.phase_datasets import PhaseDataset
    from seisviewer.datasets.phase_window import PhaseWindow

REFERENCE = "reference"  # the model of picks that came with a data set
Events = Progress | Notice


@dataclass(frozen=True)
class OpenedTraces:
    """Records, and their project if they have one (whoever gets it closes it). reference: what analysts picked in the
    windows of data sets and in the headers of files, in the order of time; events: of these headers. They are not in the
    project."""

    archive: Archive
    project: TraceProject | None
    reference: tuple[Pick, ...] = ()
    events: tuple[Event, ...] = ()


def open_traces(
    paths: Sequence[str | Path], *, stationxml: Sequence[str | Path] = (), edit: bool = True
) -> Generator[Events, None, OpenedTraces]:
    """Open waveform files, folders of them and SeisBench data sets, with their project if they have one; or a project of
    traces with its waveforms.

    edit: take the right to change picks. A window of a data set becomes a record of its own that begins when it was
    recorded; where the data set does not say when, it lies where `start_without_time` puts it. Raises UnreadableFile, BadRequest or ProjectError.
    """
    places, folder = _places(paths)
    if folder is not None:
        return (yield from _open_project(folder, stationxml, edit))
    archive, reference = yield from _read(places, stationxml)
    project = yield from _project_beside(archive, edit)
    return OpenedTraces(archive, project, reference, header_events(archive))


def read_records(
    paths: Sequence[str | Path], *, stationxml: Sequence[str | Path] = ()
) -> Generator[Events, None, Archive]:
    """What `open_traces` opens, to be looked at without a project: of a project its waveforms alone. Raises the same."""
    places, folder = _places(paths)
    if folder is not None:
        with _project(folder, edit=False) as project:
            places = project.sources()
    return (yield from _read(places, stationxml))[0]


def trace_project_for(archive: Archive) -> TraceProject:
    """The project of records that were opened: the one they have, else a new one.

    It is made beside the first of their files where that folder can be written to, else in the user's data folder. Raises
    ProjectError when it is damaged, held by another program, or cannot be made.
    """
    if not archive.sources:
        raise ProjectError(tr("These records come from no file, so there is no place for a project: save them first."))
    unreadable: ProjectError | None = None
    for folder in project_folders(archive.sources[0]):
        try:
            belongs = _belongs(waveforms_of(folder), archive)
        except ProjectError as error:
            unreadable = unreadable or error
            continue
        if belongs:
            return TraceProject.open(folder, wait=0)  # the window asks, and must not stand still
    if unreadable is not None:  # it may be theirs
        raise unreadable
    return TraceProject.create(free_place(archive.sources[0]), archive.sources)


def is_trace_path(path: str | Path) -> bool:
    """Whether a path belongs on the trace desk: a project of traces, a folder, or any file that is no survey."""
    if address_in(path) is not None:
        return False
    path = Path(path).expanduser()
    if path.name == FILE_NAME:
        path = path.parent
    if path.suffix == SUFFIX or (path / FILE_NAME).is_file():
        try:
            return waveforms_of(path) is not None
        except ProjectError:  # whoever opens it says what is wrong
            return False
    if path.is_dir():
        return not is_survey_folder(path)
    return folder_of_store(path) == path and survey_ending(path) is None


def read_dataset(
    folder: Path, split: str | None = None, rate: float | None = None
) -> Generator[Progress, None, PhaseDataset]:
    """A SeisBench data set, read beside a running window; raises UnreadableFile also where it would fill the memory.

    split, rate: see `open_dataset`.
    """
    size = sum(path.stat().st_size for path in folder.glob("waveforms*.hdf5"))
    if size > available_memory() // 2:
        raise UnreadableFile(
            tr(
                "{folder} holds {size:.1f} GiB of waveforms, more than half of the free memory: choose a "
                "smaller data set."
            ).format(folder=folder, size=size / 2**30)
        )

    def read() -> PhaseDataset:
        from seisviewer.datasets.phase_datasets import open_dataset

        return open_dataset(folder, split, rate)

    return (yield from waited(read, tr("Reading {folder_name}").format(folder_name=folder.name)))


def record_of(window: PhaseWindow) -> Record:
    """A window of a data set as a record that bears its name."""
    components = tuple(
        Component(code, window.station.instrument + code, window.rate, (Segment(window.start, samples),))
        for code, samples in zip("ZNE", window.samples, strict=True)
    )
    return Record(window.station, components, name=window.name, facts=window.facts)


def reference_picks(windows: Sequence[PhaseWindow]) -> tuple[Pick, ...]:
    """What analysts picked in windows of a data set, in the order of time."""
    picks = [
        Pick(
            station=window.station,
            phase=phase,
            time=window.start + sample / window.rate,
            origin=Origin.MANUAL,
            review=Review.ACCEPTED,
            model=REFERENCE,
            trace_name=window.name,
        )
        for window in windows
        for phase, sample in (("P", window.p), ("S", window.s))
        if sample is not None
    ]
    return tuple(sorted(picks, key=lambda pick: pick.time))


def _places(paths: Sequence[str | Path]) -> tuple[list[Path], Path | None]:
    """The paths in full, and the project if they name one; BadRequest where they name more than that."""
    places = [Path(path).expanduser().absolute() for path in paths]
    places = [path.parent if path.name == FILE_NAME else path for path in places]
    projects = [path for path in places if path.suffix == SUFFIX or (path / FILE_NAME).is_file()]
    if projects and len(places) > 1:
        raise BadRequest(
            tr("{name} is a project and opens with its own waveforms: open it by itself.").format(name=projects[0].name)
        )
    return places, projects[0] if projects else None


def _read(
    places: Sequence[Path], stationxml: Sequence[str | Path]
) -> Generator[Events, None, tuple[Archive, tuple[Pick, ...]]]:
    """Waveform files and data sets together on one desk."""
    datasets = [path for path in places if is_dataset(path)]
    files = [path for path in places if path not in datasets]
    records: list[Record] = []
    reference: list[Pick] = []
    of_files = Archive(())
    if files:
        of_files = yield from read_waveforms(files, stationxml=stationxml)
        reference += header_picks(of_files)
        if not datasets:
            return of_files, tuple(reference)
        records = list(of_files.records)
    for folder in datasets:
        windows = (yield from read_dataset(folder)).windows
        records += [record_of(window) for window in windows]
        reference += reference_picks(windows)
    if len({record.key for record in records}) < len(records):
        raise BadRequest(
            tr("Windows of {name} have the names of others: open one data set at a time.").format(
                name=datasets[-1].name
            )
        )
    records.sort(key=lambda record: (record.station, record.start, record.key))
    sources = (*places, *map(Path, stationxml))
    together = Archive(tuple(records), sources, of_files.inventory, of_files.arrivals, of_files.events)
    return together, tuple(sorted(reference, key=lambda pick: pick.time))


def _open_project(folder: Path, stationxml: Sequence[str | Path], edit: bool) -> Generator[Events, None, OpenedTraces]:
    yield Progress(0, 0, tr("Opening {folder_name}").format(folder_name=folder.name))
    project = _project(folder, edit)
    try:
        yield from _notices(project)
        archive, reference = yield from _read(project.sources(), stationxml)
    except BaseException:
        project.close()
        raise
    return OpenedTraces(archive, project, reference, header_events(archive))


def _project(folder: Path, edit: bool) -> TraceProject:
    check_sources(folder)
    if kind_of(folder) != TRACES:
        raise ProjectError(
            tr("{folder} is a project of a survey and holds no traces: open it on the section desk.").format(
                folder=folder
            )
        )
    return TraceProject.open(folder, edit=edit, wait=BUSY_SECONDS)


def _project_beside(archive: Archive, edit: bool) -> Generator[Events, None, TraceProject | None]:
    """The project that was made for these files; what is wrong with it keeps no one from looking at them."""
    name = archive.sources[0].name
    for folder in project_folders(archive.sources[0]):
        try:
            places = waveforms_of(folder)
            if places is None:
                continue
            if not _belongs(places, archive):
                yield Notice(
                    tr("{folder_name} is of {name} with other files beside it: open it to see its picks.").format(
                        folder_name=folder.name, name=name
                    )
                )
                continue
            yield Progress(0, 0, tr("Opening {folder_name}").format(folder_name=folder.name))
            project = (yield from _editable(folder)) if edit else TraceProject.open(folder, edit=False)
        except ProjectError as error:
            yield Notice(tr("{name} is open without its project: {error}").format(name=name, error=error))
            continue
        yield from _notices(project)
        return project
    return None


def _editable(folder: Path) -> Generator[Notice, None, TraceProject]:
    """The project to be changed; held elsewhere, it can at least be seen."""
    try:
        return TraceProject.open(folder, edit=True, wait=BUSY_SECONDS)
    except ProjectError as error:
        project = TraceProject.open(folder, edit=False)
        yield Notice(tr("Picks are shown, but cannot be changed: {error}").format(error=error))
        return project


def _belongs(places: Sequence[Path | None] | None, archive: Archive) -> bool:
    """Whether a project whose waveforms are in these places, None where they are gone, was made for just these files."""
    if places is None:
        return False
    return {path and path.resolve() for path in places} == {path.resolve() for path in archive.sources}


def _notices(project: TraceProject) -> Iterator[Notice]:
    """What its user should know of a project that was opened."""
    if project.read_only:
        yield Notice(
            tr("{why_read_only}: picks are shown, but cannot be changed.").format(why_read_only=project.why_read_only)
        )
    if any(project.not_known):
        picks, events = project.not_known
        yield Notice(
            tr(
                "{folder_name} is damaged: of {picks} picks and {events} events it holds a place, size, "
                "probability or uncertainty that cannot be; these are shown as not known. Restore it "
                "from a backup if you have one."
            ).format(folder_name=project.folder.name, picks=picks, events=events)
        )
