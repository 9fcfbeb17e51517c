"""By what a survey file is known again: its size, when it was last written to, and bytes from all over it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from seisviewer.errors import UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.survey_state import store_file, survey_status

PIECES, PIECE_BYTES = 32, 4096
FRONT_BYTES = 1 << 16


@dataclass(frozen=True)
class SourceIdentity:
    """size: bytes. modified: nanoseconds since 1970. digest: of the front of the file and of pieces spread over it."""

    name: str
    size: int
    modified: int
    digest: str

    @classmethod
    def of(cls, path: Path) -> SourceIdentity:
        """As it is now; raises UnreadableFile."""
        try:
            with (store_file(path) or path).open("rb") as file:  # of a survey that is a folder, what describes it
                status = os.fstat(file.fileno())
                digest = hashlib.sha256(file.read(FRONT_BYTES))
                last = max(0, status.st_size - PIECE_BYTES)
                for place in np.unique(np.linspace(0, last, PIECES).astype(np.int64)).tolist():
                    file.seek(place)
                    digest.update(file.read(PIECE_BYTES))
        except OSError as error:
            raise UnreadableFile(
                tr("{path_name} cannot be read: {strerror}.").format(
                    path_name=path.name, strerror=error.strerror or error
                )
            ) from error
        return cls(path.name, status.st_size, status.st_mtime_ns, digest.hexdigest())

    def is_still(self, path: Path) -> bool:
        """Whether the file looks as it did, by what can be told without reading it."""
        try:
            status = survey_status(path)
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) == (self.size, self.modified)

    def matches(self, path: Path) -> bool:
        """Whether the file is the same, its content as far as that is looked at included. Its name may be another."""
        if not self.is_still(path):
            return False
        try:
            return SourceIdentity.of(path).digest == self.digest
        except UnreadableFile:
            return False

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> SourceIdentity:
        """Raises UnreadableFile for what is none."""
        kinds = {"name": str, "size": int, "modified": int, "digest": str}
        if not isinstance(content, Mapping) or {name: type(value) for name, value in content.items()} != kinds:
            raise UnreadableFile(tr("The store does not say of which file it was made: make it anew."))
        return cls(**content)
