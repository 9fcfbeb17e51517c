"""One thing that was looked at on a machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How far something is as it should be."""

    GOOD = "ok"
    LIMITED = "limited"  # the program works, but lacks something
    BROKEN = "missing"  # something that the program needs


@dataclass(frozen=True)
class Finding:
    """part: of the machine or the program, such as “Screen”. found: what is there. advice: what to do where that is not
    as it should be, in one sentence; "" otherwise."""

    part: str
    found: str
    state: State = State.GOOD
    advice: str = ""
