"""What the user can ask of the trace desk; `app.menus.action_table` takes it into the table of the window."""

from __future__ import annotations

from seisviewer.app.menus.action import PICKS, RECORDS, TRACES, Action, Gesture
from seisviewer.translation import tr

TRACE_OPENING = (
    Action("open_waveforms", "File", "Open waveforms…", ("Ctrl+T",), "Open files of waveforms, and StationXML with them",
           "traces", bar=True),
    Action("open_folder", "File", "Open folder of waveforms…", ("Ctrl+Shift+T",),
           "Open all waveforms of a folder, or a SeisBench dataset"),
    Action("download", "File", "Download waveforms…", (), "Bring events, stations and waveforms from an FDSN server"),
)  # fmt: skip

TRACE_FILES = (
    Action("records_info", "File", "About these records…", ("Ctrl+I",), "Stations, channels, rates, gaps and coordinates",
           "info", RECORDS, line=True),
    Action("add_files", "File", "Add waveforms or StationXML…", (),
           "Open more waveforms, or coordinates, orientations and responses, beside those on the desk", needs=RECORDS),
    Action("import_picks", "File", "Import picks…", (), "Take picks and events from QuakeML, CSV or another file of picks",
           needs=RECORDS),
    Action("export_picks", "File", "Export picks…", ("Ctrl+E",),
           "Write the shown picks as QuakeML, CSV, NonLinLoc observations or Snuffler markers", needs=PICKS),
    Action("export_events", "File", "Export catalogue…", ("Ctrl+Shift+E",),
           "Write the events that their list shows, with arrivals, magnitudes and mechanisms, as QuakeML, a table (CSV) or NonLinLoc observations",
           needs=RECORDS),
)  # fmt: skip

CLOSE_RECORDS = Action("close_records", "File", "Close waveforms", ("Ctrl+W",), "Take the records off the desk",
                       needs=RECORDS, line=True)  # fmt: skip

TRACE_VIEW = (
    Action("page_back", "View", "Page back", ("Left",), "Go back in time by a page; in a dataset to the previous window", needs=RECORDS, line=True, repeats=True),
    Action("page_on", "View", "Page on", ("Right",), "Go on in time by a page; in a dataset to the next window", needs=RECORDS, repeats=True),
    Action("scroll_back", "View", "Scroll back", ("Shift+Left",), "Go back in time by a tenth of a page", needs=RECORDS,
           repeats=True),
    Action("scroll_on", "View", "Scroll on", ("Shift+Right",), "Go on in time by a tenth of a page", needs=RECORDS, repeats=True),
    Action("zoom_in", "View", "Zoom in", ("+", "="), "Show half of the time", needs=RECORDS, repeats=True),
    Action("zoom_out", "View", "Zoom out", ("-",), "Show twice the time", needs=RECORDS, repeats=True),
    Action("all_time", "View", "All of the time", ("Home",), "Show the records from their first to their last sample", "whole",
           RECORDS, bar=True),
    Action("higher", "View", "Higher traces", ("Ctrl+Up",), "Draw the traces higher", needs=RECORDS, repeats=True, line=True),
    Action("lower", "View", "Lower traces", ("Ctrl+Down",), "Draw the traces lower", needs=RECORDS, repeats=True),
    Action("filter", "View", "Next filter", ("F",), "Raw, 1 Hz high-pass, 1–20 Hz band-pass, your own band, and raw again",
           "filter", RECORDS, bar=True),
    Action("record_section", "View", "Record section", ("L",), "One component of every station, by distance or first arrival",
           "record_section", RECORDS, True, True),
    Action("rotated", "View", "Radial and transverse", ("T",), "Show Z R T instead of Z N E where a back-azimuth is known",
           needs=RECORDS, checkable=True),
    Action("seconds", "View", "Count seconds", ("U",), "Count seconds from the selected pick or the window instead of UTC",
           needs=RECORDS, checkable=True),
    Action("spectrogram", "View", "Spectrogram", ("G",), "Show or hide the spectrogram", "spectrogram", RECORDS, True, True),
    Action("probabilities", "View", "Probabilities", ("P",), "Show or hide what the picker says at every sample",
           "probabilities", RECORDS, True, True),
    Action("measure_time", "View", "Measure", ("M",), "Measure the time between two moments, and its frequency: drag, or click both",
           "measure", RECORDS, True, True),
    Action("leave_mode", "View", "Leave the tool", ("Esc",), "Leave measuring or reviewing; clicks select picks again", needs=RECORDS),
    Action("show_picks", "View", "Picks", ("K",), "Show or hide the picks", "picks", RECORDS, True, True),
)  # fmt: skip

