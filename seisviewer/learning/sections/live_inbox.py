"""What the window may tell a live training while it runs."""

from __future__ import annotations

from dataclasses import dataclass, field

from seisviewer.predictions.layer_predictor import LayerPredictor
from seisviewer.predictions.screen_inbox import ScreenInbox
from seisviewer.progress import Flag, Slot


@dataclass(frozen=True)
class LayersAtHand:
    """What reflectors that carry the strokes say. everything: the layer model of all labels. apart: the one that knows
    nothing of the strokes held back, which therefore teaches the network and is compared with it; None until it was
    solved."""

    everything: LayerPredictor = field(repr=False)
    apart: LayerPredictor | None = field(default=None, repr=False)


class LiveInbox(ScreenInbox):
    """The training looks between two steps; labels are learned from the next batch on."""

    def __init__(self) -> None:
        super().__init__()
        self.layers: Slot[LayersAtHand | None] = Slot(None)
        self.paused: Slot[bool] = Slot(False)
        self.auto_rounds: Slot[bool] = Slot(True)
        self.stability: Slot[bool] = Slot(False)
        self.improve_asked = Flag()
        self.stop_round_asked = Flag()
        self.finishing: Slot[bool] = Slot(False)
        self.filling: Slot[bool] = Slot(False)

    def put_layers(self, layers: LayersAtHand | None) -> None:
        """The newest layer models, or None where nothing is carried any more."""
        self.layers.put(layers)

    def pause(self, paused: bool) -> None:
        """Stop learning, keep predicting; or go on."""
        self.paused.put(paused)

    def want_stability(self, on: bool) -> None:
        """Whether stability is on screen; the checkpoints of a round are compared only then."""
        self.stability.put(on)

    def set_auto_rounds(self, on: bool) -> None:
        """Whether ST++ rounds start by themselves when no stroke has come for a while."""
        self.auto_rounds.put(on)

    def fill(self, on: bool) -> None:
        """Whether the whole survey should be predicted and stored while nothing is learned."""
        self.filling.put(on)

    def improve(self) -> None:
        """Start an ST++ round on the labels as they are now, or take up one that was cut off, unless one is running."""
        self.improve_asked.ask()

    def stop_round(self) -> None:
        """Give up the ST++ round that runs or that waits to be taken up."""
        self.stop_round_asked.ask()

    def finish_round(self) -> None:
        """Learn nothing new, bring the running ST++ round to its end, show its model if it is no worse, then end."""
        self.finishing.put(True)
