"""Makes the store of a survey, block by block; what was made before a kill or a full disk is taken up again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from seisviewer.atomic_files import telling
from seisviewer.errors import BadRequest, NotStored, UnreadableFile
from seisviewer.progress import Notice, Progress
from seisviewer.translation import tr
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.store.block_threads import BlockStored, in_two_threads
from seisviewer.volumes.store.build_record import BLOCKS_FILE, PLAN_FILE, BlockLog, BuildRecord, read_record
from seisviewer.volumes.store.byte_source import FolderSource
from seisviewer.volumes.store.source_identity import SourceIdentity
from seisviewer.volumes.store.store_block import half_block_steps
from seisviewer.volumes.store.store_metadata import write_metadata
from seisviewer.volumes.store.store_plan import StorePlan
from seisviewer.volumes.volume import Volume

SPARED = 256 << 20  # bytes that stay free on the disk
OLD_SECONDS = 60
PART = ".part"  # ending of a file that is being written (`atomic_files`)
PARTS = 100  # of a block, which progress counts

# Makes blocks, and yields how many of them are done, with a share, and each that is whole.
MakeBlocks = Callable[[Sequence[int]], Generator[float | Notice | BlockStored, None, None]]


def build_store(
    volume: Volume, folder: Path, plan: StorePlan, choices: dict[str, Any], make: MakeBlocks | None = None
) -> Generator[Progress | Notice | BlockStored, None, None]:
    """Make the store of a survey in a folder, or go on with one that was begun.

    choices: how the survey was opened, as JSON. make: makes the blocks; two threads do so where it is None. Raises BadRequest where the disk has too little room or
    fills up (the blocks that are whole stay), or the folder holds something else; UnreadableFile where the survey cannot
    be read, or was changed meanwhile: then the store is removed.
    """
    message = tr("Storing {volume_path_name}").format(volume_path_name=volume.path.name)
    yield Progress(0, 0, message)
    record = _begun(volume, folder, BuildRecord(plan, SourceIdentity.of(volume.path), choices))
    plan, done, changed = record.plan, len(record.finished), False
    left = [block for block in range(plan.slabs) if block not in record.finished]
    if left:
        require_space(
            folder,
            plan.bytes * len(left) // plan.slabs + SPARED,
            tr("The store of {volume_path_name}").format(volume_path_name=volume.path.name),
        )
    with _telling_how_far(volume.path.name, lambda: done / plan.slabs):
        with telling(folder, NotStored):
            log = BlockLog(folder)
        work = make(left) if make else in_two_threads(left, lambda block: half_block_steps(volume, folder, plan, block))
        try:
            for event in work:
                if isinstance(event, Notice):
                    yield event
                    continue
                if not isinstance(event, BlockStored):
                    yield Progress(round(PARTS * (len(record.finished) + event)), PARTS * plan.slabs, message)
                    continue
                if not record.source.is_still(volume.path):
                    changed = True
                    break
                with telling(folder, NotStored):
                    log.add(event.block)
                done += 1
                yield event
        finally:
            work.close()
            log.close()
    if changed:
        remove_store(folder)
        raise UnreadableFile(
            tr(
                "{volume_path_name} was written to while its store was made, so the store was removed: open it again."
            ).format(volume_path_name=volume.path.name)
        )
    if make:
        _remove_parts(folder, older_than=0)  # of workers that were lost
    write_metadata(folder, plan, volume.geometry, volume.name, complete=True)
    yield Progress(PARTS * plan.slabs, PARTS * plan.slabs, message)


def remove_store(folder: Path) -> None:
    """Take a store away; does nothing where there is none. Raises BadRequest where it is none, or cannot be removed."""
    if not folder.exists():
        return
    if not is_store(folder):
        raise BadRequest(tr("{folder} is no store that seisviewer made, so it is left alone.").format(folder=folder))
    # First what counts its blocks: a store that a kill leaves half removed is made anew.
    (folder / BLOCKS_FILE).unlink(missing_ok=True)
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise BadRequest(tr("{folder} cannot be removed: remove it by hand.").format(folder=folder))


def is_store(folder: Path) -> bool:
    """Whether seisviewer began a store there."""
    return (folder / PLAN_FILE).is_file()


def _begun(volume: Volume, folder: Path, wanted: BuildRecord) -> BuildRecord:
    """What is in the folder already, if it is of the same file in the same state; else a new record there."""
    if is_store(folder):
        with suppress(UnreadableFile):
            found = read_record(FolderSource(folder))
            if found is not None and _continues(found, wanted):
                _remove_parts(folder)
                return found
        remove_store(folder)
    elif folder.exists() and any(folder.iterdir()):
        raise BadRequest(
            tr("{folder} holds something else: choose another folder for the store, or empty it.").format(folder=folder)
        )
    plan = wanted.plan
    with telling(folder, BadRequest):
        folder.mkdir(parents=True, exist_ok=True)
    wanted.write(folder)
    write_metadata(folder, plan, volume.geometry, volume.name, complete=False)
    return wanted


def _continues(found: BuildRecord, wanted: BuildRecord) -> bool:
    """Whether what was begun is what is wanted. What amplitude its levels reach may differ, and stays."""
    if found.source is None or wanted.source is None:
        return False
    same_file = replace(found.source, name="") == replace(wanted.source, name="")
    return same_file and found.choices == wanted.choices and replace(found.plan, limit=wanted.plan.limit) == wanted.plan


@contextmanager
def _telling_how_far(name: str, share: Callable[[], float]) -> Iterator[None]:
    """Say also what becomes of the blocks there are, where the disk takes no more."""
    try:
        yield
    except NotStored as error:
        raise NotStored(
            tr("The store of {name} stopped at {share:.0f} %; what is whole is kept and gone on with. {error}").format(
                name=name, share=100 * share(), error=error
            )
        ) from error


def _remove_parts(folder: Path, older_than: float = OLD_SECONDS) -> None:
    """What a kill left half written; whoever writes now has done so within the minute."""
    for part in folder.rglob(f".*{PART}"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > older_than:
                part.unlink()
