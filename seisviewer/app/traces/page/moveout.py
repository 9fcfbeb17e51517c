"""Traces shifted in time so that the P waves of an event lie under each other, or as they would at one speed."""

from __future__ import annotations

from collections.abc import Sequence

from seisviewer.translation import tr
from seisviewer.waveforms.record import Record
from seisviewer.workflows.events.theoretical_arrivals import TheoreticalArrivals

REDUCTION = 6.0  # km/s, of reduced time
MOVEOUTS = {
    "none": tr("As recorded"),
    "aligned": tr("Aligned on P"),
    "reduced": tr("Reduced, {reduction:g} km/s").format(reduction=REDUCTION),
}


def delays_of(records: Sequence[Record], theoretical: TheoreticalArrivals | None, moveout: str) -> dict[str, float]:
    """Seconds by which each record is drawn earlier, by its key; the nearest station is drawn as it was recorded. Nothing
    where there is no event, or where nothing is to be shifted."""
    if theoretical is None or moveout == "none":
        return {}
    found = {}
    for record in records:
        code = record.station.code
        if moveout == "aligned":
            late = theoretical.times.get((code, "P"))
        else:
            away = theoretical.away.get(code)
            late = None if away is None else away / REDUCTION
        if late is not None:
            found[record.key] = late
    first = min(found.values(), default=0.0)
    return {key: late - first for key, late in found.items()}
