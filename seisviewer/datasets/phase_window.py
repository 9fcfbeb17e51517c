"""A window of three components in which something may have arrived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from seisviewer.datasets.phase_sample import Doubt, PhaseSample, Target, signal_to_noise
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.window_times import WindowFacts

COMPONENTS = "ZNE"
LONGEST_S_P = 60.0  # seconds that an S which nobody picked may come after its P


@dataclass(frozen=True)
class PhaseWindow:
    """name: tells it from the other windows (trace_name of a data set). samples: float32 (components ZNE, samples), 0
    for a component that was not recorded, not written to. start: seconds since 1970 UTC of the first sample. p, s:
    samples from the start (fractions of one allowed), None where nobody picked; others: arrivals of further events.
    magnitude: None where it is not known. is_noise: nothing arrives here, as the data set says. split: "train", "dev",
    "test", or "" without one. doubts: where a phase may arrive that nobody picked, so that a picker is not taught that
    it is noise. facts: what else the data set says.
    """

    name: str
    station: StationId
    rate: float
    samples: np.ndarray = field(repr=False, compare=False)
    start: float = 0.0
    p: float | None = None
    s: float | None = None
    magnitude: float | None = None
    is_noise: bool = False
    split: str = ""
    others: tuple[Target, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    facts: WindowFacts = WindowFacts()

    @property
    def count(self) -> int:
        return self.samples.shape[-1]

    @property
    def is_labelled(self) -> bool:
        """Whether it is known what arrives in it."""
        return self.is_noise or bool(self.arrivals)

    @property
    def snr(self) -> float | None:
        """Signal-to-noise ratio in dB at the first arrival; None where nothing arrives or too little lies around it."""
        onsets = [onset for onset in (self.p, self.s) if onset is not None]
        return signal_to_noise(self.samples, min(onsets, default=None), self.rate)

    @property
    def arrivals(self) -> tuple[Target, ...]:
        """What was picked: phase and sample."""
        own = tuple((phase, onset) for phase, onset in (("P", self.p), ("S", self.s)) if onset is not None)
        return own + self.others

    def with_arrivals(self, arrivals: Sequence[Target]) -> PhaseWindow:
        """The window with these arrivals, and no doubts, in place of its own. The first P and the first S after it are the
        event."""
        arrivals = sorted(arrivals, key=lambda arrival: arrival[1])
        p = next((at for phase, at in arrivals if phase == "P"), None)
        s = next((at for phase, at in arrivals if phase == "S" and (p is None or at > p)), None)
        others = tuple(arrival for arrival in arrivals if arrival not in (("P", p), ("S", s)))
        return replace(self, p=p, s=s, others=others, doubts=())

    def sample(self) -> PhaseSample:
        """The window as augmentation takes it; one in which nothing arrives is noise."""
        return PhaseSample(
            self.samples,
            self.rate,
            self.p,
            self.s,
            self.snr,
            self.magnitude,
            self.is_noise or not self.arrivals,
            self.name,
            self.others,
            self.doubts,
        )


def unpicked(arrivals: Iterable[Target], most: float) -> tuple[Doubt, ...]:
    """Where the S of a P that was picked alone may be, and the P of such an S.

    arrivals: what was picked, in samples or seconds. most: so far apart P and S are at most, in the same unit. Between a
    lone P and the next one an S may arrive, and between a lone S and the one before it a P.
    """
    known = sorted(arrivals, key=lambda arrival: arrival[1])
    pairs = zip([None, *known], [*known, None], strict=True)
    doubts: list[Doubt] = []
    for before, after in pairs:
        if before is not None and before[0] == "P" and (after is None or after[0] == "P"):
            end = before[1] + most
            doubts.append(("S", before[1], end if after is None else min(end, after[1])))
        if after is not None and after[0] == "S" and (before is None or before[0] == "S"):
            begin = after[1] - most
            doubts.append(("P", begin if before is None else max(begin, before[1]), after[1]))
    return tuple(doubts)
