"""What networks and pickers of plugins are asked by the check that their authors run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from seisviewer.networks.picker_names import PLUGIN
from seisviewer.networks.pickers import load_picker
from seisviewer.networks.registry import ENCODERS, build
from seisviewer.plugins.found import Plugin, wrong
from seisviewer.translation import tr
from seisviewer.waveforms.record import Component, Record, Segment
from seisviewer.waveforms.station import StationId
from seisviewer.waveforms.streams import to_stream

SIZES = (33, 70), (20, 129)  # of sections that a network is shown, pixels
CLASSES = 3
RATE = 100.0


def network(plugin: Plugin) -> Iterator[str]:
    """Sentences about what was right; raises PluginError."""
    for encoder in ENCODERS:
        model = build(plugin.name, encoder, CLASSES)
        for height, width in SIZES:
            model(torch.zeros(2, 1, height, width)).mean().backward()
        yield tr("with the encoder {encoder} it answers {classes} classes for sections of any size, and learns").format(
            encoder=encoder, classes=CLASSES
        )
    state = build(plugin.name, "mobile", CLASSES, seed=1).state_dict()
    build(plugin.name, "mobile", CLASSES, seed=2).load_state_dict(state)
    yield tr("its weights are stored and filled in again")


def picker(plugin: Plugin) -> Iterator[str]:
    """Sentences about what was right; raises PluginError."""
    asked = load_picker(f"{plugin.name.lower()}:{PLUGIN}", device="cpu")
    yield tr("it tells {listed} in windows of {in_samples} samples").format(
        listed=", ".join(asked.phases.values()), in_samples=asked.in_samples
    )
    noise = np.random.default_rng(0).normal(size=(3, 2 * asked.in_samples)).astype(np.float32)
    rate = asked.rate or RATE
    components = tuple(
        Component(code, f"HH{code}", rate, (Segment(0.0, row),)) for row, code in zip(noise, "ZNE", strict=True)
    )
    answers = asked.annotate(to_stream(Record(StationId("XX", "TEST", "", "HH"), components)))
    values = np.concatenate([np.empty(0), *(trace.data for trace in answers)])
    values = values[np.isfinite(values)]
    if not values.size:
        raise wrong(plugin, tr("says nothing of a record of two windows"))
    if values.min() < -1e-6 or values.max() > 1 + 1e-6:
        raise wrong(plugin, tr("gives no probabilities from 0 to 1"))
    yield tr("its answers are probabilities")
