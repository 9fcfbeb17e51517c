"""What is done to the samples before they are drawn, as the display asks for it, and its name on screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from seisviewer.app.traces.trace_state import Span, TraceDisplay
from seisviewer.translation import tr
from seisviewer.waveforms.envelope import prepare
from seisviewer.waveforms.record import Component, Record

HIGH_PASS = 1.0  # Hz, of the filter "high-pass"
BAND = 1.0, 20.0  # Hz, of the filter "band-pass"


@dataclass(frozen=True)
class Treatment:
    """low, high: corners in Hz, None where the band is open. response: "counts", "velocity" or "displacement".
    back_azimuth: degrees, of the rotation to R and T; None for none."""

    low: float | None = None
    high: float | None = None
    response: str = "counts"
    back_azimuth: float | None = None

    @property
    def changes_nothing(self) -> bool:
        return self == Treatment()


def treatment_of(display: TraceDisplay, back_azimuth: float | None) -> Treatment:
    """back_azimuth: of the record, where it is known."""
    low, high = {
        "high-pass": (HIGH_PASS, None),
        "band-pass": BAND,
        "own": (display.low, display.high),
    }.get(display.filter, (None, None))
    return Treatment(low, high, display.response, back_azimuth if display.rotated else None)


def filter_text(display: TraceDisplay) -> str:
    """“Band-pass 1–20 Hz”."""
    return {
        "high-pass": tr("High-pass {low:g} Hz").format(low=HIGH_PASS),
        "band-pass": tr("Band-pass {low:g}–{high:g} Hz").format(low=BAND[0], high=BAND[1]),
        "own": tr("Own band {low:g}–{high:g} Hz").format(low=display.low, high=display.high),
    }.get(display.filter, tr("Raw"))


@dataclass(frozen=True)
class Treated:
    """components: as many as the record has, in its order; without segments where there is nothing in the span."""

    treatment: Treatment
    span: Span
    components: tuple[Component, ...]


def treated(record: Record, treatment: Treatment, span: Span, inventory: Any) -> Treated:
    """Do it, and make ready to draw. Takes long: not for the GUI thread. Raises BadRequest for what cannot be done."""
    # Imported here: ObsPy takes half a second, and a window without waveforms needs none of it.
    from seisviewer.waveforms.processing import Processing, processed
    from seisviewer.waveforms.rotation import to_zrt

    kind = {(True, True): "band-pass", (True, False): "high-pass", (False, True): "low-pass"}.get(
        (treatment.low is not None, treatment.high is not None), "raw"
    )
    processing = Processing(
        filter=kind, low=treatment.low or 1.0, high=treatment.high or 1.0, response=treatment.response
    )
    made = processed(record, processing, (span.start, span.end), inventory)
    names = {}
    if made is not None and treatment.back_azimuth is not None and {"N", "E"} <= set(made.codes):
        made, names = to_zrt(made, treatment.back_azimuth), {"N": "R", "E": "T"}
    if made is not None:
        prepare(made)
    return Treated(treatment, span, tuple(_component(made, component, names) for component in record.components))


def _component(made: Record | None, original: Component, names: dict[str, str]) -> Component:
    found = made.component(names.get(original.code, original.code)) if made is not None else None
    return found if found is not None else replace(original, segments=())
