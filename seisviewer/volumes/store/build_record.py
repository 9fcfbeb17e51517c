"""What is remembered of a store while it is made: of which file, as what, and which blocks are whole."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.store.array_layout import parsed_json
from seisviewer.volumes.store.byte_source import ByteSource, whole_object
from seisviewer.volumes.store.source_identity import SourceIdentity
from seisviewer.volumes.store.store_plan import StorePlan

PLAN_FILE, BLOCKS_FILE = "seisviewer.json", "seisviewer.blocks"
VERSION = 1


@dataclass(frozen=True)
class BuildRecord:
    """source: None for a store that belongs to no file on this disk. choices: how the file was opened, as JSON.
    finished: the blocks that are whole."""

    plan: StorePlan
    source: SourceIdentity | None
    choices: dict[str, Any]
    finished: frozenset[int] = frozenset()

    @property
    def is_complete(self) -> bool:
        return len(self.finished) == self.plan.slabs

    def write(self, folder: Path) -> None:
        """Without the blocks; raises BadRequest where it cannot be written."""
        source = None if self.source is None else self.source.to_json()
        content = {"version": VERSION, "plan": self.plan.to_json(), "source": source, "choices": self.choices}
        write_whole(folder / PLAN_FILE, json.dumps(content, indent=1).encode(), BadRequest)


def read_record(source: ByteSource) -> BuildRecord | None:
    """What a store says of itself; None where it says nothing. Raises UnreadableFile where that is damaged, or of a newer
    program."""
    raw = whole_object(source, PLAN_FILE)
    if raw is None:
        return None
    content = parsed_json(raw, PLAN_FILE)
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise UnreadableFile(tr("The store was made by another version of seisviewer: make it anew."))
    try:
        source_file = None if content["source"] is None else SourceIdentity.from_json(content["source"])
        plan, choices = StorePlan.from_json(content["plan"]), dict(content["choices"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableFile(tr("The store is damaged ({error}): make it anew.").format(error=error)) from error
    blocks = whole_object(source, BLOCKS_FILE) or b""
    return BuildRecord(plan, source_file, choices, _blocks(blocks, plan))


def _blocks(content: bytes, plan: StorePlan) -> frozenset[int]:
    """A line that was cut off by a kill, or holds anything else, counts for nothing."""
    whole = content[: content.rfind(b"\n") + 1].split()
    return frozenset(number for each in whole if each.isdigit() and (number := int(each)) < plan.slabs)


class BlockLog:
    """Adds blocks to the record, each on the disk before it counts. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / BLOCKS_FILE).open("ab", buffering=0)
        if self._file.tell():
            self._file.write(b"\n")  # ends a line that a kill cut off

    def add(self, block: int) -> None:
        self._file.write(b"%d\n" % block)
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()
