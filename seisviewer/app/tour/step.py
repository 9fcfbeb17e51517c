"""One step of a tour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import pyqtBoundSignal
from PyQt6.QtWidgets import QWidget


def _nothing() -> object:
    return None


@dataclass(frozen=True)
class Step:
    """A sentence and the controls that it speaks of.

    targets: gives these controls; those that are not on screen are not framed. panel: name of the dock that is brought out
    first. actions: ids of those whose keys stand on the card. changed, value: the tour goes on by itself when the signal is
    sent and the value is another than when the step began; with a `value` of False, then, the user has done what the step
    asks for. needed: whether this has to be done before the tour can go on.
    """

    title: str
    text: str
    targets: Callable[[], Sequence[QWidget]]
    panel: str = ""
    actions: tuple[str, ...] = ()
    changed: pyqtBoundSignal | None = None
    value: Callable[[], object] = _nothing
    needed: bool = False
