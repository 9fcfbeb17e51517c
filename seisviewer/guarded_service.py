"""The inner side of a guarded process: calls come in on stdin, answers go out on what was stdout."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from seisviewer.guarded_process import OVERHEAD, READY, Answer, Failure
from seisviewer.memory import address_space

try:
    import resource
except ImportError:  # Windows has no limits of this kind: who asked watches from outside
    resource = None

BEYOND = 2  # times the memory that a call may take


@dataclass(frozen=True)
class Call:
    """answer: does what was asked. prepare: imports what that takes, and is no part of the time it may take."""

    answer: Callable[..., Answer]
    prepare: Callable[[], None]


def serve(calls: Mapping[str, Call]) -> None:
    """Answer until nobody can ask any more."""
    answers = _answers_apart()
    _say(answers, READY)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        call = calls[request["call"]]
        call.prepare()
        _send(answers, _answered(call, request))  # under no name here: it may be large


def _answered(call: Call, request: Mapping[str, Any]) -> Answer | Failure:
    try:
        with _limited(request["seconds"], request["memory"]):
            return call.answer(**request["arguments"])
    except MemoryError:
        return Failure.TOO_LARGE
    except Exception:  # noqa: BLE001 - of any class: the reader went astray in what a stranger made
        return Failure.CRASHED


def _answers_apart() -> BinaryIO:
    """What was stdout; what C code prints there goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


@contextmanager
def _limited(seconds: float, memory: int) -> Iterator[None]:
    """The system ends this process where the block takes more processor time, and refuses it memory far beyond its limit.

    Who asked ends it at the limit itself, and knows why: C code that is refused memory calls its file damaged, or crashes.
    """
    if resource is not None:
        most = address_space() + BEYOND * memory + OVERHEAD
        with suppress(ValueError, OSError):  # macOS knows the limit and does not hold it
            resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
        signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        if resource is not None:
            signal.setitimer(signal.ITIMER_PROF, 0)
            with suppress(ValueError, OSError):
                hard = resource.getrlimit(resource.RLIMIT_AS)[1]
                resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _send(answers: BinaryIO, answer: Answer | Failure) -> None:
    """Each array is let go once it is sent: who asked has it then, and it need not be there twice."""
    if isinstance(answer, Failure):
        _say(answers, {"failed": answer.name})
        return
    arrays = deque(answer.arrays)
    _say(answers, {"value": answer.value, "arrays": [(array.dtype.str, len(array)) for array in arrays]})
    del answer
    while arrays:
        array = np.ascontiguousarray(arrays.popleft())
        if array.nbytes:
            answers.write(memoryview(array.view(np.uint8)))
    answers.flush()


def _say(answers: BinaryIO, said: object) -> None:
    answers.write(json.dumps(said).encode() + b"\n")
    answers.flush()
