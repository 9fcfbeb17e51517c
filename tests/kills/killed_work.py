"""Work that is killed in the middle, and what must be there afterwards."""

from __future__ import annotations

import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np

from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.picks.pick import Change, Pick, Review
from seisviewer.picks.pick import Origin as PickOrigin
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import Progress, drive
from seisviewer.project.project import Project
from seisviewer.project.trace_project import TraceProject
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.store.building import BlockStored, build_store
from seisviewer.volumes.store.byte_source import FolderSource
from seisviewer.volumes.store.store_plan import StorePlan
from seisviewer.volumes.store.store_volume import open_store
from seisviewer.volumes.synthetic_survey import write_demo
from seisviewer.volumes.volume import Volume
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.label_exchange import export_labels, import_labels
from seisviewer.workflows.review.pick_review import decided, renamed

from ..project.old_projects import OldProject

SHAPE = (20, 24, 32)
STROKES = 12
Tell = Callable[[], None]
STATION = StationId("CH", "BRANT", "", "HH")


def stroke(number: int) -> Stroke:
    """Each on a row and section of its own, so that the count of labels tells how many there are."""
    mask = np.ones((1, 10), bool)
    section = SectionId(Direction.INLINE, 100 + number % SHAPE[0])
    return Stroke(section, 1 + number % 3, number % SHAPE[1], 2, mask, np.full(mask.shape, UNLABELLED, np.int8))


def painted(project: Project) -> int:
    """Number of strokes there are; fails where one is there by halves."""
    voxels = sum(project.snapshot().counts().values())
    assert voxels % 10 == 0, f"{voxels} labels are no whole number of strokes"
    drawn = sum(len(boxes) for boxes in project.snapshot().drawn.values())
    assert drawn == voxels // 10, f"{drawn} strokes lie in the history, {voxels // 10} among the labels"
    return drawn


class Work(ABC):
    """prepare: makes what the work is done on. run: does it, and calls `tell` after each change that it was told is
    stored. check: raises AssertionError where, after a kill, less than `told` changes are there, or one by halves."""

    @abstractmethod
    def prepare(self, folder: Path) -> None: ...

    @abstractmethod
    def run(self, folder: Path, tell: Tell) -> None: ...

    @abstractmethod
    def check(self, folder: Path, told: int) -> None: ...


def make_survey(folder: Path) -> Geometry:
    write_demo(folder, SHAPE, 0)
    with closing(open_volume(folder / "demo.sgy")) as volume:
        return volume.geometry


def make_project(folder: Path, strokes: int) -> None:
    with Project.create(folder / "demo.seis", folder / "demo.sgy", make_survey(folder)) as project:
        for number in range(strokes):
            project.commit([stroke(number)])


class Painting(Work):
    def prepare(self, folder: Path) -> None:
        make_project(folder, 0)

    def run(self, folder: Path, tell: Tell) -> None:
        with Project.open(folder / "demo.seis") as project:
            for number in range(STROKES):
                project.commit([stroke(number)])
                tell()

    def check(self, folder: Path, told: int) -> None:
        with Project.open(folder / "demo.seis", wait=0) as project:
            there = painted(project)
            # The kill may fall between storing a stroke and saying so.
            assert told <= there <= told + 1, f"{told} strokes were said to be stored, {there} are there"
            for _ in range(there):
                project.undo()
            assert painted(project) == 0 and not project.can_undo


class UndoingAndRedoing(Work):
    def prepare(self, folder: Path) -> None:
        make_project(folder, STROKES)

    def run(self, folder: Path, tell: Tell) -> None:
        with Project.open(folder / "demo.seis") as project:
            for _ in range(STROKES):
                project.undo()
                tell()
            for _ in range(STROKES):
                project.redo()
                tell()

    def check(self, folder: Path, told: int) -> None:
        with Project.open(folder / "demo.seis", wait=0) as project:
            expected = [abs(STROKES - done) for done in (told, told + 1)]
            assert painted(project) in expected, f"after {told} steps {painted(project)} strokes are there"
            while project.redo() is not None:
                pass
            assert painted(project) == STROKES, "what was undone cannot be brought back"


