"""What models are called, the same wherever one is named."""

from __future__ import annotations

from seisviewer.predictions import fusion
from seisviewer.predictions.leading_answer import LAYERS, Speaker
from seisviewer.project.runs import Run
from seisviewer.translation import tr

LIVE = "live"
KINDS = {
    "layers": tr("reflectors"),
    "fused": tr("reflectors and network"),
    "st++": tr("network, self-training (ST++)"),
    "supervised": tr("network, labels alone"),
    LIVE: tr("network, live training"),
}
WHO = {
    Speaker.LAYERS: tr("reflectors"),
    Speaker.NETWORK: tr("network", "learning"),
    Speaker.BOTH: tr("reflectors and network"),
}
LIVE_LAYERS = tr("Reflectors (live)")  # the layer model that the window has at hand


def live_name(speaker: Speaker) -> str:
    """What the live answer of the window is called."""
    return tr("{who} (live)").format(who=WHO[speaker].capitalize())


def round_name(key: str) -> str:
    """A round of self-training, or the live model, as the user reads it. key: its name in events and files."""
    if key == LIVE:
        return tr("live")
    number = key.removeprefix("round ")
    return tr("round {number}").format(number=number) if number != key else key


def run_name(run: Run) -> str:
    """A run by its number, its name where it has one, and its kind: run 3 “with salt” (reflectors)."""
    title = f" “{run.title}”" if run.title else ""
    return f"{run.name}{title} ({KINDS.get(run.kind, run.kind)})"


def pass_model(run: Run) -> str:
    """The name of its model in passes, from which `speaker_of` tells who speaks."""
    return {"layers": LAYERS, "fused": fusion.NAME}.get(run.kind, run.key)
