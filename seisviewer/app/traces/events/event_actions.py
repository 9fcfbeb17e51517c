"""What the user can ask of events; `app.menus.action_table` takes it into the table of the window."""

from __future__ import annotations

from seisviewer.app.menus.action import PICKS, RECORDS, Action
from seisviewer.app.traces.events.pick_entries import ONSETS, PHASE_NAMES, WEIGHTS
from seisviewer.picks.located.event_kinds import KINDS
from seisviewer.translation import tr

PICK_DETAILS = (
    *(
        Action(f"name_{name}", "Picks/Phase name", name, (), tr("Call the selected or chosen picks {name}").format(name=name), needs=PICKS)
        for name in PHASE_NAMES
    ),
    *(
        Action(f"onset_{said or 'none'}", "Picks/Onset", words, (), "Say how sharply the selected or chosen picks begin", needs=PICKS)
        for said, words in ONSETS.items()
    ),
    *(
        Action(f"weight_{'none' if number is None else number}", "Picks/Weight", words, (),
               "Say how much the selected or chosen picks count when their event is located", needs=PICKS)
        for number, words in WEIGHTS.items()
    ),
)  # fmt: skip

EVENTS = (
    Action("associate", "Events", "Associate picks…", ("Ctrl+G",), "Gather the picks that belong to one earthquake, and locate each",
           needs=RECORDS),
    Action("locate_events", "Events", "Locate", ("Ctrl+L",), "Locate the events that are chosen in their list from their picks, or all",
           needs=PICKS),
    Action("measure_magnitudes", "Events", "Magnitudes", ("Ctrl+Shift+M",), "Measure local magnitudes of the events that are chosen in their list, or of all",
           needs=PICKS),
    Action("location_settings", "Events", "How events are located…", (), "Choose velocity model, stations and distance correction", needs=RECORDS),
    Action("catalogue", "Events", "Catalogue…", ("Ctrl+M",), "Show the events on a map and from the side, their magnitudes, arrivals and mechanisms, and compare them with a known catalogue",
           needs=RECORDS, line=True),
    Action("show_event", "Events", "Show its traces", ("Ctrl+Return",), "Let the arrivals of the selected event fill the view", needs=PICKS, line=True),
    Action("theoretical", "Events", "Computed arrivals", ("Shift+T",), "Draw P and S of the selected event as the model that located it has them",
           needs=RECORDS, checkable=True),
    Action("aligned", "Events", "Align on P", ("Shift+A",), "Shift the traces so that the computed P waves of the selected event lie under each other",
           needs=RECORDS, checkable=True),
    Action("reduced", "Events", "Reduced time", ("Shift+R",), "Shift the traces by their distance from the selected event, divided by 6 km/s",
           needs=RECORDS, checkable=True),
    Action("next_event", "Events", "Next event", ("Alt+Right",), "Go to the next event of the list", needs=PICKS, repeats=True),
    Action("previous_event", "Events", "Previous event", ("Alt+Left",), "Go to the event before it in the list", needs=PICKS, repeats=True),
    *(
        Action(f"kind_{place}", "Events/Type", words, (), tr("Say that the selected or chosen events are of the type “{words}”").format(words=words), needs=PICKS)
        for place, words in enumerate((*KINDS.values(), tr("Not stated")))
    ),
    Action("suggest_kinds", "Events", "Suggest types…", (), "Let a classifier suggest the type of the events that are chosen in their list, or of all; what you said stays",
           needs=PICKS),
    Action("new_event", "Events", "New event of the picks", ("Ctrl+N",), "Make the selected or chosen picks an event of their own, and locate it",
           needs=PICKS, line=True),
    Action("picks_to_event", "Events", "Move picks to the selected event", ("Ctrl+B",), "Let the selected or chosen picks belong to the selected event",
           needs=PICKS),
    Action("picks_out", "Events", "Take picks out of their event", ("Ctrl+Shift+B",), "Let the selected or chosen picks belong to no event",
           needs=PICKS),
    Action("merge_events", "Events", "Merge", ("Ctrl+J",), "Make the events that are chosen in their list one, and locate it", needs=PICKS),
    Action("delete_events", "Events", "Delete", ("Shift+Del",), "Remove the selected or chosen events; their picks stay", needs=PICKS),
)  # fmt: skip
