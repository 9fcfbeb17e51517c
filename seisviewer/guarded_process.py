"""A child process that reads what strangers made: C code that crashes there, or a loop that never ends, costs one file.

It is asked with a line of JSON and answers with a line of JSON and raw buffers; a pickle from a child that a file has taken
over could run code here. Its memory is watched from here, its time by itself (`guarded_service.py`). It ends when this
program does, since then nobody holds the other end of its pipe.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from typing import IO, Any

import numpy as np

from seisviewer.errors import SeisviewerError
from seisviewer.memory import resident_memory
from seisviewer.translation import tr

SERVICE = "seisviewer.foreign_service"
SERVICE_OPTION = "--foreign-service"  # of a program in one bundle, which has no Python to run a module with
POLL = 0.05  # s between two looks at a child that is at work: in that time it fills some 100 MB
PATIENCE = 5.0  # a call may take so many times its processor time: it waits for disks and for other programs
OVERHEAD = 2**28  # bytes that the libraries of a reader may take besides what it reads
IDLE = 30.0  # s that a child is kept for the next reading
LOOK = 5.0  # s between two looks at whether it has been idle for so long
READY = "ready"  # what a child says first


class Failure(Enum):
    """Why a child gave no answer."""

    CRASHED = "it crashed"
    TOO_LONG = "it did not end"
    TOO_LARGE = "it took more memory than it may"


class NoAnswer(Exception):
    """The child was ended by what it read, or by its limits."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


@dataclass(frozen=True)
class Limits:
    """What one call may take: seconds of processor time, bytes of memory."""

    seconds: float
    memory: int


@dataclass(frozen=True)
class Answer:
    """value: what JSON holds. arrays: of one axis, of plain numbers or bytes."""

    value: Any
    arrays: tuple[np.ndarray, ...] = ()


