"""From counts to ground motion, with the instrument responses of a StationXML inventory."""

from __future__ import annotations

import numpy as np
from obspy import Inventory, Trace, UTCDateTime

from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.waveforms.record import Component
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.station_metadata import channel_at

UNITS = {"counts": "", "velocity": "m/s", "displacement": "m"}
OUTPUTS = {"velocity": "VEL", "displacement": "DISP"}
LONGEST_PERIOD = 60.0  # s, that is restored, whatever the length of what is looked at
LEAST_CYCLES = 2.0  # of a period that a stretch must hold for it to be restored
LONGEST_TAPER = 50.0  # s at either end that ObsPy may fade
WATER_LEVEL = 60.0  # dB
# A component that was made by rotating has the response of those it was made of.
ORIGINS = {"Z": "Z3", "N": "N1", "E": "E2", "R": "N1", "T": "E2"}


class TooShort(BadRequest):
    """A stretch is too short to remove the response from it."""


def without_response(
    samples: np.ndarray, start: float, component: Component, station: StationId, kind: str, inventory: Inventory | None
) -> np.ndarray:
    """Ground velocity (m/s) or displacement (m), float64 (samples,), by ObsPy's deconvolution with a water level.

    start: of the first sample, seconds since 1970 UTC. kind: "velocity" or "displacement". Periods longer than a
    minute, or than half the stretch, are not restored. Raises BadRequest where the inventory does not hold the
    response, and TooShort for a fraction of a second.
    """
    name = f"{station.code}.{station.location}.{component.channel}"
    response = _response(inventory, station, component, start)
    if response is None:
        raise BadRequest(
            tr("There is no response of {name} at this time: add the StationXML of this channel.").format(name=name)
        )
    trace = Trace(np.array(samples, np.float64))
    trace.stats.sampling_rate = component.rate
    trace.stats.starttime = UTCDateTime(start)
    trace.stats.response = response
    seconds = max(len(samples), 1) / component.rate
    lowest = max(1 / LONGEST_PERIOD, LEAST_CYCLES / seconds)
    nyquist = component.rate / 2
    if lowest >= nyquist / 4:
        raise TooShort(
            tr("{name} has too few samples here to remove the response: show a longer stretch.").format(name=name)
        )
    taper = min(0.05, LONGEST_TAPER / seconds)
    band = (lowest / 2, lowest, 0.8 * nyquist, 0.95 * nyquist)
    try:
        trace.remove_response(output=OUTPUTS[kind], water_level=WATER_LEVEL, pre_filt=band, taper_fraction=taper)
    except Exception as error:  # evalresp and ObsPy raise whatever an odd response makes them stumble over
        raise BadRequest(
            tr("The response of {name} cannot be removed ({error}): check its StationXML.").format(
                name=name, error=error
            )
        ) from error
    return trace.data


def _response(inventory: Inventory | None, station: StationId, component: Component, time: float):
    names = (component.channel, *(station.instrument + letter for letter in ORIGINS.get(component.code, "")))
    epochs = (channel_at(inventory, station, name, time) for name in names)
    found = next((epoch for epoch in epochs if epoch is not None), None)
    return found.response if found is not None and found.response and found.response.response_stages else None
