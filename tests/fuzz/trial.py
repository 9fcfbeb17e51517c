"""Hands mutated files to a worker process and counts what came of them."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .mutations import mutated
from .specimens import SPECIMENS

ROOT = Path(__file__).parents[2]
SLOW = 2.0  # seconds of processor time, from which on a file is said to hang
LONGEST = 30.0  # seconds of wall time after which the worker is ended
LARGE = 500  # megabytes
GOOD, BAD = ("opened", "refused"), ("crashed", "hung", "over 500 MB", "traceback", "nonsense")
TEXTS = (
    "quakeml", "stationxml", "csv", "markers", "horizon", "sticks", "classes_json", "classes_csv", "set_metadata",
    "well_path", "well_times", "las",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What came of mutation `number` of a kind of file. said: the sentence, traceback or exit status."""

    kind: str
    number: int
    outcome: str
    said: str


class Worker:
    """The process that opens files, started anew after it has died or grown. Used as a context."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None

    def open(self, kind: str, path: Path) -> tuple[str, str]:
        """The outcome and what was said."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.fuzz.worker"], cwd=ROOT, text=True, bufsize=1,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            assert self._process.stdout.readline() == "ready\n", "the worker did not start"
        self._process.stdin.write(f"{kind}\t{path}\n")
        if not select.select([self._process.stdout], [], [], LONGEST)[0]:
            self.end()
            return "hung", f"no answer within {LONGEST:g} s"
        line = self._process.stdout.readline()
        if not line:
            status = self._process.wait()
            self._process = None
            return "crashed", f"exit status {status}"
        return self._judged(json.loads(line))

    def _judged(self, answer: dict[str, str | float]) -> tuple[str, str]:
        if answer["megabytes"] > LARGE:
            self.end()  # memory that was given back stays with the process
            return "over 500 MB", f"{answer['megabytes']:.0f} MB; {answer['said']}"
        if answer["seconds"] > SLOW:
            return "hung", f"{answer['seconds']:.1f} s; {answer['said']}"
        return answer["outcome"], answer["said"]


def trials(worker: Worker, kind: str, numbers: Iterable[int], folder: Path) -> Iterator[Outcome]:
    """Open mutations of a sound file, one a number; the mutated file of a bad outcome is kept in `folder`."""
    ending, write = SPECIMENS[kind]
    sound = folder / f"sound{ending}"
    if not sound.exists():
        write(sound)
    worker.open(kind, sound)  # which loads the libraries of this kind
    assert worker.open(kind, sound)[0] == "opened", f"the sound file of {kind} does not open"
    content = sound.read_bytes()
    for number in numbers:
        path = folder / f"{kind}-{number}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mutated(content, number, is_text=kind in TEXTS))
        outcome = Outcome(kind, number, *worker.open(kind, path))
        if outcome.outcome in GOOD:
            path.unlink()
        yield outcome


def counted(outcomes: Iterable[Outcome]) -> Counter[str]:
    return Counter(outcome.outcome for outcome in outcomes)
