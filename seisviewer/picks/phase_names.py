"""What phase hints mean: which of the two phases an arrival is, what it is called, and how sharp it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

ONSETS = {"i": "impulsive", "e": "emergent", "q": "questionable"}  # in QuakeML's words
# First arrivals by the way they take through crust, mantle and core. Reflections and depth phases (PP, PcP, pP) are none,
# nor are amplitudes, some of whose names begin so too (PGA, SA).
TRAVELLING = r"(?:g|n|b|\*|1|2|'|diff|dif|KP(?:df|ab|bc|pre)?|K[iI]KP|KS(?:ac|df)?)?"
HINT = re.compile(
    rf"(?P<onset>[IiEeQq](?=[PSps]))?(?P<name>[PS]{TRAVELLING}|[ps][gnb*12]?)(?P<rest>[?]|[UDCRudcr+ .-]?[0-4])?"
)


@dataclass(frozen=True)
class PhaseName:
    """phase: “P” or “S”. name: as it was written, “Pg”. onset: impulsive, emergent, questionable, or ""."""

    phase: str
    name: str
    onset: str = ""

    @property
    def detail(self) -> str:
        """The name where it says more than the phase."""
        return self.name if self.name != self.phase else ""


@lru_cache(maxsize=1000)
def phase_name(hint: str) -> PhaseName | None:
    """What a hint says (“Pg”, “Sn”, “P*”, a mere “p”, “iP”, “ES2”); None for what is no first P or S."""
    found = HINT.fullmatch(hint.strip().strip("()"))
    if found is None:
        return None
    name = found["name"][0].upper() + found["name"][1:]
    return PhaseName(name[0], name, ONSETS.get((found["onset"] or "").lower(), ""))


def phase_of(hint: str) -> str:
    """ "P" or "S", or "" for what is neither, as an amplitude or the depth phase “pP”."""
    found = phase_name(hint)
    return found.phase if found is not None else ""