class Picking(Work):
    def prepare(self, folder: Path) -> None:
        (folder / "day.mseed").write_bytes(b"")
        TraceProject.create(folder / "day.seis", [folder / "day.mseed"]).close()

    def run(self, folder: Path, tell: Tell) -> None:
        with TraceProject.open(folder / "day.seis") as project:
            for number in range(STROKES):
                project.commit([Change(None, Pick(STATION, phase, 1000.0 * number)) for phase in "PS"])
                tell()

    def check(self, folder: Path, told: int) -> None:
        with TraceProject.open(folder / "day.seis", wait=0) as project:
            pairs = len(project.picks) / 2
            assert pairs in (told, told + 1), f"{told} pairs of picks were said to be stored, {pairs} are there"
            for _ in range(int(pairs)):
                project.undo()
            assert not project.picks and not project.can_undo


class ReviewingPicks(Work):
    """Picks are accepted, rejected and named otherwise, one after another."""

    def prepare(self, folder: Path) -> None:
        (folder / "day.mseed").write_bytes(b"")
        found = [
            Pick(STATION, "P", 1000.0 * number, origin=PickOrigin.AUTOMATIC, review=Review.UNREVIEWED, model="phasenet")
            for number in range(STROKES)
        ]
        with TraceProject.create(folder / "day.seis", [folder / "day.mseed"]) as project:
            project.commit([Change(None, pick) for pick in found])

    def run(self, folder: Path, tell: Tell) -> None:
        with TraceProject.open(folder / "day.seis") as project:
            for number in range(STROKES):
                project.commit([Change(project.picks[number], self._answer(number, project.picks[number]))])
                tell()

    def check(self, folder: Path, told: int) -> None:
        with TraceProject.open(folder / "day.seis", wait=0) as project:
            answered = [pick for pick in project.picks if pick.is_reviewed]
            assert len(project.picks) == STROKES and len(answered) in (told, told + 1), (
                f"{told} said, {len(answered)} there"
            )
            for number, pick in enumerate(answered):
                assert pick == self._answer(number, pick)
                assert (pick.phase, pick.review) == (
                    ("P", Review.ACCEPTED),
                    ("P", Review.REJECTED),
                    ("S", Review.MOVED),
                )[number % 3]
            for _ in answered:
                project.undo()
            assert not any(pick.is_reviewed for pick in project.picks)

    @staticmethod
    def _answer(number: int, pick: Pick) -> Pick:
        if number % 3 == 2:
            return renamed(pick, "S", None)
        return decided(pick, (Review.ACCEPTED, Review.REJECTED)[number % 3])