PICKING = (
    Action("set_p", "Picks", "Set P", ("F1", "1"), "Set the P onset at the pointer, or move the one that is there", needs=RECORDS),
    Action("set_s", "Picks", "Set S", ("F2", "2"), "Set the S onset at the pointer, or move the one that is there", needs=RECORDS),
    Action("motion_up", "Picks", "First motion up", ("Up",), "Say that the ground first moved up; again: undecidable, then none",
           needs=RECORDS, line=True),
    Action("motion_down", "Picks", "First motion down", ("Down",),
           "Say that the ground first moved down; again: undecidable, then none", needs=RECORDS),
    Action("find_motions", "Picks", "Find first motions", ("Shift+P",),
           "Let a network say for the P picks on screen, or those chosen in the table, whether the ground first moved up or down; what you set stays",
           needs=PICKS),
    Action("delete_pick", "Picks", "Delete", ("Del",), "Remove the selected pick, or all that are chosen in the table", needs=PICKS),
    Action("review_picks", "Picks", "Review", ("V",), "Accept, reject or mend what a picker found, pick by pick", "review", RECORDS, True,
           True, line=True),
    Action("accept", "Picks", "Accept and go on", ("Return", "Enter"), "Accept the selected pick and go to the next to review, or accept all that are chosen in the table",
           "accept", PICKS, bar=True),
    Action("reject", "Picks", "Reject and go on", ("R",), "Reject the selected pick and go to the next to review, or reject all that are chosen in the table", "reject", PICKS,
           bar=True),
    Action("back", "Picks", "Go back", ("Backspace",), "Return to the pick reviewed last", needs=PICKS),
    Action("next_pick", "Picks", "Next to review", ("N",), "Go to the next pick that nobody has reviewed", needs=PICKS,
           repeats=True),
    Action("previous_pick", "Picks", "Previous to review", ("Shift+N",), "Go to the previous pick that nobody has reviewed",
           needs=PICKS, repeats=True),
    Action("filter_picks", "Picks", "Filter the table", ("Ctrl+F",), "Type which picks the table lists", needs=PICKS,
           line=True),
)  # fmt: skip

TEACHING = (
    Action("pick", "Teach", "Pick", ("Ctrl+R",), "Let the chosen picker pick in the background", "pick", RECORDS, bar=True),
    Action("teach", "Teach", "Teach a picker…", (), "Choose how a picker learns from the picks that were set or accepted",
           needs=RECORDS),
    Action("next_window", "Teach", "Next window worth a look", ("J",),
           "Go to the window whose picks would teach the most, and say why", "next_place", RECORDS, bar=True),
    Action("previous_window", "Teach", "Previous window worth a look", ("Shift+J",),
           "Go back to the window that was suggested before", needs=RECORDS),
    Action("suggestions", "Teach", "Worth a look…", (), "List the windows whose picks would teach the most", needs=RECORDS),
    Action("augmentations", "Teach", "Augmentations…", (), "See what each augmentation does to the record in use",
           needs=RECORDS),
    Action("find_events", "Teach", "Find events…", (), "Teach a detector the events of a catalogue, and find more of them",
           needs=RECORDS),
)  # fmt: skip

TRACE_GESTURES = tuple(
    Gesture(hands, tip, (TRACES,))
    for hands, tip in (
        (tr("Wheel"), tr("Zoom in time at the pointer")),
        (tr("Wheel over the names"), tr("Scroll the stations")),
        (tr("Shift + wheel"), tr("Scroll in time")),
        (tr("Ctrl + wheel"), tr("Height of the traces")),
        (tr("Middle drag"), tr("Move in time")),
        (tr("Two fingers on a touch pad"), tr("Move in time, and scroll the stations")),
        (tr("Double click"), tr("The whole record")),
        (tr("Click on a pick"), tr("Select it")),
        (tr("Drag a pick"), tr("Move it, with its uncertainty")),
        (tr("Shift + drag a pick, or drag its edge"), tr("Set its uncertainty")),
        (tr("Return, R, 1 or 2, in Review"), tr("Accept, reject, or make it P or S")),
        (tr("Tab, Shift + Tab, in Review"), tr("Next and previous undecided pick")),
        (tr("Drag, Alt + drag, in Review"), tr("Take all undecided picks in a box, or in a lasso")),
    )
)