class GuardedProcess:
    """One child. It takes one call at a time; `kill` may come from any thread."""

    def __init__(self) -> None:
        self._process = _start()
        self._failure: Failure | None = None
        self._has_begun = self._is_ended = False
        self.is_busy = self.has_answered = False
        _living.add(self)

    def ask(self, call: str, arguments: Mapping[str, Any], limits: Limits) -> Answer:
        """What the service answers to a call; raises NoAnswer where the child came to its end."""
        done = threading.Event()
        self.is_busy = True
        watch = threading.Thread(target=self._watch, args=(done, limits), name="watching a reader", daemon=True)
        watch.start()
        request = {"call": call, "arguments": arguments, "seconds": limits.seconds, "memory": limits.memory}
        try:
            self._wait_until_ready()
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            answer = self._answer(limits)
            self.has_answered = True
            return answer
        except (OSError, EOFError, ValueError, LookupError, TypeError) as error:  # it ended, or went astray
            self.kill()
            failure = self._why_it_ended()
            self.close()
            raise NoAnswer(failure) from error
        finally:
            self.is_busy = False
            done.set()

    def kill(self) -> None:
        """End the child, whatever it does."""
        self._is_ended = True
        _living.discard(self)
        with suppress(OSError):
            self._process.kill()

    def close(self) -> None:
        """End the child and forget it."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()

    @property
    def is_alive(self) -> bool:
        return not self._is_ended and self._process.poll() is None

    def _wait_until_ready(self) -> None:
        """Raises SeisviewerError where it is no file that is at fault, EOFError where it was ended meanwhile."""
        if not self._has_begun and json.loads(self._line(OVERHEAD) or b"null") != READY:
            if self._is_ended:
                raise EOFError
            self.close()  # it may be on its way out for a while: nobody else shall ask it
            raise SeisviewerError(
                tr("The part of seisviewer that reads foreign files did not start: install it again.")
            )
        self._has_begun = True

    def _answer(self, limits: Limits) -> Answer:
        line = self._line(limits.memory + OVERHEAD)
        if not line:
            raise EOFError
        said = json.loads(line)
        if "failed" in said:
            raise NoAnswer(Failure[said["failed"]])
        kinds = [(np.dtype(kind), int(count)) for kind, count in said["arrays"]]
        if any(kind.hasobject or count < 0 for kind, count in kinds):
            raise ValueError(tr("a child sent what is no array of numbers"))
        if sum(kind.itemsize * count for kind, count in kinds) > limits.memory:
            self.kill()
            raise NoAnswer(Failure.TOO_LARGE)
        return Answer(said["value"], tuple(_received(self._process.stdout, kind, count) for kind, count in kinds))

    def _line(self, longest: int) -> bytes:
        """The next line from the child; empty where it has ended."""
        line = self._process.stdout.readline(longest)
        return line if line.endswith(b"\n") else b""

    def _watch(self, done: threading.Event, limits: Limits) -> None:
        end = time.monotonic() + PATIENCE * limits.seconds + 60.0
        most = resident_memory(self._process.pid) + limits.memory + OVERHEAD
        while not done.wait(POLL):
            if time.monotonic() > end:
                self._failure = Failure.TOO_LONG
            elif resident_memory(self._process.pid) > most:
                self._failure = Failure.TOO_LARGE
            if self._failure is not None:
                self.kill()
                return

    def _why_it_ended(self) -> Failure:
        code = self._process.wait()
        if self._failure is not None:
            return self._failure
        return Failure.TOO_LONG if code == -getattr(signal, "SIGPROF", 0) else Failure.CRASHED


@contextmanager
def lent_process() -> Iterator[GuardedProcess]:
    """A child for a while. It is kept for whoever comes next, and ended if it is left in the middle of a call."""
    with _lock:
        child = _idle.pop() if _idle else None
    if child is None or not child.is_alive:
        child = GuardedProcess()
    try:
        yield child
    finally:
        if not (child.is_alive and not child.is_busy and _keep(child)):
            child.kill()


_lock = threading.Lock()
_idle: list[GuardedProcess] = []
_living: set[GuardedProcess] = set()
_last_use = 0.0
_ending: threading.Thread | None = None


def _keep(child: GuardedProcess) -> bool:
    """Put a child aside for the next call; one is enough."""
    global _last_use, _ending
    with _lock:
        if _idle:
            return False
        _idle.append(child)
        _last_use = time.monotonic()
        if _ending is None:
            _ending = threading.Thread(target=_end_the_idle, name="ending an idle reader", daemon=True)
            _ending.start()
        return True


def _end_the_idle() -> None:
    """End the child that was put aside when nobody has asked for it for a while: it takes some 100 MB."""
    global _ending
    while True:
        time.sleep(min(max(0.1, _last_use + IDLE - time.monotonic()), LOOK))
        with _lock:
            if time.monotonic() >= _last_use + IDLE:
                _ending = None
                for child in _idle:
                    child.close()
                _idle.clear()
                return


@atexit.register
def _end_all() -> None:
    for child in tuple(_living):
        child.kill()


def _start() -> subprocess.Popen[bytes]:
    """The service in a Python of its own. In a session of its own too, so that a Ctrl+C reaches this program alone."""
    if getattr(sys, "frozen", False):
        command = [sys.executable, SERVICE_OPTION]
    else:
        command = [sys.executable, "-P", "-m", SERVICE]  # -P: nothing is imported from the folder one happens to be in
    one_thread = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    places = os.pathsep.join(place for place in sys.path if place)
    apart = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **one_thread, "PYTHONPATH": places},
        **apart,
    )


def _received(pipe: IO[bytes], kind: np.dtype, count: int) -> np.ndarray:
    array = np.empty(count, kind)
    room = memoryview(array.view(np.uint8)) if array.nbytes else memoryview(b"")
    while len(room):
        read = pipe.readinto(room)
        if not read:
            raise EOFError
        room = room[read:]
    return array
