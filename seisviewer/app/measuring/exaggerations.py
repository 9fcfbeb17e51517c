"""What the menu of vertical exaggerations does."""

from __future__ import annotations

from collections.abc import Callable

from seisviewer.app.section_state import SectionState
from seisviewer.volumes.section_lengths import length_unit, why_no_exaggeration

EXAGGERATIONS = (1, 2, 5, 10)
EXAGGERATION_ACTIONS = {"exaggeration_free": 0.0} | {f"exaggeration_{times}": float(times) for times in EXAGGERATIONS}


def exaggerations(state: SectionState) -> dict[str, Callable[[bool], None]]:
    """What each entry does, by action."""
    return {action: _take(state, times) for action, times in EXAGGERATION_ACTIONS.items()}


def _take(state: SectionState, times: float) -> Callable[[bool], None]:
    def take(_: bool) -> None:
        """Nothing changes where nobody knows how long what is; the user is told."""
        geometry = state.volume.geometry
        unknown = geometry.samples.is_time and state.display.velocity <= 0
        if times and (unknown or length_unit(geometry).metres is None):
            state.message.emit(why_no_exaggeration(geometry))
        else:
            state.set_display(exaggeration=times)

    return take