class Importing(Work):
    """All at once or not at all."""

    def prepare(self, folder: Path) -> None:
        make_project(folder, 3)
        specks = np.full((SHAPE[1], SHAPE[2]), 255, np.uint8)
        specks[::2, ::2] = 2
        np.savez(folder / "specks.npz", **{f"inline_{100 + at}": specks for at in (6, 12)})

    def run(self, folder: Path, tell: Tell) -> None:
        with Project.open(folder / "demo.seis") as project, closing(open_volume(folder / "demo.sgy")) as volume:
            drive(import_labels(project, volume, folder / "specks.npz"))
            tell()

    def check(self, folder: Path, told: int) -> None:
        with Project.open(folder / "demo.seis", wait=0) as project:
            imported = sum(project.snapshot().counts().values()) - 30
            whole = 2 * (SHAPE[1] // 2) * (SHAPE[2] // 2)
            assert imported in ((whole,) if told else (0, whole)), f"{imported} of {whole} labels were imported"
            if imported:
                project.undo()
            assert painted(project) == 3


class Exporting(Work):
    """Each file is the old one or the new one."""

    names = ("labels.npz", "labels.sgy")

    def prepare(self, folder: Path) -> None:
        make_project(folder, STROKES)
        for name in self.names:
            (folder / name).write_bytes(b"old")

    def run(self, folder: Path, tell: Tell) -> None:
        with Project.open(folder / "demo.seis") as project, closing(open_volume(folder / "demo.sgy")) as volume:
            for name in self.names:
                drive(export_labels(project, volume, folder / name))
                tell()

    def check(self, folder: Path, told: int) -> None:
        for number, name in enumerate(self.names):
            if (folder / name).read_bytes() == b"old":
                assert number >= told, f"{name} was said to be written"
            elif name.endswith(".npz"):
                with np.load(folder / name) as file:
                    assert sum((file[key] != 255).sum() for key in file.files) > 0
            else:
                with closing(open_volume(folder / name)) as volume:
                    lines = (volume.geometry.section(Direction.INLINE, index) for index in range(STROKES))
                    assert (
                        sum(int((np.nan_to_num(volume.section(line), nan=-1) > 0).sum()) for line in lines)
                        == 10 * STROKES
                    )


class Migrating(Work):
    """An old project stays old or becomes new; a backup that is there is whole."""

    def prepare(self, folder: Path) -> None:
        old = OldProject(tuple(stroke(number) for number in range(STROKES)))
        expected = old.write(folder / "old.seis", folder / "demo.sgy", make_survey(folder), 2)
        np.save(folder / "expected.npy", expected)

    def run(self, folder: Path, tell: Tell) -> None:
        Project.open(folder / "old.seis").close()
        tell()

    def check(self, folder: Path, told: int) -> None:
        backup = folder / "old.seis" / "project-version-2.db"
        assert backup.exists() or not told
        if backup.exists():
            with closing(sqlite3.connect(backup)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert connection.execute("PRAGMA user_version").fetchone() == (2,)
                assert connection.execute("SELECT COUNT(*) FROM strokes").fetchone() == (STROKES,)
        with Project.open(folder / "old.seis", wait=0) as project:
            snapshot, expected = project.snapshot(), np.load(folder / "expected.npy")
            for index in range(SHAPE[0]):
                assert np.array_equal(snapshot.section(Direction.INLINE, index), expected[index])


class Filling(Work):
    """Lines of a survey are predicted and stored, twice each."""

    def prepare(self, folder: Path) -> None:
        make_project(folder, 0)

    def run(self, folder: Path, tell: Tell) -> None:
        store = self._store(folder)
        for model in ("first", "second"):
            for index in range(SHAPE[0]):
                store.put(self._said(store, index, model))
                tell()

    def check(self, folder: Path, told: int) -> None:
        store = self._store(folder)
        drive(store.load())
        stored = int(store.coverage(Direction.INLINE).stored.sum())
        assert min(told, SHAPE[0]) <= stored, f"{told} lines were said to be stored, {stored} are there"
        for index in range(stored):
            kept = store.get(store.geometry.section(Direction.INLINE, index))
            assert kept is not None and kept.key in ("first", "second"), f"line {index} is there by halves"
            expected = self._said(store, index, kept.key)
            assert np.array_equal(kept.probabilities, expected.probabilities)
            assert kept.key == "second" or index >= told - SHAPE[0]

    @staticmethod
    def _store(folder: Path) -> PredictionStore:
        with closing(open_volume(folder / "demo.sgy")) as volume:
            return PredictionStore(folder / "demo.seis", "layers", volume.geometry)

    @staticmethod
    def _said(store: PredictionStore, index: int, model: str) -> SectionPass:
        draw = np.random.default_rng((index, len(model)))
        values = draw.integers(0, 128, (2, *SHAPE[1:]), np.uint8)
        section = store.geometry.section(Direction.INLINE, index)
        return SectionPass(section, values, (1, 2), "layers", 4, 1, 1.0, key=model)


class Storing(Work):
    """A block that was told of is whole, what is left is made, and the store is then the survey."""

    def prepare(self, folder: Path) -> None:
        make_survey(folder)

    def run(self, folder: Path, tell: Tell) -> None:
        with closing(open_volume(folder / "demo.sgy")) as volume:
            for event in self._building(volume, folder):
                if isinstance(event, BlockStored):
                    tell()

    def check(self, folder: Path, told: int) -> None:
        with closing(open_volume(folder / "demo.sgy")) as volume:
            made = [event.block for event in self._building(volume, folder) if isinstance(event, BlockStored)]
            assert len(made) <= -(-SHAPE[0] // 8) - told, f"{told} blocks were told of, and {len(made)} made anew"
            with closing(open_store(FolderSource(folder / "demo.zarr"), folder / "demo.zarr")) as store:
                for index in range(SHAPE[0]):
                    section = volume.geometry.section(Direction.INLINE, index)
                    np.testing.assert_array_equal(store.section(section), volume.section(section))

    @staticmethod
    def _building(volume: Volume, folder: Path) -> Generator[Progress | BlockStored, None, None]:
        plan = replace(StorePlan.of(volume.geometry, 1.0), slab=8)
        return build_store(volume, folder / "demo.zarr", plan, {})


WORKS: dict[str, Work] = {
    "filling": Filling(),
    "storing": Storing(),
    "painting": Painting(),
    "undoing and redoing": UndoingAndRedoing(),
    "picking": Picking(),
    "reviewing picks": ReviewingPicks(),
    "importing": Importing(),
    "exporting": Exporting(),
    "migrating": Migrating(),
}


def fresh(prepared: Path, folder: Path) -> Path:
    """A copy of what was prepared. The paths that a project remembers are found beside it."""
    shutil.copytree(prepared, folder)
    return folder
