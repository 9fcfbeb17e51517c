"""The file of finished runs: one JSON line each, so that a benchmark that was stopped goes on where it was."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seisviewer.errors import BadRequest
from seisviewer.translation import tr

Record = dict[str, Any]
CPU_NAMES = Path("/proc/cpuinfo")


@dataclass(frozen=True)
class RunsFile:
    """path: of the file, which need not exist. What was asked for is a record's "asked"; no two records have the same."""

    path: Path

    def records(self) -> list[Record]:
        """The finished runs; a last line that a kill cut off is none. Raises BadRequest."""
        *whole, last = self._read().decode(errors="replace").split("\n")
        records = []
        for number, line in enumerate(whole, 1):
            record = _record(line)
            if record is None:
                raise BadRequest(
                    tr("Line {number} of {path} is no finished run: choose another file, or remove it.").format(
                        number=number, path=self.path
                    )
                )
            records.append(record)
        unended = _record(last)
        return records if unended is None else [*records, unended]

    def missing(self, asked: Iterable[Record]) -> list[Record]:
        """What of `asked` is not finished, in order and once each."""
        done = [record["asked"] for record in self.records()]
        left: list[Record] = []
        for each in asked:
            if each not in done and each not in left:
                left.append(each)
        return left

    def add(self, record: Record) -> None:
        """Append a finished run, in place of a line that a kill cut off; it is on the disk when this returns. Raises
        BadRequest."""
        line = json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"
        before = self._read()
        ended, last = before[: before.rfind(b"\n") + 1], before[before.rfind(b"\n") + 1 :]
        keep = last and _record(last.decode(errors="replace")) is not None
        try:
            with self.path.open("ab") as file:
                file.truncate(len(before) if keep else len(ended))
                file.write((b"\n" if keep else b"") + line.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise BadRequest(
                tr("{path} cannot be written: {strerror}.").format(path=self.path, strerror=error.strerror or error)
            ) from error

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes() if self.path.exists() else b""
        except OSError as error:
            raise BadRequest(
                tr("{path} cannot be read: {strerror}.").format(path=self.path, strerror=error.strerror or error)
            ) from error


def _record(line: str) -> Record | None:
    """What a line says, None where it is no finished run."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) and "asked" in record else None


@dataclass
class Pace:
    """How long the rest takes, judged by the runs made so far."""

    count: int
    began: float = field(default_factory=time.monotonic)
    done: int = 0

    def line(self, name: str) -> str:
        """What is about to run, and about how long it and the rest take."""
        left = ""
        if self.done:
            minutes = (time.monotonic() - self.began) / self.done * (self.count - self.done) / 60
            left = (
                tr(", about {minutes:.0f} min left").format(minutes=minutes)
                if minutes < 90
                else tr(", about {minutes:.1f} h left").format(minutes=minutes / 60)
            )
        return tr("Run {done} of {count}{left}: {name}").format(
            done=self.done + 1, count=self.count, left=left, name=name
        )


def machine(device: str) -> str:
    """The machine in words, with the GPU where one computes. device: "auto", "cpu" or "cuda"."""
    names = [platform.processor() or platform.machine()]
    if CPU_NAMES.exists():
        lines = CPU_NAMES.read_text(encoding="utf-8", errors="replace").splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")][:1] or names
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if device != "cpu":
        from seisviewer.networks.device import card_name

        names += [card_name()]
    return ", ".join(filter(None, [names[0], tr("{cores} cores").format(cores=cores), *names[1:]]))
