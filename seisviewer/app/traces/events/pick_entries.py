"""Menu entries that say what picks are: their name, onset and weight, and the event that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtWidgets import QMenu

from seisviewer.app.traces.events.event_editor import EventEditor
from seisviewer.picks.pick import Pick
from seisviewer.translation import tr

PHASE_NAMES = ("P", "Pg", "Pn", "S", "Sg", "Sn")
ONSETS = {"impulsive": tr("Impulsive (I)"), "emergent": tr("Emergent (E)"), "": tr("Not stated")}
WEIGHTS = {
    0: tr("0: fully"),
    1: tr("1: three quarters"),
    2: tr("2: half"),
    3: tr("3: one quarter"),
    4: tr("4: not at all"),
    None: tr("Not stated"),
}


def add_pick_entries(menu: QMenu, editor: EventEditor, picks: Sequence[Pick]) -> None:
    """At the end of a menu, for the picks that are chosen; greyed without any."""
    phases = {pick.phase for pick in picks}
    names = menu.addMenu(tr("Phase name"))
    for name in PHASE_NAMES:
        if name[0] in phases:
            own = [pick for pick in picks if pick.phase == name[0]]
            names.addAction(name, lambda name=name, own=own: editor.set_phase_name(name, *own))
    onset = menu.addMenu(tr("Onset"))
    for said, words in ONSETS.items():
        onset.addAction(words, lambda said=said: editor.set_onset(said, *picks))
    weight = menu.addMenu(tr("Weight"))
    for number, words in WEIGHTS.items():
        weight.addAction(words, lambda number=number: editor.set_weight(number, *picks))
    menu.addSeparator()
    new = menu.addAction(tr("New event of these picks"), lambda: editor.new_event(*picks))
    event = editor.state.chosen_event
    to = menu.addAction(tr("Move to the selected event"), lambda: editor.move_to(event, *picks))
    out = menu.addAction(tr("Take out of the event"), lambda: editor.move_to(None, *picks))
    for entry in (names.menuAction(), onset.menuAction(), weight.menuAction(), new):
        entry.setEnabled(bool(picks))
    to.setEnabled(event is not None and any(pick.event != event.id for pick in picks))
    out.setEnabled(any(pick.event for pick in picks))
